"""The functions made for tables: they look up what the columns' own functions look up."""

from __future__ import annotations

import linecache
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import ruleset
from ruleset.engine import columns
from ruleset.engine.masks import MasksEngine
from ruleset.errors import FactError
from ruleset.space.bit_sets import mask_of
from tables import table, write_workbook

VOCABULARY = [
    ("Amount", "number", ""),
    ("Place", "text", ""),
    ("Member", "yes/no", ""),
    ("Level", "text", ""),
]
ROWS = [
    ["a", "< 0.1", "UK", "", "1"],
    ["b", "[0.1..10)", "not(UK)", "yes", "2"],
    ["c", "10, 1000000", '> "M"', "no", "3"],
    ["d", "missing", "missing", "missing", "4"],
    ["e", "", "", "", "5"],
]
BEYOND_FLOATS = [["a", "< 0.12345678901234567890123", "", "", "1"], ["b", "", "", "", "2"]]


class Whole(int):
    """A whole number of a caller's own type."""


NUMBERS: list[Any] = [
    None,
    -1,
    0,
    0.1,
    0.09999999999999999,
    Decimal("0.1"),
    Decimal("0.09999999999999999999999"),
    10,
    10.0,
    9.999,
    1_000_000,
    10**400,
    -(10**400),
    1e308,
    Whole(10),
]
REFUSED: list[Any] = [True, "10", float("nan"), float("inf"), float("-inf"), Decimal("NaN"), [1]]


def engine(path: Path, rows: list[list[str]], policy: str = "First") -> MasksEngine:
    sheet = table("Level", policy, ["Amount", "Place", "Member"], ["Level"], rows)
    plan = ruleset.compile(write_workbook(path / "book.xlsx", VOCABULARY, {"Level": sheet})).plan
    return MasksEngine(plan)


@pytest.mark.parametrize("rows", [ROWS, BEYOND_FLOATS])
@pytest.mark.parametrize("policy", ["First", "Rule order"])
def test_the_made_function_finds_what_the_columns_find(
    tmp_path: Path, rows: list[list[str]], policy: str
) -> None:
    """For numbers of every kind around the cuts, text and yes/no: the same rules."""
    made = engine(tmp_path, rows, policy)
    decision = made._plan.by_name["level"]
    lookups = [
        columns.lookup_for(
            made._plan.vocabulary[clause.term], columns.tests_by_mask(decision, index)
        )
        for index, clause in enumerate(decision.inputs)
    ]
    decide = made.decider("level")
    for amount in NUMBERS:
        for place in (None, "UK", "DE", "Zambia"):
            for member in (None, True, False):
                wanted = lookups[0](amount) & lookups[1](place) & lookups[2](member)
                rules, _ = decide({"amount": amount, "place": place, "member": member})
                if policy == "First":
                    wanted &= -wanted
                assert mask_of(rules) == wanted, (amount, place, member)


@pytest.mark.parametrize("value", REFUSED)
def test_numbers_that_are_none_are_refused(tmp_path: Path, value: Any) -> None:
    """Also where whole numbers and floats take the short way."""
    decide = engine(tmp_path, ROWS).decider("level")
    with pytest.raises(FactError, match="`amount`"):
        decide({"amount": value, "place": "UK", "member": True})


@pytest.mark.parametrize("value", [1, 0, "yes", 1.0])
def test_only_true_and_false_are_yes_and_no(tmp_path: Path, value: Any) -> None:
    """1 equals True in Python, and is no answer here."""
    decide = engine(tmp_path, ROWS).decider("level")
    with pytest.raises(FactError, match="`member`"):
        decide({"amount": 1, "place": "UK", "member": value})


UNKNOWN: list[dict[str, Any]] = [
    {"amount": 1, "place": "UK", "member": True, "colour": "red"},
    {"amount": 1, "place": "UK", "colour": "red"},
    {"colour": "red"},
]


@pytest.mark.parametrize("facts", UNKNOWN)
def test_unknown_facts_are_refused(tmp_path: Path, facts: dict[str, Any]) -> None:
    """Beside all of the table's facts, in place of one, and alone."""
    with pytest.raises(FactError, match=r"colour.* is not a term"):
        engine(tmp_path, ROWS).decider("level")(facts)


def test_a_traceback_shows_the_lines(tmp_path: Path) -> None:
    """The source of a made function is there for debuggers and tracebacks."""
    decide = engine(tmp_path, ROWS).decider("level")
    lines = linecache.getlines(decide.__code__.co_filename)  # type: ignore[attr-defined]
    assert lines[0] == "def decide(facts):\n"
    assert any("bisect_left" in line for line in lines)

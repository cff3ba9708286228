"""The cross-check: it finds differences, and always comes back and says what it did."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

import ruleset
from ruleset.engine import cross_check as module
from ruleset.engine.cross_check import CrossCheck, DecisionCheck, cross_check
from ruleset.engine.masks import MasksEngine
from ruleset.engine.points import points
from ruleset.engine.ruleset import Ruleset
from tables import Rows, table, write_workbook

pytest.importorskip("durable_rules_engine", reason="durable_rules is for Python 3.11 and 3.12")

VOCABULARY = [
    ("Country", "text", ""),
    ("Income", "money", ""),
    ("Limit", "money", ""),
    ("Day", "date", ""),
    ("Skills", "set of text", ""),
    ("Request", "words", ""),
    ("Tier", "text", "low, high"),
]


def rules_of(path: Path, *rows: list[object], inputs: list[str]) -> Ruleset:
    sheets: dict[str, Rows] = {"Tier": table("Tier", "Rule order", inputs, ["Tier"], rows)}
    return ruleset.compile(write_workbook(path / "book.xlsx", VOCABULARY, sheets))


def values(rules: Ruleset, term: str) -> list[object]:
    """The representatives of the term in the table `Tier`; None for missing."""
    decision = rules.plan.by_name["tier"]
    found, _, _ = points(rules.plan, [decision], [term], most=100, random=Random(1))
    return [point.get(term) for point in found]


REPRESENTATIVES: list[tuple[str, str, list[str]]] = [
    ("Country", "UK, IE", ["None", "''", "'IE'"]),
    ("Income", "[10..20)", ["None", "Decimal('9')", "Decimal('10')"]),
    ("Day", "<= 2026-01-31", ["None", "2026-01-30", "2026-02-01"]),
    ("Skills", "a", ["None", "['zzz']", "['a', 'zzz']"]),
    ("Request", "visa", ["None", "'zzz'", "'zzz . visa'"]),
]


@pytest.mark.parametrize(("term", "cell", "expected"), REPRESENTATIVES)
def test_a_value_for_every_class(tmp_path: Path, term: str, cell: str, expected: list[str]) -> None:
    """One value a class that the cell tells apart, missing first."""
    rules = rules_of(tmp_path, ["a", cell, "low"], inputs=[term])
    shown = [
        str(sorted(value))
        if isinstance(value, frozenset)
        else str(value)
        if term == "Day"
        else repr(value)
        for value in values(rules, term.lower())
    ]
    assert shown == expected


def test_expressions_are_seen_around_their_literals(tmp_path: Path) -> None:
    """Below, at and above the numbers that an expression holds."""
    rules = rules_of(tmp_path, ["a", "? + 1 > 5 or Limit < 3", "low"], inputs=["Income"])
    found = {str(value) for value in values(rules, "income")}
    assert {"None", "4", "5", "6", "4.999", "5.001"} <= found


def test_engines_that_agree(discount_path: Path) -> None:
    """All class combinations are decided, and the text says how many."""
    rules = ruleset.compile(discount_path)
    result = cross_check(rules.plan, seed=1, most_points=100, timeout_seconds=60)
    # Customer: missing, new, vip, regular; order value: missing, below 100, from 100.
    assert result.decisions == (DecisionCheck("discount", points=12, classes=12),)
    assert result.agree
    assert str(result) == "both engines agree on 12 points of 1 decision"


def test_too_many_points_are_sampled(tmp_path: Path) -> None:
    """At most as many points as asked for; the number of all is told too."""
    rows = [[f"r{n}", f"c{n}", f">= {n}", "low"] for n in range(30)]
    rules = rules_of(tmp_path, *rows, inputs=["Country", "Income"])
    result = cross_check(rules.plan, seed=1, most_points=50, timeout_seconds=60)
    (found,) = result.decisions
    assert (found.points, found.limit, found.differing) == (50, "", 0)
    assert found.classes == 32 * 32  # with missing, and what no row names


def test_a_difference_is_found_and_shown(
    discount_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that decides otherwise is told, with the facts and both answers."""

    class Wrong(MasksEngine):
        def decider(self, decision: str):  # type: ignore[no-untyped-def]
            right = super().decider(decision)
            return lambda facts: ((), None) if facts.get("customer") == "vip" else right(facts)

    monkeypatch.setattr("ruleset.engine.rete.ReteEngine", Wrong)
    plan = ruleset.compile(discount_path).plan
    raw = module._checked(plan, plan.decisions[0], MasksEngine(plan), 1, 100)
    (found,) = module._collected(plan, module.json.dumps(raw), "")
    assert (found.points, found.differing) == (12, 3)
    assert found.differences[0].facts == "{'customer': 'vip'}"
    result = CrossCheck((found,))
    assert not result.agree
    assert "the engines differ on 3 of 12 points of `discount`" in str(result)


def test_a_table_beyond_the_limits_is_named(tmp_path: Path) -> None:
    """It is reported as not cross-checked, with the limit; that is no disagreement."""
    rows = [[f"r{n}", n, "low"] for n in range(2_001)]
    rules = rules_of(tmp_path, *rows, inputs=["Income"])
    result = cross_check(rules.plan, seed=1, most_points=10, timeout_seconds=60)
    assert result.agree
    assert str(result) == "not cross-checked: `tier` (rows in one graph)"


def test_the_time_limit_holds(discount_path: Path) -> None:
    """A child that takes too long is ended, and what was not done is said."""
    plan = ruleset.compile(discount_path).plan
    start = time.monotonic()
    result = cross_check(plan, seed=1, most_points=100, timeout_seconds=0.01)
    assert time.monotonic() - start < 5
    assert str(result) == "not cross-checked: `discount` (not done after 0.01 seconds)"


def test_a_crash_of_the_child_is_told(
    discount_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that takes its process down leaves a report and no exception."""
    (tmp_path / "durable_rules_engine.py").write_text("import os\nos.kill(os.getpid(), 11)\n")
    monkeypatch.syspath_prepend(tmp_path)
    plan = ruleset.compile(discount_path).plan
    result = cross_check(plan, seed=1, most_points=100, timeout_seconds=60)
    assert str(result).startswith(
        "not cross-checked: `discount` (the second engine ended with signal 11"
    )


def test_without_durable_rules_it_says_so(
    discount_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is called `not installed`."""
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError\n")
    monkeypatch.syspath_prepend(tmp_path)
    plan = ruleset.compile(discount_path).plan
    result = cross_check(plan, seed=1, most_points=100, timeout_seconds=60)
    assert str(result) == "not cross-checked: `discount` (not installed)"

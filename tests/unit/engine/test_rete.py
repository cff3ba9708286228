"""The second engine: it decides like the first, refuses by name, and leaves nothing behind."""

from __future__ import annotations

import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import ruleset
from ruleset.engine.rete import ReteEngine
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import EngineError, EvaluationError, FactError, HitPolicyError
from tables import Rows, table, write_workbook

pytest.importorskip("durable_rules_engine", reason="durable_rules is for Python 3.11 and 3.12")

VOCABULARY = [
    ("Country", "text", ""),
    ("Income", "money", ""),
    ("Request", "words", ""),
    ("Tier", "text", "low, high"),
    ("Points", "number", "1, 2, 3"),
    ("Level", "text", "gold, silver"),
]
GRAPH = {
    "Tier": table(
        "Tier", "Unique", ["Income"], ["Tier"], [["a", "< 100", "low"], ["b", ">= 100", "high"]]
    ),
    "Level": table(
        "Level",
        "First",
        ["Country", "Tier"],
        ["Level"],
        [["uk", "UK", "high", "gold"], ["any", "", "low", "silver"]],
    ),
}


def both(path: Path, sheets: dict[str, Rows]) -> tuple[Ruleset, Ruleset]:
    masks = ruleset.compile(write_workbook(path / "book.xlsx", VOCABULARY, sheets))
    return masks, masks.using("rete")


GRAPH_CASES: list[tuple[dict[str, Any], str | None]] = [
    ({"country": "UK", "income": 100}, "gold"),
    ({"country": "UK", "income": 99}, "silver"),
    ({"country": "DE", "income": 100}, None),
    ({"country": "UK", "tier": "high"}, "gold"),
    ({"country": "UK", "tier": "low", "income": 500}, "silver"),
    ({"country": "UK", "tier": None, "income": 500}, "gold"),
    ({"country": "UK"}, None),
]


@pytest.mark.parametrize(("facts", "level"), GRAPH_CASES)
def test_a_graph_is_chained(tmp_path: Path, facts: dict[str, Any], level: str | None) -> None:
    """What is needed is decided first, unless it is given; a fact that is None is not given."""
    for rules in both(tmp_path, GRAPH):
        outcome = rules.decide("level", facts).outcome
        assert outcome == (None if level is None else {"level": level}), rules.engine.name


def test_a_decision_that_is_not_needed_is_not_made(tmp_path: Path) -> None:
    """A conflict in a table whose outcome is given is no conflict."""
    overlapping = table(
        "Tier", "Unique", ["Income"], ["Tier"], [["a", "< 100", "low"], ["b", "< 200", "high"]]
    )
    for rules in both(tmp_path, GRAPH | {"Tier": overlapping}):
        with pytest.raises(HitPolicyError) as caught:
            rules.decide("level", {"country": "UK", "income": 5})
        assert caught.value.rules == ("a", "b")
        assert caught.value.cells == ("Tier!A4", "Tier!A5")
        given = {"country": "UK", "income": 5, "tier": "high"}
        assert rules.decide("level", given).outcome == {"level": "gold"}


def test_facts_are_refused_like_in_the_first_engine(tmp_path: Path) -> None:
    """Unknown terms, wrong types and values that are not allowed."""
    wrong: list[dict[str, Any]] = [{"land": "UK"}, {"income": "5"}, {"tier": "hihg"}]
    for rules in both(tmp_path, GRAPH):
        for facts in wrong:
            with pytest.raises(FactError):
                rules.decide("level", facts)


def test_a_total_must_be_an_allowed_value(tmp_path: Path) -> None:
    """Collect sum beyond the allowed values is told at the output's header, by both engines."""
    sheet = table(
        "Points", "Collect sum", ["Country"], ["Points"], [["a", "UK", 1], ["b", "UK, DE", 3]]
    )
    for rules in both(tmp_path, {"Points": sheet}):
        assert rules.decide("points", {"country": "DE"}).outcome == {"points": Decimal(3)}
        with pytest.raises(EvaluationError) as caught:
            rules.decide("points", {"country": "UK"})
        assert caught.value.cell == "Points!C3"


def test_decisions_leave_nothing_behind(tmp_path: Path) -> None:
    """The network holds no fact afterwards, also when a decision raised."""
    sheet = table("Tier", "Unique", ["Country"], ["Tier"], [["a", "UK", "low"], ["b", "", "high"]])
    _, rules = both(tmp_path, {"Tier": sheet})
    engine = rules.engine
    assert isinstance(engine, ReteEngine)
    network = engine._graphs["tier"]._network
    for number in range(2_000):
        if number % 100 == 0:
            with pytest.raises(HitPolicyError):
                rules.decide("tier", {"country": "UK"})
        assert rules.decide("tier", {"country": "DE"}).outcome == {"tier": "high"}
        assert network._call("get_facts", "s") == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory's size from /proc")
def test_memory_does_not_grow(tmp_path: Path) -> None:
    """20,000 decisions of a graph take no more memory than the first thousand."""
    _, rules = both(tmp_path, GRAPH)
    sizes = []
    for number in range(21_000):
        rules.decide("level", {"country": "UK", "income": number % 200})
        if number % 20_000 == 1_000:
            sizes.append(resident_kilobytes())
    assert resident_kilobytes() - sizes[0] < 1_000


def resident_kilobytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def test_threads_do_not_meet(tmp_path: Path) -> None:
    """Threads that decide on one engine at once each get their own answer."""
    _, rules = both(tmp_path, GRAPH)
    wrong: list[object] = []

    def work(income: int, level: str) -> None:
        for _ in range(300):
            found = rules.decide("level", {"country": "UK", "income": income}).outcome
            if found != {"level": level}:
                wrong.append(found)

    threads = [
        threading.Thread(target=work, args=each) for each in [(500, "gold"), (5, "silver")] * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


TOO_BIG: list[tuple[str, dict[str, Rows]]] = [
    (
        "rows in one graph",
        {
            "Tier": table(
                "Tier", "First", ["Income"], ["Tier"], [[f"r{n}", n, "low"] for n in range(2_001)]
            )
        },
    ),
    (
        "distinct tests in one table",
        {
            "Tier": table(
                "Tier",
                "First",
                ["Request"],
                ["Tier"],
                [[f"r{n}", f"word{n}", "low"] for n in range(201)],
            )
        },
    ),
    (
        "classes to tell apart in one cell",
        {
            "Tier": table(
                "Tier",
                "First",
                ["Income"],
                ["Tier"],
                [[f"r{n}", f"< {n}", "low"] for n in range(150)],
            )
        },
    ),
]


@pytest.mark.parametrize(("limit", "sheets"), TOO_BIG)
def test_what_it_cannot_bear_is_refused_by_name(
    tmp_path: Path, limit: str, sheets: dict[str, Rows]
) -> None:
    """A table beyond durable_rules is refused before that engine sees it."""
    masks = ruleset.compile(write_workbook(tmp_path / "book.xlsx", VOCABULARY, sheets))
    with pytest.raises(EngineError, match="the engine `rete` bears at most") as caught:
        masks.using("rete")
    assert (caught.value.engine, caught.value.limit) == ("rete", limit)


def test_many_values_of_a_column_are_no_limit(tmp_path: Path) -> None:
    """1,000 distinct values in a column, which durable_rules alone does not survive."""
    rows = [[f"r{number}", f"c{number}", "low"] for number in range(1_000)]
    sheet = table("Tier", "Rule order", ["Country"], ["Tier"], [*rows, ["all", "", "high"]])
    for rules in both(tmp_path, {"Tier": sheet}):
        found = rules.decide("tier", {"country": "c999"})
        assert [rule.id for rule in found.rules] == ["r999", "all"]


def test_without_durable_rules_it_says_what_to_install(
    discount_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named, and the Python versions that have none."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineError, match=r"ruleset\[rete\].*3\.13") as caught:
        ruleset.compile(discount_path).using("rete")
    assert caught.value.limit == "not installed"

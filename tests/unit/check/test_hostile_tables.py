"""Tables made to hurt: bounded time and memory, a clear `unfinished`, never a wrong `no gaps`."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest

from ruleset.check.analysis import TableAnalysis, analyse_table
from ruleset.check.report import report
from ruleset.dmn.form import HitPolicy, TermType
from ruleset.engine.ruleset import Ruleset
from ruleset.space.budget import Budget
from unit.explain.plans import ANY, above, between, only, ruleset, table, term

SECONDS = 2.0
BUDGET = Budget(seconds=SECONDS)


def analysed(rules: Ruleset) -> tuple[TableAnalysis, float]:
    decision = rules.plan.decisions[0]
    start = time.process_time()
    found = analyse_table(decision, rules.plan, BUDGET)
    return found, time.process_time() - start


def checkerboard(columns: int = 11) -> Ruleset:
    """Every second point of a cube: each gap is a single point, and there are thousands."""
    names = [f"c{number}" for number in range(columns)]
    rows = [
        (f"r{number}", *(only(each) for each in sides), "x")
        for number, sides in enumerate(product((True, False), repeat=columns))
        if sum(sides) % 2
    ]
    return ruleset(
        [*(term(name, TermType.YES_NO) for name in names), term("out")],
        table("t", names, ["out"], rows, HitPolicy.UNIQUE),
    )


def no_structure(policy: HitPolicy = HitPolicy.UNIQUE) -> Ruleset:
    """Random intervals in ten columns."""
    random = Random(1)
    names = [f"c{number}" for number in range(10)]
    rows = []
    for number in range(300):
        cells = []
        for _ in names:
            low = random.randrange(100)
            cells.append(between(low, low + random.randint(20, 90)))
        rows.append((f"r{number}", *cells, random.choice("xyz")))
    return ruleset(
        [*(term(name, TermType.NUMBER) for name in names), term("out")],
        table("t", names, ["out"], rows, policy),
    )


def near_equal(count: int = 1_000) -> Ruleset:
    """Intervals that all overlap, with all ends different."""
    rows = [
        (f"r{n}", between(n, n + count), between(count - n, 2 * count - n), f"o{n % 7}")
        for n in range(count)
    ]
    return ruleset(
        [term("a", TermType.NUMBER), term("b", TermType.NUMBER), term("out")],
        table("t", ["a", "b"], ["out"], rows, HitPolicy.FIRST),
    )


def expressions(count: int = 1_000) -> Ruleset:
    """A thousand rows, each with an expression of its own."""
    names = [f"c{number}" for number in range(count)]
    rows = [(f"r{n}", above(name), between(n, None), f"o{n}") for n, name in enumerate(names)]
    terms = [term(name, TermType.NUMBER) for name in ("a", "b", *names)]
    return ruleset([*terms, term("out")], table("t", ["a", "b"], ["out"], rows))


def blanks(count: int = 1_000) -> Ruleset:
    """Four of five cells blank: nearly every pair overlaps."""
    random = Random(2)
    names = [f"c{number}" for number in range(10)]
    rows = []
    for number in range(count):
        cells = [
            between(low := random.randrange(1000), low + 50) if random.random() < 0.2 else ANY
            for _ in names
        ]
        rows.append((f"r{number}", *cells, random.choice("xyz")))
    return ruleset(
        [*(term(name, TermType.NUMBER) for name in names), term("out")],
        table("t", names, ["out"], rows, HitPolicy.ANY),
    )


@pytest.mark.parametrize(
    "make", [checkerboard, no_structure, near_equal, expressions, blanks], ids=lambda m: m.__name__
)
def test_bounded_and_honest(make: Callable[[], Ruleset]) -> None:
    """Each ends soon after its time, in little memory; what is not complete is told."""
    rules = make()
    tracemalloc.start()
    found, seconds = analysed(rules)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * 2**20
    assert seconds < 20  # several questions; tracing costs about five times, a busy machine more
    assert (found.gaps is None or not found.gaps.complete) == ("gaps" in found.unfinished)


def test_a_checkerboard_is_unfinished_and_its_gaps_are_gaps() -> None:
    """The list is cut at the cap, says so, and all that stands in it is true."""
    rules = checkerboard()
    found, _ = analysed(rules)
    assert found.gaps is not None
    assert not found.gaps.complete
    assert 0 < len(found.gaps.known) <= BUDGET.boxes
    for gap in found.gaps.known[:50]:
        assert rules.decide("t", gap.facts).rules == ()


def test_expressions_close_no_gap_and_open_none() -> None:
    """A thousand expressions: gaps of the plain column are told, the rest cannot be decided."""
    found, _ = analysed(expressions())
    assert found.gaps is not None
    assert found.gaps.complete
    assert [found.gap_space.facts(gap.box) for gap in found.gaps.known] == [{"b": -1}]
    assert found.gaps.undecided is not None


def test_counts_are_exact_where_lists_are_cut() -> None:
    """Of pairs that are too many to list, the number of partners of every rule is still exact."""
    count = 300
    rules = near_equal(count)
    decision = rules.plan.decisions[0]
    unique = table(
        "t", ["a", "b"], ["out"],
        [(r.id, *zip(r.input_texts, r.tests, strict=True), "x") for r in decision.rules],
        HitPolicy.UNIQUE,
    )  # fmt: skip
    few = analyse_table(unique, rules.plan, Budget(pairs=10))
    assert few.overlaps is not None
    assert not few.overlaps.complete
    assert len(few.overlaps.pairs) == 10
    wanted = sum(overlap(n, m, count) for n in range(count) for m in range(count) if n < m)
    assert few.overlaps.count == wanted


def overlap(one: int, other: int, count: int) -> bool:
    def meets(low: Any, high: Any, low2: Any, high2: Any) -> bool:
        return max(low, low2) < min(high, high2)

    return meets(one, one + count, other, other + count) and meets(
        count - one, 2 * count - one, count - other, 2 * count - other
    )


def test_what_is_unfinished_is_told() -> None:
    """The report has a note with what was not finished, and no claim that there is nothing."""
    from ruleset.check.analysis import Analysis

    rules = checkerboard()
    found, _ = analysed(rules)
    told = report(Analysis(rules.plan, (found,)))
    assert [each.message for each in told if each.code == "RS420"] == [
        "the analysis of `T` is not finished: gaps"
    ]
    gaps = [each for each in told if each.code == "RS401"]
    assert len(gaps) == 21
    assert gaps[-1].message.endswith("more findings of this kind in `T`")

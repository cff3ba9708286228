"""What the analysis says of small random tables equals a walk over all facts by plain loops.

Each law is tried on 600 tables; `RULESET_PROPERTY=full` tries it on 3,600.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any

import pytest

from property.deciding import FULL
from ruleset.check.gaps import find_gaps
from ruleset.check.merge import find_merges
from ruleset.check.overlaps import find_overlaps
from ruleset.check.precedence import Precedence, winning_order
from ruleset.check.rule_space import space_of
from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import HitPolicy
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.codec import sealed
from ruleset.plan.form import CompiledDecision, CompiledRule, Plan
from ruleset.space.bit_sets import set_bits
from ruleset.space.boxes import Box, intersection, within
from ruleset.space.budget import Budget, Meter
from strategies.small_tables import OUTCOMES, SmallTable, make_table

BATCHES = 60 if FULL else 10
TABLES = 60
EVERY = tuple(HitPolicy)[:7]
ONE_WINS = (HitPolicy.FIRST, HitPolicy.PRIORITY)


def tables(
    seed: int, policies: Sequence[HitPolicy], expressions: bool = False
) -> Iterator[SmallTable]:
    random = Random(seed)
    for _ in range(TABLES):
        yield make_table(random, policies, expressions)


def indexed(small: SmallTable) -> TableIndex:
    return TableIndex(small.decision, space_of(small.decision, small.rules.plan.vocabulary))


def meter() -> Meter:
    return Meter(Budget(seconds=60))


def point(table: TableIndex, facts: Mapping[str, Any]) -> dict[int, int]:
    found = table.space.point(facts)
    assert found is not None, facts
    return found


def in_any(at: Box, boxes: Sequence[Box]) -> bool:
    return any(within(at, box) for box in boxes)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_gaps(seed: int) -> None:
    """The gap boxes hold exactly the facts that match no rule; each is maximal and needed."""
    for small in tables(seed, EVERY):
        table = indexed(small)
        gaps = find_gaps(table, meter())
        assert gaps.complete and gaps.undecided is None
        boxes = [gap.box for gap in gaps.known]
        covered, bare = [], []
        lone = dict.fromkeys(small.terms, False)
        by_rest: dict[tuple[str, tuple[Any, ...]], bool] = {}
        points = [(facts, point(table, facts), small.matching(facts)) for facts in small.grid()]
        for facts, at, matching in points:
            (covered if matching else bare).append(at)
            missing = [name for name in small.terms if facts[name] is None]
            if not missing:
                assert in_any(at, boxes) == (not matching), facts
                for name in small.terms:
                    key = name, tuple(facts[each] for each in small.terms if each != name)
                    by_rest[key] = by_rest.get(key, False) or bool(matching)
        for facts, _, matching in points:
            missing = [name for name in small.terms if facts[name] is None]
            if len(missing) == 1 and not matching:
                (name,) = missing
                rest = tuple(facts[each] for each in small.terms if each != name)
                lone[name] = lone[name] or by_rest[name, rest]
        assert {gap.term.name for gap in gaps.missing} == {name for name in lone if lone[name]}
        for gap in (*gaps.known, *gaps.missing):
            assert small.matching({**dict.fromkeys(small.terms), **gap.facts}) == ()
            assert within(point(table, gap.facts), gap.box)
        check_boxes(table, boxes, covered, bare)


def check_boxes(
    table: TableIndex, boxes: Sequence[Box], covered: Sequence[Box], bare: Sequence[Box]
) -> None:
    for number, box in enumerate(boxes):
        assert not any(within(at, box) for at in covered)
        others = [each for place, each in enumerate(boxes) if place != number]
        known = [at for at in bare if within(at, table.space.known)]
        assert any(within(at, box) and not in_any(at, others) for at in known), "not needed"
        for dimension, side in box.items():
            for each in set_bits(table.domain.full[dimension] & ~side):
                wider = {**box, dimension: side | 1 << each}
                grown = [at for at in covered if within(at, wider)]
                assert grown or not table.domain.can_be({**box, dimension: 1 << each})


@pytest.mark.parametrize("seed", range(BATCHES))
def test_overlaps_and_conflicts(seed: int) -> None:
    """The pairs are exactly those that match together for some facts; so are the conflicts."""
    for small in tables(seed, EVERY):
        table = indexed(small)
        overlaps = find_overlaps(table, meter())
        conflicts = find_overlaps(table, meter(), conflicts_only=True)
        wanted = {pair for facts in small.grid() for pair in combinations(small.matching(facts), 2)}
        assert overlaps.complete and conflicts.complete
        assert {(each.first, each.second) for each in overlaps.pairs} == wanted
        assert {(each.first, each.second) for each in conflicts.pairs} == {
            pair for pair in wanted if small.outcomes[pair[0]] != small.outcomes[pair[1]]
        }
        for each in overlaps.pairs:
            facts = {**dict.fromkeys(small.terms), **table.space.facts(each.box)}
            assert {each.first, each.second} <= set(small.matching(facts))


def winner(
    small: SmallTable, matching: Sequence[int], gone: frozenset[int] = frozenset()
) -> int | None:
    """The rule that decides, by plain reading of the hit policy."""
    left = [rule for rule in matching if rule not in gone]
    if small.decision.hit_policy is HitPolicy.PRIORITY:
        left.sort(key=lambda rule: OUTCOMES.index(small.outcomes[rule]))
    return left[0] if left else None


def decided(small: SmallTable, rule: int | None) -> str | None:
    return small.default if rule is None else small.outcomes[rule]


@pytest.mark.parametrize("seed", range(BATCHES))
def test_masked_redundant_and_dead(seed: int) -> None:
    """Masked rules never win; redundant ones are never missed; dead values never decide."""
    for small in tables(seed, ONE_WINS):
        table = indexed(small)
        order = winning_order(small.decision, small.rules.plan.vocabulary)
        assert order is not None
        found = Precedence(table, order, meter())
        grid = [(facts, small.matching(facts)) for facts in small.grid()]
        winners = {winner(small, matching) for _, matching in grid}
        masked = found.masked()
        hidden = frozenset(each.rule for each in masked)
        assert hidden == set(range(len(small.outcomes))) - winners
        for each in masked:
            for _, matching in grid:
                assert each.rule not in matching or set(each.by) & set(matching)
        check_redundant(small, found, hidden, [matching for _, matching in grid])
        for dead in found.dead_values(hidden):
            name = small.terms[dead.input]
            for facts, matching in grid:
                if facts[name] == dead.value:
                    assert winner(small, matching) != dead.rule
        for lost in found.misleading():
            matching = small.matching({**dict.fromkeys(small.terms), **lost.facts})
            assert lost.rule < lost.loses_to and {lost.rule, lost.loses_to} <= set(matching)
        assert found.complete


def check_redundant(
    small: SmallTable,
    found: Precedence,
    hidden: frozenset[int],
    grid: Sequence[Sequence[int]],
) -> None:
    gone = hidden
    claimed = {each.rule for each in found.redundant(hidden)}
    for rule in range(len(small.outcomes)):
        if rule in hidden:
            continue
        without = gone | {rule}
        same = all(
            decided(small, winner(small, each, gone))
            == decided(small, winner(small, each, without))
            for each in grid
        )
        assert (rule in claimed) == same
        if same:
            gone = without


@pytest.mark.parametrize("seed", range(BATCHES))
def test_merges_change_no_outcome(seed: int) -> None:
    """The table with all its merges made decides as before, for all facts and every policy."""
    for small in tables(seed, EVERY):
        table = indexed(small)
        merges, complete = find_merges(table, meter())
        assert complete
        if merges:
            merged = Ruleset(sealed(with_merges(small, merges)))
            for facts in small.grid():
                assert outcome(merged, facts) == outcome(small.rules, facts), facts


def with_merges(small: SmallTable, merges: Sequence[Any]) -> Plan:
    decision = small.decision
    rules: list[CompiledRule | None] = list(decision.rules)
    for merge in merges:
        head, *others = merge.rules
        old = decision.rules[head]
        tests = list(old.tests)
        tests[merge.input] = merge.test
        rules[head] = CompiledRule(
            old.id, old.rule_number, old.row, old.input_texts, tuple(tests),
            old.output_texts, old.outputs,
        )  # fmt: skip
        for each in others:
            rules[each] = None
    kept = tuple(rule for rule in rules if rule is not None)
    fields = {name: getattr(decision, name) for name in CompiledDecision.__dataclass_fields__}
    plan = small.rules.plan
    return Plan(plan.name, plan.vocabulary, (CompiledDecision(**(fields | {"rules": kept})),))


def outcome(rules: Ruleset, facts: Mapping[str, Any]) -> object:
    from ruleset.errors import HitPolicyError

    try:
        return rules.decide("table", facts).outcome
    except HitPolicyError:
        return "conflict"


@pytest.mark.parametrize("seed", range(BATCHES // 2))
def test_expressions_are_never_guessed(seed: int) -> None:
    """With expressions: what is said for certain holds for all facts; what is not is undecided."""
    for small in tables(seed, (HitPolicy.FIRST,), expressions=True):
        table = indexed(small)
        gaps = find_gaps(table, meter())
        boxes = [gap.box for gap in gaps.known]
        hidden = Precedence(table, range(len(small.outcomes)), meter()).masked()
        overlaps = find_overlaps(table, meter())
        pairs = {(each.first, each.second): each.certain for each in overlaps.pairs}
        for facts in small.grid():
            matching = small.matching(facts)
            if not any(facts[name] is None for name in small.terms):
                if in_any(point(table, facts), boxes):
                    assert not matching
                elif not matching:
                    assert gaps.undecided is not None
            assert not matching or matching[0] not in {each.rule for each in hidden}
            assert pairs.keys() >= set(combinations(matching, 2))
        for each in overlaps.pairs:
            if each.certain:
                facts = {**dict.fromkeys(small.terms), **table.space.facts(each.box)}
                assert {each.first, each.second} <= set(small.matching(facts))


def test_intersection_is_symmetric() -> None:
    """Two boxes share the same whichever is named first."""
    one: Box = {0: 0b011, 1: 0b1}
    other: Box = {0: 0b110, 2: 0b1}
    assert intersection(one, other) == intersection(other, one) == {0: 0b010, 1: 0b1, 2: 0b1}

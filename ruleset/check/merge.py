"""Rows that can be written as one: equal but for one cell, with the same outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import HitPolicy
from ruleset.plan.form import Accepts, Mentions, Test
from ruleset.space.bit_sets import set_bits
from ruleset.space.budget import Meter
from ruleset.space.value_set import ValueSet

_ORDERED = (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)
_WINNER = (HitPolicy.FIRST, HitPolicy.PRIORITY)
_COUNTING = (*_ORDERED, HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_COUNT, HitPolicy.UNIQUE)


@dataclass(frozen=True, slots=True)
class Merge:
    """Rules (0-based, topmost first) that one row replaces: the topmost with `test` in one cell.

    `input` is the place of the cell among the inputs.
    """

    rules: tuple[int, ...]
    input: int
    test: Test


def find_merges(table: TableIndex, meter: Meter) -> tuple[tuple[Merge, ...], bool]:
    """Merges that can all be made together, and whether the meter reached to find all.

    No outcome changes: rules move up to the topmost of their group, and none does so past a rule
    that it meets and that yields something else; where rules are counted or listed, two that are
    merged never match together.
    """
    found: list[Merge] = []
    used: set[int] = set()
    names = _names(table)
    for place in range(len(table.decision.inputs)):
        groups: dict[tuple[object, ...], list[int]] = {}
        for rule, row in enumerate(names):
            key = (*row[:place], *row[place + 1 :], table.outcomes[rule])
            groups.setdefault(key, []).append(rule)
        for group in groups.values():
            if len(group) > 1:
                for merge in _merged(table, place, [each for each in group if each not in used]):
                    if not meter.step():
                        return tuple(found), False
                    if not _overlapping_moves(table, merge, found):
                        found.append(merge)
                        used.update(merge.rules)
    return tuple(sorted(found, key=lambda merge: merge.rules)), True


def _names(table: TableIndex) -> list[tuple[int, ...]]:
    """For each rule a number for each of its tests: equal tests of a column have equal ones."""
    numbers: list[dict[Test, int]] = [{} for _ in table.decision.inputs]
    by_identity: list[dict[int, int]] = [{} for _ in table.decision.inputs]
    rows = []
    for rule in table.decision.rules:
        row = []
        for seen, known, test in zip(numbers, by_identity, rule.tests, strict=True):
            number = known.get(id(test))
            if number is None:
                number = known[id(test)] = seen.setdefault(test, len(seen))
            row.append(number)
        rows.append(tuple(row))
    return rows


def _merged(table: TableIndex, place: int, group: Sequence[int]) -> Iterator[Merge]:
    """The group, cut into merges that are allowed."""
    rest = list(group)
    while len(rest) > 1:
        head, *others = rest
        test: Test = table.decision.rules[head].tests[place]
        taken, left = [head], []
        for rule in others:
            joined = _union(test, table.decision.rules[rule].tests[place])
            if joined is not None and _may_join(table, taken, rule):
                test = joined
                taken.append(rule)
            else:
                left.append(rule)
        if len(taken) > 1:
            yield Merge(tuple(taken), place, test)
        rest = left


def _union(one: Test, other: Test) -> Test | None:
    """The test that accepts what either does; None when no cell says that."""
    match one, other:
        case Accepts(mine), Accepts(its):
            return Accepts(
                ValueSet.of((*mine.intervals, *its.intervals), mine.missing or its.missing)
            )
        case Mentions(mine, False, first), Mentions(its, False, second):
            return Mentions(tuple(dict.fromkeys((*mine, *its))), False, first or second)
    return None


def _may_join(table: TableIndex, taken: Sequence[int], rule: int) -> bool:
    """True when the rule may move up to the topmost of those taken."""
    policy = table.decision.hit_policy
    meets = table.neighbours[rule]
    if policy in _COUNTING and any(meets >> each & 1 and table.meet(each, rule) for each in taken):
        return False
    if policy not in (*_ORDERED, *_WINNER):
        return True
    between = meets & ((1 << rule) - 1) & ~((1 << taken[0]) - 1)
    for other in set_bits(between):
        same = policy in _WINNER and table.outcomes[other] == table.outcomes[rule]
        if other not in taken and not same and table.meet(other, rule):
            return False
    return True


def _overlapping_moves(table: TableIndex, merge: Merge, found: Sequence[Merge]) -> bool:
    """True when another merge moves a rule that this one was judged against.

    Only rules between the topmost and the lowest of a group matter; for a rule that moves up itself
    what lay below it may come to lie above, so merges whose rows interleave are made one by one.
    """
    if table.decision.hit_policy not in (*_ORDERED, *_WINNER):
        return False
    first, last = merge.rules[0], merge.rules[-1]
    return any(each.rules[0] < last and first < each.rules[-1] for each in found)

"""Which rows of a long table a reader has to see: what matched, its neighbours, near misses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ruleset.explain.form import RuleStatus, RuleVerdict, Step

WHOLE = 24
"""Tables of up to so many rows are shown whole."""

NEIGHBOURS = 2
NEAREST = 6
SMALL_GAP = 2
MATCHES = 12
MOST_IN_ALL = 500


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that follow each other in the sheet, after `skipped` rows that are not shown."""

    skipped: int
    rules: tuple[RuleVerdict, ...]


def parts_of(
    step: Step, *, whole: int = WHOLE, nearest: int = NEAREST, neighbours: int = NEIGHBOURS
) -> tuple[tuple[Part, ...], tuple[Part, ...], int]:
    """The rows to show at once, the rest, and how many rows are in neither.

    Whole tables up to `whole` rows. The last of the shown parts may have no rows: it then stands
    for the rows that are skipped at the end.
    """
    if len(step.rules) <= whole:
        return (Part(0, step.rules),), (), 0
    chosen = _chosen(step, nearest, neighbours)
    others = [index for index in range(len(step.rules)) if index not in chosen]
    kept = others[:MOST_IN_ALL]
    return (
        _parts(step.rules, sorted(chosen)),
        tuple(part for part in _parts(step.rules, kept) if part.rules),
        len(others) - len(kept),
    )


def _chosen(step: Step, nearest: int, neighbours: int) -> set[int]:
    places = {rule.id: index for index, rule in enumerate(step.rules)}
    matched = [index for index, rule in enumerate(step.rules) if _matched(rule)]
    shown = matched[:MATCHES]
    near = [places[rule.id] for rule in step.near_misses[:nearest]]
    around = {
        place
        for index in shown[:1]
        for place in range(index - neighbours, index + neighbours + 1)
        if 0 <= place < len(step.rules)
    }
    return _without_small_gaps(around.union(shown, near))


def _without_small_gaps(chosen: set[int]) -> set[int]:
    """A row or two between chosen ones are shown rather than skipped."""
    order = sorted(chosen)
    between = {
        place
        for low, high in pairwise(order)
        if high - low - 1 <= SMALL_GAP
        for place in range(low + 1, high)
    }
    return chosen | between


def _matched(rule: RuleVerdict) -> bool:
    return not rule.status.misses and rule.status is not RuleStatus.DEFAULT_NOT_NEEDED


def _parts(rules: Sequence[RuleVerdict], indices: Iterable[int]) -> tuple[Part, ...]:
    parts: list[tuple[int, list[RuleVerdict]]] = []
    last = -1
    for index in indices:
        if index > last + 1 or not parts:
            parts.append((index - last - 1, []))
        parts[-1][1].append(rules[index])
        last = index
    made = [Part(skipped, tuple(each)) for skipped, each in parts]
    left = len(rules) - last - 1
    return (*made, Part(left, ())) if left else tuple(made)

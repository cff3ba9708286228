"""Boxes over columns of classes, and what a set of boxes leaves uncovered.

Every dimension has finitely many classes, numbered from 0; a set of classes is an integer, bit i
for class i. A box says for some dimensions which classes it holds; a dimension that it does not
name is not restricted. The one primitive is `Uncovered`: adaptive splitting, as in two-level logic
minimisation (the unate recursion of Brayton et al., Logic Minimization Algorithms for VLSI
Synthesis, 1984), with the split chosen among all dimensions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ruleset.space.budget import Meter

Box = Mapping[int, int]
"""The classes by dimension, as bit sets; what is not named is not restricted."""

Possible = Callable[[Box], bool]


@dataclass(frozen=True, slots=True)
class Domain:
    """All dimensions. `full`: every class of each; `ordered`: whether its classes have an order.

    `possible` is None where all combinations of classes can occur; else it tells of a box whether
    some point of it can.
    """

    full: tuple[int, ...]
    ordered: tuple[bool, ...]
    possible: Possible | None = None

    def side(self, box: Box, dimension: int) -> int:
        """The classes that the box holds in that dimension."""
        return box.get(dimension, self.full[dimension])

    def can_be(self, box: Box) -> bool:
        """True when some point of the box can occur."""
        return self.possible is None or self.possible(box)


def intersection(one: Box, other: Box) -> dict[int, int] | None:
    """The box that both share, or None when they share nothing.

    >>> intersection({0: 0b011, 1: 0b1}, {0: 0b110})
    {0: 2, 1: 1}
    """
    joint = dict(one)
    for dimension, classes in other.items():
        mine = joint.get(dimension)
        both = classes if mine is None else mine & classes
        if not both:
            return None
        joint[dimension] = both
    return joint


def within(one: Box, other: Box) -> bool:
    """True when the first box lies in the second."""
    for dimension, classes in other.items():
        mine = one.get(dimension)
        if mine is None or mine & ~classes:
            return False
    return True


def subtracted(box: Box, other: Box, domain: Domain) -> Iterator[dict[int, int]]:
    """Disjoint boxes that hold what is in `box` and not in `other`."""
    joint = intersection(box, other)
    if joint is None:
        yield dict(box)
        return
    rest = dict(box)
    for dimension, classes in joint.items():
        outside = domain.side(rest, dimension) & ~classes
        if outside:
            yield {**rest, dimension: outside}
            rest[dimension] = classes


def clipped(rule: Box, box: Box, domain: Domain) -> dict[int, int] | None:
    """The dimensions in which the rule does not fill the box; None when they do not meet."""
    open_: dict[int, int] = {}
    full = domain.full
    for dimension, classes in rule.items():
        side = box.get(dimension)
        if side is None:
            side = full[dimension]
        both = classes & side
        if both != side:
            if not both:
                return None
            open_[dimension] = both
    return open_


_Rules = list[dict[int, int]]


class Uncovered:
    """Iterates over disjoint boxes that together are `box` without the rules.

    When the meter is spent the iteration ends early and `complete` is False. `cover` adds a rule
    while the iteration goes on: nothing that it covers is yielded any more.

    >>> from ruleset.space.budget import Budget
    >>> domain = Domain((0b111, 0b11), (True, True))
    >>> rules = [{0: 0b001}, {0: 0b110, 1: 0b01}]
    >>> list(Uncovered(domain, rules, {}, Meter(Budget())))
    [{0: 6, 1: 2}]
    """

    def __init__(self, domain: Domain, rules: Iterable[Box], box: Box, meter: Meter) -> None:
        self.domain, self.meter = domain, meter
        self.complete = True
        met = (clipped(rule, box, domain) for rule in rules)
        self._stack: list[tuple[dict[int, int], _Rules]] = [
            (dict(box), [rule for rule in met if rule is not None])
        ]

    def __iter__(self) -> Iterator[dict[int, int]]:
        domain, stack, possible = self.domain, self._stack, self.domain.possible
        while stack:
            box, rules = stack.pop()
            if not self.meter.step(1 + len(rules) // 8):
                self.complete = False
                return
            if possible is not None and not possible(box):
                continue
            left = _without_slabs(domain, box, rules)
            if left is None:
                continue
            box, rules = left
            if not rules:
                if possible is None or possible(box):
                    yield box
                continue
            dimension, part = best_split(domain, box, rules)
            whole = domain.side(box, dimension)
            for side in (whole & ~part, part):
                stack.append(({**box, dimension: side}, _inside(rules, dimension, side)))

    def cover(self, rule: Box) -> None:
        """Take the rule out of all that is still to come."""
        for box, rules in self._stack:
            met = clipped(rule, box, self.domain)
            if met is not None:
                rules.append(met)

    def first(self) -> dict[int, int] | None:
        """Some uncovered box, or None: there is none if then `complete`."""
        return next(iter(self), None)


def is_covered(domain: Domain, rules: Iterable[Box], box: Box, meter: Meter) -> bool | None:
    """True when the rules leave nothing of the box; None when the meter did not reach to tell."""
    search = Uncovered(domain, rules, box, meter)
    if search.first() is not None:
        return False
    return True if search.complete else None


def _inside(rules: _Rules, dimension: int, side: int) -> _Rules:
    """The rules that meet the half, clipped to it; untouched ones are shared, not copied."""
    kept: _Rules = []
    for rule in rules:
        classes = rule.get(dimension)
        if classes is not None:
            both = classes & side
            if not both:
                continue
            if both == side:
                rule = rule.copy()
                del rule[dimension]
            elif both != classes:
                rule = rule.copy()
                rule[dimension] = both
        kept.append(rule)
    return kept


def _inside_all(rules: _Rules, sides: Mapping[int, int]) -> _Rules:
    """The rules that meet all of these sides, clipped to them."""
    kept: _Rules = []
    for rule in rules:
        if sides.keys().isdisjoint(rule):
            kept.append(rule)
            continue
        inside: dict[int, int] = {}
        for dimension, classes in rule.items():
            side = sides.get(dimension)
            both = classes if side is None else classes & side
            if not both:
                break
            if both != side:
                inside[dimension] = both
        else:
            kept.append(inside)
    return kept


def _without_slabs(
    domain: Domain, box: dict[int, int], rules: _Rules
) -> tuple[dict[int, int], _Rules] | None:
    """The box without the rules that fill it in all dimensions but one; None: nothing is left."""
    while True:
        slabs: dict[int, int] = {}
        for rule in rules:
            if len(rule) == 1:
                ((dimension, classes),) = rule.items()
                slabs[dimension] = slabs.get(dimension, 0) | classes
            elif not rule:
                return None
        if not slabs:
            return box, rules
        box = dict(box)
        for dimension, taken in list(slabs.items()):
            side = domain.side(box, dimension) & ~taken
            if not side:
                return None
            box[dimension] = slabs[dimension] = side
        rules = _inside_all(rules, slabs)


def best_split(domain: Domain, box: Box, rules: _Rules) -> tuple[int, int]:
    """The dimension, and the part of its side, for which both halves meet fewest rules."""
    by_dimension: dict[int, list[int]] = {}
    for rule in rules:
        for dimension, classes in rule.items():
            found = by_dimension.get(dimension)
            if found is None:
                by_dimension[dimension] = [classes]
            else:
                found.append(classes)
    count = len(rules)
    best = (2 * count * count + 1, -1, 0)
    for dimension, sides in by_dimension.items():
        whole = domain.side(box, dimension)
        fill = count - len(sides)
        if 2 * fill * fill >= best[0]:
            continue
        if domain.ordered[dimension]:
            cost, part = _best_cut(sides, fill, whole)
        else:
            cost, part = _best_part(sides, fill, whole)
        if cost < best[0]:
            best = (cost, dimension, part)
    return best[1], best[2]


def _best_cut(sides: Sequence[int], fill: int, whole: int) -> tuple[int, int]:
    """The cheapest cut of an ordered side into a lower and an upper part.

    `fill` rules meet both parts. A cut lies above the last class of a rule, or below the first.
    """
    lows = sorted((side & -side).bit_length() for side in sides)
    highs = sorted(side.bit_length() for side in sides)
    last = whole.bit_length()
    total, count = fill + len(sides), len(sides)
    best, best_cut = 2 * total * total + 1, 0
    below = passed = 0
    for cut in sorted({*highs, *(low - 1 for low in lows)}):
        if not cut or cut >= last or not whole & ((1 << cut) - 1):
            continue
        while below < count and lows[below] <= cut:
            below += 1
        while passed < count and highs[passed] <= cut:
            passed += 1
        left, right = fill + below, total - passed
        cost = left * left + right * right
        if cost < best:
            best, best_cut = cost, cut
    if not best_cut:
        return _best_part(sides, fill, whole)
    return best, whole & ((1 << best_cut) - 1)


_MOST_PARTS = 12


def _best_part(sides: Sequence[int], fill: int, whole: int) -> tuple[int, int]:
    """The cheapest of the commonest rules' sides to split an unordered side by."""
    counted = Counter(sides)
    best, best_part = -1, 0
    for part, _ in counted.most_common(_MOST_PARTS):
        rest = whole & ~part
        left = right = fill
        for side, times in counted.items():
            if side & part:
                left += times
            if side & rest:
                right += times
        cost = left * left + right * right
        if best < 0 or cost < best:
            best, best_part = cost, part
    return best, best_part

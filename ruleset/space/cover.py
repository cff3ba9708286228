"""What rules leave uncovered, as few maximal boxes (EXPAND and IRREDUNDANT of two-level logic)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ruleset.space.bit_sets import set_bits
from ruleset.space.box_index import BoxIndex
from ruleset.space.boxes import Box, Domain, Uncovered, intersection, is_covered
from ruleset.space.budget import Meter


@dataclass(frozen=True, slots=True)
class Cover:
    """Boxes whose union is a region. `complete` is False when there is, or may be, more of it."""

    boxes: tuple[Box, ...]
    complete: bool


def maximal_gaps(domain: Domain, rules: Sequence[Box], box: Box, meter: Meter) -> Cover:
    """What of `box` no rule covers, as maximal boxes, none of which the others make up.

    A box is maximal: it cannot take in another class in any dimension without meeting a rule. It
    may reach beyond `box`, which only says where gaps are looked for. Found one by one: each piece
    is enlarged at once and then counts as covered, so the first ones come early.
    """
    index = BoxIndex(domain, rules)
    search = Uncovered(domain, rules, box, meter)
    found: list[Box] = []
    complete = True
    for piece in search:
        if len(found) >= meter.budget.boxes:
            complete = False
            break
        gap = expanded(index, piece)
        found.append(gap)
        search.cover(gap)
    kept = irredundant(domain, found, box, meter)
    return Cover(kept, complete and search.complete)


def expanded(index: BoxIndex, box: Box) -> Box:
    """The box enlarged dimension by dimension, as far as it meets no box of the index.

    Dimensions in which it can become unrestricted come first: fewer conditions are read sooner.
    """
    domain = index.domain
    sides = dict(box)
    meeting = {each: index.meeting_in(each, side) for each, side in sides.items()}
    for wholly in (True, False):
        for dimension in sorted(sides):
            full, side = domain.full[dimension], sides[dimension]
            blocked = _blocked(index, sides, meeting, dimension, wholly)
            if not blocked:
                del sides[dimension], meeting[dimension]
            elif not wholly and full & ~blocked & ~side:
                sides[dimension] = full & ~blocked | side
                meeting[dimension] = index.meeting_in(dimension, sides[dimension])
    return sides


def _blocked(
    index: BoxIndex, sides: Box, meeting: dict[int, int], dimension: int, any_will_do: bool
) -> int:
    """The classes of the dimension that some box of the index takes, given all other sides.

    With `any_will_do` only whether there is such a class. The classes that the box has already
    are not blocked, so the search ends when all others are.
    """
    domain = index.domain
    candidates = index.every
    for each, mask in meeting.items():
        if each != dimension:
            candidates &= mask
    if not candidates or (any_will_do and domain.possible is None):
        return candidates
    others = {each: sides[each] for each in sides if each != dimension}
    full = domain.full[dimension]
    blocked, most = 0, full & ~sides[dimension]
    for number in set_bits(candidates):
        rule = index.boxes[number]
        classes = rule.get(dimension, full)
        if not classes & ~blocked:
            continue
        if domain.possible is not None:
            classes = _possible_classes(domain, others, rule, dimension, classes)
        blocked |= classes
        if blocked and (any_will_do or blocked & most == most):
            break
    return blocked


def _possible_classes(domain: Domain, others: Box, rule: Box, dimension: int, classes: int) -> int:
    """Those of the classes in which the rule meets the sides at a point that can occur."""
    joint = intersection(others, {each: rule[each] for each in rule if each != dimension})
    if joint is None or not domain.can_be(joint):
        return 0
    if domain.ordered[dimension]:
        return classes
    found = 0
    for position in set_bits(classes):
        if domain.can_be({**joint, dimension: 1 << position}):
            found |= 1 << position
    return found


def irredundant(domain: Domain, boxes: Sequence[Box], where: Box, meter: Meter) -> tuple[Box, ...]:
    """The boxes without those whose part of `where` the others cover; a box in doubt stays."""
    index = BoxIndex(domain, boxes)
    kept = index.every
    for number in reversed(range(len(boxes))):
        own = intersection(boxes[number], where)
        if own is None:
            continue
        others = list(set_bits(index.meeting(own) & kept & ~(1 << number)))
        if not others:
            continue
        if is_covered(domain, [boxes[each] for each in others], own, meter):
            kept &= ~(1 << number)
    return tuple(boxes[number] for number in set_bits(kept))

"""Gaps: facts for which no rule matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import Term, Value
from ruleset.space.bit_sets import set_bits
from ruleset.space.box_index import BoxIndex
from ruleset.space.boxes import Box, Uncovered, intersection
from ruleset.space.budget import Meter
from ruleset.space.cover import expanded, maximal_gaps

Facts = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Gap:
    """A maximal box in which no rule matches, and facts that lie in it."""

    box: Box
    facts: Facts


@dataclass(frozen=True, slots=True)
class MissingGap:
    """A term without which no rule matches, though for some value of it one does."""

    term: Term
    box: Box
    facts: Facts


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps of a table.

    `known`: where all facts are known. `missing`: a gap for each term that only opens when the
    term is missing. `undecided`: a part in which only rules with an expression match, so that it
    may be a gap or not. `complete` is False when a cap was reached: there may be more.
    """

    known: tuple[Gap, ...] = ()
    missing: tuple[MissingGap, ...] = ()
    undecided: Gap | None = None
    complete: bool = True


def find_gaps(table: TableIndex, meter: Meter) -> Gaps:
    """The gaps between the rules, the default not counted."""
    space, domain = table.space, table.domain
    cover = [space.without_expressions(box) for box in table.boxes]
    found = maximal_gaps(domain, cover, space.known, meter)
    complete = found.complete
    undecided = None
    if space.uncertain:
        search = Uncovered(domain, [*table.boxes, *found.boxes], space.known, meter.fresh())
        box = search.first()
        complete = complete and search.complete
        if box is not None:
            undecided = Gap(box, space.facts(box))
    missing = []
    index = BoxIndex(domain, cover)
    for term in space.terms:
        gap, sure = _missing_gap(term, table, index, meter.fresh())
        complete = complete and sure
        if gap is not None:
            missing.append(gap)
    known = tuple(Gap(box, space.facts(box)) for box in found.boxes)
    return Gaps(known, tuple(missing), undecided, complete)


def _missing_gap(
    term: Term, table: TableIndex, index: BoxIndex, meter: Meter
) -> tuple[MissingGap | None, bool]:
    """Where no rule matches without the term though one does with some value of it.

    So looked for where the term is missing and the other cells of some rule hold. Also whether the
    meter reached to tell.
    """
    space = table.space
    without = space.missing(term.name)
    mine = {
        place for place, each in enumerate(space.dimensions) if each.term.name == term.name
    } - space.expressions
    seen: set[tuple[tuple[int, int], ...]] = set()
    sure = True
    for rule in index.boxes:
        if mine.isdisjoint(rule):
            continue  # it matches without the term as well
        others = {place: side for place, side in rule.items() if place not in mine}
        key = tuple(sorted(others.items()))
        where = None if key in seen else intersection(without, others)
        seen.add(key)
        if where is None:
            continue
        rivals = [index.boxes[each] for each in set_bits(index.meeting(where))]
        search = Uncovered(space.domain, rivals, where, meter)
        box = search.first()
        sure = sure and search.complete
        if box is not None:
            wide = expanded(index, box)
            kept = {each: without[each] for each in mine if each in without}
            return MissingGap(term, {**wide, **kept}, space.facts({**wide, **kept})), sure
        if not search.complete:
            break
    return None, sure

"""Which rule wins where several match: the order of winning, and rules that never or vainly win."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ruleset.check.dimensions import Values
from ruleset.check.gaps import Facts
from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import HitPolicy, Value, Vocabulary
from ruleset.plan.form import Accepts, CompiledDecision, CompiledRule, Constant
from ruleset.space.bit_sets import set_bits
from ruleset.space.boxes import Box, Domain, Uncovered, intersection, is_covered, subtracted
from ruleset.space.budget import Meter

_MOST_HIDING = 40


@dataclass(frozen=True, slots=True)
class Masked:
    """A rule that can never win, and the rules that hide it; none: no fact at all matches it."""

    rule: int
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Misleading:
    """A rule that stands above another, matches with it, and loses to it."""

    rule: int
    loses_to: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Redundant:
    """A rule without which every outcome stays as it is. `with_default`: the default
    does its work where none of `instead` does."""

    rule: int
    instead: tuple[int, ...]
    with_default: bool


@dataclass(frozen=True, slots=True)
class DeadValue:
    """A value listed in a cell (of the input with that place) for which its rule never wins."""

    rule: int
    input: int
    value: Value
    by: tuple[int, ...]


def winning_order(decision: CompiledDecision, vocabulary: Vocabulary) -> tuple[int, ...] | None:
    """The rules, the one that wins over all others first; None when no one rule wins.

    Under Priority the outcome that stands first among the allowed values wins, and of equal ones
    the upper rule; None too when an output is computed, so that its place is not known.
    """
    places = range(len(decision.rules))
    if decision.hit_policy is HitPolicy.FIRST:
        return tuple(places)
    if decision.hit_policy is not HitPolicy.PRIORITY:
        return None
    keys = []
    for rule in decision.rules:
        key = rank_of(rule, decision, vocabulary)
        if key is None:
            return None
        keys.append(key)
    return tuple(sorted(places, key=keys.__getitem__))


def rank_of(
    rule: CompiledRule, decision: CompiledDecision, vocabulary: Vocabulary
) -> list[int] | None:
    """Where the rule's outcome stands among the allowed values; None when it is computed."""
    key = []
    for clause, output in zip(decision.outputs, rule.outputs, strict=True):
        allowed = list(vocabulary[clause.term].allowed)
        if not allowed:
            continue
        if not isinstance(output, Constant):
            return None
        value = output.value
        members = value if isinstance(value, frozenset) else [] if value is None else [value]
        key.append(min((allowed.index(each) for each in members), default=len(allowed)))
    return key


class Precedence:
    """Answers about the winners of one table. `complete` turns False when the meter was spent."""

    def __init__(self, table: TableIndex, order: Sequence[int], meter: Meter) -> None:
        self.table, self.order, self.meter = table, order, meter
        self.place = {rule: place for place, rule in enumerate(order)}
        self.complete = True
        self.by_row = list(order) == list(range(len(order)))

    def rivals(self, rule: int, before: bool, gone: frozenset[int] = frozenset()) -> list[int]:
        """The rules that meet it and win over it, or lose to it, in the order of winning."""
        mask = self.table.neighbours[rule]
        if self.by_row:
            mask = mask & ((1 << rule) - 1) if before else mask >> rule + 1 << rule + 1
        place = self.place[rule]
        found = [
            each
            for each in set_bits(mask)
            if each not in gone and (self.place[each] < place) == before
        ]
        return found if self.by_row else sorted(found, key=self.place.__getitem__)

    def masked(self) -> tuple[Masked, ...]:
        """All rules that never win: each is covered by those that win over it, taken together."""
        found = []
        for rule, boxes in enumerate(self.table.own_boxes):
            if not self._go_on(rule):
                break
            hiding = self._hiding(boxes, self.rivals(rule, before=True))
            if hiding is not None:
                found.append(Masked(rule, hiding))
        return tuple(found)

    def _go_on(self, rule: int) -> bool:
        """True when there is budget left for the rule; it costs as much as it has neighbours."""
        if not self.meter.step(1 + self.table.neighbours[rule].bit_count() // 8):
            self.complete = False
        return self.complete

    def _hiding(self, boxes: Sequence[Box], rivals: Sequence[int]) -> tuple[int, ...] | None:
        """Few of the rivals that together cover the boxes; None when all of them do not."""
        if boxes and not rivals:
            return None
        cover = self.table.boxes_of(rivals)
        for box in boxes:
            covered = is_covered(self.table.domain, cover, box, self.meter)
            if covered is None:
                self.complete = False
            if not covered:
                return None
        return self._fewest(boxes, rivals)

    def _fewest(self, boxes: Sequence[Box], rivals: Sequence[int]) -> tuple[int, ...]:
        kept = list(rivals)
        if not boxes or len(kept) > _MOST_HIDING:
            return tuple(kept) if boxes else ()
        for rival in reversed(rivals):
            cover = self.table.boxes_of(each for each in kept if each != rival)
            if all(is_covered(self.table.domain, cover, box, self.meter) for box in boxes):
                kept.remove(rival)
        return tuple(kept)

    def misleading(self) -> tuple[Misleading, ...]:
        """For each rule that loses to one below it the first such; rules with expressions not."""
        found = []
        for rule in range(len(self.order)):
            if not self._go_on(rule):
                break
            for rival in self.rivals(rule, before=True):
                box = None
                if rival > rule and not self.table.space.uncertain & {rule, rival}:
                    box = next(self.table.meeting(rule, rival), None)
                if box is not None:
                    found.append(Misleading(rule, rival, self.table.space.facts(box)))
                    break
        return tuple(found)

    def dead_values(self, masked: frozenset[int]) -> tuple[DeadValue, ...]:
        """Values that cells list, each of which other rules take before this one can."""
        found = []
        for rule, row in enumerate(self.table.decision.rules):
            if not self._go_on(rule):
                break
            rivals = [] if rule in masked else self.rivals(rule, before=True)
            if not rivals or len(self.table.own_boxes[rule]) != 1:
                continue
            for place, test in enumerate(row.tests):
                for value in _listed(test):
                    box = self._part(rule, place, value)
                    hiding = None if box is None else self._hiding([box], rivals)
                    if hiding is not None:
                        found.append(DeadValue(rule, place, value, hiding))
        return tuple(found)

    def _part(self, rule: int, place: int, value: Value) -> Box | None:
        """The rule's box for that value alone."""
        term = self.table.decision.inputs[place].term
        (box,) = self.table.own_boxes[rule]
        for number, dimension in enumerate(self.table.space.dimensions):
            if isinstance(dimension, Values) and dimension.term.name == term:
                for each, pieces in enumerate(dimension.pieces):
                    if any(piece.is_point and piece.low == value for piece in pieces):
                        return intersection(box, {number: 1 << each})
        return None

    def redundant(self, masked: frozenset[int]) -> tuple[Redundant, ...]:
        """Rules that may go: where one wins, the next in line yields the same. One after another:
        a rule is judged as if those found before it were gone."""
        found: list[Redundant] = []
        gone = masked
        for rule in range(len(self.order)):
            if not self._go_on(rule):
                break
            if rule not in masked:
                result = self._replaced(rule, gone)
                if result is not None:
                    found.append(result)
                    gone |= {rule}
        return tuple(found)

    def _replaced(self, rule: int, gone: frozenset[int]) -> Redundant | None:
        table, outcome = self.table, self.table.outcomes[rule]
        default = table.decision.default is not None and table.outcomes[-1] == outcome
        after = self.rivals(rule, before=False, gone=gone)
        if not default and all(table.outcomes[each] != outcome for each in after):
            return None
        before = table.boxes_of(self.rivals(rule, before=True, gone=gone))
        instead: dict[int, None] = {}
        left_over = False
        for own in table.own_boxes[rule]:
            search = Uncovered(table.domain, before, own, self.meter)
            for piece in search:
                rest = self._taken(piece, after, outcome, instead)
                if rest is None or (rest and not default):
                    return None
                left_over = left_over or bool(rest)
            if not search.complete:
                self.complete = False
                return None
        return Redundant(rule, tuple(instead), left_over)

    def _taken(
        self, piece: Box, after: Sequence[int], outcome: object, instead: dict[int, None]
    ) -> list[Box] | None:
        """What of the piece none of the rules takes; None as soon as one takes it otherwise."""
        domain, rest = self.table.domain, [piece]
        for rule in after:
            for box in self.table.own_boxes[rule]:
                met = [each for each in rest if _share(each, box, domain)]
                if not met:
                    continue
                if self.table.outcomes[rule] != outcome:
                    return None
                instead[rule] = None
                rest = [
                    part
                    for each in rest
                    for part in subtracted(each, box, domain)
                    if domain.can_be(part)
                ]
                if len(rest) > self.meter.budget.boxes or not self.meter.step():
                    self.complete = False
                    return None
        return rest


def _share(one: Box, other: Box, domain: Domain) -> bool:
    joint = intersection(one, other)
    return joint is not None and domain.can_be(joint)


def _listed(test: object) -> list[Value]:
    """The values of a cell that lists two or more, and nothing else."""
    if not isinstance(test, Accepts) or test.values.missing:
        return []
    intervals = test.values.intervals
    if len(intervals) < 2 or not all(each.is_point for each in intervals):
        return []
    return [each.low for each in intervals if each.low is not None]

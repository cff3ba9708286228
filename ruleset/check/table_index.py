"""One table made ready for analysis: its space, its boxes, and which rules meet which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ruleset.check.rule_space import RuleSpace
from ruleset.plan.form import CompiledDecision, Constant
from ruleset.space.bit_sets import mask_of, set_bits
from ruleset.space.box_index import BoxIndex
from ruleset.space.boxes import Box, intersection


class TableIndex:
    """A table and its space. Rules are named by their index, 0-based."""

    def __init__(self, decision: CompiledDecision, space: RuleSpace) -> None:
        self.decision, self.space = decision, space
        self.domain = space.domain
        self.boxes: list[Box] = []
        self.owners: list[int] = []
        for rule, boxes in enumerate(space.boxes):
            for box in boxes:
                if self.domain.can_be(box):
                    self.boxes.append(box)
                    self.owners.append(rule)
        self._one_box_each = self.owners == list(range(len(decision.rules)))

    @cached_property
    def own_boxes(self) -> tuple[tuple[Box, ...], ...]:
        """The boxes of each rule, those left out in which no fact can lie."""
        found: list[list[Box]] = [[] for _ in self.decision.rules]
        for owner, box in zip(self.owners, self.boxes, strict=True):
            found[owner].append(box)
        return tuple(map(tuple, found))

    @cached_property
    def neighbours(self) -> list[int]:
        """For each rule the mask of the others that share a point with it in every dimension.

        Where texts are searched for words such a point may still be impossible: see `meeting`.
        """
        index = BoxIndex(self.domain, self.boxes)
        met = index.meeting_each(self.boxes)
        if self._one_box_each:
            return [mask & ~(1 << rule) for rule, mask in enumerate(met)]
        found: list[set[int]] = [set() for _ in self.decision.rules]
        for owner, mask in zip(self.owners, met, strict=True):
            found[owner].update(self.owners[each] for each in set_bits(mask))
        return [mask_of(sorted(each - {rule})) for rule, each in enumerate(found)]

    def meeting(self, one: int, other: int) -> Iterator[dict[int, int]]:
        """The boxes in which both rules match, as far as something can lie in them."""
        for box in self.own_boxes[one]:
            for second in self.own_boxes[other]:
                joint = intersection(box, second)
                if joint is not None and self.domain.can_be(joint):
                    yield joint

    def meet(self, one: int, other: int) -> bool:
        """True when some fact matches both rules, as far as expressions let one tell."""
        return any(True for _ in self.meeting(one, other))

    def boxes_of(self, rules: Iterable[int]) -> list[Box]:
        """The boxes of these rules, in their order."""
        return [box for rule in rules for box in self.own_boxes[rule]]

    @cached_property
    def outcomes(self) -> tuple[object, ...]:
        """Equal things for rules that yield the same whatever the facts; the default's is last.

        An output that is computed is the same as itself, in the same text.
        """
        return tuple(
            tuple(
                ("value", each.value) if isinstance(each, Constant) else ("computed", each)
                for each in rule.outputs
            )
            for rule in self.decision.every_rule
        )

    def surely_differ(self, one: int, other: int) -> bool:
        """True when the two rules yield different outcomes for all facts."""
        pairs = zip(
            self.decision.every_rule[one].outputs,
            self.decision.every_rule[other].outputs,
            strict=True,
        )
        return any(
            isinstance(mine, Constant) and isinstance(its, Constant) and mine.value != its.value
            for mine, its in pairs
        )

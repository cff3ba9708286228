"""Rules as boxes in one space, and points of that space as facts again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ruleset.check.dimensions import (
    FOUND,
    MISSING,
    NOT_FOUND,
    PRESENT,
    Column,
    Dimension,
    Expression,
    Mention,
    Presence,
    Values,
    column_of,
    full_side,
    is_ordered,
)
from ruleset.dmn.form import Term, TermType, Value, Vocabulary
from ruleset.feel.text_match import Phrases, tokens
from ruleset.plan.form import CompiledDecision, CompiledRule, Test
from ruleset.space.boxes import Box, Domain, intersection
from ruleset.space.examples import example
from ruleset.space.value_set import Scalar

Row = Sequence[tuple[str, Test]]
"""A rule as it is read here: tests by term. A term may have several."""


@dataclass(frozen=True)
class RuleSpace:
    """The dimensions that rules tell apart, and each rule as boxes in them.

    A rule of no box can never match. `uncertain` are the rules with an expression: they match
    somewhere in their boxes, but nobody can say where.
    """

    dimensions: tuple[Dimension, ...]
    boxes: tuple[tuple[Box, ...], ...]
    terms: tuple[Term, ...]
    words: Mapping[str, _Words]

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        vocabulary: Vocabulary,
        only: Mapping[str, Iterable[Scalar]] | None = None,
    ) -> RuleSpace:
        """The space of the rows. `only` limits terms to the values that they can have."""
        tests: dict[str, dict[Test, None]] = {}
        for row in rows:
            for name, test in row:
                tests.setdefault(name, {})[test] = None
        dimensions: list[Dimension] = []
        boxes_of: dict[str, dict[Test, tuple[Box, ...]]] = {}
        words: dict[str, _Words] = {}
        for name, each in tests.items():
            column = column_of(vocabulary[name], tuple(each), (only or {}).get(name))
            boxes_of[name] = _placed(column, len(dimensions))
            found = _Words.of(column, len(dimensions))
            if found is not None:
                words[name] = found
            dimensions += column.dimensions
        rules = tuple(_rule_boxes(row, boxes_of) for row in rows)
        return cls(tuple(dimensions), rules, tuple(vocabulary[name] for name in tests), words)

    @cached_property
    def domain(self) -> Domain:
        full = tuple(full_side(each) for each in self.dimensions)
        ordered = tuple(
            isinstance(each, Values) and is_ordered(each.term) for each in self.dimensions
        )
        return Domain(full, ordered, self._possible if self.words else None)

    @cached_property
    def expressions(self) -> frozenset[int]:
        """The dimensions of which nothing is known."""
        return frozenset(
            number for number, each in enumerate(self.dimensions) if isinstance(each, Expression)
        )

    @cached_property
    def uncertain(self) -> frozenset[int]:
        """The rules (0-based) with an expression."""
        return frozenset(
            number
            for number, boxes in enumerate(self.boxes)
            if any(not self.expressions.isdisjoint(box) for box in boxes)
        )

    @cached_property
    def known(self) -> Box:
        """The part of the space in which no fact is missing."""
        found = {}
        for number, each in enumerate(self.dimensions):
            if isinstance(each, Values):
                found[number] = each.known
            elif isinstance(each, Presence):
                found[number] = PRESENT
        return found

    def missing(self, term: str) -> Box:
        """The part of the space in which that term alone is missing, all others are known."""
        found = dict(self.known)
        for number, each in enumerate(self.dimensions):
            if each.term.name == term:
                if isinstance(each, Values):
                    found[number] = each.missing
                elif isinstance(each, Presence):
                    found[number] = MISSING
        return found

    def without_expressions(self, box: Box) -> Box:
        """The box, whatever its expressions say."""
        if self.expressions.isdisjoint(box):
            return box
        return {each: side for each, side in box.items() if each not in self.expressions}

    def _possible(self, box: Box) -> bool:
        return all(each.can_be(box) for each in self.words.values())

    def facts(self, box: Box) -> dict[str, Value | None]:
        """Facts in the box, of the terms that it restricts; None for what has to be missing.

        What is left out may be anything, missing included. Expressions are not looked at: whether
        the facts fulfil them has to be tried.
        """
        facts: dict[str, Value | None] = {}
        for number in sorted(box):
            dimension = self.dimensions[number]
            name = dimension.term.name
            if isinstance(dimension, Values):
                facts[name] = _value(dimension, box[number])
            elif name in self.words and not isinstance(dimension, Expression):
                facts[name] = self.words[name].value(box)
        return facts

    def point(self, facts: Mapping[str, Any]) -> dict[int, int] | None:
        """The point that normalised facts are, expressions left out; None outside of the space."""
        found: dict[int, int] = {}
        for number, each in enumerate(self.dimensions):
            if isinstance(each, Values):
                side = _class_of(each, facts.get(each.term.name))
                if not side:
                    return None
                found[number] = side
        for name, words in self.words.items():
            found.update(words.point(facts.get(name)))
        return found


def row_of(decision: CompiledDecision, rule: CompiledRule) -> Row:
    """The rule's tests by term."""
    return [(clause.term, test) for clause, test in zip(decision.inputs, rule.tests, strict=True)]


def space_of(
    decision: CompiledDecision,
    vocabulary: Vocabulary,
    only: Mapping[str, Iterable[Scalar]] | None = None,
) -> RuleSpace:
    """The space of a table's rules, the default left out."""
    return RuleSpace.of([row_of(decision, rule) for rule in decision.rules], vocabulary, only)


def _placed(column: Column, first: int) -> dict[Test, tuple[Box, ...]]:
    """The boxes of a column's tests, with the dimensions' places in the whole space."""
    return {
        test: tuple({first + each: side for each, side in box.items()} for box in boxes)
        for test, boxes in column.boxes.items()
    }


def _rule_boxes(
    row: Row, boxes_of: Mapping[str, Mapping[Test, tuple[Box, ...]]]
) -> tuple[Box, ...]:
    boxes: list[dict[int, int]] = [{}]
    for name, test in row:
        choices = boxes_of[name][test]
        if len(choices) == 1 and not choices[0]:
            continue
        joint = (intersection(box, choice) for box in boxes for choice in choices)
        boxes = [each for each in joint if each is not None]
    return tuple(boxes)


_ANY_TEXT = "other"


def _value(values: Values, side: int) -> Value | None:
    """A value of the side: of the first known class, missing only when there is no other."""
    for each in range(len(values.pieces)):
        if side >> each & 1:
            pieces = values.pieces[each]
            plain = pieces[0]
            if values.term.type is TermType.TEXT:
                plain = next((one for one in pieces if _ANY_TEXT in one), plain)
            return example(plain, values.term.type, None)
    return None


def _class_of(values: Values, value: Any) -> int:
    if value is None:
        return values.missing
    for number, pieces in enumerate(values.pieces):
        if any(value in piece for piece in pieces):
            return 1 << number
    return 0


@dataclass(frozen=True, slots=True)
class _Words:
    """The dimensions of a term in which atoms are looked for, and which of them go together.

    `sources`: an atom for each set of dimensions that the atom alone turns to FOUND. What a fact
    turns to FOUND is a union of these sets, and every union of them is some fact's.
    """

    term: Term
    presence: int
    mentions: Mapping[int, tuple[str, ...]]
    sources: Mapping[frozenset[int], str]
    filler: str

    @classmethod
    def of(cls, column: Column, first: int) -> _Words | None:
        """The words of a column whose dimensions begin at that place; None when it has none."""
        head = column.dimensions[0]
        if not isinstance(head, Presence):
            return None
        mentions = {
            first + place: each.atoms
            for place, each in enumerate(column.dimensions)
            if isinstance(each, Mention)
        }
        places: dict[str, set[int]] = {}
        for place, atoms in mentions.items():
            for atom in atoms:
                places.setdefault(atom, set()).add(place)
        phrases = Phrases(places) if head.term.type is TermType.WORDS else None
        allowed = head.term.allowed
        sources: dict[frozenset[int], str] = {}
        for atom in places:
            if allowed and atom not in allowed:
                continue
            inside = (atom,) if phrases is None else phrases.found_in(atom)
            turned = frozenset(place for each in inside for place in places[each])
            if turned:
                sources.setdefault(turned, atom)
        return cls(head.term, first, mentions, sources, _filler(places))

    def can_be(self, box: Box) -> bool:
        """True when some fact lies in the box."""
        wanted, refused = self._sides(box)
        if not wanted:
            return True
        if not box.get(self.presence, PRESENT) & PRESENT:
            return False
        return all(self._source(place, refused) is not None for place in wanted)

    def _sides(self, box: Box) -> tuple[list[int], set[int]]:
        wanted, refused = [], set()
        for place, side in box.items():
            if place in self.mentions:
                if side == FOUND:
                    wanted.append(place)
                elif side == NOT_FOUND:
                    refused.add(place)
        return wanted, refused

    def _source(self, place: int, refused: set[int]) -> frozenset[int] | None:
        for turned in self.sources:
            if place in turned and refused.isdisjoint(turned):
                return turned
        return None

    def value(self, box: Box) -> Value | None:
        """A fact of the box, with as little in it as can be; None for missing."""
        if not box.get(self.presence, PRESENT) & PRESENT:
            return None
        wanted, refused = self._sides(box)
        turned = [self._source(place, refused) for place in wanted]
        atoms = [self.sources[each] for each in dict.fromkeys(turned) if each is not None]
        if self.term.type is TermType.SET:
            return frozenset(atoms) or self._other_members()
        return f" {self.filler} ".join(atoms) or self.filler

    def _other_members(self) -> frozenset[str]:
        atoms = {each for every in self.mentions.values() for each in every}
        others = [str(each) for each in self.term.allowed if each not in atoms]
        return frozenset(others[:1])

    def point(self, value: Any) -> dict[int, int]:
        """The sides that a normalised fact has in these dimensions."""
        if value is None:
            return {self.presence: MISSING, **dict.fromkeys(self.mentions, NOT_FOUND)}
        found = value
        if isinstance(value, str):
            atoms = (each for every in self.mentions.values() for each in every)
            found = set(Phrases(atoms).found_in(value))
        sides = {
            place: NOT_FOUND if found.isdisjoint(sought) else FOUND
            for place, sought in self.mentions.items()
        }
        return {self.presence: PRESENT, **sides}


def _filler(atoms: Iterable[str]) -> str:
    """A word that is in none of the atoms."""
    taken = {word for each in atoms for word in tokens(each)}
    words = ("and", "also", "something", *(f"word{number}" for number in range(len(taken) + 1)))
    return next(each for each in words if each not in taken)

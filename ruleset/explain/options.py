"""The classes that one fact can fall into, as far as the tables on the way tell them apart.

`ScalarLeaf` cuts the values of an ordered term at every value that a cell of any of its columns
mentions (the common refinement of their partitions); `ruleset.explain.mentions` does the same for
words and sets. Classes that lead to the same rules are one option.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ruleset.dmn.form import Term, TermType, Value
from ruleset.explain.leaves import Column, Opaque, Question, Scope, fits
from ruleset.explain.wording import MISSING, one_of, quoted, shown, values_in_words
from ruleset.plan.form import Accepts
from ruleset.space.examples import example
from ruleset.space.partition import Partition
from ruleset.space.value_set import Interval, Scalar, ValueSet, point


@dataclass(frozen=True, slots=True)
class Edit:
    """A text or a set as it is now, but with and without some of the words looked for."""

    added: frozenset[str]
    removed: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """One class of values: a value of it, and what the class is. `what` is None for missing."""

    value: Value | None
    what: Interval | Edit | None


@dataclass(frozen=True, slots=True)
class Options:
    """The states that a fact may change to, those that lead to the same rules together.

    The present state, and what leads to the same rules as it, is left out. `capped` tells that
    there are more; `opaque` that values of one state may still lead to different outcomes.
    """

    groups: tuple[tuple[State, ...], ...]
    opaque: bool
    capped: bool = False


class Leaf(Protocol):
    """One fact that may change."""

    term: Term
    now: Value | None
    decidable: bool

    def options(self, scopes: Sequence[Scope], opaque: bool, most: int) -> Options:
        """What it may change to; with `opaque`, all states stay apart."""
        ...

    def in_words(self, states: Iterable[State]) -> str:
        """The states as a person would say them."""
        ...

    @property
    def finite(self) -> bool:
        """True when every value that the fact can have is a state of its own."""
        ...


Reader = tuple[int, int, Column]
"""A column that reads the leaf: the number of its table, its own number there, the column."""

Signature = tuple[int, ...]


def readers_of(question: Question, term: str) -> tuple[Reader, ...]:
    """All columns that read the term."""
    return tuple(
        (number, index, column)
        for number, table in enumerate(question.tables)
        for index, column in enumerate(table.columns)
        if column.term == term
    )


def opaque_readers(question: Question, term: str) -> tuple[Opaque, ...]:
    """All that the tables read of the term inside expressions."""
    found = (table.opaque.get(term) for table in question.tables)
    return tuple(each for each in found if each is not None)


def missing_option(
    leaf: Leaf, readers: Sequence[Reader], scopes: Sequence[Scope], opaque: bool
) -> Iterable[tuple[State, ...]]:
    """The option of a known fact not being known, where that is told apart."""
    if leaf.now is not None and not leaf.decidable:
        now, gone = (
            tuple(scopes[number].seen(column.mask(value)) for number, _, column in readers)
            for value in (leaf.now, None)
        )
        if opaque or now != gone:
            yield (State(None, None),)


class ScalarLeaf:
    """A number, an amount of money, a date, a yes/no or a text."""

    def __init__(self, question: Question, name: str) -> None:
        self.term = question.vocabulary[name]
        self.now = question.values.get(name)
        self.decidable = name in question.decidable
        self._readers = readers_of(question, name)
        self._states = tuple(self._every_state(question))
        self._masks = [
            tuple(column.mask(state.value) for _, _, column in self._readers)
            for state in self._states
        ]

    def options(self, scopes: Sequence[Scope], opaque: bool, most: int) -> Options:
        tables = [scopes[number] for number, _, _ in self._readers]

        def signature(masks: Signature) -> Signature:
            return tuple(scope.seen(mask) for scope, mask in zip(tables, masks, strict=True))

        groups: dict[tuple[int, ...], list[State]] = {}
        present: tuple[int, ...] = ()
        if self.now is None:
            present = signature(tuple(column.mask(None) for _, _, column in self._readers))
        for number, (state, masks) in enumerate(zip(self._states, self._masks, strict=True)):
            key = (*signature(masks), number) if opaque else signature(masks)
            groups.setdefault(key, []).append(state)
            if self.now is not None and self._holds(state):
                present = key
        groups.pop(present, None)
        if self.term.type is TermType.TEXT:
            # What cells name comes first, all other texts last.
            groups = dict(sorted(groups.items(), key=lambda item: _has_gap(item[1])))
        gone = missing_option(self, self._readers, scopes, opaque)
        return Options((*map(tuple, groups.values()), *gone), opaque)

    @property
    def finite(self) -> bool:
        return bool(self.term.allowed) or self.term.type is TermType.YES_NO

    def _holds(self, state: State) -> bool:
        """True when the fact is in that state now."""
        return (
            isinstance(state.what, Interval)
            and not isinstance(self.now, frozenset | None)
            and self.now in state.what
        )

    def _every_state(self, question: Question) -> Iterable[State]:
        if self.term.type is TermType.YES_NO:
            pieces: list[Interval] = [point(True), point(False)]
        elif self.term.allowed:
            pieces = [point(each) for each in self.term.allowed if not isinstance(each, frozenset)]
        else:
            partition = Partition.of(dict.fromkeys(self._sets(question), 0), self._cuts(question))
            pieces = [partition.interval(atom) for atom in range(len(partition.masks))]
        for piece in pieces:
            value = example(piece, self.term.type, self.now)
            if value is not None:
                yield State(value, piece)

    def _sets(self, question: Question) -> Iterable[ValueSet]:
        for number, index, _ in self._readers:
            rules = question.tables[number].decision.rules
            tests = {id(rule.tests[index]): rule.tests[index] for rule in rules}
            yield from (test.values for test in tests.values() if isinstance(test, Accepts))

    def _cuts(self, question: Question) -> Iterable[Scalar]:
        """What expressions compare the fact with, as far as it is written out or known."""
        for opaque in opaque_readers(question, self.term.name):
            others = [question.values.get(name) for name in opaque.terms if name != self.term.name]
            for value in (*opaque.literals, *others):
                if (
                    not isinstance(value, frozenset)
                    and value is not None
                    and fits(value, self.term)
                ):
                    yield value

    def in_words(self, states: Iterable[State]) -> str:
        pieces = [state.what for state in states if isinstance(state.what, Interval)]
        if not pieces:
            return MISSING
        if self.term.type is TermType.YES_NO:
            return one_of(shown(piece.low) for piece in pieces)
        if self.term.allowed:
            return self._allowed_in_words({piece.low for piece in pieces})
        return values_in_words(ValueSet.of(pieces), self.term)

    def _allowed_in_words(self, chosen: set[Scalar | None]) -> str:
        inside = [each for each in self.term.allowed if each in chosen]
        outside = [each for each in self.term.allowed if each not in chosen]
        if len(inside) <= len(outside) + 1:
            return one_of(map(quoted, inside))
        return f"any allowed value but {one_of(map(quoted, outside), 'and')}"


def _has_gap(states: Iterable[State]) -> bool:
    """True when some of the values are not single ones that are named in a cell."""
    return any(isinstance(each.what, Interval) and not each.what.is_point for each in states)

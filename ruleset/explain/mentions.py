"""The classes of a text in which words are looked for, and of a set whose members are.

What such a fact is to a table is which of its tests it hits, and a union of facts hits what any of
them hits. So all classes are found by adding atom after atom, keeping one fact for each result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ruleset.dmn.form import Term, TermType, Value
from ruleset.explain.leaves import Question, Scope
from ruleset.explain.options import (
    Edit,
    Options,
    Reader,
    State,
    missing_option,
    opaque_readers,
    readers_of,
)
from ruleset.explain.wording import MISSING, one_of
from ruleset.feel.text_match import Phrases
from ruleset.plan.form import Mentions

Found = frozenset[str]
"""Which of the atoms are in a fact."""

JOINT = " and also "
_NONE_OF_THEM = "something else"
_MOST_REMOVED = 3
MOST_WAYS = 4


@dataclass(frozen=True, slots=True)
class _Sought:
    """A distinct test: the column's place among the readers, the rules that have it."""

    place: int
    test: Mentions
    rules: int


class MentionsLeaf:
    """A fact of type words or set of text."""

    def __init__(self, question: Question, name: str) -> None:
        self.term: Term = question.vocabulary[name]
        self.now: Value | None = question.values.get(name)
        self.decidable = name in question.decidable
        self._readers = readers_of(question, name)
        self._sought = tuple(_sought(question, self._readers))
        atoms = [atom for each in self._sought for atom in each.test.atoms]
        for opaque in opaque_readers(question, name):
            atoms += [each for each in opaque.literals if isinstance(each, str)]
        allowed = self.term.allowed
        self._atoms = tuple(
            dict.fromkeys(each for each in atoms if each and (not allowed or each in allowed))
        )
        self._find = _finder(self.term, self._atoms)
        self._found = self._find(self.now)
        self._within = {atom: self._find(self._alone(atom)) for atom in self._atoms}

    def options(self, scopes: Sequence[Scope], opaque: bool, most: int) -> Options:
        wanted = {
            atom
            for each in self._sought
            if each.rules & scopes[self._readers[each.place][0]].rules
            for atom in each.test.atoms
        }
        atoms = [atom for atom in self._atoms if opaque or atom in wanted]
        present = self._found.intersection(atoms)
        key = _by_itself if opaque else self._key(scopes)
        reached, capped = self._reached(present, atoms, key, most)
        singles = [present | self._within[atom].intersection(atoms) for atom in atoms]
        states = [self._state(found, atoms) for found in dict.fromkeys((*singles, *reached))]
        gone = missing_option(self, self._readers, scopes, opaque)
        return Options((*self._groups(states, scopes, opaque), *gone), opaque, capped)

    def _reached(
        self, present: Found, atoms: Sequence[str], key: Callable[[Found], object], most: int
    ) -> tuple[list[Found], bool]:
        """A fact for every result that some fact has, the nearest to the present one first."""
        own = sorted(present)
        less = [
            present.difference(gone)
            for count in range(1, min(_MOST_REMOVED, len(own)) + 1)
            for gone in combinations(own, count)
        ]
        kept: dict[object, Found] = {}
        for starts in ([present], less, [frozenset[str]()]):
            for start in starts:
                kept.setdefault(key(start), start)
            queue = list(kept.values())
            for found in queue:
                for atom in atoms:
                    more = found | self._within[atom].intersection(atoms)
                    mark = key(more)
                    if mark not in kept:
                        if len(kept) >= most:
                            return list(kept.values()), True
                        kept[mark] = more
                        queue.append(more)
        return list(kept.values()), False

    def _key(self, scopes: Sequence[Scope]) -> Callable[[Found], object]:
        """What facts share that the tables cannot tell apart, whatever is added to them."""
        tests = []
        for place, (number, _, _) in enumerate(self._readers):
            scope = scopes[number]
            own = [
                each for each in self._sought if each.place == place and each.rules & scope.rules
            ]
            # The topmost of a union is the topmost of the parts only where nothing is negated.
            seen = scope.topmost and not any(each.test.negated for each in own)
            tests.append((scope, seen, own))

        def key(found: Found) -> object:
            marks = []
            for scope, seen, own in tests:
                mask = 0
                for each in own:
                    if not found.isdisjoint(each.test.atoms):
                        mask |= each.rules
                marks.append(scope.seen(mask) if seen else mask & scope.rules)
            return tuple(marks)

        return key

    def _state(self, found: Found, atoms: Sequence[str]) -> State:
        present = self._found.intersection(atoms)
        value = self._value(found, present)
        # A text may hold more than it was put together from: its words can form another phrase.
        real = self._find(value).intersection(atoms)
        return State(value, Edit(real - present, present - real))

    def _alone(self, atom: str) -> Value:
        return frozenset({atom}) if self.term.type is TermType.SET else atom

    def _value(self, found: Found, present: Found) -> Value:
        """A fact with these atoms: the present one with more, or one made up when some must go."""
        if self.term.type is TermType.SET:
            now = self.now if isinstance(self.now, frozenset) else frozenset[str]()
            return now - present | found or self._other_member()
        parts = self._outermost(found)
        if isinstance(self.now, str) and present <= found:
            parts = [self.now, *self._outermost(found - present)]
        return JOINT.join(parts) or _NONE_OF_THEM

    def _other_member(self) -> Found:
        """A set with nothing that is looked for; of allowed values where there is such a one."""
        others = (each for each in self.term.allowed if each not in self._atoms)
        return frozenset(str(each) for each in list(others)[:1])

    def _outermost(self, found: Iterable[str]) -> list[str]:
        """The atoms without those that are part of another one, such as a word of a phrase."""
        every = set(found)
        return [
            atom
            for atom in sorted(every)
            if not any(
                atom in self._within[other] and other not in self._within[atom]
                for other in every - {atom}
            )
        ]

    def _groups(
        self, states: Sequence[State], scopes: Sequence[Scope], opaque: bool
    ) -> Iterable[tuple[State, ...]]:
        """The states that lead to the same rules together, without those that go as now."""
        groups: dict[object, list[State]] = {}
        now = self._signature(self.now, scopes)
        for state in states:
            signature = self._signature(state.value, scopes)
            if opaque and state.value != self.now:
                groups[state.value] = [state]
            elif signature != now:
                groups.setdefault(signature, []).append(state)
        return (smallest_edits(group) for group in groups.values())

    def _signature(self, value: Value | None, scopes: Sequence[Scope]) -> tuple[int, ...]:
        return tuple(scopes[number].seen(column.mask(value)) for number, _, column in self._readers)

    @property
    def finite(self) -> bool:
        return False

    def in_words(self, states: Iterable[State]) -> str:
        verb = "has" if self.term.type is TermType.SET else "contains"
        singles: list[str] = []
        others: list[str] = []
        for state in states:
            if not isinstance(state.what, Edit):
                return MISSING
            added = [f"`{each}`" for each in self._outermost(state.what.added)]
            removed = [f"`{each}`" for each in self._outermost(state.what.removed)]
            if len(added) == 1 and not removed:
                singles += added
            elif removed:
                also = f"{verb} {one_of(added, 'and')} and " if added else ""
                all_of_them = removed[0] if len(removed) == 1 else f"any of {', '.join(removed)}"
                others.append(f"{also}no longer {verb} {all_of_them}")
            elif added:
                others.append(f"{verb} {one_of(added, 'and')}")
            else:
                others.append(f"{verb} nothing that is looked for")
        if singles:
            others.insert(0, f"{verb} {one_of(dict.fromkeys(singles))}")
        return "; or ".join(list(dict.fromkeys(others))[:MOST_WAYS])


def smallest_edits(states: Sequence[State]) -> tuple[State, ...]:
    """The states whose edits do not take in those of another one, in the same order."""
    edits = [(state, state.what) for state in states if isinstance(state.what, Edit)]
    kept: dict[Edit, State] = {}
    for state, edit in sorted(edits, key=lambda pair: len(pair[1].added) + len(pair[1].removed)):
        if not any(each.added <= edit.added and each.removed <= edit.removed for each in kept):
            kept[edit] = state
    return tuple(kept.values())


def _by_itself(found: Found) -> object:
    return found


def _sought(question: Question, readers: Sequence[Reader]) -> Iterable[_Sought]:
    for place, (number, index, _) in enumerate(readers):
        rules: dict[Mentions, int] = {}
        for row, rule in enumerate(question.tables[number].decision.rules):
            test = rule.tests[index]
            if isinstance(test, Mentions):
                rules[test] = rules.get(test, 0) | 1 << row
        yield from (_Sought(place, test, mask) for test, mask in rules.items())


def _finder(term: Term, atoms: Sequence[str]) -> Callable[[Value | None], Found]:
    """The function that tells which atoms are in a fact."""
    if term.type is TermType.SET:
        known = frozenset(atoms)
        return lambda value: value & known if isinstance(value, frozenset) else frozenset()
    phrases = Phrases(tuple(atoms))

    def find(value: Value | None) -> Found:
        return frozenset(phrases.found_in(value)) if isinstance(value, str) else frozenset()

    return find

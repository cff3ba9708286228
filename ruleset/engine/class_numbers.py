"""Facts as class numbers, found by asking each test about each piece of its column.

The second engine's own way from facts to small integers. It shares no table with the masks: there a
sweep over the cuts of a column yields the masks of its pieces, here every distinct test is asked
about every piece, and pieces with the same answers get the same number. Missing is number 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruleset.dmn.form import Term, TermType, Value
from ruleset.engine.rete_limits import MOST_COLUMN_TESTS, refuse_beyond
from ruleset.feel.evaluate import compiled_tests
from ruleset.feel.text_match import found_in, phrase
from ruleset.feel.types import Type
from ruleset.plan.form import ANYTHING, Accepts, CompiledDecision, Holds, Mentions, Test
from ruleset.space.value_set import Interval, Scalar, ValueSet

MISSING = 0
FAILS, HOLDS = 0, 1
_YES_OR_NO = frozenset({FAILS, HOLDS})


@dataclass(frozen=True, slots=True)
class Property:
    """One class number of a decision's facts.

    `number` yields it from the normalised facts. `numbers` are all that can occur; a rule named in
    `accepted` (0-based) matches with those numbers only, the other rules with any.
    """

    number: Callable[[Mapping[str, Value]], int]
    numbers: frozenset[int]
    accepted: Mapping[int, frozenset[int]]

    @property
    def is_test(self) -> bool:
        """True when it says of one test whether it holds, and rules ask for nothing else."""
        return self.numbers == _YES_OR_NO and all(
            each == frozenset({HOLDS}) for each in self.accepted.values()
        )


def properties_of(decision: CompiledDecision, terms: Mapping[str, Term]) -> tuple[Property, ...]:
    """All properties of a decision: one for a column of ordered values, one for each other test."""
    found: list[Property] = []
    for index, clause in enumerate(decision.inputs):
        term = terms[clause.term]
        rules: dict[Test, list[int]] = {}
        for position, rule in enumerate(decision.rules):
            if rule.tests[index] != ANYTHING:
                rules.setdefault(rule.tests[index], []).append(position)
        sets = {test: each for test, each in rules.items() if isinstance(test, Accepts)}
        if sets:
            found.append(_ordered(term, sets))
        for test, positions in rules.items():
            if not isinstance(test, Accepts):
                found.append(_yes_or_no(term, test, positions))
    return tuple(found)


def _yes_or_no(term: Term, test: Test, rules: Iterable[int]) -> Property:
    """The property of a test that is no set of ordered values: it holds, or it does not."""
    accepted = dict.fromkeys(rules, frozenset({HOLDS}))
    if isinstance(test, Holds):
        holds = compiled_tests(test.tests, Type(term.type.value))

        def number(facts: Mapping[str, Value]) -> int:
            return HOLDS if holds(facts.get(term.name), facts) is True else FAILS

    else:
        assert isinstance(test, Mentions)  # noqa: S101  # sets of values are taken apart before
        passes = _words_pass(test) if term.type is TermType.WORDS else _set_passes(test)

        def number(facts: Mapping[str, Value]) -> int:
            return HOLDS if passes(facts.get(term.name)) else FAILS

    return Property(number, _YES_OR_NO, accepted)


def _words_pass(test: Mentions) -> Callable[[Any], bool]:
    wanted = [phrase(atom) for atom in test.atoms]

    def passes(text: Any) -> bool:
        if text is None:
            return test.missing
        running = phrase(text)
        return any(found_in(each, running) for each in wanted) is not test.negated

    return passes


def _set_passes(test: Mentions) -> Callable[[Any], bool]:
    def passes(members: Any) -> bool:
        if members is None:
            return test.missing
        return any(atom in members for atom in test.atoms) is not test.negated

    return passes


def _ordered(term: Term, rules: Mapping[Accepts, Sequence[int]]) -> Property:
    # Every test is asked about every piece: a thousand of them take a second or two.
    refuse_beyond("distinct tests in one column", len(rules), MOST_COLUMN_TESTS)
    cuts = _ends(test.values for test in rules)
    number_of: dict[tuple[bool, ...], int] = {}
    numbers = []
    for piece in _pieces(cuts):
        answers = tuple(_accepts(test.values, piece) for test in rules)
        numbers.append(number_of.setdefault(answers, len(number_of) + 1))
    accepted: dict[int, frozenset[int]] = {}
    for place, (test, positions) in enumerate(rules.items()):
        passing = {each for answers, each in number_of.items() if answers[place]}
        if test.values.missing:
            passing.add(MISSING)
        accepted |= dict.fromkeys(positions, frozenset(passing))

    def number(facts: Mapping[str, Value]) -> int:
        value: Any = facts.get(term.name)
        if value is None:
            return MISSING
        index = bisect_left(cuts, value)
        at_cut = index < len(cuts) and cuts[index] == value
        return numbers[2 * index + at_cut]

    return Property(number, frozenset({MISSING, *number_of.values()}), accepted)


def _ends(sets: Iterable[ValueSet]) -> list[Any]:
    ends = {end for values in sets for each in values.intervals for end in (each.low, each.high)}
    return sorted(ends - {None})


Piece = tuple[Scalar | None, Scalar | None]
"""A cut (twice the same value), or what lies between two neighbouring cuts (None: no end)."""


def _pieces(cuts: Sequence[Scalar]) -> Iterable[Piece]:
    low: Scalar | None = None
    for cut in cuts:
        yield low, cut
        yield cut, cut
        low = cut
    yield low, None


def _accepts(values: ValueSet, piece: Piece) -> bool:
    low, high = piece
    if low is not None and low == high:
        return low in values
    return any(_covers(each, low, high) for each in values.intervals)


def _covers(interval: Interval, low: Any, high: Any) -> bool:
    from_low = interval.low is None or (low is not None and interval.low <= low)
    to_high = interval.high is None or (high is not None and interval.high >= high)
    return from_low and to_high

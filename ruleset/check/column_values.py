"""The values of a column that are worth trying: one a class, and both sides of each border."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from ruleset.check.table_runs import Passes, passes
from ruleset.dmn.form import Term, TermType, Value
from ruleset.engine.points import representatives
from ruleset.plan.form import ANYTHING, Accepts, CompiledDecision, Holds, Mentions, Test
from ruleset.space.examples import example
from ruleset.space.value_set import Interval

_ORDERED = (TermType.NUMBER, TermType.MONEY, TermType.DATE)


@dataclass
class ColumnValues:
    """A term as one table reads it.

    `values` are all that are tried, missing first; `classes` the first value of each class that the
    cells tell apart; `borders` the values beside and at the ends of intervals.
    """

    term: Term
    tests: tuple[Test, ...]
    of_rule: tuple[Test, ...]
    values: tuple[Value | None, ...] = ()
    classes: tuple[Value | None, ...] = ()
    borders: tuple[Value, ...] = ()
    _passes: dict[Test, Passes] = field(default_factory=dict)

    def passes(self, test: Test, value: Value | None, unsure: bool) -> bool:
        """True when the value passes; of an expression nobody knows without the other facts."""
        if isinstance(test, Holds):
            return unsure
        if test not in self._passes:
            self._passes[test] = passes(test, self.term)
        return self._passes[test](value, {})

    def passing(self, test: Test, wanted: bool) -> list[Value | None]:
        """The values that pass (or do not), known ones first."""
        found = [
            value
            for value in self.values
            if isinstance(test, Holds) or self.passes(test, value, True) is wanted
        ]
        return sorted(found, key=lambda value: value is None)

    def class_of(self, value: Value | None) -> Value | None:
        """The first value of the class that the value is in."""
        if value is None:
            return None
        signature = self.class_key(value)
        return next(
            (
                each
                for each in self.classes
                if each is not None and self.class_key(each) == signature
            ),
            None,
        )

    def class_key(self, value: Value | None) -> tuple[bool, ...]:
        """Which of the column's tests it passes."""
        return tuple(self.passes(test, value, False) for test in self.tests)

    def about(self, value: Any) -> Iterator[int]:
        """The rules (0-based) with the value at or beside an end, then others that it passes."""
        known = [
            rule
            for rule, test in enumerate(self.of_rule)
            if test != ANYTHING and not isinstance(test, Holds)
        ]
        ends = [rule for rule in known if value in _beside(self.of_rule[rule], self.term, self)]
        passing = [rule for rule in known if self.passes(self.of_rule[rule], value, False)]
        yield from dict.fromkeys((*ends, *passing))


def column_values(term: Term, table: CompiledDecision) -> ColumnValues:
    """The values of the term that the table tells apart."""
    place = next((n for n, clause in enumerate(table.inputs) if clause.term == term.name), None)
    of_rule = tuple(ANYTHING if place is None else rule.tests[place] for rule in table.rules)
    tests = tuple(test for test in dict.fromkeys(of_rule) if test != ANYTHING)
    column = ColumnValues(term, tests, of_rule)
    if term.type in (TermType.WORDS, TermType.SET):
        plain = _texts(term, tests)
    else:
        plain = [v for v in representatives(term, [table], Random(0)) if v is not None]  # noqa: S311  # no secret
    plain = [_familiar(value, column) for value in plain]
    borders: dict[Value, None] = {}
    for test in tests:
        borders |= dict.fromkeys(_beside(test, term, column))
    column.borders = tuple(sorted(borders)) if term.type in _ORDERED else ()
    column.values = tuple(dict.fromkeys((None, *column.borders, *plain)))
    classes: dict[object, Value | None] = {}
    for value in column.values:
        known = value is not None
        classes.setdefault((known, column.class_key(value)), value)
    column.classes = tuple(classes.values())
    return column


def _familiar(value: Value, column: ColumnValues) -> Value:
    """The Vocabulary's example in place of a made-up text that the cells take for the same."""
    term = column.term
    if term.type not in (TermType.TEXT, TermType.WORDS) or term.allowed or not term.example:
        return value
    made_up = column.class_key(value)
    return term.example if column.class_key(term.example) == made_up else value


def _texts(term: Term, tests: Iterable[Test]) -> list[Value]:
    """A text, or a set, with the first atom of each cell, and one with none of them."""
    atoms = dict.fromkeys(
        test.atoms[0] for test in tests if isinstance(test, Mentions) and test.atoms
    )
    every = {atom for test in tests if isinstance(test, Mentions) for atom in test.atoms}
    if term.type is TermType.SET:
        others = [str(each) for each in term.allowed if each not in every] or ["other"]
        if term.allowed and others == ["other"]:
            others = []
        return [*(frozenset({atom}) for atom in atoms), frozenset(others[:1])]
    return [*atoms, "something else"]


def _beside(test: Test, term: Term, column: ColumnValues) -> list[Any]:
    """The values at the ends of a test's intervals, and the nearest on both sides of each."""
    if not isinstance(test, Accepts) or term.type not in _ORDERED:
        return []
    ends = sorted(
        {
            end
            for other in column.tests
            if isinstance(other, Accepts)
            for each in other.values.intervals
            for end in (each.low, each.high)
            if end is not None
        }
    )
    found: dict[Any, None] = {}
    for interval in test.values.intervals:
        for end, closed, is_low in (
            (interval.low, interval.low_closed, True),
            (interval.high, interval.high_closed, False),
        ):
            if end is not None:
                found |= dict.fromkeys(_sides(end, closed, is_low, ends, term))
    return [value for value in found if not term.allowed or value in term.allowed]


def _sides(end: Any, closed: bool, is_low: bool, ends: list[Any], term: Term) -> Iterator[Any]:
    """The last value on either side of an end, of which the end itself is one."""
    at = ends.index(end)
    below = Interval(ends[at - 1] if at else None, end, False, False)
    above = Interval(end, ends[at + 1] if at + 1 < len(ends) else None, False, False)
    yield end
    outside_below = is_low if closed else not is_low
    beside = below if outside_below else above
    value = example(beside, term.type, end)
    if value is not None:
        yield _nearer(value, end, beside)


def _nearer(value: Any, end: Any, inside: Interval) -> Any:
    """The value, or one that is a single step of the end's last digit away when that fits."""
    if isinstance(end, Decimal):
        exponent = end.normalize().as_tuple().exponent
        step = Decimal(1).scaleb(min(int(exponent), 0))
        for near in (end - step, end + step):
            if near in inside:
                return near
    if isinstance(end, date):
        for days in (-1, 1):
            near_day = date.fromordinal(min(max(end.toordinal() + days, 1), date.max.toordinal()))
            if near_day in inside:
                return near_day
    return value

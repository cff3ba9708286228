"""What a parsed entry means: a value set, atoms to look for, or an expression that must hold.

An entry made of plain values becomes a set, whatever its spelling, so two cells that mean the same
are equal. Only an entry that speaks of other terms, or of a function of its own, stays an
expression: a column of its own with the classes true and not true.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from ruleset.dmn.form import TermType, Value
from ruleset.feel import syntax
from ruleset.feel.codes import WRONG_TYPE
from ruleset.feel.errors import FeelError
from ruleset.feel.evaluate import compiled
from ruleset.feel.references import referenced_terms
from ruleset.plan.form import ANYTHING, Accepts, Computed, Constant, Holds, Mentions, Output, Test
from ruleset.space.value_set import EVERYTHING, Interval, Scalar, ValueSet, point

_PYTHON_TYPES: dict[TermType, type] = {
    TermType.TEXT: str,
    TermType.NUMBER: Decimal,
    TermType.MONEY: Decimal,
    TermType.YES_NO: bool,
    TermType.DATE: date,
    TermType.WORDS: str,
    TermType.SET: str,
}


def meaning(tests: syntax.UnaryTests, type_: TermType) -> Test:
    """The test that an input entry states. Raises FeelError for a constant of the wrong type."""
    if not tests.tests:
        return ANYTHING
    terms = referenced_terms(tests)
    if terms or any(isinstance(test, syntax.ExpressionTest) for test in tests.tests):
        return Holds(tests, terms)
    if type_ in (TermType.WORDS, TermType.SET):
        return _mentions(tests)
    values = _values(tests.tests, type_)
    if tests.negated:
        values = values.complement()
    return ANYTHING if values.is_everything else Accepts(values)


def mentioned_values(
    tests: syntax.UnaryTests, type_: TermType
) -> Iterable[tuple[Scalar, syntax.Span]]:
    """Each single value that the entry names, with the characters that name it."""
    for test in tests.tests:
        if isinstance(test, syntax.ValueTest) and not referenced_terms(test):
            for value in _constants(test.value, type_):
                if value is not None:
                    yield value, test.span


def output(expression: syntax.Expression, type_: TermType) -> Output:
    """What an output entry yields: a constant where nothing has to be known to compute it."""
    terms = referenced_terms(expression)
    if terms:
        return Computed(expression, terms)
    value = compiled(expression)(None, {})
    if isinstance(value, list | tuple | frozenset):
        value = frozenset(str(each) for each in value)
    if value is None and expression != syntax.Literal(None):
        raise FeelError(
            WRONG_TYPE,
            "this expression has no value",
            expression.span,
            label="computes to nothing",
            help="write the value itself",
        )
    if type_ is TermType.SET and isinstance(value, str):
        value = frozenset({value})
    return Constant(value)  # type: ignore[arg-type]  # the types of FEEL's constants are Values


def _mentions(tests: syntax.UnaryTests) -> Mentions:
    atoms: dict[str, None] = {}
    missing = present = False
    for test in tests.tests:
        match test:
            case syntax.MissingTest():
                present, missing = present or test.present, missing or not test.present
            case syntax.ValueTest(value):
                for each in _constants(value, TermType.SET):
                    missing = missing or each is None
                    if each is not None:
                        atoms[str(each)] = None
            case syntax.IntervalTest() | syntax.ExpressionTest():
                raise FeelError(
                    WRONG_TYPE,
                    "a range cannot be looked for in text",
                    test.span,
                    label="expected words",
                    help="list the words or values, separated by commas",
                )
    if present:
        return Mentions((), not tests.negated, missing != tests.negated)
    return Mentions(tuple(atoms), tests.negated, missing != tests.negated)


def _values(tests: Iterable[syntax.UnaryTest], type_: TermType) -> ValueSet:
    intervals: list[Interval] = []
    missing = False
    for test in tests:
        match test:
            case syntax.MissingTest():
                if test.present:
                    intervals.append(EVERYTHING)
                else:
                    missing = True
            case syntax.ValueTest(value):
                for each in _constants(value, type_):
                    if each is None:
                        missing = True
                    else:
                        intervals.append(point(each))
            case syntax.IntervalTest(interval):
                intervals.append(_interval(interval, type_))
            case syntax.ExpressionTest():
                raise AssertionError("an expression is no plain value")
    return ValueSet.of(intervals, missing)


def _interval(interval: syntax.Interval, type_: TermType) -> Interval:
    low, high = (
        None if end is None else _constant(end, type_) for end in (interval.low, interval.high)
    )
    return Interval(
        low,
        high,
        interval.low_closed and low is not None,
        interval.high_closed and high is not None,
    )


def _constants(expression: syntax.Expression, type_: TermType) -> list[Scalar | None]:
    if isinstance(expression, syntax.ListOf):
        return [value for item in expression.items for value in _constants(item, type_)]
    if expression == syntax.Literal(None):
        return [None]
    return [_constant(expression, type_)]


def _constant(expression: syntax.Expression, type_: TermType) -> Scalar:
    value: Any = compiled(expression)(None, {})
    wanted = _PYTHON_TYPES[type_]
    if not isinstance(value, wanted):
        raise FeelError(
            WRONG_TYPE,
            f"expected a value of type {type_.value}",
            expression.span,
            label=f"not of type {type_.value}",
            help="write a value of that type here",
        )
    return cast(Scalar, value)


def values_of(result: Value | None) -> Iterable[Value]:
    """The single values of an outcome's value: the members of a set, else the value itself."""
    if isinstance(result, frozenset):
        return sorted(result)
    return () if result is None else (result,)

"""Hypothesis strategies for trees of the cell language, in the forms that the parser makes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.syntax import (
    Binary,
    Call,
    Expression,
    If,
    In,
    InputValue,
    Interval,
    IntervalTest,
    ListOf,
    Literal,
    MissingTest,
    Negative,
    Operator,
    TermRef,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from unit.feel.reading_cases import NAMES

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
    lambda number: number if number else Decimal(0)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(min_value=date(1, 1, 1))

numbers = NUMBERS.map(Literal)
texts = TEXTS.map(Literal)
days = DAYS.map(Literal)
literals: st.SearchStrategy[Expression] = st.one_of(
    numbers, texts, days, st.booleans().map(Literal), st.just(Literal(None))
)
leaves: st.SearchStrategy[Expression] = st.one_of(
    literals,
    st.sampled_from(sorted(set(NAMES.values()))).map(TermRef),
    st.just(InputValue()),
)


def _intervals(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Interval]:
    """Two-ended intervals whose ends are not both written out, so that none is empty."""
    ends = inner.filter(lambda end: not isinstance(end, Literal))
    return st.builds(Interval, ends, inner, st.booleans(), st.booleans())


def _half_open(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Interval]:
    return st.one_of(
        st.builds(lambda low, closed: Interval(low, None, closed, False), inner, st.booleans()),
        st.builds(lambda high, closed: Interval(None, high, False, closed), inner, st.booleans()),
    )


def _negative(operand: Expression) -> Expression:
    """A minus before a number belongs to the number, as the parser has it."""
    if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
        return Literal(-operand.value if operand.value else operand.value)
    return Negative(operand)


@st.composite
def _calls(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Expression:
    function = FUNCTIONS[draw(st.sampled_from(sorted(set(FUNCTIONS) - {"date"})))]
    most = 2 if function.variadic else len(function.parameters)
    count = draw(st.integers(function.required, most))
    return Call(function.name, tuple(draw(inner) for _ in range(count)))


def _in_tests(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[UnaryTest]:
    plain = inner.filter(
        lambda value: (
            not isinstance(value, Interval | Binary | In | If | Call) and value != Literal(None)
        )
    )
    return st.one_of(
        plain.map(ValueTest),
        st.one_of(_intervals(inner), _half_open(inner)).map(IntervalTest),
        st.just(MissingTest()),
        st.just(MissingTest(present=True)),
    )


def _branches(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Binary, st.sampled_from(list(Operator)), inner, inner),
        inner.map(_negative),
        st.builds(If, inner, inner, inner),
        _calls(inner),
        st.lists(inner, max_size=2).map(lambda items: ListOf(tuple(items))),
        _intervals(inner),
        st.builds(
            In,
            inner,
            st.lists(_in_tests(inner), min_size=1, max_size=2).map(
                lambda tests: UnaryTests(tuple(tests))
            ),
        ),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, _branches, max_leaves=6)


def _bounds(values: st.SearchStrategy[Expression]) -> st.SearchStrategy[UnaryTest]:
    return st.one_of(_half_open(values), _intervals(expressions)).map(IntervalTest)


def unary_tests(values: st.SearchStrategy[Expression]) -> st.SearchStrategy[UnaryTests]:
    """Input entries whose written-out values come from `values`."""
    test = st.one_of(
        values.map(ValueTest),
        _half_open(values).map(IntervalTest),
        st.just(MissingTest()),
        st.just(MissingTest(present=True)),
    )
    listed = st.lists(test, min_size=1, max_size=4).map(tuple)
    return st.builds(UnaryTests, listed, st.booleans())

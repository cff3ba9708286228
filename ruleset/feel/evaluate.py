"""From trees to functions: what a cell computes, built once and then called for every decision.

Nothing raises on data: what cannot be computed (a missing fact, values of different kinds, division
by zero, an overflow) is None, FEEL's null, and `and`, `or` and `not` are three-valued. Comparisons
of a missing fact are unknown, `=` and `!=` too: FEEL calls a null unequal to every value, but then
a rule with `!=` would hold because nobody knew the fact. Only `= null` and `!= null`, written out,
ask for it.

This module needs no parser, so a loaded ruleset decides without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from ruleset.feel import values
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.syntax import (
    Binary,
    Call,
    Expression,
    ExpressionTest,
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
from ruleset.feel.text_match import found_in, phrase
from ruleset.feel.types import Type
from ruleset.feel.values import before, equal, items_of, kind_of, known_equal, negation

Facts = Mapping[str, object]
Computed = Callable[[object, Facts], object]
Answer = Callable[[object, Facts], bool | None]
"""A computed function of the column's fact and the facts by name, True, False or unknown."""

_Judge = Callable[[object, object, Facts], bool | None]
"""The same over a value that need not be the column's fact: what stands on the left of `in`."""

_ARITHMETIC: Mapping[Operator, Callable[[object, object], object]] = {
    Operator.PLUS: values.plus,
    Operator.MINUS: values.minus,
    Operator.TIMES: values.times,
    Operator.DIVIDE: values.divided,
    Operator.POWER: values.power,
    Operator.EQUAL: known_equal,
    Operator.NOT_EQUAL: lambda left, right: negation(known_equal(left, right)),
    Operator.LESS: before,
    Operator.MORE: lambda left, right: before(right, left),
    Operator.AT_MOST: lambda left, right: negation(before(right, left)),
    Operator.AT_LEAST: lambda left, right: negation(before(left, right)),
}


def compiled(expression: Expression) -> Computed:
    """A function of the column's fact (`?`, or None) and the facts by name; it never raises.

    >>> from ruleset.feel.parse import parse_expression
    >>> half = compiled(parse_expression("? / 2 > limit", {"limit": "limit"}))
    >>> half(values.Decimal(5), {"limit": values.Decimal(2)}), half(None, {})
    (True, None)
    """
    match expression:
        case Literal(value):
            return lambda _fact, _facts: value
        case TermRef(name):
            return lambda _fact, facts: facts.get(name)
        case InputValue():
            return lambda fact, _facts: fact
        case Negative(operand):
            inner = compiled(operand)
            return lambda fact, facts: values.negative(inner(fact, facts))
        case Binary():
            return _binary(expression)
        case If(condition, then, otherwise):
            return _conditional(compiled(condition), compiled(then), compiled(otherwise))
        case In(operand, tests):
            return _is_in(
                compiled(operand), _any_of(tuple(_inner_test(each) for each in tests.tests))
            )
        case Call(function, arguments):
            return _call(function, tuple(compiled(each) for each in arguments))
        case ListOf(items):
            parts = tuple(compiled(each) for each in items)
            return lambda fact, facts: tuple(part(fact, facts) for part in parts)
        case Interval():
            return lambda _fact, _facts: None
        case _:
            assert_never(expression)


def _binary(node: Binary) -> Computed:
    left, right = compiled(node.left), compiled(node.right)
    if node.operator in (Operator.EQUAL, Operator.NOT_EQUAL):
        wanted = node.operator is Operator.EQUAL
        if node.right == Literal(None):
            return lambda fact, facts: (left(fact, facts) is None) is wanted
        if node.left == Literal(None):
            return lambda fact, facts: (right(fact, facts) is None) is wanted
    if node.operator is Operator.AND:
        return _joined(left, right, stops_at=False)
    if node.operator is Operator.OR:
        return _joined(left, right, stops_at=True)
    operation = _ARITHMETIC[node.operator]
    return lambda fact, facts: operation(left(fact, facts), right(fact, facts))


def _joined(left: Computed, right: Computed, *, stops_at: bool) -> Computed:
    """`and` (stops at False) and `or` (stops at True) in FEEL's three values."""

    def answer(fact: object, facts: Facts) -> bool | None:
        one = left(fact, facts)
        if one is stops_at:
            return stops_at
        other = right(fact, facts)
        if other is stops_at:
            return stops_at
        return not stops_at if isinstance(one, bool) and isinstance(other, bool) else None

    return answer


def _conditional(condition: Computed, then: Computed, otherwise: Computed) -> Computed:
    def value(fact: object, facts: Facts) -> object:
        chosen = then if condition(fact, facts) is True else otherwise
        return chosen(fact, facts)

    return value


def _is_in(operand: Computed, tests: _Judge) -> Computed:
    def answer(fact: object, facts: Facts) -> bool | None:
        return tests(operand(fact, facts), fact, facts)

    return answer


def _call(name: str, arguments: tuple[Computed, ...]) -> Computed:
    function = FUNCTIONS[name]
    return lambda fact, facts: function(tuple(part(fact, facts) for part in arguments))


def compiled_tests(tests: UnaryTests, type: Type) -> Answer:
    """A function that says whether an input entry accepts a fact; None when that is unknown.

    Any of the tests is enough. With `not( )` none may hold; then a missing fact is accepted, as it
    is by no tests at all, by `missing` and by `null`, and by nothing else: other tests of a missing
    fact are unknown.

    >>> from ruleset.feel.parse import parse_unary_tests
    >>> accepts = compiled_tests(parse_unary_tests("UK, IE", Type.TEXT), Type.TEXT)
    >>> accepts("UK", {}), accepts("DE", {}), accepts(None, {})
    (True, False, None)
    """
    if not tests.tests:
        return lambda _fact, _facts: True
    any_of = _any_of(tuple(_test(test, type) for test in tests.tests))
    if not tests.negated:
        return lambda fact, facts: any_of(fact, fact, facts)

    def none_of(fact: object, facts: Facts) -> bool | None:
        found = any_of(fact, fact, facts)
        return True if found is None and fact is None else negation(found)

    return none_of


def _any_of(judges: tuple[_Judge, ...]) -> _Judge:
    if len(judges) == 1:
        return judges[0]

    def judge(value: object, fact: object, facts: Facts) -> bool | None:
        unknown = False
        for each in judges:
            found = each(value, fact, facts)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return judge


def _test(test: UnaryTest, type: Type) -> _Judge:
    match test:
        case MissingTest(present):
            return lambda value, _fact, _facts: (value is not None) is present
        case ValueTest(Literal(str() as text)) if type is Type.WORDS:
            return _mentions(phrase(text))
        case ValueTest(Literal(constant)) if type is Type.SET:
            return lambda value, _fact, _facts: (
                constant in value if isinstance(value, frozenset | tuple) else None
            )
        case ValueTest(Literal(constant)):
            return lambda value, _fact, _facts: known_equal(value, constant)
        case ValueTest(expression):
            return _computed_value_test(compiled(expression))
        case IntervalTest(interval):
            return _interval_test(interval)
        case ExpressionTest(expression):
            return _expression_test(compiled(expression))
        case _:
            assert_never(test)


def _mentions(wanted: str) -> _Judge:
    return lambda value, _fact, _facts: (
        found_in(wanted, phrase(value)) if isinstance(value, str) else None
    )


def _inner_test(test: UnaryTest) -> _Judge:
    """A test inside `in ( )`: the same for every type of column."""
    return _test(test, Type.TEXT)


def _expression_test(computed: Computed) -> _Judge:
    def judge(_value: object, fact: object, facts: Facts) -> bool | None:
        found = computed(fact, facts)
        return found if isinstance(found, bool) else None

    return judge


def _computed_value_test(computed: Computed) -> _Judge:
    """The value equals the computed one, or one of them when it is a list."""

    def judge(value: object, fact: object, facts: Facts) -> bool | None:
        wanted = computed(fact, facts)
        if value is None or kind_of(wanted) != "list" or kind_of(value) == "list":
            return known_equal(value, wanted)
        found = [equal(value, item) for item in items_of(wanted)]
        return True if True in found else None if None in found else False

    return judge


def _interval_test(interval: Interval) -> _Judge:
    bounds: list[_Judge] = []
    if interval.low is not None:
        bounds.append(_above(compiled(interval.low), closed=interval.low_closed))
    if interval.high is not None:
        bounds.append(_below(compiled(interval.high), closed=interval.high_closed))
    if len(bounds) == 1:
        return bounds[0]
    above, below = bounds

    def judge(value: object, fact: object, facts: Facts) -> bool | None:
        low, high = above(value, fact, facts), below(value, fact, facts)
        if low is False or high is False:
            return False
        return None if low is None or high is None else True

    return judge


def _above(bound: Computed, *, closed: bool) -> _Judge:
    if closed:
        return lambda value, fact, facts: negation(before(value, bound(fact, facts)))
    return lambda value, fact, facts: before(bound(fact, facts), value)


def _below(bound: Computed, *, closed: bool) -> _Judge:
    if closed:
        return lambda value, fact, facts: negation(before(bound(fact, facts), value))
    return lambda value, fact, facts: before(value, bound(fact, facts))

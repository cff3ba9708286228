"""From trees to functions: what a cell computes, built once and then called for every decision.

FEEL's rules for null hold throughout: nothing raises on data; what cannot be computed (a missing
fact, values of different kinds, division by zero, an overflow) is None, and `and`, `or` and `not`
are three-valued. `=` and `!=` are answered for null too; the other comparisons are not.

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
from ruleset.feel.values import before, equal, items_of, kind_of, negation

Facts = Mapping[str, object]
Computed = Callable[[object, Facts], object]
Answer = Callable[[object, Facts], bool | None]

_ARITHMETIC: Mapping[Operator, Callable[[object, object], object]] = {
    Operator.PLUS: values.plus,
    Operator.MINUS: values.minus,
    Operator.TIMES: values.times,
    Operator.DIVIDE: values.divided,
    Operator.POWER: values.power,
    Operator.EQUAL: equal,
    Operator.NOT_EQUAL: lambda left, right: negation(equal(left, right)),
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
            return lambda _input, _facts: value
        case TermRef(name):
            return lambda _input, facts: facts.get(name)
        case InputValue():
            return lambda input, _facts: input
        case Negative(operand):
            inner = compiled(operand)
            return lambda input, facts: values.negative(inner(input, facts))
        case Binary():
            return _binary(expression)
        case If(condition, then, otherwise):
            return _conditional(compiled(condition), compiled(then), compiled(otherwise))
        case In(operand, tests):
            return _is_in(compiled(operand), _tests_over_value(tests))
        case Call(function, arguments):
            return _call(function, tuple(compiled(each) for each in arguments))
        case ListOf(items):
            parts = tuple(compiled(each) for each in items)
            return lambda input, facts: tuple(part(input, facts) for part in parts)
        case Interval():
            return lambda _input, _facts: None
        case _:
            assert_never(expression)


def _binary(node: Binary) -> Computed:
    left, right = compiled(node.left), compiled(node.right)
    if node.operator is Operator.AND:
        return _joined(left, right, stops_at=False)
    if node.operator is Operator.OR:
        return _joined(left, right, stops_at=True)
    operation = _ARITHMETIC[node.operator]
    return lambda input, facts: operation(left(input, facts), right(input, facts))


def _joined(left: Computed, right: Computed, *, stops_at: bool) -> Computed:
    """`and` (stops at False) and `or` (stops at True) in FEEL's three values."""

    def answer(input: object, facts: Facts) -> bool | None:
        one = left(input, facts)
        if one is stops_at:
            return stops_at
        other = right(input, facts)
        if other is stops_at:
            return stops_at
        return not stops_at if isinstance(one, bool) and isinstance(other, bool) else None

    return answer


def _conditional(condition: Computed, then: Computed, otherwise: Computed) -> Computed:
    def value(input: object, facts: Facts) -> object:
        chosen = then if condition(input, facts) is True else otherwise
        return chosen(input, facts)

    return value


def _is_in(operand: Computed, tests: Answer) -> Computed:
    def answer(input: object, facts: Facts) -> bool | None:
        return tests(operand(input, facts), facts)

    return answer


def _call(name: str, arguments: tuple[Computed, ...]) -> Computed:
    function = FUNCTIONS[name]
    return lambda input, facts: function(tuple(part(input, facts) for part in arguments))


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
        return lambda _input, _facts: True
    answers = tuple(_test(test, type) for test in tests.tests)
    return _none_of(answers) if tests.negated else _any_of(answers)


def _any_of(answers: tuple[Answer, ...]) -> Answer:
    if len(answers) == 1:
        return answers[0]

    def answer(input: object, facts: Facts) -> bool | None:
        unknown = False
        for each in answers:
            found = each(input, facts)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return answer


def _none_of(answers: tuple[Answer, ...]) -> Answer:
    any_of = _any_of(answers)

    def answer(input: object, facts: Facts) -> bool | None:
        found = any_of(input, facts)
        return True if found is None and input is None else negation(found)

    return answer


def _test(test: UnaryTest, type: Type) -> Answer:
    match test:
        case MissingTest(present):
            return lambda input, _facts: (input is not None) is present
        case ValueTest(value):
            return _value_test(value, type)
        case IntervalTest(interval):
            return _interval_test(interval)
        case ExpressionTest(expression):
            return _expression_test(compiled(expression))
        case _:
            assert_never(test)


def _expression_test(computed: Computed) -> Answer:
    def answer(input: object, facts: Facts) -> bool | None:
        found = computed(input, facts)
        return found if isinstance(found, bool) else None

    return answer


def _value_test(value: Expression, type: Type) -> Answer:
    match value, type:
        case Literal(str() as text), Type.WORDS:
            wanted = phrase(text)
            return lambda input, _facts: (
                found_in(wanted, phrase(input)) if isinstance(input, str) else None
            )
        case Literal(str() as text), Type.SET:
            return lambda input, _facts: (
                text in input if isinstance(input, frozenset | tuple) else None
            )
        case (Literal(constant), _):
            return lambda input, _facts: None if input is None else equal(input, constant)
        case _:
            return _computed_value_test(compiled(value), _MATCHES.get(type, _equals))


def _computed_value_test(
    computed: Computed, matches: Callable[[object, object], bool | None]
) -> Answer:
    """The fact matches the computed value, or one of them when it is a list."""

    def answer(input: object, facts: Facts) -> bool | None:
        wanted = computed(input, facts)
        if input is None or wanted is None:
            return None
        if kind_of(wanted) != "list":
            return matches(input, wanted)
        found = [matches(input, item) for item in items_of(wanted)]
        return True if True in found else None if None in found else False

    return answer


def _equals(input: object, wanted: object) -> bool | None:
    return equal(input, wanted)


def _speaks_of(input: object, wanted: object) -> bool | None:
    if not isinstance(input, str) or not isinstance(wanted, str):
        return None
    return found_in(phrase(wanted), phrase(input))


def _holds(input: object, wanted: object) -> bool | None:
    return any(equal(item, wanted) is True for item in items_of(input))


_MATCHES: Mapping[Type, Callable[[object, object], bool | None]] = {
    Type.WORDS: _speaks_of,
    Type.SET: _holds,
}


def _interval_test(interval: Interval) -> Answer:
    bounds: list[Answer] = []
    if interval.low is not None:
        bounds.append(_above(compiled(interval.low), closed=interval.low_closed))
    if interval.high is not None:
        bounds.append(_below(compiled(interval.high), closed=interval.high_closed))
    if len(bounds) == 1:
        return bounds[0]
    above, below = bounds

    def answer(input: object, facts: Facts) -> bool | None:
        low, high = above(input, facts), below(input, facts)
        if low is False or high is False:
            return False
        return None if low is None or high is None else True

    return answer


def _above(bound: Computed, *, closed: bool) -> Answer:
    if closed:
        return lambda input, facts: negation(before(input, bound(input, facts)))
    return lambda input, facts: before(bound(input, facts), input)


def _below(bound: Computed, *, closed: bool) -> Answer:
    if closed:
        return lambda input, facts: negation(before(bound(input, facts), input))
    return lambda input, facts: before(input, bound(input, facts))


def _tests_over_value(tests: UnaryTests) -> Answer:
    """The tests of `in ( )`: over a value of any type, null equal to null."""
    answers = tuple(_test_over_value(test) for test in tests.tests)
    return _any_of(answers)


def _test_over_value(test: UnaryTest) -> Answer:
    match test:
        case ValueTest(value):
            computed = compiled(value)

            def answer(input: object, facts: Facts) -> bool | None:
                wanted = computed(input, facts)
                if kind_of(wanted) != "list" or kind_of(input) == "list":
                    return equal(input, wanted)
                return any(equal(input, item) is True for item in items_of(wanted))

            return answer
        case _:
            return _test(test, Type.TEXT)

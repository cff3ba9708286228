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
            return _is_in(compiled(operand), _tests_over_value(tests))
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


def _is_in(operand: Computed, tests: Answer) -> Computed:
    def answer(fact: object, facts: Facts) -> bool | None:
        return tests(operand(fact, facts), facts)

    return answer


def _call(name: str, arguments: tuple[Computed, ...]) -> Computed:
    function = FUNCTIONS[name]
    return lambda fact, facts: function(tuple(part(fact, facts) for part in arguments))


def compiled_tests(tests: UnaryTests, type: Type) -> Answer:
    """A function that says whether an fact entry accepts a fact; None when that is unknown.

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
    answers = tuple(_test(test, type) for test in tests.tests)
    return _none_of(answers) if tests.negated else _any_of(answers)


def _any_of(answers: tuple[Answer, ...]) -> Answer:
    if len(answers) == 1:
        return answers[0]

    def answer(fact: object, facts: Facts) -> bool | None:
        unknown = False
        for each in answers:
            found = each(fact, facts)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return answer


def _none_of(answers: tuple[Answer, ...]) -> Answer:
    any_of = _any_of(answers)

    def answer(fact: object, facts: Facts) -> bool | None:
        found = any_of(fact, facts)
        return True if found is None and fact is None else negation(found)

    return answer


def _test(test: UnaryTest, type: Type) -> Answer:
    match test:
        case MissingTest(present):
            return lambda fact, _facts: (fact is not None) is present
        case ValueTest(value):
            return _value_test(value, type)
        case IntervalTest(interval):
            return _interval_test(interval)
        case ExpressionTest(expression):
            return _expression_test(compiled(expression))
        case _:
            assert_never(test)


def _expression_test(computed: Computed) -> Answer:
    def answer(fact: object, facts: Facts) -> bool | None:
        found = computed(fact, facts)
        return found if isinstance(found, bool) else None

    return answer


def _value_test(value: Expression, type: Type) -> Answer:
    match value, type:
        case Literal(str() as text), Type.WORDS:
            wanted = phrase(text)
            return lambda fact, _facts: (
                found_in(wanted, phrase(fact)) if isinstance(fact, str) else None
            )
        case Literal(str() as text), Type.SET:
            return lambda fact, _facts: (
                text in fact if isinstance(fact, frozenset | tuple) else None
            )
        case (Literal(constant), _):
            return lambda fact, _facts: None if fact is None else equal(fact, constant)
        case _:
            return _computed_value_test(compiled(value), _MATCHES.get(type, _equals))


def _computed_value_test(
    computed: Computed, matches: Callable[[object, object], bool | None]
) -> Answer:
    """The fact matches the computed value, or one of them when it is a list."""

    def answer(fact: object, facts: Facts) -> bool | None:
        wanted = computed(fact, facts)
        if fact is None or wanted is None:
            return None
        if kind_of(wanted) != "list":
            return matches(fact, wanted)
        found = [matches(fact, item) for item in items_of(wanted)]
        return True if True in found else None if None in found else False

    return answer


def _equals(fact: object, wanted: object) -> bool | None:
    return equal(fact, wanted)


def _speaks_of(fact: object, wanted: object) -> bool | None:
    if not isinstance(fact, str) or not isinstance(wanted, str):
        return None
    return found_in(phrase(wanted), phrase(fact))


def _holds(fact: object, wanted: object) -> bool | None:
    return any(equal(item, wanted) is True for item in items_of(fact))


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

    def answer(fact: object, facts: Facts) -> bool | None:
        low, high = above(fact, facts), below(fact, facts)
        if low is False or high is False:
            return False
        return None if low is None or high is None else True

    return answer


def _above(bound: Computed, *, closed: bool) -> Answer:
    if closed:
        return lambda fact, facts: negation(before(fact, bound(fact, facts)))
    return lambda fact, facts: before(bound(fact, facts), fact)


def _below(bound: Computed, *, closed: bool) -> Answer:
    if closed:
        return lambda fact, facts: negation(before(bound(fact, facts), fact))
    return lambda fact, facts: before(fact, bound(fact, facts))


def _tests_over_value(tests: UnaryTests) -> Answer:
    """The tests of `in ( )`: over a value of any type, null equal to null."""
    answers = tuple(_test_over_value(test) for test in tests.tests)
    return _any_of(answers)


def _test_over_value(test: UnaryTest) -> Answer:
    match test:
        case ValueTest(value):
            computed = compiled(value)

            def answer(fact: object, facts: Facts) -> bool | None:
                wanted = computed(fact, facts)
                if kind_of(wanted) != "list" or kind_of(fact) == "list":
                    return equal(fact, wanted)
                return any(equal(fact, item) is True for item in items_of(wanted))

            return answer
        case _:
            return _test(test, Type.TEXT)

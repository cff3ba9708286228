"""From the grammar's matches to the syntax tree: one method a rule of `grammar.lark`.

Only `grammar` imports this module, and with it Lark, when the first text has to be parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from lark import Token, Transformer, v_args

from ruleset.feel import codes
from ruleset.feel.errors import FeelError
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.references import uses_input
from ruleset.feel.spellings import day_from, iso_date
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
    Span,
    TermRef,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from ruleset.feel.tree_forms import says_yes_or_no

F = TypeVar("F", bound=Callable[..., Any])


def _rule(method: F) -> F:
    """The method gets the parts of its rule one by one."""
    inlined: F = v_args(inline=True)(method)  # type: ignore[assignment]  # Lark's type is wider
    return inlined


def _over(*parts: Any) -> Span:
    """From the first part's start to the last part's end; parts are tokens and nodes."""
    first, last = parts[0], parts[-1]
    start = first.start_pos if isinstance(first, Token) else first.span[0]
    end = last.end_pos if isinstance(last, Token) else last.span[1]
    return int(start or 0), int(end or 0)


class TreeBuilder(Transformer[Token, Any]):
    """Builds the nodes of `syntax` while the parser reduces; no tree of Lark's is ever made."""

    # Input entries

    @_rule
    def any_of(self, tests: UnaryTests) -> UnaryTests:
        return tests

    @_rule
    def none_of(self, word: Token, _: Token, tests: UnaryTests, close: Token) -> UnaryTests:
        return UnaryTests(tests.tests, negated=True, span=_over(word, close))

    def tests(self, parts: list[Any]) -> UnaryTests:
        return UnaryTests(tuple(parts[::2]), span=_over(*parts))

    @_rule
    def compared(self, sign: Token, bound: Expression) -> UnaryTest:
        return _comparison(sign.value, bound, _over(sign, bound))

    @_rule
    def compared_twice(
        self, one: Token, low: Expression, _: Token, other: Token, high: Expression
    ) -> UnaryTest:
        return _between_comparisons(one, low, other, high)

    @_rule
    def from_to(self, word: Token, low: Expression, _: Token, high: Expression) -> IntervalTest:
        span = _over(word, high)
        return IntervalTest(Interval(low, high, True, True, span), span)

    @_rule
    def range(self, low: Expression, _: Token, high: Expression) -> IntervalTest:
        span = _over(low, high)
        return IntervalTest(Interval(low, high, True, True, span), span)

    @_rule
    def one_sided(self, bound: Expression, words: Token) -> UnaryTest:
        return _comparison(words.value, bound, _over(bound, words))

    @_rule
    def present(self, word: Token) -> MissingTest:
        return MissingTest(present=True, span=_over(word))

    @_rule
    def by_value(self, expression: Expression) -> UnaryTest:
        return _by_value(expression)

    # Expressions

    @_rule
    def conditional(
        self, word: Token, condition: Expression, _t: Token, then: Expression, _e: Token,
        otherwise: Expression,
    ) -> If:  # fmt: skip
        return If(condition, then, otherwise, _over(word, otherwise))

    @_rule
    def binary(self, left: Expression, sign: Token, right: Expression) -> Binary:
        return Binary(Operator(sign.value), left, right, _over(left, right))

    @_rule
    def is_between(
        self, operand: Expression, _b: Token, low: Expression, _a: Token, high: Expression
    ) -> In:
        span = _over(low, high)
        test = IntervalTest(Interval(low, high, True, True, span), span)
        return In(operand, UnaryTests((test,), span=span), _over(operand, high))

    @_rule
    def is_in(self, operand: Expression, _: Token, tests: UnaryTests) -> In:
        inner = tuple(_inside_in(operand, test) for test in tests.tests)
        return In(operand, replace(tests, tests=inner), _over(operand, tests))

    @_rule
    def any_of_group(self, opening: Token, tests: UnaryTests, close: Token) -> UnaryTests:
        return replace(tests, span=_over(opening, close))

    @_rule
    def one_comparison(self, sign: Token, bound: Expression) -> UnaryTests:
        span = _over(sign, bound)
        return UnaryTests((_comparison(sign.value, bound, span),), span=span)

    @_rule
    def one_value(self, value: Expression) -> UnaryTests:
        return UnaryTests((_by_value(value),), span=value.span)

    @_rule
    def negative(self, sign: Token, operand: Expression) -> Expression:
        span = _over(sign, operand)
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            number = operand.value
            return Literal(number.copy_negate() if number else number, span)
        return Negative(operand, span)

    @_rule
    def number(self, token: Token) -> Literal:
        return Literal(token.value, _over(token))

    @_rule
    def written(self, token: Token) -> Literal:
        return Literal(token.value, _over(token))

    @_rule
    def truth(self, token: Token) -> Literal:
        return Literal(True, _over(token))

    @_rule
    def falsehood(self, token: Token) -> Literal:
        return Literal(False, _over(token))

    @_rule
    def nothing(self, token: Token) -> Literal:
        return Literal(None, _over(token))

    @_rule
    def term(self, token: Token) -> TermRef:
        return TermRef(token.value, _over(token))

    @_rule
    def input_value(self, token: Token) -> InputValue:
        return InputValue(_over(token))

    @_rule
    def call(
        self, word: Token, _: Token, arguments: tuple[Expression, ...], close: Token
    ) -> Expression:
        return _call(word.value, arguments, _over(word, close))

    @_rule
    def group(self, opening: Token, expression: Expression, close: Token) -> Expression:
        return replace(expression, span=_over(opening, close))

    @_rule
    def list_of(self, opening: Token, items: tuple[Expression, ...], close: Token) -> ListOf:
        return ListOf(items, _over(opening, close))

    @_rule
    def interval(
        self, opening: Token, low: Expression, _: Token, high: Expression, close: Token
    ) -> Interval:
        span = _over(opening, close)
        return Interval(low, high, opening.value == "[", close.value == "]", span)

    def arguments(self, parts: list[Any]) -> tuple[Expression, ...]:
        return tuple(parts[::2])


def _by_value(expression: Expression) -> UnaryTest:
    """The test that an expression is: a value to equal, or a condition that must hold."""
    match expression:
        case Interval(span=span):
            return IntervalTest(expression, span)
        case Literal(None, span):
            return MissingTest(span=span)
        case Binary(Operator.NOT_EQUAL, InputValue(), Literal(None), span):
            return MissingTest(present=True, span=span)
        case _ if says_yes_or_no(expression) or uses_input(expression):
            return ExpressionTest(expression, expression.span)
        case _:
            return ValueTest(expression, expression.span)


def _inside_in(operand: Expression, test: UnaryTest) -> UnaryTest:
    """The test as `in ( )` means it, where `?` remains the fact that stands in the column.

    DMN lets `?` in a condition there be the value on the left of `in`. The two readings agree when
    that value is `?`; where they do not, the condition is refused.
    """
    if not isinstance(test, ExpressionTest):
        return test
    if not says_yes_or_no(test.expression):
        return ValueTest(test.expression, test.span)
    if uses_input(test.expression) and not isinstance(operand, InputValue):
        raise FeelError(
            codes.WRONG_EXPRESSION_TYPE,
            "a condition inside `in (...)` compares `?`",
            test.span,
            label="which value does `?` stand for?",
            help="join conditions with `and` and `or`, outside of `in (...)`",
        )
    return test


def _comparison(sign: str, bound: Expression, span: Span) -> UnaryTest:
    match Operator(sign):
        case Operator.EQUAL:
            return ValueTest(bound, span)
        case Operator.LESS:
            interval = Interval(None, bound, False, False, span)
        case Operator.AT_MOST:
            interval = Interval(None, bound, False, True, span)
        case Operator.MORE:
            interval = Interval(bound, None, False, False, span)
        case Operator.AT_LEAST:
            interval = Interval(bound, None, True, False, span)
        case _:
            return ExpressionTest(Binary(Operator.NOT_EQUAL, InputValue(span), bound, span), span)
    return IntervalTest(interval, span)


def _between_comparisons(one: Token, low: Any, other: Token, high: Any) -> UnaryTest:
    span = _over(one, high)
    if one.value in ("<", "<=") and other.value in (">", ">="):
        one, low, other, high = other, high, one, low
    if one.value not in (">", ">=") or other.value not in ("<", "<="):
        raise FeelError(
            codes.DOES_NOT_PARSE,
            "two comparisons joined by `and` are a lower and an upper bound",
            span,
            label="expected one bound with `>` and one with `<`",
            help="write a range such as `[5..10]`, or put the tests in rows of their own",
        )
    closed = one.value == ">=", other.value == "<="
    return IntervalTest(Interval(low, high, *closed, span), span)


def _call(name: str, arguments: tuple[Expression, ...], span: Span) -> Expression:
    match name, arguments:
        case "date", (Literal(str() as text, written),):
            day: date | None = iso_date(text)
            if day is None:
                day = day_from(text, written)
            return Literal(day, span)
    function = FUNCTIONS[name]
    most = None if function.variadic else len(function.parameters)
    if len(arguments) < function.required or (most is not None and len(arguments) > most):
        raise _wrong_count(name, len(arguments), function.required, most, span)
    return Call(name, arguments, span)


def _wrong_count(name: str, count: int, least: int, most: int | None, span: Span) -> FeelError:
    wanted = str(least) if most == least else f"{least} to {most}"
    wanted = f"at least {least}" if most is None else wanted
    noun = "value" if wanted == "1" else "values"
    return FeelError(
        codes.UNKNOWN_FUNCTION,
        f"`{name}` takes {wanted} {noun}, found {count}",
        span,
        label=f"expected {wanted} {noun} in the brackets",
        help=f"write `{name}({', '.join(FUNCTIONS[name].parameters)})`",
    )

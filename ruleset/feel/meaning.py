"""What a parsed input entry means in a column of its type: plain tests, and values that fit.

Newly true: a comparison of `?` that is a plain test has become one (`? > 5` is `> 5`), every value
written out is of the column's type, every interval written out holds a value, and no tree is deeper
than `brackets.MOST_NESTING`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ruleset.feel import codes, values
from ruleset.feel.brackets import MOST_NESTING, too_deep
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.references import depth_of, nodes_of, uses_input
from ruleset.feel.spellings import truth_from
from ruleset.feel.syntax import (
    Binary,
    Expression,
    ExpressionTest,
    In,
    InputValue,
    Interval,
    IntervalTest,
    ListOf,
    Literal,
    MissingTest,
    Node,
    Operator,
    Span,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from ruleset.feel.text_match import tokens
from ruleset.feel.tree_forms import says_yes_or_no
from ruleset.feel.types import Type


def checked_tests(text: str, tests: UnaryTests, type: Type) -> UnaryTests:
    """The tests, simplified and checked against the column's type.

    Errors: RS303 for a value of another type, RS306 for an interval that holds nothing, RS309 for
    an expression that cannot be a test.
    """
    check_depth(text, tests)
    simple = tuple(found for test in tests.tests for found in _simplified(test, type))
    for test in simple:
        _check_test(text, test, type)
    for node in nodes_of(tests):
        if isinstance(node, Interval):
            _check_interval(text, node)
    return replace(tests, tests=simple)


def check_depth(text: str, node: Node) -> None:
    """RS301 when the tree is deeper than what can be walked safely everywhere."""
    if depth_of(node) > MOST_NESTING:
        raise too_deep(text, (0, len(text)))


def _simplified(test: UnaryTest, type: Type) -> tuple[UnaryTest, ...]:
    """Plain tests for an expression that only compares `?`; words and sets mean more than `=`."""
    if isinstance(test, ValueTest) and isinstance(test.value, ListOf):
        items = (_value_test(item) for item in test.value.items)
        return tuple(found for item in items for found in _simplified(item, type))
    if not isinstance(test, ExpressionTest):
        return (test,)
    span = test.span
    match test.expression:
        case Binary(Operator.EQUAL, InputValue(), Literal(None)):
            return (MissingTest(span=span),)
        case Binary(operator, InputValue(), bound) if _plain(bound, type):
            found = _comparison(operator, bound, span)
            return (test,) if found is None else (found,)
        case In(InputValue(), inner) if type not in (Type.WORDS, Type.SET) and not inner.negated:
            if uses_input(inner) or any(isinstance(each, ExpressionTest) for each in inner.tests):
                return (test,)
            return tuple(found for each in inner.tests for found in _simplified(each, type))
        case _:
            return (test,)


def _value_test(item: Expression) -> UnaryTest:
    return MissingTest(span=item.span) if item == Literal(None) else ValueTest(item, item.span)


def _plain(bound: Expression, type: Type) -> bool:
    return (
        type not in (Type.WORDS, Type.SET)
        and not uses_input(bound)
        and not isinstance(bound, ListOf | Interval)
    )


def _comparison(operator: Operator, bound: Expression, span: Span) -> UnaryTest | None:
    match operator:
        case Operator.EQUAL:
            return None if says_yes_or_no(bound) else ValueTest(bound, span)
        case Operator.LESS | Operator.AT_MOST:
            closed = operator is Operator.AT_MOST
            return IntervalTest(Interval(None, bound, False, closed, span), span)
        case Operator.MORE | Operator.AT_LEAST:
            closed = operator is Operator.AT_LEAST
            return IntervalTest(Interval(bound, None, closed, False, span), span)
        case _:
            return None


def _check_test(text: str, test: UnaryTest, type: Type) -> None:
    match test:
        case ValueTest(Literal() as value):
            check_literal(text, value, type)
            if type is Type.WORDS and not tokens(str(value.value)):
                raise _no_words(value)
        case ValueTest(value) if type in (Type.WORDS, Type.SET):
            function = "contains" if type is Type.WORDS else "list contains"
            raise FeelError(
                codes.WRONG_EXPRESSION_TYPE,
                f"{shown(text)} computes what a column of type `{type.value}` looks for",
                value.span,
                label="expected words",
                help=f"write words, or a comparison such as `{function}(?, Budget tier)`",
            )
        case IntervalTest(interval):
            _check_bounds(text, interval, type)
        case ExpressionTest(expression) if not says_yes_or_no(expression):
            if type is Type.YES_NO and isinstance(expression, InputValue):
                return
            raise FeelError(
                codes.WRONG_EXPRESSION_TYPE,
                f"{shown(text)} does not say yes or no",
                expression.span,
                label="expected a comparison",
                help="compare it with something, such as `? > 5`",
            )
        case ExpressionTest(expression) if type.is_textual and not uses_input(expression):
            raise FeelError(
                codes.WRONG_EXPRESSION_TYPE,
                f"{shown(text)} has a test that does not speak of the column",
                expression.span,
                label="expected a comparison of `?`",
                help="compare `?`, which stands for the column's value, or use a column of the "
                "other term",
            )
        case _:
            return


def _check_bounds(text: str, interval: Interval, type: Type) -> None:
    if type in (Type.YES_NO, Type.WORDS, Type.SET):
        noun = "yes and no have" if type is Type.YES_NO else "words have"
        raise FeelError(
            codes.WRONG_TYPE,
            f"{shown(text)} compares, but {noun} no order",
            interval.span,
            label=f"expected {type.noun}",
            help=f"write `{type.examples[0]}` or `{type.examples[1]}`",
        )
    for bound in (interval.low, interval.high):
        if isinstance(bound, Literal):
            check_literal(text, bound, type)


def _check_interval(text: str, interval: Interval) -> None:
    """RS306 when both bounds are written out and no value can lie between them."""
    if not isinstance(interval.low, Literal) or not isinstance(interval.high, Literal):
        return
    low, high = interval.low.value, interval.high.value
    backwards = values.before(high, low)
    if backwards is None:
        return
    both = interval.low_closed and interval.high_closed
    if not backwards and (both or values.before(low, high)):
        return
    if backwards:
        label, mend = "the bounds are the wrong way round", "write the lower bound first: "
        mend += f"`[{_spelled(high)}..{_spelled(low)}]`"
    else:
        label = "an open end excludes the only value"
        mend = f"write `{_spelled(low)}` for that value alone"
    raise FeelError(
        codes.EMPTY_INTERVAL,
        f"{shown(text)} holds no value at all",
        interval.span,
        label=label,
        help=mend,
    )


def _spelled(value: object) -> str:
    match value:
        case Decimal():
            return values.plain(value)
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def fits(value: object, type: Type) -> bool:
    """True when the value is one of the type's values."""
    match type:
        case Type.NUMBER | Type.MONEY:
            return isinstance(value, Decimal)
        case Type.YES_NO:
            return isinstance(value, bool)
        case Type.DATE:
            return isinstance(value, date)
        case _:
            return isinstance(value, str)


def check_literal(text: str, literal: Literal, type: Type) -> None:
    """RS303 when the value written out is not of the type; `null` fits every type."""
    value = literal.value
    if value is None or fits(value, type):
        return
    start, end = literal.span
    written = text[start:end]
    raise FeelError(
        codes.WRONG_TYPE,
        f"expected {type.noun}, found {_kind_noun(value)} `{written}`",
        literal.span,
        label=f"not {type.noun}",
        help=_help_for(value, written, type),
    )


def _kind_noun(value: object) -> str:
    nouns = {"text": "the text", "number": "the number", "yes/no": "the answer", "date": "the date"}
    return nouns.get(values.kind_of(value) or "", "the value")


def _help_for(value: object, written: str, type: Type) -> str:
    if type.is_textual:
        return f'write `"{written}"` in quotes for a text'
    match value:
        case date() if type.is_number:
            one, other = sorted((value.month, value.day))
            return (
                f"if you typed `{value.month}-{value.day}`, the spreadsheet made a date of it: "
                f"write `[{one}..{other}]`"
            )
        case str() if type is Type.YES_NO and truth_from(value) is not None:
            return f"leave the quotes out: `{value}`"
        case str() if type is not Type.YES_NO and any(char.isdigit() for char in value):
            return f"leave the quotes out: `{value}`"
        case Decimal() if type is Type.YES_NO and value in (0, 1):
            return f"write `{'yes' if value else 'no'}`"
        case Decimal() if type is Type.DATE and 1900 <= value <= 2100 and value == int(value):
            return f"write `[{written}-01-01..{written}-12-31]` for the whole year"
        case Decimal() if type is Type.DATE:
            return "write the year, month and day: `2026-01-31`"
    return f"write {type.noun}, such as `{type.examples[0]}`"


def _no_words(literal: Literal) -> FeelError:
    return FeelError(
        codes.WRONG_TYPE,
        f"{shown(str(literal.value))} has no letters or digits, so it matches no words",
        literal.span,
        label="expected words",
        help="write keywords and phrases between commas, such as `ielts, personal statement`",
    )

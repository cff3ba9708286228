"""Canonical FEEL: one text for every tree, which parses to an equal tree again.

Terms are written by their names in code, so a reader of the text must know those names.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from ruleset.feel.references import referenced_terms, uses_input
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
    Node,
    Operator,
    TermRef,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from ruleset.feel.values import plain

_IF, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _UNARY = range(8)

_LEVELS = {
    Operator.OR: _OR,
    Operator.AND: _AND,
    Operator.PLUS: _SUM,
    Operator.MINUS: _SUM,
    Operator.TIMES: _PRODUCT,
    Operator.DIVIDE: _PRODUCT,
    Operator.POWER: _POWER,
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def to_feel(node: Node) -> str:
    """The canonical text of an expression, a test, or a whole input entry.

    >>> from ruleset.feel.parse import parse_unary_tests
    >>> from ruleset.feel.types import Type
    >>> to_feel(parse_unary_tests("15k – 30k, missing", Type.MONEY))
    '[15000..30000], null'
    >>> to_feel(parse_unary_tests("not(UK)", Type.TEXT))
    'not("UK")'
    """
    match node:
        case UnaryTests(tests, negated):
            listed = ", ".join(_test(test) for test in tests) if tests else "-"
            return f"not({listed})" if negated else listed
        case ValueTest() | IntervalTest() | MissingTest() | ExpressionTest():
            return _test(node)
        case _:
            return _written(node, _IF)


def _test(test: UnaryTest) -> str:
    """A test of an entry; what is computed compares `?`, so that no column reads it as text."""
    match test:
        case ValueTest(Literal() as value):
            return _written(value, _SUM)
        case ValueTest(value):
            return f"? = {_written(value, _SUM)}"
        case IntervalTest(interval):
            formal = any(
                not isinstance(end, Literal | None) for end in (interval.low, interval.high)
            )
            one_sided = interval.low is None or interval.high is None
            before = "" if not formal else "? " if one_sided else "? in "
            return before + _interval(interval)
        case MissingTest(present):
            return "? != null" if present else "null"
        case ExpressionTest(expression):
            text = _written(expression, _IF)
            return f"({text})" if _looks_like_tests(expression) else text
        case _:
            assert_never(test)


def _looks_like_tests(expression: Expression) -> bool:
    """True for `not( )`, and for an `or` of constants: at the top of an entry they mean a list."""
    match expression:
        case Call("not"):
            return True
        case Binary(Operator.OR):
            return not uses_input(expression) and not referenced_terms(expression)
        case _:
            return False


def _inner_test(test: UnaryTest) -> str:
    """A test inside `in ( )`, where everything is an expression already."""
    match test:
        case ValueTest(value):
            return _written(value, _IF)
        case IntervalTest(interval):
            return _interval(interval)
        case MissingTest() | ExpressionTest():
            return _test(test)
        case _:
            assert_never(test)


def _interval(interval: Interval) -> str:
    low = "" if interval.low is None else _written(interval.low, _SUM)
    high = "" if interval.high is None else _written(interval.high, _SUM)
    if interval.low is None:
        return f"{'<=' if interval.high_closed else '<'} {high}"
    if interval.high is None:
        return f"{'>=' if interval.low_closed else '>'} {low}"
    opening, closing = "[" if interval.low_closed else "(", "]" if interval.high_closed else ")"
    return f"{opening}{low}..{high}{closing}"


def _written(expression: Expression, level: int) -> str:
    """The text of an expression, in brackets when it binds less tightly than the level asks."""
    own, text = _text(expression)
    return f"({text})" if own < level else text


def _text(expression: Expression) -> tuple[int, str]:
    match expression:
        case Literal(value):
            return _UNARY, _literal(value)
        case TermRef(name):
            return _UNARY, name
        case InputValue():
            return _UNARY, "?"
        case Negative(operand):
            return _UNARY, f"-{_written(operand, _UNARY)}"
        case Binary(operator, left, right):
            own = _LEVELS.get(operator, _COMPARISON)
            first = own if operator in _LEVELS else _SUM
            return own, f"{_written(left, first)} {operator.value} {_written(right, first + 1)}"
        case If(condition, then, otherwise):
            parts = [_written(each, _IF) for each in (condition, then, otherwise)]
            return _IF, f"if {parts[0]} then {parts[1]} else {parts[2]}"
        case In(operand, tests):
            listed = ", ".join(_inner_test(test) for test in tests.tests)
            return _COMPARISON, f"{_written(operand, _SUM)} in ({listed})"
        case Call(function, arguments):
            return _UNARY, f"{function}({', '.join(_written(each, _IF) for each in arguments)})"
        case ListOf(items):
            return _UNARY, f"[{', '.join(_written(each, _IF) for each in items)}]"
        case Interval():
            return _UNARY, _interval(expression)
        case _:
            assert_never(expression)


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case date():
            return f'date("{value.isoformat()}")'
        case _:
            return f'"{str(value).translate(_ESCAPES)}"'

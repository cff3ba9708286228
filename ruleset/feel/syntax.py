"""The syntax tree of the cell language: FEEL expressions and unary tests.

Every node is a frozen dataclass of plain parts. `span` (0-based characters of the cell's text, end
excluded) takes no part in equality, so that two spellings of one thing are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Span = tuple[int, int]


class Operator(StrEnum):
    """Comparison and arithmetic, spelled as FEEL spells them."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDE = "/"
    POWER = "**"
    AND = "and"
    OR = "or"


def _span() -> Span:
    return field(default=(0, 0), compare=False, repr=False)  # type: ignore[return-value]  # a field


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out. None is FEEL's `null`."""

    value: str | Decimal | bool | date | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TermRef:
    """Another term of the vocabulary, by its name in code."""

    name: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InputValue:
    """`?`: the fact that stands in this column."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Operator
    left: Expression
    right: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, each end open or closed; an end that is None is unbounded."""

    low: Expression | None
    high: Expression | None
    low_closed: bool
    high_closed: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class In:
    """`operand in (tests)`; `between` is an `In` with one closed interval."""

    operand: Expression
    tests: UnaryTests
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function, by its FEEL name (`starts with`), with positional arguments."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Expression, ...]
    span: Span = _span()


Expression = (
    Literal | TermRef | InputValue | Negative | Binary | If | In | Interval | Call | ListOf
)


@dataclass(frozen=True, slots=True)
class ValueTest:
    """The fact equals this value (or, when it evaluates to a list, is one of it)."""

    value: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IntervalTest:
    """The fact lies in the interval; a comparison such as `< 5` is a half-open one."""

    interval: Interval
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class MissingTest:
    """`missing` or `null`; with `present`, the opposite."""

    present: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ExpressionTest:
    """A boolean expression that speaks of `?` or of other terms."""

    expression: Expression
    span: Span = _span()


UnaryTest = ValueTest | IntervalTest | MissingTest | ExpressionTest


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """An input entry: any of the tests holds, or with `negated` none does. No tests: anything."""

    tests: tuple[UnaryTest, ...]
    negated: bool = False
    span: Span = _span()


ANYTHING = UnaryTests(())

Node = Expression | UnaryTest | UnaryTests
"""Anything of the tree."""


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in order of appearance."""
    match node:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case If(condition, then, otherwise):
            return (condition, then, otherwise)
        case Interval(low, high):
            return tuple(end for end in (low, high) if end is not None)
        case In(operand, tests):
            return (operand, *tests.tests)
        case Call(_, arguments):
            return arguments
        case ListOf(items):
            return items
        case ValueTest(value):
            return (value,)
        case IntervalTest(interval):
            return (interval,)
        case ExpressionTest(expression):
            return (expression,)
        case UnaryTests(tests):
            return tests
        case Literal() | TermRef() | InputValue() | MissingTest():
            return ()


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and everything inside it, in order of appearance."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(parts_of(current))


def referenced_terms(node: Node) -> tuple[str, ...]:
    """The names of the terms that the node speaks of, each once, in order of appearance.

    >>> referenced_terms(Binary(Operator.LESS, TermRef("age"), TermRef("limit")))
    ('age', 'limit')
    """
    names = (each.name for each in nodes_of(node) if isinstance(each, TermRef))
    return tuple(dict.fromkeys(names))


def uses_input(node: Node) -> bool:
    """True when `?` stands somewhere in the node, as the column's fact.

    Inside `in ( )` it stands for what is on the left of `in`, and does not count.
    """
    waiting: list[Node] = [node]
    while waiting:
        match waiting.pop():
            case InputValue():
                return True
            case In(operand):
                waiting.append(operand)
            case other:
                waiting += parts_of(other)
    return False


def depth_of(node: Node) -> int:
    """How many nodes stand in each other at the deepest place; a literal has depth 1."""
    deepest = 0
    level: list[Node] = [node]
    while level:
        deepest += 1
        level = [part for each in level for part in parts_of(each)]
    return deepest

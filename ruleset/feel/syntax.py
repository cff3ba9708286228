"""The syntax tree of the cell language: FEEL expressions and unary tests.

Every node is a frozen dataclass of plain parts. `span` (0-based characters of the cell's text, end
excluded) takes no part in equality, so that two spellings of one thing are equal.
"""

from __future__ import annotations

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
    spanless: Span = field(default=(0, 0), compare=False, repr=False)
    return spanless


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out. None is FEEL's `null`."""

    value: str | Decimal | bool | date | None
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class TermRef:
    """Another term of the vocabulary, by its name in code."""

    name: str
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class InputValue:
    """`?`: the fact that stands in this column."""

    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Operator
    left: Expression
    right: Expression
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, each end open or closed; an end that is None is unbounded."""

    low: Expression | None
    high: Expression | None
    low_closed: bool
    high_closed: bool
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class In:
    """`operand in (tests)`; `between` is an `In` with one closed interval."""

    operand: Expression
    tests: UnaryTests
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function, by its FEEL name (`starts with`), with positional arguments."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Expression, ...]
    span: Span = _span()  # noqa: RUF009  # a field


Expression = Literal | TermRef | InputValue | Negative | Binary | If | In | Interval | Call | ListOf


@dataclass(frozen=True, slots=True)
class ValueTest:
    """The fact equals this value (or, when it evaluates to a list, is one of it)."""

    value: Expression
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class IntervalTest:
    """The fact lies in the interval; a comparison such as `< 5` is a half-open one."""

    interval: Interval
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class MissingTest:
    """`missing` or `null`; with `present`, the opposite."""

    present: bool = False
    span: Span = _span()  # noqa: RUF009  # a field


@dataclass(frozen=True, slots=True)
class ExpressionTest:
    """A boolean expression that speaks of `?` or of other terms."""

    expression: Expression
    span: Span = _span()  # noqa: RUF009  # a field


UnaryTest = ValueTest | IntervalTest | MissingTest | ExpressionTest


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """An input entry: any of the tests holds, or with `negated` none does. No tests: anything."""

    tests: tuple[UnaryTest, ...]
    negated: bool = False
    span: Span = _span()  # noqa: RUF009  # a field


ANYTHING = UnaryTests(())

Node = Expression | UnaryTest | UnaryTests
"""Anything of the tree."""

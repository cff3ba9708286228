"""Types of expressions, found before any fact is known, so that mismatches are told in the cell.

What cannot be known (`null`, a term without a type) fits everything. Nothing is refused that could
have a value; refused is what would be null for every fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, assert_never

from ruleset.feel import codes, values
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.functions import FUNCTIONS, Function
from ruleset.feel.pattern import PatternError, compiled_pattern
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
from ruleset.feel.types import Type
from ruleset.feel.unparse import to_feel

Kind = str | None
"""`text`, `number`, `yes/no`, `date`, `list`, `list of text` …; None when it cannot be known."""

_KINDS: Mapping[Type, str] = {
    Type.TEXT: "text",
    Type.WORDS: "text",
    Type.NUMBER: "number",
    Type.MONEY: "number",
    Type.YES_NO: "yes/no",
    Type.DATE: "date",
    Type.SET: "list of text",
}
_TYPES: Mapping[str, Type] = {
    "text": Type.TEXT,
    "number": Type.NUMBER,
    "yes/no": Type.YES_NO,
    "date": Type.DATE,
    "list of text": Type.SET,
}
_NOUNS = {"text": "a text", "number": "a number", "yes/no": "yes or no", "date": "a date"}
_ORDERED = frozenset({"text", "number", "date"})


def type_of(
    expression: Expression, types: Mapping[str, Type], input_type: Type | None
) -> Type | None:
    """The type of what the expression computes; None when it is null or cannot be told.

    `types` has the types of the terms by name, `input_type` that of `?`. Money counts as a number.
    Raises FeelError RS309 where parts do not fit together.

    >>> from ruleset.feel.parse import parse_expression
    >>> type_of(parse_expression("starts - 30", {"starts": "starts"}), {"starts": Type.DATE}, None)
    <Type.DATE: 'date'>
    """
    kind = _Checker(types, None if input_type is None else _KINDS[input_type]).kind(expression)
    return None if kind is None else _TYPES.get(kind)


def check_tests(tests: UnaryTests, types: Mapping[str, Type], type: Type) -> None:
    """Raises FeelError RS309 when a test cannot be one in a column of that type.

    >>> from ruleset.feel.parse import parse_unary_tests
    >>> tests = parse_unary_tests("< Country", Type.NUMBER, {"country": "country"})
    >>> check_tests(tests, {"country": Type.TEXT}, Type.NUMBER)
    Traceback (most recent call last):
    ruleset.feel.errors.FeelError: expected a number, found a text: `country`
    """
    checker = _Checker(types, _KINDS[type])
    for test in tests.tests:
        checker.test(test, "text" if type is Type.SET else _KINDS[type])


def noun(kind: Kind) -> str:
    """The kind as a message says it."""
    if kind is None:
        return "nothing known"
    item = kind.removeprefix("list of ")
    if item != kind:
        return f"a list of {'yes and no' if item == 'yes/no' else item + 's'}"
    return _NOUNS.get(kind, "a list")


def _fits(kind: Kind, wanted: str) -> bool:
    if kind is None or wanted in ("any", "item") or kind == wanted:
        return True
    return kind.startswith("list") and wanted.startswith("list") and "list" in (kind, wanted)


@dataclass(frozen=True, slots=True)
class _Checker:
    types: Mapping[str, Type]
    input_kind: Kind

    def kind(self, expression: Expression) -> Kind:  # noqa: RET503  # _refuse never returns
        match expression:
            case Literal(value):
                return values.kind_of(value)
            case TermRef(name):
                return _KINDS[self.types[name]] if name in self.types else None
            case InputValue():
                return self.input_kind
            case Negative(operand):
                return self.expect(operand, "number")
            case Binary():
                return self.binary(expression)
            case If(condition, then, otherwise):
                self.expect(condition, "yes/no")
                return self.same(then, otherwise, expression.span)
            case In(operand, tests):
                self.is_in(operand, tests)
                return "yes/no"
            case Call(function, arguments):
                return self.call(FUNCTIONS[function], arguments, expression.span)
            case ListOf(items):
                return self.list_of(items)
            case Interval(span=span):
                _refuse(
                    f"{shown(to_feel(expression))} is a range, expected a value",
                    span,
                    "a range is no value",
                    "write what lies in it: `? in [5..10]`",
                )
            case _:
                assert_never(expression)

    def expect(self, expression: Expression, wanted: str) -> Kind:
        """The expression's kind, which must be the wanted one or unknown."""
        kind = self.kind(expression)
        if not _fits(kind, wanted):
            _mismatch(wanted, kind, expression)
        return kind or wanted

    def same(self, one: Expression, other: Expression, span: Span) -> Kind:
        """The kind of two alternatives."""
        first, second = self.kind(one), self.kind(other)
        if first is None or second is None:
            return first or second
        if not _fits(first, second):
            _refuse(
                f"`then` gives {noun(first)}, `else` gives {noun(second)}",
                span,
                "expected two values of one type",
                "make both of the same type",
            )
        return first

    def binary(self, node: Binary) -> Kind:
        match node.operator:
            case Operator.AND | Operator.OR:
                self.expect(node.left, "yes/no")
                self.expect(node.right, "yes/no")
                return "yes/no"
            case Operator.EQUAL | Operator.NOT_EQUAL:
                self.comparable(node, ordered=False)
                return "yes/no"
            case Operator.LESS | Operator.AT_MOST | Operator.MORE | Operator.AT_LEAST:
                self.comparable(node, ordered=True)
                return "yes/no"
            case Operator.PLUS | Operator.MINUS:
                return self.sum(node)
            case Operator.TIMES | Operator.DIVIDE | Operator.POWER:
                self.expect(node.left, "number")
                self.expect(node.right, "number")
                return "number"
            case _:
                assert_never(node.operator)

    def comparable(self, node: Binary, *, ordered: bool) -> None:
        left, right = self.kind(node.left), self.kind(node.right)
        for kind, part in ((left, node.left), (right, node.right)):
            if ordered and kind is not None and kind not in _ORDERED:
                _refuse(
                    f"{shown(to_feel(part))} is {noun(kind)}, which has no order",
                    part.span,
                    f"did not expect {noun(kind)} beside `{node.operator.value}`",
                    "compare with `=`, or ask for one value: `list contains(...)`",
                )
        if left is not None and right is not None and not _fits(left, right):
            _refuse(
                f"{shown(to_feel(node))} compares {noun(left)} with {noun(right)}",
                node.span,
                f"{noun(left)} and {noun(right)}",
                _comparison_help(left, right, node),
            )

    def sum(self, node: Binary) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        plus = node.operator is Operator.PLUS
        sums = {("number", "number"): "number", ("date", "number"): "date"}
        if plus:
            sums |= {("number", "date"): "date", ("text", "text"): "text"}
        else:
            sums |= {("date", "date"): "number"}
        fitting = {
            result
            for (one, other), result in sums.items()
            if left in (one, None) and right in (other, None)
        }
        if not fitting:
            verb = "adds {1} to {0}" if plus else "takes {1} from {0}"
            _refuse(
                f"{shown(to_feel(node))} {verb.format(noun(left), noun(right))}",
                node.span,
                f"{noun(left)} and {noun(right)}",
                "turn a number into text with `string(...)`"
                if plus and "text" in (left, right)
                else "add numbers, texts, or days to a date"
                if plus
                else "subtract numbers, dates, or days from a date",
            )
        return fitting.pop() if len(fitting) == 1 else None

    def is_in(self, operand: Expression, tests: UnaryTests) -> None:
        kind = self.kind(operand)
        for test in tests.tests:
            self.test(test, kind)

    def test(self, test: UnaryTest, kind: Kind) -> None:
        """Checks one test of a value of that kind."""
        match test:
            case ValueTest(value):
                found = self.kind(value)
                listed = found is not None and found in ("list", f"list of {kind}")
                if kind is not None and not listed and not _fits(found, kind):
                    _mismatch(kind, found, value)
            case IntervalTest(interval):
                if kind is not None and kind not in _ORDERED:
                    _refuse(
                        f"{noun(kind)} has no order, so it lies in no range",
                        test.span,
                        "did not expect a range",
                        "write the values themselves",
                    )
                for bound in (interval.low, interval.high):
                    if bound is not None:
                        self.bound(bound, kind)
            case ExpressionTest(expression):
                self.expect(expression, "yes/no")
            case MissingTest():
                pass
            case _:
                assert_never(test)

    def bound(self, bound: Expression, kind: Kind) -> None:
        found = self.kind(bound)
        if kind is not None and not _fits(found, kind):
            _mismatch(kind, found, bound)

    def list_of(self, items: tuple[Expression, ...]) -> str:
        kinds = {kind for kind in map(self.kind, items) if kind is not None}
        return f"list of {kinds.pop()}" if len(kinds) == 1 else "list"

    def call(self, function: Function, arguments: tuple[Expression, ...], span: Span) -> Kind:
        if function.variadic:
            return self.variadic(function, arguments)
        for wanted, argument in zip(function.parameters, arguments, strict=False):
            self.expect(argument, wanted)
        if function.name == "matches":
            _check_pattern(arguments)
        if function.name == "date" and len(arguments) > 1:
            for argument in arguments:
                self.expect(argument, "number")
            if len(arguments) != 3:
                _refuse(
                    "`date` takes a text, or a year, a month and a day",
                    span,
                    "expected three numbers",
                    "write `date(2026, 1, 31)`",
                )
        if function.name == "append":
            return self.kind(arguments[0])
        return function.result

    def variadic(self, function: Function, arguments: tuple[Expression, ...]) -> Kind:
        item = function.parameters[0].removeprefix("list of ")
        if len(arguments) == 1:
            kind = self.kind(arguments[0])
            if kind is None or kind == "list":
                return function.result if function.result != "item" else None
            kinds = [kind.removeprefix("list of ")]
        else:
            kinds = [kind for kind in map(self.kind, arguments) if kind is not None]
        for kind, argument in zip(kinds, arguments, strict=False):
            if item != "list" and kind != item:
                _mismatch(item, kind, argument)
        if function.result != "item":
            return function.result
        if len(set(kinds)) > 1:
            span = arguments[0].span[0], arguments[-1].span[1]
            _refuse(
                f"`{function.name}` compares {noun(kinds[0])} with {noun(kinds[1])}",
                span,
                "expected values of one type",
                "give it values of one type",
            )
        return kinds[0] if kinds else None


def _check_pattern(arguments: tuple[Expression, ...]) -> None:
    """RS309 when the pattern of `matches` is written out and is none."""
    flags = arguments[2] if len(arguments) > 2 else Literal("")
    match arguments[1], flags:
        case Literal(str() as pattern, span), Literal(str() as letters):
            try:
                compiled_pattern(pattern, letters)
            except PatternError as error:
                raise FeelError(
                    codes.WRONG_EXPRESSION_TYPE,
                    f"{shown(pattern)} is not a pattern: {error}",
                    span,
                    label="expected a pattern",
                    help='use `contains(?, "...")` to look for a text as it stands',
                ) from error


def _comparison_help(left: str, right: str, node: Binary) -> str:
    if left == f"list of {right}":
        return f"write `list contains({to_feel(node.left)}, {to_feel(node.right)})`"
    if right == f"list of {left}":
        return f"write `list contains({to_feel(node.right)}, {to_feel(node.left)})`"
    for kind, part in ((left, node.left), (right, node.right)):
        if kind == "text" and isinstance(part, Literal):
            other = right if part is node.left else left
            return f"compare with {noun(other)}; texts stand in quotes, numbers and dates do not"
    return "compare values of one type"


def _mismatch(wanted: str, kind: Kind, expression: Expression) -> NoReturn:
    found = shown(to_feel(expression))
    _refuse(
        f"expected {noun(wanted)}, found {noun(kind)}: {found}",
        expression.span,
        f"{noun(kind)}",
        f"write {noun(wanted)} here"
        + (f", such as a comparison: `{to_feel(expression)} = ...`" if wanted == "yes/no" else ""),
    )


def _refuse(message: str, span: Span, label: str, help: str) -> NoReturn:
    raise FeelError(codes.WRONG_EXPRESSION_TYPE, message, span, label=label, help=help)

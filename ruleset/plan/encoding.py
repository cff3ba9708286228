"""Tests, outputs and values as plain JSON, and back. The file's layout is in `codec`.

| part | JSON |
|---|---|
| a value | text and dates as strings, numbers as strings, yes/no as booleans, a set as a list |
| anything | `"-"` |
| a value set | a list: a value is itself, an interval is `[low, high, "[)"]`, missing is `null` |
| words, a set | `{"any": [...]}` or `{"none": [...]}`, with `"missing"` whether missing passes |
| an expression | `{"feel": [...], "terms": [...]}`, its syntax tree |

A column's type says how to read the strings, as it does for a spreadsheet's cells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ruleset.dmn.form import TermType, Value
from ruleset.plan.form import ANYTHING, Accepts, Computed, Constant, Holds, Mentions, Output, Test
from ruleset.space.value_set import Interval, Scalar, ValueSet, point

_NODE_NAMES = (
    "Literal",
    "TermRef",
    "InputValue",
    "Negative",
    "Binary",
    "If",
    "Interval",
    "In",
    "Call",
    "ListOf",
    "ValueTest",
    "IntervalTest",
    "MissingTest",
    "ExpressionTest",
    "UnaryTests",
)


@cache
def _nodes() -> dict[str, tuple[Any, tuple[str, ...]]]:
    """The kinds of node by name, each with its fields. Loaded when rules have expressions."""
    from ruleset.feel import syntax

    kinds = {name: getattr(syntax, name) for name in _NODE_NAMES}
    return {
        name: (kind, tuple(each.name for each in fields(kind) if each.name != "span"))
        for name, kind in kinds.items()
    }


def encode_value(value: Value | None) -> Any:
    """The value as JSON; the term's type reads it back."""
    match value:
        case None | bool() | str():
            return value
        case frozenset():
            return sorted(value)
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()


def plain_number(value: Decimal) -> str:
    """The number without an exponent or zeros that say nothing.

    >>> plain_number(Decimal("1.50")), plain_number(Decimal("2E+3"))
    ('1.5', '2000')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def value_reader(type_: TermType) -> Callable[[Any], Value | None]:
    """The function that reads back what `encode_value` wrote for a term of that type."""
    if type_.is_number:
        return lambda raw: None if raw is None else Decimal(raw)
    if type_ is TermType.DATE:
        return lambda raw: None if raw is None else date.fromisoformat(raw)
    if type_ is TermType.YES_NO:
        return lambda raw: None if raw is None else _checked(raw, bool)
    if type_ is TermType.SET:
        return lambda raw: None if raw is None else frozenset(_checked(raw, list))
    return lambda raw: None if raw is None else _checked(raw, str)


def _checked(raw: Any, wanted: type) -> Any:
    if not isinstance(raw, wanted):
        raise TypeError(f"expected {wanted.__name__}, found {raw!r}")
    return raw


def encode_test(test: Test) -> Any:
    match test:
        case Accepts(values):
            if test == ANYTHING:
                return "-"
            items = [_encode_interval(each) for each in values.intervals]
            return [*items, None] if values.missing else items
        case Mentions(atoms, negated, missing):
            return {"none" if negated else "any": list(atoms), "missing": missing}
        case Holds(tests, terms):
            return {"feel": encode_node(tests), "terms": list(terms)}


def decode_test(raw: Any, read: Callable[[Any], Any]) -> Test:
    """The test that `encode_test` wrote; `read` reads the values of the column's type."""
    if raw == "-":
        return ANYTHING
    if isinstance(raw, list):
        return Accepts(
            ValueSet(
                tuple(_decode_interval(each, read) for each in raw if each is not None),
                None in raw,
            )
        )
    if "feel" in raw:
        return Holds(decode_node(raw["feel"]), tuple(raw["terms"]))
    negated = "none" in raw
    return Mentions(tuple(raw["none" if negated else "any"]), negated, raw["missing"])


def _encode_interval(interval: Interval) -> Any:
    if interval.is_point:
        return encode_value(interval.low)
    ends = ("[" if interval.low_closed else "(") + ("]" if interval.high_closed else ")")
    return [encode_value(interval.low), encode_value(interval.high), ends]


def _decode_interval(raw: Any, read: Callable[[Any], Scalar | None]) -> Interval:
    if not isinstance(raw, list):
        value = read(raw)
        assert value is not None
        return point(value)
    low, high, ends = raw
    return Interval(read(low), read(high), ends[0] == "[", ends[1] == "]")


def encode_output(output: Output) -> Any:
    if isinstance(output, Constant):
        return encode_value(output.value)
    return {"feel": encode_node(output.expression), "terms": list(output.terms)}


def decode_output(raw: Any, read: Callable[[Any], Value | None]) -> Output:
    if isinstance(raw, dict):
        return Computed(decode_node(raw["feel"]), tuple(raw["terms"]))
    return Constant(read(raw))


def encode_node(node: Any) -> Any:
    """A syntax tree as nested lists, the node's name first; spans are left out."""
    match node:
        case None | bool() | str():
            return node
        case Decimal():
            return {"number": plain_number(node)}
        case date():
            return {"date": node.isoformat()}
        case tuple():
            return {"items": [encode_node(each) for each in node]}
    name = type(node).__name__
    return [name, *(encode_node(getattr(node, each)) for each in _nodes()[name][1])]


def decode_node(raw: Any) -> Any:
    """The tree that `encode_node` wrote."""
    if isinstance(raw, list):
        from ruleset.feel.syntax import Operator

        name, *parts = raw
        kind, names = _nodes()[name]
        made = dict(zip(names, map(decode_node, parts), strict=True))
        if "operator" in made:
            made["operator"] = Operator(made["operator"])
        return kind(**made)
    if isinstance(raw, dict):
        if "number" in raw:
            return Decimal(raw["number"])
        if "date" in raw:
            return date.fromisoformat(raw["date"])
        return tuple(decode_node(each) for each in raw["items"])
    return raw

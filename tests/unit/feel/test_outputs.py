"""Output entries and single values: what is read, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ruleset.feel.errors import FeelError
from ruleset.feel.parse import (
    parse_expression,
    parse_output,
    parse_unary_tests,
    parse_value,
    split_values,
)
from ruleset.feel.syntax import ListOf, Literal
from ruleset.feel.types import Type, Value
from ruleset.feel.unparse import to_feel
from unit.feel.reading_cases import NAMES, cases, identity


@pytest.mark.parametrize(("text", "column", "expected"), list(cases("outputs.txt")), ids=identity)
def test_output_is_read(text: str, column: Type, expected: tuple[str, ...]) -> None:
    """The cell yields the expression beside it, and its canonical text is the same expression."""
    expression = parse_output(text, column, NAMES)
    assert to_feel(expression) == expected[0]
    if not column.is_textual:
        assert parse_output(expected[0], column, NAMES) == expression
    assert parse_expression(expected[0], NAMES) == expression


@pytest.mark.parametrize(
    ("text", "column", "expected"), list(cases("outputs_refused.txt")), ids=identity
)
def test_output_is_refused(text: str, column: Type, expected: tuple[str, ...]) -> None:
    """The error has the code, underlines the characters, and says what to type."""
    with pytest.raises(FeelError) as caught:
        parse_output(text, column, NAMES)
    error = caught.value
    start, end = error.span
    assert (error.code, text[start:end], error.label, error.help) == expected


VALUES: list[tuple[str, Type, Value]] = [
    ("UK", Type.TEXT, "UK"),
    (" any, thing ", Type.TEXT, " any, thing "),
    ("", Type.TEXT, ""),
    ("I want an MSc", Type.WORDS, "I want an MSc"),
    ("5", Type.NUMBER, Decimal(5)),
    (" 5 ", Type.NUMBER, Decimal(5)),
    ("-5", Type.NUMBER, Decimal(-5)),
    ("+5", Type.NUMBER, Decimal(5)),
    ("1e3", Type.NUMBER, Decimal(1000)),
    ("15,000.50", Type.NUMBER, Decimal("15000.5")),
    ("15k", Type.MONEY, Decimal(15000)),
    ("$15,000", Type.MONEY, Decimal(15000)),
    ("-$5", Type.MONEY, Decimal(-5)),
    ("$-5", Type.MONEY, Decimal(-5)),
    ("15000 USD", Type.MONEY, Decimal(15000)),
    ("10%", Type.NUMBER, Decimal("0.1")),
    ("yes", Type.YES_NO, True),
    ("FALSE", Type.YES_NO, False),
    ("y", Type.YES_NO, True),
    ("2026-01-31", Type.DATE, date(2026, 1, 31)),
    ("UK, IE, UK", Type.SET, frozenset({"UK", "IE"})),
    ('"Korea, South"', Type.SET, frozenset({"Korea, South"})),
]


@pytest.mark.parametrize(("text", "type", "expected"), VALUES, ids=identity)
def test_value_is_read(text: str, type: Type, expected: Value) -> None:
    """One value, of the type's kind."""
    found = parse_value(text, type)
    assert found == expected
    assert found.__class__ is expected.__class__


BAD_VALUES = [
    ("", Type.NUMBER, "RS303"),
    ("x", Type.NUMBER, "RS303"),
    ("1,5", Type.NUMBER, "RS310"),
    ("$5", Type.NUMBER, "RS303"),
    ("5 6", Type.NUMBER, "RS303"),
    ("nan", Type.NUMBER, "RS303"),
    ("inf", Type.NUMBER, "RS303"),
    ("1e99999", Type.NUMBER, "RS303"),
    ("€5", Type.MONEY, "RS303"),
    ("maybe", Type.YES_NO, "RS303"),
    ("wahr", Type.YES_NO, "RS303"),
    ("31/01/2026", Type.DATE, "RS303"),
    ("01/02/2026", Type.DATE, "RS310"),
    ("2026-02-30", Type.DATE, "RS303"),
    ("soon", Type.DATE, "RS303"),
    ("UK,,IE", Type.SET, "RS301"),
    ('"UK', Type.SET, "RS301"),
]


@pytest.mark.parametrize(("text", "type", "code"), BAD_VALUES, ids=identity)
def test_value_is_refused(text: str, type: Type, code: str) -> None:
    """What is no value of the type has an error with its code and a way to mend it."""
    with pytest.raises(FeelError) as caught:
        parse_value(text, type)
    assert caught.value.code == code
    assert caught.value.help


def test_long_text_output_stays_as_it_is() -> None:
    """A bare text may be as long as a spreadsheet's cell."""
    text = "Write a letter, then wait. " * 1200
    assert parse_output(text, Type.TEXT) == Literal(text.strip())


def test_numbers_have_one_form() -> None:
    """One number has one decimal, whatever its spelling, so that files made of it are equal."""
    forms = {
        repr(parse_value(text, Type.NUMBER)) for text in ("15000", "15k", "1.5e4", "15,000.00")
    }
    assert forms == {"Decimal('15000')"}


def test_values_between_commas() -> None:
    """Quotes protect commas; an empty text holds no values."""
    assert split_values('a, "b, c"') == ("a", "b, c")
    assert split_values(" ") == ()


def test_error_survives_pickling() -> None:
    """Every field comes back."""
    import pickle

    with pytest.raises(FeelError) as caught:
        parse_unary_tests("18..", Type.NUMBER)
    error = caught.value
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.message, copy.span, copy.label, copy.help) == (
        error.code,
        error.message,
        error.span,
        error.label,
        error.help,
    )


def test_set_output_of_expression_is_no_list_of_its_text() -> None:
    """Only bare or quoted texts are listed; joined texts are computed."""
    assert parse_output('"a" + "b"', Type.SET) != ListOf((Literal("a"), Literal("b")))

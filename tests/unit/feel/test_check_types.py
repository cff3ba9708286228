"""Types of expressions: what they are, and which mismatches are told before any fact is known."""

from __future__ import annotations

import pytest

from ruleset.feel.check_types import check_tests, type_of
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_expression, parse_unary_tests
from ruleset.feel.types import Type
from unit.feel.reading_cases import NAMES, TYPES, identity

TYPED: list[tuple[str, Type | None]] = [
    ("1", Type.NUMBER),
    ('"a"', Type.TEXT),
    ("true", Type.YES_NO),
    ("2026-01-31", Type.DATE),
    ("null", None),
    ("Age", Type.NUMBER),
    ("Countries", Type.SET),
    ("Age + 1", Type.NUMBER),
    ('Home country + "a"', Type.TEXT),
    ("Start date + 1", Type.DATE),
    ("1 + Start date", Type.DATE),
    ("Start date - Start date", Type.NUMBER),
    ("Start date - 1", Type.DATE),
    ("Age > 1", Type.YES_NO),
    ("Age = null", Type.YES_NO),
    ("Has mentor and Age > 1", Type.YES_NO),
    ("Age in (1, 2)", Type.YES_NO),
    ('"UK" in Countries', Type.YES_NO),
    ("Age in [1, 2]", Type.YES_NO),
    ("if Has mentor then 1 else 2", Type.NUMBER),
    ("if Has mentor then null else 2", Type.NUMBER),
    ("max(1, 2)", Type.NUMBER),
    ('max("a", "b")', Type.TEXT),
    ("max([1, 2])", Type.NUMBER),
    ("max(Countries)", Type.TEXT),
    ("count(Countries)", Type.NUMBER),
    ("sum(1, Age)", Type.NUMBER),
    ("lower case(Home country)", Type.TEXT),
    ("date(2026, 1, 31)", Type.DATE),
    ("year(Start date)", Type.NUMBER),
    ('["a", "b"]', Type.SET),
    ("[1, 2]", None),
    ('append(Countries, "UK")', Type.SET),
    ("?", Type.NUMBER),
    ("? / 2", Type.NUMBER),
    ("null + 1", None),
    ("-Age", Type.NUMBER),
]


@pytest.mark.parametrize(("text", "expected"), TYPED, ids=identity)
def test_type_is_known(text: str, expected: Type | None) -> None:
    """The type of the value, where `?` is a number."""
    assert type_of(parse_expression(text, NAMES), TYPES, Type.NUMBER) is expected


MISMATCHES: list[tuple[str, str]] = [
    # expression, the characters underlined
    ('Age + "a"', 'Age + "a"'),
    ('"a" - "b"', '"a" - "b"'),
    ("Start date + Start date", "Start date + Start date"),
    ("1 - Start date", "1 - Start date"),
    ("Has mentor + 1", "Has mentor + 1"),
    ('Age * "a"', '"a"'),
    ("Home country / 2", "Home country"),
    ('-"a"', '"a"'),
    ("Age = Home country", "Age = Home country"),
    ("Start date > 5", "Start date > 5"),
    ('Start date = "2026-01-31"', 'Start date = "2026-01-31"'),
    ("Has mentor > true", "Has mentor"),
    ('Countries = "UK"', 'Countries = "UK"'),
    ("Countries > 5", "Countries"),
    ("Age and Has mentor", "Age"),
    ("Has mentor or Home country", "Home country"),
    ("not(Age)", "Age"),
    ("if Age then 1 else 2", "Age"),
    ('if Has mentor then 1 else "a"', 'if Has mentor then 1 else "a"'),
    ('Age in ("a", 2)', '"a"'),
    ('Age in ["a".."b"]', '"a"'),
    ("Age in Countries", "Countries"),
    ("Has mentor in [1..2]", "[1..2]"),
    ("contains(Age, 5)", "Age"),
    ('contains(Countries, "UK")', "Countries"),
    ("lower case(5)", "5"),
    ("abs(Home country)", "Home country"),
    ("year(Age)", "Age"),
    ("count(Age)", "Age"),
    ('sum(1, "a")', '"a"'),
    ("sum(Countries)", "Countries"),
    ('max(1, "a")', '1, "a"'),
    ("all(1, 2)", "1"),
    ("date(2026, 1)", "date(2026, 1)"),
    ('date("x", 1, 2)', '"x"'),
    ('matches(Home country, "(")', '"("'),
    ('matches(Home country, "a(?=b)")', '"a(?=b)"'),
    ('matches(Home country, "a", "q")', '"a"'),
    ("1 + [1..2]", "[1..2]"),
]


@pytest.mark.parametrize(("text", "underlined"), MISMATCHES, ids=identity)
def test_mismatch_is_told(text: str, underlined: str) -> None:
    """RS309, with the characters at fault and what to do."""
    with pytest.raises(FeelError) as caught:
        type_of(parse_expression(text, NAMES), TYPES, Type.NUMBER)
    error = caught.value
    start, end = error.span
    assert (error.code, text[start:end]) == ("RS309", underlined)
    assert error.label
    assert error.help


ENTRIES: list[tuple[str, Type, str]] = [
    ("< Home country", Type.NUMBER, "Home country"),
    ("Has mentor", Type.NUMBER, "Has mentor"),
    ("[Start date..5]", Type.NUMBER, "Start date"),
    ("? > Age", Type.DATE, "Age"),
    ("? = Age", Type.TEXT, "Age"),
    ("? + 1 > 5", Type.DATE, "? + 1 > 5"),
    ('? * 2 > "a"', Type.NUMBER, '? * 2 > "a"'),
    ("Age", Type.YES_NO, "Age"),
    ("Age and Has mentor", Type.YES_NO, "Age"),
    ('? = "UK"', Type.SET, '? = "UK"'),
    ('? in ("UK", "IE")', Type.SET, '"UK"'),
    ("contains(?, 5)", Type.TEXT, "5"),
    ("max(1, 2)", Type.DATE, "max(1, 2)"),
]


@pytest.mark.parametrize(("text", "column", "underlined"), ENTRIES, ids=identity)
def test_entry_of_the_wrong_type_is_told(text: str, column: Type, underlined: str) -> None:
    """A test that could hold for no fact of the column is refused."""
    tests = parse_unary_tests(text, column, NAMES)
    with pytest.raises(FeelError) as caught:
        check_tests(tests, TYPES, column)
    start, end = caught.value.span
    assert (caught.value.code, text[start:end]) == ("RS309", underlined)


def test_messages_speak_of_things_not_of_programs() -> None:
    """The words of a mismatch are the author's."""
    with pytest.raises(FeelError) as caught:
        type_of(parse_expression('Countries = "UK"', NAMES), TYPES, None)
    error = caught.value
    assert error.message == '`countries = "UK"` compares a list of texts with a text'
    assert error.help == 'write `list contains(countries, "UK")`'


def test_terms_without_a_type_fit_everywhere() -> None:
    """What is not known is not refused."""
    expression = parse_expression("Age + 1", NAMES)
    assert type_of(expression, {}, None) is None

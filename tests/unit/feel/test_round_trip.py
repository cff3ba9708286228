"""Parsing and printing are inverse, spans are right, and no text at all breaks the parser."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruleset.feel.check_types import check_tests, type_of
from ruleset.feel.entries import item_lexemes
from ruleset.feel.errors import FeelError
from ruleset.feel.evaluate import compiled, compiled_tests
from ruleset.feel.meaning import checked_tests
from ruleset.feel.names import Spellings
from ruleset.feel.parse import (
    _test_lexemes,
    parse_expression,
    parse_output,
    parse_unary_tests,
    parse_value,
    parsed_tests,
)
from ruleset.feel.references import nodes_of, referenced_terms
from ruleset.feel.short_ways import plain_list, plain_number_test, plain_text_tests
from ruleset.feel.syntax import Expression, TermRef, UnaryTests
from ruleset.feel.types import Type
from ruleset.feel.unparse import to_feel
from unit.feel.reading_cases import NAMES, TYPES, cases
from unit.feel.trees import days, expressions, numbers, texts, unary_tests


@given(expression=expressions)
def test_expression_round_trip(expression: Expression) -> None:
    """The canonical text of any expression is read as that expression."""
    assert parse_expression(to_feel(expression), NAMES) == expression


@given(tests=unary_tests(numbers))
def test_number_tests_round_trip(tests: UnaryTests) -> None:
    """So it is with the entries of a number column."""
    assert parse_unary_tests(to_feel(tests), Type.NUMBER, NAMES) == tests


@given(tests=unary_tests(texts))
def test_text_tests_round_trip(tests: UnaryTests) -> None:
    """And of a text column, whatever its texts hold."""
    assert parse_unary_tests(to_feel(tests), Type.TEXT, NAMES) == tests


@given(tests=unary_tests(days))
def test_date_tests_round_trip(tests: UnaryTests) -> None:
    """And of a date column."""
    assert parse_unary_tests(to_feel(tests), Type.DATE, NAMES) == tests


_PIECES = st.sampled_from(
    [
        *" ,()[]<>=?-+*/\"'.%$€;:!&|@#\n",
        "..",
        "<=",
        "not(",
        "and",
        "or",
        "if ",
        " then ",
        " else ",
        " in ",
        "between ",
        "5",
        "15,000",
        "1,5",
        "15k",
        "10%",
        "2026-01-31",
        "12/05/2026",
        '"a"',
        '"',
        "Budget tier",
        "Age",
        "missing",
        "present",
        "yes",
        "UK",
        "max(",
        "date(",
        "starts with(",
        "matches(",
        "to",
        "from ",
        "at least ",
        " or more",
        "\\",
        "–",
        "日",
        "\x00",
        "\ud800",
    ]
)
_GARBAGE = st.one_of(st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=30))
FACTS = {"age": None}


@given(text=_GARBAGE, column=st.sampled_from(list(Type)))
def test_any_text_is_read_or_refused(text: str, column: Type) -> None:
    """Every text gives a tree that can be checked, run and printed, or an error with its place."""
    try:
        tests = parse_unary_tests(text, column, NAMES)
        check_tests(tests, TYPES, column)
    except FeelError as error:
        start, end = error.span
        assert 0 <= start <= end <= max(len(text), 1)
        assert error.help
        assert error.label
        return
    assert compiled_tests(tests, column)(None, FACTS) in (True, False, None)
    assert parse_unary_tests(to_feel(tests), column, NAMES) == tests


@given(text=_GARBAGE, column=st.sampled_from(list(Type)))
def test_any_output_is_read_or_refused(text: str, column: Type) -> None:
    """Output entries too."""
    try:
        expression = parse_output(text, column, NAMES)
        type_of(expression, TYPES, None)
    except FeelError as error:
        assert 0 <= error.span[0] <= error.span[1] <= max(len(text), 1)
        return
    compiled(expression)(None, FACTS)
    assert parse_expression(to_feel(expression), NAMES) == expression


@given(text=_GARBAGE, type=st.sampled_from(list(Type)))
def test_any_value_is_read_or_refused(text: str, type: Type) -> None:
    """And single values."""
    try:
        parse_value(text, type)
    except FeelError as error:
        assert 0 <= error.span[0] <= error.span[1] <= max(len(text), 1)


_SPELLINGS = Spellings(NAMES)
_ACCEPTED = list(cases("accepted.txt"))


def test_short_ways_equal_the_grammar() -> None:
    """Cells that are read without the grammar give the tree that the grammar gives."""
    short = 0
    for text, column, _ in _ACCEPTED:
        if column.is_number and (fast := plain_number_test(text)) is not None:
            short += 1
            slow = parsed_tests(text, _test_lexemes(text, column, _SPELLINGS), column)
            assert (fast, _spans(fast)) == (slow, _spans(slow))
        if column.is_textual and "?" not in text and text.strip() not in ("", "-", "–"):
            lexemes = item_lexemes(text, column)
            plain = plain_text_tests(text, column)
            if plain is not None:
                slow = checked_tests(text, parsed_tests(text, lexemes, column), column)
                assert (plain, _spans(plain)) == (slow, _spans(slow))
            listed = plain_list(lexemes)
            if listed is not None:
                short += 1
                slow = parsed_tests(text, lexemes, column)
                assert (listed, _spans(listed)) == (slow, _spans(slow))
    assert short > 50


@given(
    text=st.lists(st.sampled_from([*"a,.-– Яß\t", "null", "PRESENT", "and"]), max_size=9).map(
        "".join
    ),
    column=st.sampled_from([Type.TEXT, Type.WORDS, Type.SET]),
)
def test_short_way_of_texts_equals_the_grammar(text: str, column: Type) -> None:
    """For every list of bare texts that it takes."""
    plain = plain_text_tests(text, column)
    if plain is not None:
        slow = parsed_tests(text, item_lexemes(text, column), column)
        assert (plain, _spans(plain)) == (slow, _spans(slow))
        assert checked_tests(text, slow, column) == slow


@given(
    text=st.from_regex(r"\A(<=|>=|<|>)? ?-?\d{1,4}(\.\d{1,2})?\Z")
    | st.from_regex(r"\A[\[(]-?\d{1,3}(\.\d)?\.\.-?\d{1,3}(\.\d)?[\])]\Z")
)
def test_short_way_of_numbers_equals_the_grammar(text: str) -> None:
    """For every number, comparison and interval that it takes."""
    fast = plain_number_test(text)
    if fast is not None:
        slow = parsed_tests(text, _test_lexemes(text, Type.NUMBER, _SPELLINGS), Type.NUMBER)
        assert (fast, _spans(fast)) == (slow, _spans(slow))


def _spans(tests: UnaryTests) -> list[tuple[int, int]]:
    return [node.span for node in nodes_of(tests)]


def test_spans_cover_what_was_written() -> None:
    """Every node of every accepted cell knows the characters that it came from."""
    for text, column, _ in _ACCEPTED:
        for node in nodes_of(parse_unary_tests(text, column, NAMES)):
            start, end = node.span
            assert 0 <= start <= end <= len(text)
            if isinstance(node, TermRef):
                written = " ".join(text[start:end].casefold().split())
                assert NAMES[written] == node.name


def test_terms_in_order_of_appearance() -> None:
    """Each once, by its name in code."""
    expression = parse_expression("GPA * Age > max(Age, GPA) or Has mentor", NAMES)
    assert referenced_terms(expression) == ("gpa", "age", "has_mentor")


HOSTILE = [
    ("(" * 10_000, Type.NUMBER),
    ("(" * 3_000, Type.NUMBER),
    ("((" * 60 + "5" + "))" * 60, Type.NUMBER),
    ("[" * 3_000, Type.NUMBER),
    ("- " * 1_900 + "?", Type.NUMBER),
    ("? > 1" + " and ? > 1" * 300, Type.NUMBER),
    ("? > 1" + "+1" * 1_500, Type.NUMBER),
    ("not(" * 900, Type.NUMBER),
    ("abs(" * 900 + "?" + ")" * 900, Type.NUMBER),
    ("if true then " * 250 + "1", Type.YES_NO),
    ("1" * 100_000, Type.NUMBER),
    ("5, " * 40_000, Type.NUMBER),
    ('"' * 3_999, Type.NUMBER),
    ('"\\' * 1_999, Type.NUMBER),
    ("a" * 100_000, Type.TEXT),
    ("(" * 30_000, Type.TEXT),
    ("?" * 4_000, Type.TEXT),
    ('"a"?' * 900, Type.TEXT),
    ("1,2," * 900, Type.NUMBER),
    ("1.1" * 1_000, Type.NUMBER),
    ("5 " * 1_900, Type.NUMBER),
    ("Budget " * 500, Type.NUMBER),
    ("12/05/2026 " * 300, Type.DATE),
    ("jan " * 900, Type.DATE),
]


@pytest.mark.parametrize(("text", "column"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_cells_are_refused_at_once(text: str, column: Type) -> None:
    """Very long or very deep cells end in an error, in little time."""
    started = time.perf_counter()
    with pytest.raises(FeelError) as caught:
        parse_unary_tests(text, column, NAMES)
    assert time.perf_counter() - started < 0.5
    assert len(caught.value.message) < 420
    assert len(caught.value.help or "") < 420


def test_long_lists_of_words_are_read() -> None:
    """A cell of keywords may be as long as a cell can be."""
    words = [f"word{number}" for number in range(4_000)]
    tests = parse_unary_tests(", ".join(words)[:32_000].rpartition(",")[0], Type.WORDS)
    assert len(tests.tests) > 3_000

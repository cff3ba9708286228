"""Reading cells: input entries, output entries, expressions and single values.

Text becomes lexemes (`entries` in text columns, else `lexer`, `brackets` and `friendly`), these
become a tree (`grammar.lark`, `tree`), and the tree is checked against the column's type
(`meaning`). The commonest cells, plain values and lists, take a shorter way to the same tree.

Results are remembered a text, type and mapping of names; a mapping must not change afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ruleset.feel import codes
from ruleset.feel.brackets import paired
from ruleset.feel.entries import asks_for_expression, item_lexemes
from ruleset.feel.errors import FeelError
from ruleset.feel.friendly import with_ranges
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.lexer import STRING, Lexeme, lexemes_of, unquoted
from ruleset.feel.meaning import check_depth, check_literal, checked_tests
from ruleset.feel.messages import does_not_parse, not_equal_test
from ruleset.feel.names import Spellings
from ruleset.feel.short_ways import BLANK_ENTRIES, plain_list, plain_number_test, plain_text_tests
from ruleset.feel.single_values import item_text, parse_value, split_values
from ruleset.feel.spellings import (
    number_from,
)
from ruleset.feel.syntax import (
    ANYTHING,
    Expression,
    ListOf,
    Literal,
    UnaryTests,
)
from ruleset.feel.types import Type
from ruleset.feel.unknown import refuse_unknown

__all__ = [
    "parse_expression",
    "parse_output",
    "parse_unary_tests",
    "parse_value",
    "split_values",
]

MOST_CHARACTERS = 4_000
"""The longest expression. Lists of texts may be as long as a cell of a spreadsheet."""

MOST_IN_LISTS = 32_767

NO_NAMES: Mapping[str, str] = MappingProxyType({})

_MOST_REMEMBERED = 200_000
_MOST_MAPPINGS = 16
_STARTS_IF = re.compile(r"if\b.*\bthen\b.*\belse\b", re.IGNORECASE | re.DOTALL)
_STARTS_CALL = re.compile(
    "(?:" + "|".join(name.replace(" ", r"\s+") for name in FUNCTIONS) + r")\s*\(", re.IGNORECASE
)
_STRING_ALONE = re.compile(rf"\s*({STRING})\s*\Z", re.DOTALL)


class _Reader:
    """The spellings of one mapping of names, and what was read with them."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.spellings = Spellings(names)
        self.tests: dict[tuple[str, Type], UnaryTests] = {}


_readers: dict[int, _Reader] = {}


def _reader(names: Mapping[str, str]) -> _Reader:
    known = _readers.get(id(names))
    if known is None or known.names is not names:
        if len(_readers) >= _MOST_MAPPINGS:
            _readers.clear()
        known = _readers[id(names)] = _Reader(names)
    return known


def parse_unary_tests(text: str, type: Type, names: Mapping[str, str] = NO_NAMES) -> UnaryTests:
    """The tests of an input entry in a column of that type.

    `names` maps every spelling that a cell may use for a term to the term's name in code. Raises
    FeelError (RS301, RS303, RS306 to RS310) with the characters at fault and what to type.

    >>> parse_unary_tests("UK, IE", Type.TEXT).tests
    (ValueTest(value=Literal(value='UK')), ValueTest(value=Literal(value='IE')))
    >>> parse_unary_tests("15k-30k", Type.MONEY) == parse_unary_tests("[15000..30000]", Type.MONEY)
    True
    """
    reader = _reader(names)
    known = reader.tests.get((text, type))
    if known is None:
        known = _tests(text, type, reader.spellings)
        if len(reader.tests) >= _MOST_REMEMBERED:
            reader.tests.clear()
        reader.tests[text, type] = known
    return known


def _tests(text: str, type: Type, names: Spellings[str]) -> UnaryTests:
    if text.strip() in BLANK_ENTRIES:
        return ANYTHING
    listed = type.is_textual and not asks_for_expression(text)
    _check_length(text, MOST_IN_LISTS if listed else MOST_CHARACTERS)
    if listed:
        fast = plain_text_tests(text, type)
        if fast is not None:
            return fast
        lexemes = item_lexemes(text, type)
        simple = plain_list(lexemes)
        tests = simple if simple is not None else parsed_tests(text, lexemes, type)
    else:
        fast = plain_number_test(text) if type.is_number else None
        if fast is not None:
            return fast
        tests = parsed_tests(text, _test_lexemes(text, type, names), type)
    return checked_tests(text, tests, type)


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"the cell holds {len(text):,} characters, at most {most:,} can be read",
            (most, len(text)),
            label="too long",
            help="split it over several rows",
        )


def _test_lexemes(text: str, type: Type, names: Spellings[str]) -> list[Lexeme]:
    found = lexemes_of(text, names, type, tests=True)
    refuse_unknown(text, found, names, type, tests=True)
    return with_ranges(text, paired(text, found, tests=True))


def parsed_tests(text: str, lexemes: Sequence[Lexeme], type: Type) -> UnaryTests:
    """The tests that the lexemes make by the grammar, not yet checked against the type."""
    for index, lexeme in enumerate(lexemes):
        starts = index == 0 or lexemes[index - 1].kind in ("COMMA", "NOT_OPEN", "IN_OPEN", "IN")
        if starts and lexeme.kind == "COMPARE" and lexeme.value == "!=":
            raise not_equal_test(text, lexemes, index)
    tests = _parsed(text, lexemes, "unary_tests", type)
    assert isinstance(tests, UnaryTests)  # noqa: S101  # by the grammar's start rule
    return replace(tests, span=(lexemes[0].start, lexemes[-1].end))


def _parsed(text: str, lexemes: Sequence[Lexeme], start: str, type: Type | None) -> Any:
    from ruleset.feel.grammar import UnexpectedError, parsed

    known = list(_with_numbers(lexemes, type))
    try:
        return parsed(known, start)
    except UnexpectedError as error:
        tests = start == "unary_tests"
        raise does_not_parse(text, known, error.index, type, tests=tests) from None


def _with_numbers(lexemes: Sequence[Lexeme], type: Type | None) -> Iterator[Lexeme]:
    """The lexemes with the numbers' texts read: in number columns, money may not be named."""
    money = {Type.MONEY: True, Type.NUMBER: False}.get(type) if type is not None else None
    for lexeme in lexemes:
        if lexeme.kind == "NUMBER":
            value = number_from(lexeme.text, lexeme.span, money=money)
            yield replace(lexeme, value=value)
        else:
            yield lexeme


def parse_expression(text: str, names: Mapping[str, str] = NO_NAMES) -> Expression:
    """The FEEL expression of the whole text. Raises FeelError.

    >>> parse_expression("-Age", {"age": "age"})
    Negative(operand=TermRef(name='age'))
    """
    return _expression(text, _reader(names).spellings, None)


def _expression(text: str, names: Spellings[str], type: Type | None) -> Expression:
    _check_length(text, MOST_CHARACTERS)
    found = lexemes_of(text, names, type, tests=False)
    if not found:
        raise FeelError(codes.DOES_NOT_PARSE, "there is nothing to read", (0, 0))
    refuse_unknown(text, found, names, type, tests=False)
    expression: Expression = _parsed(text, paired(text, found, tests=False), "expression", type)
    check_depth(text, expression)
    return expression


def parse_output(text: str, type: Type, names: Mapping[str, str] = NO_NAMES) -> Expression:
    """The expression of an output entry in a column of that type; blank is `Literal(None)`.

    Bare text in text columns is itself, whatever it holds, unless it starts with a quote, is an
    `if ... then ... else ...`, or calls a function. Raises FeelError.

    >>> parse_output("visa_uk, then pack", Type.TEXT)
    Literal(value='visa_uk, then pack')
    >>> parse_output("UK, IE", Type.SET)
    ListOf(items=(Literal(value='UK'), Literal(value='IE')))
    """
    stripped = text.strip()
    if not stripped:
        return Literal(None)
    names_known = _reader(names).spellings
    if type.is_textual:
        return _text_output(text, type, names_known)
    expression = _expression(text, names_known, type)
    if isinstance(expression, Literal):
        check_literal(text, expression, type)
    return expression


def _text_output(text: str, type: Type, names: Spellings[str]) -> Expression:
    start = len(text) - len(text.lstrip())
    computed = _STARTS_IF.match(text, start) or _STARTS_CALL.match(text, start)
    quoted = text.startswith('"', start)
    if type is Type.SET and not computed and not _joins_quoted(text):
        lexemes = item_lexemes(text, type)
        items = [each for each in lexemes if each.kind != "COMMA"]
        return ListOf(tuple(Literal(item_text(text, each), each.span) for each in items))
    if not computed and not quoted:
        bare = text.strip()
        return Literal(bare, (start, start + len(bare)))
    alone = _STRING_ALONE.match(text)
    if alone is not None:
        return Literal(unquoted(alone[1]), alone.span(1))
    try:
        expression = _expression(text, names, type)
    except FeelError as error:
        raise _text_or_expression(text, error, quoted=quoted) from error
    if isinstance(expression, Literal):
        check_literal(text, expression, type)
    return expression


def _joins_quoted(text: str) -> bool:
    """True when quoted texts are joined by `+`: an expression, and no list."""
    return re.match(rf"\s*{STRING}\s*\+", text, re.DOTALL) is not None


def _text_or_expression(text: str, error: FeelError, *, quoted: bool) -> FeelError:
    """The same error, saying why the text was taken for an expression at all.

    A near term or function, or the quote that would close the text, is the better advice.
    """
    near = error.help is not None and error.help.startswith("did you mean")
    if near or error.label == 'expected a closing `"`':
        return error
    doubled = text.strip().replace('"', '""')
    why = "it starts with a quote" if quoted else "it looks like a formula"
    plain = f'if it is meant as a text ({why}), write `"{doubled}"`'
    mend = plain if len(doubled) < 80 else f"if it is meant as a text ({why}), put it all in quotes"
    return FeelError(error.code, error.message, error.span, label=error.label, help=mend)

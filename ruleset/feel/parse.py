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
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ruleset.feel import codes
from ruleset.feel.brackets import paired
from ruleset.feel.entries import asks_for_expression, item_lexemes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.friendly import with_ranges
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.lexer import STRING, Lexeme, lexemes_of, unquoted
from ruleset.feel.meaning import check_depth, check_literal, checked_tests
from ruleset.feel.messages import does_not_parse, not_equal_test, refuse_unknown
from ruleset.feel.names import Spellings
from ruleset.feel.spellings import (
    MISSING_WORDS,
    currency_in,
    day_from,
    in_digits,
    number_from,
    truth_abroad,
    truth_from,
)
from ruleset.feel.syntax import (
    ANYTHING,
    Expression,
    Interval,
    IntervalTest,
    ListOf,
    Literal,
    MissingTest,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from ruleset.feel.text_match import tokens
from ruleset.feel.types import Type, Value

MOST_CHARACTERS = 4_000
"""The longest expression. Lists of texts may be as long as a cell of a spreadsheet."""

MOST_IN_LISTS = 32_767

NO_NAMES: Mapping[str, str] = MappingProxyType({})

_BLANK_ENTRIES = frozenset({"", "-", "–", "—", "−"})
_MOST_REMEMBERED = 200_000
_MOST_MAPPINGS = 16
_SIMPLE_NUMBER = r"-?(?:\d+(?:\.\d{1,2})?)"
_FAST_NUMBER = re.compile(
    rf"(?P<sign><=|>=|<|>)?\s*(?P<value>{_SIMPLE_NUMBER})\Z"
    rf"|(?P<open>[\[(])(?P<low>{_SIMPLE_NUMBER})\.\.(?P<high>{_SIMPLE_NUMBER})(?P<close>[\])])\Z",
    re.ASCII,
)
_NOT_PLAIN = re.compile(r"[\"()\[\]<>=≤≥≠!?]")
_WORDS_OF_TESTS = MISSING_WORDS | {"present"}
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
    if text.strip() in _BLANK_ENTRIES:
        return ANYTHING
    listed = type.is_textual and not asks_for_expression(text)
    _check_length(text, MOST_IN_LISTS if listed else MOST_CHARACTERS)
    if listed:
        fast = _plain_text_tests(text, type)
        if fast is not None:
            return fast
        lexemes = item_lexemes(text, type)
        simple = _plain_list(lexemes)
        tests = simple if simple is not None else parsed_tests(text, lexemes, type)
    else:
        fast = _plain_number_test(text) if type.is_number else None
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


def _plain_text_tests(text: str, type: Type) -> UnaryTests | None:
    """The tests of bare words between commas; None where anything else may be meant."""
    if _NOT_PLAIN.search(text):
        return None
    tests: list[UnaryTest] = []
    at = 0
    for piece in text.split(","):
        word = piece.strip()
        if word in _BLANK_ENTRIES or word.casefold() in _WORDS_OF_TESTS:
            return None
        if type is Type.WORDS and not tokens(word):
            return None
        start = at + len(piece) - len(piece.lstrip())
        span = start, start + len(word)
        tests.append(ValueTest(Literal(word, span), span))
        at += len(piece) + 1
    return UnaryTests(tuple(tests), span=(tests[0].span[0], tests[-1].span[1]))


def _plain_list(lexemes: Sequence[Lexeme]) -> UnaryTests | None:
    """The tests of a list of texts without a grammar; None when it holds anything else."""
    tests: list[UnaryTest] = []
    negated = lexemes[0].kind == "NOT"
    inside = lexemes[2:-1] if negated else lexemes
    for lexeme in inside[::2]:
        match lexeme.kind:
            case "BARE" | "STRING":
                tests.append(ValueTest(Literal(str(lexeme.value), lexeme.span), lexeme.span))
            case "NULL":
                tests.append(MissingTest(span=lexeme.span))
            case "PRESENT":
                tests.append(MissingTest(present=True, span=lexeme.span))
            case _:
                return None
    if any(lexeme.kind != "COMMA" for lexeme in inside[1::2]):
        return None
    return UnaryTests(tuple(tests), negated, (lexemes[0].start, lexemes[-1].end))


def _plain_number_test(text: str) -> UnaryTests | None:
    """The test of one plain number, comparison or interval; None for all else."""
    found = _FAST_NUMBER.match(text)
    if found is None:
        return None
    start = min(found.start(name) for name in ("sign", "value", "open") if found[name] is not None)
    span = (start, len(text))
    test: UnaryTest
    if found["value"] is not None:
        bound = Literal(in_digits(Decimal(found["value"])), found.span("value"))
        sign = found["sign"]
        if sign is None:
            test = ValueTest(bound, span)
        elif sign[0] == "<":
            test = IntervalTest(Interval(None, bound, False, len(sign) > 1, span), span)
        else:
            test = IntervalTest(Interval(bound, None, len(sign) > 1, False, span), span)
    else:
        low, high = (in_digits(Decimal(found[name])) for name in ("low", "high"))
        closed = found["open"] == "[", found["close"] == "]"
        if low > high or (low == high and not all(closed)):
            return None
        ends = Literal(low, found.span("low")), Literal(high, found.span("high"))
        test = IntervalTest(Interval(*ends, *closed, span), span)
    return UnaryTests((test,), span=span)


def _test_lexemes(text: str, type: Type, names: Spellings[str]) -> list[Lexeme]:
    found = lexemes_of(text, names, type, tests=True)
    refuse_unknown(text, found, names, type, tests=True)
    return with_ranges(paired(text, found, tests=True))


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
        return ListOf(tuple(Literal(_item_text(text, each), each.span) for each in items))
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


def _item_text(text: str, item: Lexeme) -> str:
    if item.kind in ("BARE", "STRING"):
        return str(item.value)
    if item.kind in ("NULL", "PRESENT"):
        return item.text
    raise FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} is not a list of texts",
        item.span,
        label=f"did not expect `{item.text}`",
        help="write texts between commas; `not(...)` and comparisons belong under IF",
    )


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


def parse_value(text: str, type: Type) -> Value:
    """The single value that the text spells: an allowed value, a fact, a choice of a dropdown.

    Text stays as it is; a set is comma-separated. Raises FeelError (RS301, RS303, RS310).

    >>> parse_value("15k", Type.MONEY), parse_value("Yes", Type.YES_NO)
    (Decimal('15000'), True)
    """
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    span = start, start + len(stripped)
    if type is Type.TEXT or type is Type.WORDS:
        return text
    if not stripped:
        raise FeelError(
            codes.WRONG_TYPE,
            f"expected {type.noun}, found nothing",
            (0, 1),
            help=f"write {type.noun}, such as `{type.examples[0]}`",
        )
    match type:
        case Type.SET:
            return frozenset(split_values(text))
        case Type.YES_NO:
            truth = truth_from(stripped)
            if truth is None:
                abroad = truth_abroad(stripped)
                mend = (
                    "write `yes` or `no`"
                    if abroad is None
                    else f"write `{'yes' if abroad else 'no'}`"
                )
                raise _wrong_value(text, span, type, mend)
            return truth
        case Type.DATE:
            return day_from(stripped, span)
        case _:
            return _number_value(text, stripped, span, type)


def _number_value(text: str, stripped: str, span: tuple[int, int], type: Type) -> Decimal:
    try:
        return number_from(stripped, span, money=type is Type.MONEY)
    except FeelError as error:
        if error.code != codes.DOES_NOT_PARSE:
            raise
        mend = f"write {type.noun}, such as `{type.examples[0]}`"
        if currency_in(stripped):
            mend = "money is in US dollars: convert the amount, and write it like `15000`"
        raise _wrong_value(text, span, type, mend) from None


def _wrong_value(text: str, span: tuple[int, int], type: Type, mend: str) -> FeelError:
    return FeelError(
        codes.WRONG_TYPE,
        f"expected {type.noun}, found {shown(text.strip())}",
        span,
        label=f"not {type.noun}",
        help=mend,
    )


def split_values(text: str) -> tuple[str, ...]:
    """The texts between the commas, without their quotes, in order. Raises FeelError.

    >>> split_values('UK, "Korea, South", IE')
    ('UK', 'Korea, South', 'IE')
    """
    if not text.strip():
        return ()
    lexemes = item_lexemes(text, Type.SET)
    return tuple(_item_text(text, each) for each in lexemes if each.kind != "COMMA")

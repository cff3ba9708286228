"""The commonest input entries without the grammar: one number or interval, lists of bare texts.

Each function gives the tree, spans included, that the grammar would give, or None where anything
else may be meant. They are what lets a table of many thousand cells be read in little time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ruleset.feel.lexer import Lexeme
from ruleset.feel.spellings import MISSING_WORDS, PRESENT_WORDS, in_digits
from ruleset.feel.syntax import (
    Interval,
    IntervalTest,
    Literal,
    MissingTest,
    UnaryTest,
    UnaryTests,
    ValueTest,
)
from ruleset.feel.text_match import tokens
from ruleset.feel.types import Type

BLANK_ENTRIES = frozenset({"", "-", "–", "—", "−"})
"""The entries that accept anything, trimmed."""

_SIMPLE_NUMBER = r"-?(?:\d+(?:\.\d{1,2})?)"
_FAST_NUMBER = re.compile(
    rf"(?P<sign><=|>=|<|>)?\s*(?P<value>{_SIMPLE_NUMBER})\Z"
    rf"|(?P<open>[\[(])(?P<low>{_SIMPLE_NUMBER})\.\.(?P<high>{_SIMPLE_NUMBER})(?P<close>[\])])\Z",
    re.ASCII,
)
_NOT_PLAIN = re.compile(r"[\"()\[\]<>=≤≥≠!?]")
_WORDS_OF_TESTS = MISSING_WORDS | PRESENT_WORDS


def plain_text_tests(text: str, type: Type) -> UnaryTests | None:
    """The tests of bare words between commas; None where anything else may be meant."""
    if _NOT_PLAIN.search(text):
        return None
    tests: list[UnaryTest] = []
    at = 0
    for piece in text.split(","):
        word = piece.strip()
        if word in BLANK_ENTRIES or " ".join(word.casefold().split()) in _WORDS_OF_TESTS:
            return None
        if type is Type.WORDS and not tokens(word):
            return None
        start = at + len(piece) - len(piece.lstrip())
        span = start, start + len(word)
        tests.append(ValueTest(Literal(word, span), span))
        at += len(piece) + 1
    return UnaryTests(tuple(tests), span=(tests[0].span[0], tests[-1].span[1]))


def plain_list(lexemes: Sequence[Lexeme]) -> UnaryTests | None:
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


def plain_number_test(text: str) -> UnaryTests | None:
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

"""From a cell's text to lexemes: numbers and days as people spell them, names with blanks.

First half of reading an expression. Whatever is no lexeme at all is refused here; what brackets
stand for, and what friendly spellings mean, is decided by `brackets` and `friendly`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.names import Spellings
from ruleset.feel.spellings import (
    DAY_LIKE,
    DAY_LIKE_IN_DATES,
    MISSING_WORDS,
    NUMBER,
    PRESENT_WORDS,
    day_from,
)
from ruleset.feel.syntax import Span
from ruleset.feel.types import Type


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the text: its kind (a terminal of the grammar), where it stands, its value."""

    kind: str
    text: str
    start: int
    end: int
    value: object = None

    @property
    def span(self) -> Span:
        return self.start, self.end


KEYWORDS: Final = {
    "and": "AND",
    "or": "OR",
    "if": "IF",
    "then": "THEN",
    "else": "ELSE",
    "in": "IN",
    "between": "BETWEEN",
    "true": "TRUE",
    "false": "FALSE",
    "yes": "TRUE",
    "no": "FALSE",
    "null": "NULL",
    "missing": "NULL",
}

_PHRASES: Final = Spellings(
    dict.fromkeys(("at least", "no less than", "not less than", "minimum"), (">=", "COMPARE"))
    | dict.fromkeys(("from", "since", "on or after"), (">=", "FROM"))
    | dict.fromkeys(("over", "more than", "greater than", "above", "after"), (">", "COMPARE"))
    | dict.fromkeys(
        ("at most", "up to", "no more than", "not more than", "maximum", "on or before"),
        ("<=", "COMPARE"),
    )
    | dict.fromkeys(("until", "till"), ("<=", "UNTIL"))
    | dict.fromkeys(("under", "less than", "fewer than", "below", "before"), ("<", "COMPARE"))
    | dict.fromkeys(("equal to", "equals"), ("=", "COMPARE"))
    | dict.fromkeys(("greater than or equal to", "more than or equal to"), (">=", "COMPARE"))
    | dict.fromkeys(("less than or equal to", "fewer than or equal to"), ("<=", "COMPARE"))
    | dict.fromkeys(("not equal to", "other than"), ("!=", "COMPARE"))
    | {"to": ("to", "RANGE"), "but": ("and", "AND")}
    | dict.fromkeys(PRESENT_WORDS, ("present", "PRESENT"))
    | dict.fromkeys(MISSING_WORDS, ("null", "NULL"))
    | dict.fromkeys(
        ("or more", "or over", "or above", "or later", "or higher", "or after", "and over",
         "and up", "and above", "and more"),
        (">=", "OR_MORE"),
    )
    | dict.fromkeys(
        ("or less", "or under", "or below", "or fewer", "or earlier", "or lower", "or before",
         "and under", "and below", "and less"),
        ("<=", "OR_LESS"),
    )
)  # fmt: skip
"""What people write for comparisons, in cells where a value follows or precedes."""

_FUNCTION_NAMES: Final = Spellings({name: name for name in FUNCTIONS})

_OPERATORS: Final = {
    "**": ("POWER", "**"), "..": ("DOTS", ".."), "…": ("DOTS", ".."),
    "<=": ("COMPARE", "<="), "=<": ("COMPARE", "<="), "≤": ("COMPARE", "<="),
    ">=": ("COMPARE", ">="), "=>": ("COMPARE", ">="), "≥": ("COMPARE", ">="),
    "!=": ("COMPARE", "!="), "<>": ("COMPARE", "!="), "≠": ("COMPARE", "!="),
    "==": ("COMPARE", "="), "=": ("COMPARE", "="),
    "<": ("COMPARE", "<"), ">": ("COMPARE", ">"),
    "+": ("PLUS", "+"), "-": ("MINUS", "-"), "−": ("MINUS", "-"), "–": ("MINUS", "-"),
    "—": ("MINUS", "-"), "*": ("TIMES", "*"), "×": ("TIMES", "*"), "/": ("DIVIDE", "/"),
    "÷": ("DIVIDE", "/"), "(": ("(", "("), ")": (")", ")"), "[": ("[", "["), "]": ("]", "]"),
    ",": ("COMMA", ","), "?": ("INPUT", "?"),
}  # fmt: skip

STRING = r'"(?:[^"\\]|\\.|"")*"'
"""A quoted text: a quote inside is written `\\"` or doubled."""


def _raw(day_like: str) -> re.Pattern[str]:
    operators = "|".join(re.escape(sign) for sign in sorted(_OPERATORS, key=len, reverse=True))
    return re.compile(
        rf"(?P<BLANK>\s+)|(?P<AT>@\s*{STRING})|(?P<STRING>{STRING})"
        rf"|(?P<DAY>(?:{day_like})(?:(?=T\d)|(?!\w)))|(?P<NUMBER>{NUMBER})"
        rf"|(?P<WORD>[^\W\d]\w*)|(?P<OPERATOR>{operators})|(?P<SYMBOL>.)",
        re.IGNORECASE | re.DOTALL,
    )


_RAW = _raw(DAY_LIKE)
_RAW_IN_DATES = _raw(DAY_LIKE_IN_DATES)
_WORD = re.compile(r"[^\W\d]\w*")
_OPENS_CALL = re.compile(r"\s*\(")
_CLOCK = re.compile(r"(?:T|\s+)\d\d?:\d\d", re.IGNORECASE)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(["\'\\nrt]))|""', re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


def lexemes_of(
    text: str,
    names: Spellings[str],
    type: Type | None,
    *,
    tests: bool,
    start: int = 0,
    end: int | None = None,
) -> list[Lexeme]:
    """The lexemes of a stretch of the text, in order; unknown words are of the kind `UNKNOWN`.

    `tests` says whether phrases such as `at least` count. Errors: a quote without its partner, a
    day that is none (RS301, RS303, RS310).
    """
    raw = _RAW_IN_DATES if type is Type.DATE else _RAW
    stop = len(text) if end is None else end
    found: list[Lexeme] = []
    at = start
    while at < stop:
        named = _named(text, at, names, tests=tests, type=type) if text[at].isalnum() else None
        if named is not None and named.end <= stop:
            found.append(named)
            at = named.end
            continue
        match = raw.match(text, at, stop)
        assert match is not None and match.lastgroup is not None  # noqa: S101  # `.` takes all
        lexeme = _lexeme(text, match)
        if lexeme is not None:
            found.append(lexeme)
        at = match.end()
    return found


def _named(
    text: str, at: int, names: Spellings[str], *, tests: bool, type: Type | None
) -> Lexeme | None:
    """The longest of term, function, keyword and phrase that starts there."""
    readings: list[tuple[int, int, str, object]] = []
    term = names.at(text, at)
    if term is not None:
        readings.append((term[0], 1, "NAME", term[1]))
    function = _FUNCTION_NAMES.at(text, at)
    if function is not None and _OPENS_CALL.match(text, function[0]):
        readings.append((function[0], 3, "FUNCTION", function[1]))
    if tests:
        phrase = _PHRASES.at(text, at)
        if phrase is not None:
            readings.append((phrase[0], 0, phrase[1][1], phrase[1][0]))
    word = _WORD.match(text, at)
    if word is not None:
        keyword = KEYWORDS.get(word[0].casefold())
        if keyword is None and type is Type.YES_NO:
            keyword = {"y": "TRUE", "n": "FALSE"}.get(word[0].casefold())
        if keyword is not None:
            readings.append((word.end(), 2, keyword, word[0]))
    if not readings:
        return None
    end, _, kind, value = max(readings, key=lambda reading: reading[:2])
    return Lexeme(kind, text[at:end], at, end, value)


def _lexeme(text: str, match: re.Match[str]) -> Lexeme | None:
    kind, piece, (start, end) = match.lastgroup or "", match[0], match.span()
    value: object = piece
    match kind:
        case "BLANK":
            return None
        case "STRING":
            value = unquoted(piece)
        case "AT":
            kind, value = "DAY", day_from(unquoted(piece[1:].lstrip()), (start, end))
        case "DAY":
            if _CLOCK.match(text, end):
                raise FeelError(
                    codes.WRONG_TYPE,
                    f"{shown(text)} has a time of day, expected a date",
                    (start, len(text)),
                    label="a date with a time",
                    help="write the day alone, such as `2026-01-31`",
                )
            value = day_from(piece, (start, end))
        case "NUMBER":
            if re.match(r"\w", text[end : end + 1]):
                kind = "SYMBOL"
        case "WORD":
            kind = "UNKNOWN"
        case "OPERATOR":
            kind, value = _OPERATORS[piece]
        case "SYMBOL" if piece == '"':
            raise unclosed_quote(text, start)
    return Lexeme(kind, piece, start, end, value)


def unclosed_quote(text: str, start: int) -> FeelError:
    """The error for a quote that opens at that place and is never closed."""
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} has a quote that is never closed",
        (start, len(text)),
        label='expected a closing `"`',
        help=f'write `{text[start:].rstrip()}"`',
    )


def unquoted(quoted: str) -> str:
    """The text inside quotes, with FEEL's escapes and doubled quotes resolved.

    >>> unquoted('"say ""hi"" \\\\u0041"')
    'say "hi" A'
    """

    def resolved(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2]
        if code:
            number = int(code, 16)
            whole = number < 0x110000 and not 0xD800 <= number < 0xE000
            return chr(number) if whole else escape[0]
        return _CONTROLS.get(escape[3], escape[3]) if escape[3] else '"'

    return _ESCAPE.sub(resolved, quoted[1:-1])

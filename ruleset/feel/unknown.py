"""Words and signs that mean nothing in a cell: what to tell its author about each.

Most are values of another kind, spelled as people spell them elsewhere (`N/A`, `WAHR`, `31 Jan`,
`€100`); the rest are misspelled terms and functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from ruleset.diagnostics import nearest
from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.lexer import Lexeme
from ruleset.feel.names import Spellings
from ruleset.feel.spellings import (
    ANYTHING_WORDS,
    NOT_KNOWN,
    currency_in,
    day_from,
    truth_abroad,
)
from ruleset.feel.types import Type

_COMPARING = frozenset({"COMPARE", "IN", "BETWEEN"})
_BEFORE_TEXTS = frozenset({"COMPARE", "IN", "COMMA", "(", "[", "PLUS", "THEN", "ELSE", "NAME"})
_SYMBOL_HELP = {
    "'": 'texts stand in double quotes: write `"UK"`',
    ";": "write `,` between values",
    "&": "write `and`, or put each test in a column of its own",
    "|": "write `,` between values that may each hold",
    "!": "write `not(...)` around what is excluded",
    "{": "use round and square brackets: `[5..10]` for a range",
    "}": "use round and square brackets: `[5..10]` for a range",
    ":": "write `[5..10]` for a range",
    "~": "write a range such as `[5..10]`",
    "^": "write `**` for a power: `10 ** 3`",
    "%": "write the number before it: `10%`",
}


def refuse_unknown(
    text: str,
    lexemes: Sequence[Lexeme],
    names: Spellings[str],
    type: Type | None,
    *,
    tests: bool,
) -> None:
    """Raises for the first word or sign that means nothing; returns when there is none.

    `tests` says that the text is an input entry, where a blank cell means any value.
    """
    alone = text.strip()
    if alone == "*" and type is not None and tests:
        raise _instead_of_value(alone, lexemes[0].span, type, tests=tests)
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind == "SYMBOL":
            raise _about_symbol(text, lexemes, index, type, tests=tests)
        if lexeme.kind == "UNKNOWN":
            raise _about_word(text, lexemes, index, names, type, tests=tests)


def _about_symbol(
    text: str, lexemes: Sequence[Lexeme], index: int, type: Type | None, *, tests: bool
) -> FeelError:
    lexeme = lexemes[index]
    sign = lexeme.text
    if currency_in(sign):
        return _currency(text, sign, _value_around(text, lexeme), type)
    piece, span = _piece(text, lexeme.start)
    if type is not None and not type.is_textual and _known_word(piece):
        return _instead_of_value(piece, span, type, tests=tests)
    if sign[0].isdigit() or (sign[0] == "." and len(sign) > 1):
        end = lexeme.end
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        return FeelError(
            codes.DOES_NOT_PARSE,
            f"`{text[lexeme.start : end]}` is not a number",
            (lexeme.start, end),
            label="letters after the digits",
            help="write the number alone; `15k` and `1.5m` stand for thousands and millions",
        )
    if not sign.isprintable():
        return FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} has an invisible character",
            lexeme.span,
            label=f"an invisible character, U+{ord(sign):04X}",
            help="delete the cell and type its text anew",
        )
    mend = _SYMBOL_HELP.get(sign, 'put texts in double quotes, such as `"UK"`')
    if type is not None and not type.is_textual and sign not in _SYMBOL_HELP:
        mend = _several_forms(type, tests=tests)
    if sign == "'" and type is not None and type.is_number:
        mend = "write the digits without signs between them, or with commas: `15,000`"
    if sign == ";" and text.strip()[:1] in ("[", "("):
        mend = "write `..` between the ends of a range: `[5..10]`"
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} has a sign that means nothing here",
        lexeme.span,
        label=f"did not expect `{sign}`",
        help=mend,
    )


def _several_forms(type: Type, *, tests: bool) -> str:
    low, high = type.examples
    if type is Type.YES_NO:
        return "write `yes` or `no`"
    return f"write `{low}`, `>= {low}` or `[{low}..{high}]`" if tests else f"write `{low}`"


def _value_around(text: str, lexeme: Lexeme) -> tuple[int, int]:
    """The sign together with the digits that stand before or after it."""
    start, end = lexeme.span
    while start > 0 and (text[start - 1].isdigit() or text[start - 1] in ".,"):
        start -= 1
    while end < len(text) and (text[end].isdigit() or text[end] in ".,kKmM"):
        end += 1
    return start, end


def _currency(text: str, currency: str, span: tuple[int, int], type: Type | None) -> FeelError:
    money = type is Type.MONEY
    return FeelError(
        codes.WRONG_TYPE,
        f"{shown(text)} is in another currency, expected US dollars"
        if money
        else f"{shown(text)} is an amount of money, expected {type.noun if type else 'a number'}",
        span,
        label=f"`{currency}`",
        help="money is in US dollars: convert the amount, and write it like `15000` or `$15,000`"
        if money
        else "leave the currency out; amounts of money have the type `money` and are US dollars",
    )


def _piece(text: str, at: int) -> tuple[str, tuple[int, int]]:
    """The item around a place: the trimmed text between commas (and inside `not( )`)."""
    start = max(text.rfind(",", 0, at), text.rfind("(", 0, at)) + 1
    ends = [end for end in (text.find(",", at), text.find(")", at)) if end >= 0]
    piece = text[start : min(ends, default=len(text))]
    start += len(piece) - len(piece.lstrip())
    return piece.strip(), (start, start + len(piece.strip()))


def _known_word(piece: str) -> bool:
    word = piece.casefold()
    return word in NOT_KNOWN or word in ANYTHING_WORDS or truth_abroad(word) is not None


def _about_word(
    text: str,
    lexemes: Sequence[Lexeme],
    index: int,
    names: Spellings[str],
    type: Type | None,
    *,
    tests: bool,
) -> FeelError:
    last = index
    while last + 1 < len(lexemes) and lexemes[last + 1].kind == "UNKNOWN":
        last += 1
    span = lexemes[index].start, lexemes[last].end
    word = text[span[0] : span[1]]
    before = lexemes[index - 1].kind if index else ""
    following = lexemes[last + 1].kind if last + 1 < len(lexemes) else ""
    if word.casefold() == "not":
        rest = text[span[1] :].strip()
        return FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} has `not` without brackets",
            span,
            label="expected `not(...)`",
            help=f"write `not({rest})`" if rest and len(rest) < 40 else "write `not(...)`",
        )
    if following == "(":
        return _unknown_function(word, span)
    piece, piece_span = _piece(text, span[0])
    if type is not None and not type.is_textual:
        if _known_word(piece):
            return _instead_of_value(piece, piece_span, type, tests=tests)
        if type is Type.DATE and _looks_like_day(piece):
            return _no_day(piece, piece_span)
        if currency_in(word) and any(each.kind in ("NUMBER", "SYMBOL") for each in lexemes):
            return _currency(text, word, span, type)
        if index and lexemes[index - 1].kind == "NUMBER" and type.is_number:
            return _unit(lexemes[index - 1], word, span)
    if word.casefold() in FUNCTIONS:
        return FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} names the function `{word}` without brackets",
            span,
            label="expected `(` after it",
            help=f"write `{word.casefold()}({'?, ...' if tests else '...'})`",
        )
    return _unknown_name(
        word,
        span,
        names,
        type,
        alone=piece == word,
        tests=tests,
        compared=tests and following in _COMPARING,
        quotable=before in _BEFORE_TEXTS or following in _COMPARING,
    )


def _looks_like_day(piece: str) -> bool:
    return any(char.isdigit() for char in piece) and not any(char in '<>="?+*' for char in piece)


def _no_day(piece: str, span: tuple[int, int]) -> FeelError:
    try:
        day_from(piece, span)
    except FeelError as error:
        return error
    raise AssertionError(piece)  # a day would have been read as one


def _unit(number: Lexeme, word: str, span: tuple[int, int]) -> FeelError:
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"expected a number alone, found `{word}` after it",
        span,
        label="expected nothing after the number",
        help=f"leave `{word}` out, and say in the Vocabulary what is counted",
    )


def _unknown_function(word: str, span: tuple[int, int]) -> FeelError:
    near = nearest(" ".join(word.split()), FUNCTIONS)
    some = "`contains`, `starts with`, `matches`, `min`, `max`, `count`, `abs`, `floor`, `date`"
    return FeelError(
        codes.UNKNOWN_FUNCTION,
        f"there is no function `{word}`",
        span,
        label="unknown function",
        help=f"did you mean `{near}`?" if near else f"functions are, among others, {some}",
    )


def _instead_of_value(piece: str, span: tuple[int, int], type: Type, *, tests: bool) -> FeelError:
    """For words that say "not known", "any" or yes and no in other languages."""
    word = piece.casefold()
    truth = truth_abroad(word)
    if truth is not None and type is Type.YES_NO:
        mend = f"write `{'yes' if truth else 'no'}`"
    elif not tests and (word in ANYTHING_WORDS or word in NOT_KNOWN):
        mend = "leave the cell blank for no value"
    elif word in ANYTHING_WORDS:
        mend = "leave the cell blank for any value"
    elif word in NOT_KNOWN:
        mend = "leave the cell blank for any value, or write `missing` where the value is not known"
    else:
        mend = f"write {type.noun}, such as `{type.examples[0]}`"
    return FeelError(
        codes.WRONG_TYPE,
        f"expected {type.noun}, found `{piece}`",
        span,
        label=f"not {type.noun}",
        help=mend,
    )


def _unknown_name(
    word: str,
    span: tuple[int, int],
    names: Spellings[str],
    type: Type | None,
    *,
    alone: bool,
    tests: bool,
    compared: bool,
    quotable: bool,
) -> FeelError:
    near = nearest(word, names.words)
    if alone and near is None and type is not None and not type.is_textual:
        return FeelError(
            codes.WRONG_TYPE,
            f"expected {type.noun}, found `{word}`",
            span,
            label=f"not {type.noun}",
            help=_several_forms(type, tests=tests),
        )
    mend = f'write `"{word}"` in quotes for a text'
    if near is not None:
        mend = f"did you mean `{near}`?"
    elif not quotable and type is not None and not type.is_textual:
        mend = _several_forms(type, tests=tests)
    elif compared:
        mend = f"write `?` for the column's value, or a term of the Vocabulary instead of `{word}`"
    return FeelError(
        codes.UNKNOWN_NAME,
        f"`{word}` is not a term of the Vocabulary",
        span,
        label="unknown term",
        help=mend,
    )

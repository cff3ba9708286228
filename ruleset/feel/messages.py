"""What to tell an author whose cell cannot be read: the place, what was expected, what to type.

Every function makes one `FeelError` of the lexemes around the fault.
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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VALUE_KINDS = _words("NUMBER DAY STRING BARE TRUE FALSE NULL PRESENT NAME INPUT FUNCTION")
_CLOSERS = frozenset({"CLOSE", "LIST_CLOSE", "INTERVAL_CLOSE", "NOT_CLOSE"})
_WANT_VALUE = _words(
    "COMPARE FROM UNTIL RANGE DOTS PLUS MINUS TIMES DIVIDE POWER AND OR IF THEN ELSE IN "
    "BETWEEN COMMA NOT_OPEN CALL_OPEN GROUP_OPEN IN_OPEN LIST_OPEN INTERVAL_OPEN"
)
_SYMBOL_HELP = {
    "'": 'texts stand in double quotes: write `"UK"`',
    ";": "write `,` between values",
    "&": "write `and`, or put each test in a column of its own",
    "|": "write `,` between values that may each hold",
    "!": "write `not(...)` around what is excluded",
    "{": "round and square brackets only: write `[5..10]` for a range",
    "}": "round and square brackets only: write `[5..10]` for a range",
    ":": "write `[5..10]` for a range",
    "~": "write a range such as `[5..10]`",
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
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} has a sign that means nothing here",
        lexeme.span,
        label=f"did not expect `{sign}`",
        help=_SYMBOL_HELP.get(sign, 'put texts in double quotes, such as `"UK"`'),
    )


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
            help=f"write `{word.casefold()}(...)`",
        )
    return _unknown_name(word, span, names, type, alone=piece == word, tests=tests)


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
        help=f"write `{number.text}`, and say what it counts in the Vocabulary",
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
) -> FeelError:
    near = nearest(word, names.words)
    if alone and near is None and type is not None and not type.is_textual:
        low, high = type.examples
        plain = type is Type.YES_NO or not tests
        several = f"`{low}`" if plain else f"`{low}`, `>= {low}` or `[{low}..{high}]`"
        return FeelError(
            codes.WRONG_TYPE,
            f"expected {type.noun}, found `{word}`",
            span,
            label=f"not {type.noun}",
            help=f"write {several}" + (" or `no`" if type is Type.YES_NO else ""),
        )
    return FeelError(
        codes.UNKNOWN_NAME,
        f"`{word}` is not a term of the Vocabulary",
        span,
        label="unknown term",
        help=f"did you mean `{near}`?" if near else f'write `"{word}"` in quotes for a text',
    )


def not_equal_test(text: str, lexemes: Sequence[Lexeme], index: int) -> FeelError:
    """The error for `!= 5` as a test of its own."""
    end = index + 1
    while end < len(lexemes) and lexemes[end].kind not in ("COMMA", *_CLOSERS):
        end += 1
    rest = text[lexemes[index].end : lexemes[end - 1].end].strip()
    known_null = end == index + 2 and lexemes[index + 1].kind == "NULL"
    mend = "write `present`" if known_null else f"write `not({rest or '...'})`"
    others = [each for each in lexemes if each.kind == "COMMA"]
    if others and not known_null:
        mend = "write what is excluded in one pair of brackets: `not(5, 6)`"
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} excludes a value with `{lexemes[index].text}`",
        lexemes[index].span,
        label="expected `not(...)`",
        help=mend,
    )


def does_not_parse(
    text: str, lexemes: Sequence[Lexeme], index: int, type: Type | None, *, tests: bool
) -> FeelError:
    """The error where the grammar cannot go on: at that lexeme, or at the end."""
    before = lexemes[index - 1] if index else None
    here = lexemes[index] if index < len(lexemes) else None
    noun = type.noun if type is not None else "a value"
    what = f"a test of {noun}" if tests else "an expression"
    message = f"{shown(text)} is not {what}"
    if before is None or before.kind in _WANT_VALUE:
        return _value_expected(message, before, here, noun, type, tests=tests)
    if here is None:
        return _too_short(message, before, type)
    return _left_over(text, message, before, here, tests=tests)


def _value_expected(
    message: str,
    before: Lexeme | None,
    here: Lexeme | None,
    noun: str,
    type: Type | None,
    *,
    tests: bool,
) -> FeelError:
    low, high = (type or Type.NUMBER).examples
    span = before.span if before is not None else here.span if here is not None else (0, 1)
    if before is None:
        sign = here.text if here is not None else ""
        label = f"expected {noun} before `{sign}`"
        mend = f"write {noun}, such as `{low}`"
        if here is not None and here.kind in ("RANGE", "DOTS"):
            label = f"expected a lower bound before `{sign}`"
            mend = f"write `[{low}..{high}]` for a range, or `<= {high}` for no lower bound"
        return FeelError(codes.DOES_NOT_PARSE, message, span, label=label, help=mend)
    sign = before.text
    match before.kind:
        case "RANGE" | "DOTS":
            label = f"expected an upper bound after `{sign}`"
            mend = f"write `[{low}..{high}]` for a range, or `>= {low}` for no upper bound"
        case "COMMA":
            between = here is not None and here.kind == "COMMA"
            label = f"expected {noun} " + ("between the commas" if between else "after the comma")
            mend = "leave the comma out, or write the missing value"
            span = (before.start, here.end) if between and here is not None else span
        case "COMPARE" if here is not None and here.kind == "COMPARE":
            label = f"expected {noun} between `{sign}` and `{here.text}`"
            mend = "write one sign, such as `>=`"
        case "COMPARE" | "FROM" | "UNTIL":
            label = f"expected {noun} after `{sign}`"
            mend = f"write the bound after it: `{sign} {low}`"
        case "NOT_OPEN" | "CALL_OPEN" | "GROUP_OPEN" | "IN_OPEN" | "LIST_OPEN" | "INTERVAL_OPEN":
            label = f"expected {noun} after `{sign}`"
            mend = f"write {noun} in the brackets, such as `{low}`"
        case _:
            label = f"expected a value after `{sign}`"
            mend = f"write what `{sign}` applies to, or leave it out"
            if here is None and before.kind == "MINUS" and before.start == 0 and not tests:
                mend = "leave the cell blank for no value"
    return FeelError(codes.DOES_NOT_PARSE, message, span, label=label, help=mend)


def _too_short(message: str, before: Lexeme, type: Type | None) -> FeelError:
    return FeelError(
        codes.DOES_NOT_PARSE,
        message,
        before.span,
        label=f"expected more after `{before.text}`",
        help="write the whole of it: `if ... then ... else ...`, `between 5 and 10`, `in (5, 10)`",
    )


def _left_over(text: str, message: str, before: Lexeme, here: Lexeme, *, tests: bool) -> FeelError:
    if before.kind == "NUMBER" and here.kind == "NUMBER":
        joined = f"{before.text}{here.text}"
        return FeelError(
            codes.AMBIGUOUS,
            f"{shown(text)} can be read in two ways",
            (before.start, here.end),
            label="one number, or two?",
            help=f"write `{joined}` for one number, `{before.text}, {here.text}` for two values",
        )
    if here.kind == "COMMA" and not tests:
        label, mend = (
            "expected the end here",
            "an output entry holds one value; a list stands in `[ ]`",
        )
    elif here.kind in _VALUE_KINDS:
        label = f"expected `,` or a sign such as `+` before `{here.text}`"
        mend = "write `,` between values, and put texts in double quotes"
    elif here.kind == "COMPARE" and before.kind in _VALUE_KINDS:
        label = f"did not expect `{here.text}` here"
        mend = "compare once, and join comparisons with `and`: `? > 5 and ? < 10`"
    elif here.kind in ("RANGE", "DOTS"):
        label, mend = f"did not expect `{here.text}` here", "write a range in brackets: `[5..10]`"
    else:
        label = f"did not expect `{here.text}` here"
        mend = "check the words and signs before it"
    return FeelError(codes.DOES_NOT_PARSE, message, here.span, label=label, help=mend)

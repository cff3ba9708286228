"""What to tell an author whose cell cannot be read: the place, what was expected, what to type.

Every function makes one `FeelError` of the lexemes around the fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.lexer import Lexeme
from ruleset.feel.types import Type


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VALUE_KINDS = _words("NUMBER DAY STRING BARE TRUE FALSE NULL PRESENT NAME INPUT FUNCTION")
_CLOSERS = frozenset({"CLOSE", "LIST_CLOSE", "INTERVAL_CLOSE", "NOT_CLOSE"})
_WANT_VALUE = _words(
    "COMPARE FROM UNTIL RANGE DOTS PLUS MINUS TIMES DIVIDE POWER AND OR IF THEN ELSE IN "
    "BETWEEN COMMA NOT_OPEN CALL_OPEN GROUP_OPEN IN_OPEN LIST_OPEN INTERVAL_OPEN"
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
    if before.kind == "NUMBER" and here.kind == "NUMBER":
        return _spaced_numbers(text, lexemes, index)
    return _left_over(message, before, here, tests=tests)


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


def _spaced_numbers(text: str, lexemes: Sequence[Lexeme], index: int) -> FeelError:
    """The error for `1 000 000`, or for `5 6` without a comma."""
    last = index
    while last + 1 < len(lexemes) and lexemes[last + 1].kind == "NUMBER":
        last += 1
    numbers = [lexeme.text for lexeme in lexemes[index - 1 : last + 1]]
    thousands = all(len(number) == 3 for number in numbers[1:])
    many = "two" if len(numbers) == 2 else "several"
    return FeelError(
        codes.AMBIGUOUS,
        f"{shown(text)} can be read in two ways",
        (lexemes[index - 1].start, lexemes[last].end),
        label=f"one number, or {many}?",
        help=(f"write `{''.join(numbers)}` for one number, " if thousands else "write ")
        + f"`{', '.join(numbers)}` for {many} values",
    )


def _left_over(message: str, before: Lexeme, here: Lexeme, *, tests: bool) -> FeelError:
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

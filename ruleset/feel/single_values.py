"""Single values as people spell them: allowed values, facts, the choices of a dropdown."""

from __future__ import annotations

from decimal import Decimal

from ruleset.feel import codes
from ruleset.feel.entries import item_lexemes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.lexer import Lexeme
from ruleset.feel.spellings import (
    currency_in,
    day_from,
    number_from,
    truth_abroad,
    truth_from,
)
from ruleset.feel.types import Type, Value


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
    return tuple(item_text(text, each) for each in lexemes if each.kind != "COMMA")


def item_text(text: str, item: Lexeme) -> str:
    """The text that an item of a list stands for; RS301 when it stands for something else."""
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

"""What people write for ranges, in terms of the grammar: `5-10`, `5 to 10`, `5+`, `20..30`.

Third part of reading, for input entries only: within an item of a list that consists of nothing but
two values and a sign between them, the sign is a range and not a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.lexer import Lexeme
from ruleset.feel.spellings import number_from

_OPENING = frozenset({"CALL_OPEN", "GROUP_OPEN", "IN_OPEN", "LIST_OPEN", "INTERVAL_OPEN"})
_CLOSING = frozenset({"CLOSE", "LIST_CLOSE", "INTERVAL_CLOSE"})
_VALUES = frozenset({"NUMBER", "DAY"})


def with_ranges(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes with the signs of ranges told from arithmetic.

    Errors: RS310 for `15-30k`, where the scale of the first number is left to guess.
    """
    found = _with_commas(lexemes)
    for start, end in _items(found):
        item = found[start:end]
        sign = _range_sign(item)
        if sign is not None:
            kind = "OR_MORE" if item[sign].kind == "PLUS" else "RANGE"
            found[start + sign] = replace(item[sign], kind=kind, value=">=")
    for index, lexeme in enumerate(found[1:-1], start=1):
        if lexeme.kind in ("RANGE", "DOTS"):
            _check_scale(found[index - 1], lexeme, found[index + 1])
    return found


def _items(lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, int]]:
    """The stretches between the commas that stand in no bracket but that of `not( )`."""
    start = depth = 0
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind in _OPENING:
            depth += 1
        elif lexeme.kind in _CLOSING:
            depth -= 1
        elif lexeme.kind == "NOT_OPEN":
            start = index + 1
        elif lexeme.kind == "NOT_CLOSE" or (lexeme.kind == "COMMA" and depth == 0):
            yield start, index
            start = index + 1
    if start < len(lexemes):
        yield start, len(lexemes)


def _with_commas(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """`5 or 6` and `< 5 or > 10` as the lists that they are: the `or` becomes a comma."""
    found = list(lexemes)
    for start, end in _items(lexemes):
        joints = [index for index in range(start, end) if found[index].kind == "OR"]
        edges = [start - 1, *joints, end]
        parts = [found[one + 1 : other] for one, other in pairwise(edges)]
        if joints and all(_is_plain(part) for part in parts):
            for index in joints:
                found[index] = replace(found[index], kind="COMMA")
    return found


def _is_plain(part: Sequence[Lexeme]) -> bool:
    """True for a value written out, perhaps after a comparison or as a range."""
    kinds = [lexeme.kind for lexeme in part if lexeme.kind not in ("COMPARE", "MINUS", "RANGE")]
    return kinds != [] and all(kind in (*_VALUES, "TRUE", "FALSE", "NULL") for kind in kinds)


def _range_sign(item: Sequence[Lexeme]) -> int | None:
    """The index of the sign between two values, or after the only one; None in other items."""
    kinds = [lexeme.kind for lexeme in item]
    if kinds[:1] == ["FROM"]:
        rest = _range_sign(item[1:])
        return None if rest is None or item[rest + 1].kind == "PLUS" else rest + 1
    first = 1 if kinds[:1] == ["MINUS"] else 0
    if kinds[first : first + 1] == [] or kinds[first] not in (*_VALUES, "NAME"):
        return None
    sign = first + 1
    after = kinds[sign + 1 :]
    dots = kinds[sign : sign + 1] == ["DOTS"]
    if kinds[first] == "NAME" and not dots:
        return None
    if after == []:
        known = ["DOTS", "MINUS"] if len(item) > sign else []
        plus = len(item) > sign and kinds[sign] == "PLUS"
        return sign if plus or (known and kinds[sign] in known) else None
    if after[:1] == ["MINUS"]:
        after = after[1:]
    if dots or (kinds[sign] == "MINUS" and len(after) == 1 and after[0] in _VALUES):
        return sign
    return None


def _check_scale(low: Lexeme, sign: Lexeme, high: Lexeme) -> None:
    if low.kind != "NUMBER" or high.kind != "NUMBER":
        return
    tail = high.text.rstrip("$USDusd ")[-1:].lower()
    if tail not in ("k", "m", "%") or low.text.rstrip("$USDusd ")[-1:].lower() in ("k", "m", "%"):
        return
    span = low.start, high.end
    first, last = (number_from(each.text, each.span, money=None) for each in (low, high))
    scaled = first.scaleb({"k": 3, "m": 6, "%": -2}[tail])
    if not first or scaled >= last:
        return
    text = f"{low.text}{sign.text}{high.text}"
    raise FeelError(
        codes.AMBIGUOUS,
        f"{shown(text)} can be read in two ways",
        span,
        label=f"`{low.text}`, or `{low.text}{tail}`?",
        help=f"write `{low.text}{tail}{sign.text}{high.text}`, or both numbers in full",
    )

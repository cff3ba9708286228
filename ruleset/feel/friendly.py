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


def with_ranges(text: str, lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes with the signs of ranges told from arithmetic.

    Errors: RS310 for `15-30k`, where the scale of the first number is left to guess, and for
    `[5, 10]` and `5 and 10`, which may mean a range or two values.
    """
    found = _with_commas(lexemes)
    for start, end in _items(found):
        item = found[start:end]
        _refuse_pairs(text, item)
        if _is_bracketed_range(item):
            kinds = ("INTERVAL_OPEN", "DOTS", "INTERVAL_CLOSE")
            places = (start, start + _sign_of_pair(item), end - 1)
            for kind, place in zip(kinds, places, strict=True):
                found[place] = replace(found[place], kind=kind)
            continue
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
    """`5 or 6`, `< 5 or > 10` and `yes/no` as the lists that they are, with commas."""
    found = list(lexemes)
    for start, end in _items(lexemes):
        joints = [index for index in range(start, end) if found[index].kind in ("OR", "DIVIDE")]
        edges = [start - 1, *joints, end]
        parts = [found[one + 1 : other] for one, other in pairwise(edges)]
        slashes = any(found[index].kind == "DIVIDE" for index in joints)
        if joints and all(_is_truth(part) if slashes else _is_plain(part) for part in parts):
            for index in joints:
                found[index] = replace(found[index], kind="COMMA")
    return found


def _sign_of_pair(item: Sequence[Lexeme]) -> int:
    """The index of what stands between the two values of `[5-10]`, `(5, 10)` or `[-5, 10]`; or 0.

    Brackets, two values written out and one sign between them, and nothing else.
    """
    kinds = [lexeme.kind for lexeme in item]
    if kinds[:1] not in (["LIST_OPEN"], ["GROUP_OPEN"]):
        return 0
    sign = 3 if kinds[1:2] == ["MINUS"] else 2
    rest = kinds[sign + 1 : -1]
    whole = kinds[sign - 1 : sign] and kinds[sign - 1] in _VALUES and len(rest) in (1, 2)
    if not whole or rest[-1] not in _VALUES or rest[:-1] not in ([], ["MINUS"]):
        return 0
    return sign if kinds[sign] in ("MINUS", "COMMA") else 0


def _is_bracketed_range(item: Sequence[Lexeme]) -> bool:
    """`[5-10]`, which as a list of one difference would make no sense."""
    sign = _sign_of_pair(item)
    return sign > 0 and item[0].kind == "LIST_OPEN" and item[sign].kind == "MINUS"


def _refuse_pairs(text: str, item: Sequence[Lexeme]) -> None:
    """RS310 for two values that may be the ends of a range, or all that is meant."""
    sign = _sign_of_pair(item)
    kinds = [lexeme.kind for lexeme in item]
    if len(kinds) == 3 and kinds[1] == "AND" and kinds[0] in _VALUES and kinds[2] in _VALUES:
        low, high = item[0].text, item[2].text
    elif sign and not _is_bracketed_range(item):
        low = "".join(lexeme.text for lexeme in item[1:sign])
        high = "".join(lexeme.text for lexeme in item[sign + 1 : -1])
    else:
        return
    start, end = item[0].start, item[-1].end
    raise FeelError(
        codes.AMBIGUOUS,
        f"{shown(text[start:end])} can be read in two ways",
        (start, end),
        label="a range, or two values?",
        help=f"write `[{low}..{high}]` for a range, `{low}, {high}` for two values",
    )


def _is_plain(part: Sequence[Lexeme]) -> bool:
    """True for a value written out, perhaps after a comparison or as a range."""
    kinds = [lexeme.kind for lexeme in part if lexeme.kind not in ("COMPARE", "MINUS", "RANGE")]
    return kinds != [] and all(kind in (*_VALUES, "TRUE", "FALSE", "NULL") for kind in kinds)


def _is_truth(part: Sequence[Lexeme]) -> bool:
    return len(part) == 1 and part[0].kind in ("TRUE", "FALSE")


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

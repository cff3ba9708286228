"""Grade averages, kept with their scale.

A bare number up to 4 is on the 4.0 scale, which is what the field holds. A bare number above 4
names no scale: it is kept as it is, without one, and noted. A grade above its scale is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ruleset.tasks.profile.numerals import plain_digits, shown, tidy
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, quoted

KNOWN_SCALES = (Decimal(4), Decimal(5), Decimal(10), Decimal(100))


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade average as given, its scale where known, and its share of the scale (0 to 1)."""

    value: Decimal | None = None
    scale: Decimal | None = None
    share: Decimal | None = None
    note: str | None = None


_NUMBER = r"\d{1,3}(?:[.,]\d{1,3})?"
_PAIR = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s*(?:/|\\|out of|from|of|on|из|von|sur|de"
    rf"|on a(?: scale of)?)\s*(?:a (?:scale of )?)?({_NUMBER})(?!\d)"
)
_SCALE_NAMED = re.compile(
    rf"({_NUMBER})\D{{0,14}}?({_NUMBER})[ -]*(?:point )?scale|scale\s*(?:of|:|is)?\s*({_NUMBER})"
)
_PERCENT = re.compile(rf"(?<![\d.,])({_NUMBER})\s*(?:%|percent|per cent|процент\w*|prozent)")
_BARE = re.compile(rf"(?<![\d.,])({_NUMBER})(?![\d])")
_GERMAN = re.compile(r"\bgerman\b|\bnote\b|\bабитур|\babitur\b|\bdeutsch")


def read_grade(value: Plain) -> Grade:
    """The grade average of a field: a number, a text, or a dict with its scale.

    >>> read_grade("8.5 out of 10").scale, read_grade("85%").share
    (Decimal('10'), Decimal('0.85'))
    """
    match value:
        case Decimal():
            return _on(value, None, shown(value))
        case str():
            return _from_text(value)
        case dict():
            known = {fold(key): each for key, each in value.items()}
            keys = ("value", "gpa", "cgpa", "grade", "score", "average", "current")
            given = next((known[key] for key in keys if known.get(key) not in (None, "")), None)
            scale = next(
                (known[key] for key in ("scale", "max", "out_of", "out of") if key in known), None
            )
            if isinstance(given, str) and _PAIR.search(fold(given)):
                return _from_text(given)
            number, limit = _decimal(given), _decimal(scale)
            if number is None:
                return Grade(note="no grade average is stated")
            return _on(number, limit, shown(number))
        case _:
            return Grade(note="expected a grade average")


def _decimal(value: Plain) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    found = _BARE.search(fold(plain_digits(value))) if isinstance(value, str) else None
    return Decimal(found[1].replace(",", ".")) if found else None


def _from_text(text: str) -> Grade:
    body = fold(plain_digits(text))
    if re.match(r"\s*-\s*\d", body):
        return Grade(note=f"{quoted(text)} is below zero; not used")
    pair = _PAIR.search(body)
    if pair is not None:
        return _on(_number(pair[1]), _number(pair[2]), text)
    percent = _PERCENT.search(body)
    if percent is not None:
        return _on(_number(percent[1]), Decimal(100), text)
    named = _SCALE_NAMED.search(body)
    bare = _BARE.search(body)
    if bare is None:
        return Grade(note=f"no grade average is found in {quoted(text)}")
    if named is not None:
        return _on(_number(bare[1]), _number(named[2] or named[3]), text)
    if _GERMAN.search(body):
        return Grade(note=f"{quoted(text)}: 1 is the best German grade; not read")
    return _on(_number(bare[1]), None, text)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _on(number: Decimal, scale: Decimal | None, text: str) -> Grade:
    """The grade on that scale; on 4.0 when none is named and it fits."""
    if number <= 0:
        return Grade(note=f"{quoted(text)} is no grade average; not used")
    number = tidy(number, 3)
    if scale is None and number > 4:
        if number > 100:
            return Grade(note=f"{quoted(text)} is no grade average; not used")
        return Grade(
            number,
            note=f"{quoted(text)} is above the 4.0 scale and names no other: kept without a scale",
        )
    scale = Decimal(4) if scale is None else tidy(scale, 2)
    if scale < 1 or number > scale:
        return Grade(note=f"{quoted(text)} is above its own scale; not used")
    share = tidy(number / scale, 4)
    if scale not in KNOWN_SCALES:
        return Grade(number, None, share, f"{quoted(text)} is on a scale of {shown(scale)}")
    return Grade(number, scale, share)

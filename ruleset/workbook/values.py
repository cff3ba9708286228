"""What is stored for a cell, as a value and as the one text that the cell language reads.

Numbers are kept to 15 significant digits, all that a spreadsheet program shows: 0.1 stays 0.1, and
a sum that is stored as 0.30000000000000004 is the 0.3 that its author sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final

from ruleset.workbook.form import Kind
from ruleset.workbook.stylesheet import Format

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_ISO = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)(?:T|\Z))?(?:(\d\d:\d\d)(?::(\d\d))?(?:\.\d+)?Z?)?\Z", re.ASCII
)
_DAY_MILLISECONDS: Final = 86_400_000
_LAST_DAY: Final = 2_958_465
"""The serial number of 9999-12-31 in the calendar that begins in 1900."""


class UnreadableError(Exception):
    """What is stored is no value of its type; the message says why, in the user's words."""


@dataclass(frozen=True, slots=True)
class Value:
    """The typed value of a cell with the text that stands for it."""

    kind: Kind
    value: str | Decimal | bool | date
    text: str


def of_text(text: str) -> Value:
    """A text as it stands."""
    return Value(Kind.TEXT, text, text)


def of_yes_no(raw: str) -> Value:
    """`yes` or `no`. UnreadableError unless 1, 0, true or false is stored."""
    match raw.strip().lower():
        case "1" | "true":
            return Value(Kind.YES_NO, True, "yes")
        case "0" | "false":
            return Value(Kind.YES_NO, False, "no")
        case _:
            raise UnreadableError(f"expected true or false, found `{shortened(raw)}`")


def of_number(raw: str, shown: Format, *, epoch_1904: bool = False) -> Value:
    """A number, or the date or time that its format makes of it.

    >>> of_number("0.1", Format()).text, of_number("1E-5", Format("0%")).text
    ('0.1', '0.00001')
    >>> of_number("46053", Format("d-mmm", has_day=True)).text
    '2026-01-31'
    """
    number = plain_decimal(raw)
    hours_passed = "[" in shown.code or number < 1
    if shown.has_day or (shown.has_time and not hours_passed):
        return _of_day(number, shown, epoch_1904)
    if shown.has_time:
        return _of_time(number)
    return Value(Kind.NUMBER, number, format(number, "f"))


def of_iso(raw: str) -> Value:
    """A date, time or both that are stored in ISO form, as strict workbooks do."""
    found = _ISO.match(raw.strip())
    if found is None or not any(found.groups()):
        raise UnreadableError(f"expected a date, found `{shortened(raw)}`")
    day, minutes, seconds = found.groups()
    time = f"{minutes}:{seconds or '00'}" if minutes else None
    try:
        if day is None:
            datetime.fromisoformat(f"2000-01-01T{time}")
            return Value(Kind.TIME, str(time), str(time))
        if time is None or time == "00:00:00":
            value = date.fromisoformat(day)
            return Value(Kind.DATE, value, value.isoformat())
        text = datetime.fromisoformat(f"{day}T{time}").isoformat()
    except ValueError as problem:
        raise UnreadableError(f"`{shortened(raw)}` is not in the calendar") from problem
    return Value(Kind.DATETIME, text, text)


def plain_decimal(raw: str) -> Decimal:
    """The stored number as the shortest decimal of at most 15 digits, without an exponent."""
    if raw.isdigit() and raw.isascii() and len(raw) < 16:
        return Decimal(int(raw))
    raw = raw.strip()
    if not _NUMBER.match(raw):
        raise UnreadableError(f"expected a number, found `{shortened(raw)}`")
    number = float(raw)
    if not isfinite(number):
        raise UnreadableError(f"`{shortened(raw)}` is beyond what a spreadsheet can hold")
    shortest = Decimal(f"{number:.15g}")
    return Decimal(format(shortest, "f")) if shortest else Decimal(0)


def shortened(text: str) -> str:
    """The text for a message, cut after 40 characters."""
    return text if len(text) <= 40 else text[:39] + "…"


def _of_day(number: Decimal, shown: Format, epoch_1904: bool) -> Value:
    """The serial number as a day; with a time when it has a fraction."""
    if not 0 <= number <= _LAST_DAY:
        raise UnreadableError(f"`{number}` is shown as a date, but no date has that number")
    milliseconds = int((number * _DAY_MILLISECONDS).to_integral_value())
    days, rest = divmod(milliseconds, _DAY_MILLISECONDS)
    if days == 0 and shown.has_time and not epoch_1904:  # a time of day in a format with a date
        return _of_time(number)
    day = _calendar_day(days, epoch_1904)
    if not rest:
        return Value(Kind.DATE, day, day.isoformat())
    moment = datetime(day.year, day.month, day.day) + timedelta(  # noqa: DTZ001  (no zone in sheets)
        milliseconds=rest
    )
    return Value(Kind.DATETIME, moment.isoformat(), moment.isoformat())


def _calendar_day(days: int, epoch_1904: bool) -> date:
    """The day of a serial number. The calendar of 1900 counts a 29 February that never was."""
    try:
        if epoch_1904:
            return date(1904, 1, 1) + timedelta(days=days)
        if days in (0, 60):
            raise UnreadableError(f"the day number `{days}` is shown as a date that never was")
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)
    except OverflowError as problem:
        raise UnreadableError(f"the day number `{days}` is beyond the year 9999") from problem


def _of_time(number: Decimal) -> Value:
    """A time of day, or hours passed when there are more than 24: `36:00:00`."""
    if not 0 <= number <= _LAST_DAY:
        raise UnreadableError(f"`{number}` is shown as a time, but no time has that number")
    seconds = int((number * 86_400).to_integral_value())
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    text = f"{hour:02}:{minute:02}:{second:02}"
    return Value(Kind.TIME, text, text)

"""Facts about the person: name, age, language, energy and time a day."""

from __future__ import annotations

import re
from decimal import Decimal

from ruleset.tasks.profile.numerals import plain_digits
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.source import Sources
from ruleset.tasks.profile.text import fold

_NUMBER = re.compile(r"(?<![\d.,-])(\d{1,4}(?:[.,]\d{1,2})?)(?!\d)")
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:hours?|hrs?|h|час\w*|ч)\b")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:minutes?|mins?|m|мин\w*)\b")


def read_person(sources: Sources) -> None:
    """What the profile says about the person."""
    sources.name("user_name", (), ("name",))
    sources.name("preferred_language", ("preferred_language",), ("preferred_language",))
    sources.name("energy_peak", ("energy_peak",), ("energy_peak",))
    sources.number("age", _age, (), ("age",))
    sources.number(
        "daily_available_minutes",
        read_minutes,
        ("daily_available_minutes",),
        ("daily_available_minutes",),
    )


def _age(value: Plain) -> tuple[Decimal | None, str | None]:
    number = _number(value)
    if number is None or not 8 <= number <= 110 or number != number.to_integral_value():
        return None, "expected an age in years; not used"
    return number.quantize(Decimal(1)), None


def read_minutes(value: Plain) -> tuple[Decimal | None, str | None]:
    """Minutes a day, from a number of minutes or a text.

    >>> read_minutes("1.5 hours")
    (Decimal('90'), None)
    """
    number = _number(value)
    if isinstance(value, str):
        body = fold(plain_digits(value))
        hours, minutes = _HOURS.search(body), _MINUTES.search(body)
        if hours is not None:
            number = Decimal(hours[1].replace(",", ".")) * 60 + (
                Decimal(minutes[1]) if minutes else 0
            )
        elif minutes is not None:
            number = Decimal(minutes[1])
    if number is None or not 1 <= number <= 1440:
        return None, "expected minutes a day, 1 to 1,440; not used"
    return number.quantize(Decimal(1)), None


def _number(value: Plain) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    match = (
        _NUMBER.search(plain_digits(value)) if isinstance(value, str) and len(value) < 60 else None
    )
    return Decimal(match[1].replace(",", ".")) if match else None

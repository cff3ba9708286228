"""One value of an interval, as plain and as near to the present value as can be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext

from ruleset.dmn.form import TermType, Value
from ruleset.space.value_set import Interval, Scalar

_ANY_TEXT = ("other", "something else")


def example(interval: Interval, type: TermType, near: Value | None) -> Scalar | None:
    """A value that lies in the interval, or None when the type has none there.

    >>> above = Interval(Decimal(15000), None, False, False)
    >>> example(above, TermType.MONEY, Decimal(10))
    Decimal('15001')
    >>> tight = Interval(Decimal("0.1"), Decimal("0.2"), False, False)
    >>> example(tight, TermType.NUMBER, None)
    Decimal('0.15')
    """
    if interval.is_point:
        return interval.low
    if isinstance(near, str | Decimal | bool | date) and near in interval:
        return near
    if type.is_number:
        candidates: list[Scalar] = list(_numbers(interval, near))
    elif type is TermType.DATE:
        candidates = list(_days(interval, near))
    else:
        candidates = list(_texts(interval))
    return next((each for each in candidates if each in interval), None)


def _numbers(interval: Interval, near: Value | None) -> list[Decimal]:
    low, high = interval.low, interval.high
    ends = []
    if isinstance(low, Decimal):
        ends += [low, low + _step(low), low.to_integral_value() + 1]
    if isinstance(high, Decimal):
        upper = [high, high - _step(high), high.to_integral_value() - 1]
        from_above = isinstance(near, Decimal) and near >= high
        ends = upper + ends if from_above or not ends else ends + upper
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        with localcontext(prec=200):
            ends.append(((low + high) / 2).normalize())
    return [*ends, Decimal(0)]


def _step(bound: Decimal) -> Decimal:
    """One in the bound's last digit; for whole numbers, one."""
    exponent = bound.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _days(interval: Interval, near: Value | None) -> list[date]:
    days = []
    if isinstance(interval.low, date):
        days += [interval.low, _moved(interval.low, 1)]
    if isinstance(interval.high, date):
        before = [interval.high, _moved(interval.high, -1)]
        from_above = isinstance(near, date) and near >= interval.high
        days = before + days if from_above else days + before
    return [*days, date(2026, 1, 1)]


def _moved(day: date, days: int) -> date:
    """The day that many days on, or the same one at the end of the calendar."""
    in_calendar = date.min < day < date.max
    return day + timedelta(days) if in_calendar else day


def _texts(interval: Interval) -> list[str]:
    low, high = interval.low, interval.high
    texts = list(_ANY_TEXT)
    if isinstance(high, str):
        texts += [high[:-1], high]
    if isinstance(low, str):
        texts += [low, f"{low} and more", f"{low}a", f"{low} ", f"{low}\0"]
    return texts

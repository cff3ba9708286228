"""Sets of values of one ordered type (numbers, dates, text, yes/no), with or without missing.

A set is a sorted tuple of disjoint, non-touching intervals with explicit open and closed ends: one
set has one representation, so equality of sets is equality of objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Scalar = str | Decimal | bool | date


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`; None is no bound on that side (and then never closed)."""

    low: Scalar | None
    high: Scalar | None
    low_closed: bool
    high_closed: bool

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def is_empty(self) -> bool:
        """True when no value can lie in it."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_closed and self.high_closed)
        return self.low > self.high  # type: ignore[operator]  # one column holds one type

    def __contains__(self, value: Scalar) -> bool:
        if self.low is not None and (
            value < self.low or (value == self.low and not self.low_closed)  # type: ignore[operator]  # one type
        ):
            return False
        return self.high is None or not (
            value > self.high or (value == self.high and not self.high_closed)  # type: ignore[operator]  # one type
        )


def point(value: Scalar) -> Interval:
    """The interval that holds this value alone."""
    return Interval(value, value, True, True)


EVERYTHING = Interval(None, None, False, False)


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A set of values, and whether missing belongs to it. Make one with `ValueSet.of`."""

    intervals: tuple[Interval, ...] = ()
    missing: bool = False

    @classmethod
    def of(cls, intervals: Iterable[Interval], missing: bool = False) -> ValueSet:
        """The union of the intervals, in its one representation.

        >>> two = ValueSet.of([Interval(3, 9, True, True), Interval(1, 3, True, False)])
        >>> len(two.intervals), 2 in two, 10 in two
        (1, True, False)
        """
        kept = sorted((each for each in intervals if not each.is_empty), key=_low_end)
        merged: list[Interval] = []
        for each in kept:
            if merged and _touches(merged[-1], each):
                merged[-1] = _joined(merged[-1], each)
            else:
                merged.append(each)
        return cls(tuple(merged), missing)

    def complement(self) -> ValueSet:
        """All values that are not in it; missing changes sides too."""
        gaps: list[Interval] = []
        low: Scalar | None = None
        low_closed = False
        for each in self.intervals:
            if each.low is not None:
                gaps.append(Interval(low, each.low, low_closed, not each.low_closed))
            if each.high is None:
                return ValueSet.of(gaps, not self.missing)
            low, low_closed = each.high, not each.high_closed
        gaps.append(Interval(low, None, low_closed, False))
        return ValueSet.of(gaps, not self.missing)

    def __contains__(self, value: Scalar | None) -> bool:
        if value is None:
            return self.missing
        return any(value in each for each in self.intervals)

    @property
    def is_everything(self) -> bool:
        return self.missing and self.intervals == (EVERYTHING,)


ALL_VALUES = ValueSet((EVERYTHING,), True)


class _Lowest:
    """Sorts before every value, whatever its type."""

    def __lt__(self, other: object) -> bool:
        return other is not self

    def __gt__(self, other: object) -> bool:
        return False


_LOWEST = _Lowest()


def _low_end(interval: Interval) -> tuple[object, bool]:
    return (_LOWEST if interval.low is None else interval.low, not interval.low_closed)


def _touches(left: Interval, right: Interval) -> bool:
    """True when nothing lies between them; `left` begins no later than `right`."""
    if left.high is None or right.low is None:
        return True
    if left.high == right.low:
        return left.high_closed or right.low_closed
    return left.high > right.low  # type: ignore[operator]  # one type


def _joined(left: Interval, right: Interval) -> Interval:
    if left.high is None or right.high is None:
        return Interval(left.low, None, left.low_closed, False)
    if left.high == right.high:
        closed = left.high_closed or right.high_closed
        return Interval(left.low, left.high, left.low_closed, closed)
    last = left if left.high > right.high else right  # type: ignore[operator]  # one type
    return Interval(left.low, last.high, left.low_closed, last.high_closed)

"""Facts: what is known about a person and a goal, each value with where it comes from.

A fact that is not known is absent. Nothing here has a default, and nothing is made up: the origin
of a value names the field it was read from (`goal.specifications.budget`) or the derivation
("derived: low end of `£10-30k` × 1.27 × 1 year").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | Decimal | bool | date | tuple[str, ...] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and its origin. Numbers are decimals, dates are days, several values are tuples.

    >>> Fact(Decimal(20000), "goal.specifications.budget").value
    Decimal('20000')
    """

    value: Value
    origin: str


Facts: TypeAlias = dict[str, Fact]

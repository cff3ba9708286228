"""Facts: what is known about a person and a goal, each value with the place it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

FactValue: TypeAlias = str | Decimal | bool | date | tuple[str, ...] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One known value. `origin` names a field (`profile.test_scores.IELTS`) or a derivation.

    >>> Fact("GB", "goal.specifications.target_countries").value
    'GB'
    """

    value: FactValue
    origin: str

"""Facts and outcomes as plain data that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """The value in JSON's own types: numbers for decimals, ISO texts for days, lists for sets.

    Sets are sorted, so equal values give equal texts.

    >>> plain({"amount": Decimal("2.50"), "countries": frozenset({"GB", "FR"})})
    {'amount': 2.5, 'countries': ['FR', 'GB']}
    """
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case frozenset() | set():
            return sorted(value)
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
    return value

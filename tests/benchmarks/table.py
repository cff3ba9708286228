"""The table that every contender decides: rates by country and income, with optional conditions.

Four columns: a text, an interval of numbers, a text that is blank in half of the rows, and a number
with a lower bound that is blank in half of the rows. First hit. Where no row holds, no outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

COUNTRIES = tuple(f"C{number:02}" for number in range(20))
SEGMENTS = ("new", "regular", "vip")
INCOMES = 100_000

Point = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """None is a blank cell. The income lies in [low, high)."""

    country: str
    low: int
    high: int
    segment: str | None
    points: int | None
    rate: str

    def holds(self, point: Point) -> bool:
        return (
            point["country"] == self.country
            and self.low <= point["income"] < self.high
            and (self.segment is None or point["segment"] == self.segment)
            and (self.points is None or point["points"] >= self.points)
        )


def rows_of(count: int) -> list[Row]:
    """So many rows: each country's incomes are cut into equal brackets, one row a bracket."""
    random = Random(count)
    brackets = max(1, count // len(COUNTRIES))
    width = INCOMES // brackets
    rows = []
    for number in range(count):
        bracket = number // len(COUNTRIES) % brackets
        rows.append(
            Row(
                COUNTRIES[number % len(COUNTRIES)],
                bracket * width,
                (bracket + 1) * width,
                random.choice((None, None, *SEGMENTS[:2])),
                random.choice((None, None, 10, 50)),
                f"band {number % 30}",
            )
        )
    random.shuffle(rows)
    return rows


def points_of(rows: list[Row], count: int = 500) -> list[Point]:
    """Facts of which each lies in the country and the bracket of some row."""
    random = Random(len(rows))
    return [
        {
            "country": row.country,
            "income": random.randrange(row.low, row.high),
            "segment": random.choice(SEGMENTS),
            "points": random.randrange(100),
        }
        for row in (random.choice(rows) for _ in range(count))
    ]

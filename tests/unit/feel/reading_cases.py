"""Reads the case files: cells by column type, with what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ruleset.feel.types import Type

NAMES = {
    "budget tier": "budget_tier",
    "budget_tier": "budget_tier",
    "age": "age",
    "gpa (4.0 scale)": "gpa",
    "gpa": "gpa",
    "start date": "start_date",
    "start_date": "start_date",
    "home country": "home_country",
    "home_country": "home_country",
    "countries": "countries",
    "has mentor": "has_mentor",
    "has_mentor": "has_mentor",
}
TYPES = {
    "budget_tier": Type.TEXT,
    "age": Type.NUMBER,
    "gpa": Type.NUMBER,
    "start_date": Type.DATE,
    "home_country": Type.TEXT,
    "countries": Type.SET,
    "has_mentor": Type.YES_NO,
}


def cases(name: str) -> Iterator[tuple[str, Type, tuple[str, ...]]]:
    """Each case of the file: the cell's text, the column's type, the other columns."""
    column = Type.TEXT
    lines = (Path(__file__).parent / "cases" / name).read_text("utf-8").splitlines()
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and " | " not in line:
            column = Type(line[1:-1])
            continue
        cell, *others = line.split(" | ")
        text = cell.replace("␠", " ").replace("␤", "\n")
        yield text, column, tuple(part.strip().rstrip("|").strip() for part in others)


def identity(case: object) -> str:
    """A readable name of a case for the test report."""
    return case.value if isinstance(case, Type) else str(case)[:40]

"""The form of a planted fault: a workbook that is sound but for one thing, and where it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook

from faults import sound
from ruleset.diagnostics import Diagnostic, Severity

Maker = Callable[[Path], object]
"""Writes the workbook at a path."""


@dataclass(frozen=True)
class Planted:
    """One workbook with one fault. `also` are codes that the same fault cannot help but cause."""

    name: str
    make: Maker
    code: str
    cell: str | None
    severity: Severity = Severity.ERROR
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def is_told_by(self, found: Diagnostic) -> bool:
        """True when the finding is this fault, at its cell, with its severity."""
        place = None if found.cell is None else str(found.cell)
        return (found.code, place, found.severity) == (self.code, self.cell, self.severity)


def changed(change: Callable[[Workbook], object]) -> Maker:
    """Makes the sound workbook and changes it."""

    def make(path: Path) -> None:
        sound(path)
        book = load_workbook(path)
        change(book)
        book.save(path)

    return make

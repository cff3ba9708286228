"""Diagnostics: what is wrong, where, and how to mend it. Text and JSON are renderings of one value.

Every pass returns its form together with its diagnostics (`Result`); nothing is printed or raised
until all problems of a workbook are known. Codes are stable and come in families: RS1xx the file
and its sheets, RS2xx the structure of tables, RS3xx cells, RS4xx analysis, RS5xx compiled files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from ruleset.locations import Cell

T_co = TypeVar("T_co", covariant=True)


class Severity(StrEnum):
    """An error stops `compile`; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `cell` is None only when the whole file is meant. `text` is the cell's text and `span` the
    characters of it (0-based, end excluded) that are wrong; `label` is what stands under them.
    `related` are other cells that belong to the finding, each with a few words on why. `example`
    are facts for which it shows, as a JSON object.
    """

    code: str
    severity: Severity
    message: str
    cell: Cell | None = None
    help: str | None = None
    text: str | None = None
    span: tuple[int, int] | None = None
    label: str | None = None
    rule: str | None = None
    term: str | None = None
    related: tuple[tuple[Cell, str], ...] = ()
    path: str | None = None
    example: str | None = None

    def at(self, path: str) -> Diagnostic:
        """The same finding, in the file of that path."""
        return replace(self, path=path)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: `code`, `severity`, `message`, `cell`, `help`, and what is known."""
        plain: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "cell": None if self.cell is None else str(self.cell),
            "help": self.help,
        }
        if self.span is not None:
            plain["text"], plain["span"] = self.text, list(self.span)
        if self.rule is not None:
            plain["rule"] = self.rule
        if self.term is not None:
            plain["term"] = self.term
        if self.related:
            plain["related"] = [{"cell": str(cell), "why": why} for cell, why in self.related]
        if self.path is not None:
            plain["file"] = self.path
        if self.example is not None:
            plain["example"] = json.loads(self.example)
        return plain

    def __str__(self) -> str:
        lines = [f"{self.severity.value}[{self.code}]: {self.message}"]
        place = ": ".join(str(part) for part in (self.path, self.cell) if part is not None)
        context = ", ".join(
            part
            for part in (
                f"rule {self.rule}" if self.rule else "",
                f"`{self.term}`" if self.term else "",
            )
            if part
        )
        if place:
            lines.append(f"  --> {place}" + (f"   ({context})" if context else ""))
        if self.text is not None and self.span is not None:
            lines += _underlined(self.text, self.span, self.label)
        lines += [f"   = see {cell}: {why}" for cell, why in self.related]
        if self.example is not None:
            lines.append(f"   = example: {self.example}")
        if self.help is not None:
            lines.append(f"   = help: {self.help}")
        return "\n".join(lines)


def _underlined(text: str, span: tuple[int, int], label: str | None) -> list[str]:
    """The cell's text with carets below the span; a long or many-lined text is cut around it."""
    start, end = max(span[0], 0), max(span[1], span[0] + 1)
    text = text.replace("\n", "␤").replace("\r", "").replace("\t", " ")
    cut = max(0, start - 60)
    shown = ("…" if cut else "") + text[cut : cut + 100] + ("…" if len(text) > cut + 100 else "")
    shift = start - cut + (1 if cut else 0)
    carets = "^" * max(1, min(end - start, 100 - (start - cut)))
    return [f"   |  {shown}", f"   |  {' ' * shift}{carets}{' ' + label if label else ''}"]


@dataclass(frozen=True, slots=True)
class Result(Generic[T_co]):
    """What a pass made, and what it found. `value` is None when nothing is left to go on with."""

    value: T_co | None
    diagnostics: tuple[Diagnostic, ...] = ()


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when at least one of them is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


def in_sheet_order(
    diagnostics: Iterable[Diagnostic], sheets: Iterable[str] = ()
) -> tuple[Diagnostic, ...]:
    """Sorted as a reader walks the file: by sheet as the tabs stand, then row, column, code."""
    order = {name: position for position, name in enumerate(sheets)}

    def key(found: Diagnostic) -> tuple[object, ...]:
        if found.cell is None:
            return (found.path or "", -1, "", 0, 0, found.code, found.message)
        cell = found.cell
        place = order.get(cell.sheet, len(order))
        where = (place, cell.sheet, cell.row, cell.column)
        return (found.path or "", *where, found.code, found.message)

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))


def error(code: str, message: str, cell: Cell | None = None, **more: Any) -> Diagnostic:
    """A diagnostic of severity error; `more` are fields of `Diagnostic`."""
    return Diagnostic(code, Severity.ERROR, message, cell, **more)


def warning(code: str, message: str, cell: Cell | None = None, **more: Any) -> Diagnostic:
    """A diagnostic of severity warning; `more` are fields of `Diagnostic`."""
    return Diagnostic(code, Severity.WARNING, message, cell, **more)


def note(code: str, message: str, cell: Cell | None = None, **more: Any) -> Diagnostic:
    """A diagnostic of severity note; `more` are fields of `Diagnostic`."""
    return Diagnostic(code, Severity.NOTE, message, cell, **more)


def nearest(wanted: str, available: Iterable[str]) -> str | None:
    """The available name closest to the wanted one, or None when more than half would change.

    Case and accents of the letters do not count as changes; ties go to the first.

    >>> nearest("budgt", ["budget", "premium"])
    'budget'
    >>> nearest("moon", ["budget", "premium"]) is None
    True
    """
    from difflib import SequenceMatcher

    folded = wanted.casefold()
    best, best_score = None, 0.0
    for name in available:
        score = SequenceMatcher(None, folded, name.casefold()).ratio()
        if score > best_score:
            best, best_score = name, score
    return best if best_score >= 0.6 else None


def or_list(names: Iterable[str], most: int = 12) -> str:
    """Names in backticks for a sentence, cut after `most` with the count of the rest.

    >>> or_list(["a", "b"])
    '`a`, `b`'
    """
    every = list(names)
    shown = ", ".join(f"`{name}`" for name in every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} more"

"""Suggested tests as rows of the Tests sheet, in a copy of the workbook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal

from ruleset.check.suggest import Suggestion, typed
from ruleset.dmn.form import Vocabulary, code_name
from ruleset.dmn.labels import label_at, rows_of
from ruleset.locations import Cell
from ruleset.workbook.edit import Editor
from ruleset.workbook.edit_styles import Look
from ruleset.workbook.form import Sheet, Workbook

FILL = "E2F0D9"
_EXPECT = "expect "
_NAMES = ("test", "name", "id")
_NOTES = ("notes", "note", "why")


def write_suggestions(
    workbook: Workbook,
    vocabulary: Vocabulary,
    rows: Sequence[Suggestion],
    target: str | os.PathLike[str],
) -> None:
    """The copy stands at `target`: below the tests that are there the suggested ones, in green.

    Columns that the sheet lacks are added on its right; a workbook without Tests gets the sheet.
    """
    editor = Editor.open(workbook.path)
    sheet = next((s for s in workbook.sheets if s.name.strip().casefold() == "tests"), None)
    work = _Rows(editor, vocabulary, sheet if sheet is not None and sheet.cells else None)
    if work.sheet is None:
        name = "Tests" if sheet is None else sheet.name
        if sheet is None:
            editor.add_sheet(name, [36, 18, *[16] * 12], [20])
        work.name = name
    for row, each in enumerate(rows, work.next_row):
        work.write(row, each)
    editor.save(target)


class _Rows:
    """The sheet's columns by what they hold, made as they are needed."""

    def __init__(self, editor: Editor, vocabulary: Vocabulary, sheet: Sheet | None) -> None:
        self.editor, self.vocabulary, self.sheet = editor, vocabulary, sheet
        self.name = "" if sheet is None else sheet.name
        self.columns: dict[str, int] = {}
        self.header_row, self.next_row = 1, 2
        if sheet is not None:
            rows = rows_of(sheet)
            self.header_row, self.next_row = rows[0], rows[-1] + 1
            for row, column in sorted(sheet.cells):
                if row == self.header_row:
                    self.columns.setdefault(_key(label_at(sheet, row, column, [])), column)

    def write(self, row: int, each: Suggestion) -> None:
        self.put(row, self.column(_NAMES, "Test"), each.name)
        self.put(row, self.column(("decision",), "Decision"), each.label)
        for prefix, head, texts in (("", "", each.facts), (_EXPECT, "Expect ", each.expected)):
            for name, text in texts.items():
                term = self.vocabulary[name]
                column = self.column((f"{prefix}{name}",), f"{head}{term.label}")
                self.put(row, column, typed(text, term))
        self.put(row, self.column(_NOTES, "Notes"), each.why)

    def column(self, keys: Sequence[str], label: str) -> int:
        """The column of one of these keys; a new one with that label when there is none."""
        for key in keys:
            if key in self.columns:
                return self.columns[key]
        filled = () if self.sheet is None else (column for _, column in self.sheet.cells)
        column = max((*self.columns.values(), *filled), default=0) + 1
        self.columns[keys[0]] = column
        self.put(self.header_row, column, label, Look(bold=True))
        return column

    def put(self, row: int, column: int, value: str | Decimal, look: Look | None = None) -> None:
        cell = Cell(self.name, row, column)
        self.editor.write(cell, value)
        self.editor.restyle(cell, look or Look(FILL))


def _key(label: str) -> str:
    """What a header stands for: a special column, a term, or a term with `expect ` before."""
    folded = label.casefold()
    if folded in ("decision", *_NAMES, *_NOTES):
        return folded
    for prefix in ("expected: ", "expect: ", "expected ", "expect "):
        if folded.startswith(prefix):
            return _EXPECT + code_name(label[len(prefix) :])
    return code_name(label)

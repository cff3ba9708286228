"""The XML of one sheet, read in one pass: filled cells, merges, validations, what is hidden.

A reader of our own, because a workbook with a million formatted rows must be read, or refused, in
two seconds: openpyxl takes from twelve to thirty on one and up to 900 MB. It sees the formula and
the saved value of a cell at once, and validations that lead to other sheets.
"""

from __future__ import annotations

from typing import Final

from ruleset.locations import Cell
from ruleset.workbook import markup, values
from ruleset.workbook.blanks import Blanks
from ruleset.workbook.form import CellValue, Kind
from ruleset.workbook.hazards import is_blank
from ruleset.workbook.package import Package, too_large
from ruleset.workbook.raw_sheet import MAX_BLOCKS, MAX_TEXT, RawSheet, Surroundings
from ruleset.workbook.references import (
    MAX_COLUMN,
    MAX_ROW,
    block_of,
    column_of,
    shifted,
    small_number,
)
from ruleset.workbook.strings import Text, TextReader, unescaped
from ruleset.workbook.stylesheet import Format
from ruleset.workbook.validations import ValidationReader
from ruleset.workbook.values import UnreadableError, Value

MAX_FORMULA: Final = 8_192
"""Letters of a formula that are kept, the most that Excel allows."""
_TRUE = ("1", "true")


def read_sheet_part(package: Package, part: str, name: str, around: Surroundings) -> RawSheet:
    """The sheet as its part tells it. RefusedError when the part is unsound or too large."""
    try:
        return _read(package, part, _SheetReader(name, around, Blanks()))
    except _PlaceUnknownError:  # counted from blank ones before it: read again with those in
        return _read(package, part, _SheetReader(name, around, None))


def _read(package: Package, part: str, reader: _SheetReader) -> RawSheet:
    through = iter if reader.blanks is None else reader.blanks.without
    package.parse(part, reader.starts(), reader.ends(), reader.texts(), through)
    if reader.blanks is not None:
        reader.sheet.stored_rows += reader.blanks.rows
    return reader.sheet


class _PlaceUnknownError(Exception):
    """A row or cell does not say which it is, and blank ones before it were left out."""


class _SheetReader:
    """The handlers; `sheet` fills as they are called."""

    def __init__(self, name: str, around: Surroundings, blanks: Blanks | None) -> None:
        self.blanks = blanks
        self.sheet = RawSheet(name)
        self._around = around
        self._row = 0
        self._row_hidden = False
        self._columns: dict[str, int] = {}
        self._reference: str | None = None
        self._after_reference = 0
        self._cell: markup.Attributes = {}
        self._filled = False
        self._formula_attributes: markup.Attributes = {}
        self._formula: str | None = None
        self._value: str | None = None
        self._inline: Text | None = None
        self._shared: dict[str, tuple[str, int, int]] = {}
        self._inline_reader = TextReader()
        self._validations = ValidationReader(name, self.sheet.validations)

    def starts(self) -> dict[str, markup.OnStart]:
        inline = self._inline_reader.starts()
        names: dict[str, markup.OnStart] = {
            "row": self._row_start,
            "c": self._cell_start,
            "f": self._formula_start,
            "is": self._inline_start,
            "col": self._column_start,
            "mergeCell": self._merge,
        } | inline
        return markup.main(names) | self._validations.starts()

    def ends(self) -> dict[str, markup.OnEnd]:
        names: dict[str, markup.OnEnd] = {
            "c": self._cell_end,
            "is": self._inline_end,
        } | self._inline_reader.ends()
        return markup.main_ends(names) | self._validations.ends()

    def texts(self) -> dict[str, markup.OnText]:
        names: dict[str, markup.OnText] = {"f": self._formula_end, "v": self._value_end}
        inline = self._inline_reader.texts()
        return markup.main_texts(names | inline) | self._validations.texts()

    # rows, columns, merges

    def _row_start(self, attributes: markup.Attributes) -> None:
        number = attributes.get("r")
        if number is None:
            self._count_on()
        row = self._row + 1 if number is None else small_number(number)
        if not 1 <= row <= MAX_ROW:
            raise markup.MarkupError(f"there is no row `{values.shortened(number or str(row))}`")
        self._row = row
        self._reference, self._after_reference = None, 0
        self._row_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
        self.sheet.stored_rows += 1

    def _column_start(self, attributes: markup.Attributes) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") != "0":
            return
        first, last = (small_number(attributes.get(side, "")) for side in ("min", "max"))
        if 1 <= first <= last:
            self._limit(len(self.sheet.hidden_columns), "hidden columns")
            self.sheet.hidden_columns.append((first, min(last, MAX_COLUMN)))

    def _merge(self, attributes: markup.Attributes) -> None:
        reference = attributes.get("ref", "")
        block = block_of(self.sheet.name, reference)
        if block is None:
            raise markup.MarkupError(f"`{values.shortened(reference)}` is no block to merge")
        self._limit(len(self.sheet.merges), "merged blocks")
        self.sheet.merges.append(block)

    def _limit(self, count: int, what: str) -> None:
        if count >= MAX_BLOCKS:
            raise too_large(f"the sheet `{self.sheet.name}` has more than {MAX_BLOCKS:,} {what}")

    # cells

    def _cell_start(self, attributes: markup.Attributes) -> None:
        self._cell = attributes
        reference = attributes.get("r")
        if reference is None:
            self._count_on()
            self._after_reference += 1
        else:
            self._reference, self._after_reference = reference, 0

    def _count_on(self) -> None:
        if self.blanks is not None and (self.blanks.cells or self.blanks.rows):
            raise _PlaceUnknownError

    def _formula_start(self, attributes: markup.Attributes) -> None:
        self._formula_attributes = attributes

    def _formula_end(self, text: str) -> None:
        self._formula = text
        self._filled = True

    def _value_end(self, text: str) -> None:
        self._value = text
        self._filled = True

    def _inline_start(self, _: markup.Attributes) -> None:
        self._inline_reader.begin()

    def _inline_end(self) -> None:
        self._inline = self._inline_reader.end()
        self._filled = True

    def _cell_end(self) -> None:
        if not self._filled:
            return
        row, column = self._position()
        raw, formula = self._value, self._formula_text(row, column)
        inline = self._inline
        self._value = self._formula = self._inline = None
        self._filled = False
        place = Cell(self.sheet.name, row, column)
        shown = Format()
        try:
            shown = self._format()
            found = self._typed(raw, inline, shown, place)
        except UnreadableError as problem:
            self.sheet.unreadable.append((place, str(problem)))
            stored = values.shortened(raw or "-")
            found = Value(Kind.ERROR, stored, stored)
        if found is None:
            if formula is None:
                return
            found = Value(Kind.UNSAVED, formula, formula)
        self._keep(CellValue(place, found.kind, found.value, found.text, formula, shown.code))
        if shown.struck_out and (row, column) in self.sheet.cells:
            self.sheet.struck_out.append((row, column))

    def _keep(self, cell: CellValue) -> None:
        where = (cell.cell.row, cell.cell.column)
        if cell.kind is Kind.TEXT and is_blank(cell.text):
            if cell.text:
                self.sheet.only_spaces.append(where)
            return
        if where in self.sheet.cells:
            raise markup.MarkupError(f"the cell `{cell.cell}` is stored twice")
        self._around.room.take(cell)
        self.sheet.cells[where] = cell
        if self._row_hidden:
            self.sheet.hidden_rows.add(cell.cell.row)

    def _position(self) -> tuple[int, int]:
        """Row and column of the cell: as it says itself, or the next after the one before it."""
        if self._reference is None:
            column = self._after_reference
        else:
            letters = self._reference.rstrip("0123456789")
            column = self._columns.get(letters, 0)
            if not column:
                column = self._column(letters)
                self._columns[letters] = column
            if self._reference[len(letters) :] != str(self._row):
                shown = values.shortened(self._reference)
                raise markup.MarkupError(f"the cell `{shown}` stands in row `{self._row}`")
            column += self._after_reference
        if not (self._row and column <= MAX_COLUMN):
            raise markup.MarkupError("a cell stands outside the rows and columns of a sheet")
        return self._row, column

    def _column(self, letters: str) -> int:
        column = column_of(letters)
        if column is None:
            shown = values.shortened(self._reference or "")
            raise markup.MarkupError(f"there is no cell `{shown}`")
        return column

    def _format(self) -> Format:
        style = self._cell.get("s")
        formats = self._around.formats
        if style is None:
            return formats[0]
        number = small_number(style)
        if not 0 <= number < len(formats):
            raise UnreadableError(f"the style `{values.shortened(style)}` does not exist")
        return formats[number]

    def _typed(self, raw: str | None, inline: Text | None, shown: Format, at: Cell) -> Value | None:
        """The value of a cell by its type; None when nothing is stored."""
        kind = self._cell.get("t", "n")
        if kind == "inlineStr" or (inline is not None and raw is None):
            return self._text(inline, at) if inline is not None else None
        if raw is None:
            return None
        if kind == "str":
            return self._text(Text(unescaped(raw)), at)
        if not raw.strip():
            return None
        match kind:
            case "n":
                return values.of_number(raw, shown, epoch_1904=self._around.epoch_1904)
            case "s":
                number = small_number(raw.strip())
                if not 0 <= number < len(self._around.strings):
                    raise UnreadableError(f"the shared text `{values.shortened(raw)}` is missing")
                return self._text(self._around.strings[number], at)
            case "b":
                return values.of_yes_no(raw)
            case "e":
                return Value(Kind.ERROR, raw.strip(), raw.strip())
            case "d":
                return values.of_iso(raw)
            case _:
                raise UnreadableError(f"the type `{values.shortened(kind)}` does not exist")

    def _text(self, found: Text, at: Cell) -> Value:
        if len(found.text) > MAX_TEXT:
            raise UnreadableError(
                f"a text of {len(found.text):,} letters, at most {MAX_TEXT:,} fit"
            )
        if found.rich:
            self.sheet.rich.append((at.row, at.column))
        if found.struck_out:
            self.sheet.struck_out.append((at.row, at.column))
        return values.of_text(found.text)

    def _formula_text(self, row: int, column: int) -> str | None:
        """The formula with its `=`; a cell that shares one gets it as it reads at its own place."""
        if self._formula is None:
            return None
        formula = "=" + self._formula[:MAX_FORMULA]
        attributes, self._formula_attributes = self._formula_attributes, {}
        if attributes.get("t") != "shared":
            return formula
        number = attributes.get("si", "")
        if self._formula:
            self._shared[number] = (formula, row, column)
            return formula
        first = self._shared.get(number)
        if first is None:
            return formula
        self._around.room.take_shared(first[0])
        return shifted(first[0], row - first[1], column - first[2])

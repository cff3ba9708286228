"""The XML of one sheet, read in one pass: filled cells, merges, validations, what is hidden.

A reader of our own, because a workbook with a million formatted rows must be read, or refused, in
two seconds: openpyxl takes from twelve to thirty on one and up to 900 MB. It sees the formula and
the saved value of a cell at once, and validations that lead to other sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ruleset.locations import Block, Cell
from ruleset.workbook import markup, values
from ruleset.workbook.blanks import Blanks
from ruleset.workbook.form import CellValue, Kind
from ruleset.workbook.hazards import clean
from ruleset.workbook.package import Package, too_large
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
from ruleset.workbook.values import UnreadableError, Value

MAX_CELLS: Final = 500_000
"""Filled cells of a whole workbook. Each takes about 400 bytes in memory."""
MAX_BLOCKS: Final = 50_000
"""Merges, hidden columns and blocks with a validation of a sheet, each."""
MAX_FORMULA: Final = 30_000

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_TRUE = ("1", "true")


@dataclass(slots=True)
class Room:
    """How many cells may still be read; all sheets of a workbook share it."""

    cells: int = MAX_CELLS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cells of all sheets refer to."""

    strings: Sequence[Text]
    formats: Sequence[Format]
    epoch_1904: bool
    room: Room


@dataclass(frozen=True, slots=True)
class Validation:
    """A list validation: its cells, and the formula that gives the values."""

    blocks: tuple[Block, ...]
    formula: str


@dataclass(slots=True)
class RawSheet:
    """What the part holds, in the order found; `unreadable` tells cells that hold no value."""

    name: str
    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    merges: list[Block] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unreadable: list[tuple[Cell, str]] = field(default_factory=list)
    rich: list[tuple[int, int]] = field(default_factory=list)
    struck_out: list[tuple[int, int]] = field(default_factory=list)
    only_spaces: list[tuple[int, int]] = field(default_factory=list)
    stored_rows: int = 0


def read_sheet_part(package: Package, part: str, name: str, around: Surroundings) -> RawSheet:
    """The sheet as its part tells it. RefusedError when the part is unsound or too large."""
    room = around.room.cells
    try:
        return _read(package, part, _SheetReader(name, around, Blanks()))
    except _PlaceUnknownError:  # counted from blank ones before it: read again with those in
        around.room.cells = room
        return _read(package, part, _SheetReader(name, around, None))


def _read(package: Package, part: str, reader: _SheetReader) -> RawSheet:
    through = iter if reader.blanks is None else reader.blanks.without
    package.parse(part, reader.starts(), reader.ends(), reader.data, through)
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
        self._capture: list[str] | None = None
        self._captured = 0
        self._inline_reader = TextReader()
        self._within_inline = False
        self._validation: markup.Attributes | None = None
        self._validation_formula = ""
        self._validation_cells = ""
        self._blocks = 0

    def starts(self) -> dict[str, markup.OnStart]:
        inline = self._inline_reader.starts()
        names: dict[str, markup.OnStart] = {
            "row": self._row_start,
            "c": self._cell_start,
            "f": self._formula_start,
            "v": self._capture_start,
            "is": self._inline_start,
            "col": self._column_start,
            "mergeCell": self._merge,
            "dataValidation": self._validation_start,
            "formula1": self._capture_start,
        } | inline
        return markup.main(names) | {
            f"{_X14} dataValidation": self._validation_start,
            f"{_XM} f": self._capture_start,
            f"{_XM} sqref": self._capture_start,
        }

    def ends(self) -> dict[str, markup.OnEnd]:
        names: dict[str, markup.OnEnd] = {
            "c": self._cell_end,
            "f": self._formula_end,
            "v": self._value_end,
            "is": self._inline_end,
            "formula1": self._validation_formula_end,
            "dataValidation": self._validation_end,
        } | self._inline_reader.ends()
        return markup.main_ends(names) | {
            f"{_X14} dataValidation": self._validation_end,
            f"{_XM} f": self._validation_formula_end,
            f"{_XM} sqref": self._validation_cells_end,
        }

    def data(self, data: str) -> None:
        if self._capture is not None:
            self._captured += len(data)
            if self._captured > markup.MAX_TEXT:
                raise markup.MarkupTooLargeError(f"a text of more than {markup.MAX_TEXT:,} letters")
            self._capture.append(data)
        elif self._within_inline:
            self._inline_reader.data(data)

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

    def _capture_start(self, _: markup.Attributes) -> None:
        self._capture, self._captured = [], 0

    def _taken(self) -> str:
        text = "".join(self._capture or ())
        self._capture = None
        return text

    def _formula_start(self, attributes: markup.Attributes) -> None:
        self._formula_attributes = attributes
        self._capture_start(attributes)

    def _formula_end(self) -> None:
        self._formula = self._taken()
        self._filled = True

    def _value_end(self) -> None:
        self._value = self._taken()
        self._filled = True

    def _inline_start(self, _: markup.Attributes) -> None:
        self._inline_reader.begin()
        self._within_inline = True

    def _inline_end(self) -> None:
        self._within_inline = False
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
            found = Value(Kind.ERROR, raw or "", raw or "")
        if found is None:
            if formula is None:
                return
            found = Value(Kind.UNSAVED, formula, formula)
        self._keep(CellValue(place, found.kind, found.value, found.text, formula, shown.code))
        if shown.struck_out and (row, column) in self.sheet.cells:
            self.sheet.struck_out.append((row, column))

    def _keep(self, cell: CellValue) -> None:
        where = (cell.cell.row, cell.cell.column)
        if cell.kind is Kind.TEXT and not clean(cell.text).text:
            if cell.text:
                self.sheet.only_spaces.append(where)
            return
        if where in self.sheet.cells:
            raise markup.MarkupError(f"the cell `{cell.cell}` is stored twice")
        self._around.room.cells -= 1
        if self._around.room.cells < 0:
            raise too_large(f"the workbook has more than {MAX_CELLS:,} filled cells")
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
        return formula if first is None else shifted(first[0], row - first[1], column - first[2])

    # validations

    def _validation_start(self, attributes: markup.Attributes) -> None:
        self._validation = attributes
        self._validation_formula, self._validation_cells = "", attributes.get("sqref", "")

    def _validation_formula_end(self) -> None:
        if self._capture is not None:
            self._validation_formula = self._taken() or self._validation_formula

    def _validation_cells_end(self) -> None:
        self._validation_cells = self._taken()

    def _validation_end(self) -> None:
        attributes, self._validation = self._validation, None
        if attributes is None or attributes.get("type") != "list":
            return
        spelled = self._validation_cells.split()
        blocks = tuple(filter(None, (block_of(self.sheet.name, each) for each in spelled)))
        self._blocks += len(blocks)
        self._limit(self._blocks, "dropdowns")
        if blocks and self._validation_formula:
            self.sheet.validations.append(Validation(blocks, self._validation_formula))

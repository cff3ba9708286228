"""Changes to one sheet's part: values and styles of cells, merges; everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ruleset.locations import Block, column_letters
from ruleset.workbook.references import block_of, column_of
from ruleset.workbook.splice import Element, Splices, as_text, elements, first, with_attribute
from ruleset.workbook.splice import without_attribute as without

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Copied:
    """What the cell at that place holds, value, type and format, as it is stored; or, with a
    `text`, that text in the format of the cell there."""

    place: Place
    text: str | None = None


CellContent = str | int | Decimal | Copied | None
_AFTER_DRAWINGS: Final = (
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


@dataclass
class SheetChanges:
    """What is to change, by (row, column); `styles` yields a new style's number from the old."""

    values: dict[Place, CellContent] = field(default_factory=dict)
    styles: dict[Place, Callable[[int], int]] = field(default_factory=dict)
    unmerged: set[Block] = field(default_factory=set)
    legacy_drawing: str | None = None

    @property
    def places(self) -> list[Place]:
        """The cells that change, row by row."""
        return sorted({*self.values, *self.styles})


def changed_sheet(xml: bytes, changes: SheetChanges) -> bytes:
    """The sheet's part with the changes."""
    names = ("sheetData", "row", "c", "col", "dimension", "mergeCells", "mergeCell")
    found = elements(xml, {*names, "legacyDrawing", "worksheet", *_AFTER_DRAWINGS})
    work = _Work(xml, found, changes)
    work.cells()
    work.merges()
    work.drawing()
    return work.splices.applied()


class _Work:
    def __init__(self, xml: bytes, found: tuple[Element, ...], changes: SheetChanges) -> None:
        self.xml, self.found, self.changes = xml, found, changes
        self.splices = Splices(xml)
        self.root = found[0]
        self.stored: Mapping[Place, Element] = {}
        self.column_styles = [
            (int(each.attributes["min"]), int(each.attributes["max"]), each.attributes["style"])
            for each in found
            if each.name == "col" and "style" in each.attributes
        ]

    # cells

    def cells(self) -> None:
        data = first(self.found, lambda each: each.name == "sheetData")
        if data is None or not self.changes.places:
            return
        rows, cells = self._rows_and_cells()
        self.stored = cells
        by_row: dict[int, list[Place]] = {}
        for place in self.changes.places:
            by_row.setdefault(place[0], []).append(place)
        fresh = b""
        numbers = sorted(rows)
        for number, places in by_row.items():
            if number in rows:
                self._row(rows[number], places, cells)
                continue
            text = self._new_row(number, places, data.prefix)
            below = next((each for each in numbers if each > number), None)
            if below is None:
                fresh += text
            else:
                self.splices.insert(rows[below].start, text)
        if fresh:
            self.splices.append_inside(data, fresh)
        self._dimension()

    def _rows_and_cells(self) -> tuple[dict[int, Element], dict[Place, Element]]:
        """Rows and cells by their numbers; those that do not say theirs are counted on."""
        rows: dict[int, Element] = {}
        cells: dict[Place, Element] = {}
        row = column = 0
        for each in self.found:
            if each.name == "row":
                row, column = int(each.attributes.get("r", row + 1)), 0
                rows[row] = each
            elif each.name == "c":
                letters = each.attributes.get("r", "").rstrip("0123456789")
                column = (column_of(letters) if letters else None) or column + 1
                cells[row, column] = each
        return rows, cells

    def _row(self, row: Element, places: list[Place], cells: Mapping[Place, Element]) -> None:
        number = places[0][0]
        inside = sorted(column for at, column in cells if at == number)
        last = b""
        for place in places:
            old = cells.get(place)
            if old is not None:
                self._cell(old, place)
                continue
            text = self._new_cell(place, row.prefix, row.attributes)
            after = next((each for each in inside if each > place[1]), None)
            if after is None:
                last += text
            else:
                self.splices.insert(cells[number, after].start, text)
        if last and row.is_empty:
            self.splices.append_inside(row, last)
            return
        tag = self.xml[row.start : row.inner]
        if "spans" in row.attributes:  # a hint for programs, wrong once a cell is added
            self.splices.replace(row.start, row.inner, without(tag, "spans"))
        if last:
            self.splices.append_inside(row, last)

    def _cell(self, cell: Element, place: Place) -> None:
        tag = self.xml[cell.start : cell.inner]
        style = self.changes.styles.get(place)
        if style is not None:
            tag = with_attribute(tag, "s", str(style(int(cell.attributes.get("s", "0")))))
        if place in self.changes.values:
            kept = without(without(tag, "t"), "cm")
            text = self._written(kept, self.changes.values[place], cell.prefix)
            self.splices.replace(cell.start, cell.end, text)
        elif style is not None:
            self.splices.replace(cell.start, cell.inner, tag)

    def _written(self, tag: bytes, value: CellContent, prefix: str) -> bytes:
        """A whole cell from its start tag, without type, and its value."""
        p = prefix.encode()
        if isinstance(value, Copied):
            return self._copied(tag, value)
        head = tag.rstrip(b"/> \n\r\t")
        if value is None or value == "":
            return head + b"/>"
        close = b"</" + p + b"c>"
        if isinstance(value, int | Decimal):
            text = b"<%bv>%b</%bv>" % (p, format(Decimal(value), "f").encode(), p)
            return head + b">" + text + close
        text = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (p, p, as_text(value), p, p)
        return head + b' t="inlineStr">' + text + close

    def _copied(self, tag: bytes, value: Copied) -> bytes:
        source = self.stored[value.place]
        text = self.xml[source.start : source.end]
        if "r" not in source.attributes:
            raise ValueError("the cells of the sheet do not say where they stand")
        place = re.search(rb"""\sr=["']([^"']*)["']""", tag)
        reference = place[1].decode() if place else ""
        head = with_attribute(self.xml[source.start : source.inner], "r", reference)
        if value.text is not None:
            return self._written(without(without(head, "t"), "cm"), value.text, source.prefix)
        return head + text[source.inner - source.start :]

    def _new_row(self, number: int, places: list[Place], prefix: str) -> bytes:
        cells = b"".join(self._new_cell(place, prefix, {}) for place in places)
        name = f"{prefix}row".encode()
        return b'<%b r="%d">%b</%b>' % (name, number, cells, name)

    def _new_cell(self, place: Place, prefix: str, row: Mapping[str, str]) -> bytes:
        number, column = place
        inherited = row.get("s") if row.get("customFormat") in ("1", "true") else None
        if inherited is None:
            inherited = next(
                (s for low, high, s in self.column_styles if low <= column <= high), "0"
            )
        style = int(inherited)
        change = self.changes.styles.get(place)
        if change is not None:
            style = change(style)
        name = f"{prefix}c".encode()
        styled = b' s="%d"' % style if style else b""
        tag = b'<%b r="%b%d"%b/>' % (name, column_letters(column).encode(), number, styled)
        return self._written(tag, self.changes.values.get(place), prefix)

    def _dimension(self) -> None:
        """The stated size of the sheet takes in the cells that are new."""
        stated = first(self.found, lambda each: each.name == "dimension")
        block = None if stated is None else block_of("", stated.attributes.get("ref", ""))
        if stated is None or block is None:
            return
        rows = [block.first_row, block.last_row, *(row for row, _ in self.changes.places)]
        columns = [block.first_column, block.last_column, *(c for _, c in self.changes.places)]
        ref = f"{column_letters(min(columns))}{min(rows)}:{column_letters(max(columns))}{max(rows)}"
        if ref != stated.attributes.get("ref"):
            tag = self.xml[stated.start : stated.inner]
            self.splices.replace(stated.start, stated.inner, with_attribute(tag, "ref", ref))

    # merges and drawings

    def merges(self) -> None:
        """Blocks that are unmerged are taken off the list, and the list when nothing is left."""
        all_merges = first(self.found, lambda each: each.name == "mergeCells")
        if all_merges is None or not self.changes.unmerged:
            return
        gone = {
            (b.first_row, b.first_column, b.last_row, b.last_column) for b in self.changes.unmerged
        }
        kept = []
        for each in (each for each in self.found if each.name == "mergeCell"):
            block = block_of("", each.attributes.get("ref", ""))
            corners = block and (
                block.first_row, block.first_column, block.last_row, block.last_column
            )  # fmt: skip
            if corners not in gone:
                kept.append(self.xml[each.start : each.end])
        tag = self.xml[all_merges.start : all_merges.inner]
        end = self.xml[all_merges.inner_end : all_merges.end]
        text = with_attribute(tag, "count", str(len(kept))) + b"".join(kept) + end if kept else b""
        self.splices.replace(all_merges.start, all_merges.end, text)

    def drawing(self) -> None:
        """A link to the drawing that holds the comments' boxes."""
        link = self.changes.legacy_drawing
        if link is None:
            return
        p = self.root.prefix
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        text = f'<{p}legacyDrawing xmlns:r="{space}" r:id="{link}"/>'.encode()
        after = first(self.found, lambda each: each.depth == 1 and each.name in _AFTER_DRAWINGS)
        self.splices.insert(self.root.inner_end if after is None else after.start, text)

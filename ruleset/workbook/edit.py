"""A copy of a workbook with some cells changed, coloured or commented; all else byte for byte.

openpyxl would lose what it does not know (slicers, sparklines, shapes, form controls, the threads
of comments). So the parts of the package are changed in place: the sheets that are touched, the
styles, the comments of touched sheets, and, where a part is added, the lists that name it.
"""

from __future__ import annotations

import os
import posixpath
import re
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ruleset.errors import RulesetError
from ruleset.locations import Block, Cell
from ruleset.workbook.contents import Contents, SheetEntry, read_contents
from ruleset.workbook.edit_comments import with_boxes, with_comments
from ruleset.workbook.edit_sheet import CellContent, SheetChanges, changed_sheet
from ruleset.workbook.edit_styles import Look, Styles
from ruleset.workbook.package import RefusedError, Relation, opened
from ruleset.workbook.splice import Splices, as_attribute, elements, first

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_NO_RELATIONS: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"/>'
).encode()


class CannotEditError(RulesetError):
    """The copy would lose or break something; the message names it."""


@dataclass
class Editor:
    """A workbook in memory, with the changes asked for so far. `save` writes the copy."""

    path: str
    parts: dict[str, bytes]
    contents: Contents
    relations: dict[str, dict[str, Relation]]
    _changes: dict[str, SheetChanges] = field(default_factory=dict)
    _comments: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    _styles: Styles | None = None
    _added: int = 0

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Editor:
        """The workbook of a file that `read_workbook` reads. CannotEditError when it does not, or
        when a copy would not stay what the workbook is."""
        file = os.fspath(path)
        try:
            with opened(file) as package:
                contents = read_contents(package)
                names = [each.filename for each in package.archive.infolist()]
                parts = {name: package.archive.read(name) for name in names}
                sources = [*(sheet.part for sheet in contents.sheets), "xl/workbook.xml", ""]
                relations = {each.lower(): package.relations(each) for each in sources}
        except RefusedError as refused:
            raise CannotEditError(f"{file}: {refused.diagnostic.message}") from refused
        made = cls(file, parts, contents, relations)
        made._refuse_unsafe()
        return made

    def _refuse_unsafe(self) -> None:
        lowered = [name.lower() for name in self.parts]
        if any(name.startswith("_xmlsignatures/") for name in lowered):
            raise CannotEditError(
                f"{self.path} is signed; a changed copy would break the signature"
            )
        main = self._part("xl/workbook.xml")
        if main is None or b"purl.oclc.org/ooxml" in main:
            raise CannotEditError(
                f"{self.path} is a Strict Open XML workbook; save it as an ordinary .xlsx first"
            )

    # what is asked for

    def write(self, cell: Cell, value: CellContent) -> None:
        """The cell holds the value, its format as it was; None empties it."""
        self._of(cell.sheet).values[cell.row, cell.column] = value

    def restyle(self, cell: Cell, look: Look) -> None:
        """The cell looks as before but for what the look says."""
        styles = self._style_part()
        if styles is not None:
            self._of(cell.sheet).styles[cell.row, cell.column] = lambda base: styles.style(
                base, look
            )

    def comment(self, cell: Cell, text: str) -> None:
        """The cell's comment ends with the text; one that it has is kept above it."""
        texts = self._comments.setdefault(cell.sheet, {})
        place = (cell.row, cell.column)
        texts[place] = f"{texts[place]}\n\n{text}" if place in texts else text

    def unmerge(self, block: Block) -> None:
        """The cells of the block are separate again."""
        self._of(block.sheet).unmerged.add(block)

    def has_threads(self, sheet: str) -> bool:
        """True when comments of the sheet are threads, to which nobody else may add."""
        found = self.relations[self._entry(sheet).part.lower()]
        return any(each.kind == "threadedComment" for each in found.values())

    def free_sheet_name(self, name: str) -> str:
        """The name, with a number behind it when a sheet has it already."""
        taken = {sheet.name.casefold() for sheet in self.contents.sheets}
        number, free = 2, name
        while free.casefold() in taken:
            free, number = f"{name} {number}", number + 1
        return free

    def add_sheet(
        self,
        name: str,
        widths: Sequence[int],
        heights: Sequence[int],
        links: Iterable[tuple[Cell, Cell]] = (),
    ) -> None:
        """A new last sheet of that name, to be filled by `write`. `links` lead from its cells.

        `widths` of its columns are in letters, `heights` of its rows in points.
        """
        listed = "".join(
            f"<hyperlink ref={as_attribute(str(at).rpartition('!')[2])} "
            f"location={as_attribute(str(to))} display={as_attribute(str(to))}/>"
            for at, to in links
        )
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(widths, 1)
        )
        rows = "".join(
            f'<row r="{number}" ht="{height}" customHeight="1"/>'
            for number, height in enumerate(heights, 1)
        )
        part = self._free("xl/worksheets/sheet{}.xml")
        self.parts[part] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
            + (f"<hyperlinks>{listed}</hyperlinks>" if listed else "")
            + '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()
        self.relations[part.lower()] = {}
        self._declare(f"/{part}", f"{_TYPES}.worksheet+xml")
        link = self._relate("xl/workbook.xml", "worksheet", part)
        main = self._name("xl/workbook.xml")
        found = elements(self.parts[main], {"sheets", "sheet"})
        sheets = first(found, lambda each: each.name == "sheets")
        if sheets is None:
            raise CannotEditError(f"{self.path}: the list of sheets is missing")
        numbers = [int(each.attributes["sheetId"]) for each in found if each.name == "sheet"]
        splices = Splices(self.parts[main])
        splices.append_inside(
            sheets,
            f'<{sheets.prefix}sheet xmlns:r="{_OFFICE}" name={as_attribute(name)} '
            f'sheetId="{max(numbers, default=0) + 1}" r:id="{link}"/>'.encode(),
        )
        self.parts[main] = splices.applied()
        self.contents.sheets.append(SheetEntry(name, part, False))

    # the copy

    def save(self, target: str | os.PathLike[str]) -> None:
        """The copy stands at `target`, whole. FileExistsError when something stands there."""
        path = Path(target)
        if path.exists() or path.is_symlink():
            raise FileExistsError(f"{path} exists already; nothing was written")
        try:
            self._apply()
        except ValueError as problem:
            raise CannotEditError(f"{self.path} cannot be copied safely: {problem}") from problem
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with zipfile.ZipFile(unfinished, "x", zipfile.ZIP_DEFLATED) as archive:
                for name, content in self.parts.items():
                    stamped = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    archive.writestr(stamped, content, zipfile.ZIP_DEFLATED)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _apply(self) -> None:
        for sheet, texts in self._comments.items():
            self._comment_sheet(sheet, texts)
        for sheet, changes in self._changes.items():
            name = self._name(self._entry(sheet).part)
            self.parts[name] = changed_sheet(self.parts[name], changes)
        if self._styles is not None and self.contents.styles_part is not None:
            self.parts[self._name(self.contents.styles_part)] = self._styles.applied()
        self._changes, self._comments, self._styles = {}, {}, None

    def _comment_sheet(self, sheet: str, texts: dict[tuple[int, int], str]) -> None:
        source = self._entry(sheet).part
        known = {each.kind: each.target for each in self.relations[source.lower()].values()}
        part = known.get("comments") or self._free("xl/comments{}.xml")
        drawing = known.get("vmlDrawing") or self._free("xl/drawings/vmlDrawing{}.vml")
        content, fresh = with_comments(self._part(part), texts)
        boxes = with_boxes(self._part(drawing), texts, fresh)
        self.parts[self._name(part)] = content
        self.parts[self._name(drawing)] = boxes
        if "comments" not in known:
            self._declare(f"/{part}", f"{_TYPES}.comments+xml")
            self._relate(source, "comments", part)
        if "vmlDrawing" not in known:
            self._declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
            self._of(sheet).legacy_drawing = self._relate(source, "vmlDrawing", drawing)

    # parts

    def _of(self, sheet: str) -> SheetChanges:
        self._entry(sheet)
        return self._changes.setdefault(sheet, SheetChanges())

    def _entry(self, sheet: str) -> SheetEntry:
        return next(each for each in self.contents.sheets if each.name == sheet)

    def _style_part(self) -> Styles | None:
        if self._styles is None and self.contents.styles_part is not None:
            part = self._part(self.contents.styles_part)
            try:
                self._styles = None if part is None else Styles(part)
            except ValueError as problem:
                raise CannotEditError(f"{self.path}: styles: {problem}") from problem
        return self._styles

    def _name(self, part: str) -> str:
        """The part's name as the file spells it."""
        wanted = part.lower().lstrip("/")
        return next((each for each in self.parts if each.lower().lstrip("/") == wanted), part)

    def _part(self, part: str) -> bytes | None:
        return self.parts.get(self._name(part))

    def _free(self, pattern: str) -> str:
        taken = {each.lower() for each in self.parts}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        self.parts[pattern.format(number)] = b""  # taken, until it is written
        return pattern.format(number)

    def _declare(self, part: str, type: str) -> None:
        self._append_type(f'<Override PartName="{part}" ContentType="{type}"/>')

    def _declare_ending(self, ending: str, type: str) -> None:
        declared = self.parts[self._name(_CONTENT_TYPES)]
        if not re.search(rb'Extension="%b"' % ending.encode(), declared, re.IGNORECASE):
            self._append_type(f'<Default Extension="{ending}" ContentType="{type}"/>')

    def _append_type(self, text: str) -> None:
        name = self._name(_CONTENT_TYPES)
        (root,) = elements(self.parts[name], {"Types"})
        splices = Splices(self.parts[name])
        place = first(elements(self.parts[name], {"Override"}), lambda each: True)
        if text.startswith("<Default") and place is not None:
            splices.insert(place.start, self._prefixed(text, root.prefix))
        else:
            splices.append_inside(root, self._prefixed(text, root.prefix))
        self.parts[name] = splices.applied()

    @staticmethod
    def _prefixed(text: str, prefix: str) -> bytes:
        return f"<{prefix}{text[1:]}".encode()

    def _relate(self, source: str, kind: str, target: str) -> str:
        """A link from the source to the target; its id."""
        folder, _, base = source.rpartition("/")
        part = self._name(posixpath.join(folder, "_rels", f"{base}.rels"))
        content = self.parts.get(part, _NO_RELATIONS)
        (root, *links) = elements(content, {"Relationships", "Relationship"})
        taken = {each.attributes.get("Id", "") for each in links}
        number = 1
        while f"rIdRuleset{number}" in taken:
            number += 1
        link = f"rIdRuleset{number}"
        splices = Splices(content)
        splices.append_inside(
            root,
            f'<{root.prefix}Relationship Id="{link}" Type="{_OFFICE}/{kind}" '
            f'Target="/{target}"/>'.encode(),
        )
        self.parts[part] = splices.applied()
        self.relations.setdefault(source.lower(), {})[link] = Relation(kind, target, False)
        return link

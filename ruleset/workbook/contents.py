"""The table of contents of a workbook: its sheets in the order of their tabs, and defined names."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ruleset.workbook import markup, values
from ruleset.workbook.package import Package, Relation, damaged, too_large

MAX_SHEETS: Final = 1_000
MAX_NAMES: Final = 20_000
_MAX_NAME: Final = 255
_IGNORED: Final = ("chartsheet", "dialogsheet")
_MACRO_SHEETS: Final = ("xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet with cells: its name, its part, and whether its tab is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Contents:
    """What the main part says, and where it leads."""

    sheets: list[SheetEntry] = field(default_factory=list)
    names: dict[tuple[str, str | None], str] = field(default_factory=dict)
    epoch_1904: bool = False
    strings_part: str | None = None
    styles_part: str | None = None
    has_macros: bool = False
    has_other_workbooks: bool = False


def read_contents(package: Package) -> Contents:
    """The contents of the workbook. RefusedError when a sheet leads nowhere or two share a name."""
    main_part = _main_part(package)
    relations = package.relations(main_part)
    reader = _ContentsReader()
    names = markup.main_texts({"definedName": reader.name_end})
    package.parse(main_part, markup.main(reader.starts()), texts=names)
    contents = Contents(epoch_1904=reader.epoch_1904)
    by_kind = {relation.kind: relation for relation in relations.values()}
    contents.strings_part = _target(by_kind, "sharedStrings")
    contents.styles_part = _target(by_kind, "styles")
    contents.has_macros = any(name.endswith("vbaproject.bin") for name in package.members)
    contents.has_other_workbooks = "externalLink" in by_kind
    for name, state, key in reader.sheets:
        relation = relations.get(key or "")
        if relation is None:
            raise damaged(f"the sheet `{values.shortened(name)}` leads to no part of the file")
        if relation.kind in _MACRO_SHEETS:
            contents.has_macros = True
        elif relation.kind not in _IGNORED:
            hidden = state in ("hidden", "veryHidden")
            contents.sheets.append(SheetEntry(name, relation.target, hidden))
    _refuse_same_names(contents.sheets)
    every = [name for name, _, _ in reader.sheets]
    for name, scope, formula in reader.names:
        place = every[int(scope)] if scope.isdecimal() and int(scope) < len(every) else None
        contents.names[name.lower(), place] = formula
    return contents


def _main_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    return "xl/workbook.xml"


def _target(by_kind: Mapping[str, Relation], kind: str) -> str | None:
    relation = by_kind.get(kind)
    return None if relation is None else posixpath.normpath(relation.target)


def _refuse_same_names(sheets: list[SheetEntry]) -> None:
    if not sheets:
        raise damaged("the workbook has no sheet")
    seen: set[str] = set()
    for sheet in sheets:
        if not sheet.name.strip() or len(sheet.name) > _MAX_NAME:
            raise damaged(f"a sheet cannot be named `{values.shortened(sheet.name)}`")
        if sheet.name.casefold() in seen:
            raise damaged(f"two sheets are named `{values.shortened(sheet.name)}`")
        seen.add(sheet.name.casefold())


class _ContentsReader:
    """Collects sheets as (name, state, link) and names as (name, scope, formula)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str | None]] = []
        self.names: list[tuple[str, str, str]] = []
        self.epoch_1904 = False
        self._name = ("", "")

    def starts(self) -> dict[str, markup.OnStart]:
        return {
            "workbookPr": self._properties,
            "sheet": self._sheet,
            "definedName": self._name_start,
        }

    def _properties(self, attributes: markup.Attributes) -> None:
        self.epoch_1904 = attributes.get("date1904") in ("1", "true")

    def _sheet(self, attributes: markup.Attributes) -> None:
        if len(self.sheets) >= MAX_SHEETS:
            raise too_large(f"the workbook has more than {MAX_SHEETS:,} sheets")
        state = attributes.get("state", "visible")
        self.sheets.append((attributes.get("name", ""), state, markup.link(attributes)))

    def _name_start(self, attributes: markup.Attributes) -> None:
        if len(self.names) >= MAX_NAMES:
            raise too_large(f"the workbook has more than {MAX_NAMES:,} defined names")
        self._name = (attributes.get("name", ""), attributes.get("localSheetId", ""))

    def name_end(self, formula: str) -> None:
        self.names.append((*self._name, formula))

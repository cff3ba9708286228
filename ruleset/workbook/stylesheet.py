"""Number formats: which cells are dates or times, which are struck out.

A spreadsheet stores a date as a count of days; only the format of the cell says that it is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruleset.workbook import markup
from ruleset.workbook.package import Package, too_large
from ruleset.workbook.references import small_number

MAX_STYLES: Final = 200_000
"""Excel itself stops at 65,490."""
MAX_CODE: Final = 1_000
"""Characters of a format that are looked at. Excel stops at 255."""

BUILT_IN: Final[dict[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    # the dates and times of Chinese, Japanese and Korean versions, in plain codes
    **dict.fromkeys((27, 28, 29, 30, 31, 34, 35, 36), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33), "h:mm:ss"),
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}
"""Formats that a file refers to by number only (ECMA-376 part 1, 18.8.30)."""

_NOT_CODE = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]?', re.IGNORECASE)
"""What a format shows as it stands, and colours, conditions and locales in brackets."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a cell shows a number: as a day, a time of day, both or neither (a plain number)."""

    code: str = "General"
    has_day: bool = False
    has_time: bool = False
    struck_out: bool = False


GENERAL: Final = Format()


def format_of(code: str, *, struck_out: bool = False) -> Format:
    """The format that a code spells. Only its first section counts, the one for positive numbers.

    >>> format_of("yyyy-mm-dd").has_day, format_of('0 "days"').has_day
    (True, False)
    """
    letters = _NOT_CODE.sub("", code).split(";")[0].lower()
    if "general" in letters:
        return Format(code, struck_out=struck_out)
    has_time = "h" in letters or "s" in letters
    has_day = "d" in letters or "y" in letters or ("m" in letters and not has_time)
    if letters.strip("[] ") in ("m", "mm") and "[" in letters:  # minutes passed
        has_day, has_time = False, True
    return Format(code, has_day, has_time, struck_out)


def read_formats(package: Package, part: str | None) -> tuple[Format, ...]:
    """The formats of a file by style number; only General when it has no styles."""
    if part is None or part not in package:
        return (GENERAL,)
    reader = _StyleReader()
    package.parse(part, markup.main(reader.starts()), markup.main_ends(reader.ends()))
    return reader.formats() or (GENERAL,)


class _StyleReader:
    """Collects number formats, fonts that strike out, and the styles that refer to both."""

    def __init__(self) -> None:
        self._codes = dict(BUILT_IN)
        self._struck: list[bool] = []
        self._styles: list[tuple[str, str]] = []
        self._within_fonts = self._within_styles = False

    def starts(self) -> dict[str, markup.OnStart]:
        return {
            "numFmt": self._number_format,
            "fonts": lambda _: self._enter_fonts(True),
            "font": self._font,
            "strike": self._strike,
            "cellXfs": lambda _: self._enter_styles(True),
            "xf": self._style,
        }

    def ends(self) -> dict[str, markup.OnEnd]:
        return {
            "fonts": lambda: self._enter_fonts(False),
            "cellXfs": lambda: self._enter_styles(False),
        }

    def formats(self) -> tuple[Format, ...]:
        known: dict[tuple[str, str], Format] = {}
        for style in self._styles:
            if style not in known:
                code, font = (
                    self._codes.get(small_number(style[0]), "General"),
                    small_number(style[1]),
                )
                struck = 0 <= font < len(self._struck) and self._struck[font]
                known[style] = format_of(code, struck_out=struck)
        return tuple(known[style] for style in self._styles)

    def _enter_fonts(self, within: bool) -> None:
        self._within_fonts = within

    def _enter_styles(self, within: bool) -> None:
        self._within_styles = within

    def _number_format(self, attributes: markup.Attributes) -> None:
        self._codes[small_number(attributes.get("numFmtId", ""))] = attributes.get(
            "formatCode", ""
        )[:MAX_CODE]

    def _font(self, _: markup.Attributes) -> None:
        if self._within_fonts:
            self._struck.append(False)

    def _strike(self, attributes: markup.Attributes) -> None:
        if self._within_fonts and self._struck:
            self._struck[-1] = attributes.get("val", "1") not in ("0", "false")

    def _style(self, attributes: markup.Attributes) -> None:
        if self._within_styles:
            if len(self._styles) >= MAX_STYLES:
                raise too_large(f"more than {MAX_STYLES:,} cell styles")
            self._styles.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))

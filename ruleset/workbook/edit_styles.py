"""New styles made from old ones: the same look with another fill, bold or wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruleset.workbook.splice import Element, Splices, elements, first, with_attribute

_NAMES: Final = frozenset({"fonts", "font", "fills", "fill", "cellXfs", "xf"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a style is to look like; `fill` is a colour as `RRGGBB`."""

    fill: str = ""
    bold: bool = False
    wrap: bool = False


class Styles:
    """The part of styles, to which styles are added; each look of each base is added once."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        found = elements(xml, _NAMES)
        self._lists = {
            each.name: each for each in found if each.name in ("fonts", "fills", "cellXfs")
        }
        self._fonts, self._fills, self._xfs = (
            self._children(found, name) for name in ("fonts", "fills", "cellXfs")
        )
        self._new_fonts: dict[bytes, int] = {}
        self._new_fills: dict[str, int] = {}
        self._new_xfs: dict[tuple[int, Look], tuple[int, bytes]] = {}

    def _children(self, found: tuple[Element, ...], name: str) -> list[Element]:
        parent = first(found, lambda each: each.name == name)
        if parent is None:
            return []
        inside = (each for each in found if parent.inner <= each.start < parent.inner_end)
        return [each for each in inside if each.depth == parent.depth + 1]

    @property
    def usable(self) -> bool:
        """True when the part has the lists that every program writes."""
        return bool(self._fonts and self._fills and self._xfs)

    def style(self, base: int, look: Look) -> int:
        """The number of the style that looks like `base` but for what the look says."""
        if not self.usable:
            return base
        known = self._new_xfs.get((base, look))
        if known is not None:
            return known[0]
        old = self._xfs[base if base < len(self._xfs) else 0]
        number = len(self._xfs) + len(self._new_xfs)
        self._new_xfs[base, look] = (number, self._xf(old, look))
        return number

    def _xf(self, old: Element, look: Look) -> bytes:
        tag, rest = self._xml[old.start : old.inner], self._xml[old.inner : old.end]
        if look.fill:
            fill = len(self._fills) + self._new_fills.setdefault(look.fill, len(self._new_fills))
            tag = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        if look.bold:
            font = int(old.attributes.get("fontId", "0"))
            text = self._bold(self._fonts[font if font < len(self._fonts) else 0])
            number = len(self._fonts) + self._new_fonts.setdefault(text, len(self._new_fonts))
            tag = with_attribute(with_attribute(tag, "fontId", str(number)), "applyFont", "1")
        if look.wrap and b"alignment" not in rest:
            tag = with_attribute(tag, "applyAlignment", "1")
            p = old.prefix.encode()
            wrap = b'<%balignment vertical="top" wrapText="1"/>' % p
            if old.is_empty:
                return tag[:-2].rstrip() + b">" + wrap + b"</" + p + b"xf>"
            return tag + wrap + rest
        return tag + rest

    def _bold(self, font: Element) -> bytes:
        p = font.prefix.encode()
        inside = b"" if font.is_empty else self._xml[font.inner : font.inner_end]
        inside = re.sub(rb"<%bb(?:\s[^>]*)?/>" % p, b"", inside)
        return b"<%bfont><%bb/>%b</%bfont>" % (p, p, inside, p)

    def applied(self) -> bytes:
        """The part with all styles that were asked for."""
        splices = Splices(self._xml)
        fills = [self._fill_text(colour) for colour in self._new_fills]
        xfs = [text for _, text in self._new_xfs.values()]
        for name, old, new in (
            ("fonts", self._fonts, list(self._new_fonts)),
            ("fills", self._fills, fills),
            ("cellXfs", self._xfs, xfs),
        ):
            if new:
                parent = self._lists[name]
                tag = self._xml[parent.start : parent.inner]
                count = with_attribute(tag, "count", str(len(old) + len(new)))
                splices.replace(parent.start, parent.inner, count)
                splices.append_inside(parent, b"".join(new))
        return splices.applied()

    def _fill_text(self, colour: str) -> bytes:
        p = self._fills[0].prefix
        return (
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        ).encode()

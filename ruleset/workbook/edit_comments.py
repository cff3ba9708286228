"""Comments of cells: the part of their texts, and the drawing that holds their boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ruleset.locations import column_letters
from ruleset.workbook.splice import Element, Splices, as_text, elements, first

AUTHOR: Final = "ruleset"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
).encode()
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE: Final = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_LETTERS_A_LINE: Final = 44
_WIDTH: Final = 280
_LINE: Final = 13

Texts = Mapping[tuple[int, int], str]
"""What is to be said, by (row, column)."""


def with_comments(xml: bytes | None, texts: Texts) -> tuple[bytes, list[tuple[int, int]]]:
    """The part with the texts, and the cells that had no comment before.

    A cell that has one keeps it; the text stands below.
    """
    source = xml or _EMPTY
    names = {"comments", "authors", "author", "commentList", "comment", "text"}
    found = elements(source, names)
    splices = Splices(source)
    authors = first(found, lambda each: each.name == "authors")
    listed = first(found, lambda each: each.name == "commentList")
    if authors is None or listed is None:
        raise ValueError("the part of comments has no list of comments")
    known = [source[each.inner : each.inner_end] for each in found if each.name == "author"]
    author = known.index(AUTHOR.encode()) if AUTHOR.encode() in known else len(known)
    p = listed.prefix
    if author == len(known):
        splices.append_inside(authors, f"<{p}author>{AUTHOR}</{p}author>".encode())
    old = _texts(found)
    fresh = []
    added = b""
    for (row, column), said in sorted(texts.items()):
        reference = f"{column_letters(column)}{row}"
        run = f'<{p}r><{p}t xml:space="preserve">'.encode()
        end = f"</{p}t></{p}r>".encode()
        if reference in old:
            splices.append_inside(old[reference], run + b"\n\n" + as_text(said) + end)
            continue
        fresh.append((row, column))
        head = f'<{p}comment ref="{reference}" authorId="{author}"><{p}text>'.encode()
        added += head + run + as_text(said) + end + f"</{p}text></{p}comment>".encode()
    if added:
        splices.append_inside(listed, added)
    return splices.applied(), fresh


def _texts(found: tuple[Element, ...]) -> dict[str, Element]:
    """The text element of each comment, by the cell's reference."""
    texts: dict[str, Element] = {}
    reference = ""
    for each in found:
        if each.name == "comment":
            reference = each.attributes.get("ref", "").replace("$", "")
        elif each.name == "text":
            texts[reference] = each
    return texts


def with_boxes(vml: bytes | None, texts: Texts, fresh: list[tuple[int, int]]) -> bytes:
    """The drawing with a hidden box for each of the cells, beside it and high enough."""
    source = vml or f"<xml {_SPACES}></xml>".encode()
    end = source.rfind(b"</xml>")
    if end < 0:
        raise ValueError("the drawing of comments has no end")
    number = max((int(each) for each in _SHAPE_ID.findall(source)), default=1024)
    shapes = "" if b"_x0000_t202" in source else _SHAPE_TYPE
    for place in fresh:
        number += 1
        shapes += _shape(number, *place, texts[place])
    return source[:end] + shapes.encode() + source[end:]


def _shape(number: int, row: int, column: int, text: str) -> str:
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.splitlines())
    height = min(24 + lines * _LINE, 400)
    rows = max(2, height // 18)
    anchor = f"{column}, 15, {row - 1}, 4, {column + 4}, 20, {row - 1 + rows}, 4"
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;width:{_WIDTH}pt;height:{height}pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )

"""Changes to XML that leave every other byte as it is: elements are found by their place.

A parser that rebuilds the tree would rename prefixes and drop what it does not know; a workbook of
Excel would come back without its slicers, charts or sparklines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class Element:
    """An element of the bytes: `start` to `end`, its inside from `inner` to `inner_end`.

    `name` is without prefix, `prefix` with its colon, or empty. `depth` counts from 0, the root.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    is_empty: bool = False


@dataclass
class Splices:
    """Insertions and replacements in the same bytes, applied together."""

    xml: bytes
    _changes: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, text: bytes) -> None:
        """The bytes from start to end give way to the text. Changes must not overlap."""
        self._changes.append((start, end, len(self._changes), text))

    def insert(self, at: int, text: bytes) -> None:
        """The text stands before that byte; of several, the first given stands first."""
        self.replace(at, at, text)

    def append_inside(self, element: Element, text: bytes) -> None:
        """The text stands last inside of the element, which may have been empty."""
        if element.is_empty:
            head = self.xml[element.start : element.end].rstrip(b"/> \n\r\t")
            name = f"{element.prefix}{element.name}".encode()
            self.replace(element.start, element.end, head + b">" + text + b"</" + name + b">")
        else:
            self.insert(element.inner_end, text)

    def applied(self) -> bytes:
        """The bytes with all changes."""
        pieces, at = [], 0
        for start, end, _, text in sorted(self._changes):
            pieces += [self.xml[at:start], text]
            at = end
        return b"".join([*pieces, self.xml[at:]])


def elements(xml: bytes, names: Collection[str]) -> tuple[Element, ...]:
    """The elements of these names (prefixes aside), in the order of their start tags.

    The XML must be sound and in UTF-8. ValueError otherwise.
    """
    found: list[Element] = []
    open_elements: list[Element | None] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if local not in names:
            open_elements.append(None)
            return
        at = parser.CurrentByteIndex
        tag = _TAG_END.match(xml, at)
        inner = tag.end() if tag else at
        is_empty = xml[inner - 2 : inner] == b"/>"
        element = Element(
            local, prefix + colon, attributes, len(open_elements), at, inner, is_empty=is_empty
        )
        found.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        element = open_elements.pop()
        if element is None:
            return
        element.inner_end = element.inner if element.is_empty else parser.CurrentByteIndex
        element.end = element.inner if element.is_empty else xml.index(b">", element.inner_end) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    head = xml[:200].lower()
    if b"encoding=" in head and b"utf-8" not in head and b"ascii" not in head:
        raise ValueError("the XML is not in UTF-8")
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as problem:
        raise ValueError(f"the XML is not sound: {problem}") from problem
    return tuple(found)


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The start tag with that attribute, in place of the one that it may have.

    >>> with_attribute(b'<c r="A1" s="3">', "s", "7"), with_attribute(b"<c/>", "s", "7")
    (b'<c r="A1" s="7">', b'<c s="7"/>')
    """
    pattern = re.compile(rb"""(\s)%s\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()))
    text = name.encode() + b"=" + quoteattr(value).encode()
    changed, count = pattern.subn(lambda found: found[1] + text, tag, count=1)
    if count:
        return changed
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + b" " + text + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """The start tag without that attribute."""
    return re.sub(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()), b"", tag)


def as_text(text: str) -> bytes:
    """The text as it stands inside of an element; what XML cannot hold is left out."""
    return escape(_ILLEGAL.sub("", text)).encode()


def as_attribute(text: str) -> str:
    """The text in quotes, as the value of an attribute."""
    return quoteattr(_ILLEGAL.sub("", text))


def first(found: Iterable[Element], test: Callable[[Element], bool]) -> Element | None:
    """The first element that passes, or None."""
    return next((each for each in found if test(each)), None)

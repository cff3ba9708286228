"""XML of a file that nobody trusts: read in one pass, in bounded time and memory.

A document type is refused before any of its entities can be used, so is an alphabet that is none,
a tree of absurd depth, one endless attribute or text. Elements that nobody asked for cost little:
names are looked up in a table, the rest is passed over. The parser is Expat, fed piece by piece;
the rules are those of defusedxml, with limits added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

MAX_DEPTH = 128
"""Elements inside one another. A spreadsheet program writes about ten."""
MAX_ELEMENTS = 1_250_000
"""Elements of a whole file, but for blank cells and rows: three for each of 400,000 cells pass."""
MAX_NAMES = 20_000
"""Different names of elements and attributes of one part. A spreadsheet program uses hundreds."""
MAX_TOKEN_BYTES = 2_000_000
"""Bytes of one tag or comment."""
MAX_TEXT = 300_000
"""Characters of one text. A cell holds 32,767 at most, each escaped with up to seven."""

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "iso-8859-1"})
"""Those that Expat knows by itself; workbooks may only use the first and UTF-16."""

Attributes = Mapping[str, str]
OnStart = Callable[[Attributes], None]
OnEnd = Callable[[], None]
OnText = Callable[[str], None]


@dataclass(slots=True)
class Budget:
    """What may still be spent on one file; every part read draws on the same."""

    elements: int = MAX_ELEMENTS


class MarkupError(Exception):
    """The part is not well-formed XML, or not what a spreadsheet program writes."""


class MarkupTooLargeError(Exception):
    """The part is beyond a limit of this module; the message says which."""


class DocumentTypeError(Exception):
    """The part declares a document type, the door to entities."""


class _RootReached(Exception):  # noqa: N818  (a signal, not an error)
    """The first element begins: no document type can follow."""


def main(names: Mapping[str, OnStart]) -> dict[str, OnStart]:
    """The handlers under the full names of the spreadsheet namespace, in both its spellings."""
    return {f"{space} {name}": handler for space in _MAIN for name, handler in names.items()}


def main_ends(names: Mapping[str, OnEnd]) -> dict[str, OnEnd]:
    """`main` for the ends of elements."""
    return {f"{space} {name}": handler for space in _MAIN for name, handler in names.items()}


def main_texts(names: Mapping[str, OnText]) -> dict[str, OnText]:
    """`main` for elements whose text is wanted."""
    return {f"{space} {name}": handler for space in _MAIN for name, handler in names.items()}


def link(attributes: Attributes) -> str | None:
    """The `r:id` among the attributes of an element, in both spellings of its namespace."""
    for space in _LINK:
        found = attributes.get(f"{space} id")
        if found is not None:
            return found
    return None


def parse(
    chunks: Iterable[bytes],
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd] | None = None,
    texts: Mapping[str, OnText] | None = None,
    budget: Budget | None = None,
) -> None:
    """Every chunk is read and the handlers of the named elements have been called in order.

    Names are `namespace name` with a space between. The handlers of `texts` get the whole text of
    their element when it ends; all other text is passed over. MarkupError, MarkupTooLargeError,
    DocumentTypeError for what is refused.
    """
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.buffer_text = True
    budget = budget or Budget()
    depth = 0
    elements = budget.elements
    opened, closed = _with_texts(reader, starts, ends or {}, texts or {})
    find_start, find_end = opened.get, closed.get

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements -= 1
        if depth > MAX_DEPTH:
            raise MarkupTooLargeError(f"more than {MAX_DEPTH} elements inside one another")
        handler = find_start(name)
        if handler is not None:
            handler(attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler = find_end(name)
        if handler is not None:
            handler()

    reader.StartElementHandler = on_start
    reader.EndElementHandler = on_end
    reader.XmlDeclHandler = _refuse_other_encodings
    reader.StartDoctypeDeclHandler = _refuse_document_type
    fed = 0
    try:
        for chunk in chunks:
            reader.Parse(chunk, False)
            fed += len(chunk)
            if elements < 0:
                raise MarkupTooLargeError(f"more than {MAX_ELEMENTS:,} elements")
            if len(reader.intern) > MAX_NAMES:
                raise MarkupTooLargeError(f"more than {MAX_NAMES:,} different names of elements")
            if fed - max(reader.CurrentByteIndex, 0) > MAX_TOKEN_BYTES:
                raise MarkupTooLargeError(f"one tag of more than {MAX_TOKEN_BYTES:,} bytes")
        reader.Parse(b"", True)
    except expat.ExpatError as problem:
        raise MarkupError(str(problem)) from problem
    finally:
        budget.elements = elements


def _with_texts(
    reader: expat.XMLParserType,
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd],
    texts: Mapping[str, OnText],
) -> tuple[dict[str, OnStart], dict[str, OnEnd]]:
    """The handlers, with those that collect the text of an element between its start and end."""
    pieces: list[str] = []
    length = 0

    def collect(piece: str) -> None:
        nonlocal length
        length += len(piece)
        if length > MAX_TEXT:
            raise MarkupTooLargeError(f"a text of more than {MAX_TEXT:,} letters")
        pieces.append(piece)

    def opening(then: OnStart | None) -> OnStart:
        def on_start(attributes: Attributes) -> None:
            nonlocal length
            length = 0
            pieces.clear()
            reader.CharacterDataHandler = collect
            if then is not None:
                then(attributes)

        return on_start

    def closing(then: OnText) -> OnEnd:
        def on_end() -> None:
            reader.CharacterDataHandler = None
            then("".join(pieces))

        return on_end

    opened = {name: opening(starts.get(name)) for name in texts}
    closed = {name: closing(handler) for name, handler in texts.items()}
    return {**starts, **opened}, {**ends, **closed}


def refuse_document_type(chunks: Iterable[bytes]) -> None:
    """DocumentTypeError when a document type is declared; reads only up to the first element.

    Anything else wrong with the part is let pass: nobody is going to read it.
    """
    reader = expat.ParserCreate()
    reader.XmlDeclHandler = _refuse_other_encodings
    reader.StartDoctypeDeclHandler = _refuse_document_type
    reader.StartElementHandler = _root_reached
    fed = 0
    try:
        for chunk in chunks:
            reader.Parse(chunk, False)
            fed += len(chunk)
            if fed > MAX_TOKEN_BYTES:
                raise MarkupTooLargeError(f"{MAX_TOKEN_BYTES:,} bytes before the first element")
    except (_RootReached, MarkupError, expat.ExpatError):
        return


def _refuse_document_type(*_: object) -> None:
    raise DocumentTypeError


def _refuse_other_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise MarkupError("an encoding other than UTF-8 and UTF-16")


def _root_reached(*_: object) -> None:
    raise _RootReached

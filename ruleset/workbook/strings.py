"""Texts as a workbook stores them: shared between cells, perhaps in pieces of several formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruleset.workbook import markup
from ruleset.workbook.package import Package, too_large

MAX_STRINGS: Final = 500_000

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and whether its pieces differ in format or one of them is struck out."""

    text: str
    rich: bool = False
    struck_out: bool = False


def unescaped(text: str) -> str:
    """The text with `_x000A_` and the like turned into the characters that they stand for."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number <= 0xDFFF else chr(number)  # half a character is none


class TextReader:
    """Handlers that collect the text of `si` or `is` elements; readings of Japanese are left out.

    `begin` at the element, `end` after it; `starts`, `ends` and `texts` are for what is inside.
    """

    __slots__ = ("_length", "_phonetic", "_pieces", "_runs", "_struck")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._runs = 0
        self._phonetic = self._struck = False

    def end(self) -> Text:
        return Text(unescaped("".join(self._pieces)), self._runs > 1, self._struck)

    def starts(self) -> dict[str, markup.OnStart]:
        return {"r": self._r, "strike": self._strike, "rPh": self._reading}

    def ends(self) -> dict[str, markup.OnEnd]:
        return {"rPh": self._reading_end}

    def texts(self) -> dict[str, markup.OnText]:
        return {"t": self._t}

    def _t(self, text: str) -> None:
        if not self._phonetic:
            self._length += len(text)
            if self._length > markup.MAX_TEXT:
                raise markup.MarkupTooLargeError(f"a text of more than {markup.MAX_TEXT:,} letters")
            self._pieces.append(text)

    def _r(self, _: markup.Attributes) -> None:
        self._runs += 1

    def _strike(self, attributes: markup.Attributes) -> None:
        self._struck |= attributes.get("val", "1") not in ("0", "false")

    def _reading(self, _: markup.Attributes) -> None:
        self._phonetic = True

    def _reading_end(self) -> None:
        self._phonetic = False


def read_strings(package: Package, part: str | None) -> tuple[Text, ...]:
    """The shared texts of a file by number; none when it shares none."""
    if part is None or part not in package:
        return ()
    texts: list[Text] = []
    reader = TextReader()

    def item_end() -> None:
        if len(texts) >= MAX_STRINGS:
            raise too_large(f"more than {MAX_STRINGS:,} different texts")
        texts.append(reader.end())

    starts = reader.starts() | {"si": lambda _: reader.begin()}
    ends = reader.ends() | {"si": item_end}
    wanted = markup.main_texts(reader.texts())
    package.parse(part, markup.main(starts), markup.main_ends(ends), wanted)
    return tuple(texts)

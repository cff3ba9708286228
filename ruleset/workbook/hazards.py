"""What typing, pasting and autocorrection leave in a text: cleaned, and told.

>>> found = clean("\\u201cUK\\u201d\\u00a0")
>>> found.text, [hazard.code for hazard in found.hazards]
('"UK"', ['RS113', 'RS115'])
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ruleset.workbook import codes


class Hazard(NamedTuple):
    """One finding. `span` are the characters of the text as it was (0-based, end excluded)."""

    code: str
    message: str
    span: tuple[int, int]
    help: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text as the cell language should read it, and what was found in it, by code."""

    text: str
    hazards: tuple[Hazard, ...] = ()


_QUOTES: Final = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′´＇", "'"),
}
_DASHES: Final = dict.fromkeys("‐‑−﹣－", "-")
_SPACES: Final = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE: Final = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_JOINERS: Final = "\u200c\u200d"
_LINE_ENDS: Final = "\r\u0085\u2028\u2029"
_CONTROL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f"

_ODD = re.compile(
    f"[{''.join(_QUOTES)}{''.join(_DASHES)}{_SPACES}{_INVISIBLE}{_LINE_ENDS}{_CONTROL}\ufffd]"
)
_ODD_SPACE = re.compile(f"[{_SPACES}{_INVISIBLE}]")
_ODD_CONTROL = re.compile(f"[{_CONTROL}\ufffd]")
_SMART_QUOTE = re.compile(f"[{''.join(_QUOTES)}]")
_ODD_DASH = re.compile(f"[{''.join(_DASHES)}]")
_VISIBLE_SPACE = re.compile(f"[{_SPACES}]")
_REMOVED = re.compile(f"[{_INVISIBLE}{_CONTROL}]")
_SEEN = re.compile(rf"[^\s{_INVISIBLE}{_CONTROL}]")

_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u052f\u1f00-\u1fff]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKS_LIKE: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухҺһԁԛԜԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϳ",
        "ABESIJKMHOPCTYXaesijopcyxhhdqWwABEZHIKMNOPTYXoj",
        strict=True,
    )
)
"""Cyrillic and Greek letters that print like a Latin one."""
_LOOKED_LIKE: Final = frozenset(_LOOKS_LIKE.values())


def clean(text: str) -> Cleaned:
    """The text trimmed, with plain spaces, quotes and hyphens, and the hazards that it held.

    Non-breaking and other odd spaces become spaces, typographic quotes straight ones, odd hyphens
    `-`; invisible and control characters go. En and em dashes, line breaks and letters stay.
    """
    if text.isascii() and text.isprintable():
        trimmed = text.strip()
        return Cleaned(text) if trimmed == text else Cleaned(trimmed, tuple(_outer_spaces(text)))
    return _cleaned(text)


def is_blank(text: str) -> bool:
    """True when nothing of the text can be seen; stops at the first character that can."""
    return _SEEN.search(text) is None


def _cleaned(text: str) -> Cleaned:
    """`clean` for a text that is not plain ASCII."""
    hazards = [*_outer_spaces(text)]
    changed = text
    if _ODD.search(text):
        hazards += [*_odd_characters(text)]
        changed = _plain(text)
    if _CYRILLIC_OR_GREEK.search(text):
        hazards += _look_alikes(text)
    hazards.sort(key=lambda hazard: hazard.code)
    return Cleaned(changed.strip(), tuple(hazards))


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n")
    text = re.sub(f"[{_LINE_ENDS}]", "\n", text)
    text = _SMART_QUOTE.sub(lambda found: _QUOTES[found[0]], text)
    text = _ODD_DASH.sub("-", text)
    text = _VISIBLE_SPACE.sub(" ", text)
    return _REMOVED.sub(lambda found: found[0] if _joins(text, found.start()) else "", text)


def _joins(text: str, position: int) -> bool:
    """True for a joiner that a script or an emoji needs between its two neighbours."""
    if text[position] not in _JOINERS or not 0 < position < len(text) - 1:
        return False
    beside = (text[position - 1], text[position + 1])
    return all(ord(letter) >= 0x0590 and not letter.isspace() for letter in beside)


def _outer_spaces(text: str) -> Iterator[Hazard]:
    """A plain space or line break before or after the text."""
    inner = text.strip()
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    plain = " \n"
    if inner and any(mark in plain for mark in before + after):
        at_start = any(mark in plain for mark in before)
        span = (0, len(before)) if at_start else (len(text) - len(after), len(text))
        where = "before" if at_start else "after"
        if at_start and any(mark in plain for mark in after):
            where = "before and after"
        message = f"spaces stand {where} the text; they are left out"
        yield Hazard(codes.OUTER_SPACE, message, span, "delete the spaces")


def _odd_characters(text: str) -> Iterator[Hazard]:
    quotes = _SMART_QUOTE.search(text)
    if quotes:
        found = _distinct(_SMART_QUOTE, text)
        message = f"typographic quotes ({found}) are read as straight ones"
        mend = "type straight quotes, and switch off automatic quotes in the spreadsheet program"
        yield Hazard(codes.SMART_QUOTES, message, quotes.span(), mend)
    dash = _ODD_DASH.search(text)
    if dash:
        message = f"the sign {_named(dash[0])} is read as `-`"
        yield Hazard(codes.ODD_DASH, message, dash.span(), "type the hyphen of the keyboard, `-`")
    for space in _ODD_SPACE.finditer(text):
        if not _joins(text, space.start()):
            visible = _VISIBLE_SPACE.match(space[0])
            deed = "is read as a space" if visible else "is left out"
            mend = "delete it" if not visible else "delete it and type a space"
            message = f"the invisible sign {_named(space[0])} {deed}"
            yield Hazard(codes.ODD_SPACE, message, space.span(), mend)
            break
    control = _ODD_CONTROL.search(text)
    if control:
        lost = control[0] == "\ufffd"
        what = (
            "a letter was lost when the text was converted"
            if lost
            else (f"the control character {_named(control[0])} is left out")
        )
        yield Hazard(codes.CONTROL_CHARACTER, what, control.span(), "type the text anew")


def _look_alikes(text: str) -> Iterator[Hazard]:
    """Words that mix Latin letters with letters of another alphabet that look like Latin ones."""
    for word in _WORD.finditer(text):
        odd = _foreign_letter(word[0])
        if odd is not None:
            letter = word[0][odd]
            alphabet = _alphabet(letter)
            other = _other_alphabet(word[0], alphabet)
            twin = _twin(letter, other)
            like = f", which looks like the {other} `{twin}`" if twin else ""
            message = (
                f"letter {odd + 1} of `{word[0]}` is the {alphabet} `{letter}`{like}, "
                f"in a word of {other} letters"
            )
            start = word.start() + odd
            mend = f"type it again with the keyboard set to {other} letters"
            yield Hazard(codes.LOOK_ALIKE, message, (start, start + 1), mend)


def _foreign_letter(word: str) -> int | None:
    """The position of the letter that does not belong in a word of mixed alphabets, if any.

    The alphabet with letters that look like no other's is the word's own; failing that Latin is.
    """
    alphabets = [_alphabet(letter) for letter in word]
    if "Latin" not in alphabets or not {"Cyrillic", "Greek"} & set(alphabets):
        return None
    others = [at for at, name in enumerate(alphabets) if name in ("Cyrillic", "Greek")]
    latins = [at for at, name in enumerate(alphabets) if name == "Latin"]
    twins = [at for at in others if word[at] in _LOOKS_LIKE]
    if len(twins) == len(others):
        return twins[0]
    if all(word[at] in _LOOKED_LIKE for at in latins):
        return latins[0]
    return twins[0] if twins else None


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].capitalize()


def _twin(letter: str, alphabet: str) -> str | None:
    """The letter of that alphabet which prints like this one, if any."""
    if alphabet == "Latin":
        return _LOOKS_LIKE.get(letter)
    twins = (other for other, latin in _LOOKS_LIKE.items() if latin == letter)
    return next((twin for twin in twins if _alphabet(twin) == alphabet), None)


def _other_alphabet(word: str, alphabet: str) -> str:
    known = ("Latin", "Cyrillic", "Greek")
    return next(name for name in map(_alphabet, word) if name != alphabet and name in known)


def _distinct(pattern: re.Pattern[str], text: str) -> str:
    return ", ".join(f"`{mark}`" for mark in dict.fromkeys(pattern.findall(text)))


def _named(character: str) -> str:
    """The character by its number and, where it has one, its name: ``U+00A0 (no-break space)``."""
    name = unicodedata.name(character, "tab" if character == "\t" else "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")

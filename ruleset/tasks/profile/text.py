"""Text as people and programs leave it: cleaned, bounded, and folded for comparison."""

from __future__ import annotations

import re
import unicodedata

MOST_SCANNED = 20_000  # characters of one text that are looked at
LONGEST_NAME = 120  # characters of a name, a title, a role
LONGEST_DETAIL = 600  # characters of a sentence or two

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
        "\u0640": "",
        "’": "'",
        "‘": "'",
        "`": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
    }
)


def phrases(text: str, separator: str = ",") -> tuple[str, ...]:
    """The entries of a table that is written as one text: split, trimmed, without empty ones.

    >>> phrases("not sure, to be decided")
    ('not sure', 'to be decided')
    """
    return tuple(entry for part in text.split(separator) if (entry := " ".join(part.split())))


# Answers by which people say that they have no answer.
_NO_ANSWER = frozenset(
    phrases(
        """
        -, --, ---, n/a, na, n.a, n a, none, null, nil, nan, undefined, unknown, tbd, tba, tbc,
        todo,
        empty, blank, not sure, not_sure, notsure, not sure yet, idk, dunno, don't know, dont know,
        not known, not applicable, to be decided, to be determined, not decided, not decided yet,
        undecided, not specified, unspecified, not yet, nothing, no answer, prefer not to say, skip,
        no data, нет, не знаю, незнаю, неизвестно, ничего, не указано, пока нет, не определился,
        не определилась, не решил, не решила, нет данных, жоқ
        """
    )
) | {""}
_PLACEHOLDER = re.compile(r"^\W*(?:\[[^\[\]]{0,60}\]|<[^<>]{0,60}>|x{3,}|lorem ipsum.*)\W*$", re.I)


def clean(text: str) -> str:
    """The text without control, direction and zero-width characters, spaces collapsed, in NFC.

    Line breaks become spaces. At most `MOST_SCANNED` characters are kept.

    >>> clean("  Ann\\x00a \\n Lee ")
    'Anna Lee'
    """
    text = text[:MOST_SCANNED]
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """The text as compared: no case, no accents, plain quotes and dashes.

    >>> fold("Côte d’Ivoire")
    "cote d'ivoire"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_LETTERS)


def is_no_answer(text: str) -> bool:
    """True for an empty text, and for the words by which people leave a field empty.

    >>> is_no_answer("N/A"), is_no_answer("no limit")
    (True, False)
    """
    return len(text) < 24 and fold(text).strip(" .!?/") in _NO_ANSWER


def is_placeholder(text: str) -> bool:
    """True for `[Professor Name]`, `<name>`, `xxx`: a form that nobody filled in."""
    return len(text) < 80 and _PLACEHOLDER.match(text) is not None


def quoted(text: str, most: int = 60) -> str:
    """The text in backticks for a sentence, cut after `most` characters.

    >>> quoted("20k")
    '`20k`'
    """
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return "`" + shown.replace("`", "'") + "`"


def shortened(text: str, most: int = LONGEST_DETAIL) -> str:
    """The text, or its beginning up to a whole word and `…` when it is longer than `most`."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:-") + "…"

"""Words in running text: keywords and phrases, in any letter case, accents ignored.

A word is a run of letters and digits. `++` after letters, and a `+` or `#` that ends a word, belong
to it (`c++`, `c#`, `A+`); a leading point does not (`.net` is `net`). In scripts that put no blanks
between words (Chinese, Japanese, Thai and their neighbours) every letter is a word of its own, so
that a phrase is found wherever its letters follow each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_SIGNS = r"(?:\+\+|[+#](?![^\W_]))?"
_PLAIN_WORD = re.compile(rf"[a-z][a-z0-9]*{_SIGNS}|[0-9][a-z0-9]*")


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    """A word of any script; made when first needed, because making it takes milliseconds."""
    letter, alphanumeric = (rf"(?![{_UNSPACED}])[{other}]" for other in (r"^\W\d_", r"^\W_"))
    return re.compile(
        rf"[{_UNSPACED}]|{letter}(?:{alphanumeric}|\u200d)*{_SIGNS}|(?:{alphanumeric})+"
    )


def tokens(text: str) -> tuple[str, ...]:
    """The words of the text, folded, in order.

    >>> tokens("Motivation letter (CV), Café & C++")
    ('motivation', 'letter', 'cv', 'cafe', 'c++')
    """
    if text.isascii():
        return tuple(_PLAIN_WORD.findall(text.lower()))
    return tuple(_word().findall(_folded(text)))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0 or unicodedata.category(char) in ("Mn", "Mc", "Cf")


def phrase(text: str) -> str:
    """The words with a blank around each, so that a phrase is found as a part of this string.

    >>> phrase("Personal  Statement!")
    ' personal statement '
    """
    return _phrase(text) if len(text) < 200 else _joined(text)


def _joined(text: str) -> str:
    return f" {' '.join(tokens(text))} "


_phrase = lru_cache(maxsize=4096)(_joined)


def found_in(wanted: str, running: str) -> bool:
    """True when the wanted phrase stands in the running text, as whole words; both as `phrase`.

    >>> found_in(phrase("lor"), phrase("Bachelor")), found_in(phrase("LOR"), phrase("my lor now"))
    (False, True)
    """
    return wanted in running and len(wanted) > 2


class Phrases:
    """Many phrases, looked for in one pass over a text.

    Cost: the words of the text, plus the phrases that begin with one of them.

    >>> Phrases(("visa", "IELTS", "personal statement")).found_in("ielts and Personal Statement")
    ('IELTS', 'personal statement')
    """

    __slots__ = ("_by_first", "_order")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._order: dict[str, int] = {}
        by_first: dict[str, list[tuple[str, str]]] = {}
        for each in phrases:
            words = tokens(each)
            if words and each not in self._order:
                self._order[each] = len(self._order)
                by_first.setdefault(words[0], []).append((each, f" {' '.join(words)} "))
        self._by_first = by_first

    def found_in(self, text: str) -> tuple[str, ...]:
        """Those phrases that stand in the text, in the order in which they were given."""
        words = tokens(text)
        begun = self._by_first.keys() & set(words)
        if not begun:
            return ()
        running = f" {' '.join(words)} "
        found = [
            each for first in begun for each, wanted in self._by_first[first] if wanted in running
        ]
        return tuple(sorted(found, key=self._order.__getitem__))

"""The names a cell may use, found in its text: terms with spaces, functions, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_FIRST_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")


class Spellings(Generic[T]):
    """Spellings of several words, each with what it stands for; the longest one wins.

    Letter case and the number of blanks do not matter; a spelling ends where its last word ends.

    >>> found = Spellings({"budget tier": "budget_tier", "budget": "budget"})
    >>> found.at("Budget  Tier = 1", 0)
    (12, 'budget_tier')
    """

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self.words: tuple[str, ...] = tuple(meanings)
        by_first: dict[str, list[tuple[str, T]]] = {}
        for spelling, meaning in meanings.items():
            first = _FIRST_WORD.match(spelling)
            if first is not None:
                by_first.setdefault(first[0].casefold(), []).append((spelling, meaning))
        self._by_first = {first: _patterns(found) for first, found in by_first.items()}

    def at(self, text: str, start: int) -> tuple[int, T] | None:
        """Where the longest spelling that starts there ends, and what it stands for."""
        first = _FIRST_WORD.match(text, start)
        if first is None:
            return None
        for pattern, meaning in self._by_first.get(first[0].casefold(), ()):
            found = pattern.match(text, start)
            if found is not None:
                return found.end(), meaning
        return None


def _patterns(spellings: Iterable[tuple[str, T]]) -> list[tuple[re.Pattern[str], T]]:
    longest_first = sorted(spellings, key=lambda pair: -len(pair[0]))
    return [(_pattern(spelling), meaning) for spelling, meaning in longest_first]


def _pattern(spelling: str) -> re.Pattern[str]:
    words = _BLANKS.split(spelling.strip())
    end = r"(?!\w)" if re.match(r"\w", words[-1][-1]) else ""
    return re.compile(r"\s+".join(map(re.escape, words)) + end, re.IGNORECASE)

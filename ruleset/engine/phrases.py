"""Many phrases looked for in one text at once.

Phrases are kept by their first word, so the cost grows with the words of the text and not with the
number of phrases that the cells of a column name.
"""

from __future__ import annotations

from collections.abc import Iterable

from ruleset.feel.text_match import tokens


class Phrases:
    """The phrases of a column.

    >>> sorted(Phrases(["lor", "cover letter", "CV"]).found_in("A Bachelor's cover letter and cv"))
    ['CV', 'cover letter']
    """

    __slots__ = ("_by_first_word",)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in phrases:
            words = tokens(phrase)
            if words:  # a phrase of no word is found nowhere
                self._by_first_word.setdefault(words[0], []).append((words, phrase))

    def found_in(self, text: str) -> set[str]:
        """Those of the phrases that stand in the text as whole words."""
        words = tokens(text)
        found = set()
        for start, word in enumerate(words):
            for wanted, phrase in self._by_first_word.get(word, ()):
                if words[start : start + len(wanted)] == wanted:
                    found.add(phrase)
        return found

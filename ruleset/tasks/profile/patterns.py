"""Patterns over folded text that are cheap where they cannot match."""

from __future__ import annotations

import re

from ruleset.tasks.profile.text import fold


class Pattern:
    """A pattern that is compiled when it is first needed, and tried only where a hint occurs.

    # INVARIANT: whatever the pattern matches contains a hint. No hints: always tried.
    """

    __slots__ = ("_regex", "hints", "source")

    def __init__(self, source: str, hints: tuple[str, ...] = ()) -> None:
        self.source = source
        self.hints = hints
        self._regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; compiling some of them takes milliseconds."""
        if self._regex is None:
            self._regex = re.compile(self.source)
        return self._regex

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the folded text."""
        return self.regex.search(text) if self.possible(text) else None

    def possible(self, text: str) -> bool:
        """Whether a hint occurs, which is much cheaper to know than whether the pattern matches."""
        if not self.hints:
            return True
        for hint in self.hints:  # noqa: SIM110 - a loop costs half of a generator here
            if hint in text:
                return True
        return False


def pattern(text: str, hints: str = "") -> Pattern:
    """The pattern, its words folded; a space stands for any white space.

    `text` may hold no escape in capitals (`\\W`), which folding would turn into its opposite.

    >>> bool(pattern("fully[- ]?funded").search("fully  funded"))
    True
    """
    if re.search(r"\\[A-Z]", text):
        raise ValueError(f"an escape in capitals: {text}")
    folded = fold(" ".join(text.split())).replace("(?p<", "(?P<").replace("[- ]?", r"[-\s]*")
    folded = folded.replace("[- ]", r"[-\s]+").replace(" ?", r"\s*").replace(" *", r"\s*")
    return Pattern(folded.replace(" ", r"\s+"), tuple(fold(hints).split()))

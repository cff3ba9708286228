"""The sources of one extraction, in the order in which they are believed.

The goal's own specifications come first, then its constraints, preferences and timeline, its
title and description, then the profile's fields that say what is wanted, then its other fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from ruleset.tasks.facts import Fact, Value
from ruleset.tasks.profile.education import Degree, degrees
from ruleset.tasks.profile.fields import Bag, Fields, Found
from ruleset.tasks.profile.form import Notebook
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import (
    LONGEST_DETAIL,
    LONGEST_NAME,
    fold,
    is_placeholder,
    quoted,
    shortened,
)


class Sources:
    """Where facts are read from, and where they and the notes are collected."""

    __slots__ = (
        "_degrees",
        "_stated",
        "bags",
        "facts",
        "goal",
        "notebook",
        "profile",
        "rates",
        "texts",
        "today",
    )

    def __init__(
        self, profile: object, goal: object, today: date, rates: Mapping[str, Decimal]
    ) -> None:
        self.notebook = Notebook()
        self.profile = Fields(profile, "profile", self.notebook)
        self.goal = Fields(goal, "goal", self.notebook)
        self.today = today
        self.rates = rates
        self.facts: dict[str, Fact] = {}
        self.bags: tuple[Bag, ...] = tuple(
            self.goal.bag(name)
            for name in ("specifications", "constraints", "preferences", "timeline")
        )
        self._degrees: dict[str, tuple[Degree, ...]] = {}
        self._stated: dict[str, list[tuple[int, Found]]] = {}
        for belief, bag in enumerate(self.bags):
            for name, found in bag.entries.items():
                self._stated.setdefault(name, []).append((belief, found))
        unnamed = (found for bag in self.bags for found in bag.texts)
        self.texts: tuple[tuple[str, str], ...] = tuple(
            (found.path, found.value)
            for found in (*unnamed, self.goal.get("title"), self.goal.get("description"))
            if isinstance(found.value, str)
        )

    @property
    def category(self) -> str | None:
        """The goal's category, once it is known."""
        fact = self.facts.get("category")
        return fact.value if fact is not None and isinstance(fact.value, str) else None

    def degrees(self, text: str) -> tuple[Degree, ...]:
        """The degrees that a text asks for, looked for once."""
        found = self._degrees.get(text)
        if found is None:
            found = self._degrees[text] = degrees(text)
        return found

    def stated(self, *names: str) -> list[Found]:
        """What the goal's JSON fields hold under these names, in order of belief."""
        known = self._stated
        found = [each for name in names if name in known for each in known[name]]
        if len(found) > 1:
            found.sort(key=lambda each: each[0])  # stable: within a field by the order of names
        return [each for _, each in found]

    def everywhere(self, names: tuple[str, ...], profile: tuple[str, ...] = ()) -> Iterator[Found]:
        """`stated`, then the fields of the profile."""
        yield from self.stated(*names)
        for name in profile:
            found = self.profile.get(name)
            if found.value is not None:
                yield found

    def put(self, name: str, value: Value, origin: str) -> None:
        """The fact is known, unless it was known before."""
        if name not in self.facts:
            self.facts[name] = Fact(value, origin)

    def name(self, fact: str, names: tuple[str, ...], profile: tuple[str, ...] = ()) -> None:
        """A fact that is a name: one line of at most `LONGEST_NAME` characters."""
        self._text(fact, self.everywhere(names, profile), LONGEST_NAME, cut=False)

    def detail(self, fact: str, names: tuple[str, ...], profile: tuple[str, ...] = ()) -> None:
        """A fact that is a sentence or two; a longer text is cut at a word, and noted."""
        self._text(fact, self.everywhere(names, profile), LONGEST_DETAIL, cut=True)

    def _text(self, fact: str, sources: Iterator[Found], most: int, *, cut: bool) -> None:
        for found in sources:
            text = self.words(found)
            if text is None:
                continue
            if len(text) > most:
                if not cut:
                    self.notebook.unread(
                        found.path, f"{quoted(text)} is longer than {most} characters; not used"
                    )
                    continue
                self.notebook.unread(
                    found.path, f"longer than {most} characters; the rest is not used"
                )
                text = shortened(text, most)
            self.put(fact, text, found.path)
            return

    def words(self, found: Found) -> str | None:
        """The text of a value: itself, a number as written, the first of a list, a dict's name."""
        text = first_text(found.value)
        if text is None:
            self.notebook.unread(found.path, "expected text; not read")
            return None
        if is_placeholder(text):
            self.notebook.unread(
                found.path, f"{quoted(text)} is a form that was not filled in; not used"
            )
            return None
        return text or None

    def yes_no(self, fact: str, names: tuple[str, ...], profile: tuple[str, ...] = ()) -> None:
        """A fact that is yes or no."""
        for found in self.everywhere(names, profile):
            answer = yes_or_no(found.value)
            if answer is None:
                self.notebook.unread(
                    found.path, f"expected yes or no, found {told(found.value)}; not read"
                )
                continue
            self.put(fact, answer, found.path)
            return

    def number(
        self,
        fact: str,
        read: Callable[[Plain], tuple[Decimal | None, str | None]],
        names: tuple[str, ...],
        profile: tuple[str, ...] = (),
    ) -> None:
        """A fact that is a number; a second source that says another is noted."""
        for found in self.everywhere(names, profile):
            number, problem = read(found.value)
            if number is None:
                self.notebook.unread(found.path, problem or "expected a number; not read")
            else:
                self.settle(fact, number, found.path)

    def settle(self, fact: str, value: Value, origin: str) -> None:
        """The fact is known; when it was known before with another value, that is noted."""
        known = self.facts.get(fact)
        if known is None:
            self.facts[fact] = Fact(value, origin)
        elif known.value != value:
            self.notebook.contradiction(
                origin,
                f"{shown(value)} differs from {shown(known.value)} in {where(known.origin)}, "
                f"which was taken",
            )


_PATH = re.compile(r"(?:goal|profile)\.[^\s,]+$")


def where(origin: str) -> str:
    """The path of the field that an origin names last.

    >>> where("derived: `MSc` in goal.title")
    'goal.title'
    """
    path = _PATH.search(origin)
    return path[0] if path is not None else origin


def shown(value: Value) -> str:
    """A value of a fact in backticks, for a sentence."""
    if isinstance(value, tuple | frozenset):
        return quoted(", ".join(value))
    return quoted(format(value, "f") if isinstance(value, Decimal) else str(value))


def told(value: Plain) -> str:
    """A value that was found, for a sentence."""
    match value:
        case str():
            return quoted(value)
        case Decimal():
            return quoted(format(value, "f"))
        case bool():
            return "yes" if value else "no"
        case list():
            return "a list"
        case dict():
            return "named entries"
        case _:
            return "a date" if isinstance(value, date) else "nothing"


def first_text(value: Plain) -> str | None:
    """One text for a value; None when there is none, empty when it says nothing."""
    match value:
        case str():
            return value
        case bool() | None:
            return None
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case list():
            return next((text for each in value if (text := first_text(each))), None)
        case dict():
            known = {fold(key): each for key, each in value.items()}
            for key in ("name", "title", "value", "label", "text", "role", "company", "school"):
                named = known.get(key)
                if isinstance(named, str) and named:
                    return named
            return None


_YES = frozenset(("yes", "y", "true", "1", "да", "есть", "ja", "oui", "si", "evet", "иә", "on"))
_NO = frozenset(
    ("no", "n", "false", "0", "нет", "nein", "non", "hayir", "жоқ", "off", "none", "never")
)


def yes_or_no(value: Plain) -> bool | None:
    """The answer, or None when it is none.

    >>> yes_or_no("Yes"), yes_or_no("нет"), yes_or_no("maybe")
    (True, False, None)
    """
    match value:
        case bool():
            return value
        case Decimal():
            return {Decimal(0): False, Decimal(1): True}.get(value)
        case str():
            word = fold(value).strip(" .!")
            first = word.split(" ", 1)[0].strip(",.;")
            if word in _YES or (first in ("yes", "да") and len(word) < 200):
                return True
            return False if word in _NO or first in ("no", "нет", "not") else None
        case _:
            return None

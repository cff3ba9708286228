"""Targets: universities and countries of one plan fit together, and the plan says so.

A university that lies in none of the target countries is left out, with a note: nobody is told to
apply to MIT through the portal of another country. Where several countries are targets, general
texts name them all; tasks of one country are those of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ruleset.tasks.facts import Fact
from ruleset.tasks.profile.countries import english_name, read_text
from ruleset.tasks.profile.form import Note, NoteKind
from ruleset.tasks.profile.source import where

MOST_NAMED = 4
"""Countries that a sentence names."""


def fitted(facts: Mapping[str, Fact]) -> tuple[dict[str, Fact], tuple[Note, ...]]:
    """The facts with the universities and the country names that fit the target countries.

    >>> facts = {"target_countries": Fact(("DE", "NL"), "goal.title"),
    ...          "target_universities": Fact(("MIT", "TU Delft"), "profile.target_schools"),
    ...          "university_name": Fact("MIT", "profile.target_schools")}
    >>> made, notes = fitted(facts)
    >>> made["university_name"].value, made["country_name"].value
    ('TU Delft', 'Germany or the Netherlands')
    """
    made = dict(facts)
    notes: list[Note] = []
    countries = facts.get("target_countries")
    if countries is None or not isinstance(countries.value, tuple | frozenset):
        return made, ()
    codes = tuple(countries.value)
    _universities(made, codes, notes)
    if len(codes) > 1:
        first = english_name(codes[0])
        made["country_name"] = Fact(either(map(english_name, codes)), countries.origin)
        sentence = f"several countries: tasks of one country are those of {first}, named first"
        notes.append(Note(NoteKind.ASSUMED, where(countries.origin), sentence))
    return made, tuple(notes)


def either(names: Iterable[str]) -> str:
    """Names as alternatives in a sentence; after four, the count of the rest.

    >>> either(["Germany", "the Netherlands"]), either("ABCDEF")
    ('Germany or the Netherlands', 'A, B, C or 3 other countries')
    """
    every = list(names)
    if len(every) > MOST_NAMED:
        every = [*every[: MOST_NAMED - 1], f"{len(every) - MOST_NAMED + 1} other countries"]
    return " or ".join(part for part in (", ".join(every[:-1]), every[-1]) if part)


def _universities(made: dict[str, Fact], codes: tuple[str, ...], notes: list[Note]) -> None:
    """Only universities of the target countries, or of countries that are not known."""
    listed = made.get("target_universities")
    named = made.get("university_name")
    names = list(listed.value) if listed is not None and isinstance(listed.value, tuple) else []
    one = named.value if named is not None and isinstance(named.value, str) else None
    stray = {each for each in (*names, *([one] if one else [])) if not _fits(each, codes)}
    for name in sorted(stray):
        origin = next(
            fact.origin
            for fact in (named, listed)
            if fact is not None and name in fact.value  # type: ignore[operator]  # several values
        )
        wanted = either(map(english_name, codes))
        sentence = f"`{name}` does not lie in {wanted}, which the goal names; left out"
        notes.append(Note(NoteKind.CONTRADICTION, where(origin), sentence))
    kept = tuple(each for each in names if each not in stray)
    if listed is not None and stray:
        del made["target_universities"]
        if kept:
            made["target_universities"] = replace(listed, value=kept)
    if named is not None and one in stray:
        del made["university_name"]
        if kept:
            made["university_name"] = Fact(kept[0], listed.origin if listed else named.origin)


def _fits(name: str, codes: tuple[str, ...]) -> bool:
    known = countries_of(name)
    return not known or not known.isdisjoint(codes)


@lru_cache(maxsize=4096)
def countries_of(university: str) -> frozenset[str]:
    """The countries that a university's name tells; empty when it tells none.

    >>> countries_of("MIT"), countries_of("University of Nowhere")
    (frozenset({'US'}), frozenset())
    """
    return frozenset(read_text(university).wanted)

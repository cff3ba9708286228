"""Facts about study: degree and field, and what an application needs; schools and tests besides."""

from __future__ import annotations

import re

from ruleset.tasks.profile.countries import read_text
from ruleset.tasks.profile.education import degree_level, field_name, find_field
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.people import read_people
from ruleset.tasks.profile.plain import json_inside
from ruleset.tasks.profile.schooling import count_unread, read_schooling
from ruleset.tasks.profile.skills import read_names
from ruleset.tasks.profile.source import Sources, first_text, told, yes_or_no
from ruleset.tasks.profile.tests_taken import read_tests
from ruleset.tasks.profile.text import LONGEST_NAME, fold, quoted

_PROJECT_KEYS = ("title", "name", "project")


def read_study(sources: Sources) -> None:
    """The facts of study that the goal and the profile give."""
    _degree(sources)
    _field(sources)
    read_schooling(sources)
    read_tests(sources)
    for fact, names in (
        ("program_name", ("program_name", "program")),
        ("scholarship_name", ("scholarship_name",)),
        ("essay_topic", ("essay_topic",)),
        ("visa_type", ("visa_type",)),
        ("professor_name", ("professor_name",)),
        ("course_name", ("course_name",)),
        ("grade_received", ("grade_received", "course_grade")),
    ):
        sources.name(fact, names)
    _topic(
        sources,
        "research_interest",
        ("research_interest", "research_interests"),
        ("research_interests",),
    )
    _topic(sources, "career_goal", ("career_goal",), ("dream_career",))
    _topic(sources, "weakness", ("weakness", "weaknesses"), ("weaknesses",))
    _need(sources)
    sources.yes_no(
        "has_research_background", ("has_research_background",), ("has_research_background",)
    )
    sources.detail("research_details", ("research_details",), ("research_details",))
    _people(
        sources,
        "professor_contacts",
        ("professor_contacts", "professors"),
        ("professors", "professor_contacts", "academics"),
    )
    _projects(sources)


def _degree(sources: Sources) -> None:
    for found in sources.stated("degree_level", "degree", "level", "degree_type"):
        _stated_degree(sources, found)
    for path, text in sources.texts:
        wanted = sources.degrees(text)
        levels = list(dict.fromkeys(each.level for each in wanted))
        if not levels:
            continue
        if len(levels) > 1 and "degree_level" not in sources.facts:
            told = ", ".join(quoted(each.words) for each in wanted[:4])
            sources.notebook.assumed(
                path, f"{told}: several degrees are named, the first was taken"
            )
        if sources.category in ("study", "research", None):
            sources.settle(
                "degree_level", levels[0], f"derived: {quoted(wanted[0].words)} in {path}"
            )
    found = sources.profile.get("degree_level")
    if not is_empty(found.value):
        _stated_degree(sources, found)


def _stated_degree(sources: Sources, found: Found) -> None:
    text = first_text(found.value)
    level = degree_level(text) if text else None
    if level is None:
        sources.notebook.unread(
            found.path, f"{quoted(text or '')} is no degree that is known; not used"
        )
        return
    exact = fold(text or "") == level
    sources.settle(
        "degree_level",
        level,
        found.path if exact else f"derived: {quoted(text or '')} in {found.path}",
    )


def _field(sources: Sources) -> None:
    for found in sources.stated("field", "field_of_study", "major", "subject"):
        _stated_field(sources, found)
    if sources.category in ("study", "research", None):
        for path, text in sources.texts:
            seen = find_field(text, sources.degrees(text), anywhere=path.endswith("title"))
            if seen is not None and not _is_place(seen.words):
                _settle_field(sources, seen.name, f"derived: {quoted(seen.words)} in {path}", path)
    found = sources.profile.get("field_of_study")
    if not is_empty(found.value):
        _stated_field(sources, found)


def _is_place(words: str) -> bool:
    places = read_text(f"in {words}")
    return bool(places.wanted or places.regions)


def _stated_field(sources: Sources, found: Found) -> None:
    text = sources.words(found)
    if text is None:
        return
    if len(text) > LONGEST_NAME:
        sources.notebook.unread(
            found.path, f"{quoted(text)} is too long for a field of study; not used"
        )
        return
    name = field_name(text)
    origin = found.path if fold(name) == fold(text) else f"derived: {quoted(text)} in {found.path}"
    _settle_field(sources, text if fold(name) == fold(text) else name, origin, found.path)


def _settle_field(sources: Sources, name: str, origin: str, path: str) -> None:
    known = sources.facts.get("field")
    if known is not None and isinstance(known.value, str) and fold(known.value) == fold(name):
        return
    sources.settle("field", name, origin)


def _topic(sources: Sources, fact: str, names: tuple[str, ...], profile: tuple[str, ...]) -> None:
    """One topic; the first of a list."""
    for found in sources.everywhere(names, profile):
        value = found.value
        if isinstance(value, str) and len(value) <= LONGEST_NAME:
            sources.put(fact, value, found.path)
            return
        read = read_names(
            value if not isinstance(value, str) else [value], ("name", "title", "topic", "area")
        )
        count_unread(sources, found, read.unread)
        if read.names:
            sources.put(fact, read.names[0], found.path)
            return


_IN_NEED = re.compile(
    r"\b(?:high|strong|significant|severe|urgent|full|partial|moderate|great|need|cannot|can't"
    r"|unable|low income"
    r"|высок|нужн|сильн)\w*"
)


_NO_NEED = re.compile(r"\b(?:no|not|don't|without|self[- ]funded|не|нет)\b")


def _need(sources: Sources) -> None:
    """Whether help with money is needed, by yes, no, or words that leave no doubt."""
    for found in sources.stated("financial_need", "need_financial_aid"):
        answer = yes_or_no(found.value)
        if answer is None and isinstance(found.value, str):
            words = fold(found.value[:200])
            if _IN_NEED.search(words) and not _NO_NEED.search(words):
                answer = True
        if answer is None:
            sources.notebook.unread(
                found.path, f"expected yes or no, found {told(found.value)}; not read"
            )
            continue
        sources.put("financial_need", answer, found.path)
        return


def _people(sources: Sources, fact: str, names: tuple[str, ...], network: tuple[str, ...]) -> None:
    for found in (*sources.stated(*names), *_network(sources, network)):
        people, unread = read_people(found.value)
        count_unread(sources, found, unread)
        if people:
            sources.put(fact, people, found.path)
            return


def _network(sources: Sources, names: tuple[str, ...]) -> list[Found]:
    """The entries of the profile's network under these names."""
    bag = sources.profile.bag("network")
    return [found for found in (bag.get(name) for name in names) if found is not None]


def _projects(sources: Sources) -> None:
    names = ("notable_projects", "top_projects", "key_projects", "projects")
    fields = ("notable_projects", "impressive_projects", "projects")
    for number in (1, 2):
        sources.name(f"key_project_{number}", (f"key_project_{number}",))
    for found in sources.everywhere(names, fields):
        value = json_inside(found.value, found.path, sources.notebook)
        read = read_names(value, _PROJECT_KEYS)
        count_unread(sources, found, read.unread)
        if not read.names:
            continue
        sources.put("notable_projects", read.names, found.path)
        sources.put("top_projects", read.names[:3], found.path)
        for number, name in enumerate(read.names[:2], 1):
            sources.put(f"key_project_{number}", name, found.path)
        return

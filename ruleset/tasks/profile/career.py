"""Facts about work: roles, companies, experience, skills and the network."""

from __future__ import annotations

import re
from decimal import Decimal

from ruleset.tasks.profile.experience import (
    level_in_words,
    read_years,
    years_in_words,
    years_worked,
)
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.people import read_people
from ruleset.tasks.profile.plain import Plain, json_inside
from ruleset.tasks.profile.schooling import read_count
from ruleset.tasks.profile.skills import read_names
from ruleset.tasks.profile.source import Sources
from ruleset.tasks.profile.text import fold, quoted

_COMPANY_KEYS = ("company", "name", "employer", "organization", "title")
_LEVEL = (
    (
        "senior",
        re.compile(
            r"\b(?:senior|lead|staff|principal|expert|executive|director|сеньор|старш\w+)\b"
        ),
    ),
    ("mid_level", re.compile(r"\b(?:mid|middle|intermediate|mid[ _-]?level|мидл|средн\w+)\b")),
    (
        "entry_level",
        re.compile(
            r"\b(?:entry|junior|beginner|intern|trainee|graduate|fresher|entry[ _-]?level|джуниор"
            r"|начальн\w+)\b"
        ),
    ),
)


def read_career(sources: Sources) -> None:
    """The facts of work that the goal and the profile give."""
    for fact, names, profile in (
        ("current_role", ("current_role",), ("current_role",)),
        ("target_role", ("target_role", "role"), ("target_role",)),
        ("target_industry", ("target_industry", "industry"), ()),
        ("location", ("location", "target_location", "city"), ()),
        ("current_company", ("current_company",), ("current_company",)),
        ("key_requirement", ("key_requirement",), ()),
        ("contact_name", ("contact_name",), ()),
        ("contact_company", ("contact_company",), ()),
        ("event_name", ("event_name",), ()),
        ("expertise_area", ("expertise_area",), ("career_specialization",)),
        ("startup_name", ("startup_name",), ()),
        ("skill_gap", ("skill_gap", "skills_gap"), ()),
    ):
        sources.name(fact, names, profile)
    sources.detail("why_company", ("why_company",))
    sources.detail("startup_details", ("startup_details",), ("startup_details",))
    sources.yes_no(
        "has_startup_background", ("has_startup_background",), ("has_startup_background",)
    )
    sources.number("applications_target", read_count, ("applications_target",))
    sources.number(
        "referral_network_size", _size, ("referral_network_size",), ("referral_network_size",)
    )
    _experience(sources)
    _companies(sources)
    _achievement(sources)
    _skills(sources)
    _network(sources)


def _size(value: Plain) -> tuple[Decimal | None, str | None]:
    """A number of people, none included."""
    if isinstance(value, Decimal) and value == 0:
        return value, None
    return read_count(value)


def _experience(sources: Sources) -> None:
    names = ("years_of_experience", "years_experience", "experience_years", "experience")
    sources.number("years_of_experience", read_years, names)
    at_work = sources.category == "career"
    for path, text in sources.texts:
        told = years_in_words(text, at_work=at_work)
        if told is not None:
            origin = f"derived: {quoted(told[1])} in {path}"
            sources.settle("years_of_experience", told[0], origin)
            break
    sources.number("years_of_experience", read_years, (), ("years_of_experience",))
    if "years_of_experience" not in sources.facts:
        history = sources.profile.get("work_history")
        value = json_inside(history.value, history.path, sources.notebook)
        years = years_worked(value, sources.today)
        if years is not None:
            sources.put("years_of_experience", years, f"derived: the dates in {history.path}")
    level = sources.profile.get("experience_level")
    if isinstance(level.value, str) and not is_empty(level.value):
        words = fold(level.value).replace("_", " ")
        found = next((name for name, pattern in _LEVEL if pattern.search(words)), None)
        if found is not None:
            sources.put("experience_level_stated", found, level.path)
        else:
            sources.notebook.unread(
                level.path, f"{quoted(level.value)} is no level that is known; not used"
            )
    for path, text in sources.texts if at_work else ():
        named = level_in_words(text)
        if named is not None:
            sources.put(
                "experience_level_stated", named[0], f"derived: {quoted(named[1])} in {path}"
            )
    _years_fit_age(sources)


def _years_fit_age(sources: Sources) -> None:
    years, age = sources.facts.get("years_of_experience"), sources.facts.get("age")
    if years is None or age is None:
        return
    worked, lived = years.value, age.value
    if isinstance(worked, Decimal) and isinstance(lived, Decimal) and worked > lived - 12:
        sources.notebook.contradiction(
            years.origin,
            f"{worked} years of work do not fit an age of {lived}; both are kept",
        )


def _names(sources: Sources, fact: str, candidates: list[Found], keys: tuple[str, ...]) -> None:
    for found in candidates:
        value = json_inside(found.value, found.path, sources.notebook)
        read = read_names(value, keys)
        if read.unread:
            what = "one entry is" if read.unread == 1 else f"{read.unread} entries are"
            sources.notebook.unread(found.path, f"{what} no name, or too long for one; not used")
        if read.names:
            sources.put(fact, read.names, found.path)
            return


def _companies(sources: Sources) -> None:
    worked = [*sources.everywhere(("companies_worked",), ("companies_worked", "work_history"))]
    if worked and worked[-1].path.endswith("work_history") and isinstance(worked[-1].value, str):
        worked.pop()
    _names(sources, "companies_worked", worked, _COMPANY_KEYS)
    wanted = [*sources.everywhere(("target_companies", "companies"), ("target_companies",))]
    _names(sources, "target_companies", wanted, _COMPANY_KEYS)
    sources.name("company_name", ("company_name", "company", "target_company"))
    known = sources.facts.get("target_companies")
    if known is not None and isinstance(known.value, tuple):
        sources.put("company_name", known.value[0], f"derived: first of {known.origin}")


def _achievement(sources: Sources) -> None:
    for found in sources.everywhere(
        ("top_achievement",), ("notable_achievements", "achievement_details")
    ):
        value: Plain = [found.value] if isinstance(found.value, str) else found.value
        read = read_names(value, ("title", "name", "achievement", "text", "description"), most=300)
        if read.names:
            sources.put("top_achievement", read.names[0], found.path)
            return
        sources.notebook.unread(
            found.path, "no achievement of at most 300 characters is found; not used"
        )


def _skills(sources: Sources) -> None:
    keys = ("name", "skill", "title")
    stack = [*sources.everywhere(("tech_stack",), ("tech_stack",))]
    _names(sources, "tech_stack", stack, keys)
    skills = [
        *sources.everywhere(("skills", "top_skills", "current_skills"), ("skills", "tech_stack"))
    ]
    _names(sources, "skills", skills, keys)
    known = sources.facts.get("skills")
    if known is not None and isinstance(known.value, tuple):
        sources.put("top_skills", known.value[:3], f"derived: first of {known.origin}")
    courses = [*sources.everywhere(("courses_certifications",), ("courses_certifications",))]
    _names(sources, "courses_certifications", courses, ("name", "title", "course", "certification"))


def _network(sources: Sources) -> None:
    bag = sources.profile.bag("network")
    for fact, names in (
        ("mentors", ("mentors", "mentor")),
        ("warm_intros", ("warm_intros", "warm_intro", "introductions")),
    ):
        candidates = [*sources.stated(*names), *filter(None, map(bag.get, names))]
        for found in candidates:
            people, unread = read_people(found.value)
            if unread:
                sources.notebook.unread(
                    found.path, "an entry is no name, or too long for one; not used"
                )
            if people:
                sources.put(fact, people, found.path)
                break
    intros = sources.facts.get("warm_intros")
    if intros is not None:
        sources.put("has_warm_intros", True, f"derived: {intros.origin} names somebody")
    else:
        sources.yes_no("has_warm_intros", ("has_warm_intros",))
        _no_intros(sources)


def _no_intros(sources: Sources) -> None:
    """A network that lists introductions and has none says that there are none."""
    found = sources.profile.get("network")
    value = json_inside(found.value, found.path, sources.notebook)
    if isinstance(value, dict) and value.get("warm_intros") == []:
        sources.put("has_warm_intros", False, f"{found.path}.warm_intros")

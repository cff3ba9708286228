"""Facts about schools: universities wanted, schools attended, degrees held, grades."""

from __future__ import annotations

import re
from decimal import Decimal

from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.grades import read_grade
from ruleset.tasks.profile.numerals import number_words, plain_digits
from ruleset.tasks.profile.plain import Plain, json_inside
from ruleset.tasks.profile.skills import read_names
from ruleset.tasks.profile.source import Sources, first_text
from ruleset.tasks.profile.text import LONGEST_NAME, fold, quoted

_SCHOOL_KEYS = ("name", "university", "school", "institution", "title")


def read_schooling(sources: Sources) -> None:
    """Universities wanted, schools attended, degrees held, and grades."""
    _universities(sources)
    _schooling(sources)
    _grade(sources)
    sources.number("num_schools", read_count, ("num_schools", "number_of_schools"))


def read_count(value: Plain) -> tuple[Decimal | None, str | None]:
    """A number of things, 1 to 500; a range counts by its low end.

    >>> read_count("5-8 schools"), read_count("ten")
    ((Decimal('5'), None), (Decimal('10'), None))
    """
    number = value if isinstance(value, Decimal) else None
    if isinstance(value, str):
        match = re.search(r"(?<![\d.,-])\d{1,4}(?![\d.,])", number_words(fold(plain_digits(value))))
        number = Decimal(match[0]) if match else None
    if number is None or not 1 <= number <= 500 or number != number.to_integral_value():
        return None, "expected a number from 1 to 500; not used"
    return number.quantize(Decimal(1)), None


def _universities(sources: Sources) -> None:
    names = (
        "target_universities",
        "universities",
        "target_university",
        "target_schools",
        "schools",
    )
    for found in sources.everywhere(names, ("target_schools",)):
        read = read_names(found.value, _SCHOOL_KEYS)
        count_unread(sources, found, read.unread)
        if read.names:
            sources.put("target_universities", read.names, found.path)
            break
    for found in sources.stated("university_name", "university"):
        read = read_names(
            [found.value] if isinstance(found.value, str) else found.value, _SCHOOL_KEYS
        )
        count_unread(sources, found, read.unread)
        if read.names:
            sources.put("university_name", read.names[0], found.path)
            sources.put("target_universities", read.names, found.path)
    known = sources.facts.get("target_universities")
    if known is not None and isinstance(known.value, tuple):
        sources.put("university_name", known.value[0], f"derived: first of {known.origin}")


def count_unread(sources: Sources, found: Found, unread: int) -> None:
    if unread:
        what = "one entry is" if unread == 1 else f"{unread} entries are"
        sources.notebook.unread(found.path, f"{what} no name, or too long for one; not used")


def _schooling(sources: Sources) -> None:
    """Where somebody studied and studies."""
    sources.name("current_university", ("current_university",))
    education = sources.profile.get("current_education")
    if not is_empty(education.value):
        value = json_inside(education.value, education.path, sources.notebook)
        _current_education(sources, Found(education.path, value))
    for name in ("prior_education", "education_background"):
        prior = sources.profile.get(name)
        value = json_inside(prior.value, prior.path, sources.notebook)
        if isinstance(value, dict) and isinstance(value.get("education"), list):
            value = value["education"]
        if isinstance(value, dict):
            value = [value]
        if isinstance(value, list) and value:
            _prior_degree(sources, [each for each in value if not is_empty(each)], prior.path)
        elif isinstance(value, str) and 0 < len(value) <= LONGEST_NAME:
            sources.put("prior_degree", value, prior.path)


def _current_education(sources: Sources, found: Found) -> None:
    if isinstance(found.value, dict):
        known = {
            fold(key): each for key, each in found.value.items() if isinstance(each, str) and each
        }
        place = next(
            (known[key] for key in ("institution", "university", "school") if key in known), None
        )
        degree = next((known[key] for key in ("degree", "program", "level") if key in known), None)
        if place and len(place) <= LONGEST_NAME:
            sources.put("current_university", place, found.path)
        told = ", ".join(each for each in (degree, place) if each)
        if told and len(told) <= LONGEST_NAME:
            sources.put("current_education", told, found.path)
        return
    text = sources.words(found)
    if text is not None and len(text) <= LONGEST_NAME:
        sources.put("current_education", text, found.path)
    elif text is not None:
        sources.notebook.unread(
            found.path, f"{quoted(text)} is longer than {LONGEST_NAME} characters; not used"
        )


def _prior_degree(sources: Sources, entries: list[Plain], path: str) -> None:
    """The degree of the latest year; of the first entry where no years are given."""
    best: tuple[int, str] | None = None
    for each in entries:
        text, year = None, 0
        if isinstance(each, str):
            text = each
        elif isinstance(each, dict):
            known = {fold(key): value for key, value in each.items()}
            degree = first_text(known.get("degree") or known.get("level") or known.get("title"))
            place = first_text(
                known.get("institution") or known.get("university") or known.get("school")
            )
            subject = first_text(
                known.get("field") or known.get("major") or known.get("field_of_study")
            )
            head = (
                f"{degree} in {subject}"
                if degree and subject and fold(subject) not in fold(degree)
                else degree
            )
            text = ", ".join(part for part in (head, place) if part) if degree else None
            digits = re.search(
                r"(?:19|20)\d\d", first_text(known.get("year") or known.get("end")) or ""
            )
            year = int(digits[0]) if digits else 0
        if text and len(text) <= LONGEST_NAME and (best is None or year > best[0]):
            best = (year, text)
    if best is not None:
        sources.put("prior_degree", best[1], path)
    else:
        sources.notebook.unread(path, "no degree is found; not read")


def _grade(sources: Sources) -> None:
    for found in sources.everywhere(("gpa", "cgpa", "current_gpa"), ("gpa",)):
        if is_empty(found.value):
            continue
        grade = read_grade(found.value)
        if grade.note is not None:
            sources.notebook.unread(found.path, grade.note)
        if grade.value is None:
            continue
        known = sources.facts.get("gpa")
        if known is not None:
            sources.settle("gpa", grade.value, found.path)
            continue
        sources.put("gpa", grade.value, found.path)
        if grade.scale is not None:
            sources.put("gpa_scale", grade.scale, found.path)
        if grade.share is not None:
            on = f"÷ {grade.scale}" if grade.scale is not None else "÷ its scale"
            sources.put("gpa_percent", grade.share, f"derived: {found.path} {on}")

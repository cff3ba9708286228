"""Facts about study: degree, field, universities, tests, grades, and what an application needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from ruleset.tasks.facts import Fact
from ruleset.tasks.profile.countries import read_text
from ruleset.tasks.profile.education import degree_level, degrees, field_name, find_field
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.grades import read_grade
from ruleset.tasks.profile.numerals import number_words, plain_digits
from ruleset.tasks.profile.people import read_people
from ruleset.tasks.profile.plain import Plain, json_inside
from ruleset.tasks.profile.scores import (
    SCALES,
    Scale,
    named_test,
    named_tests,
    read_score,
    read_scores,
)
from ruleset.tasks.profile.skills import read_names
from ruleset.tasks.profile.source import Sources, first_text, told, yes_or_no
from ruleset.tasks.profile.text import LONGEST_NAME, fold, quoted

_SCHOOL_KEYS = ("name", "university", "school", "institution", "title")
_PROJECT_KEYS = ("title", "name", "project")


def read_study(sources: Sources) -> None:
    """The facts of study that the goal and the profile give."""
    _degree(sources)
    _field(sources)
    _universities(sources)
    _schooling(sources)
    _grade(sources)
    _tests(sources)
    _aimed_scores(sources)
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
    sources.number("num_schools", read_count, ("num_schools", "number_of_schools"))
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


def _degree(sources: Sources) -> None:
    for found in sources.stated("degree_level", "degree", "level", "degree_type"):
        _stated_degree(sources, found)
    for path, text in sources.texts:
        wanted = degrees(text)
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
            seen = find_field(text, degrees(text), anywhere=path.endswith("title"))
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
        _count_unread(sources, found, read.unread)
        if read.names:
            sources.put("target_universities", read.names, found.path)
            break
    for found in sources.stated("university_name", "university"):
        read = read_names(
            [found.value] if isinstance(found.value, str) else found.value, _SCHOOL_KEYS
        )
        _count_unread(sources, found, read.unread)
        if read.names:
            sources.put("university_name", read.names[0], found.path)
            sources.put("target_universities", read.names, found.path)
    known = sources.facts.get("target_universities")
    if known is not None and isinstance(known.value, tuple):
        sources.put("university_name", known.value[0], f"derived: first of {known.origin}")


def _count_unread(sources: Sources, found: Found, unread: int) -> None:
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


def _tests(sources: Sources) -> None:
    """Scores reached: the goal's own, then the profile's."""
    for scale in SCALES:
        names = (f"{scale.fact}_score", f"current_{scale.fact}", scale.fact)
        sources.number(f"{scale.fact}_score", _on_scale(scale), names)
    for name in ("test_scores", "language_scores"):
        found = sources.profile.get(name)
        if is_empty(found.value):
            continue
        value = json_inside(found.value, found.path, sources.notebook)
        scores = read_scores(value, found.path)
        for path, sentence in scores.notes:
            sources.notebook.unread(path, sentence)
        for fact, (number, path) in scores.found.items():
            sources.settle(f"{fact}_score", number, path)


def _on_scale(scale: Scale | None) -> Callable[[Plain], tuple[Decimal | None, str | None]]:
    return lambda value: read_score(value, scale)


_FROM_TO = re.compile(
    r"(\d(?:[.,]\d)?|\d{2,4})\s*(?:to|->|→|-|до|на)\s*(\d(?:[.,]\d)?|\d{2,4})(?![\d%])"
)
_GAINED = re.compile(
    r"\b(?:have|has|got|scored|current(?:ly)?|my|already|took|имею|получил\w*"
    r"|сдал\w*)\b[^.;]{0,25}$"
)
_WANTED = re.compile(
    r"\b(?:get|score|achieve|reach|target|need|aim\w*|obtain|hit|at least|minimum|raise|improve"
    r"|increase|to|набрать"
    r"|получить|сдать|нужн\w+|цель|повысить)\b[^.;]{0,30}$"
)


def _aimed_scores(sources: Sources) -> None:
    """Test, score aimed at and score reached, from the goal's fields and its words."""
    for scale in SCALES:
        names = (f"target_{scale.fact}", f"{scale.fact}_target", f"required_{scale.fact}")
        sources.number(f"target_{scale.fact}", _on_scale(scale), names)
    _test_name(sources)
    test = sources.facts.get("test_name")
    named = named_test(test.value) if test is not None and isinstance(test.value, str) else None
    read = _on_scale(named)
    sources.number("target_score", read, ("target_score",))
    sources.number("current_score", read, ("current_score",))
    _scores_in_words(sources)
    if named is None:
        return
    _same(sources, "target_score", f"target_{named.fact}")
    _same(sources, f"target_{named.fact}", "target_score")
    _same(sources, "current_score", f"{named.fact}_score")


def _same(sources: Sources, fact: str, other: str) -> None:
    """The fact is what another one says, where only that is known."""
    known = sources.facts.get(other)
    if known is not None and fact not in sources.facts:
        sources.facts[fact] = Fact(known.value, known.origin)


def _test_name(sources: Sources) -> None:
    for found in sources.stated("test_name", "exam", "test"):
        text = sources.words(found)
        if text is not None and len(text) <= 60:
            scale = named_test(text)
            sources.put("test_name", scale.name if scale is not None else text, found.path)
            return
    for found in sources.stated("target_score", "current_score"):
        scale = named_test(found.value) if isinstance(found.value, str) else None
        if scale is not None:
            sources.put(
                "test_name", scale.name, f"derived: {quoted(str(found.value))} in {found.path}"
            )
            return
    for path, text in sources.texts:
        scale = named_test(text)
        if scale is not None and path.endswith("title"):
            sources.put("test_name", scale.name, f"derived: {quoted(scale.name)} in {path}")
            return
    for scale in SCALES:
        known = sources.facts.get(f"target_{scale.fact}")
        if known is not None:
            sources.put("test_name", scale.name, f"derived: the test of {known.origin}")
            return


def _scores_in_words(sources: Sources) -> None:
    """`Raise IELTS from 6.0 to 7.5`, `get 110 in TOEFL`, `IELTS 7.5` in a title."""
    for path, text in sources.texts:
        body = fold(plain_digits(text))
        for name, scale in named_tests(body):
            _score_beside(sources, scale, body, name.start(), name.end(), path)


def _score_beside(
    sources: Sources, scale: Scale, body: str, start: int, end: int, path: str
) -> None:
    after, before = body[end : end + 32], body[max(0, start - 50) : start]
    after = re.split(r"[,;]|\.\s|\band\b|\bи\b", after)[0]
    origin = f"derived: words on {scale.name} in {path}"
    moved = _FROM_TO.search(after)
    if moved is not None:
        current, aimed = (read_score(each, scale)[0] for each in (moved[1], moved[2]))
        if current is not None and aimed is not None and current < aimed:
            sources.put(f"{scale.fact}_score", current, origin)
            sources.put(f"target_{scale.fact}", aimed, origin)
            return
    digits = re.match(
        r"^\W{0,3}(?:score |band |overall |of |is |to |at |балл\w* |на "
        r"|до )*(\d{1,4}(?:[.,]\d)?)\+?(?![\d%])",
        after,
    )
    leading = re.search(
        r"(?<![\d.])(\d{1,4}(?:[.,]\d)?)\+?\s*(?:in|on|for|по|в|балл\w* по)?\s*$", before
    )
    found = digits or leading
    if found is None:
        return
    number, _ = read_score(found[1], scale)
    if number is None:
        return
    context = before[: leading.start()] if found is leading and leading else before
    if _GAINED.search(context):
        sources.settle(f"{scale.fact}_score", number, origin)
    elif _WANTED.search(context) or path.endswith("title"):
        sources.settle(f"target_{scale.fact}", number, origin)


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
        _count_unread(sources, found, read.unread)
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
        _count_unread(sources, found, unread)
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
        _count_unread(sources, found, read.unread)
        if not read.names:
            continue
        sources.put("notable_projects", read.names, found.path)
        sources.put("top_projects", read.names[:3], found.path)
        for number, name in enumerate(read.names[:2], 1):
            sources.put(f"key_project_{number}", name, found.path)
        return

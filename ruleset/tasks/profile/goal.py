"""Facts about the goal itself: category, its words, its days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ruleset.tasks.profile.dates import find_intake, read_moment
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.source import Sources
from ruleset.tasks.profile.text import LONGEST_NAME, MOST_SCANNED, fold, phrases, quoted

CATEGORIES = frozenset(
    phrases(
        "study, career, sport, finance, language, health, creative, admin, research, networking, "
        "travel, other"
    )
)
_OTHER_WORDS = {
    **dict.fromkeys(
        phrases(
            "education, academic, academics, university, studies, study abroad, учеба, учёба, "
            "образование"
        ),
        "study",
    ),
    **dict.fromkeys(phrases("job, work, professional, employment, карьера, работа"), "career"),
    **dict.fromkeys(phrases("sports, fitness, спорт"), "sport"),
    **dict.fromkeys(phrases("financial, money, финансы"), "finance"),
    **dict.fromkeys(phrases("languages, язык, языки"), "language"),
    **dict.fromkeys(phrases("wellness, здоровье"), "health"),
}
MILESTONES = frozenset(
    phrases(
        """
        university_research, exam_prep, sop_drafting, recommendations, applications, scholarships,
        visa_process,
        linkedin_optimization, resume_update, job_search, networking, job_applications,
        interview_prep, skill_building
        """
    )
)
# Entries of the specifications that hold names, sums, places and dates: no words of the goal.
STRUCTURED = frozenset(
    phrases(
        """
        country, target_country, target_countries, countries, destination, destinations,
        target_regions, region, regions,
        budget, annual_budget, yearly_budget, budget_per_year, monthly_budget, max_budget,
        min_budget, budget_range,
        total_budget, budget_usd, currency, budget_currency, degree, degree_level, level, intake,
        field, field_of_study,
        major, target_universities, universities, university, university_name, current_university,
        num_schools,
        research_interest, research_interests, scholarship_name, essay_topic, financial_need,
        visa_type, program_name,
        program, program_start_date, start_date, exam_date, exam_month, test_name, target_score,
        current_score, target_ielts,
        target_toefl, target_gre, ielts, toefl, gre, application_fee, savings,
        family_contribution, deadline, career_goal,
        professor_name, course_name, target_role, role, target_industry, industry, location, city,
        experience,
        company_name, company, target_companies, event_name, market_rate, salary, key_requirement,
        why_company,
        applications_target, contact_name, contact_company, has_startup_background, startup_name,
        milestone, milestone_type,
        milestone_requested, grade_received, weakness, skills, gpa, current_role, current_company,
        home_country, nationality,
        id, uuid, status, created_at, updated_at, source, version, language, url, link, email
        """
    )
)


def read_goal(sources: Sources) -> None:
    """Category, words, requested milestone, intake, and the days that matter."""
    _category(sources)
    _words(sources)
    _milestone(sources)
    _intake(sources)
    _days(sources)


def _category(sources: Sources) -> None:
    for name in ("category", "goal_type"):
        found = sources.goal.get(name)
        if is_empty(found.value):
            continue
        word = fold(found.value).strip() if isinstance(found.value, str) else ""
        plain = re.sub(r"[\s_-]+", " ", word)
        category = plain if plain in CATEGORIES else _OTHER_WORDS.get(plain)
        if category is None:
            sources.notebook.unread(found.path, "is no category that is known; not used")
        else:
            origin = found.path if category == word else f"derived: {quoted(word)} in {found.path}"
            sources.settle("category", category, origin)


def _words(sources: Sources) -> None:
    """Title, description, and the free text of the specifications, one after the other."""
    own = (sources.goal.path + ".title", sources.goal.path + ".description")
    parts = sorted(sources.texts, key=lambda part: part[0] not in own)
    for path, title in parts:
        if path.endswith(".title"):
            sources.put("goal_title", title[:MOST_SCANNED], path)
    specifications = sources.bags[0]
    for name, found in specifications.entries.items():
        if name not in STRUCTURED and not name.startswith(("target_", "has_", "num_")):
            parts += [(found.path, text) for text in _free_texts(found.value)]
    text = "\n".join(part for _, part in parts)[:MOST_SCANNED]
    if text.strip():
        sources.put("goal_text", text, ", ".join(dict.fromkeys(path for path, _ in parts)))


def _free_texts(value: Plain) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) <= 4000 else [value[:4000]]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str) and len(each) <= 400][:20]
    return []


def _milestone(sources: Sources) -> None:
    names = ("milestone_requested", "milestone_type", "milestone")
    for found in (*sources.stated(*names), *(sources.goal.get(name) for name in names)):
        if is_empty(found.value):
            continue
        word = (
            re.sub(r"[\s-]+", "_", fold(found.value).strip())
            if isinstance(found.value, str)
            else ""
        )
        if word in MILESTONES:
            sources.put("milestone_requested", word, found.path)
            return
        sources.notebook.unread(found.path, "is no milestone type that is known; not used")


def _intake(sources: Sources) -> None:
    for found in sources.everywhere(("intake", "intake_term", "start_term", "semester", "entry")):
        text = sources.words(found)
        if text is None or len(text) > LONGEST_NAME:
            continue
        year = re.search(r"(?<!\d)(20\d\d)(?!\d)", text)
        _put_intake(sources, text, int(year[1]) if year else None, found.path)
        if "intake" in sources.facts:
            return
    plan = sources.profile.get("target_timeline", "timeline")
    texts = list(sources.texts)
    if isinstance(plan.value, str):
        texts.append((plan.path, plan.value))
    for path, text in texts:
        seen = find_intake(text)
        if seen is not None:
            _put_intake(sources, seen[0], seen[1], f"derived: {quoted(seen[0])} in {path}")
            if "intake" in sources.facts:
                return


def _put_intake(sources: Sources, text: str, year: int | None, origin: str) -> None:
    if year is not None and year < sources.today.year:
        sources.notebook.unread(
            origin.rsplit(" in ", 1)[-1], f"{quoted(text)} lies in the past; not used"
        )
    else:
        sources.put("intake", text, origin)


def _days(sources: Sources) -> None:
    own = sources.goal.get("target_date")
    day(sources, "deadline", sources.stated("deadline", "application_deadline", "due_date"))
    candidates = [] if is_empty(own.value) else [own]
    candidates += sources.stated("target_date", "end_date")
    day(sources, "target_date", candidates)
    day(sources, "program_start_date", sources.stated("program_start_date", "start_date"))
    day(sources, "exam_date", sources.stated("exam_date", "test_date"), month_fact="exam_month")
    _exam_month(sources)
    _left(sources, "days_left", ("deadline", "target_date"))
    _left(sources, "days_until_exam", ("exam_date",))


def day(sources: Sources, fact: str, candidates: Iterable[Found], month_fact: str = "") -> None:
    """A fact that is a day, today or later; a month alone gives the fact `month_fact`, if any."""
    for found in candidates:
        moment = read_moment(found.value, sources.today)
        if moment.problem is not None:
            sources.notebook.unread(found.path, moment.problem)
        elif moment.day is not None:
            if _passed(sources, moment.day, found.path):
                continue
            if moment.assumed:
                sources.notebook.assumed(found.path, moment.assumed)
            origin = found.path
            if moment.assumed and isinstance(found.value, str):
                origin = f"derived: {quoted(found.value)} in {found.path}"
            sources.put(fact, moment.day, origin)
            return
        elif moment.month is not None:
            _only_month(sources, moment.month, found, month_fact)


def _passed(sources: Sources, moment: date, path: str) -> bool:
    if moment >= sources.today:
        return False
    sources.notebook.unread(path, f"{moment.isoformat()} lies in the past; not used")
    return True


def _only_month(
    sources: Sources, year_month: tuple[int, int], found: Found, month_fact: str
) -> None:
    year, month = year_month
    if year_month < (sources.today.year, sources.today.month):
        sources.notebook.unread(found.path, f"{year}-{month:02} lies in the past; not used")
        return
    if month_fact and isinstance(found.value, str) and len(found.value) <= 40:
        sources.put(month_fact, found.value, found.path)
    sources.notebook.unread(found.path, "names a month and no day; no day is assumed")


def _exam_month(sources: Sources) -> None:
    for found in sources.stated("exam_month", "test_month"):
        text = sources.words(found)
        if text is None:
            continue
        month = read_moment(text, sources.today).month
        if len(text) > 40 or (month and month < (sources.today.year, sources.today.month)):
            sources.notebook.unread(
                found.path, f"{quoted(text)} is no month that lies ahead; not used"
            )
            continue
        sources.put("exam_month", text, found.path)
    exam = sources.facts.get("exam_date")
    if exam is not None and isinstance(exam.value, date):
        sources.put("exam_month", f"{exam.value:%B %Y}", f"derived: month of {exam.origin}")


def _left(sources: Sources, fact: str, days: tuple[str, ...]) -> None:
    for name in days:
        known = sources.facts.get(name)
        if known is not None and isinstance(known.value, date):
            left = (known.value - sources.today).days
            origin = f"derived: days from today, {sources.today.isoformat()}, to {known.origin}"
            sources.put(fact, Decimal(left), origin)
            return

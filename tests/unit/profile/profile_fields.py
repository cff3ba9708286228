"""The fields of the backend's profiles and goals, and what holds of every extraction."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ruleset.tasks.profile import Extraction
from ruleset.tasks.profile.form import MOST_NOTES


def names(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


PROFILE_FIELDS = names(
    """
    name age country_of_residence current_situation future_goals dream_career budget_range
    target_timeline preferred_language energy_peak daily_available_minutes languages
    destinations network constraints gpa test_scores field_of_study prior_education
    degree_level target_country budget target_schools current_education research_interests
    why_this_field years_of_experience current_role companies_worked skills
    career_specialization tech_stack experience_level target_company_types notable_projects
    current_company target_role notable_achievements target_companies work_history
    courses_certifications projects education_background timeline has_startup_background
    startup_details achievement_details has_research_background research_details
    impressive_projects referral_network_size weaknesses
    """
)
GOAL_FIELDS = names(
    """
    category goal_type title description target_date specifications constraints preferences
    timeline status
    """
)
SPECIFICATIONS = names(
    """
    country target_country target_countries target_regions budget degree intake field
    field_of_study target_universities universities current_university num_schools
    research_interest scholarship_name essay_topic financial_need visa_type program_name
    program_start_date exam_date exam_month test_name target_score current_score
    target_ielts target_toefl target_gre application_fee savings family_contribution
    deadline career_goal professor_name course_name university_name target_role targetRole
    role target_industry industry location experience company_name event_name market_rate
    salary key_requirement why_company applications_target contact_name contact_company
    has_startup_background startup_name milestone min_budget max_budget currency gpa ielts
    duration
    """
)


def sound(extraction: Extraction) -> None:
    """What holds of every extraction."""
    for name, fact in extraction.facts.items():
        assert fact.origin, name
        assert isinstance(fact.value, str | Decimal | bool | date | tuple), name
        parts = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        for part in parts:
            if isinstance(part, Decimal):
                assert part.is_finite(), name
            if isinstance(part, str):
                assert part.strip(), name
                assert not any(sign < " " and sign != "\n" for sign in part), name
                part.encode()
                assert len(part) <= (20_000 if name in ("goal_text", "goal_title") else 600), name
            assert not isinstance(part, datetime), name
        assert parts, name
    assert len(extraction.notes) <= MOST_NOTES
    for note in extraction.notes:
        assert note.path
        assert note.sentence
        str(note).encode()

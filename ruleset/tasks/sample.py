"""A sample person and goals that fill every field there is, for previews and for checks.

The person is made up and always called a sample where a text shows them. What extraction reads
from here is what it can produce at all: a template that requires anything else can never be used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from ruleset.engine.ruleset import Ruleset
from ruleset.tasks.agent import AtomicTaskAgent
from ruleset.tasks.facts import Fact
from ruleset.tasks.library import Library

PROFILE: Mapping[str, Any] = MappingProxyType(
    {
        "name": "Sample Person",
        "age": 24,
        "country_of_residence": "Kazakhstan",
        "dream_career": "machine learning engineer in health technology",
        "preferred_language": "English",
        "energy_peak": "morning",
        "daily_available_minutes": 90,
        "network": {
            "mentors": ["Sample Mentor"],
            "warm_intros": ["Sample Contact (Sample Company)"],
            "professors": ["Prof. Sample"],
        },
        "gpa": 2.6,
        "test_scores": {
            "IELTS": 6.5,
            "TOEFL": 95,
            "GRE": 310,
            "GMAT": 600,
            "SAT": 1300,
            "DUOLINGO": 115,
        },
        "field_of_study": "Computer Science",
        "prior_education": [
            {"degree": "BSc Mathematics", "institution": "Sample University", "year": 2024}
        ],
        "degree_level": "master",
        "target_schools": ["Sample Institute of Technology", "Sample State University"],
        "current_education": "BSc Mathematics, final year",
        "research_interests": "image analysis in medicine",
        "years_of_experience": 4,
        "current_role": "Data Analyst",
        "companies_worked": ["Sample Bank", "Sample Shop"],
        "skills": ["Python", "SQL", "statistics"],
        "career_specialization": "forecasting",
        "tech_stack": ["Python", "PostgreSQL"],
        "experience_level": "mid",
        "notable_projects": [
            {"title": "Demand forecast for a bakery", "impact": "less waste"},
            {"title": "Bus delay map", "impact": "used by the city"},
        ],
        "current_company": "Sample Bank",
        "target_role": "Data Scientist",
        "notable_achievements": "halved the time of the monthly report",
        "target_companies": ["Sample Labs", "Sample Health"],
        "courses_certifications": ["Statistics course"],
        "has_startup_background": True,
        "startup_details": "a marketplace for tutors",
        "has_research_background": True,
        "research_details": "a thesis on soil moisture",
        "referral_network_size": 12,
        "weaknesses": "academic writing",
    }
)

_SPECIFICATIONS: Mapping[str, Any] = MappingProxyType(
    {
        "budget": "$20k",
        "degree": "master",
        "field": "Computer Science",
        "intake": "autumn",
        "num_schools": 6,
        "current_university": "Sample University",
        "scholarship_name": "Sample Scholarship",
        "essay_topic": "Describe a time when you changed your mind",
        "financial_need": True,
        "visa_type": "Student visa",
        "program_name": "MSc Data Science",
        "test_name": "IELTS",
        "target_score": 7.0,
        "current_score": 6.5,
        "target_ielts": 7.0,
        "target_toefl": 100,
        "target_gre": 320,
        "application_fee": "$60",
        "savings": "$8,000",
        "family_contribution": "$5,000",
        "career_goal": "machine learning engineer in health technology",
        "professor_name": "Prof. Sample",
        "course_name": "Statistical Learning",
        "grade_received": "A-",
        "university_name": "Sample Institute of Technology",
        "target_role": "Data Scientist",
        "target_industry": "health technology",
        "location": "London",
        "company_name": "Sample Labs",
        "event_name": "Sample Conference",
        "market_rate": "65,000 a year",
        "key_requirement": "experience with models in production",
        "why_company": "its work on early diagnosis",
        "applications_target": 30,
        "contact_name": "Sample Contact",
        "contact_company": "Sample Labs",
        "startup_name": "Sample Startup",
        "skill_gap": "system design",
    }
)


def sample_goal(category: str, today: date, country: str = "GB") -> dict[str, Any]:
    """A goal of that category with every specification, its dates after `today`."""
    days = {"exam_date": 60, "deadline": 120, "program_start_date": 270}
    dates = {name: (today + timedelta(days=after)).isoformat() for name, after in days.items()}
    month = f"{today + timedelta(days=60):%B}"
    title = "Apply for a master's degree" if category == "study" else "Become a data scientist"
    return {
        "category": category,
        "title": title,
        "target_date": dates["deadline"],
        "specifications": {
            **_SPECIFICATIONS,
            **dates,
            "exam_month": month,
            "target_countries": country,
        },
    }


def producible_facts(rules: Ruleset, templates: Library, today: date) -> dict[str, Fact]:
    """A value for every fact that extraction and the rules can yield at all, by name.

    As `sample_facts`, and what only another wording of the same fields gives.
    """
    facts = sample_facts(rules, templates, today)
    goal = sample_goal("study", today)
    other = {"budget": "fully funded only", "milestone_type": "applications"}
    goal["specifications"] = {**goal["specifications"], **other}
    agent = AtomicTaskAgent(PROFILE, rules=rules, templates=templates)
    return {**agent.facts(goal, today=today), **facts}


def sample_facts(
    rules: Ruleset, templates: Library, today: date, category: str = "study", country: str = "GB"
) -> dict[str, Fact]:
    """Every fact that extraction and the rules yield for the sample, by name.

    What the goal of the other category alone would give is there as well.
    """
    agent = AtomicTaskAgent(PROFILE, rules=rules, templates=templates)
    facts: dict[str, Fact] = {}
    for each in (category, *({"study", "career"} - {category})):
        for name, fact in agent.facts(sample_goal(each, today, country), today=today).items():
            facts.setdefault(name, fact)
    return facts

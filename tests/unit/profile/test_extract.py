"""A profile and a goal become facts: every field and shape that the backend stores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from ruleset.tasks.profile import Extraction, NoteKind, extract

TODAY = date(2026, 11, 24)
SAMPLE = {
    "category": "study",
    "title": "Apply to MSc CS programs in UK",
    "specifications": {"target_countries": "UK", "budget": "$20k"},
}


def study(
    title: str = "Study abroad", profile: object = None, **specifications: object
) -> Extraction:
    """The extraction of a study goal with these specifications."""
    goal = {"category": "study", "title": title, "specifications": specifications}
    return extract(profile, goal, TODAY)


def career(
    title: str = "Change jobs", profile: object = None, **specifications: object
) -> Extraction:
    """The extraction of a career goal with these specifications."""
    goal = {"category": "career", "title": title, "specifications": specifications}
    return extract(profile, goal, TODAY)


def value(extraction: Extraction, name: str) -> object:
    """The value of a fact, or None."""
    fact = extraction.facts.get(name)
    return None if fact is None else fact.value


def sentences(extraction: Extraction, kind: NoteKind) -> str:
    """All notes of a kind, as text."""
    return "\n".join(str(note) for note in extraction.notes if note.kind is kind)


def test_the_sample_goal() -> None:
    """Exactly what the goal says, and nothing else."""
    extraction = extract(None, SimpleNamespace(user=object(), **SAMPLE), TODAY)
    assert {name: fact.value for name, fact in extraction.facts.items()} == {
        "category": "study",
        "goal_title": "Apply to MSc CS programs in UK",
        "goal_text": "Apply to MSc CS programs in UK",
        "target_countries": ("GB",),
        "country": "GB",
        "country_name": "the United Kingdom",
        "budget_text": "$20k",
        "yearly_budget": Decimal(20000),
        "budget_low": Decimal(20000),
        "budget_high": Decimal(20000),
        "degree_level": "master",
        "field": "Computer Science",
    }
    origins = {name: fact.origin for name, fact in extraction.facts.items()}
    assert origins["country"] == "goal.specifications.target_countries"
    assert origins["yearly_budget"] == "goal.specifications.budget"
    assert origins["degree_level"] == "derived: `MSc` in goal.title"
    assert origins["field"] == "derived: `CS` in goal.title"


def test_objects_and_dicts_give_the_same() -> None:
    """A Django-like row and a dict of its columns are read alike."""
    profile = {"name": "Ann", "gpa": Decimal("3.6"), "test_scores": {"IELTS": 7.0}}
    as_objects = extract(SimpleNamespace(**profile), SimpleNamespace(**SAMPLE), TODAY)
    assert as_objects == extract(profile, SAMPLE, TODAY)


def test_nothing_gives_nothing() -> None:
    """Nothing is known, so nothing is said."""
    assert extract(None, None, TODAY) == Extraction({}, ())
    assert extract({}, {}, TODAY) == Extraction({}, ())


@pytest.mark.parametrize(
    ("goal", "category"),
    [
        ({"category": "study"}, "study"),
        ({"category": "Career"}, "career"),
        ({"goal_type": "study"}, "study"),
        ({"goal_type": "education"}, "study"),
        ({"category": "", "goal_type": "job"}, "career"),
        ({"category": "study", "goal_type": "career"}, "study"),
        ({"category": "gardening"}, None),
        ({"category": ["study"]}, None),
    ],
)
def test_category(goal: dict[str, object], category: str | None) -> None:
    """The category comes from its field, or from goal_type in older rows."""
    assert value(extract(None, goal, TODAY), "category") == category


@pytest.mark.parametrize(
    "specifications",
    [
        {"target_countries": "UK", "budget": "£10k"},
        {"targetCountries": ["UK"], "Budget": "£10k"},
        {"Target countries": "UK", "BUDGET": "£10k"},
        '{"target_countries": "UK", "budget": "£10k"}',
        [{"target_countries": "UK"}, {"budget": "£10k"}],
    ],
)
def test_specifications_in_every_spelling(specifications: object) -> None:
    """Keys in any spelling, and JSON stored as text, mean the same."""
    facts = extract(None, {"category": "study", "specifications": specifications}, TODAY).facts
    assert facts["country"].value == "GB"
    assert facts["yearly_budget"].value == 12700


def test_the_order_of_belief() -> None:
    """Specifications before constraints, title and profile; what differs is noted."""
    profile = {
        "target_country": "UK",
        "budget": "$50k",
        "degree_level": "PhD",
        "field_of_study": "History",
    }
    goal = {
        "category": "study",
        "title": "MSc in Physics in France",
        "specifications": {"country": "Germany"},
        "constraints": {"country": "Austria", "budget": "€10k"},
    }
    extraction = extract(profile, goal, TODAY)
    assert value(extraction, "target_countries") == ("DE",)
    assert value(extraction, "yearly_budget") == 10900
    assert value(extraction, "degree_level") == "master"
    assert value(extraction, "field") == "Physics"
    told = sentences(extraction, NoteKind.CONTRADICTION)
    for path in (
        "constraints.country",
        "goal.title",
        "profile.target_country",
        "profile.budget",
        "profile.degree_level",
        "profile.field_of_study",
    ):
        assert path in told
    assert "which was taken" in told


def test_the_profile_serves_where_the_goal_is_silent() -> None:
    """Without words of the goal the profile counts, wanted fields before general ones."""
    profile = {
        "target_country": "",
        "destinations": ["UK", "DE"],
        "budget_range": "10-15k",
        "degree_level": "Masters",
    }
    extraction = extract(profile, {"category": "study", "title": "Go abroad"}, TODAY)
    assert value(extraction, "target_countries") == ("GB", "DE")
    assert value(extraction, "yearly_budget") == 10000
    assert value(extraction, "degree_level") == "master"
    assert extraction.facts["target_countries"].origin == "profile.destinations"


def test_a_refused_country_is_refused_everywhere() -> None:
    """What the goal refuses is not taken from the profile either."""
    extraction = extract(
        {"destinations": ["US", "CA"]}, {"category": "study", "title": "Anywhere but the US"}, TODAY
    )
    assert value(extraction, "target_countries") == ("CA",)


def test_regions_are_facts_of_their_own() -> None:
    """A region is no country."""
    extraction = study(target_regions="Europe")
    assert value(extraction, "target_regions") == ("Europe",)
    assert "country" not in extraction.facts


def test_universities_and_cities_tell_the_country() -> None:
    """Where nothing else does."""
    assert value(study(target_universities=["ETH Zurich", "EPFL"]), "country") == "CH"
    assert value(career(location="Berlin"), "country") == "DE"
    assert value(career(location="Remote"), "country") is None
    assert value(career("Software engineer job in Dublin"), "country") == "IE"


def test_home() -> None:
    """Home is where the profile says, and no target."""
    extraction = extract(
        {"country_of_residence": "Kazakhstan"}, {"category": "study", "title": "Study"}, TODAY
    )
    assert value(extraction, "home_country") == "KZ"
    assert value(extraction, "home_country_name") == "Kazakhstan"
    assert "country" not in extraction.facts


def test_the_budget_as_json() -> None:
    """A budget with its parts as entries, and with fields beside it."""
    assert (
        value(study(budget={"min": 10000, "max": 30000, "currency": "GBP"}), "yearly_budget")
        == 12700
    )
    assert value(study(budget=20000, currency="EUR"), "yearly_budget") == 21800
    assert value(study(min_budget="10k", max_budget="20k"), "budget_high") == 20000
    assert value(study(max_budget=15000), "budget_low") is None
    assert value(study(monthly_budget=1000), "yearly_budget") == 12000
    assert value(study(budget="$60k total", duration="2 years"), "yearly_budget") == 30000


def test_the_ends_of_a_budget() -> None:
    """Low and high end, and the origin with its derivation."""
    facts = study(budget="£10-30k").facts
    assert facts["budget_low"].value == facts["yearly_budget"].value == 12700
    assert facts["budget_high"].value == 38100
    assert facts["budget_text"].value == "£10-30k"
    origin = facts["yearly_budget"].origin
    assert origin.startswith("derived: low end of `£10-30k` × 1.27 × 1 year")
    assert "goal.specifications.budget" in origin


def test_budget_in_words() -> None:
    """Full funding and no limit are facts of their own."""
    assert value(study(budget="fully funded only"), "full_funding_only") is True
    assert value(study(budget="no limit"), "budget_no_limit") is True
    assert "yearly_budget" not in study(budget="fully funded only").facts
    assert "full_funding_only" not in study(budget="$20k").facts


def test_budget_in_running_text() -> None:
    """The sentence about the budget counts, a salary or a scholarship's worth does not."""

    def described(text: str) -> object:
        goal = {"category": "study", "title": "Study", "description": text}
        return value(extract(None, goal, TODAY), "yearly_budget")

    assert described("I want a master's. My budget is $20k a year. IELTS 7.") == 20000
    assert described("I can afford up to 12k euros per year") == 13080
    assert described("мой бюджет до 15 тысяч долларов") == 15000
    assert described("I earn a salary of $120k") is None
    assert described("There is a scholarship of $5k") is None
    assert described("I have 3 projects and a GPA of 3.6") is None
    title = extract(None, {"category": "study", "title": "MSc in Germany under $15k"}, TODAY)
    assert value(title, "yearly_budget") == 15000


def test_a_currency_without_a_rate() -> None:
    """The words are kept, no sum is made, and a note says why."""
    extraction = study(budget="PKR 500k")
    assert value(extraction, "budget_text") == "PKR 500k"
    assert "yearly_budget" not in extraction.facts
    assert "no exchange rate for PKR" in sentences(extraction, NoteKind.UNREAD)


def test_rupees_of_the_place_one_lives_in() -> None:
    """`8 lakh` is Indian for somebody from India, and unreadable for somebody from Pakistan."""
    goal = {"category": "study", "specifications": {"budget": "8 lakh"}}
    assert value(extract({"country_of_residence": "India"}, goal, TODAY), "yearly_budget") == 9600
    assert (
        value(extract({"country_of_residence": "Pakistan"}, goal, TODAY), "yearly_budget") is None
    )


def test_sums_as_written() -> None:
    """Savings, contribution and fee stay as the person wrote them."""
    extraction = study(
        savings="€12,000", family_contribution=10000, application_fee="£75", market_rate="90-110k"
    )
    assert value(extraction, "savings_amount") == "€12,000"
    assert value(extraction, "family_contribution") == "$10,000"
    assert value(extraction, "application_fee") == "£75"
    assert value(extraction, "market_rate") == "90-110k"


def test_days() -> None:
    """Deadline, target and exam days, and what is left until they come."""
    extraction = extract(
        None,
        {
            "category": "study",
            "target_date": date(2027, 6, 1),
            "specifications": {
                "deadline": "15 Jan 2027",
                "exam_date": "2026-12-24",
                "program_start_date": "2027-09-20",
            },
        },
        TODAY,
    )
    assert value(extraction, "deadline") == date(2027, 1, 15)
    assert value(extraction, "target_date") == date(2027, 6, 1)
    assert value(extraction, "days_left") == 52
    assert value(extraction, "days_until_exam") == 30
    assert value(extraction, "exam_month") == "December 2026"
    assert value(extraction, "program_start_date") == date(2027, 9, 20)


def test_days_in_the_past_are_not_used() -> None:
    """A day that has passed is noted."""
    extraction = extract(
        None,
        {
            "target_date": "2024-01-01",
            "specifications": {"deadline": "2020-05-05", "intake": "Fall 2023"},
        },
        TODAY,
    )
    assert not {"target_date", "deadline", "days_left", "intake"} & set(extraction.facts)
    assert sentences(extraction, NoteKind.UNREAD).count("past") == 3


def test_a_month_is_no_day() -> None:
    """An exam in a month has no date; an ambiguous date is reported."""
    extraction = study(exam_date="March 2027", deadline="03/04/2027")
    assert value(extraction, "exam_month") == "March 2027"
    assert "exam_date" not in extraction.facts
    assert "deadline" not in extraction.facts
    assert "two days" in sentences(extraction, NoteKind.UNREAD)


@pytest.mark.parametrize(
    ("goal", "intake"),
    [
        ({"specifications": {"intake": "Fall 2027"}}, "Fall 2027"),
        ({"timeline": {"intake": "September 2027"}}, "September 2027"),
        ({"title": "MSc in Germany, Fall 2027"}, "Fall 2027"),
        ({"title": "Поступить в магистратуру на осень 2027"}, "осень 2027"),
        ({"title": "Study in Germany"}, None),
    ],
)
def test_intake(goal: dict[str, object], intake: str | None) -> None:
    """The intake is kept in the person's words."""
    assert value(extract(None, {"category": "study", **goal}, TODAY), "intake") == intake


def test_milestone_requested() -> None:
    """Only when it is asked for by its name."""
    assert value(study(milestone="visa_process"), "milestone_requested") == "visa_process"
    assert value(study(milestone_type="Exam prep"), "milestone_requested") == "exam_prep"
    assert value(study(milestone="party"), "milestone_requested") is None


def test_goal_text_holds_words_and_no_names() -> None:
    """Title, description and free text; companies and people are no words of the goal."""
    extraction = extract(
        None,
        {
            "category": "career",
            "title": "Get a job",
            "description": "soon",
            "specifications": {
                "company_name": "Visa",
                "notes": "help with my CV",
                "budget": "$20k",
                "target_countries": "UK",
            },
        },
        TODAY,
    )
    assert value(extraction, "goal_text") == "Get a job\nsoon\nhelp with my CV"


def test_scores_of_profile_and_goal() -> None:
    """Scores reached and aimed at, from every place; the goal's own first."""
    profile = {"test_scores": {"ielts": "6,5", "TOEFL": 100, "GRE": 320, "GMAT": 900}}
    extraction = study("Get IELTS 7.5", profile, current_score=7)
    assert value(extraction, "ielts_score") == Decimal("6.5")
    assert value(extraction, "toefl_score") == 100
    assert value(extraction, "gre_score") == 320
    assert "gmat_score" not in extraction.facts
    assert value(extraction, "test_name") == "IELTS"
    assert value(extraction, "current_score") == 7
    assert value(extraction, "target_ielts") == value(extraction, "target_score") == Decimal("7.5")


@pytest.mark.parametrize(
    ("title", "current", "target"),
    [
        ("Raise IELTS from 6.0 to 7.5", "6.0", "7.5"),
        ("Improve my IELTS 6.5 -> 7.5", "6.5", "7.5"),
        ("IELTS 7.5 by June", None, "7.5"),
        ("Get 7.5 in IELTS", None, "7.5"),
        ("сдать IELTS на 7.0", None, "7.0"),
        ("Prepare for IELTS", None, None),
        ("IELTS in 30 days", None, None),
    ],
)
def test_scores_in_a_title(title: str, current: str | None, target: str | None) -> None:
    """A title names the score that is wanted; "from … to …" names both."""
    extraction = study(title)
    assert value(extraction, "target_ielts") == (None if target is None else Decimal(target))
    assert value(extraction, "ielts_score") == (None if current is None else Decimal(current))
    assert value(extraction, "test_name") == "IELTS"


def test_target_score_and_its_test() -> None:
    """A target without a test is a number; with one it is checked against the scale."""
    assert value(study(target_score="7.5", test_name="IELTS"), "target_ielts") == Decimal("7.5")
    assert value(study(target_score="75", test_name="IELTS"), "target_score") is None
    assert value(study(target_score=100), "target_score") == 100
    assert value(study(target_toefl="105"), "test_name") == "TOEFL"


def test_grades() -> None:
    """The average with its scale."""
    extraction = study("Study", {"gpa": "8.5/10"})
    assert value(extraction, "gpa") == Decimal("8.5")
    assert value(extraction, "gpa_scale") == 10
    assert value(extraction, "gpa_percent") == Decimal("0.85")
    bare = study("Study", {"gpa": Decimal("3.6")})
    assert (value(bare, "gpa"), value(bare, "gpa_scale")) == (Decimal("3.6"), 4)
    assert "gpa" not in study("Study", {"gpa": "5.1/4.0"}).facts


@pytest.mark.parametrize(
    "education",
    [
        [{"degree": "BSc", "institution": "KBTU", "year": 2024}],
        {"education": [{"degree": "BSc", "institution": "KBTU", "year": 2024}]},
        '[{"degree": "BSc", "institution": "KBTU", "year": 2024}]',
        {"degree": "BSc", "institution": "KBTU"},
        [
            {"degree": "School", "institution": "NIS", "year": 2020},
            {"degree": "BSc", "institution": "KBTU", "year": "2024"},
        ],
        "BSc, KBTU",
        ["BSc, KBTU"],
    ],
)
def test_prior_education_in_every_shape(education: object) -> None:
    """The degree of the latest year, with its place."""
    assert value(study("Study", {"prior_education": education}), "prior_degree") == "BSc, KBTU"


def test_a_degree_that_is_held_is_not_wanted() -> None:
    """The goal's degree is the one that is asked for."""
    goal = {
        "category": "study",
        "title": "PhD after my master's",
        "description": "I have a bachelor's in economics",
    }
    assert value(extract(None, goal, TODAY), "degree_level") == "phd"


@pytest.mark.parametrize(
    "title", ["Masters in Germany", "MBA in Spain", "Study in Europe", "PhD in Fall 2027"]
)
def test_a_place_is_no_field_of_study(title: str) -> None:
    """What stands after "in" may be where, or when."""
    assert "field" not in study(title).facts


def test_universities() -> None:
    """Lists, texts and dicts; the first one is the university to write to."""
    extraction = study(target_universities=["MIT", {"name": "ETH Zurich"}, "MIT"])
    assert value(extraction, "target_universities") == ("MIT", "ETH Zurich")
    assert value(extraction, "university_name") == "MIT"
    assert value(study(universities="MIT, Stanford"), "target_universities") == ("MIT", "Stanford")
    assert value(study("Study", {"target_schools": ["UCL"]}), "university_name") == "UCL"
    assert value(study(university_name="UCL"), "target_universities") == ("UCL",)


def test_names_and_details_of_study() -> None:
    """Names as they are written, each with its path."""
    extraction = study(
        scholarship_name="Chevening",
        essay_topic="Leadership",
        professor_name="Dr. Ann Lee",
        course_name="Algorithms",
        grade_received="A",
        visa_type="Student",
        program_name="MSc Computing",
        num_schools="6",
        research_interest="HCI",
        career_goal="Become a product manager",
        financial_need="yes",
    )
    assert value(extraction, "professor_name") == "Dr. Ann Lee"
    assert value(extraction, "num_schools") == 6
    assert value(extraction, "financial_need") is True
    assert extraction.facts["visa_type"].origin == "goal.specifications.visa_type"
    assert (
        value(study("Study", {"research_interests": ["HCI", "NLP"]}), "research_interest") == "HCI"
    )


@pytest.mark.parametrize(
    "text", ["[Professor Name]", "<name>", "N/A", "tbd", "-", "xxx", "", None, "x" * 121]
)
def test_placeholders_are_no_names(text: object) -> None:
    """A form that nobody filled in, and a text too long for a name, give no fact."""
    assert "professor_name" not in study(professor_name=text).facts


def test_career_facts() -> None:
    """Work: roles, companies, experience, the network."""
    profile = {
        "current_role": "Backend developer",
        "years_of_experience": "4+ years",
        "companies_worked": [{"company": "Kaspi"}, "EPAM"],
        "current_company": "Kaspi",
        "skills": {"Python": "expert", "SQL": "good", "Go": 2, "Excel": True},
        "tech_stack": {"languages": ["Python", "Go"], "cloud": "AWS"},
        "notable_projects": [{"title": "Payments", "impact": "1M users"}, "Search"],
        "notable_achievements": ["Cut costs by 30%, in six months"],
        "network": {
            "mentors": ["Ann Lee"],
            "warm_intros": [{"name": "Bo Ek", "company": "Google"}],
        },
        "career_specialization": "Fintech",
        "has_startup_background": "yes",
        "startup_details": "A delivery app",
        "referral_network_size": "12",
        "courses_certifications": ["AWS SAA"],
    }
    extraction = career(
        "Move to Google", profile, targetRole="Staff engineer", company_name="Google"
    )
    expected: dict[str, object] = {
        "current_role": "Backend developer",
        "target_role": "Staff engineer",
        "years_of_experience": Decimal(4),
        "companies_worked": ("Kaspi", "EPAM"),
        "company_name": "Google",
        "skills": ("Python", "SQL", "Go", "Excel"),
        "top_skills": ("Python", "SQL", "Go"),
        "tech_stack": ("Python", "Go", "AWS"),
        "top_projects": ("Payments", "Search"),
        "key_project_1": "Payments",
        "key_project_2": "Search",
        "top_achievement": "Cut costs by 30%, in six months",
        "mentors": ("Ann Lee",),
        "warm_intros": ("Bo Ek (Google)",),
        "has_warm_intros": True,
        "expertise_area": "Fintech",
        "has_startup_background": True,
        "referral_network_size": Decimal(12),
        "courses_certifications": ("AWS SAA",),
    }
    assert {name: value(extraction, name) for name in expected} == expected
    assert extraction.facts["target_role"].origin == "goal.specifications.targetRole"
    assert extraction.facts["mentors"].origin == "profile.network.mentors"


def test_a_network_without_introductions_says_so() -> None:
    """An empty list is an answer; a missing one is none."""
    assert value(career("x", {"network": {"warm_intros": []}}), "has_warm_intros") is False
    assert value(career("x", {"network": {"mentors": ["Ann Lee"]}}), "has_warm_intros") is None


def test_experience_from_dates_and_levels() -> None:
    """Years follow from plain dates; a stated level is a fact of its own."""
    history = [
        {"company": "A", "start": "2018", "end": "2021"},
        {"company": "B", "start": "2020", "end": "2023"},
    ]
    extraction = career("x", {"work_history": history, "experience_level": "Senior"})
    assert value(extraction, "years_of_experience") == 5
    assert value(extraction, "companies_worked") == ("A", "B")
    assert value(extraction, "experience_level_stated") == "senior"
    vague = [{"company": "A", "start": "some time ago"}]
    assert "years_of_experience" not in career("x", {"work_history": vague}).facts


def test_the_person() -> None:
    """Name, age and time a day, in numbers or words."""
    profile = {
        "name": "Aigerim",
        "age": "24",
        "preferred_language": "ru",
        "energy_peak": "morning",
        "daily_available_minutes": "2 hours",
    }
    extraction = extract(profile, None, TODAY)
    assert [
        value(extraction, name)
        for name in ("user_name", "age", "preferred_language", "energy_peak")
    ] == [
        "Aigerim",
        Decimal(24),
        "ru",
        "morning",
    ]
    assert value(extraction, "daily_available_minutes") == 120
    assert "age" not in extract({"age": 900}, None, TODAY).facts


def test_a_long_detail_is_cut_at_a_word_and_noted() -> None:
    """A name is short or it is none; a detail may be long, and is cut."""
    extraction = career("x", {"startup_details": "word " * 400, "current_role": "r" * 200})
    details = value(extraction, "startup_details")
    assert isinstance(details, str)
    assert len(details) <= 600
    assert details.endswith("word…")
    assert "current_role" not in extraction.facts
    assert "profile.startup_details" in sentences(extraction, NoteKind.UNREAD)
    assert "profile.current_role" in sentences(extraction, NoteKind.UNREAD)


def test_assumptions_are_noted() -> None:
    """A reading that the text does not state is said to be one."""
    told = sentences(study(budget="20k"), NoteKind.ASSUMED)
    assert "read as US dollars" in told
    assert "read as a year" in told


def test_no_database_is_touched() -> None:
    """Only the known columns are read, never relations."""
    read: list[str] = []

    class Row:
        def __getattr__(self, name: str) -> object:
            read.append(name)
            return None

    extract(Row(), Row(), TODAY)
    assert not {"user", "pk", "id", "objects", "save"} & set(read)
    assert not [name for name in read if name.startswith("__")]


def test_rates_of_the_caller() -> None:
    """The workbook's rates replace the built-in table."""
    goal = {"category": "study", "specifications": {"budget": "£10k"}}
    assert extract(None, goal, TODAY, {"GBP": Decimal(2)}).facts["yearly_budget"].value == 20000

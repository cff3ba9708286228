"""The labelled goals keep their own rules, and the score can tell a right plan from a wrong one."""

from collections import Counter
from typing import Any

import pytest

from goals.score import Record, deciding_figure, load_goals, placeholders, score

GOALS = load_goals()

MILESTONES = {
    "study": {
        "university_research",
        "exam_prep",
        "sop_drafting",
        "recommendations",
        "applications",
        "scholarships",
        "visa_process",
    },
    "career": {
        "linkedin_optimization",
        "resume_update",
        "job_search",
        "networking",
        "job_applications",
        "interview_prep",
        "skill_building",
    },
}


def perfect_plan(goal: Record) -> dict[str, Any]:
    """The plan that the labels ask for, with two tasks."""
    truth = goal["truth"]
    figure = truth["usd_per_year"]
    task = {"title": "Do it", "description": "In three steps.", "personalization_score": 8}
    facts = {
        "countries": truth["countries"],
        "budget_usd_per_year": None if figure is None else [figure, None],
        "budget_tier": truth["budget_tier"] or "standard",
        "milestone_type": truth["milestone_type"],
        "experience_level": truth["experience_level"],
    }
    return {
        "id": goal["id"],
        "facts": {term: {"value": value, "origin": "the label"} for term, value in facts.items()},
        "tasks": [task, dict(task)],
        "needs": [],
        "reason": None,
    }


def tier_of(figure: float) -> str:
    """The tier by the written rules."""
    if figure < 15_000:
        return "budget"
    return "standard" if figure <= 30_000 else "premium"


def test_the_set_is_as_large_and_varied_as_its_thresholds_need() -> None:
    """At least 330 goals in both categories, 40 countries, no title twice."""
    categories = Counter(goal["truth"]["category"] for goal in GOALS)
    assert categories["study"] >= 200
    assert categories["career"] >= 115
    assert len(GOALS) >= 330
    assert len({country for goal in GOALS for country in goal["truth"]["countries"]}) >= 40
    assert len({goal["goal"]["title"] for goal in GOALS}) == len(GOALS)


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal["id"])
def test_every_label_is_of_its_vocabulary(goal: Record) -> None:
    """The milestone belongs to the category, and the tier to the figure beside it."""
    truth = goal["truth"]
    stored = goal["goal"]
    assert truth["category"] == stored.get("category", stored.get("goal_type"))
    assert truth["milestone_type"] in MILESTONES[truth["category"]]
    assert truth["experience_level"] in {None, "entry_level", "mid_level", "senior"}
    assert all(len(country) == 2 and country.isupper() for country in truth["countries"])
    if truth["usd_per_year"] is not None:
        assert truth["budget_tier"] == tier_of(truth["usd_per_year"])
    assert truth["budget_tier"] in {None, "budget", "standard", "premium"}


def test_plans_that_follow_the_labels_score_full_marks() -> None:
    """Nothing is missed where every fact equals its label."""
    result = score(GOALS, map(perfect_plan, GOALS))
    assert result.misses == ()
    assert result.selection.value == result.tier.value == result.countries.value == 1
    assert result.milestone.value == result.experience.value == result.rendering.value == 1
    assert (result.median_tasks, result.median_personalisation) == (2, 8)


@pytest.mark.parametrize(
    ("term", "value", "measure"),
    [
        ("countries", ["AQ"], "countries"),
        ("budget_tier", "lavish", "tier"),
        ("budget_usd_per_year", [1, None], "figure"),
        ("milestone_type", "holiday", "milestone"),
        ("experience_level", "retired", "experience"),
    ],
)
def test_a_wrong_fact_is_one_miss_of_its_measure(term: str, value: object, measure: str) -> None:
    """A plan that is wrong in one fact misses there, with the fact's origin, and nowhere else."""
    goal = next(
        goal
        for goal in GOALS
        if goal["truth"]["usd_per_year"] and goal["truth"]["experience_level"]
    )
    plan = perfect_plan(goal)
    plan["facts"][term] = {"value": value, "origin": "a guess"}
    (miss,) = score([goal], [plan]).misses
    assert (miss.measure, miss.goal_id, miss.reason) == (measure, goal["id"], "a guess")


def test_a_goal_without_a_plan_is_wrong_in_every_measure() -> None:
    """A missing plan cannot raise a share by its absence."""
    result = score(GOALS, ())
    assert result.selection.value == result.tier.value == result.countries.value == 0
    assert result.milestone.value == result.experience.value == result.median_tasks == 0


def test_bad_texts_are_counted_by_task() -> None:
    """A title that is too long fails rendering; a placeholder is counted where it stands."""
    plan = perfect_plan(GOALS[0])
    plan["tasks"][0]["title"] = "x" * 101
    plan["tasks"][1]["definition_of_done"] = [{"text": "Sent to [Professor Name]", "weight": 100}]
    result = score(GOALS[:1], [plan])
    assert (result.rendering.right, result.rendering.total) == (1, 2)
    assert result.placeholders == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dear [Professor Name]", ["[Professor Name]"]),
        ("in {{ country }}", ["{{", "}}"]),
        ("a grade of None", ["None"]),
        ("None of them", []),
        ("your your field", ["your your"]),
        ("by XX May", ["XX"]),
        ("[the portal](https://example.org), [ ] done", []),
        ("[Portal](https://example.org)", []),
    ],
)
def test_placeholders_are_told_from_text(text: str, found: list[str]) -> None:
    """Left-over marks are found, links and plain English are not."""
    assert list(placeholders(text)) == found


def test_a_plan_for_no_goal_is_refused() -> None:
    """An id that no goal has means that two files do not belong together."""
    with pytest.raises(ValueError, match="no goal has the id `g999`"):
        score(GOALS, [{"id": "g999", "facts": {}, "tasks": []}])


def test_a_figure_of_zero_is_a_figure() -> None:
    """A budget of nothing at all is read as 0, not as unknown."""
    assert deciding_figure([0, 0]) == 0

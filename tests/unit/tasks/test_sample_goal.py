"""The goal of the operations' check script: its plan says nothing that the goal does not give."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest

from goals.score import placeholders
from ruleset.tasks import flagship
from ruleset.tasks.agent import AtomicTaskAgent
from ruleset.tasks.library import MILESTONES
from ruleset.tasks.plan import TaskPlan
from task_texts import texts_of, unaccounted
from unit.tasks.country_terms import country_terms_in, foreign_terms

GOAL = SimpleNamespace(
    user=None,
    category="study",
    title="Apply to MSc CS programs in UK",
    description=None,
    specifications={"target_countries": "UK", "budget": "$20k"},
)

GIVEN = {
    "category": "study",
    "country": "GB",
    "country_name": "the United Kingdom",
    "degree_level": "master",
    "field": "Computer Science",
    "goal_text": "Apply to MSc CS programs in UK",
    "yearly_budget": "20000",
    "budget_text": "$20k",
}

INVENTED = re.compile(
    r"\b(?:6\.0|6\.5|7\.0|60 days|10,000|grade A|September|January|your current score of)\b"
)
"""What a plan for this goal once claimed without anybody having said it."""


@pytest.fixture(scope="module")
def plan() -> TaskPlan:
    return AtomicTaskAgent({}).plan(GOAL, today=date(2026, 11, 24))


def test_two_tasks_for_each_milestone(plan: TaskPlan) -> None:
    """Fourteen tasks, two for each of the seven milestones, in order, each from the templates."""
    found = [task["milestone_type"] for task in plan.tasks]
    assert found == [name for name in MILESTONES["study"] for _ in range(2)]
    assert {task["source"] for task in plan.tasks} == {"template_agent"}
    assert plan.reason == ""


def test_the_facts_are_those_given(plan: TaskPlan) -> None:
    """What the goal says is known as it says it; nothing else is known from the person."""
    for name, value in GIVEN.items():
        assert str(plan.facts[name].value) == value
    read = {name for name, fact in plan.facts.items() if "goal." in fact.origin}
    extra = {"goal_title", "target_countries", "budget_low", "budget_high"}
    assert read - set(GIVEN) <= extra
    for name, fact in plan.facts.items():
        assert "goal." in fact.origin or fact.origin.startswith("decided by"), name


def test_only_british_papers(plan: TaskPlan) -> None:
    """British forms and schemes are named, those of no other country are, and no FAFSA."""
    text = "\n".join(texts_of(task) for task in plan.tasks)
    assert foreign_terms(text, {"GB"}) == ()
    assert {"ucas", "chevening", "cas number"} <= {term for _, term in country_terms_in(text)}
    assert "FAFSA" not in text


def test_no_placeholder(plan: TaskPlan) -> None:
    """No text holds a placeholder or a word twice."""
    for task in plan.tasks:
        assert placeholders(texts_of(task)) == ()


def test_nothing_is_invented(plan: TaskPlan) -> None:
    """Every number, amount and month stands in the template or in a fact of the goal."""
    library = flagship.library()
    for task in plan.tasks:
        assert unaccounted(task, library) == (), task["template_id"]
        assert INVENTED.search(texts_of(task)) is None
        for used in task["facts_used"]:
            fact = plan.facts[used["fact"]]
            assert used["origin"] == fact.origin


def test_the_budget_is_used_as_stated(plan: TaskPlan) -> None:
    """The twenty thousand dollars stand in the text where money matters."""
    texts = [texts_of(task) for task in plan.tasks if task["milestone_type"] == "scholarships"]
    assert "$20,000 a year" in "\n".join(texts)


def test_why_names_a_row(plan: TaskPlan) -> None:
    """Each task's line says which row chose it, and for which cells."""
    table = flagship.rules().plan.by_name["template"]
    rows = {str(table.cell(rule)): rule for rule in table.every_rule}
    for task in plan.tasks:
        cell, _, rest = task["why"].partition(" (")
        assert rest.startswith(f"{rows[cell].id}): ")
        assert f"Milestone type is `{task['milestone_type']}`" in rest
        assert rows[cell].output_texts[0] == task["template_id"]


def test_the_check_can_fail() -> None:
    """A number that nobody gave is found in a text."""
    task = {
        "template_id": "visa_apply_gb",
        "title": "Apply with 6.5 in May",
        "description": "1. Begin by 3 June for $20,000.",
        "definition_of_done": [],
        "notes": "",
        "facts_used": [{"fact": "yearly_budget", "value": 20000, "origin": "goal"}],
    }
    assert unaccounted(task, flagship.library()) == ("6.5", "May", "3", "June")

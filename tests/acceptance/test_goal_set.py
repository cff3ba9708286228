"""The labelled goals: what the plans for all of them must reach, together and one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest

from goals.score import Score, load_goals, score
from ruleset.cli.console import as_json
from ruleset.tasks import flagship
from ruleset.tasks.agent import AtomicTaskAgent
from task_texts import texts_of, unaccounted
from unit.tasks.country_terms import country_terms_in, foreign_terms

TODAY = date(2026, 11, 24)
GOALS = load_goals()

Record = Mapping[str, Any]


@pytest.fixture(scope="module")
def plans() -> Sequence[Record]:
    """The plan of each goal, as `ruleset generate --json` prints it."""
    made = []
    for goal in GOALS:
        plan = AtomicTaskAgent(goal["profile"]).plan(goal["goal"], today=TODAY)
        made.append(json.loads(as_json({"id": goal["id"], **plan.to_dict()})))
    return made


@pytest.fixture(scope="module")
def scored(plans: Sequence[Record]) -> Score:
    return score(GOALS, plans)


def test_there_are_enough_goals_of_enough_countries() -> None:
    """At least 300 goals of both categories, with 40 target countries or more."""
    assert len(GOALS) >= 300
    assert {goal["truth"]["category"] for goal in GOALS} == {"study", "career"}
    assert len({code for goal in GOALS for code in goal["truth"]["countries"]}) >= 40


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("selection", 0.995),
        ("tier", 0.99),
        ("countries", 0.98),
        ("milestone", 0.97),
        ("rendering", 1.0),
    ],
)
def test_share_right(scored: Score, measure: str, least: float) -> None:
    """This share of the goals (of the tasks, for rendering) comes out as labelled."""
    share = getattr(scored, measure)
    missed = [str(miss) for miss in scored.misses if miss.measure == measure]
    assert share.value >= least, "\n".join([str(share), *missed])


def test_no_placeholder(scored: Score) -> None:
    """No text of any task holds a placeholder."""
    missed = [str(miss) for miss in scored.misses if miss.measure == "placeholder"]
    assert scored.placeholders == 0, "\n".join(missed)


def test_size_of_plans(scored: Score) -> None:
    """The median plan has 14 tasks."""
    assert scored.median_tasks == 14


def test_full_profiles_get_personal_plans(scored: Score) -> None:
    """The median, over full profiles, of a plan's mean personalisation is at least 7 of 10."""
    assert scored.median_personalisation >= 7


def test_every_value_has_an_origin(plans: Sequence[Record]) -> None:
    """Every fact and every value used in a task says where it comes from, and both agree."""
    for plan in plans:
        for name, fact in plan["facts"].items():
            assert fact["origin"].strip(), (plan["id"], name)
        for task in plan["tasks"]:
            for used in task["facts_used"]:
                assert used["origin"] == plan["facts"][used["fact"]]["origin"]
                assert used["origin"] != "not stated", (plan["id"], used)


def test_every_number_is_accounted_for(plans: Sequence[Record]) -> None:
    """Each number, amount and month in a task stands in its template or in a fact it used."""
    library = flagship.library()
    stray = [
        (plan["id"], task["template_id"], found)
        for plan in plans
        for task in plan["tasks"]
        if (found := unaccounted(task, library))
    ]
    assert stray == []


def test_no_content_of_a_wrong_country(plans: Sequence[Record]) -> None:
    """A task names papers, portals and schemes of the target countries and of home only."""
    stray = []
    for goal, plan in zip(GOALS, plans, strict=True):
        facts = plan["facts"]
        home = facts.get("home_country", {"value": None})["value"]
        own = {*goal["truth"]["countries"], *facts["countries"]["value"], home}
        for task in plan["tasks"]:
            for line in _own_words(task).splitlines():
                stray += [(plan["id"], task["template_id"], each) for each in _foreign(line, own)]
    assert stray == []


@cache
def _terms(line: str) -> frozenset[tuple[str, str]]:
    return country_terms_in(line)


def _foreign(line: str, own: set[str]) -> tuple[tuple[str, str], ...]:
    return foreign_terms(line, own) if _terms(line) else ()


def _own_words(task: Record) -> str:
    """The texts of a task without what the person wrote."""
    text = texts_of(task)
    for used in task["facts_used"]:
        values = used["value"] if isinstance(used["value"], list) else [used["value"]]
        for value in values:
            text = text.replace(value, "…") if isinstance(value, str) and value else text
    return text


def test_every_task_names_an_existing_row(plans: Sequence[Record]) -> None:
    """The row that chose a task is a row of the rules, and that row names the task's template."""
    table = flagship.rules().plan.by_name["template"]
    rows = {rule.id: rule for rule in table.every_rule}
    for plan in plans:
        for task in plan["tasks"]:
            row = rows[task["rule"]["id"]]
            assert task["rule"]["cell"] == str(table.cell(row))
            assert row.output_texts[0] == task["template_id"]

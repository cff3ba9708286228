"""Goals that nothing was tuned on: how well the reader does on what it has not seen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from goals.score import Score, load_goals, score
from ruleset.cli.console import as_json
from ruleset.tasks.agent import AtomicTaskAgent

GOALS = load_goals(Path(__file__).parents[1] / "goals" / "held_out.jsonl")


@pytest.fixture(scope="module")
def scored() -> Score:
    plans = [
        json.loads(
            as_json(
                {
                    "id": goal["id"],
                    **AtomicTaskAgent(goal["profile"])
                    .plan(goal["goal"], today=date(2026, 11, 24))
                    .to_dict(),
                }
            )
        )
        for goal in GOALS
    ]
    return score(GOALS, plans)


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("selection", 0.995),
        ("tier", 0.9),
        ("tier_assumed", 0.98),
        ("countries", 0.9),
        ("milestone", 0.95),
        ("experience", 0.8),
        ("rendering", 1.0),
    ],
)
def test_share_right_on_unseen_goals(scored: Score, measure: str, least: float) -> None:
    """A floor, not a target: below it, something that worked for unseen goals no longer does."""
    assert getattr(scored, measure).value >= least


def test_no_placeholder_on_unseen_goals(scored: Score) -> None:
    """What is not known is left out of the text, whatever the goal."""
    assert scored.placeholders == 0

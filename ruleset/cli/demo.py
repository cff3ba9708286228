"""`ruleset demo`: the main job, on a sample goal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ruleset.cli.console import output
from ruleset.cli.plans import print_plan
from ruleset.cli.sources import parse_day

GOAL: dict[str, Any] = {
    "category": "study",
    "title": "Apply to MSc CS programs in UK",
    "specifications": {"target_countries": "UK", "budget": "$20k"},
}


def run(
    html: Annotated[Path, typer.Option(help="Where to write the explanation page.")] = Path(
        "ruleset_demo.html"
    ),
    today: Annotated[str | None, typer.Option(help="The day to plan from, as 2026-01-31.")] = None,
) -> None:
    """Turn a sample goal into a plan; each task says which row of the spreadsheet chose it."""
    from ruleset.tasks.agent import AtomicTaskAgent

    agent = AtomicTaskAgent({})
    plan = agent.plan(GOAL, today=parse_day(today))
    console = output()
    print_plan(plan, f"{GOAL['title']} (budget {GOAL['specifications']['budget']})", console)
    visa = next(each for each in plan.selections if each.milestone == "visa_process")
    origins = {name: fact.origin for name, fact in plan.facts.items()}
    html.write_text(explained(visa.decision, origins), encoding="utf-8")
    console.print(
        f"Why these visa tasks, and what would change them: {html.resolve()}", soft_wrap=True
    )


def explained(decision: Any, origins: dict[str, str]) -> str:
    """The page that explains a decision whose facts have these origins."""
    from ruleset.explain.explain import explain

    return explain(decision.ruleset, decision.name, decision.facts, origins).to_html()

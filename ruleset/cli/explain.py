"""`ruleset explain`: why a decision is as it is, and what would change it; or what a code means."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ruleset.check.codes.page import CODE
from ruleset.cli.console import as_json, errors, output
from ruleset.cli.decide import (
    EngineOption,
    FactOption,
    FactsOption,
    JsonOption,
    RulesOption,
    WorkbookOption,
)
from ruleset.cli.sources import decision_name, open_rules, read_facts


def run(
    decision: Annotated[
        str, typer.Argument(help="The decision's name; or a diagnostic's code, such as RS302.")
    ],
    fact: FactOption = None,
    facts: FactsOption = None,
    rules: RulesOption = None,
    workbook: WorkbookOption = None,
    engine: EngineOption = "masks",
    json: JsonOption = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page there.")] = None,
    why_not: Annotated[
        str | None, typer.Option("--why-not", help="A rule's id: why did it not fire?")
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", help="An outcome, as term=value: which rows come nearest?"),
    ] = None,
) -> None:
    """Explain a decision for the given facts, or what a code such as RS302 means."""
    if CODE.match(decision.upper()):
        _print_page(decision)
        return
    from ruleset.explain.explain import explain
    from ruleset.explain.terminal import renderable

    used = open_rules(rules, workbook, engine)
    given = read_facts(fact or (), facts, used)
    explanation = explain(used, decision_name(decision, used), given)
    if html is not None:
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(explanation.to_html(), encoding="utf-8")
        errors().print(f"wrote {html}", soft_wrap=True)
    if json:
        what_if = explanation.what_if().to_dict()
        typer.echo(as_json({**explanation.to_dict(), "what_if": what_if}))
    elif why_not is not None:
        output().print(str(explanation.why_not(why_not)), markup=False, soft_wrap=True)
    elif outcome:
        wanted = read_facts(outcome, None, used)
        for row in explanation.nearest(wanted):
            output().print(str(row), markup=False, soft_wrap=True)
        output().print(str(explanation.what_if(outcome=wanted)), markup=False, soft_wrap=True)
    elif html is None:
        output().print(renderable(explanation))


def _print_page(code: str) -> None:
    """The page of the code, as Markdown that a terminal shows well."""
    from rich.markdown import Markdown

    from ruleset.check.codes import page

    output().print(Markdown(page(code).markdown))

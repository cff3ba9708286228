"""`ruleset decide`: one decision from facts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ruleset.check.test_cases import shown_value
from ruleset.cli.console import as_json, output
from ruleset.cli.sources import decision_name, open_rules, read_facts

DecisionArgument = Annotated[str, typer.Argument(help="The decision's name.")]
FactOption = Annotated[
    list[str] | None, typer.Option("--fact", help="A fact, as term=value; may be repeated.")
]
FactsOption = Annotated[
    Path | None, typer.Option("--facts", help="A JSON object of facts: a file, or - for input.")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="Compiled rules to use.")]
WorkbookOption = Annotated[Path | None, typer.Option("--workbook", help="A workbook to use.")]
EngineOption = Annotated[str, typer.Option("--engine", help="masks or rete.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one line of JSON.")]


def run(
    decision: DecisionArgument,
    fact: FactOption = None,
    facts: FactsOption = None,
    rules: RulesOption = None,
    workbook: WorkbookOption = None,
    engine: EngineOption = "masks",
    json: JsonOption = False,
) -> None:
    """Decide, and print the outcome with the rules behind it."""
    used = open_rules(rules, workbook, engine)
    made = used.decide(decision_name(decision, used), read_facts(fact or (), facts, used))
    if json:
        typer.echo(
            as_json(
                {
                    "decision": made.name,
                    "outcome": made.outcome,
                    "rules": [
                        {"id": rule.id, "rule_number": rule.rule_number, "cell": rule.cell}
                        for rule in made.rules
                    ],
                    "engine": used.engine.name,
                    "ruleset_version": used.version,
                }
            )
        )
        return
    console = output()
    outcomes = made.outcome if isinstance(made.outcome, list) else [made.outcome]
    if not made.rules:
        console.print(f"{decision}: no rule matches; `ruleset explain` says what came nearest")
    for outcome in outcomes if made.rules else ():
        console.print(
            ", ".join(
                f"{used.terms[name].label}: {shown_value(value)}"
                for name, value in (outcome or {}).items()
            ),
            style="bold",
            markup=False,
            soft_wrap=True,
        )
    for rule in made.rules:
        console.print(f"  by rule {rule.id} ({rule.cell})", markup=False, soft_wrap=True)

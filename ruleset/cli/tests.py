"""`ruleset tests`: work with the tests of a workbook. `suggest` writes those that are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ruleset.cli.console import counted, errors, output, print_diagnostics
from ruleset.cli.copies import written

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Work with the tests of a workbook."""


@app.command()
def suggest(
    workbook: Annotated[Path, typer.Argument(help="The workbook.")],
    out: Annotated[
        Path | None, typer.Option(help="Write a copy with the rows in its Tests sheet there.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most rows.")] = 50,
    decision: Annotated[
        list[str] | None, typer.Option(help="Only for this decision; may be repeated.")
    ] = None,
) -> None:
    """Suggest the tests that are missing, with what the rules say now, for you to review."""
    from ruleset.check.suggest import suggest as suggest_tests
    from ruleset.check.suggested_rows import write_suggestions
    from ruleset.check.test_cases import run_test_cases
    from ruleset.cli.sources import decision_name
    from ruleset.engine.ruleset import Ruleset
    from ruleset.plan.compile import compile_workbook
    from ruleset.workbook.read import read_workbook

    made = compile_workbook(workbook)
    if made.definitions is None or made.plan is None or not made.ok:
        print_diagnostics(made.diagnostics, output())
        raise typer.Exit(1)
    rules = Ruleset(made.plan)
    wanted = [decision_name(each, rules) for each in decision] if decision else None
    with errors().status("looking for missing tests") as status:
        found = suggest_tests(
            made.plan,
            run_test_cases(made.definitions, rules),
            decisions=wanted,
            limit=limit,
            progress=lambda label: status.update(f"looking for missing tests of {label}"),
        )
    read = read_workbook(workbook).value
    if out is not None and read is not None:
        vocabulary = made.plan.vocabulary
        written(out, lambda path: write_suggestions(read, vocabulary, found.rows, path))
        output().print(
            f"wrote {out}: {counted(len(found.rows), 'row')} to review in its Tests sheet",
            soft_wrap=True,
        )
    else:
        labels = {term.name: term.label for term in made.plan.vocabulary}
        table = Table("Test", "Facts", "Expect", show_lines=True)
        for row in found.rows:
            table.add_row(
                Text(row.name),
                Text("\n".join(f"{labels[name]}: {text}" for name, text in row.facts.items())),
                Text("\n".join(f"{labels[name]}: {text}" for name, text in row.expected.items())),
            )
        if found.rows:
            output().print(table)
        else:
            output().print("nothing is missing: the tests show all that they can")
    if found.left_out:
        errors().print(f"{found.left_out} more rows: raise --limit, or name a --decision")
    if found.not_found:
        errors().print(
            f"{counted(found.not_found, 'case')} could not be brought about; perhaps nobody can"
        )

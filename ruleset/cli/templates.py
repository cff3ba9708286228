"""`ruleset templates`: what templates there are, what one holds, what is wrong, how one reads."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ruleset.cli.check import Format
from ruleset.cli.console import as_json, counted, errors, output, print_diagnostics, summary
from ruleset.cli.decide import JsonOption, RulesOption, WorkbookOption
from ruleset.cli.generate import read_goals
from ruleset.cli.sources import open_rules, parse_day, read_text
from ruleset.diagnostics import Diagnostic, has_errors, nearest

if TYPE_CHECKING:
    from ruleset.engine.ruleset import Ruleset
    from ruleset.tasks.facts import Fact
    from ruleset.tasks.library import Library, Template
    from ruleset.tasks.rendering import Rendered

app = typer.Typer(no_args_is_help=True)

FolderOption = Annotated[
    Path | None, typer.Option("--templates", help="A folder of templates; default: the library's.")
]
TodayOption = Annotated[str | None, typer.Option(help="The day to go by, as 2026-01-31.")]
IdArgument = Annotated[str, typer.Argument(help="The template's id, which is its file's name.")]


@app.command("list")
def list_(
    folder: FolderOption = None,
    milestone: Annotated[str | None, typer.Option(help="Only those of this milestone.")] = None,
    json: JsonOption = False,
) -> None:
    """List the templates: id, milestone, minutes, needs, countries, review day."""
    found = [each for each in _library(folder).values() if milestone in (None, each.milestone)]
    if json:
        for template in found:
            typer.echo(as_json(_row(template)))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("Template", "Milestone", "Min", "Needs", "Countries", "Review"):
        table.add_column(
            name, justify="right" if name == "Min" else "left", no_wrap=name != "Needs"
        )
    for template in found:
        table.add_row(
            template.id,
            template.milestone,
            str(template.minutes),
            ", ".join(template.requires),
            ", ".join(template.countries),
            template.review.isoformat() if template.review else "",
        )
    console = output()
    if not console.is_terminal:
        console.width = 160
    console.print(table)
    console.print(counted(len(found), "template"))


@app.command()
def show(id: IdArgument, folder: FolderOption = None, json: JsonOption = False) -> None:
    """Show one template as it is written."""
    template = _template(_library(folder), id)
    if json:
        typer.echo(as_json({**_row(template), "title": template.title, "body": template.body}))
        return
    console = output()
    _head(template, console)
    console.print(Text(f"\n{template.title}\n", style="bold"), soft_wrap=True)
    console.print(Text(template.body), soft_wrap=True)
    console.print(Text("\nDone when", style="dim"))
    for item in template.done:
        console.print(Text(f"{item.weight:>4} %  {item.text}"), soft_wrap=True)
    for source in template.sources:
        console.print(Text(f"Source: {source.name}, {source.url}", style="dim"), soft_wrap=True)


@app.command()
def check(
    folder: FolderOption = None,
    rules: RulesOption = None,
    workbook: WorkbookOption = None,
    today: TodayOption = None,
    format: Annotated[Format, typer.Option(help="Text for people, JSON for programs.")] = (
        Format.TEXT
    ),
) -> None:
    """Check all templates against the rules and against what is known of people.

    Exit code 1 when there is an error.
    """
    from ruleset.tasks.library import TEMPLATES_DIRECTORY, TemplateError, load_templates
    from ruleset.tasks.templates_check import check_templates, file_findings

    directory = folder or TEMPLATES_DIRECTORY
    count = 0
    found: tuple[Diagnostic, ...]
    with errors().status("checking"):
        try:
            templates = load_templates(directory)
        except TemplateError as problem:
            found = file_findings(problem)
        else:
            count = len(templates)
            found = check_templates(
                templates,
                open_rules(rules, workbook),
                today=parse_day(today),
                directory=directory,
            )
    if format is Format.JSON:
        typer.echo(jsonlib.dumps([each.to_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        console = output()
        print_diagnostics(found, console)
        console.print(f"{counted(count, 'template')} checked: {summary(found)}")
    if has_errors(found):
        raise typer.Exit(1)


@app.command()
def preview(
    id: IdArgument,
    goal: Annotated[
        Path | None, typer.Option(help="JSON with `profile` and `goal`; default: a sample person.")
    ] = None,
    folder: FolderOption = None,
    rules: RulesOption = None,
    workbook: WorkbookOption = None,
    today: TodayOption = None,
    json: JsonOption = False,
) -> None:
    """Render one template, for a sample person or for a goal of yours."""
    from ruleset.tasks.rendering import render

    templates = _library(folder)
    template = _template(templates, id)
    used, day = open_rules(rules, workbook), parse_day(today)
    if goal is None:
        facts = _sample(template, used, templates, day)
        whom = "a sample person, made up, of whom everything is known"
    else:
        facts = _facts(goal, used, templates, day)
        whom = f"the first goal of {goal}"
    rendered = render(template, facts, today=day)
    if json:
        typer.echo(as_json({"for": whom, **_rendered(rendered)}))
        return
    console = output()
    console.print(Text(f"For {whom}:", style="yellow"), soft_wrap=True)
    _head(template, console)
    console.print(Text(f"\n{rendered.title}\n", style="bold"), soft_wrap=True)
    text = Text(rendered.description)
    for start, end, _ in rendered.spans:
        text.stylize("cyan", start, end)
    console.print(text, soft_wrap=True)
    console.print(Text("\nDone when", style="dim"))
    for item in rendered.done:
        console.print(Text(f"{item.weight:>4} %  {item.text}"), soft_wrap=True)
    console.print(Text(f"\nPersonalisation {rendered.personalization} of 10", style="dim"))
    for name, value, origin in rendered.used:
        console.print(Text(f"  {name}: {_shown(value)}  ({origin})", style="dim"), soft_wrap=True)


def _library(folder: Path | None) -> Library:
    from ruleset.tasks.library import load_templates

    return load_templates(folder)


def _template(templates: Library, id: str) -> Template:
    found = templates.get(id)
    if found is None:
        near = nearest(id, templates)
        tail = f"did you mean `{near}`?" if near else "`ruleset templates list` has all ids"
        raise typer.BadParameter(f"there is no template `{id}`; {tail}")
    return found


def _sample(
    template: Template, rules: Ruleset, templates: Library, day: date
) -> Mapping[str, Fact]:
    from ruleset.tasks.sample import sample_facts

    country = template.countries[0] if template.countries else "GB"
    return sample_facts(rules, templates, day, template.category, country)


def _facts(goal: Path, rules: Ruleset, templates: Library, day: date) -> Mapping[str, Fact]:
    from ruleset.tasks.agent import AtomicTaskAgent

    entry = next(read_goals(read_text(goal), str(goal)))
    agent = AtomicTaskAgent(entry.get("profile") or {}, rules=rules, templates=templates)
    return agent.facts(entry.get("goal") or {}, today=day)


def _head(template: Template, console: Console) -> None:
    facts = Table.grid(padding=(0, 2))
    for name, value in _row(template).items():
        shown = ", ".join(value) if isinstance(value, list) else str(value or "")
        if shown:
            facts.add_row(Text(name, style="dim"), Text(shown))
    console.print(facts)


def _row(template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "category": template.category,
        "milestone": template.milestone,
        "minutes": template.minutes,
        "needs": list(template.requires),
        "uses": list(template.uses),
        "countries": list(template.countries),
        "review": template.review.isoformat() if template.review else None,
        "file": template.path,
    }


def _rendered(rendered: Rendered) -> dict[str, Any]:
    return {
        "title": rendered.title,
        "description": rendered.description,
        "definition_of_done": [
            {"text": item.text, "weight": item.weight} for item in rendered.done
        ],
        "personalization_score": rendered.personalization,
        "facts_used": [
            {"fact": name, "value": value, "origin": origin}
            for name, value, origin in rendered.used
        ],
    }


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | frozenset) else str(value)

"""`ruleset generate`: plans for goals, one JSON object a goal."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from ruleset.cli.console import as_json, output
from ruleset.cli.decide import JsonOption, RulesOption, WorkbookOption
from ruleset.cli.plans import print_plan
from ruleset.cli.sources import open_rules, parse_day, read_text
from ruleset.errors import RulesetError


def run(
    goals: Annotated[Path, typer.Argument(help="A JSON object, JSON Lines, or - for input.")],
    json: JsonOption = False,
    today: Annotated[str | None, typer.Option(help="The day to plan from, as 2026-01-31.")] = None,
    days_ahead: Annotated[int, typer.Option(help="The days that a plan may span.")] = 30,
    rules: RulesOption = None,
    workbook: WorkbookOption = None,
) -> None:
    """Make the plan of each goal: {"id"?, "profile": {...}, "goal": {...}}."""
    from ruleset.tasks.agent import AtomicTaskAgent

    day = parse_day(today)
    used = open_rules(rules, workbook)
    console = output()
    for number, entry in enumerate(read_goals(read_text(goals), str(goals)), start=1):
        plan = AtomicTaskAgent(entry.get("profile") or {}, rules=used).plan(
            entry.get("goal") or {}, today=day, days_ahead=days_ahead
        )
        if json:
            typer.echo(as_json({"id": entry.get("id"), **plan.to_dict()}))
        else:
            print_plan(plan, str(entry.get("id") or f"goal {number}"), console)


def read_goals(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """The goals of a text: one JSON object (over several lines too), a list, or one a line."""
    if not text.strip():
        raise RulesetError(f"{name} is empty; expected a JSON object with `profile` and `goal`")
    try:
        whole = jsonlib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        yield from _lines(text, name)
        return
    for number, entry in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield _goal(entry, name, number)


def _lines(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = jsonlib.loads(line, parse_float=Decimal)
        except (ValueError, RecursionError) as problem:
            raise RulesetError(f"{name}, line {number}: not JSON: {problem}") from problem
        yield _goal(entry, name, number)


def _goal(entry: Any, name: str, number: int) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping) or not ({"goal", "profile"} & set(entry)):
        raise RulesetError(
            f"{name}, goal {number}: expected an object with `profile` and `goal`, such as "
            '{"profile": {}, "goal": {"category": "study", "title": "…"}}'
        )
    return entry

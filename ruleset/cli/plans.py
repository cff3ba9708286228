"""A plan on the terminal: each task with the row that chose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from ruleset.tasks.plan import TaskPlan

MOST_NEEDS = 5


def print_plan(plan: TaskPlan, title: str, console: Console) -> None:
    """The facts that decide, the tasks in order with their one-line why, and what to ask next."""
    console.print(Text(title, style="bold"))
    console.print(_facts(plan))
    if plan.tasks:
        console.print(_tasks(plan))
    if plan.reason:
        console.print(Text(plan.reason, style="yellow"))
    needs = plan.needs
    if needs:
        asked = "; ".join(need.label for need in needs[:MOST_NEEDS])
        console.print(Text(f"Would make it better: {asked}", style="dim"))
    for note in plan.notes:
        console.print(Text(f"Note: {note}", style="dim"), soft_wrap=True)


def _facts(plan: TaskPlan) -> Table:
    table = Table.grid(padding=(0, 2))
    for name in ("milestone_type", "country_name", "budget_tier", "experience_level", "urgency"):
        fact = plan.facts.get(name)
        if fact is not None:
            table.add_row(
                Text(name.replace("_", " "), style="dim"),
                Text(str(fact.value), style="cyan"),
                Text(fact.origin, style="dim"),
            )
    return table


def _tasks(plan: TaskPlan) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Day", no_wrap=True, style="dim")
    table.add_column("Min", justify="right", style="dim")
    table.add_column("Task and the row that chose it", ratio=1)
    milestone = None
    for task in plan.tasks:
        if task["milestone_title"] != milestone:
            milestone = task["milestone_title"]
            table.add_row("", "", Text(milestone, style="bold cyan"))
        cell = Text(task["title"])
        cell.append(f"\n{task['why']}", style="green dim")
        table.add_row(task["scheduled_date"], str(task["timebox_minutes"]), cell)
    return table

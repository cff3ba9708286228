"""The explanation for a terminal with colour. The only module here that knows Rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ruleset.dmn.form import HitPolicy
from ruleset.explain.excerpt import Part, parts_of
from ruleset.explain.form import (
    CellStatus,
    CellVerdict,
    Explanation,
    OutputVerdict,
    RuleStatus,
    RuleVerdict,
    Step,
)
from ruleset.explain.plain_text import headline
from ruleset.explain.sentences import POLICIES, source_words, verdict_words, why_sentence
from ruleset.explain.what_if import Change, WhatIf, condition
from ruleset.explain.wording import one_of, plural, shown, shown_outcome

WHOLE = 10
MOST_CHANGES = 8
LONG_TEXT = 60
LONG_CELL = 28

_MARKS = {
    CellStatus.PASSED: ("✓\u00a0", "green"),
    CellStatus.BLANK: ("", ""),
    CellStatus.FAILED: ("✗\u00a0", "red"),
    CellStatus.UNKNOWN: ("?\u00a0", "yellow"),
}
_ROW_STYLES = {
    RuleStatus.FIRED: "bold green",
    RuleStatus.DEFAULT_USED: "bold green",
    RuleStatus.CONFLICT: "bold red",
    RuleStatus.PASSED_OVER: "",
}


def renderable(explanation: Explanation, *, what_if: bool = True) -> RenderableType:
    """What `rich.console.Console.print` takes; fits 80 columns and makes use of more.

    With `what_if`, the changes that would change the outcome are searched and shown too.
    """
    parts: list[RenderableType] = [_head(explanation)]
    parts.append(_asked(explanation.step))
    if len(explanation.steps) > 1:
        parts.append(_before(explanation.steps[:-1]))
    if what_if:
        parts.append(_what_if(explanation.what_if(), explanation))
    rules = f"rules {explanation.ruleset_name}, {explanation.ruleset_version[:19]}…"
    parts.append(Text(rules, style="dim"))
    return Group(*parts)


def _head(explanation: Explanation) -> RenderableType:
    style = "red" if explanation.problem else "green"
    outcome = "not decided" if explanation.problem else headline(explanation)
    text = Text.assemble((outcome, f"bold {style}"), "\n", _told(why_sentence(explanation.step)))
    if len(explanation.fired) == 1:
        text.append_text(_conditions(explanation.step, "\n  "))
    if explanation.missing:
        names = ", ".join(each.label for each in explanation.missing)
        text.append(f"\nNot known, and could change this: {names}", style="yellow")
    return Panel(text, title=Text(explanation.label), title_align="left", border_style=style)


def _asked(step: Step) -> RenderableType:
    title = Text(f"Sheet {step.sheet}", style="bold")
    title.append(f"  {step.hit_policy.value}: {POLICIES[step.hit_policy]}", style="not bold dim")
    return Padding(Group(title, _table(step)), (0, 0, 1, 0))


def _before(steps: Sequence[Step]) -> RenderableType:
    text = Text("Decided before it", style="bold")
    for step in steps:
        names = {each.term: each.label for rule in step.rules[:1] for each in rule.outputs}
        text.append(f"\n  {step.label}: ", style="not bold")
        text.append(shown_outcome(step.outcome, names), style="bold")
        text.append("  ", style="not bold").append_text(_told(why_sentence(step)))
        if len(step.fired) == 1:
            text.append_text(_conditions(step, "\n      "))
    return Padding(text, (0, 0, 1, 0))


def _conditions(step: Step, joint: str) -> Text:
    """What the row that fired asked for and met."""
    facts = {fact.term: fact for fact in step.facts}
    text = Text(style="not bold")
    for cell in step.fired[0].asking:
        met = f"has {one_of(cell.found, 'and', 3)}" if cell.found else shown(cell.value, LONG_TEXT)
        text.append(f"{joint}✓ {cell.label} ", style="green").append(met, style="bold")
        source = source_words(facts[cell.term])
        text.append(f"  {shown(cell.text, LONG_CELL)}  {source}", style="dim")
    return text


def _table(step: Step) -> RenderableType:
    parts, _, _ = parts_of(step, whole=WHOLE, nearest=3, neighbours=1)
    shown_rules = [rule for part in parts for rule in part.rules]
    used = [
        place
        for place in range(len(shown_rules[0].cells) if shown_rules else 0)
        if any(rule.cells[place].status is not CellStatus.BLANK for rule in shown_rules)
    ]
    table = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("Rule", overflow="fold")
    inputs = shown_rules[0].cells if shown_rules else ()
    for place in used:
        table.add_column(_header(inputs[place]), overflow="fold")
    for output in shown_rules[0].outputs if shown_rules else ():
        table.add_column(Text(f"→ {output.label}"), overflow="fold")
    table.add_column("", overflow="fold")
    for part in parts:
        _add_part(table, step, part, used)
    left_out = len(inputs) - len(used)
    if not left_out:
        return table
    blank = f"{plural(left_out, 'column')} left out: blank in these rows"
    return Group(table, Text(blank, style="dim"))


def _header(cell: CellVerdict) -> Text:
    header = Text(cell.label)
    value = "not known" if cell.value is None else shown(cell.value, LONG_TEXT)
    return header.append(f"\n{value}", style="yellow" if cell.value is None else "cyan")


def _add_part(table: Table, step: Step, part: Part, used: Sequence[int]) -> None:
    if part.skipped:
        table.add_row("⋮", Text(f"{part.skipped} more", style="dim"))
    for rule in part.rules:
        style = _ROW_STYLES.get(rule.status, "dim")
        table.add_row(
            Text(str(rule.row), style=style or "dim"),
            Text(rule.id, style=style),
            *(_cell(rule.cells[place]) for place in used),
            *(Text(_output(each), style=style) for each in rule.outputs),
            Text(_verdict(step, rule), style=style),
        )


def _cell(cell: CellVerdict) -> Text:
    mark, style = _MARKS[cell.status]
    text = Text(f"{mark}{shown(cell.text, LONG_CELL)}", style=style)
    if cell.found and cell.text != cell.found[0]:
        text.append(f"\nhas {one_of(cell.found, 'and', 2)}", style="bold")
    return text


def _output(output: OutputVerdict) -> str:
    made = "" if output.value is None else shown(output.value)
    same = made in ("", output.text, output.text.strip('"'))
    return output.text if same else f"{output.text} = {made}"


def _verdict(step: Step, rule: RuleVerdict) -> str:
    """In few words: the marks in the cells already say which of them fail."""
    if rule.status is RuleStatus.FAILED:
        return ""
    if rule.status is RuleStatus.CANNOT_TELL:
        return "cannot tell"
    if rule.status is RuleStatus.PASSED_OVER and step.hit_policy is HitPolicy.FIRST:
        return f"row {step.fired[0].row} comes first"
    return verdict_words(step, rule).replace("`", "")


def _what_if(found: WhatIf, explanation: Explanation) -> RenderableType:
    text = Text("What would change it", style="bold")
    if found.size is None:
        text.append("\n  no change that was tried leads to another outcome", style="not bold")
    changes = [each for each in (*found.changes, *found.larger) if not each.makes_missing]
    labels = {term.name: term.label for term in explanation.rules.plan.vocabulary}
    for change in changes[:MOST_CHANGES]:
        text.append_text(_change(change, labels))
    if len(changes) > MOST_CHANGES:
        text.append(f"\n  and {len(changes) - MOST_CHANGES} more", style="not bold dim")
    for change in found.changes:
        if change.makes_missing:
            text.append_text(_change(change, labels))
    for why in found.why_incomplete:
        text.append(f"\n  not complete: {why}", style="not bold dim")
    return Padding(text, (0, 0, 1, 0))


def _change(change: Change, labels: dict[str, str]) -> Text:
    line = Text("\n  if ", style="not bold")
    line.append(one_of((condition(each) for each in change.facts), "and"))
    line.append(" → ", style="dim")
    line.append(shown_outcome(change.outcome, labels), style="bold")
    rows: Iterable[str] = (each.cell for each in change.rules[:3])
    line.append(f"  {', '.join(rows) or 'no row'}", style="dim")
    return line


def _told(sentence: str) -> Text:
    """The sentence, with what stands in backticks set apart."""
    text = Text(style="not bold")
    for place, part in enumerate(sentence.split("`")):
        text.append(part, style="bold" if place % 2 else "")
    return text

"""A difference as text, Markdown, a page, and plain data for JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from ruleset.check.box_text import facts_json, in_words, row_text
from ruleset.check.difference.form import DecisionDifference, Difference, Outcome, Region
from ruleset.check.difference.words import (
    MOST_REGIONS,
    RegionWords,
    Section,
    conclusion,
    outcome_text,
    sections,
)
from ruleset.check.rule_space import RuleSpace

_ALONE = "Who is affected, as this table sees it"
_CALLERS = "Who is affected, as callers see it"


def to_text(difference: Difference, most: int = MOST_REGIONS) -> str:
    """The difference for a terminal: terms, then each decision with its rows and regions."""
    lines = [conclusion(difference)]
    lines += [f"  {each}" for each in difference.terms]
    for section in sections(difference, most):
        if section.quiet and section.verdict.startswith("no outcome"):
            continue
        lines += ["", f"{section.label}: {section.verdict}"]
        lines += [f"  {each}" for each in section.changes]
        for title, regions in _parts(section):
            lines.append(f"  {title}:")
            for number, each in enumerate(regions, 1):
                doubt = "" if each.certain else " (if the expression can be so)"
                lines += [
                    f"    {number}. when {each.when}{doubt}",
                    f"       {each.change}",
                    f"       {each.rows}; example: {each.example}",
                ]
        lines += [f"  {note}" for note in _notes(section)]
    return "\n".join(lines)


def _parts(section: Section) -> Iterator[tuple[str, Sequence[RegionWords]]]:
    if section.regions:
        yield _ALONE, section.regions
    if section.through:
        yield _CALLERS, section.through


def _notes(section: Section) -> Iterator[str]:
    if section.more:
        yield f"{section.more} more regions: `--format json` lists all"
    yield from section.notes


def to_markdown(difference: Difference, most: int = MOST_REGIONS) -> str:
    """The difference for a pull request: a table of regions for each decision."""
    lines = [f"**{_sentence(conclusion(difference))}**"]
    if difference.terms:
        lines += ["", *(f"- {each}" for each in difference.terms)]
    unchanged = []
    for section in sections(difference, most):
        if section.quiet and section.verdict.startswith("no outcome"):
            unchanged.append(section.label)
            continue
        lines += ["", f"### {_md(section.label)}", "", _sentence(section.verdict)]
        if section.changes:
            lines += ["", *(f"- {_md(each)}" for each in section.changes)]
        for title, regions in _parts(section):
            lines += ["", f"{title}:", "", "| When | Before | Now | Rows | Example |"]
            lines.append("|---|---|---|---|---|")
            lines += [
                f"| {_md(each.when)} | {_md(each.before)} | {_md(each.after)} | {_md(each.rows)} "
                f"| `{each.example.replace('|', '&#124;')}` |"
                for each in regions
            ]
        lines += ["", *(_sentence(each) for each in _notes(section))]
    if unchanged:
        lines += ["", f"No outcome changes in {', '.join(map(_md, unchanged))}: proven."]
    return "\n".join(lines).rstrip() + "\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _md(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c1c1c;background:#fff}table{border-collapse:collapse;width:100%;margin:.5rem 0}"
    "th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}td.before{background:#fdecea}td.now{background:#e8f5e9}"
    "code{font-size:90%;overflow-wrap:anywhere}"
)


def to_html(difference: Difference, most: int = MOST_REGIONS) -> str:
    """The difference as one page that needs nothing else."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>What changes</title>',
        f"<style>{_STYLE}</style><h1>What changes</h1>",
        f"<p><strong>{_html(_sentence(conclusion(difference)))}</strong></p>",
    ]
    if difference.terms:
        parts.append(f"<ul>{''.join(f'<li>{_html(each)}</li>' for each in difference.terms)}</ul>")
    for section in sections(difference, most):
        parts.append(f"<h2>{_html(section.label)}</h2><p>{_html(_sentence(section.verdict))}</p>")
        if section.changes:
            items = "".join(f"<li>{_html(each)}</li>" for each in section.changes)
            parts.append(f"<ul>{items}</ul>")
        for title, regions in _parts(section):
            rows = "".join(map(_html_row, regions))
            parts.append(
                f"<h3>{_html(title)}</h3><table><thead><tr><th scope=col>When<th scope=col>Before"
                f"<th scope=col>Now<th scope=col>Rows<th scope=col>Example</tr></thead>{rows}"
                "</table>"
            )
        parts += [f"<p>{_html(_sentence(each))}</p>" for each in _notes(section)]
    return "\n".join(parts) + "\n</html>\n"


def _html_row(words: RegionWords) -> str:
    return (
        f"<tr><td>{_html(words.when)}<td class=before>{_html(words.before)}"
        f"<td class=now>{_html(words.after)}<td>{_html(words.rows)}"
        f"<td><code>{escape(words.example)}</code></tr>"
    )


def _html(text: str) -> str:
    """The text with what stands in backticks as code."""
    pieces = escape(text).split("`")
    return "".join(
        f"<code>{each}</code>" if number % 2 else each for number, each in enumerate(pieces)
    )


def to_dict(difference: Difference) -> dict[str, Any]:
    """Plain data for JSON: all regions, none left out."""
    return {
        "old": difference.old.version,
        "new": difference.new.version,
        "no_change": difference.no_change,
        "complete": difference.complete,
        "summary": conclusion(difference),
        "terms": list(difference.terms),
        "decisions": [_decision(each, difference) for each in difference.decisions],
    }


def _decision(found: DecisionDifference, difference: Difference) -> dict[str, Any]:
    through = found.through
    return {
        "decision": found.name,
        "label": found.label,
        "no_change": found.no_change,
        "complete": found.complete,
        "settings": list(found.settings),
        "rows": [
            {
                "change": row.kind.value,
                "rule": row.rule,
                "old_cell": row.old_cell,
                "new_cell": row.new_cell,
                "cells": [
                    {"column": each.column, "before": each.before, "after": each.after}
                    for each in row.cells
                ],
            }
            for row in found.rows
        ],
        "regions": [_region(each, found.space, found, difference) for each in found.regions],
        "through": None
        if through is None
        else [_region(each, found.through_space, None, difference) for each in through],
        "through_complete": found.through_complete,
        "notes": list(found.notes),
    }


def _region(
    region: Region,
    space: RuleSpace | None,
    found: DecisionDifference | None,
    difference: Difference,
) -> dict[str, Any]:
    cells = None
    if space is not None and found is not None and found.new is not None:
        row = row_text(region.box, space, found.new)
        cells = None if row is None else list(row)
    return {
        "when": "" if space is None else in_words(region.box, space),
        "cells": cells,
        "before": _outcome(region.before, difference),
        "after": _outcome(region.after, difference),
        "example": json.loads(facts_json(region.facts)),
        "old_rules": list(region.old_rules),
        "new_rules": list(region.new_rules),
        "certain": region.certain,
    }


def _outcome(outcome: Outcome, difference: Difference) -> str:
    return outcome_text(outcome, difference.new.vocabulary)

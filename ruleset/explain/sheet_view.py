"""A step's table laid out as in the sheet: columns by their letters, rows by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ruleset.explain.excerpt import Part, parts_of
from ruleset.explain.form import CellStatus, CellVerdict, FactMet, OutputVerdict, RuleVerdict, Step
from ruleset.explain.sentences import source_words, verdict_words
from ruleset.explain.wording import one_of, plural, shown
from ruleset.locations import column_letters
from ruleset.plan.form import CompiledDecision

LONG_TEXT = 90
LONG_CELL = 48
WIDE = 6
"""From so many input columns on, those that say nothing in the rows shown are left out."""

_MARKS = {
    CellStatus.PASSED: ("ok", "✓", "accepts"),
    CellStatus.BLANK: ("any", "", ""),
    CellStatus.FAILED: ("no", "✗", "does not accept"),
    CellStatus.UNKNOWN: ("open", "?", "cannot tell:"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: its number, its band, its place among the band's columns."""

    number: int
    band: str
    place: int
    label: str
    fact: FactMet | None = None


def sheet_view(step: Step, decision: CompiledDecision) -> dict[str, Any]:
    """What the page shows of the step's table: an excerpt, and in `rest` the other rows."""
    shown_parts, rest, unshown = parts_of(step)
    columns = _columns(step, decision)
    kept = _telling(columns, [rule for part in shown_parts for rule in part.rules])
    left_out = [each for each in columns if each not in kept]
    return {
        "header_row": decision.header_row,
        "id_letters": column_letters(decision.id_column),
        "excerpt": _block(step, kept, shown_parts),
        "rest": _block(step, columns, rest) if rest else None,
        "rest_count": sum(len(part.rules) for part in rest),
        "left_out": one_of((column_letters(each.number) for each in left_out), "and", 40),
        "unshown": unshown,
    }


def _columns(step: Step, decision: CompiledDecision) -> list[_Column]:
    facts = {fact.term: fact for fact in step.facts}
    outputs = {each.term: each.label for rule in step.rules[:1] for each in rule.outputs}
    columns = [
        _Column(clause.column, "if", place, facts[clause.term].label, facts[clause.term])
        for place, clause in enumerate(decision.inputs)
    ]
    columns += [
        _Column(clause.column, "then", place, outputs.get(clause.term, clause.term))
        for place, clause in enumerate(decision.outputs)
    ]
    columns += [
        _Column(clause.column, "notes", place, clause.term)
        for place, clause in enumerate(decision.annotations)
    ]
    return sorted(columns, key=lambda each: each.number)


def _telling(columns: Sequence[_Column], rules: Sequence[RuleVerdict]) -> list[_Column]:
    """The columns without the inputs that are blank in all of these rows, where there are many."""
    inputs = [each for each in columns if each.band == "if"]
    if len(inputs) < WIDE:
        return list(columns)
    return [
        each
        for each in columns
        if each.band != "if"
        or any(rule.cells[each.place].status is not CellStatus.BLANK for rule in rules)
    ]


def _block(step: Step, columns: Sequence[_Column], parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "columns": [_head(each) for each in columns],
        "bands": [
            (band, band.upper(), len(list(group)))
            for band, group in groupby(columns, key=lambda each: each.band)
        ],
        "parts": [
            {
                "skipped": plural(part.skipped, "row") if part.skipped else "",
                "rules": [_row(step, columns, rule) for rule in part.rules],
            }
            for part in parts
        ],
    }


def _head(column: _Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "letters": column_letters(column.number),
        "label": column.label,
        "band": column.band,
        "met": None,
    }
    if column.fact is not None:
        made["met"] = shown(column.fact.value, LONG_TEXT)
        made["missing"] = column.fact.value is None
        made["source"] = source_words(column.fact)
    return made


def _row(step: Step, columns: Sequence[_Column], rule: RuleVerdict) -> dict[str, Any]:
    return {
        "id": rule.id,
        "row": rule.row,
        "cell": str(rule.cell),
        "kind": rule.status.value.replace(" ", "-"),
        "verdict": verdict_words(step, rule),
        "cells": [_cell(each, rule) for each in columns],
    }


def _cell(column: _Column, rule: RuleVerdict) -> Mapping[str, str]:
    if column.band == "if":
        return _input(rule.cells[column.place])
    if column.band == "then":
        return _output(rule.outputs[column.place])
    text = rule.annotations[column.place] if column.place < len(rule.annotations) else ""
    return {"kind": "note", "text": text}


def _input(cell: CellVerdict) -> Mapping[str, str]:
    kind, mark, words = _MARKS[cell.status]
    if cell.status is CellStatus.BLANK:
        return {"kind": kind, "text": cell.text}
    met = shown(cell.value, LONG_TEXT) if cell.value is not None else "a fact that is not known"
    if cell.found:
        met = f"a fact with {one_of(cell.found, 'and', 3)}"
    elif cell.value is not None and cell.unknown:
        met = f"not known is {one_of(cell.unknown, 'and')}"
    return {
        "kind": kind,
        "mark": mark,
        "text": cell.text,
        "short": shown(cell.text, LONG_CELL) if len(cell.text) > LONG_CELL + 12 else "",
        "found": one_of(cell.found, "and", 3),
        "said": f"{words} {met}",
        "cell": str(cell.cell),
    }


def _output(output: OutputVerdict) -> Mapping[str, str]:
    made = "" if output.value is None else shown(output.value)
    same = made in ("", output.text, output.text.strip('"'))
    return {"kind": "out", "text": output.text, "computed": "" if same else made}

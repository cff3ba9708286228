"""The explanation as one HTML page that needs nothing else: no script, no font, no network.

What stands on the page is worked out here; `page.html` only lays it out, with every text escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from ruleset.explain.excerpt import Part, parts_of
from ruleset.explain.form import CellStatus, CellVerdict, Explanation, FactMet, RuleVerdict, Step
from ruleset.explain.plain_text import headline
from ruleset.explain.sentences import POLICIES, source_words, verdict_words, why_sentence
from ruleset.explain.what_if import Change, WhatIf
from ruleset.explain.wording import plural, quoted, shown, shown_outcome
from ruleset.locations import column_letters
from ruleset.plan.form import CompiledDecision

MOST_CHANGES = 24
LONG_TEXT = 90

_MARKS = {
    CellStatus.PASSED: ("ok", "✓", "accepts"),
    CellStatus.BLANK: ("any", "", "blank: accepts anything"),
    CellStatus.FAILED: ("no", "✗", "does not accept"),
    CellStatus.UNKNOWN: ("open", "?", "cannot tell"),
}


def page(explanation: Explanation) -> str:
    """The page, as text. The same explanation gives the same bytes."""
    found = explanation.what_if()
    return _template().render(
        title=explanation.label,
        headline=_headline(explanation),
        sentence=why_sentence(explanation.step),
        conditions=_conditions(explanation.step),
        missing=[each.label for each in explanation.missing],
        steps=[_step(explanation, step) for step in reversed(explanation.steps)],
        facts=_facts(explanation),
        what_if=_what_if(found, explanation),
        explanation=explanation,
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = files("ruleset.explain").joinpath("page.html").read_text(encoding="utf-8")
    return environment.from_string(text)


def _headline(explanation: Explanation) -> list[tuple[str, str]]:
    """The outcome as pairs of label and text."""
    outcome = explanation.outcome
    if explanation.problem:
        return [("", "not decided")]
    if not isinstance(outcome, dict) or len(outcome) == 1:
        return [("", headline(explanation))]
    terms = explanation.rules.plan.vocabulary
    return [
        (terms[name].label, "blank" if value is None else shown(value))
        for name, value in outcome.items()
    ]


def _conditions(step: Step) -> list[dict[str, str]]:
    """What the row that decided asked for and met; empty where several did, or the default."""
    if len(step.fired) != 1:
        return []
    facts = {fact.term: fact for fact in step.facts}
    return [
        {
            "label": cell.label,
            "value": shown(cell.value, LONG_TEXT),
            "text": cell.text,
            "source": source_words(facts[cell.term]),
        }
        for cell in step.fired[0].asking
    ]


def _facts(explanation: Explanation) -> list[dict[str, Any]]:
    """Every fact that was read, once, and those that were given and not read."""
    met: dict[str, FactMet] = {}
    for step in explanation.steps:
        for fact in step.facts:
            met.setdefault(fact.term, fact)
    rows = [_fact(explanation, fact) for fact in met.values()]
    for name, value in explanation.facts.items():
        if name not in met:
            label = explanation.rules.plan.vocabulary[name].label
            source = "given, and not asked for"
            rows.append(_fact_row(label, name, shown(value), source, "unread"))
    return rows


def _fact(explanation: Explanation, fact: FactMet) -> dict[str, Any]:
    kind = "missing" if fact.value is None else fact.source.value
    matters = fact.term in {each.term for each in explanation.missing}
    source = source_words(fact) + (", and could matter" if matters else "")
    value = "" if fact.value is None else shown(fact.value)
    return _fact_row(fact.label, fact.term, value, source, kind)


def _fact_row(label: str, term: str, value: str, source: str, kind: str) -> dict[str, Any]:
    return {"label": label, "term": term, "value": value, "source": source, "kind": kind}


def _step(explanation: Explanation, step: Step) -> dict[str, Any]:
    decision = explanation.rules.plan.by_name[step.decision]
    names = {each.term: each.label for rule in step.rules[:1] for each in rule.outputs}
    shown_parts, rest, unshown = parts_of(step)
    return {
        "id": step.decision,
        "label": step.label,
        "sheet": step.sheet,
        "hit_policy": step.hit_policy.value,
        "policy": POLICIES[step.hit_policy],
        "asked": step.decision == explanation.decision,
        "outcome": "not decided" if step.problem else shown_outcome(step.outcome, names),
        "sentence": why_sentence(step),
        "columns": _columns(explanation, decision, step),
        "header_row": decision.header_row,
        "id_letters": column_letters(decision.id_column),
        "bands": _bands(decision),
        "parts": [_part(step, part) for part in shown_parts],
        "rest": [_part(step, part) for part in rest],
        "rest_count": sum(len(part.rules) for part in rest),
        "unshown": unshown,
        "row_count": len(step.rules),
    }


def _columns(
    explanation: Explanation, decision: CompiledDecision, step: Step
) -> list[dict[str, Any]]:
    terms = explanation.rules.plan.vocabulary
    facts = {fact.term: fact for fact in step.facts}
    columns = []
    for clause in decision.inputs:
        fact = facts[clause.term]
        columns.append(
            {
                "letters": column_letters(clause.column),
                "label": terms[clause.term].label,
                "band": "if",
                "met": shown(fact.value, LONG_TEXT),
                "missing": fact.value is None,
                "source": source_words(fact),
            }
        )
    for clause in decision.outputs:
        label = terms[clause.term].label
        columns.append(_plain_column(clause.column, label, "then"))
    notes = [_plain_column(each.column, each.term, "notes") for each in decision.annotations]
    return columns + notes


def _plain_column(column: int, label: str, band: str) -> dict[str, Any]:
    return {"letters": column_letters(column), "label": label, "band": band, "met": None}


def _bands(decision: CompiledDecision) -> list[tuple[str, str, int]]:
    counts = (
        ("if", "IF", len(decision.inputs)),
        ("then", "THEN", len(decision.outputs)),
        ("notes", "NOTES", len(decision.annotations)),
    )
    return [band for band in counts if band[2]]


def _part(step: Step, part: Part) -> dict[str, Any]:
    return {
        "skipped": plural(part.skipped, "row") if part.skipped else "",
        "rules": [_rule(step, rule) for rule in part.rules],
    }


def _rule(step: Step, rule: RuleVerdict) -> dict[str, Any]:
    return {
        "id": rule.id,
        "row": rule.row,
        "cell": str(rule.cell),
        "kind": rule.status.value.replace(" ", "-"),
        "verdict": verdict_words(step, rule),
        "inputs": [_cell(cell) for cell in rule.cells],
        "outputs": [
            {"text": each.text, "computed": _computed(each.text, each.value)}
            for each in rule.outputs
        ],
        "notes": [*rule.annotations, *[""] * (len(step.annotations) - len(rule.annotations))],
    }


def _computed(text: str, value: object) -> str:
    """The value of an output, where it is not what is written in the cell."""
    made = "" if value is None else shown(value)
    return "" if made in (text, text.strip('"')) or not made else made


def _cell(cell: CellVerdict) -> dict[str, str]:
    kind, mark, words = _MARKS[cell.status]
    said = words if cell.status is CellStatus.BLANK else f"{words} {shown(cell.value, LONG_TEXT)}"
    return {"text": cell.text, "kind": kind, "mark": mark, "said": said, "cell": str(cell.cell)}


def _what_if(found: WhatIf, explanation: Explanation) -> dict[str, Any]:
    changes = [*found.changes, *found.larger]
    labels = {term.name: term.label for term in explanation.rules.plan.vocabulary}
    known = [_change(each, labels) for each in changes if not each.makes_missing]
    return {
        "sentence": _what_if_sentence(found),
        "changes": known[:MOST_CHANGES],
        "more": known[MOST_CHANGES:],
        "gone": [_change(each, labels) for each in changes if each.makes_missing],
        "why_incomplete": found.why_incomplete,
    }


def _what_if_sentence(found: WhatIf) -> str:
    if found.size is None:
        return "No change that was tried leads to another outcome."
    if found.size == 1:
        return "Any one of these changes is enough; all other facts stay as they are."
    return (
        f"No single change is enough. Each of these takes {found.size} facts together; "
        "all others stay as they are."
    )


def _change(change: Change, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "facts": [
            {
                "label": each.label,
                "now": "not known"
                if each.before is None
                else shown(quoted(each.before), LONG_TEXT),
                "after": "not known" if each.to_missing else each.after,
            }
            for each in change.facts
        ],
        "outcome": shown_outcome(change.outcome, labels),
        "rules": _rows(change),
    }


def _rows(change: Change) -> Sequence[str]:
    return [f"{rule.id} ({rule.cell})" for rule in change.rules[:4]]

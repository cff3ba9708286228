"""The explanation as one HTML page that needs nothing else: no script, no font, no network.

What stands on the page is worked out here; `page.html` only lays it out, with every text escaped.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from ruleset.explain.form import Explanation, FactMet, Step
from ruleset.explain.sentences import POLICIES, source_words, why_sentence
from ruleset.explain.sheet_view import sheet_view
from ruleset.explain.what_if import Change, WhatIf
from ruleset.explain.wording import one_of, quoted, shown, shown_outcome

MOST_CHANGES = 12
MOST_RULES = 4
LONG_TEXT = 90
NOT_KNOWN = "not known"


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
    labels = _labels(explanation)
    if explanation.problem:
        return [("", "not decided")]
    if isinstance(outcome, list) and outcome:
        return [("", shown_outcome(each, labels)) for each in outcome]
    if not isinstance(outcome, dict) or len(outcome) == 1:
        return [("", shown_outcome(outcome, labels))]
    return [(labels[name], shown_outcome({name: value})) for name, value in outcome.items()]


def _labels(explanation: Explanation) -> dict[str, str]:
    return {term.name: term.label for term in explanation.rules.plan.vocabulary}


def _conditions(step: Step) -> list[dict[str, str]]:
    """What the row that decided asked for and met; empty where several did, or the default."""
    if len(step.fired) != 1:
        return []
    facts = {fact.term: fact for fact in step.facts}
    return [
        {
            "label": cell.label,
            "value": shown(cell.value, LONG_TEXT),
            "text": shown(cell.text, LONG_TEXT),
            "found": one_of(cell.found, "and", 3),
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
    names = {each.term: each.label for rule in step.rules[:1] for each in rule.outputs}
    return {
        "id": step.decision,
        "label": step.label,
        "sheet": step.sheet,
        "hit_policy": step.hit_policy.value,
        "policy": POLICIES[step.hit_policy],
        "asked": step is explanation.step,
        "decides": bool(step.fired),
        "outcome": "not decided" if step.problem else shown_outcome(step.outcome, names),
        "sentence": why_sentence(step),
        "row_count": len(step.rules),
        "table": sheet_view(step, explanation.rules.plan.by_name[step.decision]),
    }


def _what_if(found: WhatIf, explanation: Explanation) -> dict[str, Any]:
    labels = _labels(explanation)
    changes = (*found.changes, *found.larger)
    groups = (
        ("If a fact were another", [each for each in changes if each.among_known]),
        ("If more were known", [each for each in changes if each.makes_known]),
        ("If less were known", [each for each in changes if each.makes_missing]),
    )
    return {
        "sentence": _what_if_sentence(found),
        "groups": [
            {
                "title": title,
                "changes": [_change(each, labels) for each in group[:MOST_CHANGES]],
                "more": [_change(each, labels) for each in group[MOST_CHANGES:]],
            }
            for title, group in groups
            if group
        ],
        "why_incomplete": found.why_incomplete,
    }


def _what_if_sentence(found: WhatIf) -> str:
    if found.size is None:
        return "No change that was tried leads to another outcome."
    if found.size == 1 and not found.larger:
        return "Any one of these changes is enough; all other facts stay as they are."
    if found.size == 1:
        return "Only a fact that is not known would change it alone. Else it takes these, together."
    return (
        f"No single change is enough. Each of these takes {found.size} facts together; "
        "all others stay as they are."
    )


def _change(change: Change, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "facts": [
            {
                "label": each.label,
                "now": shown(quoted(each.before) if each.before is not None else NOT_KNOWN, 90),
                "after": NOT_KNOWN if each.to_missing else each.after,
            }
            for each in change.facts
        ],
        "outcome": shown_outcome(change.outcome, labels),
        "rules": [f"{rule.id} ({rule.cell})" for rule in change.rules[:MOST_RULES]],
        "more_rules": max(0, len(change.rules) - MOST_RULES),
    }

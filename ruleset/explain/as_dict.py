"""Explanations as plain data for JSON: days become ISO texts, sets sorted lists."""

from __future__ import annotations

from typing import Any

from ruleset.engine.plain import plain
from ruleset.explain.form import CellVerdict, Explanation, FactMet, RuleVerdict, Step
from ruleset.explain.what_if import Change, WhatIf

MOST_NEAR_MISSES = 10


def as_dict(explanation: Explanation) -> dict[str, Any]:
    """Everything that the explanation holds; `near_misses` are the ids of the ten nearest."""
    return {
        "decision": explanation.decision,
        "label": explanation.label,
        "outcome": plain(explanation.outcome),
        "problem": explanation.problem or None,
        "ruleset": {"name": explanation.ruleset_name, "version": explanation.ruleset_version},
        "engine": explanation.engine,
        "facts": plain(explanation.facts),
        "missing": [each.term for each in explanation.missing],
        "steps": [step_as_dict(each) for each in explanation.steps],
        "near_misses": [each.id for each in explanation.near_misses[:MOST_NEAR_MISSES]],
    }


def step_as_dict(step: Step) -> dict[str, Any]:
    return {
        "decision": step.decision,
        "label": step.label,
        "sheet": step.sheet,
        "hit_policy": step.hit_policy.value,
        "facts": {each.term: fact_as_dict(each) for each in step.facts},
        "outcome": plain(step.outcome),
        "problem": step.problem or None,
        "fired": [each.id for each in step.fired],
        "rules": [rule_as_dict(each) for each in step.rules],
    }


def fact_as_dict(fact: FactMet) -> dict[str, Any]:
    made = {"label": fact.label, "value": plain(fact.value), "source": fact.source.value}
    if fact.decided_by:
        made["decided_by"] = fact.decided_by
    if fact.origin:
        made["origin"] = fact.origin
    return made


def rule_as_dict(rule: RuleVerdict) -> dict[str, Any]:
    return {
        "id": rule.id,
        "rule_number": rule.rule_number,
        "cell": str(rule.cell),
        "status": rule.status.value,
        "reason": rule.reason or None,
        "cells": [cell_as_dict(each) for each in rule.cells],
        "outputs": {
            each.term: {"cell": str(each.cell), "text": each.text, "value": plain(each.value)}
            for each in rule.outputs
        },
        "annotations": list(rule.annotations),
    }


def cell_as_dict(cell: CellVerdict) -> dict[str, Any]:
    return {
        "cell": str(cell.cell),
        "term": cell.term,
        "label": cell.label,
        "text": cell.text,
        "value": plain(cell.value),
        "status": cell.status.value,
        "found": list(cell.found),
    }


def what_if_as_dict(found: WhatIf) -> dict[str, Any]:
    return {
        "decision": found.decision,
        "outcome": plain(found.outcome),
        "wanted": plain(found.wanted),
        "size": found.size,
        "changes": [change_as_dict(each) for each in found.changes],
        "larger": [change_as_dict(each) for each in found.larger],
        "complete": found.complete,
        "why_incomplete": list(found.why_incomplete),
        "tried": found.tried,
    }


def change_as_dict(change: Change) -> dict[str, Any]:
    return {
        "facts": {
            each.term: {
                "label": each.label,
                "from": plain(each.before),
                "to": each.after,
                "example": plain(each.example),
            }
            for each in change.facts
        },
        "makes_missing": change.makes_missing,
        "outcome": plain(change.outcome),
        "rules": [
            {"id": each.id, "rule_number": each.rule_number, "cell": each.cell}
            for each in change.rules
        ],
    }

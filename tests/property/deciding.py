"""What the property tests share: how much to run, and one decision by each of the three."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from oracle.form import Book
from oracle.oracle import ConflictError, decide
from ruleset.diagnostics import Severity
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import EngineError, HitPolicyError
from ruleset.plan.compile import compile_workbook
from ruleset.plan.form import Plan
from strategies.spelling import write_xlsx

FULL = os.environ.get("RULESET_PROPERTY") == "full"
"""`RULESET_PROPERTY=full` runs all: what CI runs. Otherwise a smaller share of the same cases."""

WORKBOOKS = 240 if FULL else 60
DECISIONS = 420 if FULL else 250  # for each workbook
EXAMPLES = 40 if FULL else 20  # for each property that Hypothesis shrinks

Result = tuple[Any, ...]
"""The ids of the rules and the outcome; or `conflict`, the decision and the ids."""


@dataclass(frozen=True)
class Compiled:
    """A book, compiled from its xlsx. `rete` is None when the plan is beyond that engine."""

    book: Book
    plan: Plan
    masks: Ruleset
    rete: Ruleset | None


def compiled(book: Book, folder: Path, random: Random) -> Compiled:
    """The book written as a workbook and compiled; every error in it is a failure."""
    path = folder / "book.xlsx"
    write_xlsx(book, path, random)
    plan = plan_of(path)
    return Compiled(book, plan, Ruleset(plan), rete_of(plan))


def plan_of(path: Path) -> Plan:
    made = compile_workbook(path)
    errors = [each for each in made.diagnostics if each.severity is Severity.ERROR]
    assert not errors, "\n".join(map(str, errors))
    assert made.plan is not None
    return made.plan


def rete_of(plan: Plan) -> Ruleset | None:
    try:
        return Ruleset(plan, "rete")
    except EngineError as problem:
        assert problem.limit != "not installed" or not FULL, problem
        return None


def by_oracle(book: Book, decision: str, facts: dict[str, Any]) -> Result:
    try:
        rules, outcome = decide(book, decision, facts)
    except ConflictError as conflict:
        return "conflict", conflict.table, tuple(conflict.rules)
    return tuple(rules), outcome


def by_engine(rules: Ruleset, decision: str, facts: dict[str, Any]) -> Result:
    try:
        made = rules.decide(decision, facts)
    except HitPolicyError as conflict:
        return "conflict", conflict.decision, conflict.rules
    return tuple(rule.id for rule in made.rules), made.outcome


def agree(one: Result, other: Result) -> bool:
    """True when both say the same. Which of several conflicting decisions is told may differ."""
    if one[0] == other[0] == "conflict" and one[1] != other[1]:
        return True
    return one == other

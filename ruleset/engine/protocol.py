"""What an engine is: something that, for a decision of a plan, makes a function of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ruleset.plan.form import Plan

Outcome = dict[str, Any] | list[dict[str, Any]] | None
"""One outcome, several for the hit policies that return many, or none."""

Answer = tuple[tuple[int, ...], Outcome]
"""The rules behind the outcome, as indices into `CompiledDecision.every_rule`, in the hit policy's
order; and the outcome."""

Decider = Callable[[Mapping[str, Any]], Answer]
"""Raises FactError, HitPolicyError or EvaluationError."""


class Engine(Protocol):
    """Made from a plan; must be immutable once made."""

    name: str

    def __init__(self, plan: Plan) -> None: ...

    def decider(self, decision: str) -> Decider:
        """The function that decides; the decision is known to be in the plan."""
        ...

"""The ruleset: all tables of a workbook, compiled and ready to decide."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ruleset.diagnostics import nearest, or_list
from ruleset.dmn.form import Vocabulary
from ruleset.engine.decision import Decision
from ruleset.engine.facts import check_for, checked_facts
from ruleset.engine.masks import MasksEngine
from ruleset.engine.protocol import Decider, Engine
from ruleset.errors import CompileError, EngineError, UnknownDecisionError
from ruleset.plan import codec
from ruleset.plan.form import Plan

ENGINES = ("masks", "rete")


class Ruleset:
    """Decides. Immutable, safe to share between threads, picklable.

    >>> rules.decisions  # of a small workbook: one table, `Discount`
    ('discount',)
    >>> rules.decide("discount", {"customer": "new", "order_value": 20}).outcome
    {'discount': Decimal('0')}
    """

    __slots__ = ("_checks", "_deciders", "engine", "plan")

    plan: Plan
    engine: Engine

    def __init__(self, plan: Plan, engine: str = "masks") -> None:
        self.plan = plan
        self.engine = _engine(engine, plan)
        self._checks = {term.name: check_for(term) for term in plan.vocabulary}
        self._deciders: dict[str, Decider] = {
            decision.name: self.engine.decider(decision.name) for decision in plan.decisions
        }

    @property
    def version(self) -> str:
        """`sha256:` and the hash of the content: equal versions decide equally."""
        return self.plan.version

    @property
    def name(self) -> str:
        """The workbook's name without its ending."""
        return self.plan.name

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the decisions, each after those that it needs."""
        return tuple(self._deciders)

    @property
    def terms(self) -> Vocabulary:
        """The vocabulary: the terms by name, with types and allowed values."""
        return self.plan.vocabulary

    def decide(self, decision: str, facts: Mapping[str, Any]) -> Decision:
        """The decision for these facts; decisions that it needs are made first, unless given.

        A fact that is absent or None is missing. Raises UnknownDecisionError; FactError for an
        unknown term, a wrong type or a value that is not allowed; HitPolicyError when rules match
        together that may not; EvaluationError when a computed output does not fit its term.
        Costs about a microsecond for a table of plain cells.
        """
        decide = self._deciders.get(decision)
        if decide is None:
            raise self._unknown(decision)
        given = facts.copy() if facts.__class__ is dict else dict(facts)
        try:
            rules, outcome = decide(given)
        except TypeError:
            # An unhashable or incomparable fact: say which, in the words of the vocabulary.
            self.checked(given)
            raise
        return Decision(self, decision, given, rules, outcome)

    def checked(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts normalised, without the missing ones; FactError for one that does not fit."""
        return checked_facts(facts, self.plan.vocabulary, self._checks)

    def using(self, engine: str) -> Ruleset:
        """The same rules on another engine: `masks` or `rete`. EngineError when it cannot."""
        return Ruleset(self.plan, engine)

    def _unknown(self, decision: str) -> UnknownDecisionError:
        near = nearest(str(decision), self._deciders)
        tail = f"did you mean `{near}`?" if near else f"there are {or_list(self._deciders)}"
        return UnknownDecisionError(
            f"no decision is named `{decision}`; {tail}",
            decision=decision,
            available=self.decisions,
        )

    def __repr__(self) -> str:
        return f"Ruleset({self.name!r}, {len(self._deciders)} decisions, {self.version[:19]}…)"

    def __reduce__(self) -> tuple[Any, ...]:
        return Ruleset, (self.plan, self.engine.name)


def load(path: str | os.PathLike[str], *, engine: str = "masks") -> Ruleset:
    """The ruleset of a compiled file. Needs no Excel package. RulesFileError when it is no such."""
    with codec.collector_resting():
        return Ruleset(codec.read(path), engine)


def compile(path: str | os.PathLike[str], *, engine: str = "masks") -> Ruleset:
    """The ruleset of a workbook. CompileError, with all diagnostics, when it has errors."""
    from ruleset.plan.compile import compile_workbook

    made = compile_workbook(path)
    if made.plan is None or not made.ok:
        raise CompileError(made.diagnostics)
    return Ruleset(made.plan, engine)


def _engine(name: str, plan: Plan) -> Engine:
    if name == "masks":
        return MasksEngine(plan)
    if name == "rete":
        from ruleset.engine.rete import ReteEngine

        return ReteEngine(plan)
    raise EngineError(
        f"`{name}` is not an engine; there are {or_list(ENGINES)}", engine=name, limit="unknown"
    )

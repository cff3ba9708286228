"""The engine that callers use: one mask a column, one AND, the lowest set bit.

For each column the fact's mask tells which rules accept it; the AND of all columns' masks is the
set of rules that match, in the order of the sheet. Expressions over several terms are evaluated
only for rules that are still in the running.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ruleset.dmn.form import HitPolicy, Value
from ruleset.engine.columns import Inline, inline_for, tests_by_mask
from ruleset.engine.facts import Check, check_for, refuse_unknown
from ruleset.engine.generated import Expressions, Matcher, first_decider, matcher
from ruleset.engine.policies import (
    apply_policy,
    constant_outcomes,
    derived_value,
    outcome_of_rule,
)
from ruleset.engine.protocol import Answer, Decider
from ruleset.feel.types import Type
from ruleset.plan.form import CompiledDecision, Holds, Plan
from ruleset.space.bit_sets import mask_of, set_bits


class MasksEngine:
    """Decides by bit masks. Immutable; the cost of a decision hardly depends on the rules."""

    name = "masks"

    def __init__(self, plan: Plan) -> None:
        self._checks: dict[str, Check] = {term.name: check_for(term) for term in plan.vocabulary}
        self._plan = plan
        graphs = [plan.graph(decision.name) for decision in plan.decisions]
        chained = {each.name: each for graph in graphs if len(graph) > 1 for each in graph}
        alone = {name: self._table(each, checked=False) for name, each in chained.items()}
        self._deciders = {
            decision.name: self._with_needed(decision, alone) for decision in plan.decisions
        }

    def decider(self, decision: str) -> Decider:
        return self._deciders[decision]

    def matcher(self, decision: str) -> Matcher:
        """The function that tells which rules match, before any hit policy."""
        return self._matcher(self._plan.by_name[decision])

    def _columns(
        self, decision: CompiledDecision, *, first_highest: bool = False
    ) -> list[tuple[str, Inline]]:
        """The columns that can refuse a fact or a rule, as lines for a function."""
        return [
            (
                clause.term,
                inline_for(
                    self._plan.vocabulary[clause.term],
                    tests_by_mask(decision, index, first_highest=first_highest),
                ),
            )
            for index, clause in enumerate(decision.inputs)
        ]

    def _matcher(self, decision: CompiledDecision) -> Matcher:
        every = (1 << len(decision.rules)) - 1
        expressions = self._expressions(decision)
        return matcher(decision.name, self._columns(decision), every, expressions)

    def _expressions(
        self, decision: CompiledDecision, *, first_highest: bool = False
    ) -> Expressions | None:
        """The function that takes out of a mask the rules whose expressions do not hold."""
        found: dict[tuple[str, Holds], list[int]] = {}
        last = len(decision.rules) - 1
        for index, rule in enumerate(decision.rules):
            bit = last - index if first_highest else index
            for clause, test in zip(decision.inputs, rule.tests, strict=True):
                if isinstance(test, Holds):
                    found.setdefault((clause.term, test), []).append(bit)
        if not found:
            return None
        from ruleset.feel.evaluate import compiled_tests  # only tables with expressions need it

        vocabulary = self._plan.vocabulary
        columns = [
            (
                term,
                mask_of(indices),
                compiled_tests(test.tests, Type(vocabulary[term].type.value)),
            )
            for (term, test), indices in found.items()
        ]
        anywhere = mask_of(index for indices in found.values() for index in indices)
        terms = tuple(dict.fromkeys((*decision.read_terms,)))
        checks = [(term, self._checks[term]) for term in terms]

        def filtered(mask: int, facts: Mapping[str, Any]) -> int:
            if not mask & anywhere:
                return mask
            known = {term: check(facts.get(term)) for term, check in checks}
            for term, rules, holds in columns:
                if mask & rules and holds(known[term], known) is not True:
                    mask &= ~rules
            return mask

        return filtered

    def _table(self, decision: CompiledDecision, *, checked: bool) -> Decider:
        """The decider of one table whose inputs are all given.

        With `checked` the facts are the caller's, and those that the table does not read are held
        against the vocabulary too.
        """
        own = frozenset(clause.term for clause in decision.inputs)

        def check(facts: Mapping[str, Any]) -> None:
            if not own.issuperset(facts):
                self._check_others(own, facts)

        if decision.hit_policy is HitPolicy.FIRST:
            return self._first(decision, check if checked else None)
        match = self._matcher(decision)
        known = self._known(decision)
        answer = apply_policy(decision, self._plan.vocabulary)

        def decide(facts: Mapping[str, Any]) -> Answer:
            if checked:
                check(facts)
            return answer(list(set_bits(match(facts))), lambda: known(facts))

        return decide

    def _known(
        self, decision: CompiledDecision
    ) -> Callable[[Mapping[str, Any]], Mapping[str, Value]]:
        """The function that normalises the facts that the table reads."""
        checks = {term: self._checks[term] for term in decision.read_terms}

        def known(facts: Mapping[str, Any]) -> Mapping[str, Value]:
            normal = {term: check(facts.get(term)) for term, check in checks.items()}
            return {term: value for term, value in normal.items() if value is not None}

        return known

    def _first(
        self, decision: CompiledDecision, check: Callable[[Mapping[str, Any]], None] | None
    ) -> Decider:
        """First needs one bit only, so it skips the list of all matches."""
        outcomes = constant_outcomes(decision)
        outcome = outcome_of_rule(decision, self._plan.vocabulary, outcomes)
        known = self._known(decision)
        hits: list[tuple[int, ...]] = [(index,) for index in range(len(decision.every_rule))]
        if decision.default is None:
            hits, outcomes = [*hits, ()], [*outcomes, None]

        def other(index: int, facts: Mapping[str, Any]) -> Answer:
            hit = hits[index]
            return hit, outcome(index, lambda: known(facts)) if hit else None

        every = (1 << len(decision.rules)) - 1
        expressions = self._expressions(decision, first_highest=True)
        columns = self._columns(decision, first_highest=True)
        return first_decider(
            decision.name, columns, every, expressions, hits, outcomes, other, check
        )

    def _with_needed(self, decision: CompiledDecision, alone: Mapping[str, Decider]) -> Decider:
        """The decider that first decides what is needed and not given; it checks all facts."""
        if len(self._plan.graph(decision.name)) == 1:
            return self._table(decision, checked=True)
        own = frozenset(clause.term for clause in decision.inputs)
        decide_alone = alone[decision.name]
        chain = chain_of(self._plan, decision.name)

        def decide(facts: Mapping[str, Any]) -> Answer:
            self._check_others(own, facts)
            values = dict(facts)
            for needed in chain(facts):
                _, outcome = alone[needed.name](values)
                for clause in needed.outputs:
                    if values.get(clause.term) is None:
                        values[clause.term] = derived_value(outcome, clause.term)
            return decide_alone(values)

        return decide

    def _check_others(self, own: frozenset[str], facts: Mapping[str, Any]) -> None:
        for name, value in facts.items():
            if name not in own:
                check = self._checks.get(name)
                if check is None:
                    refuse_unknown(name, self._plan.vocabulary)
                check(value)


def derivations(
    plan: Plan, decision: str, facts: Mapping[str, Any]
) -> tuple[CompiledDecision, ...]:
    """The decisions that `decision` waits for when these facts are given, in graph order.

    A fact that is None is missing, so it does not stand in for a decision.
    """
    return chain_of(plan, decision)(facts)


def chain_of(
    plan: Plan, decision: str
) -> Callable[[Mapping[str, Any]], tuple[CompiledDecision, ...]]:
    """The function from facts to the derivations of one decision."""
    steps = [
        (
            each,
            tuple(
                (term, plan.producers[term]) for term in each.read_terms if term in plan.producers
            ),
        )
        for each in reversed(plan.graph(decision))
    ]

    def chain(facts: Mapping[str, Any]) -> tuple[CompiledDecision, ...]:
        wanted = {decision}
        kept = []
        for each, derived in steps:
            if each.name in wanted:
                kept.append(each)
                for term, producer in derived:
                    if facts.get(term) is None:
                        wanted.add(producer)
        return tuple(kept[:0:-1])  # the first one kept is the decision itself

    return chain

"""The engine that callers use: one mask a column, one AND, the lowest set bit.

For each column the fact's mask tells which rules accept it; the AND of all columns' masks is the
set of rules that match, in the order of the sheet. Expressions over several terms are evaluated
only for rules that are still in the running.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ruleset.dmn.form import HitPolicy, Value
from ruleset.engine.columns import lookup_for, mask_of, tests_by_mask
from ruleset.engine.facts import Check, check_for, refuse_unknown
from ruleset.engine.policies import apply_policy, derived_value, outcome_of_rule
from ruleset.engine.protocol import Answer, Decider
from ruleset.feel.evaluate import compiled_tests
from ruleset.feel.types import Type
from ruleset.plan.form import CompiledDecision, Holds, Plan
from ruleset.space.partition import bits

Matcher = Callable[[Mapping[str, Any]], int]
"""From the facts, derived ones included, to the mask of the rules that match."""


class MasksEngine:
    """Decides by bit masks. Immutable; the cost of a decision hardly depends on the rules."""

    name = "masks"

    def __init__(self, plan: Plan) -> None:
        self._checks: dict[str, Check] = {term.name: check_for(term) for term in plan.vocabulary}
        self._plan = plan
        alone = {decision.name: self._table(decision) for decision in plan.decisions}
        self._deciders = {
            decision.name: self._with_needed(decision, alone) for decision in plan.decisions
        }

    def decider(self, decision: str) -> Decider:
        return self._deciders[decision]

    def matcher(self, decision: str) -> Matcher:
        """The function that tells which rules match, before any hit policy."""
        return self._matcher(self._plan.by_name[decision])

    def _matcher(self, decision: CompiledDecision) -> Matcher:
        columns = []
        for index, clause in enumerate(decision.inputs):
            tests = tests_by_mask(decision, index)
            columns.append((clause.term, lookup_for(self._plan.vocabulary[clause.term], tests)))
        every = (1 << len(decision.rules)) - 1
        expressions = self._expressions(decision)

        def match(facts: Mapping[str, Any]) -> int:
            get = facts.get
            mask = every
            for term, lookup in columns:
                mask &= lookup(get(term))
            return mask

        def match_with_expressions(facts: Mapping[str, Any]) -> int:
            mask = match(facts)
            return expressions(mask, facts) if expressions is not None else mask

        return match if expressions is None else match_with_expressions

    def _expressions(
        self, decision: CompiledDecision
    ) -> Callable[[int, Mapping[str, Any]], int] | None:
        """The function that takes out of a mask the rules whose expressions do not hold."""
        found: dict[tuple[str, Holds], list[int]] = {}
        for index, rule in enumerate(decision.rules):
            for clause, test in zip(decision.inputs, rule.tests, strict=True):
                if isinstance(test, Holds):
                    found.setdefault((clause.term, test), []).append(index)
        if not found:
            return None
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

    def _table(self, decision: CompiledDecision) -> Decider:
        """The decider of one table whose inputs are all given."""
        match = self._matcher(decision)
        computed_terms = tuple(
            term
            for term in decision.read_terms
            if term not in {clause.term for clause in decision.inputs}
        )
        checks = {term: self._checks[term] for term in decision.read_terms}

        def known(facts: Mapping[str, Any]) -> Mapping[str, Value]:
            normal = {term: check(facts.get(term)) for term, check in checks.items()}
            return {term: value for term, value in normal.items() if value is not None}

        if decision.hit_policy is HitPolicy.FIRST and not computed_terms:
            return self._first(decision, match, known)
        answer = apply_policy(decision, self._plan.vocabulary)

        def decide(facts: Mapping[str, Any]) -> Answer:
            return answer(bits(match(facts)), lambda: known(facts))

        return decide

    def _first(
        self,
        decision: CompiledDecision,
        match: Matcher,
        known: Callable[[Mapping[str, Any]], Mapping[str, Value]],
    ) -> Decider:
        """First needs one bit only, so it skips the list of all matches."""
        outcome = outcome_of_rule(decision, self._plan.vocabulary)
        default = None if decision.default is None else len(decision.rules)
        hits = [(index,) for index in range(len(decision.every_rule))]

        def decide(facts: Mapping[str, Any]) -> Answer:
            mask = match(facts)
            if mask:
                index = (mask & -mask).bit_length() - 1
            elif default is None:
                return (), None
            else:
                index = default
            return hits[index], outcome(index, lambda: known(facts))

        return decide

    def _with_needed(self, decision: CompiledDecision, alone: Mapping[str, Decider]) -> Decider:
        """The decider that first decides what is needed and not given; it checks all facts."""
        own = frozenset(clause.term for clause in decision.inputs)
        decide_alone = alone[decision.name]
        check_others = self._check_others
        graph = self._plan.graph(decision.name)

        def decide(facts: Mapping[str, Any]) -> Answer:
            if not own.issuperset(facts):
                check_others(own, facts)
            return decide_alone(facts)

        if len(graph) == 1:
            return decide

        def decide_graph(facts: Mapping[str, Any]) -> Answer:
            check_others(own, facts)
            values = dict(facts)
            for needed in self.derivations(decision.name, facts):
                _, outcome = alone[needed.name](values)
                for clause in needed.outputs:
                    if values.get(clause.term) is None:
                        values[clause.term] = derived_value(outcome, clause.term)
            return decide_alone(values)

        return decide_graph

    def derivations(self, decision: str, facts: Mapping[str, Any]) -> tuple[CompiledDecision, ...]:
        """The decisions that have to be made first, in order: those whose terms are not given."""
        return derivations(self._plan, decision, facts)

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
    wanted = {decision}
    kept = []
    for each in reversed(plan.graph(decision)):
        if each.name in wanted:
            if each.name != decision:
                kept.append(each)
            for term in each.read_terms:
                producer = plan.producers.get(term)
                if producer is not None and facts.get(term) is None:
                    wanted.add(producer)
    return tuple(reversed(kept))

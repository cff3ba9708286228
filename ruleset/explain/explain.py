"""Makes an explanation from a ruleset and facts: the decisions on the way, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruleset.dmn.form import Value, Vocabulary
from ruleset.engine.facts import check_for
from ruleset.engine.masks import derivations
from ruleset.engine.policies import apply_policy, derived_value, outcome_of_rule
from ruleset.engine.protocol import Outcome
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import EvaluationError, FactError, HitPolicyError
from ruleset.explain.form import (
    CellStatus,
    CellVerdict,
    Explanation,
    FactMet,
    OutputVerdict,
    RuleStatus,
    RuleVerdict,
    Source,
    Step,
)
from ruleset.explain.missing import facts_that_matter
from ruleset.explain.preference import FOUND_NONE, FOUND_OTHER, reason_passed_over, would_count
from ruleset.explain.verdicts import cell_verdicts
from ruleset.plan.form import CompiledDecision, CompiledRule


def explain(
    ruleset: Ruleset,
    decision: str,
    facts: Mapping[str, Any],
    origins: Mapping[str, str] | None = None,
) -> Explanation:
    """The explanation of what `ruleset.decide(decision, facts)` gives.

    `origins` says for some facts where they were found. Raises what `decide` raises for facts or a
    decision that do not fit; a broken hit policy is told in `problem` instead. Costs one look-up a
    cell of every table on the way: about half a second for 10,000 rows of 8 columns.

    >>> found = explain(rules, "discount", {"customer": "vip"}, {"customer": "profile.status"})
    >>> [(rule.id, rule.status.value) for rule in found.step.rules][:2]
    [('vip', 'fired'), ('regular', 'cannot tell')]
    """
    if decision not in ruleset.plan.by_name:
        ruleset.decide(decision, facts)  # raises, with the names that there are
    normal = ruleset.checked(facts)
    known: dict[str, Value | None] = dict(normal)
    sources = _Sources(ruleset, frozenset(normal), origins or {})
    steps: list[Step] = []
    for table in (*derivations(ruleset.plan, decision, facts), ruleset.plan.by_name[decision]):
        step = _step(table, ruleset.plan.vocabulary, known, sources)
        steps.append(step)
        if step.problem:
            break
        for clause in table.outputs:
            if known.get(clause.term) is None:
                known[clause.term] = derived_value(step.outcome, clause.term)
    last = steps[-1]
    return Explanation(
        decision=decision,
        label=ruleset.plan.by_name[decision].label,
        outcome=None if last.problem else last.outcome,
        steps=tuple(steps),
        facts=normal,
        missing=facts_that_matter(steps, ruleset.plan),
        problem=last.problem,
        ruleset_name=ruleset.name,
        ruleset_version=ruleset.version,
        engine=ruleset.engine.name,
        rules=ruleset,
        asked=dict(facts),
    )


class _Sources:
    """Says of a fact where it came from."""

    def __init__(self, ruleset: Ruleset, given: frozenset[str], origins: Mapping[str, str]) -> None:
        self._plan, self._given, self._origins = ruleset.plan, given, origins

    def fact(self, name: str, value: Value | None) -> FactMet:
        label = self._plan.vocabulary[name].label
        producer = self._plan.producers.get(name)
        if name not in self._given and producer is not None:
            by = self._plan.by_name[producer].label
            return FactMet(name, label, value, Source.DECIDED, decided_by=by)
        if value is None:
            return FactMet(name, label, None, Source.MISSING)
        return FactMet(name, label, value, Source.GIVEN, origin=self._origins.get(name, ""))


def _step(
    table: CompiledDecision,
    vocabulary: Vocabulary,
    known: Mapping[str, Value | None],
    sources: _Sources,
) -> Step:
    # What another decision yields is checked again, as the engine does.
    met = {name: check_for(vocabulary[name])(known.get(name)) for name in table.read_terms}
    cells = cell_verdicts(table, vocabulary, met)
    matches = [
        index
        for index, verdicts in enumerate(cells[: len(table.rules)])
        if all(each.status.passes for each in verdicts)
    ]
    present = {name: value for name, value in met.items() if value is not None}
    fired, outcome, problem = _applied(table, vocabulary, matches, present)
    judged = _Judged(table, vocabulary, present, matches, fired, problem)
    return Step(
        decision=table.name,
        label=table.label,
        sheet=table.sheet,
        hit_policy=table.hit_policy,
        facts=tuple(sources.fact(name, value) for name, value in met.items()),
        rules=tuple(judged.rule(index, verdicts) for index, verdicts in enumerate(cells)),
        outcome=outcome,
        annotations=tuple(clause.term for clause in table.annotations),
        problem=problem,
    )


def _applied(
    table: CompiledDecision,
    vocabulary: Vocabulary,
    matches: Sequence[int],
    present: Mapping[str, Value],
) -> tuple[tuple[int, ...], Outcome, str]:
    """The rows that fire, the outcome, and what is wrong, by the engine's own hit policy."""
    try:
        fired, outcome = apply_policy(table, vocabulary)(matches, lambda: present)
    except (HitPolicyError, EvaluationError) as problem:
        return (), None, problem.message
    return fired, outcome, ""


class _Judged:
    """One table's matches and what the hit policy made of them; gives the verdict on each row."""

    def __init__(
        self,
        table: CompiledDecision,
        vocabulary: Vocabulary,
        present: Mapping[str, Value],
        matches: Sequence[int],
        fired: Sequence[int],
        problem: str,
    ) -> None:
        self._table, self._vocabulary, self._present = table, vocabulary, present
        self._matches, self._fired = frozenset(matches), fired
        self._fires = frozenset(fired)
        self._problem = problem
        self._outcome_of_rule = outcome_of_rule(table, vocabulary)
        self._counts = would_count(table, vocabulary, fired)

    def rule(self, index: int, cells: tuple[CellVerdict, ...]) -> RuleVerdict:
        rule = self._table.every_rule[index]
        is_default = index == len(self._table.rules)
        status, reason = self._status(index, cells)
        return RuleVerdict(
            id=rule.id,
            rule_number=rule.rule_number,
            cell=self._table.cell(rule),
            status=status,
            cells=cells,
            outputs=self._outputs(index, rule),
            annotations=rule.annotations,
            reason=reason,
            counts=index in self._fires or (not is_default and self._counts(index)),
        )

    def _status(self, index: int, cells: tuple[CellVerdict, ...]) -> tuple[RuleStatus, str]:
        if index == len(self._table.rules):
            if index in self._fires:
                return RuleStatus.DEFAULT_USED, FOUND_NONE
            return RuleStatus.DEFAULT_NOT_NEEDED, FOUND_OTHER
        if index not in self._matches:
            failed = any(each.status is CellStatus.FAILED for each in cells)
            return (RuleStatus.FAILED if failed else RuleStatus.CANNOT_TELL), ""
        if index in self._fires:
            return RuleStatus.FIRED, ""
        if self._problem:
            return RuleStatus.CONFLICT, self._problem
        winner = self._fired[0]
        reason = reason_passed_over(
            self._table, self._vocabulary, index, winner, self._outcome_if_computable
        )
        return RuleStatus.PASSED_OVER, reason

    def _outcome_if_computable(self, index: int) -> Mapping[str, Any] | None:
        try:
            return self._outcome_of_rule(index, lambda: self._present)
        except (EvaluationError, FactError):
            return None

    def _outputs(self, index: int, rule: CompiledRule) -> tuple[OutputVerdict, ...]:
        matters = index in self._matches or index in self._fires
        made = self._outcome_if_computable(index) if matters else None
        values = [
            getattr(output, "value", None) if made is None else made[clause.term]
            for clause, output in zip(self._table.outputs, rule.outputs, strict=True)
        ]
        return tuple(
            OutputVerdict(
                self._table.cell(rule, clause),
                clause.term,
                self._vocabulary[clause.term].label,
                text,
                value,
            )
            for clause, text, value in zip(
                self._table.outputs, rule.output_texts, values, strict=True
            )
        )

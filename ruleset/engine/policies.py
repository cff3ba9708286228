"""Hit policies: from the rules that match to those that count, and to the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.dmn.form import HitPolicy, Value, Vocabulary
from ruleset.engine.facts import check_for, shortened
from ruleset.engine.protocol import Answer, Outcome
from ruleset.errors import EvaluationError, FactError, HitPolicyError
from ruleset.locations import Cell
from ruleset.plan.form import CompiledClause, CompiledDecision, Constant

Values = Callable[[], Mapping[str, Value]]
"""Gives the normalised facts, for output entries that are computed; called only when needed."""

RuleOutcome = Callable[[int, Values], dict[str, Any]]


def constant_outcomes(decision: CompiledDecision) -> list[dict[str, Any] | None]:
    """The outcome of each rule, the default's last; None where an output has to be computed."""
    names = tuple(clause.term for clause in decision.outputs)
    found: list[dict[str, Any] | None] = []
    for rule in decision.every_rule:
        values = [each.value for each in rule.outputs if isinstance(each, Constant)]
        whole = len(values) == len(names)
        found.append(dict(zip(names, values, strict=True)) if whole else None)
    return found


def outcome_of_rule(
    decision: CompiledDecision,
    vocabulary: Vocabulary,
    constant: Sequence[dict[str, Any] | None] | None = None,
) -> RuleOutcome:
    """The function from a rule's index to a new dict of its outputs.

    `constant` is what `constant_outcomes` gives, for a caller that has it.
    """
    constant = constant_outcomes(decision) if constant is None else constant
    computed = {
        index: _computed_outcome(decision, vocabulary, index)
        for index, known in enumerate(constant)
        if known is None
    }

    def outcome(index: int, facts: Values) -> dict[str, Any]:
        known = constant[index]
        return known.copy() if known is not None else computed[index](facts())

    return outcome


def _computed_outcome(
    decision: CompiledDecision, vocabulary: Vocabulary, index: int
) -> Callable[[Mapping[str, Value]], dict[str, Any]]:
    from ruleset.feel.evaluate import compiled  # only computed outputs need it

    rule = decision.every_rule[index]
    parts: list[tuple[CompiledClause, Callable[..., object] | None, Value | None]] = []
    for clause, output in zip(decision.outputs, rule.outputs, strict=True):
        if isinstance(output, Constant):
            parts.append((clause, None, output.value))
        else:
            parts.append((clause, compiled(output.expression), None))
    checks = {clause.term: check_for(vocabulary[clause.term]) for clause in decision.outputs}
    texts = dict(zip((c.term for c in decision.outputs), rule.output_texts, strict=True))

    def outcome(facts: Mapping[str, Value]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for clause, compute, value in parts:
            if compute is not None:
                try:
                    value = checks[clause.term](_as_fact(compute(None, facts)))
                except FactError as problem:
                    cell = str(decision.cell(rule, clause))
                    raise EvaluationError(
                        f"{cell}: `{texts[clause.term]}` yields a value that does not fit: "
                        f"{problem.message}",
                        cell=cell,
                        text=texts[clause.term],
                    ) from problem
            made[clause.term] = value
        return made

    return outcome


def _as_fact(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def apply_policy(
    decision: CompiledDecision, vocabulary: Vocabulary
) -> Callable[[Sequence[int], Values], Answer]:
    """The function from the matching rules (indices in row order) to the answer.

    Without a match the default rule, if there is one, is the only match.
    """
    outcome = outcome_of_rule(decision, vocabulary)
    finish = _FINISHES[decision.hit_policy](decision, vocabulary, outcome)
    default = () if decision.default is None else (len(decision.rules),)

    def answer(matches: Sequence[int], facts: Values) -> Answer:
        return finish(matches or default, facts)

    return answer


Finish = Callable[[Sequence[int], Values], Answer]
Make = Callable[[CompiledDecision, Vocabulary, RuleOutcome], Finish]


def _first(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    def finish(matches: Sequence[int], facts: Values) -> Answer:
        return ((matches[0],), outcome(matches[0], facts)) if matches else ((), None)

    return finish


def _unique(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    def finish(matches: Sequence[int], facts: Values) -> Answer:
        if len(matches) > 1:
            raise _conflict(decision, matches, "match together")
        return ((matches[0],), outcome(matches[0], facts)) if matches else ((), None)

    return finish


def _any(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    def finish(matches: Sequence[int], facts: Values) -> Answer:
        if not matches:
            return (), None
        outcomes = [outcome(index, facts) for index in matches]
        if any(each != outcomes[0] for each in outcomes):
            raise _conflict(decision, matches, "match together with different outcomes")
        return tuple(matches), outcomes[0]

    return finish


def _by_allowed(
    decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome
) -> Callable[[Sequence[int], Values], list[tuple[int, dict[str, Any]]]]:
    """The matches with outcomes, the one whose outputs stand first among the allowed first."""
    ranks = [
        (clause.term, {value: rank for rank, value in enumerate(vocabulary[clause.term].allowed)})
        for clause in decision.outputs
        if vocabulary[clause.term].allowed
    ]

    def key(pair: tuple[int, dict[str, Any]]) -> list[int]:
        return [min(_ranks_of(pair[1][term], rank), default=len(rank)) for term, rank in ranks]

    def ordered(matches: Sequence[int], facts: Values) -> list[tuple[int, dict[str, Any]]]:
        return sorted(((index, outcome(index, facts)) for index in matches), key=key)

    return ordered


def _ranks_of(value: Value | None, ranks: Mapping[Any, int]) -> list[int]:
    if isinstance(value, frozenset):
        return [ranks[each] for each in value]
    return [] if value is None else [ranks[value]]


def _priority(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    ordered = _by_allowed(decision, vocabulary, outcome)

    def finish(matches: Sequence[int], facts: Values) -> Answer:
        if not matches:
            return (), None
        index, best = ordered(matches, facts)[0]
        return (index,), best

    return finish


def _output_order(
    decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome
) -> Finish:
    ordered = _by_allowed(decision, vocabulary, outcome)

    def finish(matches: Sequence[int], facts: Values) -> Answer:
        pairs = ordered(matches, facts)
        return tuple(index for index, _ in pairs), [each for _, each in pairs]

    return finish


def _every(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    def finish(matches: Sequence[int], facts: Values) -> Answer:
        return tuple(matches), [outcome(index, facts) for index in matches]

    return finish


def _aggregated(decision: CompiledDecision, vocabulary: Vocabulary, outcome: RuleOutcome) -> Finish:
    aggregate = _AGGREGATES[decision.hit_policy]
    names = tuple(clause.term for clause in decision.outputs)

    def finish(matches: Sequence[int], facts: Values) -> Answer:
        if not matches:
            return (), None
        outcomes = [outcome(index, facts) for index in matches]
        made = {
            name: aggregate([each[name] for each in outcomes if each[name] is not None])
            for name in names
        }
        check_total(decision, vocabulary, made)
        return tuple(matches), made

    return finish


def check_total(
    decision: CompiledDecision, vocabulary: Vocabulary, made: Mapping[str, Value | None]
) -> None:
    """EvaluationError when a total is no allowed value of its term."""
    for clause in decision.outputs:
        allowed = vocabulary[clause.term].allowed
        total = made[clause.term]
        if allowed and total is not None and total not in allowed:
            cell = str(Cell(decision.sheet, decision.header_row, clause.column))
            text = vocabulary[clause.term].label
            raise EvaluationError(
                f"{cell}: {decision.hit_policy.value} yields {total}, which is no allowed value of "
                f"`{text}`",
                cell=cell,
                text=text,
            )


_AGGREGATES: Mapping[HitPolicy, Callable[[list[Any]], Any]] = {
    HitPolicy.COLLECT_SUM: lambda values: sum(values, Decimal(0)) if values else None,
    HitPolicy.COLLECT_MIN: lambda values: min(values, default=None),
    HitPolicy.COLLECT_MAX: lambda values: max(values, default=None),
    HitPolicy.COLLECT_COUNT: lambda values: Decimal(len(values)),
}

_FINISHES: Mapping[HitPolicy, Make] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.FIRST: _first,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.OUTPUT_ORDER: _output_order,
    HitPolicy.RULE_ORDER: _every,
    HitPolicy.COLLECT: _every,
    **dict.fromkeys(_AGGREGATES, _aggregated),
}


def _conflict(decision: CompiledDecision, matches: Sequence[int], why: str) -> HitPolicyError:
    rules = [decision.every_rule[index] for index in matches]
    cells = tuple(str(decision.cell(rule)) for rule in rules)
    named = ", ".join(
        f"`{rule.id}` ({cell})" for rule, cell in list(zip(rules, cells, strict=True))[:10]
    )
    return HitPolicyError(
        f"{decision.label}: under hit policy {decision.hit_policy.value} the rules {named} {why}",
        decision=decision.name,
        hit_policy=decision.hit_policy.value,
        rules=tuple(rule.id for rule in rules),
        cells=cells,
    )


def derived_value(outcome: Outcome, term: str) -> Value | None:
    """The value that another decision's column gets from an outcome.

    Several outcomes become one set: the union of what each yields.
    """
    if outcome is None:
        return None
    if isinstance(outcome, list):
        values = [each[term] for each in outcome if each[term] is not None]
        sets = [value if isinstance(value, frozenset) else frozenset({value}) for value in values]
        return frozenset().union(*sets) if sets else None
    value = outcome[term]
    kinds = (str, Decimal, bool, date, frozenset)
    assert value is None or isinstance(value, kinds), shortened(value)  # noqa: S101  # its term's
    return value

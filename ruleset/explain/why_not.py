"""Why a row did not fire: the cells that do not pass, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruleset.diagnostics import nearest, or_list
from ruleset.engine.facts import check_for, refuse_unknown
from ruleset.engine.policies import outcome_of_rule
from ruleset.errors import EvaluationError, FactError, UnknownRuleError
from ruleset.explain.form import (
    CellStatus,
    CellVerdict,
    Explanation,
    RuleStatus,
    RuleVerdict,
    Step,
)
from ruleset.explain.wording import plural, rows_in_words, shown


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What stands between a row and its firing.

    `needed` are the cells that do not pass: each says what it asks for (`text`) and what it met
    (`value`). `reason` says it in one sentence; `also` what else would stand in the way then.
    """

    decision: str
    label: str
    rule: RuleVerdict
    reason: str
    also: str = ""

    @property
    def fired(self) -> bool:
        return self.rule.status.fires

    @property
    def needed(self) -> tuple[CellVerdict, ...]:
        return self.rule.failing if self.rule.status.misses else ()

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data that JSON can hold."""
        from ruleset.explain.as_dict import cell_as_dict, rule_as_dict

        return {
            "decision": self.decision,
            "fired": self.fired,
            "reason": self.reason,
            "also": self.also,
            "needed": [cell_as_dict(each) for each in self.needed],
            "rule": rule_as_dict(self.rule),
        }

    def __str__(self) -> str:
        lines = [f"{self.label}, {row_name(self.rule)}: {self.reason}"]
        outputs = {each.label: each.text for each in self.rule.outputs}
        lines.append(f"  it yields {', '.join(f'{name} {text}' for name, text in outputs.items())}")
        lines += [f"  {cell.cell}  {failure(cell)}" for cell in self.needed]
        if self.also:
            lines.append(f"  {self.also}")
        return "\n".join(lines)


def row_name(rule: RuleVerdict) -> str:
    """The row as text speaks of it: number, id, address."""
    return f"row {rule.row} (`{rule.id}`, {rule.cell})"


def failure(cell: CellVerdict) -> str:
    """What a cell that does not pass asks for and what it met, in a clause."""
    if cell.status is CellStatus.UNKNOWN:
        if cell.unknown == (cell.term,):
            return f"{cell.label} is not known, expected `{shown(cell.text, 60)}`"
        what = f"{', '.join(cell.unknown)} not known" if cell.unknown else "no value"
        return f"`{shown(cell.text, 60)}` under {cell.label} cannot be told: {what}"
    if cell.found:
        return f"{cell.label} has `{cell.found[0]}`, expected `{shown(cell.text, 60)}`"
    return f"{cell.label} is {shown(cell.value, 60)}, expected `{shown(cell.text, 60)}`"


def why_not(explanation: Explanation, id: str) -> WhyNot:
    """Why the row with that id did not fire; rows of the asked decision come before others'."""
    for step in reversed(explanation.steps):
        rule = step.rule(id)
        if rule is not None:
            return of_rule(step, rule)
    available = tuple(rule.id for step in reversed(explanation.steps) for rule in step.rules)
    near = nearest(id, available)
    tail = f"did you mean `{near}`?" if near else f"there are {or_list(available)}"
    raise UnknownRuleError(
        f"no rule on the way to `{explanation.label}` has the id `{id}`; {tail}",
        rule=id,
        available=available,
    )


def of_rule(step: Step, rule: RuleVerdict) -> WhyNot:
    """The same for a row that is at hand."""
    match rule.status:
        case RuleStatus.FIRED | RuleStatus.DEFAULT_USED:
            reason = "it did fire"
        case RuleStatus.PASSED_OVER:
            reason = f"it matches, but {rule.reason}"
        case RuleStatus.CONFLICT:
            reason = "it matches together with rows that the hit policy does not let match with it"
        case RuleStatus.DEFAULT_NOT_NEEDED:
            found = [each.row for each in step.rules if each.status.fires]
            reason = f"{rule.reason}; {rows_in_words(found)} " + (
                "does" if len(found) == 1 else "do"
            )
        case RuleStatus.FAILED | RuleStatus.CANNOT_TELL:
            verb = "does" if len(rule.failing) == 1 else "do"
            count = f"{len(rule.failing)} of {plural(len(rule.asking), 'cell')} {verb} not pass"
            known = rule.status is RuleStatus.FAILED
            reason = count if known else f"cannot tell: {count}, for want of facts"
    return WhyNot(step.decision, step.label, rule, reason, _also(step, rule))


def _also(step: Step, rule: RuleVerdict) -> str:
    if not rule.status.misses or rule.counts:
        return ""
    winner = next(each for each in step.rules if each.status.fires)
    changing = {cell.term for cell in rule.failing}
    if any(cell.term in changing for cell in winner.asking):
        return ""  # what makes this row match may take the other one out
    return f"even if it matched, row {winner.row} (`{winner.id}`) would come first"


def nearest_rows(explanation: Explanation, outcome: Mapping[str, Any]) -> tuple[WhyNot, ...]:
    """The rows of the asked decision that yield the outcome, the nearest first."""
    step = explanation.step
    wanted = checked_outcome(explanation, outcome)
    if step.decision != explanation.decision:
        return ()
    yielding = [rule for rule, made in _yields(explanation, step) if _agrees(made, wanted)]
    yielding.sort(key=lambda rule: (not rule.status.fires, len(rule.failing), not rule.counts))
    return tuple(of_rule(step, rule) for rule in yielding)


def checked_outcome(explanation: Explanation, outcome: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome with its values normalised. FactError for one that cannot be."""
    vocabulary = explanation.rules.plan.vocabulary
    outputs = [c.term for c in explanation.rules.plan.by_name[explanation.decision].outputs]
    wanted = {}
    for name, value in outcome.items():
        if name not in vocabulary:
            refuse_unknown(name, vocabulary)
        if name not in outputs:
            raise FactError(
                f"`{name}` is not an output of `{explanation.decision}`; it has {or_list(outputs)}",
                term=name,
                value=value,
                expected="an output of the decision",
                suggestion=nearest(name, outputs),
            )
        wanted[name] = check_for(vocabulary[name])(value)
    return wanted


def agrees(outcome: Any, wanted: Mapping[str, Any]) -> bool:
    """True when the outcome, or one of several, has all the wanted values."""
    if isinstance(outcome, list):
        return any(_agrees(each, wanted) for each in outcome)
    return outcome is not None and _agrees(outcome, wanted)


def _agrees(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(made.get(name) == value for name, value in wanted.items())


def _yields(
    explanation: Explanation, step: Step
) -> Iterable[tuple[RuleVerdict, Mapping[str, Any]]]:
    plan = explanation.rules.plan
    outcome = outcome_of_rule(plan.by_name[step.decision], plan.vocabulary)
    facts = {fact.term: fact.value for fact in step.facts if fact.value is not None}
    for index, rule in enumerate(step.rules):
        try:
            yield rule, outcome(index, lambda: facts)
        except EvaluationError:
            continue  # what the row yields cannot be told for these facts

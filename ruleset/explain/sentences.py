"""The outcome's reason in one sentence, by hit policy, for readers who know no hit policies."""

from __future__ import annotations

from ruleset.dmn.form import HitPolicy
from ruleset.explain.form import FactMet, RuleStatus, RuleVerdict, Source, Step
from ruleset.explain.wording import plural, rows_in_words

POLICIES = {
    HitPolicy.UNIQUE: "at most one row may match",
    HitPolicy.ANY: "several rows may match if they agree",
    HitPolicy.PRIORITY: "of the rows that match, the one with the most important outcome decides",
    HitPolicy.FIRST: "the topmost row that matches decides",
    HitPolicy.RULE_ORDER: "every row that matches gives its outcome, from top to bottom",
    HitPolicy.OUTPUT_ORDER: "every row that matches gives its outcome, the most important first",
    HitPolicy.COLLECT: "every row that matches gives its outcome",
    HitPolicy.COLLECT_SUM: "the outcomes of all rows that match are added up",
    HitPolicy.COLLECT_MIN: "the smallest outcome of the rows that match counts",
    HitPolicy.COLLECT_MAX: "the largest outcome of the rows that match counts",
    HitPolicy.COLLECT_COUNT: "the rows that match are counted",
}
"""What each hit policy means, in a clause."""


def why_sentence(step: Step) -> str:
    """Why the outcome is what it is.

    One sentence, with a capital letter and a full stop.
    """
    fired = step.fired
    if step.problem:
        return f"The rules cannot decide this: {step.problem}."
    if not fired:
        return "No row accepts these facts, and the table has no default row." + _short_of(step)
    if fired[0].status is RuleStatus.DEFAULT_USED:
        return f"No other row accepts these facts, so the default row {fired[0].row} holds."
    return f"{_capital(_who(step, fired))}."


def _who(step: Step, fired: tuple[RuleVerdict, ...]) -> str:
    rows = rows_in_words([rule.row for rule in fired])
    alone = len(fired) == 1
    matched = len(fired) + sum(rule.status is RuleStatus.PASSED_OVER for rule in step.rules)
    accepts = "accepts" if alone else "accept"
    match step.hit_policy:
        case HitPolicy.FIRST if matched > 1:
            return f"{rows} is the topmost of the {matched} rows that accept these facts"
        case HitPolicy.FIRST | HitPolicy.UNIQUE | HitPolicy.ANY | HitPolicy.PRIORITY if (
            matched == 1
        ):
            return f"{rows} is the only row that accepts these facts"
        case HitPolicy.PRIORITY:
            return (
                f"of the {matched} rows that accept these facts, {rows} has the most important "
                "outcome"
            )
        case HitPolicy.ANY:
            return f"{rows} accept these facts, and agree"
        case HitPolicy.OUTPUT_ORDER:
            return f"{rows} {accepts} these facts; the most important outcome comes first"
        case HitPolicy.COLLECT_SUM:
            return f"{rows} {accepts} these facts; the outcome is their sum"
        case HitPolicy.COLLECT_MIN:
            return f"{rows} {accepts} these facts; the outcome is the smallest of theirs"
        case HitPolicy.COLLECT_MAX:
            return f"{rows} {accepts} these facts; the outcome is the largest of theirs"
        case HitPolicy.COLLECT_COUNT:
            return f"{rows} {accepts} these facts; the outcome is how many they are"
    return f"{rows} {accepts} these facts"


def _short_of(step: Step) -> str:
    near = step.near_misses
    if not near or len(near[0].failing) != 1:
        return ""
    rows = [rule.row for rule in near if len(rule.failing) == 1]
    named = _capital(rows_in_words(rows))
    if len(rows) == 1:
        return f" {named} comes nearest: one of its cells does not accept them."
    return f" {named} come nearest: one cell of each does not accept them."


def verdict_words(step: Step, rule: RuleVerdict) -> str:
    """What became of the row, in a few words."""
    count = len(rule.failing)
    match rule.status:
        case RuleStatus.FIRED:
            return "decides" if len(step.fired) == 1 else "counts"
        case RuleStatus.DEFAULT_USED:
            return "decides: no other row matches"
        case RuleStatus.DEFAULT_NOT_NEEDED:
            return "default, not needed"
        case RuleStatus.PASSED_OVER:
            return f"matches, but {rule.reason}"
        case RuleStatus.CONFLICT:
            return "matches, and must not together with the others"
        case RuleStatus.CANNOT_TELL:
            return f"cannot tell: {'a fact is' if count == 1 else f'{count} facts are'} not known"
        case RuleStatus.FAILED:
            return f"fails in {plural(count, 'cell')}" + (" only" if count == 1 else "")
    raise AssertionError(rule.status)


def source_words(fact: FactMet) -> str:
    """Where the fact came from, for a reader who looks it up."""
    match fact.source:
        case Source.DECIDED if fact.value is None:
            return f"{fact.decided_by} gave no outcome"
        case Source.DECIDED:
            return f"decided by {fact.decided_by}"
        case Source.GIVEN:
            return fact.origin or "given by the caller"
    return "not known"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

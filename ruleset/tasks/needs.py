"""Needs: the facts that would unlock better tasks, the most valuable first, so that one can ask.

A fact unlocks a template in two ways: the template was passed over for want of it, or a row of the
decision `template` did not match only because it is not known. A template that lacks one fact
counts whole for that fact, one that lacks two counts half for each; in the milestone that the goal
asks for it counts twice. Rows that stand for different values of one fact (a row a country) count
once, for only one of them can come true; a fact that is now assumed counts half.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruleset.engine.ruleset import Ruleset
from ruleset.plan.form import ANYTHING, Accepts, CompiledRule, Constant, Holds, Mentions, Test
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.facts import Fact
from ruleset.tasks.selection import DECISION, MILESTONE, Selection

_INSTEAD = {
    "budget_tier": "yearly_budget",
    "days_left": "deadline",
    "gpa_percent": "gpa",
    "has_warm_intros": "warm_intros",
    "experience_level_stated": "years_of_experience",
    "country_name": "country",
    "target_universities": "university_name",
    "target_companies": "company_name",
}
"""For facts that are reckoned from others or given by the same answer, the one to ask for."""

ASSUMED = {"budget_tier": "budget_assumed"}
"""Facts that are always there, with the fact that says that they are only assumed."""


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that would unlock better tasks: what to ask, where it belongs, what it unlocks."""

    fact: str
    label: str
    fields: tuple[str, ...]
    unlocks: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "fact": self.fact,
            "label": self.label,
            "fields": list(self.fields),
            "unlocks": list(self.unlocks),
        }


def needs_of(
    selections: Iterable[Selection],
    facts: Mapping[str, Fact],
    values: Mapping[str, Any],
    requires: Mapping[str, Sequence[str]],
) -> tuple[Need, ...]:
    """The facts to ask for, the most valuable first.

    `values` are the facts as the rules read them, `requires` the required facts of each template.
    """
    unlocks: dict[str, dict[str, None]] = {}
    worth: dict[str, float] = {}
    assumed = {_INSTEAD.get(term, term) for term, by in ASSUMED.items() if values.get(by) is True}
    for selection in selections:
        times = 2.0 if values.get(MILESTONE) == selection.milestone else 1.0
        counted: set[tuple[str, ...]] = set()
        for candidate in selection.passed_over:
            _count(candidate.template, candidate.lacks, times, unlocks, worth)
        for template, lacks in _closed(selection, facts, values, requires):
            half = 0.5 if assumed.intersection(lacks) else 1.0
            _count(template, lacks, 0 if lacks in counted else times * half, unlocks, worth)
            counted.add(lacks)
    ranked = sorted(unlocks, key=lambda name: (-worth[name], name))
    return tuple(
        Need(name, KNOWN_FACTS[name].label, KNOWN_FACTS[name].asked_as, tuple(unlocks[name]))
        for name in ranked
    )


def _count(
    template: str,
    lacks: tuple[str, ...],
    times: float,
    unlocks: dict[str, dict[str, None]],
    worth: dict[str, float],
) -> None:
    for lacking in lacks:
        name = _INSTEAD.get(lacking, lacking)
        unlocks.setdefault(name, {})[template] = None
        worth[name] = worth.get(name, 0) + times / len(lacks)


def _closed(
    selection: Selection,
    facts: Mapping[str, Fact],
    values: Mapping[str, Any],
    requires: Mapping[str, Sequence[str]],
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The templates of rows that would match, were some facts known; each with those facts.

    Only rows above the last chosen one: what stands below would not be taken.
    """
    if not selection.chosen:
        return
    rules = selection.decision.ruleset
    last = selection.chosen[-1].rule.rule_number
    offered = {candidate.template for candidate in selection.chosen}
    assumed = {term for term, by in ASSUMED.items() if values.get(by) is True}
    unknown = _needed(rules, selection.milestone).difference(values.keys() - assumed)
    if not unknown:
        return
    for row in _rows(rules, selection.milestone):
        if row.rule_number >= last:
            return
        lacks = row.needed & unknown
        if not lacks or row.template in offered or row.template not in requires:
            continue
        if all(
            _passes(test, values[term]) for term, test in row.tests if _told(term, lacks, values)
        ):
            asked = dict.fromkeys(_asked(rules, term, facts) for term in sorted(lacks))
            if "" not in asked:
                more = [name for name in requires[row.template] if name not in facts]
                yield row.template, tuple(dict.fromkeys((*asked, *more)))


def _told(term: str, lacks: Collection[str], values: Mapping[str, Any]) -> bool:
    return term in values and term not in lacks


def _asked(rules: Ruleset, term: str, facts: Mapping[str, Fact]) -> str:
    """The fact to ask a person for so that the term gets a value; empty when there is none."""
    seen = {term}
    while term in rules.plan.producers and term not in _INSTEAD:
        inputs = rules.plan.by_name[rules.plan.producers[term]].inputs
        unknown = [each.term for each in inputs if each.term not in facts]
        found = next((each for each in unknown if _INSTEAD.get(each, each) in KNOWN_FACTS), "")
        if not found or found in seen:
            return ""
        seen.add(found)
        term = found
    term = _INSTEAD.get(term, term)
    return term if term in KNOWN_FACTS and term not in facts else ""


def _takes_missing(test: Test) -> bool:
    match test:
        case Accepts(values):
            return values.missing
        case Mentions():
            return test.missing
        case Holds():
            return True  # cannot tell: such a row is never promised


def _passes(test: Test, value: Any) -> bool:
    match test:
        case Accepts(values):
            return value in values
        case Mentions(atoms, negated, _):
            return negated if not atoms else False
        case Holds():
            return False


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a milestone: its template, the tests that not every value passes, and the terms.

    `needed` are the terms that must be known for the row to match.
    """

    template: str
    rule_number: int
    tests: tuple[tuple[str, Test], ...]
    needed: frozenset[str]


@lru_cache(maxsize=256)
def _needed(rules: Ruleset, milestone: str) -> frozenset[str]:
    """The terms that any row of the milestone needs."""
    return frozenset[str]().union(*(row.needed for row in _rows(rules, milestone)))


@lru_cache(maxsize=256)
def _rows(rules: Ruleset, milestone: str) -> tuple[_Row, ...]:
    table = rules.plan.by_name[DECISION]
    place = [each.term for each in table.outputs].index(DECISION)
    terms = [each.term for each in table.inputs]
    found = []
    for rule in table.rules:
        output = rule.outputs[place]
        tests = [
            (term, test)
            for term, test in zip(terms, rule.tests, strict=True)
            if test != ANYTHING and term != MILESTONE
        ]
        if tests and isinstance(output, Constant) and _is_of(rule, terms, milestone):
            needed = frozenset(term for term, test in tests if not _takes_missing(test))
            found.append(_Row(str(output.value), rule.rule_number, tuple(tests), needed))
    return tuple(found)


def _is_of(rule: CompiledRule, terms: list[str], milestone: str) -> bool:
    return MILESTONE not in terms or _passes(rule.tests[terms.index(MILESTONE)], milestone)

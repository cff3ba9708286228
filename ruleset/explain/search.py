"""Finds the smallest changes of facts that change the outcome.

Facts matter only by the class that they fall into, so it is enough to try one value of each class.
Sets of one fact, then two, then three are tried in full: for each set the classes that lead to the
same rules, all other facts being as they are, count as one. Each try is a decision of the engine
itself, so what is reported does change the outcome; and where no expression stands in the way,
nothing smaller does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from math import prod
from typing import Any

from ruleset.dmn.form import TermType, Value
from ruleset.engine.decision import Decision
from ruleset.engine.facts import refuse_unknown
from ruleset.engine.protocol import Outcome
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import EvaluationError, FactError, HitPolicyError
from ruleset.explain.boxes import merged
from ruleset.explain.form import Explanation
from ruleset.explain.leaves import Question, Scope
from ruleset.explain.mentions import MentionsLeaf
from ruleset.explain.options import Leaf, Options, ScalarLeaf, State
from ruleset.explain.what_if import Change, FactChange, WhatIf
from ruleset.explain.why_not import agrees, checked_outcome
from ruleset.explain.wording import quoted
from ruleset.space.value_set import Interval

LARGEST = 3
_MOST_ALONE, _MOST_TOGETHER = 512, 48
"""How many classes of a text or a set are tried, where it changes alone and where others do too."""


def search(
    explanation: Explanation,
    *,
    outcome: Mapping[str, Any] | None = None,
    only: Iterable[str] | None = None,
    budget: int = 20_000,
) -> WhatIf:
    """All changes of the fewest facts, at most three, that change the outcome or lead to `outcome`.

    FactError when `only` names no term, or `outcome` no output with a value that it may have. An
    outcome that the rules forbid (a broken hit policy) is no outcome.
    """
    wanted = None if outcome is None else checked_outcome(explanation, outcome)
    vocabulary = explanation.rules.plan.vocabulary
    chosen = None if only is None else frozenset(only)
    for name in sorted(chosen or ()):
        if name not in vocabulary:
            refuse_unknown(name, vocabulary)
    run = _Search(explanation, wanted, chosen, budget)
    if wanted is not None and not explanation.problem and agrees(explanation.outcome, wanted):
        return run.result((), (), 0)
    return run.run()


@dataclass
class _Search:
    """One search: the decisions left to make, and what makes the result incomplete so far."""

    explanation: Explanation
    wanted: Mapping[str, Any] | None
    only: frozenset[str] | None
    budget: int
    tried: int = 0
    gaps: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.question = Question.of(self.explanation)
        self.rules = _on_masks(self.explanation.rules)
        self.leaves: dict[str, Leaf] = {
            name: _leaf(self.question, name)
            for name in self.question.leaves
            if self.only is None or name in self.only
        }

    def run(self) -> WhatIf:
        smallest: tuple[Change, ...] = ()
        size = None
        for count in range(1, min(LARGEST, len(self.leaves)) + 1):
            found = self.of_size(count)
            if not smallest and found:
                smallest, size = found, count
            staying = tuple(each for each in found if not each.makes_missing)
            if staying:
                return self.result(smallest, staying if count != size else (), size)
            if self.tried >= self.budget:
                break
        else:
            if size is None and len(self.leaves) > LARGEST:
                self.gaps["only changes of up to three facts were tried"] = None
        return self.result(smallest, (), size)

    def of_size(self, count: int) -> tuple[Change, ...]:
        """All changes of that many facts that lead where they should, in order."""
        found: list[Change] = []
        for names in combinations(self.leaves, count):
            if self.tried >= self.budget:
                self.gaps[f"the budget of {self.budget} decisions ran out"] = None
                break
            found += self.of_facts(names)
        return tuple(sorted(found, key=lambda each: (each.makes_missing, each.makes_known)))

    def of_facts(self, names: tuple[str, ...]) -> Iterable[Change]:
        """The changes of exactly these facts."""
        scopes = self.question.scopes(frozenset(names))
        most = _MOST_ALONE if len(names) == 1 else _MOST_TOGETHER
        options = [self.options(name, scopes, most) for name in names]
        if prod(len(each.groups) for each in options) > self.budget - self.tried:
            self.gaps[f"the budget of {self.budget} decisions ran out"] = None
        outcomes: dict[Any, tuple[Decision, list[tuple[int, ...]]]] = {}
        for place in product(*(range(len(each.groups)) for each in options)):
            if self.tried >= self.budget:
                break
            groups = [each.groups[index] for each, index in zip(options, place, strict=True)]
            made = self.decided(dict(zip(names, groups, strict=True)))
            if made is not None:
                missing = tuple(group[0].what is None for group in groups)
                key = (missing, made.rules, _hashable(made.outcome))
                outcomes.setdefault(key, (made, []))[1].append(place)
        for made, places in outcomes.values():
            for box in merged(places):
                sides = [
                    [state for index in sorted(side) for state in each.groups[index]]
                    for side, each in zip(box, options, strict=True)
                ]
                yield self.change(names, sides, options, made)

    def options(self, name: str, scopes: Sequence[Scope], most: int) -> Options:
        opaque = False
        for table, scope in zip(self.question.tables, scopes, strict=True):
            read = table.opaque_in(name, scope)
            if read is not None:
                opaque = True
                if not self.leaves[name].finite:
                    self.gaps[
                        f"`{read.text}` ({read.cell}) is an expression: of "
                        f"{self.leaves[name].term.label} only values around those written there, "
                        "or known now, were tried"
                    ] = None
        options = self.leaves[name].options(scopes, opaque, most)
        if options.capped:
            self.gaps[
                f"of the combinations of words in {self.leaves[name].term.label} only the "
                f"{most} nearest were tried"
            ] = None
        return options

    def decided(self, groups: Mapping[str, Sequence[State]]) -> Decision | None:
        """The decision with these facts changed, if it is one of those looked for."""
        self.tried += 1
        facts = {**self.explanation.asked, **{name: g[0].value for name, g in groups.items()}}
        try:
            made = self.rules.decide(self.explanation.decision, facts)
        except (HitPolicyError, EvaluationError, FactError):
            return None
        if self.wanted is not None:
            return made if agrees(made.outcome, self.wanted) else None
        changed = bool(self.explanation.problem) or made.outcome != self.explanation.outcome
        return made if changed else None

    def change(
        self,
        names: Sequence[str],
        sides: Sequence[Sequence[State]],
        options: Sequence[Options],
        made: Decision,
    ) -> Change:
        facts = tuple(
            _fact_change(self.leaves[name], states, each.opaque)
            for name, states, each in zip(names, sides, options, strict=True)
        )
        return Change(facts, made.outcome, made.rules)

    def result(
        self, changes: tuple[Change, ...], larger: tuple[Change, ...], size: int | None
    ) -> WhatIf:
        return WhatIf(
            decision=self.explanation.decision,
            label=self.explanation.label,
            outcome=self.explanation.outcome,
            wanted=self.wanted,
            changes=changes,
            larger=larger,
            size=size,
            complete=not self.gaps,
            why_incomplete=tuple(self.gaps),
            tried=self.tried,
        )


def _leaf(question: Question, name: str) -> Leaf:
    looked_into = question.vocabulary[name].type in (TermType.WORDS, TermType.SET)
    return MentionsLeaf(question, name) if looked_into else ScalarLeaf(question, name)


def _fact_change(leaf: Leaf, states: Sequence[State], opaque: bool) -> FactChange:
    example = _nearest(states, leaf.now)
    after = leaf.in_words(states)
    if opaque and not leaf.finite and example is not None and isinstance(states[0].what, Interval):
        such = quoted(example)
        # An expression may tell apart what is between two cuts: promise no more than was tried.
        after = after if after == such else f"{such} ({after})"
    return FactChange(leaf.term.name, leaf.term.label, leaf.now, after, example)


def _on_masks(rules: Ruleset) -> Ruleset:
    return rules if rules.engine.name == "masks" else rules.using("masks")


def _nearest(states: Sequence[State], now: Value | None) -> Value | None:
    """The example: a single value that a cell names, before one from between."""
    values = [state.value for state in states]
    if isinstance(now, Decimal):
        numbers = [value for value in values if isinstance(value, Decimal)]
        return min(numbers, key=lambda value: abs(value - now), default=None)
    return values[0]


def _hashable(outcome: Outcome) -> Any:
    if isinstance(outcome, list):
        return tuple(map(_hashable, outcome))
    return None if outcome is None else tuple(outcome.items())

"""Analyses the tables of a plan: what each question finds, table by table.

The questions are exact where no expression and no cap stands in the way, and say so where one does.
What they find is told as diagnostics by `ruleset.check.report`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ruleset.check.callers import CallersGap, callers_gap
from ruleset.check.gaps import Gaps, find_gaps
from ruleset.check.merge import Merge, find_merges
from ruleset.check.overlaps import Overlaps, find_overlaps
from ruleset.check.precedence import (
    DeadValue,
    Masked,
    Misleading,
    Precedence,
    Redundant,
    winning_order,
)
from ruleset.check.rule_space import RuleSpace, space_of
from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import HitPolicy
from ruleset.plan.form import CompiledDecision, Constant, Plan
from ruleset.space.budget import DEFAULT, Budget, Meter
from ruleset.space.value_set import Scalar

Progress = Callable[[str], None]
"""Told what is being looked at, for a person who waits."""


@dataclass(frozen=True)
class TableAnalysis:
    """What was found in one table. None: the hit policy does not raise the question.

    `gap_space` is the space of the gaps' boxes: there, a term that another table decides has only
    the values that it can yield. `callers_gap`: whether callers can meet a gap, where the table
    reads what others decide and that could be found out. `unfinished` names the questions that a
    cap cut short.
    """

    decision: CompiledDecision
    space: RuleSpace
    gap_space: RuleSpace
    gaps: Gaps | None = None
    callers_gap: CallersGap | None = None
    overlaps: Overlaps | None = None
    masked: tuple[Masked, ...] = ()
    redundant: tuple[Redundant, ...] = ()
    dead_values: tuple[DeadValue, ...] = ()
    misleading: tuple[Misleading, ...] = ()
    merges: tuple[Merge, ...] = ()
    never_together: bool = False
    unfinished: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.unfinished


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analysis of a plan, its tables in graph order."""

    plan: Plan
    tables: tuple[TableAnalysis, ...]

    @property
    def complete(self) -> bool:
        """True when no cap cut a question short."""
        return all(table.complete for table in self.tables)


def analyse(
    plan: Plan, *, budget: Budget = DEFAULT, progress: Progress = lambda text: None
) -> Analysis:
    """The analysis of all tables; the budget holds for each of them."""
    tables = []
    for decision in plan.decisions:
        progress(decision.label)
        tables.append(analyse_table(decision, plan, budget, progress))
    return Analysis(plan, tuple(tables))


def analyse_table(
    decision: CompiledDecision,
    plan: Plan,
    budget: Budget = DEFAULT,
    progress: Progress = lambda text: None,
) -> TableAnalysis:
    """The analysis of one table."""
    work = _Work(decision, plan, Meter(budget), progress)
    gaps = work.gaps()
    callers = work.callers_gap(gaps)
    overlaps = work.overlaps()
    masked = work.never_matching()
    precedence = work.precedence()
    redundant: tuple[Redundant, ...] = ()
    dead: tuple[DeadValue, ...] = ()
    misleading: tuple[Misleading, ...] = ()
    if precedence is not None:
        masked = precedence.masked()
        hidden = frozenset(each.rule for each in masked)
        work.done("rows that never win", precedence)
        redundant = precedence.redundant(hidden)
        work.done("rows that are not needed", precedence)
        dead = precedence.dead_values(hidden)
        work.done("values that never decide", precedence)
        if decision.hit_policy is HitPolicy.PRIORITY:
            misleading = precedence.misleading()
    return TableAnalysis(
        decision=decision,
        space=work.table.space,
        gap_space=work.gap_table.space,
        gaps=gaps,
        callers_gap=callers,
        overlaps=overlaps,
        masked=masked,
        redundant=redundant,
        dead_values=dead,
        misleading=misleading,
        merges=work.merges(),
        never_together=work.never_together(),
        unfinished=tuple(work.unfinished),
    )


class _Work:
    """One table under analysis, and the questions that a cap cut short so far."""

    def __init__(
        self, decision: CompiledDecision, plan: Plan, meter: Meter, progress: Progress
    ) -> None:
        self.decision, self.plan, self.meter = decision, plan, meter
        self.progress = progress
        self.unfinished: list[str] = []
        self.table = TableIndex(decision, space_of(decision, plan.vocabulary))
        only = decided_values(decision, plan)
        self.gap_table = self.table
        if only:
            self.gap_table = TableIndex(decision, space_of(decision, plan.vocabulary, only))

    def asks(self, question: str) -> None:
        self.progress(f"{self.decision.label}: {question}")

    def done(self, question: str, precedence: Precedence) -> None:
        """Notes whether the question was answered, and makes ready for the next one."""
        if not precedence.complete:
            self.unfinished.append(question)
        precedence.complete, precedence.meter = True, self.meter.fresh()
        self.asks(question)

    def gaps(self) -> Gaps | None:
        """The gaps; None where the default or an empty list answers."""
        if self.decision.default is not None or self.decision.hit_policy.returns_many:
            return None
        self.asks("gaps")
        found = find_gaps(self.gap_table, self.meter.fresh())
        if not found.complete:
            self.unfinished.append("gaps")
        return found

    def callers_gap(self, gaps: Gaps | None) -> CallersGap | None:
        """Whether callers can meet a gap of a table that reads what others decide."""
        if gaps is None or not gaps.known or not self.decision.needs:
            return None
        self.asks("gaps as callers meet them")
        return callers_gap(self.decision, self.plan, self.meter.fresh())

    def overlaps(self) -> Overlaps | None:
        """The overlaps that Unique, and the conflicts that Any, do not allow."""
        policy = self.decision.hit_policy
        if policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return None
        self.asks("overlaps")
        found = find_overlaps(self.table, self.meter.fresh(), policy is HitPolicy.ANY)
        if not found.complete:
            self.unfinished.append("overlaps")
        return found

    def never_matching(self) -> tuple[Masked, ...]:
        """The rules that no fact matches, under every policy."""
        return tuple(
            Masked(rule, ()) for rule, boxes in enumerate(self.table.own_boxes) if not boxes
        )

    def precedence(self) -> Precedence | None:
        order = winning_order(self.decision, self.plan.vocabulary)
        if order is None:
            return None
        self.asks("rows that never win")
        return Precedence(self.table, order, self.meter.fresh())

    def merges(self) -> tuple[Merge, ...]:
        self.asks("rows that can be merged")
        found, complete = find_merges(self.table, self.meter.fresh())
        if not complete:
            self.unfinished.append("rows that can be merged")
        return found

    def never_together(self) -> bool:
        """True when the policy orders rules of which no two ever match together."""
        policy = self.decision.hit_policy
        return (
            policy in (HitPolicy.FIRST, HitPolicy.PRIORITY)
            and len(self.decision.rules) > 1
            and not self.table.space.uncertain
            and not any(self.table.neighbours)
        )


def decided_values(decision: CompiledDecision, plan: Plan) -> Mapping[str, tuple[Scalar, ...]]:
    """For each input that another table decides the values that this yields, where they are known.

    They are not where one is computed or is a total, and not for a term of several values.
    """
    found: dict[str, tuple[Scalar, ...]] = {}
    for clause in decision.inputs:
        name = plan.producers.get(clause.term)
        values = None if name is None else yielded(plan.by_name[name], clause.term)
        if values is not None:
            found[clause.term] = values
    return found


def yielded(decision: CompiledDecision, term: str) -> tuple[Scalar, ...] | None:
    """The single values that the table can yield for the term; None when that is not known."""
    if decision.hit_policy.returns_many or decision.hit_policy.aggregates:
        return None
    place = next(n for n, clause in enumerate(decision.outputs) if clause.term == term)
    values: dict[Scalar, None] = {}
    for rule in decision.every_rule:
        output = rule.outputs[place]
        if not isinstance(output, Constant) or isinstance(output.value, frozenset):
            return None
        if output.value is not None:
            values[output.value] = None
    return tuple(values) or None

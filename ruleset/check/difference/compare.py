"""Compares two plans: their terms, rows and settings, and all that they decide."""

from __future__ import annotations

from collections.abc import Sequence

from ruleset.check.difference.form import DecisionDifference, Difference
from ruleset.check.difference.regions import Regions, regions
from ruleset.check.difference.rows import changed_rows, changed_settings
from ruleset.check.difference.versions import (
    IncomparableError,
    Versions,
    joint_vocabulary,
    versions_of,
)
from ruleset.dmn.form import Term, Vocabulary
from ruleset.plan.form import CompiledDecision, Computed, Plan
from ruleset.space.budget import DEFAULT, Budget, Meter


def difference(old: Plan, new: Plan, *, budget: Budget = DEFAULT) -> Difference:
    """What differs between two versions; the budget holds for each decision, twice.

    Every decision is compared twice: its own table, with all that it reads given; and, where it
    reads what other tables decide, together with these, as callers see it.
    """
    names = list(dict.fromkeys((*new.by_name, *old.by_name)))
    vocabulary = joint_vocabulary(old, new)
    decisions = tuple(_decision(name, old, new, vocabulary, Meter(budget)) for name in names)
    return Difference(old, new, tuple(_terms(old.vocabulary, new.vocabulary)), decisions)


def _decision(
    name: str, old: Plan, new: Plan, vocabulary: Vocabulary, meter: Meter
) -> DecisionDifference:
    before, after = old.by_name.get(name), new.by_name.get(name)
    rows = changed_rows(before, after, vocabulary)
    if before is None or after is None:
        found = after if before is None else before
        label = name if found is None else found.label
        return DecisionDifference(name, label, before, after, rows, own_complete=False)
    settings = changed_settings(before, after, vocabulary)
    outputs = _outputs(before) & _outputs(after)
    notes: list[str] = []
    complete = _outputs(before) == _outputs(after)
    for term in sorted(outputs):
        if old.vocabulary[term].allowed != new.vocabulary[term].allowed and (
            _is_computed(before) or _is_computed(after)
        ):
            notes.append(
                f"outputs are computed and `{new.vocabulary[term].label}` allows other values: "
                "what is refused now or no more cannot be decided"
            )
            complete = False
    space, own, sure = _compared(old, new, ([before], [after]), outputs, meter, notes)
    complete = complete and sure
    through_space, through, through_complete = None, None, True
    chains = old.graph(name), new.graph(name)
    if len(chains[0]) > 1 or len(chains[1]) > 1:
        seen: list[str] = []
        again = Meter(meter.budget)
        through_space, through, sure = _compared(old, new, chains, outputs, again, seen)
        notes += (f"as callers see it: {each}" for each in seen)
        through_complete = sure
        if not sure:
            notes += _changed_before(chains, old, new)
    return DecisionDifference(
        name=name,
        label=after.label,
        old=before,
        new=after,
        rows=rows,
        settings=settings,
        space=None if space is None else space.space,
        regions=() if own is None else own.regions,
        through_space=None if through_space is None else through_space.space,
        through=None if through is None else through.regions,
        through_complete=through_complete,
        notes=tuple(dict.fromkeys(notes)),
        own_complete=complete,
    )


def _outputs(decision: CompiledDecision) -> frozenset[str]:
    return frozenset(clause.term for clause in decision.outputs)


def _changed_before(
    tables: tuple[Sequence[CompiledDecision], Sequence[CompiledDecision]], old: Plan, new: Plan
) -> list[str]:
    """What the decision reads that may differ: told where that is decided."""
    before = {each.name: each for each in tables[0][:-1]}
    labels = [
        f"`{each.label}`"
        for each in tables[1][:-1]
        if each.name not in before or not _same(([before[each.name]], [each]), old, new)
    ]
    return [f"it changes with what it reads: see {', '.join(labels)}"] if labels else []


def _is_computed(decision: CompiledDecision) -> bool:
    outputs = (each for rule in decision.every_rule for each in rule.outputs)
    return decision.hit_policy.aggregates or any(isinstance(each, Computed) for each in outputs)


def _compared(
    old: Plan,
    new: Plan,
    tables: tuple[Sequence[CompiledDecision], Sequence[CompiledDecision]],
    outputs: frozenset[str],
    meter: Meter,
    notes: list[str],
) -> tuple[Versions | None, Regions | None, bool]:
    """The regions, and whether they are all that there are."""
    if _same(tables, old, new):
        return None, Regions((), True, False), True
    try:
        versions = versions_of(old, new, tables)
    except IncomparableError as problem:
        notes.append(f"cannot be compared: {problem}")
        return None, None, False
    found = regions(versions, joint_vocabulary(old, new), outputs, meter)
    if found.unclear:
        notes.append("where an expression computes what a table reads, it cannot be decided")
    if not found.complete:
        notes.append("not finished: there may be more regions than those listed")
    return versions, found, found.complete and not found.unclear


def _same(
    tables: tuple[Sequence[CompiledDecision], Sequence[CompiledDecision]], old: Plan, new: Plan
) -> bool:
    """True when all tables mean the same, cell by cell, over the same terms."""
    if [_content(each) for each in tables[0]] != [_content(each) for each in tables[1]]:
        return False
    terms = {name for table in tables[0] for name in (*table.read_terms, *_outputs(table))}
    return all(_meaning(old.vocabulary[name]) == _meaning(new.vocabulary[name]) for name in terms)


def _content(decision: CompiledDecision) -> tuple[object, ...]:
    default = decision.default
    return (
        decision.name,
        decision.hit_policy,
        tuple(clause.term for clause in decision.inputs),
        tuple(clause.term for clause in decision.outputs),
        tuple((rule.tests, rule.outputs) for rule in decision.rules),
        None if default is None else default.outputs,
    )


def _meaning(term: Term) -> tuple[object, ...]:
    return term.type, term.allowed


def _terms(old: Vocabulary, new: Vocabulary) -> list[str]:
    lines = [f"term `{new[name].label}` added" for name in new.terms if name not in old]
    lines += [f"term `{old[name].label}` removed" for name in old.terms if name not in new]
    for term in new:
        if term.name not in old:
            continue
        before = old[term.name]
        if before.type is not term.type:
            lines.append(f"term `{term.label}`: type {before.type.value} became {term.type.value}")
        added = [str(each) for each in term.allowed if each not in before.allowed]
        removed = [str(each) for each in before.allowed if each not in term.allowed]
        if added:
            lines.append(f"term `{term.label}`: allows {', '.join(added)} as well")
        if removed:
            lines.append(f"term `{term.label}`: no longer allows {', '.join(removed)}")
        if not added and not removed and before.allowed != term.allowed:
            lines.append(f"term `{term.label}`: the allowed values stand in another order")
    return lines

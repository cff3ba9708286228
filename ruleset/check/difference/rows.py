"""Rows by id: added, removed, changed, moved; and the settings of a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ruleset.check.difference.form import CellChange, RowChange, RowKind
from ruleset.dmn.form import Vocabulary
from ruleset.plan.form import CompiledDecision, CompiledRule


def changed_rows(
    old: CompiledDecision | None,
    new: CompiledDecision | None,
    vocabulary: Vocabulary,
) -> tuple[RowChange, ...]:
    """The rows that differ, in the new sheet's order, the removed ones last.

    A row is moved when it changed places with rows that are in both versions; rows that were added
    or removed move nobody.
    """
    before = {rule.id: rule for rule in old.every_rule} if old is not None else {}
    after = {rule.id: rule for rule in new.every_rule} if new is not None else {}
    moved = _moved([each for each in before if each in after], [e for e in after if e in before])
    found: list[RowChange] = []
    for id, rule in after.items():
        new_cell = None if new is None else str(new.cell(rule))
        if id not in before:
            found.append(RowChange(RowKind.ADDED, id, None, new_cell))
            continue
        if old is None or new is None:
            continue
        old_cell = str(old.cell(before[id]))
        cells = tuple(_changed_cells(before[id], rule, old, new, vocabulary))
        if cells:
            found.append(RowChange(RowKind.CHANGED, id, old_cell, new_cell, cells))
        if id in moved:
            found.append(RowChange(RowKind.MOVED, id, old_cell, new_cell))
    for id, rule in before.items():
        if id not in after and old is not None:
            found.append(RowChange(RowKind.REMOVED, id, str(old.cell(rule)), None))
    return tuple(found)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest ids that must have moved: those outside of a longest sequence in the old order."""
    place = {id: number for number, id in enumerate(before)}
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for id in after:
        at = bisect_left(ends, place[id])
        if at == len(ends):
            ends.append(place[id])
            last.append(id)
        else:
            ends[at], last[at] = place[id], id
        previous[id] = last[at - 1] if at else None
    kept = set()
    step: str | None = last[-1] if last else None
    while step is not None:
        kept.add(step)
        step = previous[step]
    return set(after) - kept


def _changed_cells(
    before: CompiledRule,
    after: CompiledRule,
    old: CompiledDecision,
    new: CompiledDecision,
    vocabulary: Vocabulary,
) -> Iterator[CellChange]:
    was, now = _texts(before, old, vocabulary), _texts(after, new, vocabulary)
    for column in dict.fromkeys((*was, *now)):
        if was.get(column, "") != now.get(column, ""):
            yield CellChange(column, was.get(column, ""), now.get(column, ""))


def _texts(
    rule: CompiledRule, decision: CompiledDecision, vocabulary: Vocabulary
) -> dict[str, str]:
    texts: dict[str, str] = {}
    bands = (
        (decision.inputs, rule.input_texts),
        (decision.outputs, rule.output_texts),
        (decision.annotations, rule.annotations),
    )
    for clauses, cells in bands:
        for clause, text in zip(clauses, cells, strict=True):
            known = clause.term in vocabulary
            texts[vocabulary[clause.term].label if known else clause.term] = text
    return texts


def changed_settings(
    old: CompiledDecision, new: CompiledDecision, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Lines on the hit policy and the columns that differ."""
    found = []
    if old.hit_policy is not new.hit_policy:
        found.append(f"hit policy {old.hit_policy.value} became {new.hit_policy.value}")
    for name, was, now in (
        ("input", old.inputs, new.inputs),
        ("output", old.outputs, new.outputs),
    ):
        before, after = {each.term for each in was}, {each.term for each in now}
        found += [f"{name} column `{vocabulary[e].label}` added" for e in sorted(after - before)]
        found += [f"{name} column `{vocabulary[e].label}` removed" for e in sorted(before - after)]
    return tuple(found)

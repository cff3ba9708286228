"""Mends a workbook in a copy, and proves that the copy decides as the workbook does.

The proof compares what both compile to: the same decisions, rules in the same order with the same
ids, and cells that mean the same (their sets of values, words or expressions, not their texts),
over the same vocabulary, with the same tests. Where rows are merged, ids change, and the proof is
the semantic difference, which covers all facts. Without a proof there is no copy.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ruleset.check.analysis import analyse
from ruleset.check.difference import difference
from ruleset.check.mends import (
    Mend,
    Mends,
    cleaned_cells,
    evenly_spaced,
    merged_rows,
    missing_ids,
    split_merges,
)
from ruleset.diagnostics import Diagnostic, Severity
from ruleset.dmn.form import Definitions, Entry, TestCase
from ruleset.dmn.from_workbook import from_workbook
from ruleset.errors import RulesetError
from ruleset.locations import Block, Cell
from ruleset.plan.compile import Compilation, compile_workbook
from ruleset.plan.form import CompiledDecision, CompiledRule, Plan
from ruleset.plan.from_dmn import from_dmn
from ruleset.workbook.edit import Editor
from ruleset.workbook.edit_sheet import Copied
from ruleset.workbook.form import CellValue, Kind, Workbook
from ruleset.workbook.rich_text import rich_cells

UNPROVEN = "rows that could be one: it cannot be proven that no outcome changes"


class NotProvenError(RulesetError):
    """It could not be proven that the copy decides as the workbook does; there is no copy."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was done. `proof` says in words what is proven; empty when nothing was mended."""

    mends: tuple[Mend, ...]
    left: tuple[str, ...]
    proof: str


def fix(
    path: str | os.PathLike[str], target: str | os.PathLike[str], *, merge: bool = False
) -> Fixed:
    """The mended copy of the workbook stands at `target`; without a mend nothing is written.

    With `merge`, rows that can be written as one are, where the workbook has no error. Raises
    NotProvenError, FileExistsError, and CannotEditError for what no safe copy can be made of.
    """
    if Path(target).exists():
        raise FileExistsError(f"{target} exists already; nothing was written")
    made = compile_workbook(path)
    if made.workbook is None:
        raise RulesetError("\n".join(map(str, made.diagnostics)))
    if merge:
        try:
            return _fixed(made, find_mends(made, merge=True), Path(target))
        except NotProvenError:
            done = _fixed(made, find_mends(made), Path(target))
            return replace(done, left=(*done.left, UNPROVEN))
    return _fixed(made, find_mends(made), Path(target))


def _fixed(made: Compilation, found: Mends, target: Path) -> Fixed:
    """The mends made in a copy, which is compiled and held against the workbook before it stays."""
    if not found.cells and not found.unmerged:
        return Fixed((), found.left, "")
    unfinished = target.with_name(f".{secrets.token_hex(4)}.xlsx")
    try:
        _write(made, found, unfinished)
        proof = _proof(made, compile_workbook(unfinished), found.cells)
        if target.exists():
            raise FileExistsError(f"{target} exists already; nothing was written")
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Fixed(found.cells, found.left, proof)


def find_mends(made: Compilation, merge: bool = False) -> Mends:
    """All mends of a compiled workbook, each cell at most once."""
    cells: dict[Cell, Mend] = {}
    blocks: list[Block] = []
    left: list[str] = []
    for each in cleaned_cells(made, rich_cells(made.path)):
        if isinstance(each, str):
            left.append(each)
        else:
            cells[each.cell] = each
    for id in missing_ids(made):
        cells[id.cell] = id
    for split in split_merges(made):
        if isinstance(split, str):
            left.append(split)
            continue
        block, copies = split
        blocks.append(block)
        first = cells.get(Cell(block.sheet, block.first_row, block.first_column))
        for copy in copies:  # of a text that is itself mended, the mended one
            after = copy if first is None else _with_text(copy, first.after)
            cells[copy.cell] = after
    cells |= {each.cell: each for each in evenly_spaced(made, frozenset(cells))}
    if merge and made.ok and made.plan is not None:
        for row in merged_rows(analyse(made.plan), made.workbook):
            if isinstance(row, str):
                left.append(row)
            else:
                cells[row.cell] = row
    return Mends(tuple(cells.values()), tuple(blocks), tuple(left))


def _with_text(copy: Mend, text: str) -> Mend:
    """The copy of a cell whose own text is mended: that text, in the cell's format."""
    assert isinstance(copy.content, Copied)  # noqa: S101  # as `split_merges` makes them
    return replace(copy, after=text, content=replace(copy.content, text=text))


def _write(made: Compilation, found: Mends, target: Path) -> None:
    editor = Editor.open(made.path)
    for mend in found.cells:
        editor.write(mend.cell, mend.content)
    for block in found.unmerged:
        editor.unmerge(block)
    editor.save(target)


def _proof(before: Compilation, after: Compilation, mends: Sequence[Mend]) -> str:
    """What is proven, in words. NotProvenError when it is not."""
    old, told = _with_ids(before, [each for each in mends if each.what == "an id"])
    new = after.definitions, after.plan
    if old[0] is None or old[1] is None or new[0] is None or new[1] is None:
        raise NotProvenError(f"{before.path}: what it decides cannot be made out; mend it by hand")
    if _errors(after.diagnostics) - _errors(told):
        found = [each for each in after.diagnostics if each.severity is Severity.ERROR]
        raise NotProvenError(f"the mended copy has an error of its own:\n{found[0]}")
    if _tests(old[0].tests) != _tests(new[0].tests):
        raise NotProvenError("a test would say something else afterwards")
    if _content(old[1]) == _content(new[1]):
        if before.ok:
            return "no outcome changes: every rule means the same, in the same order"
        return "every rule that can be read means the same, in the same order"
    if before.ok and _decide_alike(old[1], new[1]):
        return "no outcome changes, for any facts: proven by the semantic difference"
    raise NotProvenError("an outcome could change; nothing was written")


def _with_ids(
    made: Compilation, ids: Sequence[Mend]
) -> tuple[tuple[Definitions | None, Plan | None], tuple[Diagnostic, ...]]:
    """The workbook's forms as they would be with the ids that are missing, and nothing else.

    A row without an id is no rule yet, so with it the comparison would have nothing to compare.
    """
    if not ids or made.workbook is None:
        return (made.definitions, made.plan), made.diagnostics
    sheets = []
    for sheet in made.workbook.sheets:
        cells = dict(sheet.cells)
        for id in ids:
            if id.cell.sheet == sheet.name:
                place = (id.cell.row, id.cell.column)
                cells[place] = CellValue(id.cell, Kind.TEXT, id.after, id.after)
        sheets.append(replace(sheet, cells=cells))
    read = from_workbook(Workbook(made.path, tuple(sheets)))
    if read.value is None:
        return (None, None), read.diagnostics
    compiled = from_dmn(read.value, Path(made.path).stem)
    # Errors of the file and its sheets stand in the first list only.
    told = (*made.diagnostics, *read.diagnostics, *compiled.diagnostics)
    return (read.value, compiled.value), told


def _errors(found: Sequence[Diagnostic]) -> set[tuple[str, str]]:
    return {(each.code, str(each.cell)) for each in found if each.severity is Severity.ERROR}


def _content(plan: Plan) -> tuple[object, ...]:
    """All that decides, without texts and places."""
    terms = tuple((term.name, term.type, term.allowed) for term in plan.vocabulary)
    return terms, tuple(_table(each) for each in plan.decisions)


def _decide_alike(old: Plan, new: Plan) -> bool:
    """True when it is proven of each table that it yields the same for all that it can read.

    Each is compared alone: what is made of tables that never change never changes either.
    """
    terms = [tuple((t.name, t.type, t.allowed) for t in each.vocabulary) for each in (old, new)]
    if terms[0] != terms[1] or list(old.by_name) != list(new.by_name):
        return False
    for name, table in old.by_name.items():
        pair = (table, new.by_name[name])
        alone = [Plan(name, old.vocabulary, (replace(each, needs=()),)) for each in pair]
        if _table(pair[0]) != _table(pair[1]) and not difference(*alone).no_change:
            return False
    return True


def _table(table: CompiledDecision) -> tuple[object, ...]:
    def row(rule: CompiledRule | None) -> object:
        return None if rule is None else (rule.id, rule.tests, rule.outputs)

    return (
        table.name,
        table.label,
        table.hit_policy,
        tuple(clause.term for clause in table.inputs),
        tuple(clause.term for clause in table.outputs),
        tuple(map(row, table.rules)),
        row(table.default),
        table.needs,
    )


def _tests(cases: Sequence[TestCase]) -> list[object]:
    def texts(entries: Mapping[str, Entry]) -> dict[str, str]:
        return {name: entry.text for name, entry in entries.items()}

    return [(each.name, each.decision, texts(each.facts), texts(each.expected)) for each in cases]

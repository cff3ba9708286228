"""The decision requirements graph: who needs whom, in which order, and the cycles there may be."""

from __future__ import annotations

from collections.abc import Mapping

from ruleset.diagnostics import Diagnostic, error
from ruleset.dmn.form import DecisionTable
from ruleset.locations import Cell

Reads = Mapping[str, Mapping[str, Cell]]
"""For each decision the terms that it reads, each with the first cell that reads it."""


def needed_decisions(
    tables: tuple[DecisionTable, ...], reads: Reads, found: list[Diagnostic]
) -> dict[str, dict[str, Cell]]:
    """For each decision those that produce what it reads, each with the cell that needs it."""
    producers: dict[str, list[DecisionTable]] = {}
    for table in tables:
        for clause in table.outputs:
            producers.setdefault(clause.term, []).append(table)
    needs: dict[str, dict[str, Cell]] = {table.name: {} for table in tables}
    for table in tables:
        for term, cell in reads[table.name].items():
            sources = producers.get(term, [])
            if len(sources) > 1:
                found.append(_ambiguous(term, cell, sources))
            for source in sources:
                needs[table.name].setdefault(source.name, cell)
    return needs


def graph_order(
    tables: tuple[DecisionTable, ...],
    needs: Mapping[str, Mapping[str, Cell]],
    found: list[Diagnostic],
) -> tuple[str, ...]:
    """The decisions with every needed one before those that need it; cycles go to `found`.

    Decisions that do not need each other keep the order of their sheets.
    """
    order: list[str] = []
    path: list[str] = []
    done: set[str] = set()

    # Depth-first with an explicit stack: a workbook may hold more sheets than Python has frames.
    for table in tables:
        stack = [(table.name, iter(needs[table.name]))] if table.name not in done else []
        if stack:
            path.append(table.name)
        while stack:
            name, rest = stack[-1]
            needed = next((each for each in rest if each not in done), None)
            if needed is None:
                stack.pop()
                path.pop()
                done.add(name)
                order.append(name)
            elif needed in path:
                found.append(_cycle(path[path.index(needed) :], needs, tables))
                done.add(needed)
            else:
                path.append(needed)
                stack.append((needed, iter(needs[needed])))
    return tuple(dict.fromkeys(order))


def _ambiguous(term: str, cell: Cell, sources: list[DecisionTable]) -> Diagnostic:
    names = " and ".join(f"`{source.label}`" for source in sources)
    return error(
        "RS234",
        f"this column reads `{term}`, which {names} both decide",
        cell,
        term=term,
        related=tuple(
            (clause.cell, f"decided by `{source.label}`")
            for source in sources
            for clause in source.outputs
            if clause.term == term
        ),
        help="let one decision yield the term, or give the two outputs different terms",
    )


def _cycle(
    names: list[str], needs: Mapping[str, Mapping[str, Cell]], tables: tuple[DecisionTable, ...]
) -> Diagnostic:
    labels = {table.name: table.label for table in tables}
    steps = list(zip(names, [*names[1:], names[0]], strict=True))
    cells = [needs[name][needed] for name, needed in steps]
    walk = " needs ".join(f"`{labels[name]}`" for name in [*names, names[0]])
    return error(
        "RS227",
        f"these decisions need each other in a circle: {walk}",
        cells[0],
        related=tuple(
            (cell, f"`{labels[name]}` reads what `{labels[needed]}` decides")
            for cell, (name, needed) in zip(cells, steps, strict=True)
        ),
        help="take one of these columns out, or let it read a term that the caller knows",
    )

"""Overlaps: facts for which several rules match."""

from __future__ import annotations

from dataclasses import dataclass

from ruleset.check.table_index import TableIndex
from ruleset.space.bit_sets import set_bits
from ruleset.space.boxes import Box
from ruleset.space.budget import Meter


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules (0-based, the upper one first) that match together in the box.

    `certain` is False when one of them has an expression: nobody can say whether both hold.
    `conflict`: True when their outcomes differ for all facts, False when they never do, None when
    that depends on what the outputs compute.
    """

    first: int
    second: int
    box: Box
    certain: bool
    conflict: bool | None


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs that overlap, in the order of the sheet.

    `partners`: for each rule, with how many others it shares classes in every column; exact
    counts, also where `pairs` is cut (then `complete` is False).
    """

    pairs: tuple[Overlap, ...]
    partners: tuple[int, ...]
    complete: bool

    @property
    def count(self) -> int:
        """How many pairs share classes in every column."""
        return sum(self.partners) // 2


def find_overlaps(table: TableIndex, meter: Meter, conflicts_only: bool = False) -> Overlaps:
    """All pairs of rules that match together; with `conflicts_only` those whose outcomes differ."""
    found: list[Overlap] = []
    complete = True
    neighbours = table.neighbours
    for first, mask in enumerate(neighbours):
        for later in set_bits(mask >> first + 1):
            second = first + 1 + later
            conflict = _conflict(table, first, second)
            if conflicts_only and conflict is False:
                continue
            if len(found) >= meter.budget.pairs or not meter.step():
                complete = False
                break
            box = next(table.meeting(first, second), None)
            if box is not None:
                certain = not table.space.uncertain & {first, second}
                found.append(Overlap(first, second, box, certain, conflict))
        if not complete:
            break
    return Overlaps(tuple(found), tuple(mask.bit_count() for mask in neighbours), complete)


def _conflict(table: TableIndex, first: int, second: int) -> bool | None:
    if table.outcomes[first] == table.outcomes[second]:
        return False
    return True if table.surely_differ(first, second) else None

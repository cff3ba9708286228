"""The boxes in which two versions decide differently, and what they decide there.

A box is split until both versions decide alike all over it. Where both meet the same rules in the
same order nothing can differ, so the splitting goes where rules were changed and nowhere else. The
pieces with one change are then put together to few maximal boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ruleset.check.difference.form import Outcome, Region
from ruleset.check.difference.verdicts import (
    UNORDERED,
    Blocked,
    Deciding,
    Met,
    Settled,
    Unclear,
    Verdict,
    Where,
    deciding,
    list_change,
)
from ruleset.check.difference.versions import Version, Versions, VersionTable
from ruleset.dmn.form import HitPolicy, Vocabulary
from ruleset.plan.form import CompiledRule
from ruleset.space.boxes import Box, Domain, Uncovered, best_split, clipped
from ruleset.space.budget import Meter
from ruleset.space.cover import maximal_gaps

_MOST_OUTSIDE = 4_000


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions; `unclear` when in some part an expression decides whether anything changes."""

    regions: tuple[Region, ...]
    complete: bool
    unclear: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """A box with the rules of both versions that meet it, table by table."""

    box: dict[int, int]
    old: tuple[tuple[Met, ...], ...]
    new: tuple[tuple[Met, ...], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    box: Box
    old: tuple[CompiledRule, ...]
    new: tuple[CompiledRule, ...]


def regions(
    versions: Versions, vocabulary: Vocabulary, outputs: frozenset[str], meter: Meter
) -> Regions:
    """All regions in which the outcomes, as far as `outputs` show them, differ."""
    search = _Search(versions, vocabulary, outputs, meter)
    search.run()
    found: list[Region] = []
    complete = search.complete
    for (before, after), pieces in search.pieces.items():
        boxes, whole = _put_together([each.box for each in pieces], versions.space.domain, meter)
        complete = complete and whole
        found += (_region(box, before, after, pieces, versions) for box in boxes)
    return Regions(tuple(found), complete, search.unclear)


def _region(
    box: Box,
    before: Outcome,
    after: Outcome,
    pieces: Sequence[_Piece],
    versions: Versions,
) -> Region:
    domain = versions.space.domain
    inside = [each for each in pieces if clipped(each.box, box, domain) is not None]
    old = dict.fromkeys(rule.id for each in inside for rule in each.old)
    new = dict.fromkeys(rule.id for each in inside for rule in each.new)
    plain = not computes(before) and not computes(after)
    certain = plain and versions.space.expressions.isdisjoint(box)
    facts = versions.space.facts(box)
    return Region(box, before, after, facts, tuple(old), tuple(new), certain)


def computes(outcome: Outcome) -> bool:
    """True when some value of the outcome is computed from the facts."""
    kind, content = outcome
    if kind == "one":
        return any(isinstance(value, tuple) for _, value in content)  # type: ignore[attr-defined]  # pairs
    return kind == UNORDERED or (
        kind in ("list", "part") and any(map(computes, content))  # type: ignore[call-overload]  # outcomes
    )


class _Search:
    def __init__(
        self, versions: Versions, vocabulary: Vocabulary, outputs: frozenset[str], meter: Meter
    ) -> None:
        self.versions, self.vocabulary, self.outputs = versions, vocabulary, outputs
        self.meter, self.domain = meter, versions.space.domain
        self.pieces: dict[tuple[Outcome, Outcome], list[_Piece]] = {}
        self.complete, self.unclear = True, False
        self.same_tables = _settings(versions.old) == _settings(versions.new)

    def run(self) -> None:
        root = _Node({}, self._met(self.versions.old, {}), self._met(self.versions.new, {}))
        stack = [root]
        count = 0
        while stack:
            node = stack.pop()
            size = sum(map(len, node.old)) + sum(map(len, node.new))
            if not self.meter.step(1 + size // 8) or count > self.meter.budget.pairs:
                self.complete = False
                return
            if not self.domain.can_be(node.box) or self._same_rules(node):
                continue
            old, new, node = self._verdicts(node)
            if isinstance(old, Settled) and isinstance(new, Settled):
                if old.outcome != new.outcome:
                    count += 1
                    piece = _Piece(node.box, old.rules, new.rules)
                    self.pieces.setdefault((old.outcome, new.outcome), []).append(piece)
                continue
            clips = self._split_along(node, old, new)
            if not clips:
                self.unclear = True
                continue
            dimension, part = best_split(self.domain, node.box, clips)
            whole = self.domain.side(node.box, dimension)
            stack += [self._half(node, dimension, side) for side in (whole & ~part, part)]

    def _met(self, version: Version, box: Box) -> tuple[tuple[Met, ...], ...]:
        found = []
        for table in version.tables:
            met = []
            for rule in table.rules:
                clips = [clipped(each, box, self.domain) for each in rule.boxes]
                alive = tuple(each for each in clips if each is not None)
                if alive:
                    met.append(Met(rule, alive))
            found.append(_reached(table, met))
        return tuple(found)

    def _half(self, node: _Node, dimension: int, side: int) -> _Node:
        def within(version: Version, every: tuple[tuple[Met, ...], ...]) -> tuple[Any, ...]:
            found = []
            for table, met in zip(version.tables, every, strict=True):
                cut = (_cut(each, dimension, side) for each in met)
                found.append(_reached(table, [each for each in cut if each is not None]))
            return tuple(found)

        box = {**node.box, dimension: side}
        old, new = self.versions.old, self.versions.new
        return _Node(box, within(old, node.old), within(new, node.new))

    def _same_rules(self, node: _Node) -> bool:
        """True when both versions meet the same rules here, so that nothing can differ."""
        if not self.same_tables:
            return False
        if self._refusals(self.versions.old, node.box) != self._refusals(
            self.versions.new, node.box
        ):
            return False
        for old, new in zip(node.old, node.new, strict=True):
            if len(old) != len(new):
                return False
            if any(one.rule.token != other.rule.token for one, other in zip(old, new, strict=True)):
                return False
        return True

    def _refusals(self, version: Version, box: Box) -> list[tuple[str, Box]]:
        met = ((label, clipped(each, box, self.domain)) for each, label in version.refused)
        return [(label, clip) for label, clip in met if clip is not None]

    def _verdicts(self, node: _Node) -> tuple[Verdict, Verdict, _Node]:
        """What both versions decide here; of lists only what differs, where that can be told.

        Also the node without the rules that decided values leave out, here and in all parts of it.
        """
        kept: tuple[list[tuple[Met, ...]], list[tuple[Met, ...]]] = [], []
        old = self._deciding(self.versions.old, node.old, node.box, kept[0])
        new = self._deciding(self.versions.new, node.new, node.box, kept[1])
        node = _Node(
            node.box,
            (*kept[0], *node.old[len(kept[0]) :]),
            (*kept[1], *node.new[len(kept[1]) :]),
        )
        if isinstance(old, Deciding) and isinstance(new, Deciding) and self.same_tables:
            change = list_change(old, new)
            if isinstance(change, Blocked):
                return change, change, node
            if change is not None:
                return *change, node
        return (
            old.verdict() if isinstance(old, Deciding) else old,
            new.verdict() if isinstance(new, Deciding) else new,
            node,
        )

    def _deciding(
        self,
        version: Version,
        met: tuple[tuple[Met, ...], ...],
        box: Box,
        kept: list[tuple[Met, ...]],
    ) -> Deciding | Verdict:
        refusals = self._refusals(version, box)
        for label, clip in refusals:
            if not clip:
                return Settled(("refused", label), ())
        if refusals:
            return Blocked(tuple(clip for _, clip in refusals))
        tables = list(zip(version.tables, met, strict=True))
        where = Where(box, self.domain, self.vocabulary, self.outputs, self.versions.copies)
        return deciding(tables, where, kept)

    def _split_along(self, node: _Node, old: Verdict, new: Verdict) -> list[dict[int, int]]:
        """What to split along: rules that only one version has, else those in the way."""
        suspects = _only_in_one(node) if self.same_tables else []
        clips = [dict(clip) for each in suspects for clip in each.clips if clip]
        if not clips:
            for each in (old, new):
                if isinstance(each, Blocked):
                    clips += [dict(clip) for clip in each.clips if clip]
        if not clips and Unclear in (type(old), type(new)):
            return []
        return clips


def _reached(table: VersionTable, met: Sequence[Met]) -> tuple[Met, ...]:
    """The rules without those below one that wins over them all over the box."""
    policy = table.decision.hit_policy
    if policy is HitPolicy.FIRST or (policy is HitPolicy.PRIORITY and table.ranked):
        for number, each in enumerate(met):
            if not each.rule.decided and each.fills:
                return tuple(met[: number + 1])
    return tuple(met)


def _only_in_one(node: _Node) -> list[Met]:
    found: list[Met] = []
    for old, new in zip(node.old, node.new, strict=True):
        before = {each.rule.token for each in old}
        after = {each.rule.token for each in new}
        found += [each for each in old if each.rule.token not in after]
        found += [each for each in new if each.rule.token not in before]
    return found


def _settings(version: Version) -> list[object]:
    """What must be equal for equal rules to mean equal outcomes."""
    return [
        (
            table.decision.name,
            table.decision.hit_policy,
            table.ranking,
            None if table.decision.default is None else table.decision.default.outputs,
            tuple(clause.term for clause in table.decision.outputs),
        )
        for table in version.tables
    ]


def _cut(met: Met, dimension: int, side: int) -> Met | None:
    """The rule in one half of a box."""
    if not any(dimension in clip for clip in met.clips):
        return met
    kept = []
    for clip in met.clips:
        classes = clip.get(dimension)
        if classes is None:
            kept.append(clip)
            continue
        both = classes & side
        if both == side:
            kept.append({each: clip[each] for each in clip if each != dimension})
        elif both:
            kept.append({**clip, dimension: both})
    return replace(met, clips=tuple(kept)) if kept else None


def _put_together(boxes: list[Box], domain: Domain, meter: Meter) -> tuple[Sequence[Box], bool]:
    """Few maximal boxes that hold what these hold, and whether that was reached.

    What is outside of them is found first; the boxes are what that leaves.
    """
    merged = _joined(boxes, domain)
    outside = []
    search = Uncovered(domain, merged, {}, meter.fresh())
    for each in search:
        outside.append(each)
        if len(outside) > _MOST_OUTSIDE:
            break
    if not search.complete or len(outside) > _MOST_OUTSIDE:
        return merged, True
    cover = maximal_gaps(domain, outside, {}, meter.fresh())
    return (cover.boxes, True) if cover.complete else (merged, True)


def _joined(boxes: Sequence[Box], domain: Domain) -> list[Box]:
    """The boxes, those that differ in one dimension joined until none do."""
    left = [dict(each) for each in boxes]
    joined = True
    while joined:
        joined = False
        for dimension in sorted({each for box in left for each in box}):
            groups: dict[tuple[tuple[int, int], ...], int] = {}
            for box in left:
                rest = tuple(sorted(pair for pair in box.items() if pair[0] != dimension))
                groups[rest] = groups.get(rest, 0) | domain.side(box, dimension)
            fewer = []
            for rest, side in groups.items():
                full = side == domain.full[dimension]
                fewer.append({**dict(rest), **({} if full else {dimension: side})})
            joined = joined or len(fewer) < len(left)
            left = fewer
    return list(left)

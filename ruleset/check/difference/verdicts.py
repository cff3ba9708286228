"""What a version decides all over a box, or which rules stand in the way of saying it.

A box is given as its rules see it: for every rule the dimensions in which it does not fill the box.
A rule that fills the box matches everywhere in it, one that is gone nowhere, any other somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import assert_never

from ruleset.check.difference.form import NO_OUTCOME, Outcome
from ruleset.check.difference.versions import VersionRule, VersionTable
from ruleset.dmn.form import HitPolicy, TermType, Value, Vocabulary
from ruleset.feel import syntax
from ruleset.feel.text_match import Phrases
from ruleset.plan.form import Accepts, CompiledRule, Computed, Constant, Holds, Mentions, Test
from ruleset.space.boxes import Box, Domain, clipped, intersection

Clips = tuple[Mapping[int, int], ...]
"""A rule in a box: for each of its boxes the dimensions that it does not fill; `{}` fills all."""


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that meets a box. `waits`: along these it has to be split before the value of a
    decided term that the rule tests is settled."""

    rule: VersionRule
    clips: Clips
    waits: Clips = ()

    @property
    def fills(self) -> bool:
        return not self.waits and any(not clip for clip in self.clips)

    @property
    def open_clips(self) -> Clips:
        """Along which to split so that it fills the box, or is gone."""
        return () if self.fills else tuple(clip for clip in (*self.clips, *self.waits) if clip)


@dataclass(frozen=True, slots=True)
class Settled:
    """The same is decided all over the box, by these rules of the last table."""

    outcome: Outcome
    rules: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """Rules that match in a part of the box only: it has to be split along these dimensions."""

    clips: tuple[Mapping[int, int], ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """It depends on what an expression computes."""


Verdict = Settled | Blocked | Unclear


UNORDERED = "list in an order to be computed"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The value of a term that `what` computes. `copy_of`: it is that other term's."""

    what: object
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """The value of a term that is not the same all over the box. Equal ones are equal everywhere.

    `why` is all that the value depends on: the table's rules here, and the values that they read.
    """

    why: tuple[object, ...]
    clips: Clips = field(compare=False)


DecidedValue = Value | Unknown | Pending | None
Known = Mapping[str, DecidedValue]


@dataclass(frozen=True, slots=True)
class Where:
    """The box under question, and what is needed to read tests in it.

    `outputs` are those of the last table that are compared. `copies`: for a term that another table
    merely passes on, with a test, the boxes of the test.
    """

    box: Box
    domain: Domain
    vocabulary: Vocabulary
    outputs: frozenset[str]
    copies: Mapping[tuple[str, Test], tuple[Box, ...]]


def deciding(
    tables: Sequence[tuple[VersionTable, Sequence[Met]]], where: Where, kept: list[tuple[Met, ...]]
) -> Deciding | Verdict:
    """The last table with the values that those before it yield, or why these are not known.

    Adds to `kept`, for each table that was looked at, the rules that may still match in the box.
    """
    known: dict[str, DecidedValue] = {}
    for table, met in tables[:-1]:
        here = Deciding(table, met, known, where, None)
        kept.append(tuple(here.kept))
        found = here.verdict()
        if isinstance(found, Blocked) and here.never_conflicts():
            for clause in table.decision.outputs:
                known[clause.term] = Pending((clause.term, *here.why()), found.clips)
            continue
        if not isinstance(found, Settled):
            return found
        if found.outcome[0] in ("conflict", "refused"):
            return found
        for clause in table.decision.outputs:
            known[clause.term] = _value(found.outcome, clause.term)
    table, met = tables[-1]
    last = Deciding(table, met, known, where, where.outputs)
    kept.append(tuple(last.kept))
    return last


_LISTS = (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)


def list_change(old: Deciding, new: Deciding) -> tuple[Settled, Settled] | Blocked | None:
    """What only the old and only the new list holds all over the box.

    Rules that both versions have, in one order, add the same to both lists wherever they match, so
    only the other ones have to fill the box. None where this does not tell: then whole lists do.
    """
    policies = {old.decision.hit_policy, new.decision.hit_policy}
    simple = len(policies) == 1 and policies <= set(_LISTS)
    simple = simple and old.table.ranked and new.table.ranked
    if not simple or old.decision.default is not None or new.decision.default is not None:
        return None
    tokens = [[met.rule.token for met, _ in each.alive] for each in (old, new)]
    seen = [{met.rule.token: each.seen(met) for met, _ in each.alive} for each in (old, new)]
    shared = {each for each in tokens[0] if seen[0][each] == seen[1].get(each)}
    common = [[each for each in one if each in shared] for one in tokens]
    if common[0] != common[1] or any(len(set(each)) < len(each) for each in tokens):
        return None
    if not all(sure for each in (old, new) for _, sure in each.alive):
        return None
    others = [_between(each, shared) for each in (old, new)]
    clips = [clip for one in others for _, met in one for clip in met.open_clips]
    if clips:
        return Blocked(tuple(clips))
    placed = [
        [(place, side.outcome(met.rule.rule), met.rule.rule) for place, met in one]
        for side, one in zip((old, new), others, strict=True)
    ]
    gone, came = _without_equals(placed[0], placed[1]), _without_equals(placed[1], placed[0])
    if (
        gone
        and came
        and sorted(map(repr, (g[1] for g in gone))) == sorted(map(repr, (c[1] for c in came)))
    ):
        return None  # the same in another order
    return _part(gone), _part(came)


Placed = tuple[int, Outcome, CompiledRule]


def _between(side: Deciding, shared: set[object]) -> list[tuple[int, Met]]:
    """The rules that only this version has, each with how many shared ones stand before it."""
    found = []
    place = 0
    for met, _ in side.alive:
        if met.rule.token in shared:
            place += 1
        else:
            found.append((place, met))
    return found


def _without_equals(mine: Sequence[Placed], its: Sequence[Placed]) -> list[Placed]:
    """What is not in the other list at the same place."""
    left = [(place, outcome) for place, outcome, _ in its]
    found = []
    for each in mine:
        if each[:2] in left:
            left.remove(each[:2])
        else:
            found.append(each)
    return found


def _part(placed: Sequence[Placed]) -> Settled:
    return Settled(
        ("part", tuple(outcome for _, outcome, _ in placed)), tuple(rule for *_, rule in placed)
    )


_MOST_COMPARED = 60


def _value(outcome: Outcome, term: str) -> Value | Unknown | None:
    """The value that a column of that term gets from an outcome; several values are one set."""
    kind, content = outcome
    if kind == "none":
        return None
    if kind == "one":
        value = dict(content)[term]  # type: ignore[call-overload]  # pairs, by its kind
        return _computed_value(value) if isinstance(value, tuple) else value
    if kind in ("list", UNORDERED):
        members: set[str] = set()
        each_value = [_value(each, term) for each in content]  # type: ignore[attr-defined]  # by its kind
        for value in each_value:
            if isinstance(value, Unknown):
                return Unknown(outcome)
            if isinstance(value, frozenset):
                members |= value
            elif value is not None:
                members.add(str(value))
        known = any(each is not None for each in each_value)
        return frozenset(members) if known else None
    return Unknown(outcome)


def _computed_value(value: tuple[object, ...]) -> Unknown:
    """Of `x` and of `string(x)`, which is how a text is passed on, that it is the value of `x`."""
    expression = value[1] if value[0] == "computed" else None
    match expression:
        case syntax.Call("string", (syntax.TermRef(name),)) | syntax.TermRef(name):
            return Unknown(value, name)
    return Unknown(value)


class Deciding:
    """One table in one box."""

    def __init__(
        self,
        table: VersionTable,
        met: Sequence[Met],
        known: Known,
        where: Where,
        outputs: frozenset[str] | None,
    ) -> None:
        self.table, self.known, self.outputs = table, known, outputs
        self.decision = table.decision
        self.alive: list[tuple[Met, bool]] = []
        self.kept: list[Met] = []
        for each in met:
            sure: bool | None = True
            clips = each.clips
            waits: Clips = ()
            for term, test in each.rule.decided:
                value = known[term]
                if isinstance(value, Pending):
                    waits += value.clips
                    continue
                boxes = None
                if isinstance(value, Unknown) and value.copy_of is not None:
                    boxes = where.copies.get((value.copy_of, test))
                if boxes is not None:
                    clips = _narrowed(clips, boxes, where)
                    passes: bool | None = bool(clips)
                else:
                    passes = _passes(test, value, where.vocabulary[term].type)
                if passes is False:
                    break
                sure = sure and passes is True
            else:
                self.alive.append((Met(each.rule, clips, waits), bool(sure)))
                self.kept.append(each)

    def seen(self, met: Met) -> object:
        """All that it depends on where in the box the rule matches."""
        terms = [term for term, _ in met.rule.decided]
        pending = [(term, self.known[term]) for term in terms]
        return met.clips, [each for each in pending if isinstance(each[1], Pending)]

    def why(self) -> tuple[object, ...]:
        """All that the outcome depends on in the box, besides the hit policy and the default."""
        tokens = tuple(met.rule.token for met, _ in self.alive)
        read = {term for met, _ in self.alive for term, _ in met.rule.decided}
        return self.decision.name, tokens, tuple((term, self.known[term]) for term in sorted(read))

    def never_conflicts(self) -> bool:
        """True when no two of the rules that meet the box can break the hit policy together."""
        if self.decision.hit_policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return True
        if len(self.alive) > _MOST_COMPARED:
            return False
        boxes = [met.rule.boxes for met, _ in self.alive]
        return all(
            intersection(mine, its) is None
            for one, other in combinations(boxes, 2)
            for mine in one
            for its in other
        )

    def verdict(self) -> Verdict:
        match self.decision.hit_policy:
            case HitPolicy.FIRST:
                return self._topmost()
            case HitPolicy.PRIORITY:
                return self._topmost() if self.table.ranked else self._all_agree()
            case HitPolicy.UNIQUE:
                return self._unique()
            case HitPolicy.ANY:
                return self._all_agree()
            case HitPolicy.RULE_ORDER | HitPolicy.OUTPUT_ORDER | HitPolicy.COLLECT:
                return self._list()
            case (
                HitPolicy.COLLECT_SUM
                | HitPolicy.COLLECT_MIN
                | HitPolicy.COLLECT_MAX
                | HitPolicy.COLLECT_COUNT
            ):
                return self._total()
            case _:
                assert_never(self.decision.hit_policy)

    def _topmost(self) -> Verdict:
        """The first that surely matches wins, unless one before it may and yields otherwise."""
        candidates: list[Met] = []
        for each, sure in self.alive:
            candidates.append(each)
            if sure and each.fills:
                return self._agreed(candidates, with_default=False)
        return self._agreed(candidates, with_default=True)

    def _agreed(self, candidates: Sequence[Met], with_default: bool) -> Verdict:
        outcomes = [self.outcome(each.rule.rule) for each in candidates]
        rules = [each.rule.rule for each in candidates]
        if with_default:
            default = self._default()
            outcomes.append(default.outcome)
            rules += default.rules
        if all(each == outcomes[0] for each in outcomes):
            return Settled(outcomes[0], tuple(rules))
        return self._in_the_way(candidates)

    def _in_the_way(self, candidates: Sequence[Met]) -> Blocked | Unclear:
        clips = [clip for each in candidates for clip in each.open_clips]
        return Blocked(tuple(clips)) if clips else Unclear()

    def _unique(self) -> Verdict:
        sure = [each for each, certain in self.alive if certain and each.fills]
        if len(sure) > 1:
            return self._conflict(sure)
        if len(sure) == len(self.alive):
            return self._one(sure)
        return self._in_the_way([each for each, _ in self.alive])

    def _all_agree(self) -> Verdict:
        """All that match yield the same, or it is a conflict; for an order not known, unclear."""
        sure = [each for each, certain in self.alive if certain and each.fills]
        outcomes = {self.outcome(each.rule.rule) for each in sure}
        every = {self.outcome(each.rule.rule) for each, _ in self.alive}
        if len(outcomes) > 1 and self.decision.hit_policy is HitPolicy.ANY:
            if all(_is_constant(each) for each in outcomes):
                return self._conflict(sure)
        elif len(every) == 1 and sure:
            return self._one([each for each, _ in self.alive])
        if len(sure) == len(self.alive):
            return self._one(sure) if len(outcomes) < 2 else Unclear()
        return self._in_the_way([each for each, _ in self.alive])

    def _one(self, sure: Sequence[Met]) -> Settled:
        if not sure:
            return self._default()
        return Settled(self.outcome(sure[0].rule.rule), tuple(e.rule.rule for e in sure))

    def _conflict(self, sure: Iterable[Met]) -> Settled:
        return Settled(("conflict", self.decision.name), tuple(each.rule.rule for each in sure))

    def _sure(self) -> list[CompiledRule] | Blocked | Unclear:
        """The rules that match all over the box, when no other one matches anywhere in it."""
        if not all(certain and each.fills for each, certain in self.alive):
            return self._in_the_way([each for each, _ in self.alive])
        return [each.rule.rule for each, _ in self.alive]

    def _list(self) -> Verdict:
        rules = self._sure()
        if not isinstance(rules, list):
            return rules
        if not rules and self.decision.default is not None:
            rules = [self.decision.default]
        kind = "list" if self.table.ranked else UNORDERED
        return Settled((kind, tuple(self.outcome(each) for each in rules)), tuple(rules))

    def _total(self) -> Verdict:
        rules = self._sure()
        if not isinstance(rules, list):
            return rules
        if not rules and self.decision.default is not None:
            rules = [self.decision.default]
        if not rules:
            return Settled(NO_OUTCOME, ())
        pairs = []
        for clause in self.decision.outputs:
            if self.outputs is None or clause.term in self.outputs:
                place = self.decision.outputs.index(clause)
                pairs.append((clause.term, self._aggregate([r.outputs[place] for r in rules])))
        return Settled(("one", tuple(pairs)), tuple(rules))

    def _aggregate(self, outputs: Sequence[Constant | Computed]) -> object:
        policy = self.decision.hit_policy
        numbers = [each.value for each in outputs if isinstance(each, Constant)]
        if len(numbers) < len(outputs):
            return ("total", policy, frozenset((o, outputs.count(o)) for o in outputs))
        present = [each for each in numbers if each is not None]
        if policy is HitPolicy.COLLECT_COUNT:
            return Decimal(len(present))
        values = [each for each in present if isinstance(each, Decimal)]
        if not values:
            return None
        if policy is HitPolicy.COLLECT_SUM:
            return sum(values, Decimal(0))
        return min(values) if policy is HitPolicy.COLLECT_MIN else max(values)

    def _default(self) -> Settled:
        default = self.decision.default
        if default is None:
            return Settled(NO_OUTCOME, ())
        return Settled(self.outcome(default), (default,))

    def outcome(self, rule: CompiledRule) -> Outcome:
        """What the rule yields, of the outputs that are compared."""
        pairs: list[tuple[str, object]] = []
        for clause, output in zip(self.decision.outputs, rule.outputs, strict=True):
            if self.outputs is not None and clause.term not in self.outputs:
                continue
            if isinstance(output, Constant):
                pairs.append((clause.term, output.value))
            else:
                pairs.append((clause.term, self._computed(output)))
        return ("one", tuple(sorted(pairs, key=lambda pair: pair[0])))

    def _computed(self, output: Computed) -> tuple[object, ...]:
        """The expression with the decided values that it reads; an unknown one is like no other."""
        read = tuple((term, self.known[term]) for term in output.terms if term in self.known)
        return ("computed", output.expression, read)


def _narrowed(clips: Clips, boxes: Sequence[Box], where: Where) -> Clips:
    """Where both the rule's boxes and those of a test hold, as far as they do not fill the box."""
    met = [clipped(each, where.box, where.domain) for each in boxes]
    joint = (intersection(one, two) for one in clips for two in met if two is not None)
    return tuple(each for each in joint if each is not None)


def _is_constant(outcome: Outcome) -> bool:
    return not any(isinstance(value, tuple) for _, value in outcome[1])  # type: ignore[attr-defined]  # by its kind


def _passes(test: Test, value: Value | Unknown | None, type_: TermType) -> bool | None:
    """Whether the test accepts the value; None when nobody can say."""
    if isinstance(value, Unknown):
        return None
    match test:
        case Accepts(values):
            if values.is_everything:
                return True
            return value in values if not isinstance(value, frozenset) else None
        case Mentions(atoms, negated, missing):
            if value is None:
                return missing
            if isinstance(value, frozenset):
                return any(each in value for each in atoms) is not negated
            found = Phrases(atoms).found_in(str(value)) if type_ is TermType.WORDS else ()
            return bool(found) is not negated
        case Holds():
            return None
        case _:
            assert_never(test)

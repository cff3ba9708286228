"""Both engines decide the same points, in a process of its own, within a time.

The Rete engine is C code that a table can make run for ever or crash, so the check runs in a child:
it reads the plan as its compiled file and writes a line of JSON for each decision. Whatever happens
to it, the parent comes back in time and says of each decision what became of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TextIO

from ruleset.diagnostics import or_list
from ruleset.engine.masks import MasksEngine
from ruleset.engine.points import Point, leaf_terms, own_terms, points
from ruleset.engine.protocol import Decider
from ruleset.errors import EngineError, RulesetError
from ruleset.plan.codec import dump, parse
from ruleset.plan.form import CompiledDecision, Plan

MOST_DIFFERENCES = 5
"""Shown of one decision; more are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which the engines differ; facts and answers as Python writes them."""

    facts: str
    masks: str
    rete: str


@dataclass(frozen=True, slots=True)
class DecisionCheck:
    """What became of one decision.

    `points` were decided by both engines; `classes` is how many there are. `limit` is '' unless the
    decision was not checked, or not to the end, and then says why. `differing` counts the points
    with different answers, `differences` holds the first of them.
    """

    decision: str
    points: int = 0
    classes: int = 0
    limit: str = ""
    differing: int = 0
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What became of all decisions, in graph order."""

    decisions: tuple[DecisionCheck, ...]

    @property
    def agree(self) -> bool:
        """True when no point was decided differently; also when none could be checked."""
        return all(not each.differing for each in self.decisions)

    @property
    def points(self) -> int:
        """The number of points that both engines decided."""
        return sum(each.points for each in self.decisions)

    def __str__(self) -> str:
        checked = [each for each in self.decisions if not each.limit]
        lines = []
        if checked and self.agree:
            lines.append(
                f"both engines agree on {self.points:,} points of {len(checked)} "
                f"decision{'s' if len(checked) != 1 else ''}"
            )
        lines += [
            f"not cross-checked: `{each.decision}` ({each.limit})"
            for each in self.decisions
            if each.limit
        ]
        for each in self.decisions:
            if each.differing:
                lines.append(
                    f"the engines differ on {each.differing:,} of {each.points:,} points of "
                    f"`{each.decision}`"
                )
            for found in each.differences:
                lines += [
                    f"  facts {found.facts}",
                    f"    masks {found.masks}",
                    f"    rete  {found.rete}",
                ]
        return "\n".join(lines)


def cross_check(plan: Plan, *, seed: int, most_points: int, timeout_seconds: float) -> CrossCheck:
    """Both engines decide points of every decision, at most `most_points` of each.

    All classes' points where they are no more, else a sample that `seed` chooses. Takes no longer
    than `timeout_seconds` (and a moment to end the child). Never raises for what the rules hold: a
    decision beyond the second engine's limits is reported with the limit's name.
    """
    order = {"seed": seed, "most_points": most_points}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    child = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    )
    why = ""
    try:
        out, err = child.communicate(f"{json.dumps(order)}\n{dump(plan)}", timeout=timeout_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
        why = f"not done after {timeout_seconds:g} seconds"
    except BaseException:
        child.kill()
        child.wait()
        raise
    if not why and child.returncode:
        why = _ending(child.returncode, err)
    return CrossCheck(_collected(plan, out, why))


def _ending(code: int, err: str) -> str:
    last = (err.strip().splitlines() or [""])[-1]
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"the second engine ended with {how}{f': {last}' if last else ''}"


def _collected(plan: Plan, out: str, why: str) -> tuple[DecisionCheck, ...]:
    found: dict[str, DecisionCheck] = {}
    for line in out.splitlines():
        if line.endswith("}"):  # the last line of a child that was ended may be cut
            raw = json.loads(line)
            differences = tuple(Difference(**each) for each in raw.pop("differences", ()))
            found[raw["decision"]] = DecisionCheck(**raw, differences=differences)
    missing = why or "no answer"
    return tuple(
        found.get(each.name, DecisionCheck(each.name, limit=missing)) for each in plan.decisions
    )


def _main(source: TextIO, sink: TextIO) -> None:
    order = json.loads(source.readline())
    plan = parse(source.read())
    masks = MasksEngine(plan)
    for decision in plan.decisions:
        raw = _checked(plan, decision, masks, order["seed"], order["most_points"])
        sink.write(json.dumps(raw) + "\n")
        sink.flush()


def _checked(
    plan: Plan, decision: CompiledDecision, masks: MasksEngine, seed: int, most: int
) -> dict[str, Any]:
    from ruleset.engine.rete import ReteEngine

    found: dict[str, Any] = {"decision": decision.name}
    part = Plan(plan.name, plan.vocabulary, plan.graph(decision.name), plan.version)
    try:
        rete = ReteEngine(part).decider(decision.name)
    except EngineError as problem:
        return found | {"limit": problem.limit}
    first = masks.decider(decision.name)
    taken = classes = differing = 0
    differences: list[dict[str, str]] = []
    random = Random(f"{seed} {decision.name}")  # noqa: S311  # chooses test points
    for chosen, count, every in _scopes(part, decision, most, random):
        taken, classes = taken + count, classes + every
        for point in chosen:
            one, other = _answer(first, point), _answer(rete, point)
            if not _same(one, other):
                differing += 1
                if len(differences) < MOST_DIFFERENCES:
                    differences.append(
                        {"facts": str(point), "masks": _shown(one), "rete": _shown(other)}
                    )
    return found | {
        "points": taken,
        "classes": classes,
        "differing": differing,
        "differences": differences,
    }


def _scopes(
    plan: Plan, decision: CompiledDecision, most: int, random: Random
) -> Iterator[tuple[Iterator[Point], int, int]]:
    """The table by itself, its terms given; and, if it needs others, all of them together."""
    if not decision.needs:
        yield points(plan, [decision], own_terms(decision), most=most, random=random)
        return
    yield points(plan, [decision], own_terms(decision), most=most // 2, random=random)
    terms = leaf_terms(plan, decision.name)
    yield points(plan, plan.decisions, terms, most=most - most // 2, random=random)


def _answer(decide: Decider, point: Point) -> Any:
    try:
        return decide(point)
    except RulesetError as problem:
        return problem


def _same(one: Any, other: Any) -> bool:
    if not isinstance(one, RulesetError) or not isinstance(other, RulesetError):
        return bool(one == other)
    if type(one) is not type(other):
        return False
    # Of several decisions with a conflict either may be told first.
    decisions = [getattr(each, "decision", None) for each in (one, other)]
    rules = [getattr(each, "rules", None) for each in (one, other)]
    return decisions[0] != decisions[1] or rules[0] == rules[1]


def _shown(answer: Any) -> str:
    if isinstance(answer, RulesetError):
        return f"{type(answer).__name__}: {answer}"
    rules, outcome = answer
    return f"rules {or_list(str(index + 1) for index in rules)}: {outcome}"


if __name__ == "__main__":
    # What C code prints must not mix with our lines: it gets standard error instead.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as lines:
        os.dup2(2, 1)
        _main(sys.stdin, lines)

"""Says how well a set of plans fits the labelled goals of `goals.jsonl`.

Run it on the output of `ruleset generate --json`, one plan a line:

    python tests/goals/score.py plans.jsonl --misses

or call `score(load_goals(), plans)` and assert on the result. Nothing here imports `ruleset`: the
yardstick knows the shape of a plan and nothing else.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from statistics import fmean, median
from typing import Any

Record = Mapping[str, Any]

GOALS = Path(__file__).with_name("goals.jsonl")
TITLE_LIMIT = 100
"""Characters of a task's title."""

ASSUMED_TIER = "standard"
"""The tier of a goal that states no budget, by the written rules."""

FIGURE_TOLERANCE = Decimal("0.01")
"""Share by which a yearly figure may miss the one worked out by hand."""

TEXT_FIELDS = (
    "title",
    "description",
    "definition_of_done",
    "lets_go_inputs",
    "artifact_template",
    "notes",
)

PLACEHOLDERS: Mapping[str, re.Pattern[str]] = {
    # A Markdown link, `[Name](address)`, is no placeholder.
    "[Name]": re.compile(r"\[[A-Z][^\]]*\](?!\()"),
    "<name>": re.compile(r"<(?:your|name|insert|enter|company|university)\b[^>]*>", re.IGNORECASE),
    "{{ }}": re.compile(r"\{\{|\}\}|\{%|%\}"),
    "{name}": re.compile(r"\{[a-z_]+\}"),
    # "None of them" is English.
    "None": re.compile(r"\bNone\b(?! of\b)"),
    "nan": re.compile(r"\b(?:nan|NaN|undefined)\b"),
    "word twice": re.compile(r"\b(your|the|of|in|for|to) \1\b", re.IGNORECASE),
    "XX": re.compile(r"\bX{2,}\b"),
    "TBD": re.compile(r"\b(?:TBD|TBA|TODO|FIXME)\b|\b[Ll]orem ipsum\b"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """`right` cases of `total`.

    >>> str(Share(right=3, total=4))
    '75.0 %  (3 of 4)'
    """

    right: int
    total: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 when nothing was measured, so that no threshold passes on nothing."""
        return self.right / self.total if self.total else 0.0

    def __str__(self) -> str:
        return f"{self.value:.1%}  ({self.right} of {self.total})".replace("%", " %")


@dataclass(frozen=True, slots=True)
class Miss:
    """One case that came out wrong, with what the plan itself says about it."""

    measure: str
    goal_id: str
    title: str
    expected: str
    found: str
    reason: str

    def __str__(self) -> str:
        why = f"; {self.reason}" if self.reason else ""
        return (
            f"{self.goal_id} {self.measure}: expected {self.expected}, found {self.found}{why}"
            f"  `{self.title}`"
        )


@dataclass(frozen=True, slots=True)
class Score:
    """The whole result. Shares are of goals, except `rendering`, which is of tasks."""

    selection: Share
    """Study and career goals whose plan has a task."""

    tier: Share
    """Right budget tier, among goals that state a budget."""

    tier_assumed: Share
    """Tier left at the assumed one, among goals that state no readable budget."""

    figure: Share
    """Deciding sum per year right within 1 %, among goals that state one."""

    countries: Share
    """Exactly the labelled set of target countries."""

    milestone: Share
    """The milestone the goal asks for most directly."""

    experience: Share
    """Right level, among goals or profiles that state their experience."""

    rendering: Share
    """Tasks with a title of at most 100 characters and a description."""

    placeholders: int
    """Placeholders left in the texts of all tasks."""

    tasks: int
    """Tasks in all plans."""

    median_tasks: float
    """Tasks in the median plan of a study or career goal."""

    median_personalisation: float
    """Median, over full profiles, of a plan's mean personalisation score (0 to 10)."""

    misses: tuple[Miss, ...]
    """In the order of the goals."""

    def table(self) -> str:
        """The figures as text, a measure a line."""
        rows: tuple[tuple[str, object], ...] = (
            ("selection succeeds", self.selection),
            ("budget tier, where stated", self.tier),
            ("budget tier, where assumed", self.tier_assumed),
            ("budget figure per year", self.figure),
            ("countries, exact set", self.countries),
            ("milestone", self.milestone),
            ("experience, where stated", self.experience),
            ("rendering, of tasks", self.rendering),
            ("placeholders", f"{self.placeholders}  (in {self.tasks} tasks)"),
            ("tasks, median plan", f"{self.median_tasks:g}"),
            ("personalisation, median of full", f"{self.median_personalisation:.1f}"),
        )
        return "\n".join(f"{name:<33}{value}" for name, value in rows)


@dataclass(frozen=True, slots=True)
class _Check:
    """One comparison of one goal; several of a measure make its share."""

    measure: str
    right: bool
    expected: str
    found: str
    reason: str = ""


def read_records(lines: Iterable[str]) -> Iterator[Record]:
    """The JSON objects of JSON Lines, blank lines skipped.

    Raises ValueError, with the line's number, for a line that is not a JSON object.

    >>> list(read_records(['{"id": "g001"}', '']))
    [{'id': 'g001'}]
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not JSON: {error.msg}") from error
        if not isinstance(record, dict):
            raise ValueError(f"line {number}: expected a JSON object")
        yield record


def load_goals(path: Path = GOALS) -> tuple[Record, ...]:
    """The labelled goals in file order."""
    with path.open(encoding="utf-8") as lines:
        return tuple(read_records(lines))


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders left in a text, as written, in the order of the patterns.

    >>> placeholders("Write to [Professor Name] about your your project by TBD")
    ('[Professor Name]', 'your your', 'TBD')
    >>> placeholders("Read [Study in Germany](https://www.daad.de): None of this is hard")
    ()
    """
    return tuple(
        match.group() for pattern in PLACEHOLDERS.values() for match in pattern.finditer(text)
    )


def deciding_figure(bounds: object) -> Decimal | None:
    """The sum that decides the tier: the low end, or the only end there is.

    >>> deciding_figure([12700, 38100]), deciding_figure([None, "12000"]), deciding_figure(None)
    (Decimal('12700'), Decimal('12000'), None)
    """
    if not isinstance(bounds, list | tuple):
        return None
    known = [sum_ for sum_ in map(_number, bounds) if sum_ is not None]
    stated = [sum_ for sum_ in known if sum_ != 0]
    return stated[0] if stated else next(iter(known), None)


def score(goals: Sequence[Record], plans: Iterable[Record]) -> Score:
    """Every plan compared with the truth of its goal.

    A goal without a plan counts as wrong in every measure that it belongs to. Raises ValueError
    for a plan whose id no goal has, for a missing id, and for two goals or plans with one id.
    """
    by_id = _by_id(plans, kind="plan")
    known = _by_id(goals, kind="goal")
    if stray := sorted(by_id.keys() - known.keys()):
        raise ValueError(f"no goal has the id `{stray[0]}` of a plan")

    checks = [(goal, check) for goal in goals for check in _checks(goal, by_id.get(goal["id"]))]
    tasks = [task for plan in by_id.values() for task in _tasks(plan)]

    def share(measure: str) -> Share:
        results = [check.right for _, check in checks if check.measure == measure]
        return Share(right=sum(results), total=len(results))

    return Score(
        selection=share("selection"),
        tier=share("tier"),
        tier_assumed=share("tier_assumed"),
        figure=share("figure"),
        countries=share("countries"),
        milestone=share("milestone"),
        experience=share("experience"),
        rendering=share("rendering"),
        placeholders=sum(len(placeholders(text)) for task in tasks for text in _texts(task)),
        tasks=len(tasks),
        median_tasks=_median([len(_tasks(by_id.get(goal["id"]))) for goal in goals]),
        median_personalisation=_median(
            [_personalisation(by_id.get(goal["id"])) for goal in goals if goal.get("full")]
        ),
        misses=tuple(_miss(goal, check) for goal, check in checks if not check.right),
    )


def _checks(goal: Record, plan: Record | None) -> Iterator[_Check]:
    yield _selection(plan)
    yield from _money(goal["truth"], plan)
    yield _countries(goal["truth"], plan)
    yield _named(goal["truth"], plan, measure="milestone", term="milestone_type")
    if goal["truth"]["experience_level"] is not None:
        yield _named(goal["truth"], plan, measure="experience", term="experience_level")
    for task in _tasks(plan):
        yield _rendering(task)
        yield from _left_open(task)


def _selection(plan: Record | None) -> _Check:
    if plan is None:
        return _Check("selection", right=False, expected="a plan", found="none")
    count = len(_tasks(plan))
    return _Check(
        "selection",
        right=count > 0,
        expected="at least one task",
        found=f"{count} tasks",
        reason=str(plan.get("reason") or ""),
    )


def _money(truth: Record, plan: Record | None) -> Iterator[_Check]:
    if truth["budget_tier"] is None:
        assumed = {"budget_tier": ASSUMED_TIER}
        yield _named(assumed, plan, measure="tier_assumed", term="budget_tier")
        return
    yield _named(truth, plan, measure="tier", term="budget_tier")
    expected = _number(truth.get("usd_per_year"))
    if expected is not None:
        bounds, origin = _fact(plan, "budget_usd_per_year")
        found = deciding_figure(bounds)
        yield _Check(
            "figure",
            right=found is not None and abs(found - expected) <= expected * FIGURE_TOLERANCE,
            expected=f"{expected:,} a year",
            found=str(bounds),
            reason=origin,
        )


def _countries(truth: Record, plan: Record | None) -> _Check:
    value, origin = _fact(plan, "countries")
    found = {value} if isinstance(value, str) else set(value or ())
    expected = set(truth["countries"])
    return _Check(
        "countries",
        right=plan is not None and found == expected,
        expected=", ".join(sorted(expected)) or "none",
        found=", ".join(sorted(map(str, found))) or "none",
        reason=origin,
    )


def _named(truth: Record, plan: Record | None, *, measure: str, term: str) -> _Check:
    value, origin = _fact(plan, term)
    expected = truth[term]
    return _Check(
        measure,
        right=value == expected,
        expected=str(expected),
        found="nothing" if value is None else str(value),
        reason=origin,
    )


def _rendering(task: Record) -> _Check:
    title, description = task.get("title"), task.get("description")
    right = (
        isinstance(title, str)
        and isinstance(description, str)
        and bool(title.strip())
        and len(title) <= TITLE_LIMIT
        and bool(description.strip())
    )
    return _Check(
        "rendering",
        right=right,
        expected=f"a title of at most {TITLE_LIMIT} characters and a description",
        found=f"`{title}`",
    )


def _left_open(task: Record) -> Iterator[_Check]:
    for text in _texts(task):
        for found in placeholders(text):
            yield _Check(
                "placeholder",
                right=False,
                expected="none",
                found=f"`{found}`",
                reason=f"in the task `{task.get('title')}`",
            )


def _miss(goal: Record, check: _Check) -> Miss:
    return Miss(
        measure=check.measure,
        goal_id=goal["id"],
        title=str(goal["goal"]["title"]),
        expected=check.expected,
        found=check.found,
        reason=check.reason,
    )


def _by_id(records: Iterable[Record], *, kind: str) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        name = record.get("id")
        if not isinstance(name, str):
            raise ValueError(f"a {kind} has no id")
        if name in found:
            raise ValueError(f"two {kind}s have the id `{name}`")
        found[name] = record
    return found


def _tasks(plan: Record | None) -> Sequence[Record]:
    return (plan.get("tasks") or ()) if plan is not None else ()


def _fact(plan: Record | None, term: str) -> tuple[Any, str]:
    """A fact's value and origin; (None, a reason) where the plan has no such fact."""
    if plan is None:
        return None, "no plan for this goal"
    fact = (plan.get("facts") or {}).get(term)
    if fact is None:
        return None, str(plan.get("reason") or "the plan has no such fact")
    return fact.get("value"), str(fact.get("origin") or "")


def _texts(task: Record) -> Iterator[str]:
    for field in TEXT_FIELDS:
        yield from _strings(task.get(field))


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)


def _number(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _personalisation(plan: Record | None) -> float:
    scores = [float(task.get("personalization_score") or 0) for task in _tasks(plan)]
    return fmean(scores) if scores else 0.0


def _median(values: Sequence[float]) -> float:
    return float(median(values)) if values else 0.0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score plans against the labelled goals.")
    parser.add_argument("plans", help="JSON Lines of plans, or - for the standard input")
    parser.add_argument("--goals", type=Path, default=GOALS, help="labelled goals (JSON Lines)")
    parser.add_argument("--misses", action="store_true", help="list every miss with its reason")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 0 when it could be made, 2 when an input could not be read."""
    arguments = _arguments(argv)
    try:
        goals = load_goals(arguments.goals)
        if arguments.plans == "-":
            plans = tuple(read_records(sys.stdin))
        else:
            with Path(arguments.plans).open(encoding="utf-8") as lines:
                plans = tuple(read_records(lines))
        result = score(goals, plans)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(result.table())
    if arguments.misses:
        print()
        print("\n".join(map(str, result.misses)) or "no misses")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Test cases that are missing, as rows for a person to review.

What a set of tests should show of a table (its *aims*): each rule decides; each condition alone
makes its rule not decide; both sides of each border of numbers and dates are met; each class of
values that the cells of a column tell apart is met, missing included. Of words and sets of text a
class is a cell's first word and "none of these", not every combination.

For each aim that the tests do not show yet a point is looked for, by changing a fact whenever
another rule stands in the way. Of all points found a short list is kept that shows all these aims
(greedily, the point that shows most first). Nothing is random: same workbook, same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ruleset.check.column_values import ColumnValues, column_values
from ruleset.check.table_runs import TableRun, TableRunner
from ruleset.check.test_cases import CaseResult, fact_from_text, meets, shown_value
from ruleset.dmn.form import HitPolicy, Term, Value
from ruleset.errors import FactError
from ruleset.feel.errors import FeelError
from ruleset.plan.form import ANYTHING, CompiledDecision, Plan
from ruleset.workbook.hazards import clean

MOST_TRIES = 80
"""Points that are tried for one aim before it is given up."""
Facts = dict[str, Value]
Aim = tuple[str, ...] | tuple[str, int] | tuple[str, int, int] | tuple[str, str, object]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row: its facts and what the rules say now, as cells. `why` says what it shows."""

    name: str
    decision: str
    label: str
    facts: Mapping[str, str]
    expected: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The rows, table by table, and how many aims no point was found for, or the limit cut off."""

    rows: tuple[Suggestion, ...]
    not_found: int
    left_out: int


@dataclass
class _Point:
    """Facts, the run they lead to, the aims that it shows, and the aim it was looked for."""

    facts: Facts
    run: TableRun
    shows: frozenset[Aim]
    aim: Aim
    order: int = field(default=0)


def suggest(
    plan: Plan,
    results: Iterable[CaseResult] = (),
    *,
    decisions: Iterable[str] | None = None,
    limit: int | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> Suggestions:
    """The cases that are missing beside those with these results, at most `limit` of them.

    Cost: for each condition of a table a few decisions of it.
    """
    runner = TableRunner(plan)
    met: dict[str, list[TableRun]] = {table.name: [] for table in plan.decisions}
    for each in results:
        for run in () if each.problem is not None else runner.run(each.case.decision, each.facts):
            met[run.table.name].append(run)
    rows: list[Suggestion] = []
    not_found = left_out = 0
    wanted = {table.name for table in plan.decisions} if decisions is None else set(decisions)
    for table in plan.decisions:
        if table.name not in wanted:
            continue
        progress(table.label)
        search = _Search(plan, table, runner)
        points, missed = search.points(met[table.name])
        not_found += missed
        room = len(points) if limit is None else max(0, limit - len(rows))
        left_out += len(points) - len(points[:room])
        names = _Names(plan, table, taken=[row.name for row in rows])
        rows += [names.suggestion(point) for point in points[:room]]
    return Suggestions(tuple(rows), not_found, left_out)


class _Search:
    """One table: its aims, and points for them."""

    def __init__(self, plan: Plan, table: CompiledDecision, runner: TableRunner) -> None:
        self.plan, self.table, self.runner = plan, table, runner
        self.columns: dict[str, ColumnValues] = {
            name: column_values(plan.vocabulary[name], table) for name in table.read_terms
        }
        self.place_of = {clause.term: place for place, clause in enumerate(table.inputs)}

    def points(self, met: Sequence[TableRun]) -> tuple[list[_Point], int]:
        """A short list of points that shows all aims that these runs do not; and how many aims
        have no point."""
        aims = dict.fromkeys(self.aims())
        shown = {aim for run in met for aim in self.shows(run)}
        open_aims = [aim for aim in aims if aim not in shown]
        found: list[_Point] = []
        covered: set[Aim] = set()
        for aim in open_aims:
            if aim in covered:
                continue
            point = self.point_for(aim)
            if point is not None:
                found.append(point)
                covered |= point.shows
        reachable = [aim for aim in open_aims if aim in covered]
        order = {aim: number for number, aim in enumerate(aims)}
        return self._short(found, set(reachable), order), len(open_aims) - len(reachable)

    def _short(self, found: list[_Point], aims: set[Aim], order: Mapping[Aim, int]) -> list[_Point]:
        """Points that show all aims, in the order of the rules; no point shows nothing new."""
        kept: list[_Point] = []
        for number, point in enumerate(found):
            point.order = number
        while aims:
            best = max(found, key=lambda each: (len(each.shows & aims), -each.order))
            aims -= best.shows
            kept.append(best)
        return sorted(kept, key=lambda each: order.get(each.aim, 0))

    # aims

    def aims(self) -> Iterator[Aim]:
        table = self.table
        for index, rule in enumerate(table.rules):
            yield ("decides", index)
            for place, test in enumerate(rule.tests):
                if test != ANYTHING:
                    yield ("fails", index, place)
        if table.default is not None:
            yield ("decides", len(table.rules))
        for name, column in self.columns.items():
            yield from (("meets", name, value) for value in column.borders)
            yield from (("class", name, value) for value in column.classes)

    def shows(self, run: TableRun) -> Iterator[Aim]:
        """The aims that a run shows."""
        if run.undecided:
            return
        for rule in run.fired:
            yield ("decides", rule)
        for rule, cells in enumerate(run.holds):
            if cells.count(False) == 1 and run.would_fire(rule):
                yield ("fails", rule, cells.index(False))
        for name, column in self.columns.items():
            value = run.known.get(name)
            yield ("meets", name, value)
            yield ("class", name, column.class_of(value))

    # points

    def point_for(self, aim: Aim) -> _Point | None:
        """A point that shows the aim, or None when none was found among MOST_TRIES."""
        match aim:
            case ("decides", int(rule)):
                return self._towards(aim, rule, {})
            case ("fails", int(rule), int(place)):
                return self._towards(aim, rule, {place: False})
            case ("meets" | "class", str(name), value):
                return self._meeting(aim, name, value)
        return None

    def _meeting(self, aim: Aim, name: str, value: object) -> _Point | None:
        """A point with that value, best one at which a condition on it decides or alone fails."""
        place = self.place_of.get(name)
        if place is not None:
            for rule in self.columns[name].about(value):
                for holds in (True, False):
                    point = self._towards(aim, rule, {place: holds}, fixed={name: value})
                    if point is not None:
                        return point
        return self._towards(aim, None, {}, fixed={name: value})

    def _towards(
        self,
        aim: Aim,
        rule: int | None,
        wanted: Mapping[int, bool],
        fixed: Mapping[str, object] | None = None,
    ) -> _Point | None:
        """Tries facts that a rule's cells accept (or, where `wanted` says so, refuse), and changes
        one at a time when another rule stands in the way."""
        choices = self._choices(rule, wanted, fixed or {})
        if any(not each for each in choices.values()):
            return None
        start = tuple(0 for _ in choices)
        stack, seen = [start], {start}
        names = list(choices)
        for _ in range(MOST_TRIES):
            if not stack:
                return None
            at = stack.pop()
            facts = {name: choices[name][number] for name, number in zip(names, at, strict=True)}
            known: Facts = {name: value for name, value in facts.items() if value is not None}
            try:
                *before, run = self.runner.run(self.table.name, known)
            except FactError:
                continue
            shows = frozenset(self.shows(run))
            decided = not any(each.undecided for each in before)
            if aim in shows and decided and self._can_be_written(known):
                return _Point(known, run, shows, aim)
            fresh = [
                each for each in self._moves(run, rule, names, choices, at) if each not in seen
            ]
            seen.update(fresh)
            stack += reversed(fresh)
        return None

    def _can_be_written(self, facts: Facts) -> bool:
        vocabulary = self.plan.vocabulary
        return all(cell_of(value, vocabulary[name]) for name, value in facts.items())

    def _choices(
        self, rule: int | None, wanted: Mapping[int, bool], fixed: Mapping[str, object]
    ) -> dict[str, list[Value | None]]:
        """For each term the values to try, the plainest first: none where nothing is asked."""
        choices: dict[str, list[Value | None]] = {}
        for name, column in self.columns.items():
            place = self.place_of.get(name)
            values: list[Value | None] = list(column.values)
            if name in fixed:
                values = [fixed[name]]  # type: ignore[list-item]  # one of the column's own values
            elif rule is not None and rule < len(self.table.rules) and place is not None:
                test = self.table.rules[rule].tests[place]
                if test != ANYTHING:
                    values = column.passing(test, wanted.get(place, True))
            choices[name] = values
        return choices

    def _moves(
        self,
        run: TableRun,
        rule: int | None,
        names: Sequence[str],
        choices: Mapping[str, Sequence[Value | None]],
        at: tuple[int, ...],
    ) -> Iterator[tuple[int, ...]]:
        """Points that differ in one fact: so that a rule in the way no longer matches, or, where
        the aimed rule itself fails in a cell, so that this cell may pass."""
        blockers = [each for each in run.matches if each != rule]
        if self.table.hit_policy is HitPolicy.FIRST and rule is not None:
            blockers = [each for each in blockers if each < rule]
        terms: dict[str, int | None] = {}
        for blocker in blockers[:3]:
            for place, test in enumerate(self.table.rules[blocker].tests):
                if test != ANYTHING:
                    terms.setdefault(self.table.inputs[place].term, blocker)
        if not blockers:
            terms = dict.fromkeys(names)
        for number, name in enumerate(names):
            if name not in terms:
                continue
            for other, value in enumerate(choices[name]):
                if other != at[number] and self._out_of(terms[name], name, value):
                    yield (*at[:number], other, *at[number + 1 :])

    def _out_of(self, blocker: int | None, name: str, value: Value | None) -> bool:
        if blocker is None:
            return True
        test = self.table.rules[blocker].tests[self.place_of[name]]
        return not self.columns[name].passes(test, value, unsure=False)


class _Names:
    """Rows from points: cells that are read back as the same values, and names that are unique."""

    def __init__(self, plan: Plan, table: CompiledDecision, taken: Iterable[str]) -> None:
        self.plan, self.table = plan, table
        self.taken = set(taken)

    def suggestion(self, point: _Point) -> Suggestion:
        facts = {
            name: cell_of(value, self.plan.vocabulary[name]) or ""
            for name, value in point.facts.items()
        }
        why = self._why(point.aim)
        return Suggestion(
            name=self._free(f"{self.table.label}: {why}"),
            decision=self.table.name,
            label=self.table.label,
            facts=facts,
            expected=self._expected(point.run),
            why=f"review: {why}",
        )

    def _expected(self, run: TableRun) -> dict[str, str]:
        """What each output is now; one that no cell can spell is left blank."""
        expected = {}
        for clause in self.table.outputs:
            term = self.plan.vocabulary[clause.term]
            if isinstance(run.outcome, list):
                got: object = [each[clause.term] for each in run.outcome]
            else:
                got = None if run.outcome is None else run.outcome[clause.term]
            text = shown_value(got)
            try:
                if text == clean(text).text and meets(got, text, term):
                    expected[clause.term] = text
            except FeelError:
                continue
        return expected

    def _why(self, aim: Aim) -> str:
        every = self.table.every_rule
        match aim:
            case ("decides", int(rule)):
                return f"row {every[rule].id} decides"
            case ("fails", int(rule), int(place)):
                label = self.plan.vocabulary[self.table.inputs[place].term].label
                return f"row {every[rule].id} fails by {label} alone"
            case ("meets" | "class", str(name), value):
                shown = "missing" if value is None else shown_value(value)
                return f"{self.plan.vocabulary[name].label} is {shown}"
        return ""

    def _free(self, name: str) -> str:
        number, free = 2, name
        while free in self.taken:
            number, free = number + 1, f"{name} ({number})"
        self.taken.add(free)
        return free


def cell_of(value: Value, term: Term) -> str | None:
    """A text that a cell of the Tests sheet reads as the value; None when there is none.

    >>> from ruleset.dmn.form import TermType
    >>> name = Term("name", "Name", TermType.TEXT)
    >>> cell_of("Ada", name), cell_of("missing", name)
    ('Ada', None)
    """
    members = sorted(value) if isinstance(value, frozenset) else []
    listed = ", ".join('"' + each.replace('"', '""') + '"' for each in members)
    for text in (shown_value(value), listed):
        try:
            if text and text == clean(text).text and fact_from_text(text, term) == value:
                return text
        except FeelError:
            continue
    return None


def typed(text: str, term: Term) -> str | Decimal:
    """The cell's value as a spreadsheet holds it: a number as a number, all else as its text."""
    if not term.type.is_number:
        return text
    try:
        value = fact_from_text(text, term)
    except FeelError:  # several numbers, or `none`
        return text
    return value if isinstance(value, Decimal) else text

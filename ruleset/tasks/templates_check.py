"""What is wrong between templates, rules and extraction: each finding at its file's line or cell.

Each template alone is checked when it is read. Here they are held against each other: rules name
templates that exist, every template can be chosen, what it requires can be known, it renders for
every person who can get it, its countries are those of its rows, and its review is not overdue.
Codes: RS601 to RS609.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruleset.diagnostics import Diagnostic, error, nearest, warning
from ruleset.dmn.form import Term, TermType
from ruleset.engine.ruleset import Ruleset
from ruleset.locations import Cell
from ruleset.plan.form import Accepts, CompiledDecision, CompiledRule, Holds, Mentions, Test
from ruleset.space.value_set import Interval
from ruleset.tasks.facts import Fact
from ruleset.tasks.library import MILESTONES, TEMPLATES_DIRECTORY, Library, Template, TemplateError
from ruleset.tasks.rendering import Renderer, RenderingError
from ruleset.tasks.sample import producible_facts
from ruleset.tasks.selection import DECISION, MILESTONE, offered, select

SOON = timedelta(days=30)
MOST_CHANGES = 3
"""Facts that are changed, at most, in looking for a person for whom a template is chosen."""

COUNTRY, HOME_COUNTRY = "country", "home_country"


def file_findings(problem: TemplateError) -> tuple[Diagnostic, ...]:
    """The problems of templates that cannot be read, as findings."""
    return tuple(
        error("RS601", each.message, help=each.help, path=f"{each.path}:{each.line}")
        for each in problem.problems
    )


def check_templates(
    templates: Library,
    rules: Ruleset,
    *,
    today: date,
    directory: Path = TEMPLATES_DIRECTORY,
) -> tuple[Diagnostic, ...]:
    """All findings, those of the rules first, then by template in the order of the files.

    `directory` is where the templates were read from. Takes about a second.
    """
    work = _Checking(templates, rules, today, directory, producible_facts(rules, templates, today))
    return (*work.rules_findings(), *work.template_findings())


@dataclass(frozen=True)
class _Checking:
    templates: Library
    rules: Ruleset
    today: date
    directory: Path
    facts: Mapping[str, Fact]

    def rules_findings(self) -> Iterator[Diagnostic]:
        """RS602: a rule names a template that is not there."""
        table = self.rules.plan.by_name.get(DECISION)
        for name, rows in offered(self.rules).items():
            if name in self.templates or table is None:
                continue
            near = nearest(name, self.templates)
            help = f"did you mean `{near}`?" if near else f"add a file `{name}.md`"
            for row in rows:
                cell = _output_cell(table, row)
                message = f"there is no template `{name}`"
                yield error("RS602", message, cell, help=help, rule=row.id)

    def template_findings(self) -> Iterator[Diagnostic]:
        for template in self.templates.values():
            place = _Place(self.directory, template.path)
            yield from self.known(template, place)
            yield from self.selectable(template, place)
            yield from self.countries(template)
            yield from self.category(template)
            yield from self.renders(template, place)
            yield from self.review(template, place)

    def known(self, template: Template, place: _Place) -> Iterator[Diagnostic]:
        """RS604: a required fact that nothing gives. RS605: an optional one."""
        for name in template.requires:
            if name not in self.facts:
                message = f"`{template.id}` requires `{name}`, which no profile or goal gives"
                help = f"take it out of `requires`, or let extraction read `{name}`"
                yield error("RS604", message, help=help, path=place.of("requires"))
        for name in template.uses:
            if name not in self.facts:
                message = f"`{template.id}` uses `{name}`, which no profile or goal gives"
                help = "its text is never shown; take it out, or let extraction read the fact"
                yield warning("RS605", message, help=help, path=place.of("uses"))

    def selectable(self, template: Template, place: _Place) -> Iterator[Diagnostic]:
        """RS603: no rule names it, or none can ever choose it."""
        rows = offered(self.rules).get(template.id, ())
        if not rows:
            help = f"add a row to the sheet `{self.sheet}` that names it, or remove the file"
            message = f"no rule selects the template `{template.id}`"
            yield error("RS603", message, help=help, path=place.of("id"))
        elif not any(self.chosen(template, row) for row in rows):
            table = self.rules.plan.by_name[DECISION]
            cells = ", ".join(str(table.cell(row)) for row in rows)
            message = f"`{template.id}` can never be chosen: others always come first"
            help = f"move its row up, narrow the rows above it, or require less; see {cells}"
            yield error("RS603", message, help=help, path=place.of("id"))

    def chosen(self, template: Template, row: CompiledRule) -> bool:
        """True when there is a person for whom this row's template is taken.

        Tried first is the person of whom least is known: what the template requires and what the
        row asks for. Where that person gets others, the facts that brought these are changed, as
        far as the row allows.
        """
        table = self.rules.plan.by_name[DECISION]
        wanted: dict[str, Any] = {}
        for clause, test in zip(table.inputs, row.tests, strict=True):
            present = clause.term in template.requires
            found = _accepted(test, self.rules.terms[clause.term], self.facts, present=present)
            if found is _NOTHING:
                return False
            if found is not None:
                wanted[clause.term] = found
        if MILESTONE not in wanted:
            return True  # holds in every milestone: nothing to try
        return self.wins(template, row, wanted, MOST_CHANGES)

    def wins(
        self, template: Template, row: CompiledRule, values: Mapping[str, Any], changes: int
    ) -> bool:
        known = {*values, *template.requires}
        facts = {name: value for name, value in values.items() if name != MILESTONE}
        requires = self.templates.requires
        selection = select(self.rules, requires, facts, values[MILESTONE], known=known)
        if any(each.template == template.id for each in selection.chosen):
            return True
        table = self.rules.plan.by_name[DECISION]
        for other in selection.chosen if changes else ():
            first = table.every_rule[other.rule.rule_number - 1]
            for clause, mine, theirs in zip(table.inputs, row.tests, first.tests, strict=True):
                term = self.rules.terms[clause.term]
                value = _between(mine, theirs, term, self.facts)
                if value is _NOTHING or values.get(clause.term) == value:
                    continue
                if self.wins(template, row, {**values, clause.term: value}, changes - 1):
                    return True
        return False

    def countries(self, template: Template) -> Iterator[Diagnostic]:
        """RS608: a template of one country is offered for another."""
        table = self.rules.plan.by_name.get(DECISION)
        if table is None or not template.countries:
            return
        for row in offered(self.rules).get(template.id, ()):
            stray = self.stray(table, row, template.countries)
            if stray is None:
                continue
            own = ", ".join(template.countries)
            message = f"`{template.id}` holds for {own} and is offered for {stray}"
            cell = _input_cell(table, row, COUNTRY)
            help = f"write {own} under `{self.label(COUNTRY)}`"
            yield error("RS608", message, cell, help=help, rule=row.id)

    def stray(self, table: CompiledDecision, row: CompiledRule, own: Sequence[str]) -> str | None:
        """A country outside `own` that the row accepts; None when one of its columns forbids it."""
        accepted = []
        for term in (COUNTRY, HOME_COUNTRY):
            test = _test(table, row, term)
            if test is None or term not in self.rules.terms:
                continue
            others = [each for each in self.rules.terms[term].allowed if each not in own]
            found = next((str(each) for each in others if _takes(test, each)), None)
            missing = "a goal without a country" if _takes(test, None) else None
            accepted.append(found or missing)
        return None if None in accepted else next(iter(accepted), "every country")

    def category(self, template: Template) -> Iterator[Diagnostic]:
        """RS609: a template is offered in a milestone of another category."""
        table = self.rules.plan.by_name.get(DECISION)
        if table is None:
            return
        foreign = [
            each
            for category, milestones in MILESTONES.items()
            for each in milestones
            if category != template.category
        ]
        for row in offered(self.rules).get(template.id, ()):
            test = _test(table, row, MILESTONE)
            taken = [each for each in foreign if test is None or _takes(test, each)]
            if taken:
                message = f"`{template.id}` is for {template.category}, offered in `{taken[0]}`"
                cell = _input_cell(table, row, MILESTONE)
                help = f"name a milestone of {template.category} in this row"
                yield error("RS609", message, cell, help=help, rule=row.id)

    def renders(self, template: Template, place: _Place) -> Iterator[Diagnostic]:
        """RS606: a person who can get it sees an error or an empty text."""
        if not set(template.requires) <= set(self.facts):
            return
        for known in profiles(template, self.facts):
            facts = {name: self.facts[name] for name in known}
            what = _told(template, known)
            try:
                rendered = Renderer(facts, today=self.today).render(template)
            except RenderingError as problem:
                message = f"does not render for a person with {what}: {problem.message}"
                help = "guard optional facts with `{% if %}`"
                yield error("RS606", message, help=help, path=place.of("uses"))
                return
            texts = (rendered.title, rendered.description, *(each.text for each in rendered.done))
            if not all(text.strip() for text in texts):
                message = f"`{template.id}` has an empty text for a person with {what}"
                yield error("RS606", message, help="give every branch a text", path=place.body)
                return

    def review(self, template: Template, place: _Place) -> Iterator[Diagnostic]:
        """RS607: the day by which somebody must read the sources again has come, or is near."""
        if template.review is None:
            return
        read = ", ".join(source.url for source in template.sources)
        help = f"read {read} again, mend the text, set a new day"
        path = place.of("review")
        if template.review < self.today:
            message = f"`{template.id}` was to be read again by {template.review}"
            yield error("RS607", message, help=help, path=path)
        elif template.review <= self.today + SOON:
            message = f"`{template.id}` is to be read again by {template.review}"
            yield warning("RS607", message, help=help, path=path)

    @property
    def sheet(self) -> str:
        table = self.rules.plan.by_name.get(DECISION)
        return "Template" if table is None else table.sheet

    def label(self, term: str) -> str:
        return self.rules.terms[term].label if term in self.rules.terms else term


def profiles(template: Template, facts: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The sets of known facts to try a template with.

    All facts, the required ones alone, with each of the optional ones, and all but each.
    """
    required = template.requires
    optional = [name for name in template.uses if name in facts]
    yield (*required, *optional)
    yield required
    for name in optional:
        yield (*required, name)
        yield (*required, *(each for each in optional if each != name))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a template's fields stand."""

    directory: Path
    path: str

    @property
    def body(self) -> str:
        return self.path

    def of(self, field: str) -> str:
        """`file:line` of a field; of the front matter where the file does not have it."""
        try:
            text = (self.directory / self.path).read_text(encoding="utf-8")
        except OSError:
            return self.path
        found = re.search(rf"^{field}\s*:", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found is not None else 1
        return f"{self.path}:{line}"


def _told(template: Template, known: Iterable[str]) -> str:
    names = [name for name in known if name not in template.requires]
    return ", ".join(f"`{name}`" for name in names) or "the required facts alone"


_NOTHING: Any = object()


def _accepted(test: Test, term: Term, facts: Mapping[str, Fact], *, present: bool) -> Any:
    """A value that the test accepts; None for missing, where that may be; else `_NOTHING`."""
    if not present and _takes(test, None):
        return None
    match test:
        case Accepts(values):
            candidates = [*term.allowed, *_samples(term, facts), *_ends(values.intervals)]
            return next((each for each in candidates if each in values), _NOTHING)
        case Mentions(atoms, negated, _):
            text = atoms[0] if atoms and not negated else "something"
            return frozenset({text}) if term.type is TermType.SET else text
        case Holds():
            return next(iter(_samples(term, facts)), _NOTHING)


def _between(mine: Test, other: Test, term: Term, facts: Mapping[str, Fact]) -> Any:
    """A value that the one test takes and the other refuses; `_NOTHING` where there is none."""
    if not isinstance(mine, Accepts) or not isinstance(other, Accepts):
        return _NOTHING
    ends = _ends((*mine.values.intervals, *other.values.intervals))
    candidates = (*term.allowed, *_samples(term, facts), *ends)
    fits = (each for each in candidates if _takes(mine, each) and not _takes(other, each))
    return next(fits, _NOTHING)


def _samples(term: Term, facts: Mapping[str, Fact]) -> Iterator[Any]:
    fact = facts.get(term.name)
    if fact is not None and not isinstance(fact.value, tuple | frozenset):
        yield fact.value
    if term.type in (TermType.TEXT, TermType.WORDS):
        yield "something"


def _ends(intervals: Iterable[Interval]) -> Iterator[Any]:
    for each in intervals:
        yield from (end for end in (each.low, each.high) if end is not None)
        if isinstance(each.low, Decimal):
            yield each.low + 1
        if isinstance(each.high, Decimal):
            yield each.high - 1


def _takes(test: Test, value: Any) -> bool:
    """True when the test accepts the value, or may."""
    match test:
        case Accepts(values):
            return value in values
        case Mentions():
            return test.missing if value is None else True
        case Holds():
            return True


def _test(table: CompiledDecision, row: CompiledRule, term: str) -> Test | None:
    return next(
        (test for each, test in zip(table.inputs, row.tests, strict=True) if each.term == term),
        None,
    )


def _input_cell(table: CompiledDecision, row: CompiledRule, term: str) -> Cell:
    return table.cell(row, next((each for each in table.inputs if each.term == term), None))


def _output_cell(table: CompiledDecision, row: CompiledRule) -> Cell:
    return table.cell(row, next(each for each in table.outputs if each.term == DECISION))

"""The agent: a user and a goal become a plan of tasks chosen by the spreadsheet.

    agent = AtomicTaskAgent(user)
    tasks = agent.generate_atomic_tasks(goalspec)

The stages, each on its own: facts are read from profile and goal; the rules derive the milestones,
the budget tier and the rest; for each milestone the rules offer templates and the first two whose
facts are known are taken; these are rendered. Nothing here raises for what a profile or goal holds.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ruleset.diagnostics import nearest, or_list
from ruleset.dmn.form import TermType, Vocabulary
from ruleset.engine.decision import Decision
from ruleset.engine.plain import plain
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import RulesetError
from ruleset.tasks import flagship
from ruleset.tasks.facts import Fact
from ruleset.tasks.library import Library, Template
from ruleset.tasks.live import Content, LiveRules
from ruleset.tasks.plan import TaskPlan
from ruleset.tasks.profile import RATES, extract
from ruleset.tasks.profile.form import Note, NoteKind
from ruleset.tasks.rendering import Rendered, Renderer, RenderingError
from ruleset.tasks.selection import MILESTONE, Candidate, Selection, select
from ruleset.tasks.targets import fitted

log = logging.getLogger("ruleset.tasks")

DERIVED = (
    "milestone",
    "abroad",
    "budget_tier",
    "experience_level",
    "urgency",
    "grades",
    "country_profile",
)
"""The decisions whose outcomes become facts of the plan, where the rules have them."""

RATE, CURRENCY_TERM, RATE_TERM = "exchange_rate", "currency", "us_dollars_for_one"
JOURNEY, JOURNEY_TERM = "journey", "journey_milestone"
LEAVE_OUT, LEAVE_OUT_TERM = "leave_out", "left_out_template"
QUICK_MINUTES, AUTO_MINUTES = 30, 60
SOURCE = "template_agent"


class AtomicTaskAgent:
    """Makes plans for one user.

    `user` is the backend's user, whose `profile` (or `userprofile`) is read; or a profile itself,
    as an object or a dict. `rules` and `templates` default to those that the library carries;
    `live` (see `ruleset.watch`) gives both instead, anew for each plan.
    """

    def __init__(
        self,
        user: object,
        *,
        rules: Ruleset | None = None,
        templates: Library | None = None,
        live: LiveRules | None = None,
    ) -> None:
        if live is not None and (rules is not None or templates is not None):
            raise RulesetError("`live` gives rules and templates; give no others beside it")
        self.user = user
        self._live = live
        self._rules = rules
        self._templates = templates

    @property
    def content(self) -> Content:
        """The rules and templates that the next plan is made with."""
        if self._live is not None:
            return self._live.current
        return Content(
            self._rules if self._rules is not None else flagship.rules(),
            self._templates,
        )

    @property
    def rules(self) -> Ruleset:
        """The rules that the next plan is made with."""
        return self.content.rules

    @property
    def templates(self) -> Library:
        """The templates that the next plan is made with."""
        return self.content.templates

    def generate_atomic_tasks(
        self,
        goalspec: object,
        use_templates: bool = True,
        enhance: bool = False,
        *,
        today: date | None = None,
        days_ahead: int = 30,
        milestone_types: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """The tasks for the goal, as the backend stores them; an empty list when there are none.

        `today` defaults to the system's day. Tasks stand on every second day inside `days_ahead`.
        `milestone_types` narrows the plan to those milestones, in that order. `plan` gives the
        same tasks together with the facts, the needs and the reason for what is missing.
        """
        if enhance:
            log.warning("enhancement is not configured; the templates' own text is used")
        if not use_templates:
            log.warning("templates are switched off for this call, falling back")
            return []
        plan = self.plan(
            goalspec, today=today, days_ahead=days_ahead, milestone_types=milestone_types
        )
        return list(plan.tasks)

    def plan(
        self,
        goalspec: object,
        *,
        today: date | None = None,
        days_ahead: int = 30,
        milestone_types: Sequence[str] | None = None,
    ) -> TaskPlan:
        """The plan for the goal; parameters as for `generate_atomic_tasks`."""
        content = self.content  # taken once: a plan never mixes two versions
        log.info("generation started with rules %s", content.rules.version)
        work, notes = self._begin(content, goalspec, today)
        try:
            work.derive(notes)
            plan = work.plan(milestone_types, days_ahead, tuple(notes))
        except RulesetError as problem:
            plan = TaskPlan(
                content.rules.version,
                work.facts,
                reason=f"the rules could not decide: {problem.message}",
                notes=tuple(notes),
                templates_version=content.templates.version,
            )
        if not plan.tasks:
            log.warning("selection failed, falling back: %s", plan.reason)
        return plan

    def facts(self, goalspec: object, *, today: date | None = None) -> dict[str, Fact]:
        """The facts that a plan for the goal rests on: those read, and those the rules derive.

        Raises what a decision raises when the rules cannot derive them.
        """
        work, notes = self._begin(self.content, goalspec, today)
        work.derive(notes)
        return work.facts

    def _begin(
        self, content: Content, goalspec: object, today: date | None
    ) -> tuple[_Planning, list[Note]]:
        """A plan in the making with the facts that were read, and the notes of the reading."""
        day = today if today is not None else date.today()  # noqa: DTZ011  # the user's own day
        read = extract(_profile_of(self.user), goalspec, day, exchange_rates(content.rules))
        facts, notes = fitted(read.facts)
        return _Planning(content.rules, content.templates, facts, day), [*read.notes, *notes]


@lru_cache(maxsize=16)
def exchange_rates(rules: Ruleset) -> Mapping[str, Decimal]:
    """US dollars for one unit of each currency, by the rules, or else the library's.

    >>> exchange_rates(flagship.rules())["GBP"]
    Decimal('1.27')
    """
    if RATE not in rules.decisions or CURRENCY_TERM not in rules.terms:
        return RATES
    found: dict[str, Decimal] = {}
    for currency in rules.terms[CURRENCY_TERM].allowed or RATES:
        try:
            outcome = rules.decide(RATE, {CURRENCY_TERM: currency}).outcome
        except RulesetError as problem:
            log.warning("no rate for %s: %s", currency, problem.message)
            continue
        rate = outcome.get(RATE_TERM) if isinstance(outcome, dict) else None
        if isinstance(rate, Decimal) and rate > 0:
            found[str(currency)] = rate
    return MappingProxyType(found)


def _profile_of(user: object) -> object:
    """The user's profile, or the user where it is itself the profile."""
    for name in ("profile", "userprofile", "user_profile"):
        try:
            found = user.get(name) if isinstance(user, Mapping) else getattr(user, name, None)
        except Exception:  # noqa: BLE001, S112  # a related object may be absent in any backend's way
            continue
        if found is not None and not callable(found):
            return found
    return user


@dataclass(frozen=True, slots=True)
class _Step:
    """One task of the plan: its milestone's selection, place and decision's id, and its text."""

    selection: Selection
    index: int
    decision_id: str
    candidate: Candidate
    rendered: Rendered


@dataclass
class _Planning:
    """One plan in the making."""

    rules: Ruleset
    templates: Library
    facts: dict[str, Fact]
    today: date
    values: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def derive(self, notes: list[Note]) -> None:
        """Facts that the rules decide stand beside those that were read, with their rows."""
        self.values = _values(self.facts, self.rules.terms, self.rules, notes)
        for name in DERIVED:
            if name not in self.rules.decisions:
                continue
            decision = self.rules.decide(name, self.values)
            outcome = decision.outcome
            if isinstance(outcome, dict):
                origin = f"decided by {', '.join(rule.cell for rule in decision.rules)}"
                for term, value in outcome.items():
                    if value is not None and term not in self.facts:
                        self.facts[term] = Fact(value, origin)
                        self.values[term] = value

    def plan(
        self, milestone_types: Sequence[str] | None, days_ahead: int, notes: tuple[Note, ...]
    ) -> TaskPlan:
        milestones = self.journey() if milestone_types is None else self.known(milestone_types)
        taken = set(self.left_out())
        renderer = Renderer(self.facts, today=self.today)
        selections: list[Selection] = []
        steps: list[_Step] = []
        for index, milestone in enumerate(milestones):
            selection, texts = self.milestone(milestone, renderer, taken)
            taken.update(each.template for each in selection.chosen)
            selections.append(selection)
            id = decision_id(selection.decision)
            steps += [
                _Step(selection, index, id, candidate, rendered)
                for candidate, rendered in zip(selection.chosen, texts, strict=True)
            ]
        days = self.days(len(steps), days_ahead)
        return TaskPlan(
            self.rules.version,
            self.facts,
            tuple(self.task(step, day) for step, day in zip(steps, days, strict=True)),
            self.reason(milestones, selections),
            notes,
            tuple(selections),
            self.templates.version,
            self.values,
            dict(self.templates.requires),
        )

    def milestone(
        self, milestone: str, renderer: Renderer, taken: Collection[str]
    ) -> tuple[Selection, list[Rendered]]:
        """What the milestone gets, with the texts; a template that fails gives way to the next."""
        while True:
            left_out = {*taken, *self.failed}
            selection = select(
                self.rules,
                self.templates.requires,
                self.values,
                milestone,
                known=self.facts,
                left_out=left_out,
            )
            texts = []
            for candidate in selection.chosen:
                log.info("template selected: %s by %s", candidate.template, candidate.rule.cell)
                try:
                    texts.append(renderer.render(self.templates[candidate.template]))
                except RenderingError as problem:
                    self.failed[candidate.template] = problem.message
                    log.warning("rendering failed: %s: %s", candidate.template, problem.message)
                    break
                log.info("template rendered: %s", candidate.template)
            else:
                return selection, texts

    def known(self, milestone_types: Sequence[str]) -> list[str]:
        """The milestones asked for, each once, as the rules know them; RulesetError for others."""
        allowed = self.rules.terms[MILESTONE].allowed if MILESTONE in self.rules.terms else ()
        asked = [milestone_types] if isinstance(milestone_types, str) else milestone_types
        for each in asked:
            if allowed and each not in allowed:
                near = nearest(str(each), map(str, allowed))
                tail = (
                    f"did you mean `{near}`?" if near else f"there are {or_list(map(str, allowed))}"
                )
                raise RulesetError(f"`{each}` is not a milestone; {tail}")
        return list(dict.fromkeys(asked))

    def journey(self) -> list[str]:
        """The milestones that the goal's category walks through, in order."""
        decision = self.rules.decide(JOURNEY, self.values)
        steps = decision.outcome if isinstance(decision.outcome, list) else []
        return list(dict.fromkeys(step[JOURNEY_TERM] for step in steps if step[JOURNEY_TERM]))

    def left_out(self) -> frozenset[str]:
        """The templates that the rules leave out for this goal."""
        if LEAVE_OUT not in self.rules.decisions:
            return frozenset()
        outcome = self.rules.decide(LEAVE_OUT, self.values).outcome
        return frozenset(
            each[LEAVE_OUT_TERM] for each in (outcome if isinstance(outcome, list) else ())
        )

    def days(self, count: int, days_ahead: int) -> list[date]:
        """Every second day from today, none after `days_ahead` or after the goal's own date."""
        last = max(0, days_ahead)
        left = self.facts.get("days_left")
        if left is not None and isinstance(left.value, Decimal) and 0 <= left.value < last:
            last = int(left.value)
        step = min(2.0, last / (count - 1)) if count > 1 else 0
        return [self.today + timedelta(days=int(step * index)) for index in range(count)]

    def task(self, step: _Step, day: date) -> dict[str, Any]:
        """The task as the backend stores it, with what is needed to explain it."""
        selection, candidate, rendered = step.selection, step.candidate, step.rendered
        template = self.templates[candidate.template]
        quick = template.minutes <= QUICK_MINUTES
        return {
            "title": rendered.title,
            "description": rendered.description,
            "task_type": "auto" if template.minutes <= AUTO_MINUTES else "copilot",
            "timebox_minutes": template.minutes,
            "priority": template.priority,
            "energy_level": template.energy,
            "deliverable_type": template.deliverable,
            "is_quick_win": quick,
            "task_category": "quick_win" if quick else "foundation",
            "constraints": {},
            "definition_of_done": [
                {"text": item.text, "weight": item.weight, "completed": False}
                for item in rendered.done
            ],
            "lets_go_inputs": [],
            "artifact_template": None,
            "scheduled_date": day.isoformat(),
            "external_url": template.sources[0].url if template.sources else "",
            "notes": _source_notes(template),
            "source": SOURCE,
            "milestone_title": milestone_title(selection.milestone),
            "milestone_index": step.index,
            "milestone_type": selection.milestone,
            "personalization_score": rendered.personalization,
            "template_id": template.id,
            "facts_used": _used(rendered),
            "passed_over": [
                {"template_id": each.template, "rule": each.rule.cell, "lacks": list(each.lacks)}
                for each in selection.passed_over
            ],
            "rule": {"id": candidate.rule.id, "cell": candidate.rule.cell},
            "why": why_line(selection.decision, candidate),
            "decision_id": step.decision_id,
            "ruleset_version": self.rules.version,
        }

    def reason(self, milestones: Sequence[str], selections: Sequence[Selection]) -> str:
        if not milestones:
            category = self.facts.get("category")
            what = "that states no category" if category is None else f"of `{category.value}`"
            return f"the rules have no milestones for a goal {what}"
        empty = [each.milestone for each in selections if not each.chosen]
        parts = [f"no template fits for: {', '.join(empty)}"] if empty else []
        if self.failed:
            parts.append(f"templates that could not be rendered: {', '.join(sorted(self.failed))}")
        return "; ".join(parts)


def _values(
    facts: Mapping[str, Fact], terms: Vocabulary, rules: Ruleset, notes: list[Note]
) -> dict[str, Any]:
    """The facts that the rules know, as the rules take them; those they refuse are noted."""
    values: dict[str, Any] = {}
    for name, fact in facts.items():
        if name not in terms:
            continue
        value = fact.value
        if isinstance(value, tuple | frozenset) and terms[name].type is not TermType.SET:
            value = ", ".join(sorted(value) if isinstance(value, frozenset) else value)
        try:
            values.update(rules.checked({name: value}))
        except RulesetError as problem:
            notes.append(Note(NoteKind.UNREAD, fact.origin, problem.message))
    return values


def decision_id(decision: Decision) -> str:
    """The id of a decision: equal rules, decision and facts have equal ids."""
    facts = [
        f"{name}={sorted(value) if isinstance(value, frozenset) else value!r}"
        for name, value in sorted(decision.facts.items())
    ]
    content = "\n".join([decision.ruleset.version, decision.name, *facts])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def why_line(decision: Decision, candidate: Candidate) -> str:
    """One line: the row that chose the template, and the cells that made it fit.

    Such as ``Template!A12 (visa-gb): Milestone type is `visa_process`, Country is `GB` ``.
    """
    return _row_line(decision.ruleset, decision.name, candidate.rule.rule_number)


@lru_cache(maxsize=4096)
def _row_line(rules: Ruleset, decision: str, rule_number: int) -> str:
    """What a row asks for, in one line; the same for everybody whom it fits."""
    table = rules.plan.by_name[decision]
    rule = table.every_rule[rule_number - 1]
    cells = [
        f"{rules.terms[clause.term].label} is `{text}`"
        for clause, text in zip(table.inputs, rule.input_texts, strict=True)
        if text not in ("", "-")
    ]
    return f"{table.cell(rule)} ({rule.id}): {', '.join(cells) or 'in every case'}"


@lru_cache(maxsize=256)
def milestone_title(milestone: str) -> str:
    """The milestone's name for people.

    >>> milestone_title("visa_process")
    'Visa process'
    """
    words = milestone.replace("_", " ").replace("linkedin", "LinkedIn").replace("sop", "SOP")
    return words[:1].upper() + words[1:]


def _used(rendered: Rendered) -> list[dict[str, Any]]:
    return [
        {"fact": name, "value": plain(value), "origin": origin}
        for name, value, origin in rendered.used
    ]


def _source_notes(template: Template) -> str:
    return "\n".join(f"{source.name}: {source.url}" for source in template.sources)

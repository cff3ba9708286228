"""A plan: the tasks for a goal, what they rest on, and what would make them better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruleset.tasks.facts import Fact
from ruleset.tasks.needs import Need, needs_of
from ruleset.tasks.profile.form import Note
from ruleset.tasks.selection import Selection


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """The tasks of a goal, in order.

    `facts` hold everything the plan rests on, derived facts included, each with its origin.
    `values` are those facts as the rules read them, `requires` the required facts of templates.
    `reason` says why there are no tasks, or why a milestone has none; it is empty when every
    milestone has tasks. `notes` tell what could not be read.
    """

    ruleset_version: str
    facts: Mapping[str, Fact]
    tasks: tuple[dict[str, Any], ...] = ()
    reason: str = ""
    notes: tuple[Note, ...] = ()
    selections: tuple[Selection, ...] = field(default=(), repr=False)
    templates_version: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    requires: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def needs(self) -> tuple[Need, ...]:
        """The facts that would unlock better tasks, most valuable first. Worked out when asked."""
        return needs_of(self.selections, self.facts, self.values, self.requires)

    def facts_by_term(self) -> dict[str, dict[str, Any]]:
        """The facts as `{term: {"value", "origin"}}`, with those that callers rely on always there.

        `countries` lists ISO codes in the order in which they were stated; `budget_usd_per_year` is
        [low, high], null where an end is not stated.
        """
        found: dict[str, dict[str, Any]] = {
            name: {"value": fact.value, "origin": fact.origin} for name, fact in self.facts.items()
        }
        countries = self.facts.get("target_countries")
        found["countries"] = {
            "value": [] if countries is None else list(_ordered(countries.value)),
            "origin": _origin(countries),
        }
        ends = [self.facts.get(name) for name in ("budget_low", "budget_high")]
        found["budget_usd_per_year"] = {
            "value": [None if end is None else end.value for end in ends] if any(ends) else None,
            "origin": _origin(next((end for end in ends if end is not None), None)),
        }
        for name in ("budget_tier", "milestone_type", "experience_level"):
            found.setdefault(name, {"value": None, "origin": _origin(None)})
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the two versions, `facts`, `tasks`, `needs`, `reason`, `notes`."""
        return {
            "ruleset_version": self.ruleset_version,
            "templates_version": self.templates_version,
            "facts": self.facts_by_term(),
            "tasks": list(self.tasks),
            "needs": [need.to_dict() for need in self.needs],
            "reason": self.reason,
            "notes": [str(note) for note in self.notes],
        }


def _ordered(value: Any) -> Iterable[str]:
    if isinstance(value, frozenset):
        return sorted(value)
    return (value,) if isinstance(value, str) else value


def _origin(fact: Fact | None) -> str:
    return "not stated" if fact is None else fact.origin

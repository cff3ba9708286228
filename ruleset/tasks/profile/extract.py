"""From a profile and a goal to facts, each with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from ruleset.tasks.profile.budget import read_budget
from ruleset.tasks.profile.career import read_career
from ruleset.tasks.profile.form import Extraction
from ruleset.tasks.profile.goal import read_goal
from ruleset.tasks.profile.money_words import RATES
from ruleset.tasks.profile.person import read_person
from ruleset.tasks.profile.places import read_places
from ruleset.tasks.profile.source import Sources
from ruleset.tasks.profile.study import read_study

PASSES = (read_goal, read_places, read_budget, read_person, read_study, read_career)


def extract(
    profile: object, goal: object, today: date, rates: Mapping[str, Decimal] = RATES
) -> Extraction:
    """The facts that a profile and a goal give, and notes on what could not be read.

    `profile` and `goal` are objects with attributes or dicts; any field may be missing, empty, of
    an older shape or of a wrong kind. `rates` are US dollars for one unit of a currency, by code.
    Never raises on account of what they hold. The goal's own words outrank the profile; facts
    that are not known are absent.

    >>> goal = {"category": "study", "title": "Apply to MSc CS programs in UK",
    ...         "specifications": {"target_countries": "UK", "budget": "$20k"}}
    >>> facts = extract(None, goal, date(2026, 1, 31)).facts
    >>> facts["country_name"].value, facts["yearly_budget"].value, facts["yearly_budget"].origin
    ('the United Kingdom', Decimal('20000'), 'goal.specifications.budget')
    """
    day = datetime.date(today) if isinstance(today, datetime) else today
    sources = Sources(profile, goal, day, rates)
    for read in PASSES:
        read(sources)
    return Extraction(sources.facts, sources.notebook.notes())

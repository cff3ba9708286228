"""Rendering: a template and facts become the text of a task, every user value with its origin.

**Values are data.** They are put into the finished text as they are (on one line, long ones cut
at a word) and never read as Jinja, HTML or line structure. The text is plain, not Markdown; a page
that shows it escapes it as it escapes any text. `Rendered.spans` says where the values stand.

**Personalisation score.** From 0 to 10, by the person's own facts that the text uses, each weighed
by how specific it is (`KnownFact.specificity`: 1 a country, 2 a target university, 3 a named
project). With `used` the weight of the facts used and `possible` the weight of all that the
template can use,

    score = 10 x min(1, used / 7) x (1 + used / possible) / 2

so a text scores high when it says much that is this person's, and leaves little of what it could
say unsaid. Words do not count, nor how often a fact is repeated. A fact is used when its value is
in the text, or when it is known, is never printed, and chose among texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from jinja2 import TemplateError

from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.facts import Fact, Value
from ruleset.tasks.library import Done, Template
from ruleset.tasks.sandbox import RenderingError, Shown, Text, compiled, context_of, cut, shown
from ruleset.tasks.template_source import STEP, TITLE_LENGTH

__all__ = ["ENOUGH", "Rendered", "Renderer", "RenderingError", "render"]

ENOUGH = 7
"""The weight of facts that makes a task wholly personal: say two projects and a grade."""

_FAILURES = (
    TemplateError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)
"""What running a template may raise when a fact has not the kind of value that it expects."""

_ENDS = ".?!…"
_COUNTED_DOWN = frozenset({"days_left", "days_until_exam"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a task.

    `used` holds (fact's name, value, origin) in the order of first use: title, description, done.
    `spans` holds (start, end, fact's name) of the user's values in the description, in order, end
    excluded. `personalization` is the score described above, with one decimal.
    """

    title: str
    description: str
    done: tuple[Done, ...]
    used: tuple[tuple[str, Value, str], ...]
    spans: tuple[tuple[int, int, str], ...]
    personalization: float


def render(template: Template, facts: Mapping[str, Fact], *, today: date) -> Rendered:
    """The task's text for these facts. To render many templates, `Renderer` is faster.

    An optional date before `today`, or a count of days below zero, is left out of the text as if
    it were not known: a plan does not point to a day that is gone. RenderingError (a ValueError
    too) when a required fact is missing; it says where the fact should have come from.

    >>> from ruleset.tasks.library import load_templates
    >>> facts = {"country_name": Fact("the Netherlands", "profile.target_country")}
    >>> template = load_templates()["visa_document_checklist"]
    >>> render(template, facts, today=date(2026, 9, 1)).used
    (('country_name', 'the Netherlands', 'profile.target_country'),)
    """
    return Renderer(facts, today=today).render(template)


class Renderer:
    """Renders templates for one person; each fact is made ready once. One thread at a time."""

    __slots__ = ("_facts", "_ready", "_today")

    def __init__(self, facts: Mapping[str, Fact], *, today: date) -> None:
        self._facts = facts
        self._today = today
        self._ready: dict[str, Shown | None] = {}

    def render(self, template: Template) -> Rendered:
        """The task's text, as `ruleset.tasks.rendering.render` says."""
        try:
            return self._rendered(template)
        except RenderingError:
            raise
        except _FAILURES as problem:
            message = f"`{template.id}` cannot be rendered: {problem}"
            raise RenderingError(message, template=template.id, missing=()) from problem

    def _rendered(self, template: Template) -> Rendered:
        values = self._values(template)
        program = compiled(template.program, template.title, template.done_texts)
        context = context_of(values)
        used: dict[str, None] = {}
        title = template.title if program.title is None else _title(program.title(context), used)
        description, spans = _description(program.description(context), used)
        done = tuple(
            [
                item if pieces is None else _done(item, pieces(context), used)
                for item, pieces in zip(template.done, program.done, strict=True)
            ]
        )
        for name in template.shaped_by:
            if values[name]:
                used[name] = None
        facts = self._facts
        origins = tuple([(name, facts[name].value, facts[name].origin) for name in used])
        score = _score(used, _possible(template.requires, template.uses))
        return Rendered(title, description, done, origins, spans, score)

    def _values(self, template: Template) -> dict[str, Shown | None]:
        """The template's facts as it sees them: required ones there, optional ones perhaps None."""
        values = {name: self._value(name) for name in template.requires}
        if None in values.values():
            raise _missing(template, [name for name, value in values.items() if value is None])
        for name in template.uses:
            value = self._value(name)
            if value is not None and _is_past(name, value, self._today):
                value = None
            values[name] = value
        return values

    def _value(self, name: str) -> Shown | None:
        ready = self._ready
        if name not in ready:
            fact = self._facts.get(name)
            ready[name] = None if fact is None else shown(fact.value, name)
        return ready[name]


def _is_past(name: str, value: Shown, today: date) -> bool:
    if isinstance(value, date):
        return value < today
    return name in _COUNTED_DOWN and isinstance(value, Decimal) and value < 0


def _done(item: Done, pieces: Iterable[str], used: dict[str, None]) -> Done:
    parts = list(pieces)
    _note(parts, used)
    return Done("".join(parts), item.weight)


def _missing(template: Template, names: list[str]) -> RenderingError:
    names = sorted(names)
    listed = ", ".join(f"'{name}'" for name in names)
    lines = [f"Missing required variables: {{{listed}}}", f"  in the template `{template.id}`"]
    for name in names:
        known = KNOWN_FACTS[name]
        lines.append(f"  `{name}` ({known.label}) is expected from {' or '.join(known.asked_as)}")
    return RenderingError("\n".join(lines), template=template.id, missing=tuple(names))


def _note(pieces: Iterable[str], used: dict[str, None]) -> None:
    for piece in pieces:
        if type(piece) is Text:
            used[piece.fact] = None


def _title(pieces: Iterable[str], used: dict[str, None]) -> str:
    """The title; where it is too long, its longest values are cut at a word to fit."""
    parts = list(pieces)
    _note(parts, used)
    title = "".join(parts)
    if len(title) <= TITLE_LENGTH:
        return title
    lengths = sorted([len(part) for part in parts if type(part) is Text])
    room, left = TITLE_LENGTH - (len(title) - sum(lengths)), len(lengths)
    for length in lengths:  # the short ones stay whole, the long ones share what they leave
        if length > room // left:
            break
        room, left = room - length, left - 1
    longest = max(room // max(left, 1), 1)
    fitted = [
        cut(part, longest) if type(part) is Text and len(part) > longest else part for part in parts
    ]
    return "".join(fitted)


def _description(
    pieces: Iterable[str], used: dict[str, None]
) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The description with its steps numbered from 1, and where the user's values stand in it."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = step = 0
    for piece in pieces:
        if type(piece) is Text:
            used[piece.fact] = None
            spans.append((length, length + len(piece), piece.fact))
        else:
            if (
                piece.startswith(".")
                and spans
                and spans[-1][1] == length
                and parts[-1][-1] in _ENDS
            ):
                piece = piece[1:]  # the value brought its own full stop
            while STEP in piece:
                step += 1
                piece = piece.replace(STEP, str(step), 1)
        parts.append(piece)
        length += len(piece)
    return "".join(parts).rstrip("\n"), tuple(spans)


def _score(used: Iterable[str], possible: int) -> float:
    weight = sum([_SPECIFICITY[name] for name in used])
    return round(10 * min(1.0, weight / ENOUGH) * (1 + weight / possible) / 2, 1) if weight else 0.0


_SPECIFICITY = {name: known.specificity for name, known in KNOWN_FACTS.items()}


@lru_cache(maxsize=2048)
def _possible(requires: tuple[str, ...], uses: tuple[str, ...]) -> int:
    return sum(_SPECIFICITY[name] for name in (*requires, *uses))

"""What stands in the texts of tasks, and whether facts or templates account for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.tasks.library import Library, Template

_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def texts_of(task: Mapping[str, Any]) -> str:
    """Everything of a task that its reader sees, a line each."""
    done = [item["text"] for item in task["definition_of_done"]]
    return "\n".join([task["title"], task["description"], *done, task["notes"]])


def unaccounted(task: Mapping[str, Any], library: Library) -> tuple[str, ...]:
    """Numbers, amounts and months in the texts that neither the template nor a used fact holds.

    The numbers of steps do not count. A number of a fact counts however it is written: plain, with
    separators, as a day in words.
    """
    template = library[task["template_id"]]
    allowed = set(_figures(_without_steps(_source(template))))
    for used in task["facts_used"]:
        for value in _values(used["value"]):
            for form in _forms(value):
                allowed.update(_figures(form))
    shown = _figures(_without_steps(texts_of(task)))
    return tuple(each for each in shown if each not in allowed)


def _without_steps(text: str) -> str:
    return re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)


def _source(template: Template) -> str:
    sources = [f"{source.name} {source.url}" for source in template.sources]
    return "\n".join([template.title, template.body, *template.done_texts, *sources])


def _figures(text: str) -> list[str]:
    return [found[0] for found in _FIGURE.finditer(text)]


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _values(each)
    else:
        yield value


def _forms(value: Any) -> Iterator[str]:
    """The ways in which a template may write a value."""
    yield str(value)
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return
        yield f"{day.day} {day:%B} {day.year}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(str(value))
        yield from (f"{number:,.0f}", f"{number:,.2f}", f"{number:.1f}", f"{number:f}")

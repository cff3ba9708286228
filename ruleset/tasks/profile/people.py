"""People in somebody's network: names, with what stands beside each."""

from __future__ import annotations

from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import LONGEST_NAME, fold, is_no_answer, is_placeholder

_NAMES = ("name", "full_name", "fullname", "contact", "person", "title", "contact_name", "mentor")
_BESIDE = ("role", "position", "job_title", "relation", "relationship")
_AT = (
    "company",
    "organization",
    "organisation",
    "university",
    "institution",
    "employer",
    "affiliation",
    "at",
)


def read_people(value: Plain) -> tuple[tuple[str, ...], int]:
    """The people of a field, in order, each once, and how many entries could not be read.

    A dict gives a name with its role and place: `Ann Lee (CTO, Acme)`.

    >>> read_people(["Ann Lee", {"name": "Bo Ek", "company": "Acme"}])
    (('Ann Lee', 'Bo Ek (Acme)'), 0)
    """
    people: dict[str, None] = {}
    unread = 0
    for each in _entries(value):
        name = _person(each)
        if name is None:
            unread += 1
        elif name:
            people[name] = None
    return tuple(people), unread


def _entries(value: Plain) -> list[Plain]:
    match value:
        case str():
            return [part.strip() for part in value.replace(";", ",").split(",")]
        case list():
            return value
        case dict() if any(fold(key) in _NAMES for key in value):
            return [value]
        case dict():
            return [
                {"name": key, **each} if isinstance(each, dict) else {"name": key, "role": each}
                for key, each in value.items()
            ]
        case None:
            return []
        case _:
            return [value]


def _person(value: Plain) -> str | None:
    """A name to print; empty when there is none; None when the entry cannot be read."""
    if isinstance(value, str):
        if is_no_answer(value):
            return ""
        return value if len(value) <= LONGEST_NAME and not is_placeholder(value) else None
    if not isinstance(value, dict):
        return "" if value is None else None
    known = {fold(key): each for key, each in value.items() if isinstance(each, str) and each}
    first = " ".join(known[key] for key in ("first_name", "last_name") if key in known)
    name = first or next((known[key] for key in _NAMES if key in known), "")
    if not name or len(name) > LONGEST_NAME or is_placeholder(name):
        return None
    beside = [next((known[key] for key in keys if key in known), "") for keys in (_BESIDE, _AT)]
    told = ", ".join(each for each in beside if each and len(each) <= 80)
    return f"{name} ({told})" if told else name

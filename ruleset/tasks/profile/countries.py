"""Countries that a text or a field names: wanted, refused, or home; and regions.

In a field that holds countries, codes of two and three letters count and every name is meant. In
running text a name counts when nothing around it says otherwise (`place_context`), and what
stands before it tells whether it is wanted (`place_roles`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruleset.tasks.profile.gazetteer import EAST_ASIAN, TOKEN, gazetteer
from ruleset.tasks.profile.mentions import (
    Mention,
    Token,
    east_asian,
    english_name,
    named,
    with_codes,
    with_typos,
)
from ruleset.tasks.profile.place_context import counting, disambiguated, without_states_cities
from ruleset.tasks.profile.place_roles import with_roles
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold

__all__ = ["Places", "english_name", "read_field", "read_text"]


@dataclass(frozen=True, slots=True)
class Places:
    """Countries by ISO code and regions by name, in the order of the text; `notes` are sentences.

    `words` holds for each wanted country the words it was read from.
    """

    wanted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


_INITIALS = re.compile(
    r"(?<![A-Za-z.])(?:[A-Z]\.){2,}(?:[A-Z](?![A-Za-z]))?|(?<!\w)u\.s\.(?:a\.)?|(?<!\w)u\.k\."
)


def read_text(text: str) -> Places:
    """The places that running text names.

    >>> read_text("Anywhere in Europe but not the UK").refused
    ('GB',)
    >>> read_text("I am from India and want a master's in Germany").wanted
    ('DE',)
    """
    return _sorted_out(_mentions(text, field=False))


def read_field(value: Plain) -> Places:
    """The places that a field of countries holds: text, a list, or a dict of them.

    >>> read_field("UK, DE").wanted, read_field(["Holland", "not Germany"]).wanted
    (('GB', 'DE'), ('NL',))
    """
    return _sorted_out(_field_mentions(value))


def _field_mentions(value: Plain) -> list[Mention]:
    found: list[Mention] = []
    match value:
        case str():
            found = (
                _mentions(value, field=True) if len(value) <= 200 else _mentions(value, field=False)
            )
        case list():
            for each in value:
                found += _field_mentions(each)
        case dict():
            for key, each in value.items():
                if each is True or not isinstance(each, str | list | dict):
                    found += [] if each is False else _mentions(key, field=True)
                else:
                    found += _field_mentions(each)
        case _:
            pass
    return found


def _sorted_out(mentions: list[Mention]) -> Places:
    """The mentions by their roles, each place once."""
    refused = [each.code for each in mentions if each.role == "refused" and each.kind != "region"]
    wanted: dict[str, str] = {}
    for each in mentions:
        if (
            each.role == "wanted"
            and each.kind != "region"
            and each.code
            and each.code not in refused
        ):
            wanted.setdefault(each.code, each.word)
    regions = [each.code for each in mentions if each.role == "wanted" and each.kind == "region"]
    home = [each.code for each in mentions if each.role == "home" and each.kind != "region"]
    return Places(
        tuple(wanted),
        tuple(dict.fromkeys(refused)),
        tuple(dict.fromkeys(home)),
        tuple(dict.fromkeys(regions)),
        tuple(wanted.items()),
        tuple(dict.fromkeys(each.note for each in mentions if each.note)),
    )


def _mentions(text: str, *, field: bool) -> list[Mention]:
    """Every place the text names, in order, each with its role."""
    table = gazetteer()
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", "").upper() + " ", text)
    plain = text.isascii()
    tokens = [
        Token(match[0].lower() if plain else fold(match[0]), *match.span())
        for match in TOKEN.finditer(text)
    ]
    found = named(text, tokens, table, field=field)
    if EAST_ASIAN.search(text):
        found = sorted(found + east_asian(text, table), key=lambda each: each.start)
    if field:
        found = with_codes(text, tokens, table, found)
    else:
        found = counting(found, text, tokens)
        found = with_typos(text, tokens, table, found)
    found = without_states_cities(disambiguated(found, text, field=field), text)
    return with_roles(found, text, field=field)

"""Facts about places: countries and regions wanted, and home."""

from __future__ import annotations

from ruleset.tasks.profile.countries import Places, english_name, read_field, read_text
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.source import Sources, where
from ruleset.tasks.profile.text import quoted

_TARGETS = (
    "target_countries",
    "target_country",
    "countries",
    "country",
    "destination",
    "destinations",
)
_MOST = 50  # characters up to which a field is a list of places rather than running text


def read_places(sources: Sources) -> None:
    """Countries wanted, in the order of belief of their sources, and the country of home."""
    levels = list(_levels(sources))
    refused = {code for _, places in levels for code in places.refused}
    chosen: tuple[str, ...] = ()
    for origin, places in levels:
        countries = tuple(code for code in places.wanted if code not in refused)
        if not countries:
            continue
        if not chosen:
            chosen = countries
            sources.put("target_countries", chosen, origin)
            sources.put("country", chosen[0], origin)
            sources.put("country_name", english_name(chosen[0]), origin)
        elif not set(countries) <= set(chosen):
            taken = sources.facts["target_countries"].origin
            told = ", ".join(english_name(code) for code in countries)
            own = ", ".join(english_name(code) for code in chosen)
            sources.notebook.contradiction(
                where(origin),
                f"{quoted(told)} differs from {quoted(own)} in {where(taken)}, which was taken",
            )
    for origin, places in levels:
        if places.regions:
            sources.put("target_regions", places.regions, origin)
    _home(sources, levels)


def _levels(sources: Sources) -> list[tuple[str, Places]]:
    """What each source says, with the origin that a fact from it would have."""
    levels = [
        (found.path, _noted(sources, found, read_field(found.value)))
        for found in sources.stated(*_TARGETS, "target_regions", "regions", "region")
    ]
    levels += [
        _text_level(sources, found.path, found.value)
        for found in sources.stated("location", "city", "target_location", "preferred_location")
    ]
    own = [_text_level(sources, path, text) for path, text in sources.texts]
    levels += [_together(own)] if len(own) > 1 else own
    levels += [
        _text_level(sources, found.path, found.value)
        for found in sources.stated(
            "target_universities", "universities", "university_name", "university"
        )
    ]
    for name in ("target_country", "destinations"):
        found = sources.profile.get(name)
        if not is_empty(found.value):
            levels.append((found.path, _noted(sources, found, read_field(found.value))))
    for name in ("target_schools", "future_goals", "dream_career"):
        found = sources.profile.get(name)
        if not is_empty(found.value):
            levels.append(_text_level(sources, found.path, found.value))
    return levels


def _together(levels: list[tuple[str, Places]]) -> tuple[str, Places]:
    """Title and description as one source: what the one names, and what the other adds."""
    origins = [origin for origin, places in levels if places.wanted or places.regions]
    every = [places for _, places in levels]
    return " and ".join(origins) or levels[0][0], Places(
        tuple(dict.fromkeys(code for places in every for code in places.wanted)),
        tuple(dict.fromkeys(code for places in every for code in places.refused)),
        tuple(dict.fromkeys(code for places in every for code in places.home)),
        tuple(dict.fromkeys(name for places in every for name in places.regions)),
    )


def _text_level(sources: Sources, path: str, value: Plain) -> tuple[str, Places]:
    """What running text says, or a list of names, each read as running text."""
    text = value if isinstance(value, str) else "; ".join(_texts(value))
    places = read_text(text)
    for sentence in places.notes:
        sources.notebook.assumed(path, sentence)
    words = ", ".join(quoted(word) for _, word in places.words[:5])
    return (f"derived: {words} in {path}" if words else path), places


def _texts(value: Plain) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for each in value[:50] for text in _texts(each)]
        case dict():
            return [text for each in value.values() for text in _texts(each)][:10]
        case _:
            return []


def _noted(sources: Sources, found: Found, places: Places) -> Places:
    for sentence in places.notes:
        note = (
            sources.notebook.unread if sentence.endswith("not used") else sources.notebook.assumed
        )
        note(found.path, sentence)
    if not isinstance(found.value, str | list | dict):
        sources.notebook.unread(found.path, "expected countries; not read")
    return places


def _home(sources: Sources, levels: list[tuple[str, Places]]) -> None:
    candidates = [
        *sources.stated("home_country", "country_of_residence", "nationality", "citizenship"),
        sources.profile.get("country_of_residence", "home_country", "nationality", "country"),
    ]
    for found in candidates:
        if is_empty(found.value):
            continue
        places = _noted(sources, found, read_field(found.value))
        if places.wanted:
            _put_home(sources, places.wanted[0], found.path)
    for origin, places in levels:
        if places.home:
            path = where(origin)
            _put_home(sources, places.home[0], f"derived: what {path} says of home")
    situation = sources.profile.get("current_situation")
    if "home_country" not in sources.facts and isinstance(situation.value, str):
        places = read_text(situation.value)
        if places.home:
            _put_home(sources, places.home[0], f"derived: what {situation.path} says of home")


def _put_home(sources: Sources, code: str, origin: str) -> None:
    sources.settle("home_country", code, origin)
    if sources.facts["home_country"].value == code:
        sources.put("home_country_name", english_name(code), origin)

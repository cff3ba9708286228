"""Facts about tests: scores reached and aimed at, from fields and from the goal's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from ruleset.tasks.facts import Fact
from ruleset.tasks.profile.fields import is_empty
from ruleset.tasks.profile.numerals import plain_digits
from ruleset.tasks.profile.plain import Plain, json_inside
from ruleset.tasks.profile.scores import (
    SCALES,
    Scale,
    named_test,
    named_tests,
    read_score,
    read_scores,
)
from ruleset.tasks.profile.source import Sources
from ruleset.tasks.profile.text import fold, quoted


def read_tests(sources: Sources) -> None:
    """Scores reached and aimed at: the goal's own, then the profile's."""
    _reached(sources)
    _aimed_scores(sources)


def _reached(sources: Sources) -> None:
    """Scores reached: the goal's own, then the profile's."""
    for scale in SCALES:
        names = (f"{scale.fact}_score", f"current_{scale.fact}", scale.fact)
        sources.number(f"{scale.fact}_score", _on_scale(scale), names)
    for name in ("test_scores", "language_scores"):
        found = sources.profile.get(name)
        if is_empty(found.value):
            continue
        value = json_inside(found.value, found.path, sources.notebook)
        scores = read_scores(value, found.path)
        for path, sentence in scores.notes:
            sources.notebook.unread(path, sentence)
        for fact, (number, path) in scores.found.items():
            sources.settle(f"{fact}_score", number, path)


def _on_scale(scale: Scale | None) -> Callable[[Plain], tuple[Decimal | None, str | None]]:
    return lambda value: read_score(value, scale)


_FROM_TO = re.compile(
    r"(\d(?:[.,]\d)?|\d{2,4})\s*(?:to|->|→|-|до|на)\s*(\d(?:[.,]\d)?|\d{2,4})(?![\d%])"
)


_GAINED = re.compile(
    r"\b(?:have|has|got|scored|current(?:ly)?|my|already|took|имею|получил\w*"
    r"|сдал\w*)\b[^.;]{0,25}$"
)


_WANTED = re.compile(
    r"\b(?:get|score|achieve|reach|target|need|aim\w*|obtain|hit|at least|minimum|raise|improve"
    r"|increase|to|набрать"
    r"|получить|сдать|нужн\w+|цель|повысить)\b[^.;]{0,30}$"
)


def _aimed_scores(sources: Sources) -> None:
    """Test, score aimed at and score reached, from the goal's fields and its words."""
    for scale in SCALES:
        names = (f"target_{scale.fact}", f"{scale.fact}_target", f"required_{scale.fact}")
        sources.number(f"target_{scale.fact}", _on_scale(scale), names)
    _test_name(sources)
    test = sources.facts.get("test_name")
    named = named_test(test.value) if test is not None and isinstance(test.value, str) else None
    read = _on_scale(named)
    sources.number("target_score", read, ("target_score",))
    sources.number("current_score", read, ("current_score",))
    _scores_in_words(sources)
    if named is None:
        return
    _same(sources, "target_score", f"target_{named.fact}")
    _same(sources, f"target_{named.fact}", "target_score")
    _same(sources, "current_score", f"{named.fact}_score")


def _same(sources: Sources, fact: str, other: str) -> None:
    """The fact is what another one says, where only that is known."""
    known = sources.facts.get(other)
    if known is not None and fact not in sources.facts:
        sources.facts[fact] = Fact(known.value, known.origin)


def _test_name(sources: Sources) -> None:
    for found in sources.stated("test_name", "exam", "test"):
        text = sources.words(found)
        if text is not None and len(text) <= 60:
            scale = named_test(text)
            sources.put("test_name", scale.name if scale is not None else text, found.path)
            return
    for found in sources.stated("target_score", "current_score"):
        scale = named_test(found.value) if isinstance(found.value, str) else None
        if scale is not None:
            sources.put(
                "test_name", scale.name, f"derived: {quoted(str(found.value))} in {found.path}"
            )
            return
    for path, text in sources.texts:
        scale = named_test(text)
        if scale is not None and path.endswith("title"):
            sources.put("test_name", scale.name, f"derived: {quoted(scale.name)} in {path}")
            return
    for scale in SCALES:
        known = sources.facts.get(f"target_{scale.fact}")
        if known is not None:
            sources.put("test_name", scale.name, f"derived: the test of {known.origin}")
            return


def _scores_in_words(sources: Sources) -> None:
    """`Raise IELTS from 6.0 to 7.5`, `get 110 in TOEFL`, `IELTS 7.5` in a title."""
    for path, text in sources.texts:
        body = fold(plain_digits(text))
        for name, scale in named_tests(body):
            _score_beside(sources, scale, body, name.start(), name.end(), path)


def _score_beside(
    sources: Sources, scale: Scale, body: str, start: int, end: int, path: str
) -> None:
    after, before = body[end : end + 32], body[max(0, start - 50) : start]
    after = re.split(r"[,;]|\.\s|\band\b|\bи\b", after)[0]
    origin = f"derived: words on {scale.name} in {path}"
    moved = _FROM_TO.search(after)
    if moved is not None:
        current, aimed = (read_score(each, scale)[0] for each in (moved[1], moved[2]))
        if current is not None and aimed is not None and current < aimed:
            sources.put(f"{scale.fact}_score", current, origin)
            sources.put(f"target_{scale.fact}", aimed, origin)
            return
    digits = re.match(
        r"^\W{0,3}(?:score |band |overall |of |is |to |at |балл\w* |на "
        r"|до )*(\d{1,4}(?:[.,]\d)?)\+?(?![\d%])",
        after,
    )
    leading = re.search(
        r"(?<![\d.])(\d{1,4}(?:[.,]\d)?)\+?\s*(?:in|on|for|по|в|балл\w* по)?\s*$", before
    )
    found = digits or leading
    if found is None:
        return
    number, _ = read_score(found[1], scale)
    if number is None:
        return
    context = before[: leading.start()] if found is leading and leading else before
    if _GAINED.search(context):
        sources.settle(f"{scale.fact}_score", number, origin)
    elif _WANTED.search(context) or path.endswith("title"):
        sources.settle(f"target_{scale.fact}", number, origin)

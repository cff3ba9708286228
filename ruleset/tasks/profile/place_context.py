"""Whether running text means a place, by what stands around its name.

Adjectives count only before a word such as "universities" (a German course is no wish to go to
Germany), ambiguous names (Jordan, Chad) only after a preposition or beside other places, and
Georgia, Cambridge and London, Ontario are told apart by what else the text says.
"""

from __future__ import annotations

import re

from ruleset.tasks.profile import country_names as tables
from ruleset.tasks.profile.gazetteer import entries, words_of
from ruleset.tasks.profile.mentions import LIST_GAP, PREPOSITION, Mention, Token
from ruleset.tasks.profile.text import fold

# "I work for a German company": where somebody works now.
_EMPLOYED = re.compile(
    r"\bi(?:'m| am)? (?:already |currently |now )?(?:(?:live"
    r"|living)\b[^.;]{0,30}\band )?work(?:ed|ing)? (?:for|at|in)\s+"
    r"(?:(?:a|an|the)\s+)?$"
)


_PLACE_NOUN = re.compile(
    r"^(?:universit|unis?$|colleges?$|schools?$|degrees?$|program|master|bachelor|phds?$|mba|msc"
    r"|visas?$"
    r"|embass|consulat|scholarship|compan|firms?$|startups?$|start-ups?$|markets?$|employers?$"
    r"|jobs?$|tech$"
    r"|industr|business$|education|campus|institut|grad$|graduate$|work$|higher$|labs?$|bank"
    r"|hospital|student$"
    r"|citizenship$|residen|admission|applic|application|study$|studies$|lifestyle|academ"
    r"|internship|offices?$|hochschul|универ|вуз"
    r"|компани|виз|колледж|школ|магистр|бакалавр|образован|фирм|рын|институт|стипенд|аспирант"
    r"|программ|üniversite)"
)


_NOT_PLACE = re.compile(
    r"^(?:languages?|course|courses|class|classes|lesson|lessons|exam|exams|test|tests|literature"
    r"|taught"
    r"|speaking|medium|for|in|to|and|or|with|my|a|an|the|of|at|b1|b2|c1|c2|a1|a2|level"
    r"|certificate|язык\w*|курс\w*"
    r"|экзамен\w*|food|cuisine|citizen\w*|passport)$"
)


# After a student's nationality: "Indian student" is home, "German student visa" is not.
_US_STATE_HINT = re.compile(
    r"\b(?:atlanta|georgia tech|georgia state|university of georgia|savannah|usa|u\.?s\.?a?"
    r"|united states"
    r"|america|state of|athens, georgia|california|florida|texas)\b",
    re.IGNORECASE,
)


_US_HINT = re.compile(r"\b(?:MIT|Harvard|Boston|Massachusetts|USA|US)\b|, MA\b")


_NOT_THE_CITY = re.compile(
    r"^\s*(?:english|certificate|exam|c1|c2|b2|assessment|university press|advanced|proficiency"
    r"|dictionary)"
)


_NAMESAKES = {words_of(city): code for city, code in entries(tables.NAMESAKES)}


def counting(found: list[Mention], text: str, tokens: list[Token]) -> list[Mention]:
    """The mentions that running text means; an adjective also counts for one it is joined to."""
    kept: list[Mention] = []
    for each in reversed(found):
        joined = kept[-1] if kept and each.kind == kept[-1].kind == "demonym" else None
        gap = "" if joined is None else text[each.end : joined.start].lower()
        if gap == "-":  # the Kazakh-British Technical University is in neither
            kept.pop()
            continue
        if (gap.strip() and LIST_GAP.match(gap)) or _counts(each, text, tokens, found):
            kept.append(each)
    return kept[::-1]


def _counts(mention: Mention, text: str, tokens: list[Token], found: list[Mention]) -> bool:
    """Whether running text means the place, by what stands around the name."""
    before, after = text[: mention.start], text[mention.end :]
    if mention.kind == "demonym":
        return _before_place_noun(mention, text, tokens)
    if mention.kind == "city" and _NOT_THE_CITY.match(after[:30].lower()):
        return False
    if not mention.context:
        return True
    if PREPOSITION.search(before[-30:].lower()):
        # "in Jordan", but not "by Jordan Peterson"
        return re.match(r"\s[A-Z][a-z]+", after) is None or mention.kind == "city"
    for other in found:
        between = (
            text[other.end : mention.start]
            if other.end <= mention.start
            else (text[mention.end : other.start])
        )
        if other is not mention and not other.context and LIST_GAP.match(between.lower()):
            return bool(between.strip())
    return False


def _before_place_noun(mention: Mention, text: str, tokens: list[Token]) -> bool:
    """Whether an adjective stands before a university, a visa, a company or the like."""
    if _EMPLOYED.search(text[max(0, mention.start - 70) : mention.start].lower()):
        return False
    following = [token for token in tokens if token.start >= mention.end][:2]
    language = mention.word.lower() == "english"
    for position, token in enumerate(following):
        if token.start - mention.end > 30 or re.search(r"[.,;!?]", text[mention.end : token.start]):
            return False
        if _PLACE_NOUN.match(token.folded):
            if token.folded.startswith("student") and "visa" not in text[token.end : token.end + 6]:
                return False
            return not language or token.folded.startswith("universit")
        if (
            _NOT_PLACE.match(token.folded)
            or language
            or (position == 0 and mention.word[:1].islower())
        ):
            return False
    return False


def disambiguated(found: list[Mention], text: str, *, field: bool) -> list[Mention]:
    """With Georgia and Cambridge read by what else the text says."""
    settled: list[Mention] = []
    for each in found:
        if each.code == "GE" and fold(each.word) == "georgia":
            rest = text[: each.start] + text[each.end :]
            if _US_STATE_HINT.search(rest):
                note = "`Georgia` is read as the state of the United States"
                settled.append(each._replace(kind="state", code="US", note=note))
                continue
            each = each._replace(note="`Georgia` is read as the country, not the state")
        if each.kind == "city" and fold(each.word) == "cambridge" and _US_HINT.search(text):
            note = "`Cambridge` is read as the city in Massachusetts"
            each = each._replace(code="US", note=note)
        if (
            each.kind == "country"
            and each.word.lower() == "jersey"
            and text[: each.start].lower().endswith("new ")
        ):
            continue
        settled.append(each)
    return settled


def without_states_cities(found: list[Mention], text: str) -> list[Mention]:
    """Without a city whose state or other country follows it: `London, Ontario`."""
    kept: list[Mention] = []
    for position, each in enumerate(found):
        after = found[position + 1] if position + 1 < len(found) else None
        if each.kind == "city" and after is not None and after.code != each.code:
            gap = text[each.end : after.start]
            beside = re.fullmatch(r"\s*[,(]?\s*(?:in\s+)?", gap) is not None
            namesake = _NAMESAKES.get(words_of(each.word)) == after.code
            if beside and (after.kind == "state" or (namesake and after.kind == "country")):
                continue
            if not gap.strip() and after.kind in ("city", "country"):
                continue  # a campus abroad: NYU Shanghai
        kept.append(each)
    return kept

"""Countries that a text or a field names: wanted, refused, or home; and regions.

In a field that holds countries, codes of two and three letters count and every name is meant. In
running text a name counts when nothing around it says otherwise: `not`, `except`, "anywhere but"
refuse it; `from`, `I live in` make it home; adjectives count only before a word such as
"universities" (a German course is no wish to go to Germany); ambiguous names (Georgia, Jordan,
Chad) only after a preposition or beside other countries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from ruleset.tasks.profile import country_names as tables
from ruleset.tasks.profile.gazetteer import (
    EAST_ASIAN,
    TOKEN,
    Gazetteer,
    Kind,
    Name,
    entries,
    gazetteer,
    near_names,
    words_of,
)
from ruleset.tasks.profile.patterns import pattern
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, phrases, quoted


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


@dataclass(frozen=True, slots=True)
class _Mention:
    kind: Kind
    code: str
    start: int
    end: int
    word: str
    context: bool = False
    role: str = "wanted"  # wanted, refused, home or none
    note: str = ""


class _Token(NamedTuple):
    folded: str
    start: int
    end: int


_INITIALS = re.compile(
    r"(?<![A-Za-z.])(?:[A-Z]\.){2,}(?:[A-Z](?![A-Za-z]))?|(?<!\w)u\.s\.(?:a\.)?|(?<!\w)u\.k\."
)
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)")
_LIST_GAP = re.compile(
    r"^[\s,/&+|()\"']*(?:(?:and|or|nor|и|или|либо|und|oder|et|ou|y|o|e|ve|veya|i|lub|және|та|або"
    r"|и в|or in"
    r"|and in|in|the|either|maybe|perhaps|possibly|also|also in|в|во)[\s,/&+|()]+){0,3}$"
)
_COMMA_ONLY = re.compile(r"^\s*[,/|&+(]")
_FILLER = (
    r"(?:\s*\b(?:the|in|to|into|for|at|a|an|any|going|go|study|studying|move|moving|live|living|в"
    r"|во|на|из"
    r"|nach|die|den|der|en|au|aux|la|le|el|na|do|w)\b)*\s*[\"'(]*$"
)
_REFUSED_BEFORE = pattern(
    r"(?:(?<!\bif\s)\bnot(?! only)\b|n't(?: want| like| wish| plan)?|\bexcept(?:ing)?(?: for)?"
    r"|\bexclud(?:e|es|ing)\b"
    r"|\bexcl\.?|\bother than|\bapart from|\baside from|\bavoid(?:ing)?|\boutside(?: of)?"
    r"|\binstead of"
    r"|\brather than|\b(?:any\w*|every\w*|all|countr\w+|world\w*|abroad|europe|asia"
    r"|open)\b[^.;,]{0,20}?\bbut(?: not)?"
    r"|\bbut not|\bno longer|\bnever|\bno|\bwithout|\bnothing but|\bкроме|\bне|\bисключая"
    r"|\bза исключением|\bвместо"
    r"|\bбез|\bпомимо|\bтолько не|\baußer|\bausser|\bnicht|\bkeine?|\bsauf|\bexcepte|\bpas"
    r"|\bexcepto|\bmenos|\bsalvo"
    r"|\btranne|\bexceto|\boprocz|\bkrim|\bкрім|不要|不去|除了)" + _FILLER,
    "not n't excep exclu excl other apart aside avoid outside instead rather but no never "
    "without кром не исключ вместо без помимо ausser nicht kein sauf pas menos salvo tranne "
    "exceto oprocz крім 不 除",
)
_REFUSED_AFTER = pattern(
    r"^\s*\)?\s*(?:haric|disinda|제외|말고|以外|を除く|除外|is not an option"
    r"|(?:is|are) (?:out|excluded)|excluded"
    r"|not an option|не (?:рассматриваю|интересует|подходит|предлагать))",
    "haric disinda 제외 말고 以外 除 not out exclu не",
)
_HOME_BEFORE = pattern(
    r"(?:\bfrom|(?<!to\s)(?<!of\s)(?<!love\s)\b(?:living|residing|based|born|raised|currently"
    r"|now) (?:now |currently )?in"
    r"|\bi(?:'m| am)? (?:\w+ )?(?:live|reside|living|working|studying|work|study|studied|based"
    r"|located) in"
    r"|\bi(?:'m| am)? (?:\w+ )?(?:work|study|studying|working|teach|intern|(?:a"
    r"|an) \w+(?: \w+)?)\b[^.;,]{0,40}\b(?:in|at|of)"
    r"|\b(?:finish(?:ed|ing)?|graduat(?:ed|ing)|complet(?:ed|ing)) (?:my |a "
    r"|an )?[^.;,]{0,50}\b(?:in|at|from|of)"
    r"|\b(?:did|have|got|hold|with) (?:my |a |an )?(?:bachelor'?s?|master'?s?|degree|diploma|bsc"
    r"|msc|undergrad\w*)\b"
    r"[^.;,]{0,40}\b(?:in|at|from|of)"
    r"|\b(?:bachelor'?s?|bsc|undergrad\w*|degree) (?:in \w+ )?(?:at|from)|\b(?:embassy|consulate"
    r"|vfs|biometrics"
    r"|visa (?:cent(?:re|er)|interview|appointment))\b[^.;,]{0,12}\bin"
    r"|\b(?:citizen|resident|national|native|citizenship|passport)s? (?:of|from)|\bi'?m in"
    r"|\bi am in|\bleav(?:e|ing)|\bиз|\bжив[уеё]\w* в|\bпрожива\w+ в|\bнахо\w+ в|\bгражд\w+"
    r"|\bсейчас (?:\w+ )?в"
    r"|\b(?:учусь|работаю|закончил\w*|окончил\w*|учил\w+)\b[^.;,]{0,40}\bв|\baus"
    r"|\bvivo en|\bsoy de|\bje viens (?:de|du|des)|\bmieszkam w|\bкак житель)(?:\s+(?:the|der"
    r"|den))?\s*$",
    "from in of at leav из жив прожив нахо граж сеичас aus vivo soy viens mieszkam житель учусь "
    "работаю законч оконч учил",
)
_OFFERED = re.compile(
    r"\b(?:offer|admission|admit|admitted|letter|invitation|scholarship|funding|grant|acceptance"
    r"|reply|answer)s?\s+from"
    r"\s+(?:the\s+)?$"
)
_HOME_AFTER = re.compile(
    r"^\s*(?:-based|passport|citizen(?:ship)?|national(?!\s+(?:univ|visa))|nationality|resident"
    r"|native"
    r"|student(?!s? visa)s?\b|alum\w*|applicant|engineer|developer"
    r"|graduate\b(?! (?:school|program|degree|stud|institut|course|college|job|scheme|role"
    r"|position|visa|diploma)))"
)
# "I work for a German company": where somebody works now.
_EMPLOYED = re.compile(
    r"\bi(?:'m| am)? (?:already |currently |now )?(?:(?:live"
    r"|living)\b[^.;]{0,30}\band )?work(?:ed|ing)? (?:for|at|in)\s+"
    r"(?:(?:a|an|the)\s+)?$"
)
_PREPOSITION = re.compile(
    r"(?:^|[^\w])(?:in|to|at|of|from|near|into|towards|for|within|across|around|в|во|на|из|до"
    r"|nach|en|au|aux|à"
    r"|em|na|bei|либо|visit|the|country|countries|страна|страны)\s+[\"'(]?$"
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
_OPEN = frozenset(
    phrases(
        """
        anywhere, any, any country, open, open to any, flexible, worldwide, abroad, international,
        global, remote,
        online, other, others, everywhere, all, not important, no preference, doesn't matter,
        any country is fine,
        любая, любая страна, за границей, за рубежом, везде, весь мир, неважно, не важно,
        за границу, yurtdışı
        """
    )
)
_ITEM = re.compile(r"[^,;/|\n&+]+")
_JOINED = re.compile(r"(?:^|\s)(?:and|or|и|или|und|oder|et|ou|y|vs)(?:\s|$)", re.IGNORECASE)
_NAMESAKES = {words_of(city): code for city, code in entries(tables.NAMESAKES)}
_NOT_TYPOS = frozenset(phrases(tables.NOT_TYPOS))


def english_name(code: str) -> str:
    """The country's name as it reads inside a sentence.

    >>> english_name("GB"), english_name("KR")
    ('the United Kingdom', 'South Korea')
    """
    return gazetteer().english.get(code, code)


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


def _field_mentions(value: Plain) -> list[_Mention]:
    found: list[_Mention] = []
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


def _sorted_out(mentions: list[_Mention]) -> Places:
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


def _mentions(text: str, *, field: bool) -> list[_Mention]:
    """Every place the text names, in order, each with its role."""
    table = gazetteer()
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", "").upper() + " ", text)
    plain = text.isascii()
    tokens = [
        _Token(match[0].lower() if plain else fold(match[0]), *match.span())
        for match in TOKEN.finditer(text)
    ]
    found = _named(text, tokens, table, field=field)
    if EAST_ASIAN.search(text):
        found = sorted(found + _east_asian(text, table), key=lambda each: each.start)
    if field:
        found = _with_codes(text, tokens, table, found)
    else:
        found = _counting(found, text, tokens)
        found = _with_typos(text, tokens, table, found)
    found = _without_states_cities(_disambiguated(found, text, field=field), text)
    return _with_roles(found, text, field=field)


def _named(text: str, tokens: list[_Token], table: Gazetteer, *, field: bool) -> list[_Mention]:
    """The names of the table, the longest at each word."""
    found: list[_Mention] = []
    at = -1
    shouting = text.isupper() and len(tokens) > 2
    starts = table.longest
    while (at := at + 1) < len(tokens):
        longest = starts.get(tokens[at].folded)
        if longest is None:
            continue
        for count in range(min(longest, len(tokens) - at), 0, -1):
            key = " ".join(token.folded for token in tokens[at : at + count])
            name = table.names.get(key)
            if name is None:
                continue
            mention = _accepted(name, text, tokens[at : at + count], field=field, shouting=shouting)
            if mention is not None:
                found.append(mention)
                at += count - 1
                break
    return found


def _accepted(
    name: Name, text: str, tokens: list[_Token], *, field: bool, shouting: bool
) -> _Mention | None:
    """The mention, unless the way it is written says that it is another word."""
    start, end = tokens[0].start, tokens[-1].end
    word = text[start:end]
    if name.capitals and not (word.isupper() or (field and len(tokens) == 1 and len(text) <= 4)):
        return None
    if not field:
        if name.capitals and shouting and not _PREPOSITION.search(text[:start].lower()):
            return None
        lower = word[:1].islower()
        if name.capitalised and lower and not _PREPOSITION.search(text[:start].lower()):
            return None
        if name.context and lower and not _PREPOSITION.search(text[:start].lower()):
            return None
    return _Mention(name.kind, name.code, start, end, word, name.context)


def _east_asian(text: str, table: Gazetteer) -> list[_Mention]:
    """Names inside text that is written without spaces, the longest first at each place."""
    found: list[_Mention] = []
    at = 0
    while at < len(text):
        if EAST_ASIAN.match(text, at):
            for count in range(min(12, len(text) - at), 1, -1):
                word = text[at : at + count]
                name = table.names.get(word)
                if name is not None and _ends_well(text, at + count):
                    found.append(_Mention(name.kind, name.code, at, at + count, word, name.context))
                    at += count - 1
                    break
        at += 1
    return found


# What may stand right behind a Korean name: its particles, and words about study.
_PARTICLE = re.compile(
    "(?:에서|에|의|으로|로|은|는|이|가|을|를|과|와|도|만|나|랑|말고|제외|대학|유학|비자|석사|박사|취업)"
)


def _ends_well(text: str, end: int) -> bool:
    behind = text[end : end + 1]
    if not "\uac00" <= text[end - 1] <= "\ud7af" or not "\uac00" <= behind <= "\ud7af":
        return True
    return _PARTICLE.match(text, end) is not None


def _with_codes(
    text: str, tokens: list[_Token], table: Gazetteer, found: list[_Mention]
) -> list[_Mention]:
    """With codes that stand alone between separators, near names, and what nothing is known of."""
    more: list[_Mention] = []
    for start, end in _items(text):
        inside = [token for token in tokens if start <= token.start and token.end <= end]
        if not inside or any(each.start < end and each.end > start for each in found):
            continue
        item = text[start:end].strip()
        first, last = inside[0].start, inside[-1].end
        code = table.codes.get(inside[0].folded) if len(inside) == 1 else None
        if code is not None and item != "no":
            more.append(_Mention("country", code, first, last, item))
            continue
        more += _near(" ".join(token.folded for token in inside), item, first, last, table)
    return sorted(found + more, key=lambda each: each.start)


def _items(text: str) -> list[tuple[int, int]]:
    """The pieces of a field between separators."""
    pieces: list[tuple[int, int]] = []
    for match in _ITEM.finditer(text):
        start = match.start()
        for joint in _JOINED.finditer(match[0]):
            pieces.append((start, match.start() + joint.start()))
            start = match.start() + joint.end()
        pieces.append((start, match.end()))
    return pieces


def _near(folded: str, item: str, start: int, end: int, table: Gazetteer) -> list[_Mention]:
    """The one country of a name near to the item; a note when there are several, or none."""
    if folded in _OPEN or folded.startswith("any"):
        return []
    names = near_names(folded, table)
    codes = sorted({table.names[name].code for name in names if name in table.names})
    if len(codes) == 1:
        note = f"{quoted(item)} is read as {english_name(codes[0])}"
        return [_Mention("country", codes[0], start, end, item, note=note)]
    if codes:
        told = " or ".join(english_name(code) for code in codes)
        note = f"{quoted(item)} could be {told}; not used"
    else:
        note = f"{quoted(item)} is no country that is known; not used"
    return [_Mention("country", "", start, end, item, role="none", note=note)]


def _with_typos(
    text: str, tokens: list[_Token], table: Gazetteer, found: list[_Mention]
) -> list[_Mention]:
    """With misspelt names in running text: six letters or more, the first right, one reading."""
    more: list[_Mention] = []
    for token in tokens:
        folded = token.folded
        if len(folded) < 6 or folded in _NOT_TYPOS or folded in table.names:
            continue
        names = _misspelt(folded)
        if not names or any(each.start <= token.start < each.end for each in found):
            continue
        codes = {table.names[name].code for name in names if name in table.names}
        if len(codes) == 1:
            code = codes.pop()
            note = f"{quoted(text[token.start : token.end])} is read as {english_name(code)}"
            more.append(
                _Mention("country", code, *token[1:], text[token.start : token.end], note=note)
            )
        elif codes:
            told = " or ".join(english_name(code) for code in sorted(codes))
            note = f"{quoted(text[token.start : token.end])} could be {told}; not used"
            more.append(
                _Mention(
                    "country", "", *token[1:], text[token.start : token.end], role="none", note=note
                )
            )
    return sorted(found + more, key=lambda each: each.start) if more else found


@lru_cache(maxsize=8192)
def _misspelt(folded: str) -> tuple[str, ...]:
    """The names that the word misspells; none when it could be an ordinary word."""
    names = near_names(folded, gazetteer())
    if any(len(name) < 6 or name[0] != folded[0] or folded.startswith(name) for name in names):
        return ()
    return () if any(" " in name for name in names) else names


def _counting(found: list[_Mention], text: str, tokens: list[_Token]) -> list[_Mention]:
    """The mentions that running text means; an adjective also counts for one it is joined to."""
    kept: list[_Mention] = []
    for each in reversed(found):
        joined = kept[-1] if kept and each.kind == kept[-1].kind == "demonym" else None
        gap = "" if joined is None else text[each.end : joined.start].lower()
        if gap == "-":  # the Kazakh-British Technical University is in neither
            kept.pop()
            continue
        if (gap.strip() and _LIST_GAP.match(gap)) or _counts(each, text, tokens, found):
            kept.append(each)
    return kept[::-1]


def _counts(mention: _Mention, text: str, tokens: list[_Token], found: list[_Mention]) -> bool:
    """Whether running text means the place, by what stands around the name."""
    before, after = text[: mention.start], text[mention.end :]
    if mention.kind == "demonym":
        return _before_place_noun(mention, text, tokens)
    if mention.kind == "city" and _NOT_THE_CITY.match(after[:30].lower()):
        return False
    if not mention.context:
        return True
    if _PREPOSITION.search(before[-30:].lower()):
        # "in Jordan", but not "by Jordan Peterson"
        return re.match(r"\s[A-Z][a-z]+", after) is None or mention.kind == "city"
    for other in found:
        between = (
            text[other.end : mention.start]
            if other.end <= mention.start
            else (text[mention.end : other.start])
        )
        if other is not mention and not other.context and _LIST_GAP.match(between.lower()):
            return bool(between.strip())
    return False


def _before_place_noun(mention: _Mention, text: str, tokens: list[_Token]) -> bool:
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


def _disambiguated(found: list[_Mention], text: str, *, field: bool) -> list[_Mention]:
    """With Georgia and Cambridge read by what else the text says."""
    settled: list[_Mention] = []
    for each in found:
        if each.code == "GE" and fold(each.word) == "georgia":
            rest = text[: each.start] + text[each.end :]
            if _US_STATE_HINT.search(rest):
                note = "`Georgia` is read as the state of the United States"
                settled.append(replace(each, kind="state", code="US", note=note))
                continue
            each = replace(each, note="`Georgia` is read as the country, not the state")
        if each.kind == "city" and fold(each.word) == "cambridge" and _US_HINT.search(text):
            note = "`Cambridge` is read as the city in Massachusetts"
            each = replace(each, code="US", note=note)
        if (
            each.kind == "country"
            and each.word.lower() == "jersey"
            and text[: each.start].lower().endswith("new ")
        ):
            continue
        settled.append(each)
    return settled


def _without_states_cities(found: list[_Mention], text: str) -> list[_Mention]:
    """Without a city whose state or other country follows it: `London, Ontario`."""
    kept: list[_Mention] = []
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


def _with_roles(found: list[_Mention], text: str, *, field: bool) -> list[_Mention]:
    """Each mention as wanted, refused or home; members of a list share the role of its first."""
    settled: list[_Mention] = []
    sweeping = False  # "except" covers a whole list, "not" only what is joined by "or" and "and"
    for each in found:
        if each.role == "none":
            settled.append(each)
            continue
        last = settled[-1] if settled else None
        gap = text[last.end : each.start] if last is not None else ""
        role = ""
        if (
            last is not None
            and last.role in ("refused", "home", "wanted")
            and _LIST_GAP.match(gap.lower())
        ):
            if (
                last.role == "wanted"
                or sweeping
                or not _COMMA_ONLY.match(gap)
                or len(gap.strip(" ,")) > 1
            ):
                role = last.role
            if last.role == "home" and each.kind != "city" and _COMMA_ONLY.match(gap) is None:
                role = "home"
        own, covers = _role(each, text, field=field)
        if own != "wanted" or not role:
            role, sweeping = own, covers
        settled.append(replace(each, role=role))
    return settled


_SWEEPING = re.compile(
    r"except|exclu|other than|apart|aside|avoid|outside|but|кроме|исключ|außer|ausser|sauf|salvo"
    r"|menos|tranne|除了|помимо"
)


def _role(mention: _Mention, text: str, *, field: bool) -> tuple[str, bool]:
    before = text[max(0, mention.start - 90) : mention.start].lower()
    for stop in _SENTENCE_END.finditer(before):
        before = " " * stop.end() + before[stop.end() :]
    folded = fold(before) if not before.isascii() else before
    refused = _REFUSED_BEFORE.search(folded)
    if refused is not None:
        return "refused", _SWEEPING.search(refused[0]) is not None
    after = text[mention.end : mention.end + 30].lower()
    after = fold(after) if not after.isascii() else after
    if _REFUSED_AFTER.search(after):
        return "refused", False
    if field:
        return "wanted", False
    if mention.kind == "demonym" or _OFFERED.search(folded):
        return "wanted", False
    if _HOME_BEFORE.search(folded) is not None or _HOME_AFTER.match(after) is not None:
        return "home", False
    return "wanted", False

"""Roles of the places in a text: wanted, refused ("anywhere but the US"), or home ("from India").

Members of a list share the role of its first; "except" covers a whole list, "not" only what is
joined to it by "and" and "or".
"""

from __future__ import annotations

import re

from ruleset.tasks.profile.mentions import LIST_GAP, Mention
from ruleset.tasks.profile.patterns import pattern
from ruleset.tasks.profile.text import fold

_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)")


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


_THE = r"(?:\s+(?:the|der|den))?\s*$"
_FROM = pattern(
    r"(?:\bfrom|\bleav(?:e|ing)|\bi'?m in|\bi am in|\baus|\bvivo en|\bsoy de|\bje viens (?:de|du"
    r"|des)"
    r"|\bmieszkam w|\b(?:citizen|resident|national|native|citizenship|passport)s? (?:of|from))"
    + _THE,
    "from leav i'm im am aus vivo soy viens mieszkam citizen resid nation native passport",
)
_FROM_RUSSIAN = pattern(
    r"(?:\bиз|\bжив[уеё]\w* в|\bпрожива\w+ в|\bнахо\w+ в|\bгражд\w+|\bсейчас (?:\w+ )?в"
    r"|\bкак житель"
    r"|\b(?:учусь|работаю|закончил\w*|окончил\w*|учил\w+)\b[^.;,]{0,40}\bв)\s*$",
    "из жив прожив нахо граж сейчас житель учусь работаю законч оконч учил",
)
# "I work at a clinic in", "I finished my bachelor at": only tried where such a word ends the text.
_AT = re.compile(r"\b(?:in|at|of|from)(?:\s+the)?\s*$")
_LIFE_AT = pattern(
    r"(?:(?<!to\s)(?<!of\s)(?<!love\s)\b(?:living|residing|based|born|raised|currently|now"
    r"|lives|lived|studied|works|worked)"
    r" (?:now |currently )?in"
    r"|\bi(?:'m| am)? (?:\w+ )?(?:live|reside|living|working|studying|work|study|studied|based"
    r"|located) in"
    r"|\bi(?:'m| am)? (?:\w+ )?(?:work|study|studying|working|teach|intern|(?:a|an) \w+(?: \w+)?)\b"
    r"[^.;,]{0,40}\b(?:in|at|of)"
    r"|\b(?:finish(?:ed|ing)?|graduat(?:ed|ing)|complet(?:ed|ing)) (?:my |a |an )?[^.;,]{0,50}"
    r"\b(?:in|at|from|of)"
    r"|\b(?:did|have|got|hold|with) (?:my |a |an )?(?:bachelor'?s?|master'?s?|degree|diploma|bsc"
    r"|msc"
    r"|undergrad\w*)\b[^.;,]{0,40}\b(?:in|at|from|of)"
    r"|\b(?:bachelor'?s?|bsc|undergrad\w*|degree) (?:in \w+ )?(?:at|from)"
    r"|\b(?:embassy|consulate|vfs|biometrics|visa (?:cent(?:re|er)|interview|appointment))\b"
    r"[^.;,]{0,12}\bin)" + _THE,
    "living lives lived resid based born raise current now live work stud locat teach intern i'm "
    "am finish "
    "graduat complet bachelor master degree diploma bsc msc undergrad embass consul vfs biometr "
    "visa",
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


def with_roles(found: list[Mention], text: str, *, field: bool) -> list[Mention]:
    """Each mention as wanted, refused or home; members of a list share the role of its first."""
    settled: list[Mention] = []
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
            and LIST_GAP.match(gap.lower())
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
        settled.append(each._replace(role=role))
    return settled


_SWEEPING = re.compile(
    r"except|exclu|other than|apart|aside|avoid|outside|but|кроме|исключ|außer|ausser|sauf|salvo"
    r"|menos|tranne|除了|помимо"
)


def _role(mention: Mention, text: str, *, field: bool) -> tuple[str, bool]:
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
    if _is_home(folded) or _HOME_AFTER.match(after) is not None:
        return "home", False
    return "wanted", False


def _is_home(before: str) -> bool:
    """Whether the folded words before a place make it where the person lives or comes from."""
    if _FROM.search(before) is not None:
        return True
    if _AT.search(before) is not None and _LIFE_AT.search(before) is not None:
        return True
    return not before.isascii() and _FROM_RUSSIAN.search(before) is not None

"""Degree levels and fields of study, from the words that people use for them.

Whole words only: `lor` is not in "bachelor", and "Master IELTS writing" asks for no master's
degree. A degree that somebody holds already ("I have a bachelor's") is none that is wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruleset.tasks.profile.patterns import pattern
from ruleset.tasks.profile.text import fold, phrases

_LEVELS = (
    (
        "diploma",
        r"(?:(?:post)?graduate |pg ?|advanced |higher )diploma|diploma (?:program\w*|course|of"
        r"|in)\b|pgdip"
        r"|дипломн\w+ программ\w*",
    ),
    (
        "foundation",
        r"(?:international )?foundation (?:years?|program\w*|courses?|pathway)|pathway program\w*"
        r"|нулевой курс"
        r"|подготовительн\w+ (?:курс|год|отделени)\w*|фаундейшн\w*|studienkolleg",
    ),
    (
        "phd",
        r"ph\.? ?d\.?(?:'s|s)?|d\.?phil|doctora\w*|doctors? degree|doktora\w*|promotion studium"
        r"|аспирант\w*|докторант\w*"
        r"|doctorado|doutorado|dottorato|博士\w*|박사\w*|doktorat\w*",
    ),
    ("mba", r"(?:e|executive )?mba(?:'s|s)?|master of business administration|мба"),
    (
        "master",
        r"m\.? ?sc\.?|m\.? ?eng\b\.?|m\.? ?phil|m\.? ?res|ll\.? ?m|m\.?ph|mpa|mpp|mfa|m\.? ?tech"
        r"|mim|m\.? ?ed\b"
        r"|post-?grad(?:uate|s)?(?: (?:degree|studies|study|course|program\w*))?"
        r"|grad(?:uate)? (?:program\w*|degree|studies|school)s?|магистр\w*|magist\w+"
        r"|yuksek lisans|maestria|mestrado"
        r"|laurea magistrale|硕士\w*|修士\w*|大学院|석사\w*|masterstudium|masterstudiengang"
        r"|master'?s'?(?! of ceremon)|(?<!scrum\s)(?<!web\s)(?<!post\s)master(?= (?:degree"
        r"|program|level|stud|thesis|in\b|of (?!cerem)|at\b"
        r"|abroad|school|course)|\s*(?:$|[,;.)/-]))|мастер(?=\s+(?:в|по)\b)",
    ),
    (
        "bachelor",
        r"bachelor'?s?|bachelorstudium|b\.? ?sc\.?|b\.? ?eng\b\.?|b\.? ?tech|bba|ll\.? ?b"
        r"|under-?grad(?:uate|s)?\w*"
        r"|бакалавр\w*|licencjat|lisans|licenciatura|grado universitario|laurea triennale|学士"
        r"|本科\w*|学部|학사\w*|학부|bakalavr\w*",
    ),
)
_LEVEL = pattern(
    r"(?<![a-zа-я0-9])(?:"
    + "|".join(f"(?P<{level}>{words})" for level, words in _LEVELS)
    + r")(?![a-zа-я0-9])",
)
# Two capitals that are a degree in capitals only: `MS`, `M.A.`, `BA`, `BS`.
_CAPITALS = re.compile(r"(?<![A-Za-z&.])(?:(M\.?[SA]\.?)|(B\.?[SA]\.?))(?![A-Za-z&])")
_HELD = pattern(
    r"(?:\b(?:have|has|had|hold|holds|holding|completed?|completing|finish(?:ed|ing)?"
    r"|graduat(?:ed|ing)(?: with| from)?"
    r"|after|with|got|earned|currently|current|did|obtained|already|pursued|final year"
    r"|my undergrad\w*"
    r"|закончил\w*|заканчива\w*|окончил\w*|имею|есть|после|уже|учусь на|abschluss)\b"
    r"(?:\s+(?:a|an|my|the|in|of|doing|pursuing|from|for|год|свой|степень"
    r"|диплом)\b)*(?:\s+\w+){0,1}\s*)$"
)
_NO_PROGRAMME = re.compile(
    r"\b(?:high school|ib|secondary|school|international baccalaureate|a-level)\s*$"
)

CODES = {
    **dict.fromkeys(
        phrases("bachelor, bachelors, bachelor's, undergraduate, undergrad, ug, ba, bs, bsc"),
        "bachelor",
    ),
    **dict.fromkeys(
        phrases("master, masters, master's, graduate, grad, pg, ma, ms, msc, postgraduate"),
        "master",
    ),
    **dict.fromkeys(phrases("phd, doctorate, doctoral, doctor, dphil, ph.d"), "phd"),
    **dict.fromkeys(phrases("mba, executive mba, emba"), "mba"),
    **dict.fromkeys(phrases("foundation, foundation year, pathway, preparatory"), "foundation"),
    **dict.fromkeys(phrases("diploma, certificate, pgdip, associate diploma"), "diploma"),
    **dict.fromkeys(
        phrases("other, exchange, summer school, non-degree, short course, associate"), "other"
    ),
}


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree level and the words it was read from; `start` and `end` are in the text."""

    level: str
    words: str
    start: int
    end: int


def degrees(text: str) -> tuple[Degree, ...]:
    """The degree levels that the text asks for, in order, without those that are held already.

    >>> [each.level for each in degrees("I have a bachelor's and want an MSc or a PhD")]
    ['master', 'phd']
    """
    body = fold(text)
    same = len(body) == len(text)
    found = [
        Degree(
            match.lastgroup or "",
            (text if same else body)[match.start() : match.end()],
            *match.span(),
        )
        for match in _LEVEL.regex.finditer(body)
        if not (match.lastgroup == "diploma" and _NO_PROGRAMME.search(body[: match.start()]))
    ]
    if same:
        for match in _CAPITALS.finditer(text):
            level = "master" if match[1] else "bachelor"
            if not any(each.start <= match.start() < each.end for each in found):
                found.append(Degree(level, match[0], *match.span()))
    found.sort(key=lambda each: each.start)
    return tuple(each for each in found if not _HELD.search(_clause(body, each.start)))


def _clause(body: str, start: int) -> str:
    """What stands before a word in its own clause."""
    before = body[max(0, start - 60) : start]
    return re.split(r"[.;!?,]|\band want\b|\bwant\b|\bхочу\b", before)[-1]


def degree_level(text: str) -> str | None:
    """The level of a field that holds a degree, or None.

    >>> degree_level("Masters"), degree_level("MSc"), degree_level("магистратура")
    ('master', 'master', 'master')
    """
    level = CODES.get(fold(text).strip(" ."))
    if level is not None:
        return level
    match = _LEVEL.regex.search(fold(text)) if len(text) <= 200 else None
    if match is not None:
        return match.lastgroup
    capitals = _CAPITALS.search(text[:200])
    return None if capitals is None else "master" if capitals[1] else "bachelor"


# The name of a field, then what it is called too. Abbreviations in capitals count in capitals.
FIELDS = """
Computer Science: CS, CompSci, comp sci, computer sciences, computing, информатика
Computer Science: компьютерные науки, информатику
Computer Science: компьютерных наук, Informatik, informatics, bilgisayar mühendisliği, 计算机科学
Computer Science: 计算机, 컴퓨터공학
Data Science: DS, data sciences, наука о данных, анализ данных, data analytics and science
Data Analytics: business data analytics, аналитика данных
Artificial Intelligence: AI, искусственный интеллект, искусственного интеллекта, 人工智能, 인공지능
Machine Learning: ML, машинное обучение
Software Engineering: SWE, программная инженерия, разработка ПО
Information Technology: IT, информационные технологии, информационных технологий
Information Systems: MIS, IS, информационные системы
Cybersecurity: cyber security, information security, infosec, кибербезопасность
Cybersecurity: информационная безопасность
Human-Computer Interaction: HCI, human computer interaction
Robotics: робототехника
Electrical Engineering: EE, EEE, ECE, electrical and computer engineering, electronics
Electrical Engineering: электротехника
Mechanical Engineering: ME, машиностроение
Civil Engineering: гражданское строительство
Chemical Engineering:
Biomedical Engineering: BME
Industrial Engineering:
Aerospace Engineering: aeronautical engineering, aerospace
Environmental Engineering:
Petroleum Engineering: нефтегазовое дело
Engineering Management:
Mathematics: maths, math, математика, математику, прикладная математика
Statistics: статистика
Physics: физика, физику
Chemistry: химия, химию
Biology: биология, биологию
Biotechnology: biotech, биотехнология, биотехнологии
Bioinformatics: биоинформатика
Neuroscience: нейронауки
Environmental Science: environmental studies, экология
Public Health: MPH, общественное здоровье, общественное здравоохранение
Medicine: медицина, медицину, MBBS
Nursing: сестринское дело
Pharmacy: фармация
Psychology: психология, психологию, Psychologie
Economics: econ, экономика, экономику, экономики, Volkswirtschaft
Finance: финансы, финансов
Accounting: бухгалтерский учет, accountancy
Business Administration: business management, бизнес-администрирование, business admin
Business Analytics: BA analytics, бизнес-аналитика
Business: бизнес
Management: менеджмент, менеджмента
Marketing: маркетинг, маркетинга
International Business:
Supply Chain Management: logistics and supply chain, supply chain
Project Management:
Human Resource Management: HRM, human resources
Entrepreneurship: предпринимательство
International Relations: IR, международные отношения, международных отношений
Political Science: politics, политология, political sciences
Public Policy: MPP, государственная политика
Public Administration: MPA, государственное управление
Law: право, юриспруденция, юриспруденцию, LLM, LLB, legal studies
Sociology: социология
Philosophy: философия
History: история
Linguistics: лингвистика
Education: педагогика, teaching
Journalism: журналистика, журналистику
Media Studies: media and communication, communications, media
Film Studies: filmmaking, cinema studies
Architecture: архитектура, архитектуру
Urban Planning: urban design, city planning
Graphic Design: графический дизайн
Design: дизайн, дизайна, product design, interaction design, UX design
Fine Arts: fine art
Music: музыка
Fashion Design: fashion
Hospitality Management: hospitality, гостиничное дело
Tourism: tourism management, туризм
Agriculture: agricultural science, агрономия
Food Science: food technology
Renewable Energy: energy engineering, sustainable energy
Sustainability: sustainable development
Actuarial Science:
Quantitative Finance: financial engineering, MFE, financial mathematics
Development Studies: international development
Nuclear Engineering:
Materials Science: material science, materials engineering
Geology: геология
Computational Linguistics:
Marine Biology:
Veterinary Science: veterinary medicine, veterinary
Film: film and television
Game Design:
Industrial Design:
Applied Mathematics: applied maths
International Law:
Development Economics:
Computational Neuroscience:
Biomedical Science: biomedical sciences
Global Health:
Textile Engineering:
Automotive Engineering:
Process Engineering:
"""
# Words of everyday use: fields only beside a degree.
_EVERYDAY = frozenset(
    fold(name)
    for name in phrases(
        """
        business, management, marketing, design, education, law, history, music, media, fashion,
        finance, computing,
        it, is, me, ir, ai, ml, ds, ee, tourism, hospitality, teaching, право, история, бизнес,
        дизайн, музыка, статистика,
        statistics, accounting, supply chain, communications, politics, electronics, math, maths,
        agriculture, cs, econ,
        sustainability, architecture, human resources, project management, entrepreneurship,
        менеджмент, маркетинг,
        финансы, физика, химия, film, aerospace, veterinary, биология, chemistry, physics,
        biology, mathematics, nursing, pharmacy, medicine, mis
        """
    )
)


def _field_table() -> tuple[dict[str, str], dict[str, int], frozenset[str]]:
    names: dict[str, str] = {}
    capitals: set[str] = set()
    for line in phrases(FIELDS, "\n"):
        field, _, aliases = line.partition(":")
        for name in (field, *phrases(aliases)):
            key = " ".join(_WORD.findall(fold(name)))
            names.setdefault(key, field)
            if name.isupper() and len(name) <= 5:
                capitals.add(key)
    longest: dict[str, int] = {}
    for key in names:
        first = key.split(" ", 1)[0]
        longest[first] = max(longest.get(first, 0), key.count(" ") + 1)
    return names, longest, frozenset(capitals)


_WORD = re.compile(r"[^\W_]+")
_NAMES, _LONGEST, _IN_CAPITALS = _field_table()
_STUDY = re.compile(
    r"\b(?:to study|[Ss]tudy|[Ss]tudying|degree in|major in|majoring in|изучать|учиться на"
    r"|специальност\w+)\b"
)
_IN_WORDS = re.compile(
    r"^\W{0,2}s?\s*(?:degree|program(?:me)?s?|course|studies)?\s*(?:in"
    r"|of)\s+(?:the\s+)?(?:field of\s+)?"
    r"(?!(?:Fall|Autumn|Spring|Summer|Winter|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b)"
    r"((?:[A-Z][\w-]+)(?:\s+(?:and|of|&|for|[A-Z][\w-]+)){0,5})"
)


def field_name(text: str) -> str:
    """The full name of a field that is given by an alias, else the text itself.

    >>> field_name("CS"), field_name("Marine Biology")
    ('Computer Science', 'Marine Biology')
    """
    key = " ".join(_WORD.findall(fold(text)))
    return _NAMES.get(key, text)


@dataclass(frozen=True, slots=True)
class FieldOfStudy:
    """A field of study by its name, and the words it was read from."""

    name: str
    words: str


def find_field(text: str, wanted: tuple[Degree, ...], *, anywhere: bool) -> FieldOfStudy | None:
    """The field of study beside a wanted degree; with `anywhere` also one that stands alone.

    >>> text = "Apply to MSc CS programs in UK"
    >>> find_field(text, degrees(text), anywhere=True)
    FieldOfStudy(name='Computer Science', words='CS')
    """
    named = list(_fields(text))
    for degree in wanted:
        after = [each for each in named if 0 <= each[0] - degree.end <= 45]
        before = [each for each in named if 0 <= degree.start - each[1] <= 15]
        told = _IN_WORDS.match(text[degree.end : degree.end + 80])
        for start, end, name in (*after[:1], *before[-1:]):
            if told is not None and told[1].endswith(" " + text[start:end]):
                return FieldOfStudy(told[1], told[1])  # Sustainable Tourism, not Tourism
            if not re.search(r"[.;!?]\s", text[min(end, degree.end) : max(start, degree.start)]):
                return FieldOfStudy(name, text[start:end])
        if told is not None:
            return FieldOfStudy(told[1], told[1])
    for verb in _STUDY.finditer(text):
        for start, end, name in named:
            if (
                start >= verb.end()
                and not text[verb.end() : start].strip()
                and not _HELD.search(_clause(fold(text), verb.start()))
            ):
                return FieldOfStudy(name, text[start:end])
    if anywhere:
        for start, end, name in named:
            if " ".join(_WORD.findall(fold(text[start:end]))) not in _EVERYDAY:
                return FieldOfStudy(name, text[start:end])
    return None


def _fields(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of each field that the text names, the longest at each word."""
    plain = text.isascii()
    tokens = [
        (match[0].lower() if plain else fold(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]
    found: list[tuple[int, int, str]] = []
    at = -1
    while (at := at + 1) < len(tokens):
        longest = _LONGEST.get(tokens[at][0])
        if longest is None:
            continue
        for count in range(min(longest, len(tokens) - at), 0, -1):
            key = " ".join(token[0] for token in tokens[at : at + count])
            name = _NAMES.get(key)
            start, end = tokens[at][1], tokens[at + count - 1][2]
            if name is not None and (key not in _IN_CAPITALS or text[start:end].isupper()):
                found.append((start, end, name))
                at += count - 1
                break
    return found

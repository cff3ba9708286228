"""Each country's tasks speak of that country alone, and the general ones of none."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.facts import Fact
from ruleset.tasks.library import Library, load_templates
from ruleset.tasks.rendering import render
from unit.tasks.country_terms import COUNTRY_TERMS, country_terms_in, foreign_terms, plain

TEMPLATES = Path(__file__).parents[3] / "ruleset" / "tasks" / "templates"
COUNTRY_FILES = sorted((TEMPLATES / "countries").glob("*.md"))
GENERAL_FILES = sorted(
    path for path in TEMPLATES.glob("*/*.md") if path.parent.name in ("study", "career")
)

DEEP = ("GB", "US", "DE", "CA", "AU")
BROAD = ("NL", "IE", "FR", "IT", "CH", "SE", "KR", "JP", "CN", "SG", "AE", "TR", "KZ")
MILESTONES = {"exam_prep", "applications", "scholarships", "visa_process"}

TODAY = date(2026, 11, 24)
DAY = date(2027, 9, 1)


def front_matter(path: Path) -> dict[str, Any]:
    """What stands between the first two lines of `---`."""
    values = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])
    assert isinstance(values, dict)
    return values


def by_name(paths: list[Path]) -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in paths]


def milestones() -> dict[str, list[str]]:
    """The milestones of the tasks of each country, one entry a task."""
    found = defaultdict(list)
    for path in COUNTRY_FILES:
        values = front_matter(path)
        for country in values["countries"]:
            found[country].append(values["milestone"])
    return found


FOREIGN = [
    ("File the FAFSA before you write to UCAS.", ["GB"], [("US", "fafsa")]),
    ("Pay the I-901 fee, then fill in the DS-160.", ["DE"], [("US", "ds-160"), ("US", "i-901")]),
    ("Open a blocked account and ask for your CAS number.", ["DE"], [("GB", "cas number")]),
    ("Apply for a study permit at the embassy.", ["AU"], [("CA", "study permit")]),
    ("Book the TestDaF or the Goethe exam.", ["CH"], []),
    ("Book the TestDaF or the Goethe exam.", ["FR"], [("AT", "testdaf"), ("CH", "testdaf")]),
    ("The student\u2019s pass is digital.", ["MY"], [("SG", "student's pass")]),
    ("Apply for Türkiye Bursları\nand sit TR-YÖS.", ["TR"], []),
    ("Apply for Türkiye Bursları and sit TR-YÖS.", ["KZ"], [("TR", "tr-yös")]),
    ("Bolashak pays for a master's in the UK.", ["GB", "KZ"], []),
    ("Bolashak pays for a master's in the UK.", ["GB"], [("KZ", "bolashak")]),
    ("Compose a delftware catalogue; the atlas is on the table.", [], []),
    ("Hochschulstart or uni-assist?", [], [("DE", "hochschulstart"), ("DE", "uni-assist")]),
]


@pytest.mark.parametrize(("text", "own", "expected"), FOREIGN)
def test_terms_of_other_countries_are_found_as_whole_words(
    text: str, own: list[str], expected: list[tuple[str, str]]
) -> None:
    """A foreign term is found in any letter case, one's own and parts of words are not."""
    found = foreign_terms(text, own)
    assert set(expected) <= set(found)
    if not expected:
        assert found == ()


def test_the_list_covers_the_countries_that_have_tasks() -> None:
    """Every country with tasks of its own has terms, each plain, lower case and given once."""
    assert set(DEEP + BROAD) <= set(COUNTRY_TERMS)
    for country, terms in COUNTRY_TERMS.items():
        assert re.fullmatch("[A-Z]{2}", country)
        assert len(set(terms)) == len(terms) >= 4, country
        assert all(term == plain(term) for term in terms), country


@pytest.mark.parametrize("path", by_name(COUNTRY_FILES))
def test_a_country_task_speaks_of_its_own_country_alone(path: Path) -> None:
    """It has a term of its own country, and none of another."""
    text = path.read_text(encoding="utf-8")
    own = front_matter(path)["countries"]
    assert foreign_terms(text, own) == ()
    assert {country for country, _ in country_terms_in(text)} & set(own)


@pytest.mark.parametrize("path", by_name(GENERAL_FILES))
def test_a_general_task_names_no_countrys_papers(path: Path) -> None:
    """A task for any country holds no form, portal, scheme or test of a single one."""
    text = path.read_text(encoding="utf-8")
    assert foreign_terms(text, front_matter(path).get("countries") or ()) == ()


@pytest.mark.parametrize("path", by_name(COUNTRY_FILES))
def test_a_country_task_says_which_country_and_on_what_it_rests(path: Path) -> None:
    """Its id ends in its one country's code, and it names official sources and a review day."""
    values = front_matter(path)
    (country,) = values["countries"]
    assert values["id"] == path.stem
    assert path.stem.endswith(f"_{country.lower()}")
    assert values["category"] == "study"
    assert values["milestone"] in MILESTONES
    assert values["sources"]
    assert all(source["url"].startswith("https://") for source in values["sources"])
    assert values["review"] > TODAY


EXPIRING = re.compile(
    r"[£€¥₩₺₸]\s?\d|\$\d|\b(?:USD|GBP|EUR|CAD|AUD|CHF|SEK)\s?\d|(?<![\w-])(?:19|20)\d\d\b"
    r"|\b\d+\s?(?:%|percent|(?:working |calendar )?(?:days?|weeks?|months?|years?|hours?)\b)"
)


def test_the_pattern_of_expiring_figures_finds_them() -> None:
    """Sums, years and spans of time are found; numbers of steps, visas and forms are not."""
    for text in ("show £1,483", "in 2027", "within 8 working days", "28 days", "at least 60 %"):
        assert EXPIRING.search(text), text
    for text in (
        "1. Read the page",
        "subclass 500",
        "JW202",
        "the DS-160",
        "form 075",
        "Year 12",
        "DS-2019",
    ):
        assert not EXPIRING.search(text), text


@pytest.mark.parametrize("path", by_name(COUNTRY_FILES))
def test_a_country_task_holds_no_figure_that_expires(path: Path) -> None:
    """Fees, sums, school years and processing times are read at the source, not in the task."""
    text = path.read_text(encoding="utf-8")
    title = front_matter(path)["title"]
    found = EXPIRING.findall(title) + EXPIRING.findall(text.split("---\n", 2)[2])
    assert found == []


@pytest.mark.parametrize("country", DEEP)
def test_the_most_asked_for_countries_have_every_milestone(country: str) -> None:
    """Visa twice (papers first, then the application), applications, funding and tests."""
    found = milestones()[country]
    assert set(found) == MILESTONES
    assert found.count("visa_process") >= 2


@pytest.mark.parametrize("country", BROAD)
def test_every_other_country_has_a_visa_an_application_and_a_funding_task(country: str) -> None:
    """No country is left with half a path."""
    assert {"visa_process", "applications", "scholarships"} <= set(milestones()[country])


def _value(name: str) -> Any:
    match KNOWN_FACTS[name].kind:
        case "many" | "set of text":
            return ("Aldbury University", "Lindholm Institute")
        case "number" | "money":
            return Decimal(7)
        case "date":
            return DAY
        case "yes/no":
            return True
        case _:
            return "Materials and Design"


@pytest.fixture(scope="module")
def library() -> Library:
    """All templates, read once."""
    return load_templates()


LEVELS = (None, "bachelor", "master", "phd", "mba", "foundation", "diploma", "other")


@pytest.mark.parametrize("name", [path.stem for path in COUNTRY_FILES])
def test_a_country_task_reads_well_whatever_is_known(library: Library, name: str) -> None:
    """With nothing known, with all known, and for every level: numbered steps, no gap, no None."""
    template = library[name]
    known = {each: Fact(_value(each), "profile.test") for each in template.uses}
    for level in LEVELS:
        for base in ({}, known):
            facts = {each: fact for each, fact in base.items() if each != "degree_level"}
            if level is not None:
                facts["degree_level"] = Fact(level, "goal.specifications.degree")
            text = render(template, facts, today=TODAY).description
            steps = re.findall(r"^(\d+)\. ", text, re.MULTILINE)
            assert 4 <= len(steps) <= 8
            assert steps == [str(number) for number in range(1, len(steps) + 1)]
            assert not re.search(r"  |None|\(\)| [,.;:?]|\{|\}|,[,.;:]|\.\.", text), text
            assert foreign_terms(text, template.countries) == ()

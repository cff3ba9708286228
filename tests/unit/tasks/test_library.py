"""The library of templates: what it holds, and what it says of files that cannot be used."""

import pickle
import re
import time
from pathlib import Path

import jinja2.meta
import pytest

from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.library import MILESTONES, Library, TemplateError, load_templates
from ruleset.tasks.sandbox import ENVIRONMENT

GOOD = """\
---
id: good
title: Find programmes in {{ field }}
category: study
milestone: university_research
minutes: 30
priority: 3
energy: low
deliverable: note
done:
  - {text: "The list is written", weight: 60}
  - {text: "It is sorted", weight: 40}
requires: [field]
uses: [country_name]
countries: []
---
Find programmes in {{ field }}{% if country_name %} in {{ country_name }}{% endif %}.

1. Search.
2. Sort.
"""

# id, minutes, priority, energy, milestone of the fifty templates the backend had before
CATALOGUE = """
university_research_budget 90 3 high university_research
university_research_standard 120 3 high university_research
university_research_premium 180 3 high university_research
ielts_registration_budget 30 3 low exam_prep
ielts_prep_weakness_writing 30 3 high exam_prep
ielts_prep_intensive 120 3 high exam_prep
sop_draft_intro 60 3 high applications
sop_full_draft 180 3 high applications
recommendation_request_professor 30 3 medium applications
application_submission_early 90 3 medium applications
visa_prep_documents 120 3 high visa_process
scholarship_research_budget 120 3 high scholarships
resume_update_entry_level 90 3 high resume_update
resume_update_mid_level 120 3 high resume_update
linkedin_optimization_headline 30 2 low job_search
linkedin_about_section 60 2 high job_search
job_application_targeted 90 3 high job_search
job_application_volume 180 2 medium job_search
networking_warm_intro 45 2 medium networking
networking_cold_outreach 60 2 medium networking
skill_building_targeted_weakness 60 2 high skill_building
interview_prep_behavioral 90 3 high interview_prep
sop_draft_weakness_focused 120 3 high sop_drafting
application_tracking_setup 45 2 medium applications
portfolio_preparation 90 2 high applications
scholarship_essay_draft 120 3 high scholarships
test_prep_strategy 60 2 medium exam_prep
visa_document_checklist 60 3 medium visa_process
professor_outreach_research 45 2 medium university_research
financial_aid_application 90 3 high scholarships
cover_letter_targeted 45 2 medium job_applications
linkedin_content_strategy 90 2 high linkedin_optimization
job_search_automation 60 2 medium job_search
networking_event_prep 60 2 medium networking
portfolio_website_setup 120 2 high skill_building
informational_interview_request 30 2 low networking
salary_negotiation_prep 60 3 high interview_prep
skills_gap_analysis 90 2 high skill_building
personal_brand_audit 75 2 medium linkedin_optimization
technical_interview_practice 120 3 high interview_prep
professor_outreach_research_focused 60 3 high university_research
networking_warm_intro_leveraged 30 2 low networking
resume_update_company_targeted 90 3 high resume_update
interview_prep_company_research 150 3 high interview_prep
scholarship_essay_detailed 180 3 high scholarships
job_application_with_referral 75 3 high job_applications
linkedin_industry_optimized 120 2 high linkedin_optimization
visa_application_detailed 120 3 high visa_process
career_pivot_strategy 90 3 high skill_building
application_review_professor_network 60 3 medium applications
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_templates()


def put(directory: Path, text: str, name: str = "good.md") -> Path:
    (directory / name).write_text(text, encoding="utf-8")
    return directory


@pytest.mark.parametrize("row", CATALOGUE.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_catalogue(library: Library, row: str) -> None:
    """Every template that the backend had is there, with its time, weight and milestone."""
    name, minutes, priority, energy, milestone = row.split()
    template = library[name]
    found = (template.minutes, template.priority, template.energy, template.milestone)
    assert found == (int(minutes), int(priority), energy, milestone)


@pytest.mark.parametrize(
    ("category", "milestone"), [(each, m) for each in MILESTONES for m in MILESTONES[each]]
)
def test_low_need(library: Library, category: str, milestone: str) -> None:
    """Every milestone has two templates that need no fact at all, so no plan stays empty."""
    easy = [
        template.id
        for template in library.values()
        if (template.category, template.milestone) == (category, milestone)
        and not template.requires
        and not template.countries
    ]
    assert len(easy) >= 2


def test_jinja_agrees(library: Library) -> None:
    """The facts that our reader finds in a template are those that Jinja's own analysis finds."""
    for template in library.values():
        tree = ENVIRONMENT.parse(template.program)
        listed = {*template.requires, *template.uses}
        assert jinja2.meta.find_undeclared_variables(tree) == listed, template.id


def test_generic_templates_name_no_scheme(library: Library) -> None:
    """A template for any country names no form, scheme or portal of one country."""
    terms = re.compile(
        r"FAFSA|UCAS|\bCAS\b|F-1|I-20|DS-160|BAf[öo]G|APS\b|OSAP|Studielink|eVisa|TOEFL iBT"
    )
    for template in library.values():
        if not template.countries:
            found = terms.search(template.program)
            assert found is None, (template.id, found)


def test_library_is_a_mapping_that_does_not_change(library: Library) -> None:
    """Nothing can be put into a library, and a copy by pickle is equal."""
    assert library["good" if "good" in library else "sop_full_draft"].id == "sop_full_draft"
    with pytest.raises(AttributeError):
        library.version = "x"
    with pytest.raises(TypeError):
        library["x"] = library["sop_full_draft"]  # type: ignore[index]
    copy = pickle.loads(pickle.dumps(library))
    assert dict(copy) == dict(library)
    assert copy.version == library.version


def test_version_follows_the_content(tmp_path: Path) -> None:
    """The version changes with any character of any file, and with nothing else."""
    first = load_templates(put(tmp_path, GOOD)).version
    assert load_templates(tmp_path).version == first
    assert load_templates(put(tmp_path, GOOD.replace("Sort.", "Sort!"))).version != first


def test_fields(tmp_path: Path) -> None:
    """A template carries what its file says."""
    template = load_templates(put(tmp_path, GOOD))["good"]
    assert (template.requires, template.uses) == (("field",), ("country_name",))
    assert [(item.text, item.weight) for item in template.done] == [
        ("The list is written", 60),
        ("It is sorted", 40),
    ]
    assert (template.countries, template.sources, template.review) == ((), (), None)
    assert template.path == "good.md"


# what is replaced in GOOD, by what; then line, message and help of the problem
BAD = [
    ("id: good", "id: other", 2, "the id `other` is not the file's name", "rename the file"),
    (
        "minutes: 30",
        "minutes: soon",
        6,
        "`minutes`: expected a whole number, found `soon`",
        "digits",
    ),
    ("minutes: 30", "minutes: 1", 6, "`minutes`: found `1`", "at least 5"),
    ("priority: 3", "priority: 4", 7, "`priority`: found `4`", "at most 3"),
    ("energy: low", "energy: lots", 8, "`energy`: found `lots`", "'low', 'medium' or 'high'"),
    ("energy: low\n", "", 2, "the field `energy` is missing", "add `energy:`"),
    ("energy: low", "enrgy: low", 8, "`enrgy` is not a field", "did you mean `energy`?"),
    ("energy: low", "energy: low\nenergy: high", 9, "the field `energy` stands twice", "keep one"),
    ("category: study", "category: sport", 4, "`category`: found `sport`", "'study' or 'career'"),
    (
        "university_research",
        "networking",
        5,
        "`networking` is not a milestone of study",
        "`exam_prep`",
    ),
    ("weight: 60", "weight: 50", 10, "the weights sum to 90", "100"),
    ('  - {text: "It is sorted", weight: 40}\n', "", 10, "`done`: found 1 items", "at least 2"),
    ('"It is sorted"', "3", 12, "`done.1.text`: expected text, found `3`", "double quotes"),
    (
        "uses: [country_name]",
        "uses: [cuntry_name]",
        14,
        "`cuntry_name` is not a known fact",
        "`country_name`",
    ),
    ("uses: [country_name]", "uses: []", 17, "reads `country_name` but does not list it", "`uses`"),
    (
        "uses: [country_name]",
        "uses: [country_name, gpa]",
        13,
        "lists `gpa` but never reads it",
        "take it out",
    ),
    (
        "uses: [country_name]",
        "uses: [country_name, field]",
        14,
        "`field` is both required and optional",
        "keep one",
    ),
    ("uses: [country_name]", "uses: country_name", 14, "`uses`: expected a list", "`[a, b]`"),
    ("countries: []", "countries: [UK]", 15, "`UK` is not an ISO code", "GB"),
    (
        "countries: []",
        "countries: [no]",
        15,
        "`countries.0`: expected text, found `False`",
        "quotes",
    ),
    (
        "countries: []",
        "countries: [England]",
        15,
        "`countries.0`: found `England`",
        "two capital letters",
    ),
    (
        "countries: []",
        'sources: [{name: "A", url: "https://a.example"}]',
        15,
        "has sources but no review date",
        "review: ",
    ),
    ("countries: []", "review: 2027-02-30", 2, "the front matter is not YAML", "one field a line"),
    ("title: Find", "title: Find: now", 3, "the front matter is not YAML", "double quotes"),
    ("---\nid", "id", 1, "expected front matter", "begin the file"),
    ("in {{ field }}\ncat", "in {{ feild }}\ncat", 3, "`feild` is not a known fact", "`field`"),
    ("1. Search.", "1. Search {{ field.", 19, "the template language does not parse", "{{ fact }}"),
    ("1. Search.", "1. Search {{ field | loud }}.", 19, "`loud` is not a filter", "`listed`"),
    (
        "1. Search.",
        "1. Search {{ field + field }}.",
        19,
        "`field + field` is not allowed",
        "{% if %}",
    ),
    (
        "1. Search.",
        "1. Search {{ field.upper() }}.",
        19,
        "`field.upper()` is not allowed",
        "{% if %}",
    ),
    ("1. Search.", "1. {% set x = 1 %}Search.", 19, "`{% set %}` is not allowed here", "{% if %}"),
    ("1. Search.", "1. {% if field %}Search.", 19, "`{% if %}` is not closed", "`{% endif %}`"),
    ("1. Search.", "1. Search.{% endif %}", 19, "`{% endif %}` is not allowed here", "{% if %}"),
    ("1. Search.", "1. Search {{ }}.", 19, "`` does not parse", "{{ fact }}"),
    (
        "1. Search.",
        "1. {{ country_name }}.",
        19,
        "`country_name` is optional and may be missing",
        "{% if country_name %}",
    ),
    (
        "{% if country_name %}",
        "{% if not country_name %}",
        17,
        "`country_name` is optional and may",
        "{% if country_name %}",
    ),
    (
        "{% if country_name %}",
        "{% if country_name > 3 %}",
        17,
        "`country_name` is optional and may",
        "require the fact",
    ),
    (
        "title: Find",
        "title: " + "Find " * 20,
        3,
        "the title's own words take up to 114 characters",
        "100 characters",
    ),
    ("1. Search.\n2. Sort.\n", "", None, None, None),
]


@pytest.mark.parametrize(("old", "new", "line", "message", "advice"), BAD)
def test_problem(
    tmp_path: Path, old: str, new: str, line: int | None, message: str | None, advice: str | None
) -> None:
    """A fault in a file is named with its line and its mend; what is no fault is not."""
    assert old in GOOD
    put(tmp_path, GOOD.replace(old, new, 1))
    if line is None or message is None or advice is None:
        assert load_templates(tmp_path)["good"].minutes == 30
        return
    with pytest.raises(TemplateError) as caught:
        load_templates(tmp_path)
    found = [(each.line, each.message, each.help) for each in caught.value.problems]
    assert any(at == line and message in said and advice in mend for at, said, mend in found), found
    assert f"good.md:{line}" in str(caught.value)


@pytest.mark.parametrize(
    ("uses", "body"),
    [
        ("country", '{% if country == "GB" %}a{% elif country in ["DE", "AT"] %}b{% endif %}'),
        ("gpa", "{% if gpa and gpa > 3 %}{{ gpa }}{% endif %}"),
        ("gpa", "{% if not gpa %}a{% else %}{{ gpa }}{% endif %}"),
        ("gpa, gpa_scale", "{% if gpa and gpa_scale %}{{ gpa }} of {{ gpa_scale }}{% endif %}"),
        (
            "gpa, days_left",
            "{% if not gpa or not days_left %}a{% else %}{{ gpa }}{{ days_left }}{% endif %}",
        ),
        ("skills", "{% if skills %}{% for each in skills[:2] %}{{ each }}{% endfor %}{% endif %}"),
        (
            "skills",
            "{% if skills %}{% if skills | length > 2 %}{{ skills | first }}{% endif %}{% endif %}",
        ),
        ("deadline", "{% if deadline %}{{ deadline | day }}{% endif %}"),
        ("skills", "{{ skills | listed if skills else 'b' }}"),
        ("low_grades", "{# a comment #}{% if low_grades %}a{% endif %}"),
    ],
)
def test_guarded_use(tmp_path: Path, uses: str, body: str) -> None:
    """An optional fact may be used wherever a condition shows that it is known."""
    text = GOOD.replace("[country_name]", f"[{uses}]")
    text = text.replace("{% if country_name %} in {{ country_name }}{% endif %}", body)
    assert load_templates(put(tmp_path, text))["good"].uses == tuple(uses.split(", "))


@pytest.mark.parametrize(
    ("uses", "body", "message"),
    [
        ("gpa", "{% if gpa %}a{% endif %}{{ gpa }}", "`gpa` is optional"),
        (
            "gpa, days_left",
            "{% if gpa or days_left %}{{ gpa }}{{ days_left | day }}{% endif %}",
            "`gpa`",
        ),
        ("gpa", "{% if gpa > 3 %}a{% endif %}", "`gpa` is optional"),
        ("gpa", "{% if gpa %}a{% else %}{{ gpa }}{% endif %}", "`gpa` is optional"),
        (
            "country",
            "{% if country %}{{ country }}{% endif %}",
            "prints `country`, which is a code",
        ),
        ("low_grades", "{% if low_grades %}{{ low_grades }}{% endif %}", "which is yes or no"),
    ],
)
def test_unguarded_use(tmp_path: Path, uses: str, body: str, message: str) -> None:
    """A use that would fail, or print a code, for some people is a problem of the file."""
    text = GOOD.replace("[country_name]", f"[{uses}]")
    text = text.replace("{% if country_name %} in {{ country_name }}{% endif %}", body)
    with pytest.raises(TemplateError) as caught:
        load_templates(put(tmp_path, text))
    assert message in caught.value.problems[0].message


def test_all_problems_in_one_pass(tmp_path: Path) -> None:
    """The problems of all files come together, by file and line; an id taken twice is one."""
    put(tmp_path, GOOD.replace("minutes: 30", "minutes: x").replace("priority: 3", "priority: 9"))
    put(
        tmp_path,
        GOOD.replace("id: good", "id: other").replace("weight: 60", "weight: 1"),
        "other.md",
    )
    (tmp_path / "sub").mkdir()
    put(tmp_path / "sub", GOOD.replace("id: good", "id: twin"), "twin.md")
    (tmp_path / "tub").mkdir()
    put(tmp_path / "tub", GOOD.replace("id: good", "id: twin"), "twin.md")
    with pytest.raises(TemplateError) as caught:
        load_templates(tmp_path)
    found = [(each.path, each.line) for each in caught.value.problems]
    assert found == [("good.md", 6), ("good.md", 7), ("other.md", 10), ("tub/twin.md", 2)]
    assert "already taken by sub/twin.md" in caught.value.problems[-1].message
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_unreadable_files(tmp_path: Path) -> None:
    """Bytes that are no text and an empty directory are problems, not tracebacks."""
    with pytest.raises(TemplateError, match="found no template"):
        load_templates(tmp_path)
    (tmp_path / "good.md").write_bytes(b"---\n\xff\xfe")
    with pytest.raises(TemplateError, match="not UTF-8"):
        load_templates(tmp_path)


def test_yaml_cannot_run_code(tmp_path: Path) -> None:
    """A tag that would make YAML build an object is a problem of the file."""
    put(tmp_path, GOOD.replace("minutes: 30", 'minutes: !!python/object/apply:os.system ["true"]'))
    with pytest.raises(TemplateError) as caught:
        load_templates(tmp_path)
    assert caught.value.problems[0].line == 6


def test_loading_is_fast(library: Library) -> None:
    """All templates load in well under half a second (0.08 s where this was written)."""
    fastest = 1e9
    for _ in range(3):
        start = time.perf_counter()
        load_templates()
        fastest = min(fastest, time.perf_counter() - start)
    assert fastest < 0.4, f"{len(library)} templates in {fastest:.3f} s"


def test_known_facts_are_described() -> None:
    """Every fact has words for a question, a weight and at least one field to ask for."""
    for known in KNOWN_FACTS.values():
        assert known.label and known.asked_as
        assert 0 <= known.specificity <= 3

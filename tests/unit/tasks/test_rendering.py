"""Rendering: every template for every set of facts, and what becomes of a person's words."""

import pickle
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ruleset.errors import RulesetError
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.facts import Fact, Value
from ruleset.tasks.library import Template, load_templates
from ruleset.tasks.rendering import Rendered, Renderer, RenderingError, render
from task_facts import FACTS, TODAY

LIBRARY = load_templates()

# What no finished text may hold: template language, values that are none, empty lists and gaps.
FAULT = re.compile(
    r"\{\{|\}\}|\{%|%\}|\bNone\b|\bTrue\b|\bFalse\b|Decimal|frozenset"  # remains of the machine
    r"|\[[A-Z][^\]]*\]|<[a-z]+>|\byour your\b|\bthe the\b|\bTODO\b|\bTBD\b|lorem"  # placeholders
    r"|  |\(\)|\( | \)| ,| \.|,,|\.\.|: ?[.,]|, ?\.|\band [.,]|\n\n\n"  # gaps
)


def texts(rendered: Rendered) -> Iterator[str]:
    yield rendered.title
    yield rendered.description
    yield from (item.text for item in rendered.done)


def cases(template: Template) -> Iterator[tuple[str, dict[str, Fact]]]:
    """All facts; only the required ones; these and one optional; all but one optional."""
    needed = {name: FACTS[name] for name in template.requires}
    every = needed | {name: FACTS[name] for name in template.uses}
    yield "all facts", every
    yield "required facts", needed
    for name in template.uses:
        yield f"required and {name}", needed | {name: FACTS[name]}
        yield f"all but {name}", {each: fact for each, fact in every.items() if each != name}


@pytest.mark.parametrize("template", LIBRARY.values(), ids=lambda template: template.id)
def test_every_template_reads_well(template: Template) -> None:
    """Whatever is known, the text has no gap, no placeholder, and steps numbered from one."""
    for case, facts in cases(template):
        rendered = render(template, facts, today=TODAY)
        for text in texts(rendered):
            found = FAULT.search(text)
            assert found is None, f"{case}: {found} in {text}"
            assert text == text.strip()
        assert 8 <= len(rendered.title) <= 100, case
        assert "\n" not in rendered.title
        steps = re.findall(r"^(\d+)\. ", rendered.description, re.MULTILINE)
        assert steps == [str(number) for number in range(1, len(steps) + 1)], case
        assert 4 <= len(steps) <= 8, case
        assert sum(item.weight for item in rendered.done) == 100
        assert 2 <= len(rendered.done) <= 4


@pytest.mark.parametrize("template", LIBRARY.values(), ids=lambda template: template.id)
def test_every_value_has_its_origin(template: Template) -> None:
    """Spans cut the person's values out of the text, and each used fact names its origin."""
    for case, facts in cases(template):
        rendered = render(template, facts, today=TODAY)
        used = {name for name, _, _ in rendered.used}
        assert used <= set(facts), case
        assert len(used) == len(rendered.used), case
        for name, value, origin in rendered.used:
            assert (value, origin) == (FACTS[name].value, FACTS[name].origin)
        end = 0
        for start, stop, name in rendered.spans:
            assert end <= start < stop <= len(rendered.description)
            assert name in used
            value = FACTS[name].value
            if isinstance(value, str) and name != "degree_level":  # master: "master's"
                assert rendered.description[start:stop].casefold() == value.casefold()
            end = stop


@pytest.mark.parametrize("template", LIBRARY.values(), ids=lambda template: template.id)
def test_every_optional_fact_matters(template: Template) -> None:
    """Each optional fact that a template prints changes its text, alone or beside one other."""
    other = {"years_of_experience": Fact(Decimal(9), "x"), "degree_level": Fact("phd", "x")}

    def matters(name: str, known: dict[str, Fact]) -> bool:
        def said(*names: str) -> list[str]:
            facts = {each: known[each] for each in (*template.requires, *names)}
            return list(texts(render(template, facts, today=TODAY)))

        others = [each for each in template.uses if each != name]
        return (
            said(*others) != said(*template.uses)
            or said(name) != said()
            or any(said(name, each) != said(each) for each in others)
        )

    for name in template.uses:  # what only chooses may wait for a value that no example has
        if name not in template.shaped_by:
            assert matters(name, FACTS) or matters(name, FACTS | other), name


@pytest.mark.parametrize("template", LIBRARY.values(), ids=lambda template: template.id)
def test_hostile_values(template: Template) -> None:
    """Long, many-lined, marked-up values stay data: one line each, whole text, title in bounds."""
    hostile = (
        '{{ 7*7 }} {% if x %} <b>"x"</b>\n\n1. # Ignore all instructions\x00\u202e ' + "long " * 80
    )
    values: dict[type, Value] = {str: hostile, tuple: (hostile,) * 40}
    facts = {
        name: Fact(values.get(type(FACTS[name].value), FACTS[name].value), "x")
        for name in (*template.requires, *template.uses)
    }
    plain = render(template, {name: FACTS[name] for name in facts}, today=TODAY)
    rendered = render(template, facts, today=TODAY)
    assert len(rendered.title) <= 100
    for text in texts(rendered):
        assert "49" not in text
        assert "\x00" not in text and "\u202e" not in text
    assert rendered.description.count("\n") == plain.description.count("\n")
    assert len(rendered.description) < 12_000


def template(
    body: str = "Text.",
    title: str = "A title",
    requires: tuple[str, ...] = (),
    uses: tuple[str, ...] = (),
    done: tuple[str, str] = ("One", "Two"),
    directory: Path | None = None,
) -> Template:
    """A template read from a file with these texts."""
    assert directory is not None
    (directory / "made.md").write_text(
        f"""---
id: made
title: "{title}"
category: study
milestone: applications
minutes: 30
priority: 2
energy: low
deliverable: note
done:
  - {{text: "{done[0]}", weight: 50}}
  - {{text: "{done[1]}", weight: 50}}
requires: [{", ".join(requires)}]
uses: [{", ".join(uses)}]
---
{body}
""",
        encoding="utf-8",
    )
    return load_templates(directory)["made"]


def given(**values: Value) -> dict[str, Fact]:
    return {name: Fact(value, f"profile.{name}") for name, value in values.items()}


@pytest.mark.parametrize(
    ("expression", "fact", "value", "shown"),
    [
        ("{{ skills | listed }}", "skills", ("Go",), "Go"),
        ("{{ skills | listed }}", "skills", ("Go", "C"), "Go and C"),
        ("{{ skills | listed }}", "skills", ("Go", "C", "R"), "Go, C and R"),
        ("{{ skills | listed }}", "skills", tuple("abcdefgh"), "a, b, c, d, e, f and 2 more"),
        ("{{ skills }}", "skills", ("Go", "C"), "Go and C"),
        ("{{ skills | first }}", "skills", ("Go", "C"), "Go"),
        ("{{ skills[:2] | listed }}", "skills", ("Go", "C", "R"), "Go and C"),
        ("{{ skills[-1] }}", "skills", ("Go", "C", "R"), "R"),
        ("{% for each in skills %}{{ each }};{% endfor %}", "skills", ("Go", "C"), "Go;C;"),
        ("{{ yearly_budget | usd }}", "yearly_budget", Decimal(20000), "$20,000"),
        ("{{ yearly_budget | usd }}", "yearly_budget", Decimal("19999.6"), "$20,000"),
        ("{{ yearly_budget | usd }}", "yearly_budget", Decimal("9.5"), "$9.50"),
        ("{{ savings_amount | usd }}", "savings_amount", "8 lakh", "8 lakh"),
        ("{{ deadline | day }}", "deadline", date(2027, 1, 5), "5 January 2027"),
        ("{{ deadline }}", "deadline", date(2027, 1, 5), "5 January 2027"),
        ("{{ gpa }}", "gpa", Decimal("3.80"), "3.8"),
        ("{{ gpa }}", "gpa", Decimal("1E+2"), "100"),
        ("{{ ielts_score }}", "ielts_score", Decimal("7"), "7.0"),
        ("{{ toefl_score }}", "toefl_score", Decimal("100.0"), "100"),
        ("{{ days_left | counted('day') }}", "days_left", Decimal(1), "1 day"),
        ("{{ days_left | counted('day') }}", "days_left", Decimal(2), "2 days"),
        ("{{ degree_level | degree }}", "degree_level", "master", "master's"),
        ("{{ degree_level | degree }}", "degree_level", "phd", "PhD"),
        ("{{ field | lower }}", "field", "Law", "law"),
        ("{{ test_name | upper }}", "test_name", "ielts", "IELTS"),
        ("{{ weakness | capitalized }}", "weakness", "low GPA", "Low GPA"),
        ("{{ field }}", "field", "  a \n\t b\u2028c\u00a0d ", "a b c d"),
        ("{{ field }}", "field", "{{ 7*7 }}", "{{ 7*7 }}"),
        (
            "{{ field }}",
            "field",
            "<script>alert(1)</script> **x**",
            "<script>alert(1)</script> **x**",
        ),
        ("{{ field }}", "field", "مرحبا", "مرحبا"),
        ("{{ field }}", "field", "a\ud800b", "a b"),
        ("{{ field }}", "field", "word " * 50, "word " * 31 + "word…"),
        ("{{ field }}", "field", "x" * 200, "x" * 159 + "…"),
        ("{{ 'x' if low_grades else 'y' }}", "low_grades", True, "x"),
    ],
)
def test_values(tmp_path: Path, expression: str, fact: str, value: Value, shown: str) -> None:
    """Each kind of value is shown as a person would write it, and is the only span of the text."""
    made = template(f"Begin {expression} end.", requires=(fact,), directory=tmp_path)
    rendered = render(made, given(**{fact: value}), today=TODAY)
    assert rendered.description == f"Begin {shown} end."
    assert rendered.used == ((fact, value, f"profile.{fact}"),)
    cut_out = [rendered.description[start:end] for start, end, _ in rendered.spans]
    assert "".join(cut_out) in (shown, shown.replace(";", ""), "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("I led five people.", "Yours: I led five people. Next (I led five people.)."),
        ("Why us?", "Yours: Why us? Next (Why us?)."),
        ("Acme Inc", "Yours: Acme Inc. Next (Acme Inc)."),
    ],
)
def test_one_full_stop(tmp_path: Path, value: str, text: str) -> None:
    """A value that ends its own sentence is not followed by a second full stop."""
    made = template(
        "Yours: {{ essay_topic }}. Next ({{ essay_topic }}).",
        requires=("essay_topic",),
        directory=tmp_path,
    )
    rendered = render(made, given(essay_topic=value), today=TODAY)
    assert rendered.description == text
    assert [rendered.description[start:end] for start, end, _ in rendered.spans] == [value, value]


def test_numbers_of_steps(tmp_path: Path) -> None:
    """Steps are counted as they remain; a number that the person wrote is left alone."""
    body = "Do.\n\n1. A.\n{% if field %}\n2. {{ field }}\n{% endif %}\n"
    body += "3. C{% if gpa %}!{% endif %}\n4. D.\n{{ skills }}"
    made = template(body, requires=("skills",), uses=("field", "gpa"), directory=tmp_path)
    facts = given(skills=("1. x",), field="7. y")
    without = render(made, given(skills=("1. x",)), today=TODAY).description
    assert without == "Do.\n\n1. A.\n2. C\n3. D.\n1. x"
    assert render(made, facts, today=TODAY).description == (
        "Do.\n\n1. A.\n2. 7. y\n3. C\n4. D.\n1. x"
    )


@pytest.mark.parametrize(
    ("title", "values", "expected"),
    [
        ("Write to {{ field }}", {"field": "Law"}, "Write to Law"),
        (
            "Write to {{ field }} now",
            {"field": "the study of " + "very " * 30 + "long names"},
            "Write to the study of " + "very " * 13 + "very… now",
        ),
        (
            "{{ field }} at {{ university_name }}",
            {"field": "Law", "university_name": "University " + "of the North " * 10},
            "Law at University " + "of the North " * 6 + "of…",
        ),
        (
            "{{ field }} at {{ university_name }}",
            {"field": "f" * 90, "university_name": "u" * 90},
            "f" * 47 + "… at " + "u" * 47 + "…",
        ),
    ],
)
def test_long_titles(tmp_path: Path, title: str, values: dict[str, Value], expected: str) -> None:
    """A title never passes 100 characters: its longest values are cut at a word."""
    made = template(title=title, requires=tuple(values), directory=tmp_path)
    found = render(made, given(**values), today=TODAY).title
    assert len(found) <= 100
    assert found == expected


def test_missing_facts() -> None:
    """Without a required fact a template is not rendered; the error says where it comes from."""
    wanted = LIBRARY["recommendation_request_professor"]
    with pytest.raises(RenderingError) as caught:
        render(wanted, {}, today=TODAY)
    error = caught.value
    assert str(error).startswith("Missing required variables: {'professor_name'}")
    assert "goal.specifications.professor_name" in str(error)
    assert isinstance(error, ValueError) and isinstance(error, RulesetError)
    assert (error.template, error.missing) == (wanted.id, ("professor_name",))
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.missing) == (str(error), error.missing)


def test_missing_facts_are_sorted(tmp_path: Path) -> None:
    """Several missing facts stand in alphabetical order; a blank value is a missing one."""
    made = template("{{ weakness }}{{ field }}", requires=("weakness", "field"), directory=tmp_path)
    with pytest.raises(ValueError, match=r"^Missing required variables: \{'field', 'weakness'\}\n"):
        render(made, given(field=" \n", weakness="\x00"), today=TODAY)


def test_days_that_are_gone(tmp_path: Path) -> None:
    """An optional day before today, or a negative count of days, is not mentioned."""
    body = "Go{% if deadline %} by {{ deadline | day }}{% endif %}"
    body += "{% if days_left %} in {{ days_left }}{% endif %}."
    made = template(body, uses=("deadline", "days_left"), directory=tmp_path)
    gone = given(deadline=date(2026, 8, 31), days_left=Decimal(-1))
    rendered = render(made, gone, today=TODAY)
    assert (rendered.description, rendered.used) == ("Go.", ())
    coming = given(deadline=date(2026, 9, 1), days_left=Decimal(3))
    assert render(made, coming, today=TODAY).description == "Go by 1 September 2026 in 3."


def test_used_in_order(tmp_path: Path) -> None:
    """Used facts come in the order title, description, done, then those that only chose a text."""
    made = template(
        "{% if low_grades %}a{% endif %}{{ field }}",
        title="{{ university_name }}",
        requires=("field", "university_name"),
        uses=("low_grades", "has_warm_intros", "gpa", "intake"),
        done=(
            "{% if gpa %}{{ gpa }}{% endif %}",
            "{% if intake and has_warm_intros %}x{% endif %}",
        ),
        directory=tmp_path,
    )
    facts = given(field="Law", university_name="UCL", low_grades=True, gpa=Decimal(3))
    facts |= given(has_warm_intros=False)
    rendered = render(made, facts, today=TODAY)
    names = [name for name, _, _ in rendered.used]
    assert names == ["university_name", "field", "gpa", "low_grades"]
    assert [name for _, _, name in rendered.spans] == ["field"]


@pytest.mark.parametrize(
    ("known", "score"),
    [
        ((), 0.0),
        (("country_name",), 0.8),  # weight 1 of 10: 10 x 1/7 x (1 + 1/10) / 2
        (("country_name", "field"), 2.8),  # weight 3: 10 x 3/7 x (1 + 3/10) / 2
        (("field", "key_project_1", "gpa"), 8.5),  # weight 7: 10 x 1 x (1 + 7/10) / 2
        (("country_name", "field", "gpa", "key_project_1", "university_name"), 10.0),
    ],
)
def test_personalization(tmp_path: Path, known: tuple[str, ...], score: float) -> None:
    """The score follows the stated formula, from the weights of the facts used."""
    names = ("country_name", "field", "gpa", "key_project_1", "university_name")
    assert [KNOWN_FACTS[name].specificity for name in names] == [1, 2, 2, 3, 2]
    body = "".join(f"{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}" for name in names)
    made = template(body, uses=names, directory=tmp_path)
    facts = {name: FACTS[name] for name in known}
    assert render(made, facts, today=TODAY).personalization == score


def test_personalization_of_whole_plans() -> None:
    """A full profile scores at least 7 in the median, one of whom little is known at most 3."""
    little = {name: FACTS[name] for name in ("category", "goal_text", "country_name", "field")}
    full = [render(each, FACTS, today=TODAY).personalization for each in LIBRARY.values()]
    low = [
        render(each, little, today=TODAY).personalization
        for each in LIBRARY.values()
        if set(each.requires) <= set(little)
    ]
    assert statistics.median(full) >= 7
    assert statistics.median(low) <= 3
    assert all(0 <= score <= 10 for score in (*full, *low))


def test_one_renderer_for_many_templates() -> None:
    """A renderer gives for each template what a fresh rendering gives, in any order."""
    renderer = Renderer(FACTS, today=TODAY)
    for each in reversed(list(LIBRARY.values())):
        assert renderer.render(each) == render(each, FACTS, today=TODAY)


def test_a_name_that_is_not_listed_is_an_error(tmp_path: Path) -> None:
    """A program that reads a name its template does not list fails instead of showing nothing."""
    made = template("{{ field }}", requires=("field",), directory=tmp_path)
    broken = replace(made, requires=())
    with pytest.raises(Exception, match="'field' is undefined"):
        render(broken, given(field="Law"), today=TODAY)


def test_rendering_is_fast() -> None:
    """Fourteen tasks of a plan render in under 3 ms, a single one in well under 0.2 ms."""
    plan = list(LIBRARY.values())[-14:]

    def seconds() -> float:
        start = time.perf_counter()
        renderer = Renderer(FACTS, today=TODAY)
        for each in plan:
            renderer.render(each)
        return time.perf_counter() - start

    seconds()
    assert statistics.median(seconds() for _ in range(50)) < 0.003

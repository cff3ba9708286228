"""The HTML page, the terminal view and the plain text: inert, complete, the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ruleset.dmn.form import HitPolicy, TermType
from ruleset.engine.ruleset import Ruleset
from ruleset.explain.excerpt import parts_of
from ruleset.explain.explain import explain
from ruleset.explain.form import Explanation
from ruleset.explain.terminal import renderable
from unit.explain.plans import ANY, between, has, only, ruleset, study, table, term

HOSTILE = "</td></table><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}`{%"


class Page(HTMLParser):
    """What a browser would see: tags with attributes, and the text."""

    VOID = ("meta", "img", "br", "link", "input")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def sample() -> Explanation:
    facts = {"milestone": "visa", "country": "GB", "yearly_budget": 20000}
    return explain(study(), "template", facts, {"country": "goal.target_countries"})


def hostile_rules() -> Ruleset:
    return ruleset(
        [term("fact"), term("story", TermType.WORDS), term("result")],
        table(
            "last",
            ["fact", "story"],
            ["result"],
            [
                (HOSTILE, only(HOSTILE), has(HOSTILE), HOSTILE, HOSTILE),
                ("b", only("x"), ANY, "y", ""),
            ],
            notes=[HOSTILE],
        ),
    )


def long_rules(rows: int = 300, columns: int = 1) -> Ruleset:
    names = ["country", "budget", *(f"extra_{number}" for number in range(columns))]
    terms = [term("country"), term("budget", TermType.MONEY), *map(term, names[2:]), term("plan")]
    made = [
        (
            f"r{n}",
            only(f"C{n % 50}"),
            between(n * 100, n * 100 + 4000),
            *([ANY] * columns),
            f"plan{n}",
        )
        for n in range(rows)
    ]
    return ruleset(terms, table("last", names, ["plan"], made, default=["nothing"]))


def test_page_says_it_all() -> None:
    """Outcome, sentence, cells with what they met, facts with origins, version, changes."""
    page = Page(sample().to_html())
    assert page.open == []
    for part in (
        "gb_student",
        "Row 5 is the topmost of the 2 rows that accept these facts.",
        "goal.target_countries",
        "decided by Budget tier",
        "Yearly budget",
        "the topmost row that matches decides",
        "checked in May",
        "accepts GB",
        "does not accept GB",
        "What would change it",
        "us_visa (Template!A4)",
        sample().ruleset_version,
    ):
        assert part in page.text, part


def test_page_needs_nothing_else() -> None:
    """No script, no link, no image, no handler; and the browser is told to load nothing."""
    page = Page(sample().to_html())
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [value for name, value in page.attributes if name in ("src", "href")]
    assert any("default-src 'none'" in value for _, value in page.attributes)
    assert ("lang", "en") in page.attributes


def test_hostile_text_is_inert() -> None:
    """Text in facts, cells, ids, headers, origins and outcomes is shown and does nothing."""
    facts = {"fact": HOSTILE, "story": HOSTILE}
    html = explain(hostile_rules(), "last", facts, {"fact": HOSTILE}).to_html()
    page = Page(html)
    assert page.open == []
    assert "script" not in page.tags and "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "alert(1)" in page.text
    assert "{{ 7 * 7 }}" in page.text


def test_long_tables_are_cut_and_complete_on_demand() -> None:
    """The row that fired stands with its neighbours and near misses; the rest folds away."""
    explanation = explain(long_rules(), "last", {"country": "C17", "budget": 2000})
    shown, rest, unshown = parts_of(explanation.step)
    rows = [rule.row for part in (*shown, *rest) for rule in part.rules]
    assert sorted(rows) == list(range(4, 305))
    assert unshown == 0
    visible = [rule.id for part in shown for rule in part.rules]
    assert {"r15", "r16", "r17", "r18", "r19"} <= set(visible)
    assert len(visible) < 30
    skipped = sum(part.skipped for part in shown)
    assert skipped + len(visible) == 301
    page = Page(explanation.to_html())
    assert f"Show the other {301 - len(visible)} rows" in page.text


def test_very_long_tables_are_bounded() -> None:
    """A page never holds more than a bounded number of rows, and says how many it leaves out."""
    explanation = explain(long_rules(3000), "last", {"country": "C17", "budget": 2000})
    _, rest, unshown = parts_of(explanation.step)
    assert sum(len(part.rules) for part in rest) == 500
    assert f"{unshown} more rows are left out of this page" in Page(explanation.to_html()).text


def test_wide_tables_leave_out_blank_columns() -> None:
    """Of many columns only those that say something in the rows shown are shown, by letter."""
    page = Page(explain(long_rules(30, columns=8), "last", {"country": "C1"}).to_html())
    assert "Left out, because blank in these rows: D, E, F, G, H, I, J and K." in page.text


def test_same_bytes_every_time(tmp_path: Path) -> None:
    """Text, page and data do not depend on the order in which Python hashes."""
    script = tmp_path / "render.py"
    script.write_text(
        "import json, sys\n"
        "from unit.explain.plans import study\n"
        "from ruleset.explain.explain import explain\n"
        "facts = {'milestone': 'exam', 'yearly_budget': 1, 'goal_text': 'ielts and toefl'}\n"
        "made = explain(study(), 'template', facts)\n"
        "print(made.to_html(), made, json.dumps(made.to_dict()), made.what_if())\n",
        encoding="utf-8",
    )
    tests = Path(__file__).parents[2]
    outputs = set()
    for seed in ("1", "2", "3"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join((str(tests), str(tests.parent))),
        }
        done = subprocess.run(
            [sys.executable, str(script)], capture_output=True, check=True, env=environment
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("width", [80, 120])
def test_terminal_fits(width: int) -> None:
    """The terminal view keeps within the width, and shows the row that decided and the rest."""
    for explanation in (
        sample(),
        explain(long_rules(columns=6), "last", {"country": "C17", "budget": 2000}),
        explain(hostile_rules(), "last", {"fact": HOSTILE}),
    ):
        stream = StringIO()
        Console(file=stream, width=width, color_system=None).print(renderable(explanation))
        lines = stream.getvalue().splitlines()
        assert max(map(len, lines)) <= width
        assert "What would change it" in stream.getvalue()


def test_terminal_shows_markup_as_text() -> None:
    """What looks like Rich's own markup is shown as it is written."""
    rules = ruleset(
        [term("fact"), term("result")],
        table("last", ["fact"], ["result"], [("[red]id[/red]", only("[bold]x"), "[/]out")]),
    )
    stream = StringIO()
    console = Console(file=stream, width=100, color_system=None)
    console.print(renderable(explain(rules, "last", {"fact": "[bold]x"})))
    for part in ("[red]id[/red]", "[bold]x", "[/]out"):
        assert part in stream.getvalue()


def test_plain_text() -> None:
    """Outcome first, then the row with each cell and what it met, then why others are not."""
    lines = str(sample()).splitlines()
    assert lines[:-1] == [
        "Template: gb_student",
        "  because row 5 (`gb_visa`, Template!A5) matches:",
        "    Milestone  `visa`  met visa  (given)",
        "    Country    `GB`    met GB    (goal.target_countries)",
        "  matched too, but passed over:",
        "    row 6 (`any_visa`, Template!A6): row 5 (`gb_visa`) stands above it",
        "  rows above it that do not match:",
        "    row 4 (`us_visa`, Template!A4): Country is GB, expected `US`",
        "  nearest rows that do not match:",
        "    row 9 (`exam`, Template!A9): Milestone is visa, expected `exam`",
        "  decided before it:",
        "    Budget tier: standard, because row 5 (`mid`, 'Budget tier'!A5) matches",
        "      Yearly budget  `[15000..30000]`  met 20000  (given)",
    ]
    assert lines[-1].startswith("  rules: small, sha256:")


def test_plain_text_of_many() -> None:
    """Where several rows count, each stands with its outcome."""
    rules = ruleset(
        [term("fact"), term("result")],
        table(
            "last",
            ["fact"],
            ["result"],
            [("a", only("x"), "1"), ("b", ANY, "2"), ("c", only("y"), "3")],
            HitPolicy.RULE_ORDER,
        ),
    )
    assert str(explain(rules, "last", {"fact": "x"})).splitlines()[:5] == [
        "Last: 1; 2",
        "  because 2 rows match:",
        "    row 4 (`a`, Last!A4): 1",
        "      Fact  `x`  met x  (given)",
        "    row 5 (`b`, Last!A5): 2",
    ]

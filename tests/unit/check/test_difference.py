"""Differences as people read them: rows by id, regions in words, and every rendering."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ruleset.check.difference import Difference, difference, to_dict, to_html, to_markdown, to_text
from ruleset.plan.compile import compile_workbook
from ruleset.plan.form import Plan
from tables import Rows, table, write_workbook

VOCABULARY = [
    ("Country", "text", "UK, IE, DE"),
    ("Income", "money", ""),
    ("Tier", "text", "low, high"),
    ("Offer", "text", "gold, silver, none"),
]
TIER: Rows = [["small", "< 15000", "low"], ["big", ">= 15000", "high"]]
OFFER: Rows = [
    ["uk", "UK", "high", "gold"],
    ["isles", "UK, IE", "", "silver"],
    ["otherwise", "", "", "none"],
]


def plan(tmp_path: Path, tier: Rows = TIER, offer: Rows = OFFER) -> Plan:
    path = write_workbook(
        tmp_path / "rules.xlsx",
        VOCABULARY,
        {
            "Tier": table("Tier", "Unique", ["Income"], ["Tier"], tier),
            "Offer": table("Offer", "First", ["Country", "Tier"], ["Offer"], offer),
        },
    )
    made = compile_workbook(path)
    assert made.plan is not None and made.ok, [str(each) for each in made.diagnostics]
    return made.plan


@pytest.fixture
def raised(tmp_path: Path) -> Difference:
    """The border of `small` moved from 15000 to 20000."""
    tier = [["small", "< 20000", "low"], ["big", ">= 20000", "high"]]
    return difference(plan(tmp_path), plan(tmp_path, tier))


def test_who_is_affected(raised: Difference) -> None:
    """One box for the table, one for the table that reads it, in words, with the rows behind."""
    assert not raised.no_change
    assert raised.complete
    tier, offer = raised.decisions
    assert [(each.before, each.after) for each in tier.regions] == [
        (("one", (("tier", "high"),)), ("one", (("tier", "low"),)))
    ]
    assert offer.regions == ()
    assert offer.through is not None
    (region,) = offer.through
    assert region.old_rules == ("uk",)
    assert region.new_rules == ("isles",)
    assert region.facts == {"country": "UK", "income": 15000}


def test_text(raised: Difference) -> None:
    """What a terminal shows."""
    assert to_text(raised) == (
        "outcomes change in `Tier` and `Offer`\n"
        "\n"
        "Tier: nothing else changes: proven\n"
        "  row `small` (Tier!A4), `Income`: `< 15000` became `< 20000`\n"
        "  row `big` (Tier!A5), `Income`: `>= 15000` became `>= 20000`\n"
        "  Who is affected, as this table sees it:\n"
        "    1. when `Income` is in [15000..20000)\n"
        "       high became low\n"
        '       row `big` before, row `small` now; example: {"income": 15000}\n'
        "\n"
        "Offer: nothing else changes: proven\n"
        "  Who is affected, as callers see it:\n"
        '    1. when `Income` is in [15000..20000) and `Country` is "UK"\n'
        "       gold became silver\n"
        "       row `uk` before, row `isles` now; "
        'example: {"income": 15000, "country": "UK"}'
    )


def test_json(raised: Difference) -> None:
    """Plain data with everything that the text says."""
    plain = json.loads(json.dumps(to_dict(raised)))
    assert (plain["no_change"], plain["complete"]) == (False, True)
    assert plain["decisions"][0]["regions"] == [
        {
            "when": "`Income` is in [15000..20000)",
            "cells": ["[15000..20000)"],
            "before": "high",
            "after": "low",
            "example": {"income": 15000},
            "old_rules": ["big"],
            "new_rules": ["small"],
            "certain": True,
        }
    ]


def test_markdown(raised: Difference) -> None:
    """A pull request shows the conclusion and a table of regions."""
    text = to_markdown(raised)
    assert text.startswith("**Outcomes change in `Tier` and `Offer`.**\n")
    assert (
        '| `Income` is in [15000..20000) and `Country` is "UK" | gold | silver '
        '| row `uk` before, row `isles` now | `{"income": 15000, "country": "UK"}` |'
    ) in text


def test_html(raised: Difference) -> None:
    """A page whose elements are closed, with the outcomes before and now."""
    page = to_html(raised)
    HTMLParser().feed(page)
    assert "<td class=before>gold<td class=now>silver" in page
    assert "<script" not in page


ROWS: Sequence[tuple[str, Rows, list[tuple[str, str]]]] = (
    ("nothing", OFFER, []),
    ("added", [OFFER[0], ["de", "DE", "", "none"], *OFFER[1:]], [("added", "de")]),
    ("removed", OFFER[1:], [("removed", "uk")]),
    ("moved", [OFFER[1], OFFER[0], OFFER[2]], [("moved", "isles")]),
    ("changed", [["uk", "UK", "", "gold"], *OFFER[1:]], [("changed", "uk")]),
)


@pytest.mark.parametrize(("offer", "wanted"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows_by_id(tmp_path: Path, offer: Rows, wanted: list[tuple[str, str]]) -> None:
    """A row is told by its id, and one that only others were put around is not."""
    found = difference(plan(tmp_path), plan(tmp_path, offer=offer)).decisions[1]
    assert [(each.kind.value, each.rule) for each in found.rows] == wanted


def test_a_moved_row_without_effect_is_proven(tmp_path: Path) -> None:
    """Rows of a Unique table may move: the rows are told, and that no outcome changes is proven."""
    found = difference(plan(tmp_path), plan(tmp_path, tier=[TIER[1], TIER[0]]))
    assert found.no_change
    assert [each.rule for each in found.decisions[0].rows] == ["big"]
    assert "no outcome changes, whatever the facts: this is proven" in to_text(found)


def test_a_rewritten_cell_without_effect_is_proven(tmp_path: Path) -> None:
    """Another spelling of the same values changes a row and no outcome."""
    offer = [OFFER[0], ["isles", "not(DE, missing)", "", "silver"], OFFER[2]]
    found = difference(plan(tmp_path), plan(tmp_path, offer=offer))
    assert found.no_change
    assert [each.kind.value for each in found.decisions[1].rows] == ["changed"]


def test_a_column_that_came(tmp_path: Path) -> None:
    """A new input column is told; rows that leave it blank decide as before."""
    old = plan(tmp_path)
    path = write_workbook(
        tmp_path / "new.xlsx",
        VOCABULARY,
        {
            "Tier": table("Tier", "Unique", ["Income"], ["Tier"], TIER),
            "Offer": table(
                "Offer", "First", ["Country", "Tier", "Income"], ["Offer"],
                [["rich", "", "", "> 90000", "gold"], *([*r[:3], "", r[3]] for r in OFFER)],
            ),
        },
    )  # fmt: skip
    made = compile_workbook(path)
    assert made.plan is not None
    found = difference(old, made.plan).decisions[1]
    assert found.settings == ("input column `Income` added",)
    assert {each.new_rules for each in found.regions} == {("rich",)}
    assert all(each.after == ("one", (("offer", "gold"),)) for each in found.regions)
    assert found.complete


def test_a_type_that_changed_is_not_compared(tmp_path: Path) -> None:
    """Where a term's type changed nothing is claimed, and the note says why."""
    old = plan(tmp_path)
    path = write_workbook(
        tmp_path / "new.xlsx",
        [VOCABULARY[0], ("Income", "text", ""), *VOCABULARY[2:]],
        {"Tier": table("Tier", "First", ["Income"], ["Tier"], [["otherwise", "", "low"]])},
    )
    made = compile_workbook(path)
    assert made.plan is not None
    tier = difference(old, made.plan).decisions[0]
    assert not tier.no_change
    assert tier.notes == ("cannot be compared: the type of `Income` changed from money to text",)

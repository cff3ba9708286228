"""The engines, each behind one function: from the rows to a function from facts to the rate."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from tests.benchmarks.table import Point, Row

Decide = Callable[[Point], str | None]
Load = Callable[[list[Row]], Decide]


def ours_plan(rows: list[Row], path: Path) -> Path:
    """Our compiled file of the rows, made from a workbook as an author would write it."""
    from ruleset.plan.codec import write
    from ruleset.plan.compile import compile_workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Vocabulary"
    for line in (
        ("Term", "Type"),
        ("Country", "text"),
        ("Income", "money"),
        ("Segment", "text"),
        ("Points", "number"),
        ("Rate", "text"),
    ):
        sheet.append(line)
    sheet = book.create_sheet("Rate")
    sheet.append(["Rate", "Hit policy: First"])
    sheet.append([None, "IF", "IF", "IF", "IF", "THEN"])
    sheet.append(["Rule", "Country", "Income", "Segment", "Points", "Rate"])
    for number, row in enumerate(rows, start=1):
        points = None if row.points is None else f">= {row.points}"
        income = f"[{row.low}..{row.high})"
        sheet.append([f"r{number}", row.country, income, row.segment, points, row.rate])
    book.save(path.with_suffix(".xlsx"))
    made = compile_workbook(path.with_suffix(".xlsx"))
    assert made.ok and made.plan is not None, made.diagnostics
    write(made.plan, path)
    return path


def ours(rows: list[Row]) -> Decide:
    import ruleset

    with tempfile.TemporaryDirectory() as folder:
        rules = ruleset.load(ours_plan(rows, Path(folder) / "rates.json"))

    def decide(point: Point) -> str | None:
        outcome = rules.decide("rate", point).outcome
        return None if outcome is None else outcome["rate"]  # type: ignore[call-overload]  # a dict

    return decide


def zen_model(rows: list[Row]) -> dict[str, Any]:
    """The rows as a JSON Decision Model of GoRules."""
    names = ("country", "income", "segment", "points")
    rules = [
        {
            "_id": f"r{number}",
            "country": json.dumps(row.country),
            "income": f"[{row.low}..{row.high})",
            "segment": "" if row.segment is None else json.dumps(row.segment),
            "points": "" if row.points is None else f">= {row.points}",
            "rate": json.dumps(row.rate),
        }
        for number, row in enumerate(rows)
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "rate", "name": "rate", "field": "rate"}],
        "rules": rules,
    }
    place = {"x": 0, "y": 0}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "i", "name": "in", "type": "inputNode", "position": place},
            {
                "id": "t",
                "name": "table",
                "type": "decisionTableNode",
                "position": place,
                "content": table,
            },
            {"id": "o", "name": "out", "type": "outputNode", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "i", "targetId": "t", "type": "edge"},
            {"id": "2", "sourceId": "t", "targetId": "o", "type": "edge"},
        ],
    }


def zen_decision(rows: list[Row]) -> Decide:
    """zen-engine as its manual shows first: a decision created from content, then evaluated."""
    import zen

    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(zen_model(rows))))

    def decide(point: Point) -> str | None:
        return decision.evaluate(point)["result"].get("rate")

    return decide


def zen_static(rows: list[Row]) -> Decide:
    """zen-engine with its static loader, which keeps what it has compiled: its fastest way."""
    import zen

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rates": zen_model(rows)}}})

    def decide(point: Point) -> str | None:
        return engine.evaluate("rates", point)["result"].get("rate")

    return decide


def pydmnrules(rows: list[Row]) -> Decide:
    import pyDMNrules

    book = Workbook()
    sheet = book.active
    sheet.title = "Rates"
    thin, double = Side(style="thin"), Side(style="double")
    sheet["A1"] = "Rates"
    sheet.append(["F", "Country", "Income", "Segment", "Points", "Rate"])
    for number, row in enumerate(rows, start=1):
        points = "-" if row.points is None else f">= {row.points}"
        segment = "-" if row.segment is None else f'"{row.segment}"'
        income = f"[{row.low}..{row.high})"
        sheet.append([number, f'"{row.country}"', income, segment, points, f'"{row.rate}"'])
    # It tells headings, conditions and outcomes apart by double lines.
    for cells in sheet.iter_rows(min_row=2, max_row=len(rows) + 2, max_col=6):
        for cell in cells:
            right = double if cell.column == 5 else thin
            bottom = double if cell.row == 2 else thin
            cell.border = Border(left=thin, right=right, top=thin, bottom=bottom)
    sheet["A1"].border = Border(left=thin, right=thin, top=thin, bottom=thin)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rates.xlsx"
        book.save(path)
        rules = pyDMNrules.DMN()
        status = rules.load(str(path))
    assert "errors" not in status, status

    def decide(point: Point) -> str | None:
        facts = {name.capitalize(): value for name, value in point.items()}
        _, found = rules.decide(facts)
        return (found.get("Result") or {}).get("Rate") if found else None

    return decide


def durable_rules(rows: list[Row]) -> Decide:
    """durable_rules by its own language, as its manual shows; a row's priority is its place."""
    from durable.lang import get_host, m, post, pri, ruleset, when_all

    name = f"rates{len(rows)}"

    def take(rate: str) -> Callable[[Any], None]:
        def act(c: Any) -> None:
            c.s.rate = rate

        return act

    with ruleset(name):
        for number, row in enumerate(rows, start=1):
            test = (m.country == row.country) & (m.income >= row.low) & (m.income < row.high)
            if row.segment is not None:
                test = test & (m.segment == row.segment)
            if row.points is not None:
                test = test & (m.points >= row.points)
            when_all(pri(number), test)(take(row.rate))
        when_all(pri(len(rows) + 1), m.country == "")(take(""))
    get_host()
    from durable.engine import MessageNotHandledException

    def decide(point: Point) -> str | None:
        try:
            return post(name, dict(point))["rate"]
        except MessageNotHandledException:
            return None

    return decide


def loop(rows: list[Row]) -> Decide:
    """Rows one after another, in plain Python."""

    def decide(point: Point) -> str | None:
        for row in rows:
            if row.holds(point):
                return row.rate
        return None

    return decide


def if_chain(rows: list[Row]) -> Decide:
    """What a programmer would write by hand: an `if` a row, in one function."""
    lines = ["def decide(point):", "    country, income = point['country'], point['income']"]
    lines.append("    segment, points = point['segment'], point['points']")
    for row in rows:
        tests = [f"country == {row.country!r}", f"{row.low} <= income < {row.high}"]
        if row.segment is not None:
            tests.append(f"segment == {row.segment!r}")
        if row.points is not None:
            tests.append(f"points >= {row.points}")
        lines += [f"    if {' and '.join(tests)}:", f"        return {row.rate!r}"]
    lines.append("    return None")
    made: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<ifs>", "exec"), made)
    return made["decide"]  # type: ignore[no-any-return]

"""Writes a book as a real .xlsx, every cell in one of the spellings that people use for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

from oracle.form import Book, Table, Term

POLICY_LETTERS = {
    "Unique": "U",
    "Any": "A",
    "Priority": "P",
    "First": "F",
    "Rule order": "R",
    "Output order": "O",
    "Collect": "C",
    "Collect sum": "C+",
    "Collect min": "C<",
    "Collect max": "C>",
    "Collect count": "C#",
}
BARE = ("UK", "IE", "DE", "new user", "Red", "Zürich", "uk")
WORDS_FOR = {
    "<": ("< {}", "<{}", "under {}"),
    "<=": ("<= {}", "≤ {}", "at most {}", "up to {}"),
    ">": ("> {}", ">{}", "over {}"),
    ">=": (">= {}", "≥{}", "at least {}"),
}
CALLS = {
    "starts": "starts with({}, {})",
    "mentions": "contains({}, {})",
    "length": "string length({})",
    "has": "list contains({}, {})",
    "count": "count({})",
    "days": "({} - {})",
    "not": "not({})",
    "between": "({} between {} and {})",
    "if": "(if {} then {} else {})",
}


def write_xlsx(book: Book, path: Path, random: Random) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Vocabulary"
    sheet.append(["Term", "Type", "Allowed values", "Meaning", "Example"])
    for term in book.terms.values():
        allowed = ", ".join(_plain(value) for value in term.allowed)
        sheet.append([term.label, term.type, allowed or None])
    for table in book.tables:
        _write_table(workbook.create_sheet(table.label), book, table, random)
    workbook.save(path)


def _write_table(sheet: Any, book: Book, table: Table, random: Random) -> None:
    policy = random.choice((table.policy, POLICY_LETTERS[table.policy], table.policy.lower()))
    sheet.append([table.label, f"Hit policy: {policy}"])
    inputs, outputs = len(table.inputs), len(table.outputs)
    if random.random() < 0.5:
        sheet.append([None, *["IF"] * inputs, *["THEN"] * outputs])
    else:
        sheet.append([None, "IF", *[None] * (inputs - 1), "THEN"])
        if inputs > 1:
            sheet.merge_cells(start_row=2, start_column=2, end_row=2, end_column=1 + inputs)
    labels = [book.terms[name].label for name in (*table.inputs, *table.outputs)]
    sheet.append(["Rule", *labels])
    for rule in table.rules:
        if random.random() < 0.1:
            sheet.append([])
        cells = [
            spelled(cell, book.terms[name], random, book)
            for name, cell in zip(table.inputs, rule.cells, strict=True)
        ]
        sheet.append([rule.id, *cells, *_outputs(book, table, rule.outputs, random)])
    if table.default is not None:
        made = _outputs(book, table, table.default, random)
        sheet.append(["otherwise", *[None] * inputs, *made])


def _outputs(book: Book, table: Table, outputs: Any, random: Random) -> list[Any]:
    return [
        spelled_output(output, book.terms[name], random, book)
        for name, output in zip(table.outputs, outputs, strict=True)
    ]


def spelled(cell: Any, term: Term, random: Random, book: Book) -> Any:
    """What to put into the spreadsheet for an input cell."""
    if cell[0] == "any":
        return random.choice((None, "-", None))
    tests = cell[1]
    if cell == ("none of", (("missing",),)) and random.random() < 0.5:
        return "present"
    if cell[0] == "one of" and len(tests) == 1:
        return _alone(tests[0], term, random, book)
    if any(test[0] == "expr" for test in tests):  # beside an expression, texts are quoted
        text = ", ".join(_formal(test, book) for test in tests)
        return text if cell[0] == "one of" else f"not({text})"
    text = ", ".join(_test(test, term, random, book) for test in tests)
    return text if cell[0] == "one of" else f"not({text})"


def _alone(test: Any, term: Term, random: Random, book: Book) -> Any:
    """A cell with one test may hold an Excel value, or a spelling that lists do not bear."""
    way = random.random()
    if test[0] == "is" and way < 0.4 and not isinstance(test[1], str):
        return float(test[1]) if isinstance(test[1], Decimal) else test[1]
    if term.type in ("number", "money"):
        if test[0] == "is" and way < 0.7 and test[1] >= 1000 and test[1] == int(test[1]):
            spelled = [f"{int(test[1]):,}"]
            if test[1] % 1000 == 0:
                spelled.append(f"{int(test[1]) // 1000}k")
            if term.type == "money":
                spelled += [f"${int(test[1]):,}", f"USD {int(test[1])}", f"{int(test[1])} USD"]
            return random.choice(spelled)
        if test == ("is", Decimal("0.1")) and way < 0.7:
            return "10%"
        if test[0] == "between" and way < 0.5 and test[2] and test[4] and test[1] >= 0:
            sign = random.choice(("–", "-", " - "))
            return f"{_literal(test[1])}{sign}{_literal(test[3])}"
    if term.type == "date" and way < 0.5:
        if test[0] == ">=":
            return f"from {test[1]}"
        if test[0] == "<=":
            return f"until {test[1]}"
        if test[0] == "between" and test[2] and test[4]:
            return f"{test[1]}–{test[3]}"
    if test[0] in WORDS_FOR and term.type != "text" and way < 0.6:
        return f"? {test[0]} {_literal(test[1])}"
    return _test(test, term, random, book)


def _test(test: Any, term: Term, random: Random, book: Book) -> str:
    if test[0] == "expr":
        return _formal(test, book)
    if test[0] == "is":
        return _value(test[1], term, random)
    if test[0] == "missing":
        return random.choice(("missing", "null"))
    if test[0] == "present":
        return "present"
    if test[0] == "between":
        _, low, low_closed, high, high_closed = test
        opening = "[" if low_closed else random.choice("(]")
        closing = "]" if high_closed else random.choice(")[")
        dots = random.choice(("..", " .. "))
        return f"{opening}{_literal(low)}{dots}{_literal(high)}{closing}"
    ways = WORDS_FOR[test[0]]
    way = random.choice(ways[:2] if term.type in ("text", "date") else ways)
    return way.format(_literal(test[1]))


def _formal(test: Any, book: Book) -> str:
    """The test in FEEL's own spelling."""
    match test:
        case ("expr", expression):
            return _expression(expression, book)
        case ("is", value):
            return _literal(value)
        case ("missing",) | ("present",):
            return str(test[0])
        case ("between", low, low_closed, high, high_closed):
            ends = ("[" if low_closed else "("), ("]" if high_closed else ")")
            return f"{ends[0]}{_literal(low)}..{_literal(high)}{ends[1]}"
        case _:
            return f"{test[0]} {_literal(test[1])}"


def _value(value: Any, term: Term, random: Random) -> str:
    if isinstance(value, bool):
        return random.choice(("yes", "Yes", "TRUE", "y") if value else ("no", "No", "false", "N"))
    if isinstance(value, date):
        return random.choice((f"{value}", f'date("{value}")', f'@"{value}"'))
    if isinstance(value, str) and random.random() < 0.6:
        if term.type in ("text", "set of text") and value in BARE:
            return value
        if term.type == "words":
            return value
    return _literal(value)


def spelled_output(output: Any, term: Term, random: Random, book: Book) -> Any:
    """What to put into the spreadsheet for an output cell."""
    if output[0] != "const":
        text = _expression(output, book)
        return text[1:-1] if output[0] == "if" else text
    value = output[1]
    if isinstance(value, frozenset):
        items = sorted(value)
        random.shuffle(items)
        return ", ".join(_value(item, term, random) for item in items)
    if not isinstance(value, str) and random.random() < 0.5:
        return float(value) if isinstance(value, Decimal) else value
    return _value(value, term, random)


def _expression(expression: Any, book: Book) -> str:
    kind, *parts = expression
    if kind == "const":
        return _literal(parts[0])
    if kind == "here":
        return "?"
    if kind == "term":
        return book.terms[parts[0]].label
    texts = [_expression(part, book) for part in parts]
    if kind in CALLS:
        return CALLS[kind].format(*texts)
    return f"({texts[0]} {kind} {texts[1]})"


def _literal(value: Any) -> str:
    """FEEL's own spelling, which no reader can take for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'date("{value}")'
    if isinstance(value, Decimal):
        return f"{value:f}"
    return '"' + value.replace('"', '""') + '"'


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value)

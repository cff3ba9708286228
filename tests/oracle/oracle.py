"""Decides tables of plain data by plain loops: slow, short, and knowing nothing of the library.

Facts are text, Decimal, bool, date or frozenset of text by term name; absent or None is missing.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from oracle.form import Book, Table


class ConflictError(Exception):
    """Rules match together that may not."""

    def __init__(self, table: str, rules: list[str]) -> None:
        super().__init__(table, rules)
        self.table, self.rules = table, rules


def decide(book: Book, name: str, facts: dict[str, Any]) -> tuple[list[str], Any]:
    """The ids of the rules behind the outcome, in the policy's order, and the outcome."""
    table = book.table(name)
    known = {term: term_value(book, term, facts) for term in table.terms_read}
    matching = [rule for rule in table.rules if not failing_columns(book, table, rule, known)]
    rows = [(rule.id, outcome_of(table, rule.outputs, known)) for rule in matching]
    if not rows and table.default is not None:
        rows = [("otherwise", outcome_of(table, table.default, known))]
    return by_policy(book, table, rows)


def term_value(book: Book, term: str, facts: dict[str, Any]) -> Any:
    """A fact as given, or else decided by the table that yields it."""
    if facts.get(term) is not None:
        return facts[term]
    for table in book.tables:
        if term in table.outputs:
            _, outcome = decide(book, table.name, facts)
            if isinstance(outcome, list):
                values = [each[term] for each in outcome if each[term] is not None]
                members = [{value} if isinstance(value, str) else value for value in values]
                return frozenset().union(*members) if members else None
            return None if outcome is None else outcome[term]
    return None


def failing_columns(book: Book, table: Table, rule: Any, known: dict[str, Any]) -> list[str]:
    """The inputs whose cell in this rule does not hold."""
    return [
        term
        for term, cell in zip(table.inputs, rule.cells, strict=True)
        if not cell_holds(cell, book.terms[term].type, known.get(term), known)
    ]


def cell_holds(cell: Any, type_: str, fact: Any, known: dict[str, Any]) -> bool:
    if cell[0] == "any":
        return True
    found = [test_holds(test, type_, fact, known) for test in cell[1]]
    if cell[0] == "one of":
        return True in found
    return True not in found and (fact is None or None not in found)


def test_holds(test: Any, type_: str, fact: Any, known: dict[str, Any]) -> bool | None:
    """Whether the test holds; None where an expression cannot tell."""
    kind = test[0]
    if kind == "expr":
        return value(test[1], fact, known)
    if fact is None or kind in ("missing", "present"):
        return kind == ("missing" if fact is None else "present")
    if kind == "is":
        if type_ == "words":
            return mentions(fact, test[1])
        return test[1] in fact if type_ == "set of text" else fact == test[1]
    if kind == "between":
        _, low, low_closed, high, high_closed = test
        above = fact > low or (low_closed and fact == low)
        return above and (fact < high or (high_closed and fact == high))
    return COMPARE[kind](fact, test[1])


COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def mentions(text: str, phrase: str) -> bool:
    """The words of the phrase stand in the text, in a row; case and accents do not count."""
    words, wanted = words_of(text), words_of(phrase)
    starts = range(len(words) - len(wanted) + 1)
    return any(words[start : start + len(wanted)] == wanted for start in starts)


def words_of(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def outcome_of(table: Table, outputs: Any, known: dict[str, Any]) -> dict[str, Any]:
    return {
        term: value(each, None, known) for term, each in zip(table.outputs, outputs, strict=True)
    }


def by_policy(book: Book, table: Table, rows: list[Any]) -> tuple[list[str], Any]:
    policy = table.policy
    ids = [rule for rule, _ in rows]
    outcomes = [outcome for _, outcome in rows]
    if policy == "Unique" and len(rows) > 1:
        raise ConflictError(table.name, ids)
    if policy == "Any" and any(outcome != outcomes[0] for outcome in outcomes):
        raise ConflictError(table.name, ids)
    if policy in ("Priority", "Output order"):
        rows = sorted(rows, key=lambda row: [rank(book, term, row[1][term]) for term in row[1]])
        ids = [rule for rule, _ in rows]
        outcomes = [outcome for _, outcome in rows]
    if policy in ("Rule order", "Output order", "Collect"):
        return ids, outcomes
    if not rows:
        return [], None
    if policy.startswith("Collect "):
        return ids, {
            term: collected(policy, [each[term] for each in outcomes if each[term] is not None])
            for term in table.outputs
        }
    return (ids if policy == "Any" else ids[:1]), outcomes[0]


def rank(book: Book, term: str, found: Any) -> int:
    allowed = list(book.terms[term].allowed)
    if not allowed:
        return 0
    values = found if isinstance(found, frozenset) else [] if found is None else [found]
    return min([allowed.index(each) for each in values], default=len(allowed))


def collected(policy: str, values: list[Any]) -> Any:
    if policy == "Collect count":
        return Decimal(len(values))
    if not values:
        return None
    return {"Collect sum": sum, "Collect min": min, "Collect max": max}[policy](values)


def value(expression: Any, here: Any, known: dict[str, Any]) -> Any:
    """What an expression yields; None for FEEL's null."""
    kind, *parts = expression
    if kind == "const":
        return parts[0]
    if kind == "here":
        return here
    if kind == "term":
        return known.get(parts[0])
    if kind == "if":
        return value(parts[1 if value(parts[0], here, known) is True else 2], here, known)
    found = [value(part, here, known) for part in parts]
    if kind in ("and", "or"):
        decisive = kind == "or"
        return decisive if decisive in found else None if None in found else not decisive
    return None if None in found else COMPUTE[kind](*found)


COMPUTE = {
    **COMPARE,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "not": lambda a: not a,
    "between": lambda a, low, high: low <= a <= high,
    "starts": lambda a, b: a.startswith(b),
    "mentions": lambda a, b: b in a,
    "length": lambda a: Decimal(len(a)),
    "has": lambda a, b: b in a,
    "count": lambda a: Decimal(len(a)),
    "days": lambda a, b: Decimal((a - b).days),
}

"""What the starter workbook says: a small shop decides how an order is delivered and packed.

Only content; how it looks is said in `starter`. Between them the tables use every type of term,
three hit policies, an `otherwise` row, and decisions that feed each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Content = str | int | float | None
"""What goes into a cell; None leaves it blank."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a decision: its band and term, its width in characters, perhaps a format."""

    band: str
    term: str
    width: float
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A decision as it stands on its sheet. Each rule is its id and a cell for each column."""

    name: str
    hit_policy: str
    columns: tuple[Column, ...]
    rules: tuple[tuple[Content, ...], ...]


MONEY: Final = '"$"#,##0.00'
SHARE: Final = "0%"

VOCABULARY_HEADERS: Final = ("Term", "Type", "Allowed values", "Meaning", "Example")
VOCABULARY_WIDTHS: Final = (18, 13, 38, 50, 20)
TERM_TYPES: Final = ("text", "number", "money", "yes/no", "date", "words", "set of text")
HIT_POLICIES: Final = (
    "Unique",
    "First",
    "Priority",
    "Any",
    "Rule order",
    "Output order",
    "Collect",
    "Collect sum",
    "Collect min",
    "Collect max",
    "Collect count",
)
VOCABULARY: Final[tuple[tuple[str, str, str | None, str, str], ...]] = (
    ("Orders so far", "number", None, "How many orders the customer has paid before", "7"),
    ("Customer since", "date", None, "The day of the customer's first order", "2024-05-17"),
    ("Region", "text", "town, country, abroad", "Where the goods go", "town"),
    ("Basket", "money", None, "Value of the goods in US dollars, without delivery", "42.50"),
    ("Urgent", "yes/no", None, "The customer wants the goods today", "no"),
    (
        "Goods",
        "set of text",
        "fragile, chilled, flowers, books",
        "What is in the basket",
        "fragile, books",
    ),
    ("Message", "words", None, "What the customer wrote with the order", "Happy birthday!"),
    (
        "Customer level",
        "text",
        "gold, silver, bronze",
        "Decided on the sheet Customer level",
        "silver",
    ),
    ("Discount", "number", None, "The share of the basket that is taken off", "5%"),
    (
        "Delivery",
        "text",
        "bicycle, parcel, parcel abroad, pick-up",
        "Decided on the sheet Delivery",
        "parcel",
    ),
    ("Delivery price", "money", None, "What the customer pays for it in US dollars", "4.90"),
    ("Packing step", "text", None, "One thing to do when the order is packed", "Add a cool pack"),
)

CUSTOMER_LEVEL: Final = DecisionSheet(
    name="Customer level",
    hit_policy="Unique",
    columns=(
        Column("IF", "Orders so far", 20),
        Column("IF", "Customer since", 24),
        Column("THEN", "Customer level", 20),
        Column("THEN", "Discount", 14, SHARE),
        Column("NOTES", "Why", 52),
    ),
    rules=(
        ("L1", "≥ 20", None, "gold", 0.05, "Whoever orders this often is gold from any year"),
        ("L2", "5–19", "until 2024-12-31", "gold", 0.05, "With us since the first shop"),
        ("L3", "5–19", "from 2025-01-01", "silver", 0.03, None),
        ("L4", "1–4", "until 2024-12-31", "silver", 0.03, "Comes rarely, but comes back"),
        ("otherwise", None, None, "bronze", 0, "Also when nothing is known of the customer"),
    ),
)

DELIVERY: Final = DecisionSheet(
    name="Delivery",
    hit_policy="First",
    columns=(
        Column("IF", "Region", 17),
        Column("IF", "Basket", 14),
        Column("IF", "Customer level", 16),
        Column("IF", "Urgent", 11),
        Column("THEN", "Delivery", 17),
        Column("THEN", "Delivery price", 20, MONEY),
        Column("NOTES", "Why", 44),
    ),
    rules=(
        (
            "D1",
            "abroad",
            None,
            None,
            None,
            "parcel abroad",
            "10 + 0.05 * basket",
            "A fixed part, and insurance by value",
        ),
        ("D2", "town", None, None, "yes", "bicycle", 4.5, "Our own rider, within two hours"),
        ("D3", "not(abroad)", None, "gold", None, "parcel", 0, "Gold customers pay no delivery"),
        ("D4", "town, country", "≥ 60", None, None, "parcel", 0, None),
        ("D5", "town, country", "25–60", None, None, "parcel", 3, "From 60 on row D4 has decided"),
        ("D6", "town, country", "< 25", None, None, "parcel", 4.9, None),
        ("otherwise", None, None, None, None, "pick-up", 0, "Nobody told us where to send it"),
    ),
)

PACKING: Final = DecisionSheet(
    name="Packing",
    hit_policy="Rule order",
    columns=(
        Column("IF", "Delivery", 22),
        Column("IF", "Goods", 20),
        Column("IF", "Message", 32),
        Column("THEN", "Packing step", 36),
        Column("NOTES", "Why", 34),
    ),
    rules=(
        ("P1", None, "fragile", None, "Wrap each piece in paper twice", None),
        (
            "P2",
            "parcel, parcel abroad",
            "fragile",
            None,
            "Put the fragile label on the box",
            "The rider knows without a label",
        ),
        ("P3", None, "chilled", None, "Add a cool pack", None),
        ("P4", "not(bicycle)", "flowers", None, "Add a water tube to each stem", None),
        (
            "P5",
            None,
            None,
            "birthday, anniversary, congratulations",
            "Add a card and a ribbon",
            "Whole words, in any case",
        ),
        ("P6", "parcel abroad", None, None, "Fill in the customs form", None),
        ("otherwise", None, None, None, "Use a plain box", None),
    ),
)

DECISIONS: Final = (CUSTOMER_LEVEL, DELIVERY, PACKING)

TEST_COLUMNS: Final = (
    Column("", "Test", 30),
    Column("", "Decision", 16),
    Column("IF", "Orders so far", 10),
    Column("IF", "Customer since", 12),
    Column("IF", "Region", 11),
    Column("IF", "Basket", 11, MONEY),
    Column("IF", "Urgent", 9),
    Column("IF", "Goods", 11),
    Column("IF", "Message", 17),
    Column("THEN", "Expect Customer level", 16),
    Column("THEN", "Expect Delivery", 15),
    Column("THEN", "Expect Delivery price", 16, MONEY),
    Column("THEN", "Expect Packing step", 34),
)
_LEVEL, _DELIVERY, _PACKING = (sheet.name for sheet in DECISIONS)
_GLASS: Final = (
    "Wrap each piece in paper twice, Put the fragile label on the box, Add a card and a ribbon"
)


def _level(test: str, orders: int, since: str, expected: str) -> tuple[Content, ...]:
    facts = (orders, since, None, None, None, None, None)
    return (test, _LEVEL, *facts, expected, None, None, None)


def _delivery(
    test: str, orders: int, place: str | None, basket: float, urgent: str, way: str, price: float
) -> tuple[Content, ...]:
    facts = (orders, None, place, basket, urgent, None, None)
    return (test, _DELIVERY, *facts, None, way, price, None)


def _packing(test: str, place: str, goods: str, message: str, expected: str) -> tuple[Content, ...]:
    facts = (1, None, place, 80, "no", goods, message)
    return (test, _PACKING, *facts, None, None, None, expected)


TESTS: Final[tuple[tuple[Content, ...], ...]] = (
    _level("A friend from the first years", 7, "2023-05-02", "gold"),
    _level("Often, but not for long", 19, "2025-01-01", "silver"),
    _level("The first order", 0, "2026-02-01", "bronze"),
    _delivery("Urgent, and round the corner", 0, "town", 30, "yes", "bicycle", 4.5),
    _delivery("Gold pays no delivery", 25, "country", 12, "no", "parcel", 0),
    _delivery("A small basket", 1, "country", 12, "no", "parcel", 4.9),
    _delivery("Insured by value", 1, "abroad", 200, "no", "parcel abroad", 20),
    _delivery("Nobody said where", 1, None, 30, "no", "pick-up", 0),
    _packing("Glass as a present", "country", "fragile", "Happy birthday!", _GLASS),
    _packing("Nothing special", "town", "books", "See you soon", "Use a plain box"),
)

CHECKS_HEADERS: Final = ("Code", "Sheet", "Rule", "Severity", "Reason")
CHECKS_WIDTHS: Final = (12, 22, 16, 14, 70)
CHECKS: Final = (
    ("RS409", "Customer level", "", "off", "The shop's checkout reads the discount itself"),
    ("RS409", "Delivery", "", "off", "The shop's checkout reads the price itself"),
)
"""Findings that the authors accept, each with its reason."""

GUIDE_TITLE: Final = "How to write rules"
GUIDE_INTRODUCTION: Final = (
    "A shop decides here how an order is delivered and packed. Change it into your own rules. "
    "Sheets whose name begins with _ are notes, like this one: they are never read as rules."
)
GUIDE: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "The sheets",
        (
            ("Vocabulary", "Every term of the rules, a row each: its type and its allowed values"),
            ("Tests", "Facts, and the outcome that you expect of a decision; a row a test"),
            (
                "any other sheet",
                "One decision: its hit policy, the bands IF, THEN, NOTES, the terms",
            ),
            ("the first column", "The rule's id. It stays with the row when rows move"),
        ),
    ),
    (
        "Which row decides",
        (
            ("Unique", "The only row that fits; two rows that fit are an error"),
            ("First", "The topmost row that fits"),
            ("Rule order", "All rows that fit, from the top; Collect sum adds them up"),
            ("otherwise", "As the id of the last row: decides when no other row fits"),
        ),
    ),
    (
        "Cells under IF",
        (
            ("blank, or  -", "Anything, also when nothing is known"),
            ("town, country", "One of these"),
            ("not(abroad)", "Anything but this, also when nothing is known"),
            ("< 25     ≥ 60", "Less than 25; 60 or more"),
            ("25–60     [25..60)", "From 25 to 60; from 25 to just below 60"),
            ("up to 5     over 10%     15k", "Numbers in words, shares, thousands"),
            ("from 2026-01-01     until 2026-12-31", "That day and later; that day and earlier"),
            ("yes     no", "For terms of the type yes/no"),
            ("missing     present", "Nothing is known of it; something is"),
            ('birthday, "thank you"', "Type words: the text holds one of these words or phrases"),
            ("fragile, chilled", "Type set of text: the set has one of these"),
            ("? > 2 * basket", "A formula: ? is the column's own fact, others by their name"),
        ),
    ),
    (
        "Cells under THEN",
        (
            ("parcel     4.50     yes", "A value of the term's type"),
            ("10 + 0.05 * basket", "A formula over the facts; spaces in a name become _"),
        ),
    ),
    (
        "When you have changed something",
        (
            ("ruleset check", "Tells everything that is wrong, with the cell and the mend"),
            ("ruleset test", "Runs the Tests sheet"),
            ("ruleset compile", "Makes the rules that programs use"),
        ),
    ),
)

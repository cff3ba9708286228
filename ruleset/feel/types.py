"""The types that the cell language knows, spelled as the Vocabulary sheet spells them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | Decimal | bool | date | frozenset[str]
"""What a literal of a type is. Missing is None and stands outside."""


class Type(StrEnum):
    """The type of a column, a term or an expression.

    >>> Type("yes/no").noun
    'yes or no'
    """

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes/no"
    DATE = "date"
    WORDS = "words"
    SET = "set of text"

    @property
    def is_number(self) -> bool:
        return self in (Type.NUMBER, Type.MONEY)

    @property
    def is_textual(self) -> bool:
        """True when bare words in a cell are text."""
        return self in (Type.TEXT, Type.WORDS, Type.SET)

    @property
    def noun(self) -> str:
        """One value of the type, for messages."""
        return _NOUNS[self]

    @property
    def examples(self) -> tuple[str, str]:
        """Two values as a cell spells them, in rising order, for the help of messages."""
        return _EXAMPLES[self]


_NOUNS = {
    Type.TEXT: "a text",
    Type.NUMBER: "a number",
    Type.MONEY: "an amount of money",
    Type.YES_NO: "yes or no",
    Type.DATE: "a date",
    Type.WORDS: "a keyword",
    Type.SET: "a text",
}

_EXAMPLES = {
    Type.TEXT: ('"a"', '"m"'),
    Type.NUMBER: ("5", "10"),
    Type.MONEY: ("15000", "30000"),
    Type.YES_NO: ("yes", "no"),
    Type.DATE: ("2026-01-01", "2026-12-31"),
    Type.WORDS: ("ielts", "toefl"),
    Type.SET: ("UK", "IE"),
}

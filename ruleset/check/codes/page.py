"""Reads the page of a code: `RS302.md` beside this module, with its title and severity in front."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

from ruleset.diagnostics import Severity, or_list
from ruleset.errors import RulesetError

CODE: Final = re.compile(r"RS\d{3}\Z")
EXAMPLE_TERMS: Final = (
    ("Country", "text", "UK, IE, DE"),
    ("Income", "money", ""),
    ("Since", "date", ""),
    ("Student", "yes/no", ""),
    ("Request", "words", ""),
    ("Offer", "text", "gold, silver, none"),
    ("Score", "number", ""),
)
"""The Vocabulary of every example that shows none: term, type, allowed values."""

_PAGE = re.compile(r"---\ntitle: (?P<title>.+)\nseverity: (?P<severity>\w+)\n---\n\n", re.ASCII)
_FOLDER: Final = "ruleset.check.codes"


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one code. `text` is Markdown: what it means, why it matters, two examples, how
    it is mended. `severity` is the one that the code has unless a workbook says otherwise."""

    code: str
    title: str
    severity: Severity
    text: str

    @property
    def markdown(self) -> str:
        """The whole page with its heading, and the terms that the examples use."""
        terms = ", ".join(
            f"{term} ({type}{': ' + allowed if allowed else ''})"
            for term, type, allowed in EXAMPLE_TERMS
        )
        head = f"# {self.code}: {self.title}\n\nSeverity: {self.severity.value}.\n\n"
        foot = f"\n---\n\nUnless they show a Vocabulary, the examples use the terms {terms}.\n"
        return head + self.text + (foot if "| 1 |" in self.text else "")


def page(code: str) -> Page:
    """The page of that code, in any letter case. RulesetError when there is none.

    >>> page("RS302").title
    'A value that the Vocabulary does not allow'
    """
    wanted = code.upper()
    found = resources.files(_FOLDER) / f"{wanted}.md"
    if CODE.match(wanted) is None or not found.is_file():
        alike = [each for each in codes() if each.startswith(wanted[:3])] or codes()
        raise RulesetError(f"no diagnostic has the code `{code}`; there are {or_list(alike, 40)}")
    text = found.read_text(encoding="utf-8")
    front = _PAGE.match(text)
    if front is None:
        raise RulesetError(f"the page of `{wanted}` does not begin with its title and severity")
    return Page(wanted, front["title"], Severity(front["severity"]), text[front.end() :])


def codes() -> tuple[str, ...]:
    """All codes that have a page, in order."""
    names = (each.name for each in resources.files(_FOLDER).iterdir())
    return tuple(sorted(name[:-3] for name in names if name.endswith(".md")))

"""What the commands print with, and values as JSON and as text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from ruleset.diagnostics import Diagnostic, Severity
from ruleset.engine.plain import plain

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold blue"}


def output() -> Console:
    """The console for results. Made anew, so that it follows a redirected stream."""
    return Console(soft_wrap=False, highlight=False)


def errors() -> Console:
    """The console for errors and progress, on standard error."""
    return Console(stderr=True, highlight=False)


def print_diagnostics(diagnostics: Iterable[Diagnostic], console: Console) -> None:
    """Each diagnostic as text, its head in the colour of its severity."""
    for found in diagnostics:
        head, _, rest = str(found).partition("\n")
        text = Text(head, style=_STYLES[found.severity])
        if rest:
            text.append(f"\n{rest}", style="default")
        console.print(text, soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """The number with its noun.

    >>> counted(1, "error"), counted(2, "error")
    ('1 error', '2 errors')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors, warnings and notes there are, in words."""
    found = list(diagnostics)
    parts = [
        counted(sum(each.severity is severity for each in found), severity.value)
        for severity in Severity
        if any(each.severity is severity for each in found)
    ]
    return ", ".join(parts) if parts else "nothing to mend"


def as_json(value: Any) -> str:
    """One line of JSON. Decimals become numbers, days ISO texts, sets sorted lists."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)

"""The exception of the cell language."""

from __future__ import annotations

import re

from ruleset.errors import RulesetError
from ruleset.feel.syntax import Span


class FeelError(RulesetError):
    """A cell's text cannot be read, or cannot mean what it says.

    `code` is one of `ruleset.feel.codes`; `span` are the characters meant (0-based, end excluded);
    `label` stands under them; `help` says what to write instead.

    >>> from ruleset.feel import codes
    >>> raise FeelError(codes.AMBIGUOUS, "`1,5` can be read in two ways", (0, 3), help="write 1.5")
    Traceback (most recent call last):
    ruleset.feel.errors.FeelError: `1,5` can be read in two ways
    """

    code: str
    span: Span
    label: str | None
    help: str | None

    def __init__(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        help: str | None = None,
    ) -> None:
        super().__init__(
            _brief(message),
            code=code,
            span=span,
            label=None if label is None else _brief(label),
            help=None if help is None else _brief(help),
        )


_LONG_QUOTE = re.compile(r"`([^`]{60})[^`]{24,}([^`]{12})`", re.DOTALL)
_MOST = 400


def _brief(words: str) -> str:
    """The words with long stretches of the author's text cut in their middle."""
    cut = _LONG_QUOTE.sub(r"`\1 … \2`", words)
    return cut if len(cut) <= _MOST else f"{cut[:_MOST]} …"


def shown(text: str, most: int = 60) -> str:
    """The text in backticks for a message: on one line, cut in the middle when it is long."""
    line = text.replace("\n", "␤").replace("\r", "").replace("\t", " ")
    if len(line) > most:
        line = f"{line[: most - 20]} … {line[-16:]}"
    return f"`{line}`"

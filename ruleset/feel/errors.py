"""The exception of the cell language."""

from __future__ import annotations

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
        super().__init__(message, code=code, span=span, label=label, help=help)


def shown(text: str, most: int = 60) -> str:
    """The text in backticks for a message: on one line, cut in the middle when it is long."""
    line = text.replace("\n", "␤").replace("\r", "").replace("\t", " ")
    if len(line) > most:
        line = f"{line[: most - 20]} … {line[-16:]}"
    return f"`{line}`"

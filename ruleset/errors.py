"""The exceptions. One root; each carries its data as fields and survives pickling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruleset.diagnostics import Diagnostic


class RulesetError(Exception):
    """The root of everything that this library raises on purpose.

    Keyword arguments become attributes, so that a caller reads fields and never parses messages.
    """

    def __init__(self, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.__dict__.update(fields)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.message, self.__dict__)


def _rebuilt(kind: type[RulesetError], message: str, fields: Mapping[str, Any]) -> RulesetError:
    made = kind.__new__(kind)
    Exception.__init__(made, message)
    made.__dict__.update(fields)
    return made


class CompileError(RulesetError):
    """A workbook has errors; `diagnostics` holds all of them, warnings and notes too."""

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        found = [each for each in diagnostics if each.severity == "error"]
        head = f"{len(found)} error{'s' if len(found) != 1 else ''} in the workbook"
        text = "\n".join([head, *(str(each) for each in found)])
        super().__init__(text, diagnostics=diagnostics)


class RulesFileError(RulesetError):
    """A compiled rules file cannot be used: `path`, and `code` (RS5xx) says why."""

    path: str
    code: str


class UnknownDecisionError(RulesetError):
    """No decision has that name: `decision`, and `available`, the names there are."""

    decision: str
    available: tuple[str, ...]


class UnknownRuleError(RulesetError):
    """No rule has that id: `rule`, and `available`, the ids there are."""

    rule: str
    available: tuple[str, ...]


class FactError(RulesetError):
    """A fact does not fit the vocabulary: `term`, `value`, `expected` and perhaps `suggestion`."""

    term: str
    value: object
    expected: str
    suggestion: str | None


class HitPolicyError(RulesetError):
    """Rules that match together may not: `decision`, `hit_policy`, `rules` (ids), `cells`."""

    decision: str
    hit_policy: str
    rules: tuple[str, ...]
    cells: tuple[str, ...]


class EvaluationError(RulesetError):
    """An expression of a cell could not be computed from these facts: `cell`, `text`."""

    cell: str
    text: str


class EngineError(RulesetError):
    """An engine cannot hold or run these rules: `engine`, `limit` names what was exceeded."""

    engine: str
    limit: str

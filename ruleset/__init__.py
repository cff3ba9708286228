"""Decision tables in a spreadsheet, compiled, decided in a microsecond, explained for ever.

    import ruleset

    rules = ruleset.compile("decision_tables/template_selection.xlsx")
    decision = rules.decide("budget_tier", {"yearly_budget": 20000})
    decision.outcome, decision.rules, decision.why()

Names are loaded when they are first used: importing `ruleset` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruleset.diagnostics import Diagnostic as Diagnostic
    from ruleset.diagnostics import Severity as Severity
    from ruleset.engine.decision import Decision as Decision
    from ruleset.engine.decision import FiredRule as FiredRule
    from ruleset.engine.ruleset import Ruleset as Ruleset
    from ruleset.engine.ruleset import compile as compile
    from ruleset.engine.ruleset import load as load
    from ruleset.errors import CompileError as CompileError
    from ruleset.errors import EngineError as EngineError
    from ruleset.errors import EvaluationError as EvaluationError
    from ruleset.errors import FactError as FactError
    from ruleset.errors import HitPolicyError as HitPolicyError
    from ruleset.errors import RulesetError as RulesetError
    from ruleset.errors import RulesFileError as RulesFileError
    from ruleset.errors import UnknownDecisionError as UnknownDecisionError
    from ruleset.errors import UnknownRuleError as UnknownRuleError
    from ruleset.tasks.live import LiveRules as LiveRules
    from ruleset.tasks.live import watch as watch

__version__ = "0.1.0"

_HOMES = {
    "ruleset.diagnostics": ("Diagnostic", "Severity"),
    "ruleset.engine.decision": ("Decision", "FiredRule"),
    "ruleset.engine.ruleset": ("Ruleset", "compile", "load"),
    "ruleset.errors": (
        "CompileError",
        "EngineError",
        "EvaluationError",
        "FactError",
        "HitPolicyError",
        "RulesFileError",
        "RulesetError",
        "UnknownDecisionError",
        "UnknownRuleError",
    ),
    "ruleset.tasks.live": ("LiveRules", "watch"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module `ruleset` has no attribute `{name}`")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

"""The rules and templates that the library carries, loaded once, when first asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruleset.engine.ruleset import Ruleset, load
from ruleset.errors import RulesFileError
from ruleset.tasks.library import Library, load_templates

_NAME = "template_selection.json"


def rules_path() -> Path:
    """The compiled template selection: inside the installed package, or in the source tree."""
    inside = Path(__file__).with_name(_NAME)
    beside = Path(__file__).parents[2] / "rules" / _NAME
    for path in (inside, beside):
        if path.is_file():
            return path
    raise RulesFileError(
        f"the library's own rules are missing at {inside}; install it again",
        path=str(inside),
        code="RS501",
    )


@lru_cache(maxsize=1)
def rules() -> Ruleset:
    """The library's own ruleset."""
    return load(rules_path())


@lru_cache(maxsize=1)
def library() -> Library:
    """The library's own templates."""
    return load_templates()

"""Every example in a docstring runs and prints what it says."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import ruleset

MODULES = [
    "ruleset",
    *(found.name for found in pkgutil.walk_packages(ruleset.__path__, "ruleset.")),
]


@pytest.fixture(scope="module")
def rules(discount_path: Path) -> ruleset.Ruleset:
    """The small workbook, compiled."""
    return ruleset.compile(discount_path)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str, rules: ruleset.Ruleset) -> None:
    """`rules` in an example is a small workbook, compiled: one table, `Discount`."""
    module = import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for example in doctest.DocTestFinder().find(module, extraglobs={"rules": rules}):
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


def test_there_are_examples() -> None:
    """The finder finds them: a library without examples would pass the test above."""
    finder = doctest.DocTestFinder()
    found = [
        example
        for name in MODULES
        for example in finder.find(import_module(name))
        if example.examples
    ]
    assert len(found) > 50

"""A pytest plugin: the rows of the Tests sheets are tests, so `pytest decision_tables/` runs them.

A workbook is collected when it lies in a folder that the option `ruleset_workbooks` names (default:
`decision_tables`), or is itself named on the command line. Its first item, `check`, fails with what
is wrong with the workbook; each row of its Tests sheet is an item with the name of the test. The
rules are compiled when the first of a workbook's items is collected, and nothing before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ruleset.dmn.form import TestCase
    from ruleset.engine.ruleset import Ruleset
    from ruleset.plan.compile import Compilation

OPTION = "ruleset_workbooks"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The folders whose workbooks are collected."""
    parser.addini(
        OPTION,
        "Names of the folders whose .xlsx workbooks are collected as decision tables.",
        type="args",
        default=["decision_tables"],
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A collector for a workbook of decision tables, None for every other file."""
    if file_path.suffix.lower() != ".xlsx" or file_path.name.startswith(("~$", ".")):
        return None
    folders = set(parent.config.getini(OPTION))
    if parent.session.isinitpath(file_path) or folders & {each.name for each in file_path.parents}:
        return WorkbookFile.from_parent(parent, path=file_path)
    return None


class CaseFailed(Exception):  # noqa: N818  # reads as what it reports; it never leaves pytest
    """An item failed; the text is for a person."""


class WorkbookFile(pytest.File):
    """A workbook: the item `check`, then an item for each row of its Tests sheet."""

    def collect(self) -> Iterator[pytest.Item]:
        from ruleset.engine.ruleset import Ruleset
        from ruleset.plan.compile import compile_workbook

        made = compile_workbook(self.path)
        yield CheckItem.from_parent(self, name="check", made=made)
        if made.definitions is None or made.plan is None or not made.ok:
            return
        rules = Ruleset(made.plan)
        names = [case.name for case in made.definitions.tests]
        for case in made.definitions.tests:
            twin = names.count(case.name) > 1
            name = f"{case.name} (row {case.cell.row})" if twin else case.name
            yield CaseItem.from_parent(self, name=name, case=case, rules=rules)


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class CheckItem(_Item):
    """The workbook has no error. What is found otherwise is told, each finding at its cell."""

    def __init__(self, *, made: Compilation, **of_pytest: Any) -> None:
        super().__init__(**of_pytest)
        self.made = made

    def runtest(self) -> None:
        if not self.made.ok:
            raise CaseFailed("\n".join(map(str, self.made.diagnostics)))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.name}: check"


class CaseItem(_Item):
    """A row of the Tests sheet: its facts lead to what it expects."""

    def __init__(self, *, case: TestCase, rules: Ruleset, **of_pytest: Any) -> None:
        super().__init__(**of_pytest)
        self.case, self.rules = case, rules

    def runtest(self) -> None:
        from ruleset.check.test_cases import failure_text, run_test_case

        result = run_test_case(self.case, self.rules)
        if not result.passed:
            head = f"{self.case.name} ({self.case.decision})\n  --> {self.path}: {self.case.cell}"
            raise CaseFailed(f"{head}\n{failure_text(result, self.rules)}")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self.case.cell.row - 1, f"{self.path.name}: {self.name}"

"""What all tests share: a small workbook for the examples in docstrings, and no skips in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from tables import discount_workbook

# The same examples in every run; a failure in CI is told at once, and made small by hand.
settings.register_profile("local", deadline=None, derandomize=True)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """In CI a skipped test is a failure: there, nothing may be missing."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def discount_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a workbook with one small table, `Discount`."""
    path = tmp_path_factory.mktemp("tables") / "discount.xlsx"
    discount_workbook(path)
    return path

"""Every diagnostic has a page, and the examples of the pages are compiled, not believed."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from code_examples import example, found_by, sections, write_example
from ruleset.check.codes import codes, page
from ruleset.check.findings import check_workbook
from ruleset.check.test_cases import run_test_cases
from ruleset.diagnostics import Diagnostic, Severity
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import RulesetError, RulesFileError
from ruleset.plan.codec import dump, read
from ruleset.plan.compile import compile_workbook
from tables import discount_workbook

SOURCES = Path(__file__).parents[3] / "ruleset"
TESTS = Path(__file__).parents[2]
CODE = re.compile(r"RS\d{3}")


def emitted() -> dict[str, set[str]]:
    """The codes in the texts of the source (docstrings left out), with the files they stand in."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for code in CODE.findall(node.value) if id(node) not in said else ():
                    found.setdefault(code, set()).add(str(path.relative_to(SOURCES)))
    return found


def test_every_emitted_code_has_a_page_and_every_page_is_emitted() -> None:
    """`ruleset explain CODE` never comes up empty, and no page describes what is gone."""
    sources = emitted()
    assert {code: files for code, files in sources.items() if code not in codes()} == {}
    assert set(codes()) - set(sources) == set()


@pytest.mark.parametrize("code", codes())
def test_a_page_is_whole(code: str) -> None:
    """Title, severity, and all sections in order; the example names this code."""
    shown = page(code)
    assert shown.title[0].isupper() or shown.title[0] == "`"
    assert all(len(text) > 10 for text in sections(shown).values())
    assert found_by(shown)[0] == code
    assert len(shown.text.partition("## ")[0].strip()) > 30


WITH_TABLES = [code for code in codes() if example(sections(page(code))["## A bad example"])]


def everything_found(path: Path) -> tuple[Diagnostic, ...]:
    """What checking tells, and what running the tests tells."""
    checked = check_workbook(path)
    made, found = checked.compilation, list(checked.diagnostics)
    if made.ok and made.plan is not None and made.definitions is not None:
        results = run_test_cases(made.definitions, Ruleset(made.plan))
        found += [each.problem for each in results if each.problem is not None]
    return tuple(found)


@pytest.mark.parametrize("code", WITH_TABLES)
def test_the_examples_are_true(tmp_path: Path, code: str) -> None:
    """The bad example has the code at the stated cell with the stated severity; the good has not,
    and no error either."""
    shown = page(code)
    parts = sections(shown)
    bad, good = (example(parts[f"## A {kind} example"]) for kind in ("bad", "good"))
    assert bad is not None
    assert good is not None
    found = everything_found(write_example(tmp_path / "bad.xlsx", bad))
    _, cell = found_by(shown)
    assert (code, cell, shown.severity) in [
        (each.code, str(each.cell), each.severity) for each in found
    ], [str(each) for each in found]
    after = everything_found(write_example(tmp_path / "good.xlsx", good))
    assert [str(each) for each in after if each.code == code or each.severity == "error"] == []


Maker = Callable[[Path], object]


def _with_parts(**changed: str) -> Maker:
    """Makes the small workbook with some parts replaced or added (`a__b_xml` is `a/b.xml`)."""

    def make(path: Path) -> None:
        discount_workbook(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        for name, text in changed.items():
            parts[name.replace("__", "/").replace("_", ".")] = text
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)

    return make


def _replaced(old: str, new: str) -> Maker:
    """Makes the small workbook with a text of its second sheet's XML replaced."""

    def make(path: Path) -> None:
        discount_workbook(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        part = parts["xl/worksheets/sheet2.xml"]
        assert old.encode() in part
        parts["xl/worksheets/sheet2.xml"] = part.replace(old.encode(), new.encode(), 1)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return make


def _cut_off(path: Path) -> None:
    discount_workbook(path)
    path.write_bytes(path.read_bytes()[:-400])


def _too_many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"xl/{number}.xml", "<a/>")


ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
FILES: dict[str, Maker] = {
    "RS101": lambda path: path.write_text("Rule,Country,Offer\nuk,UK,gold\n"),
    "RS102": lambda path: path.write_bytes(ENCRYPTED),
    "RS103": _cut_off,
    "RS104": _too_many_parts,
    "RS105": _with_parts(xl__extra_xml='<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
    "RS106": _with_parts(xl__vbaProject_bin="x"),
    "RS112": _replaced("<v>15</v>", "<v>12x</v>"),
}


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_no_table_can_show(tmp_path: Path, code: str) -> None:
    """The faults of files are found in a file that has them, and not in the sound one."""
    FILES[code](tmp_path / "offers.xlsx")
    found = compile_workbook(tmp_path / "offers.xlsx").diagnostics
    assert (code, page(code).severity) in [(each.code, each.severity) for each in found]
    discount_workbook(tmp_path / "sound.xlsx")
    assert compile_workbook(tmp_path / "sound.xlsx").diagnostics == ()


def _compiled(tmp_path: Path) -> str:
    discount_workbook(tmp_path / "discount.xlsx")
    plan = compile_workbook(tmp_path / "discount.xlsx").plan
    assert plan is not None
    return dump(plan)


def _rules_files(text: str) -> Iterator[tuple[str, str]]:
    yield "RS501", text[:-100]
    yield "RS502", json.dumps({**json.loads(text), "format": 999})
    yield "RS503", text.replace('"vip"', '"VIP"')


def test_a_compiled_file_that_cannot_be_used(tmp_path: Path) -> None:
    """RS501 to RS503 for a file cut off, of another format, and edited by hand."""
    target = tmp_path / "rules.json"
    for code, text in _rules_files(_compiled(tmp_path)):
        target.write_text(text, encoding="utf-8")
        with pytest.raises(RulesFileError) as raised:
            read(target)
        assert raised.value.code == code


def test_every_page_is_tried() -> None:
    """No page rests on words alone; what is left is tried with the command line and templates."""
    left = set(codes()) - {*WITH_TABLES, *FILES, "RS501", "RS502", "RS503"}
    tests = [each.read_text(encoding="utf-8") for each in TESTS.rglob("test_*.py")]
    here = Path(__file__).read_text(encoding="utf-8")
    untried = {code for code in left if not any(code in each for each in tests if each != here)}
    assert untried == set()


def test_an_unknown_code_is_refused_with_those_of_its_family() -> None:
    """A mistyped code is answered with the codes that begin alike."""
    with pytest.raises(RulesetError, match="there are `RS301`, `RS302`"):
        page("RS3O2")
    assert page("rs302").severity is Severity.ERROR

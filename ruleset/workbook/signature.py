"""What a file that is no `.xlsx` workbook looks like, from its first bytes, in the user's words."""

from __future__ import annotations

import re
from typing import Final

from ruleset.diagnostics import Diagnostic, error
from ruleset.workbook import codes

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
"""The container of Microsoft's programs before 2007, and of password-protected files since."""

_SAVE: Final = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"
_STARTS: Final = (
    (b"%PDF", "a PDF document", "find the spreadsheet that it was printed from"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "a picture", "find the spreadsheet that it shows"),
    (b"\xff\xd8\xff", "a picture", "find the spreadsheet that it shows"),
    (b"version https://git-lfs", "a Git LFS pointer", "fetch the file itself: `git lfs pull`"),
    (b"\x09\x08", "an Excel workbook of the nineties (.xls)", _SAVE),
)
_MARKUP: Final = (
    (rb"progid=\"Excel|office:spreadsheet", "a spreadsheet in plain XML"),
    (rb"office:document", "an OpenDocument spreadsheet in plain XML (.fods)"),
    (rb"<(?:html|!doctype html|table|meta|body)[\s>]", "a web page (HTML)"),
    (rb"<", "an XML file"),
)


def unlike_a_workbook(head: bytes, whole: bytes) -> Diagnostic:
    """Why bytes that do not begin as a zip are no workbook. `head` is the first few thousand."""
    if not head:
        return error(
            codes.NOT_A_WORKBOOK,
            "the file is empty",
            help="save the workbook again, or fetch a copy that was saved in full",
        )
    if head.startswith(OLE):
        return _ole(whole)
    for start, looks, mend in _STARTS:
        if head.startswith(start):
            return _other(looks, mend)
    text = _as_text(head)
    if text is None:
        return _other("something else", _SAVE)
    lowered = text.lstrip("\ufeff \r\n\t").lower().encode("utf-8")
    if lowered.startswith(b"<"):
        for pattern, looks in _MARKUP:
            if re.search(pattern, lowered, re.IGNORECASE):
                return _other(looks, _SAVE)
    if lowered.startswith(b"{") and b'"doc_id"' in lowered:
        mend = "in Google Sheets, choose File, Download, Microsoft Excel (.xlsx)"
        return _other("a link to a Google sheet", mend)
    if lowered.startswith((b"{", b"[")):
        return _other("JSON", _SAVE)
    if _separated(text):
        return _other("comma-separated text (CSV)", _SAVE)
    return _other("plain text", _SAVE)


def other_package(names: frozenset[str], mimetype: bytes) -> Diagnostic | None:
    """Why a zip with these members (lower case) is no `.xlsx` workbook; None when it may be one."""
    if b"opendocument.spreadsheet" in mimetype:
        return _other("an OpenDocument spreadsheet (.ods)", _SAVE)
    if mimetype or "content.xml" in names:
        return _other("an OpenDocument file, but no spreadsheet", _SAVE)
    if "word/document.xml" in names:
        return _other("a Word document (.docx)", "copy its tables into a workbook (.xlsx)")
    if "ppt/presentation.xml" in names:
        return _other(
            "a PowerPoint presentation (.pptx)", "copy its tables into a workbook (.xlsx)"
        )
    if "xl/workbook.bin" in names:
        return _other("a binary Excel workbook (.xlsb)", _SAVE)
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        return _other("an Apple Numbers file", "in Numbers, choose File, Export To, Excel (.xlsx)")
    if not any(name.startswith("xl/") for name in names):
        return _other("a zip archive without a workbook in it", _SAVE)
    return None


def _ole(whole: bytes) -> Diagnostic:
    """An OLE container: names of its streams stand in it as UTF-16."""
    if _wide("EncryptedPackage") in whole:
        return error(
            codes.ENCRYPTED,
            "the workbook is protected by a password",
            help="open it, remove the password (File, Info, Protect Workbook) and save it again",
        )
    if _wide("Workbook") in whole or _wide("Book") in whole:
        return _other("an old Excel workbook (.xls)", _SAVE)
    if _wide("WordDocument") in whole:
        return _other("an old Word document (.doc)", "copy its tables into a workbook (.xlsx)")
    return _other("a file of an old Microsoft program", _SAVE)


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _other(looks: str, mend: str) -> Diagnostic:
    message = f"not an Excel workbook (.xlsx): this looks like {looks}"
    return error(codes.NOT_A_WORKBOOK, message, help=mend)


def _as_text(head: bytes) -> str | None:
    """The bytes as text, or None when they hold what no text holds."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return None if controls else head.decode("utf-8", errors="replace")


def _separated(text: str) -> bool:
    """True when the first lines are split by the same separator, equally often or nearly so."""
    lines = [line for line in text.splitlines()[:6] if line.strip()]
    return bool(lines) and any(all(mark in line for line in lines) for mark in ",;\t|")

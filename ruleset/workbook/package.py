"""The file as a zip of parts, opened only after every check that can be made beforehand.

Nothing is trusted: sizes are added up before anything is unpacked and counted while unpacking;
a part that two readers could understand differently (stored twice, packed in an odd way) is
refused, because a rule that one program shows must be the rule that we read.
"""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ruleset.diagnostics import Diagnostic, error
from ruleset.workbook import codes, markup, signature

MAX_FILE_BYTES = 50_000_000
MAX_XML_BYTES = 80_000_000
"""Bytes of all XML parts together, unpacked. 400,000 cells take about 40 million."""
MAX_RATIO = 300
"""Unpacked to packed bytes of one part of more than MIN_RATIO_BYTES. Real sheets reach about 50."""
MIN_RATIO_BYTES = 5_000_000
MAX_PARTS = 5_000
MAX_DIRECTORY_BYTES = 1_000_000
MAX_RELATIONS = 20_000
_CHUNK = 1 << 17
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What zipfile raises on bytes that are no sound zip."""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_XML_ENDINGS = (".xml", ".rels", ".vml")
_TOO_LARGE_HELP = (
    "delete blank rows and columns below and beside the tables, and pictures, then save again"
)


class RefusedError(Exception):
    """The file, or one part of it, cannot be read; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another: the last word of its type, and the part it leads to."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of an open file, by name in lower case without a leading slash."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    budget: markup.Budget = field(default_factory=markup.Budget)
    bytes_left: int = MAX_XML_BYTES

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.members

    def parse(
        self,
        name: str,
        starts: Mapping[str, markup.OnStart],
        ends: Mapping[str, markup.OnEnd] | None = None,
        texts: Mapping[str, markup.OnText] | None = None,
        through: Callable[[Iterable[bytes]], Iterable[bytes]] = iter,
    ) -> None:
        """The part has been read by `markup.parse`; RefusedError names the part otherwise.

        Its bytes pass `through` a filter first.
        """
        try:
            markup.parse(through(self._chunks(name)), starts, ends, texts, self.budget)
        except markup.MarkupError as problem:
            raise damaged(f"the part `{name}` is not sound XML: {problem}") from problem
        except markup.MarkupTooLargeError as problem:
            raise too_large(f"the part `{name}` is too large: {problem}") from problem
        except markup.DocumentTypeError as problem:
            raise _document_type(name) from problem

    def relations(self, source: str) -> dict[str, Relation]:
        """The links of a part by their ids; none when it has no part of relationships."""
        folder, _, base = source.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, Relation] = {}

        def relation(attributes: markup.Attributes) -> None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "").replace("\\", "/")
            if not external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            if len(found) >= MAX_RELATIONS:
                raise markup.MarkupTooLargeError(f"more than {MAX_RELATIONS:,} links")
            found[attributes.get("Id", "")] = Relation(kind, target, external)

        if name in self:
            self.parse(name, {_RELATIONS: relation})
        return found

    def refuse_document_types(self) -> None:
        """No XML part declares a document type, whether or not it is going to be read."""
        for name in self.members:
            if name.endswith(_XML_ENDINGS):
                try:
                    markup.refuse_document_type(self._chunks(name))
                except markup.DocumentTypeError as problem:
                    raise _document_type(name) from problem
                except markup.MarkupTooLargeError as problem:
                    raise too_large(f"the part `{name}` is too large: {problem}") from problem

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes, counted."""
        member = self.members.get(name.lower())
        if member is None:
            raise damaged(f"the part `{name}` is missing")
        try:
            with self.archive.open(member) as part:
                while chunk := part.read(_CHUNK):
                    self.bytes_left -= len(chunk)
                    if self.bytes_left < 0:
                        raise too_large(f"unpacks to more than {MAX_XML_BYTES:,} bytes")
                    yield chunk
        except _ZIP_FAULTS as problem:
            raise damaged(f"the part `{name}` cannot be unpacked: {_said(problem)}") from problem


def damaged(message: str) -> RefusedError:
    """What to raise when the file contradicts itself."""
    mend = "open the workbook in a spreadsheet program, let it repair the file, and save it again"
    return RefusedError(error(codes.DAMAGED, message, help=mend))


def too_large(message: str) -> RefusedError:
    """What to raise when a limit is exceeded."""
    return RefusedError(error(codes.TOO_LARGE, message, help=_TOO_LARGE_HELP))


@contextmanager
def opened(path: str) -> Iterator[Package]:
    """The checked package of the file at `path`, open inside the `with`. RefusedError if unfit."""
    _refuse_unlike(path)
    try:
        stream = _Bounded(path)
    except OSError as problem:
        raise _unreadable(_said(problem)) from problem
    with stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _DirectoryTooLargeError as problem:
            raise too_large("the zip holds an absurd number of parts") from problem
        except _ZIP_FAULTS as problem:
            raise damaged(f"the file ends too early or is damaged: {_said(problem)}") from problem
        with archive:
            yield Package(archive, _members(archive))


class _DirectoryTooLargeError(Exception):
    """The zip says that its table of contents is larger than we are willing to read."""


class _Bounded(io.FileIO):
    """A file that refuses to be read in pieces larger than a sane table of contents."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise _DirectoryTooLargeError
        return super().read(-1 if size is None else size)


def _refuse_unlike(path: str) -> None:
    """The path is a regular file of sane size that begins as a zip does."""
    file = Path(path)
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _unreadable("this is a folder", "give the path of one workbook (.xlsx)")
        if not stat.S_ISREG(status.st_mode):
            raise _unreadable("this is not a regular file", "give the path of a workbook (.xlsx)")
        if file.name.startswith("~$"):
            raise _unreadable(
                "this is the note that Excel keeps while a workbook is open",
                f"give the workbook itself: `{file.name[2:]}`",
            )
        if status.st_size > MAX_FILE_BYTES:
            raise too_large(f"the file has more than {MAX_FILE_BYTES:,} bytes")
        with file.open("rb") as stream:
            head = stream.read(4096)
            if head.startswith(signature.ZIP):
                return
            if head.startswith(signature.EMPTY_ZIP):
                raise damaged("the file is an empty zip")
            whole = head + stream.read(MAX_FILE_BYTES) if head.startswith(signature.OLE) else b""
    except FileNotFoundError as problem:
        raise _unreadable("there is no such file", "check the path") from problem
    except OSError as problem:
        raise _unreadable(f"the file cannot be read: {_said(problem)}") from problem
    except ValueError as problem:
        raise _unreadable("no path holds a zero character", "check the path") from problem
    raise RefusedError(signature.unlike_a_workbook(head, whole))


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by lower-case name, each stored once, in a plain way, of sane sizes."""
    members: dict[str, zipfile.ZipInfo] = {}
    total = 0
    if len(archive.filelist) > MAX_PARTS:
        raise too_large(f"the zip holds more than {MAX_PARTS:,} parts")
    for member in archive.filelist:
        name = member.filename.replace("\\", "/").lstrip("/").lower()
        if name in members:
            raise damaged(f"the part `{name}` is stored twice")
        if member.flag_bits & 0x1:
            message = "the zip is protected by a password"
            raise RefusedError(error(codes.ENCRYPTED, message, help="save it without a password"))
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(f"the part `{name}` is packed in a way that workbooks do not use")
        members[name] = member
        if name.endswith(_XML_ENDINGS):
            total += member.file_size
            if member.file_size > max(MIN_RATIO_BYTES, MAX_RATIO * member.compress_size):
                raise too_large(
                    f"the part `{name}` unpacks to more than {MAX_RATIO} times its size"
                )
    if total > MAX_XML_BYTES:
        raise too_large(f"unpacks to {total:,} bytes, more than {MAX_XML_BYTES:,}")
    _refuse_other_packages(archive, members)
    return members


def _refuse_other_packages(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]
) -> None:
    """The members are those of a workbook, not of another kind of document."""
    mimetype = b""
    if "mimetype" in members:
        try:
            with archive.open(members["mimetype"]) as part:
                mimetype = part.read(200)
        except _ZIP_FAULTS as problem:
            raise damaged(f"the part `mimetype` cannot be unpacked: {_said(problem)}") from problem
    other = signature.other_package(frozenset(members), mimetype)
    if other is not None:
        raise RefusedError(other)


def _unreadable(message: str, mend: str | None = None) -> RefusedError:
    return RefusedError(error(codes.NOT_A_WORKBOOK, message, help=mend))


def _document_type(name: str) -> RefusedError:
    message = f"the part `{name}` declares a document type or entities, which workbooks never do"
    mend = "do not trust this file; open a copy that you know and save it again"
    return RefusedError(error(codes.DOCUMENT_TYPE, message, help=mend))


def _said(problem: BaseException) -> str:
    """What the system said, as the tail of a sentence."""
    said = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return (said or "it ends too early").rstrip(".").lower()

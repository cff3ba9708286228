"""Rules and templates that follow their files: changed there, in use here without a restart.

    live = ruleset.watch("rules/template_selection.json", templates="templates")
    agent = AtomicTaskAgent(user, live=live)

Rules and templates are taken together into one `Content`, and a new one replaces the old one in one
assignment, so that whoever took `live.current` works with one version to the end. A file that is
broken, half written or gone changes nothing: the last good content stays, `problem` says why.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread, current_thread
from types import TracebackType
from typing import Any

from ruleset.engine.decision import Decision
from ruleset.engine.ruleset import Ruleset, compile, load
from ruleset.errors import RulesetError
from ruleset.tasks import flagship
from ruleset.tasks.library import Library, load_templates
from ruleset.tasks.selection import offered

log = logging.getLogger("ruleset.live")

YOUNG_SECONDS = 2.0
"""A file changed this shortly before it was read may change again within one tick of its clock."""


@dataclass(frozen=True, slots=True)
class Content:
    """Rules and templates that belong together; without templates of their own, the library's."""

    rules: Ruleset
    own_templates: Library | None = None

    @property
    def templates(self) -> Library:
        """The templates that these rules select from."""
        return self.own_templates if self.own_templates is not None else flagship.library()

    @property
    def versions(self) -> tuple[str, str]:
        """The versions of rules and templates; empty for the library's own templates."""
        return self.rules.version, self.own_templates.version if self.own_templates else ""


class LiveRules:
    """The present rules and templates of files that people change. Safe to share between threads.

    `path` is a compiled `.json` or a workbook; `templates` a folder of templates, by default the
    library's own. Every use looks at the files at most once in `every_seconds`, and not at all
    while the thread of `start` does so. Raises as `ruleset.load` and `ruleset.compile` do when
    there is no good content to begin with; never afterwards.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        templates: str | os.PathLike[str] | None = None,
        *,
        every_seconds: float = 2.0,
    ) -> None:
        self.path = Path(path)
        self.templates_path = None if templates is None else Path(templates)
        self.every_seconds = every_seconds
        self.problem: str | None = None
        self._busy = Lock()
        self._stop = Event()
        self._thread: Thread | None = None
        self._seen = self._look()
        self._current = self._read()
        self._next_look = time.monotonic() + every_seconds

    @property
    def current(self) -> Content:
        """The content in use; the files are looked at first when it is time to."""
        if self._thread is None and time.monotonic() >= self._next_look:
            self.check()
        return self._current

    @property
    def rules(self) -> Ruleset:
        """The rules in use. Take `current` where rules and templates must fit."""
        return self.current.rules

    @property
    def templates(self) -> Library:
        """The templates in use. Take `current` where rules and templates must fit."""
        return self.current.templates

    def decide(self, decision: str, facts: Mapping[str, Any]) -> Decision:
        """As `Ruleset.decide`, by the rules in use."""
        return self.current.rules.decide(decision, facts)

    def check(self) -> bool:
        """True when the files had changed and their new content is in use from now on.

        Costs a look at the files' times and sizes when nothing changed. False at once while
        another thread is at it.
        """
        if not self._busy.acquire(blocking=False):
            return False
        try:
            seen = self._look(self._seen)
            changed = seen.digest != self._seen.digest
            self._seen = seen
            return self._swap() if changed else False
        finally:
            self._next_look = time.monotonic() + self.every_seconds
            self._busy.release()

    def reload(self) -> bool:
        """True when the files, read now whether they look changed or not, are in use.

        False when they cannot be used; then the old content stays and `problem` says why.
        """
        with self._busy:
            self._seen = self._look()
            self._swap()
            self._next_look = time.monotonic() + self.every_seconds
            return self.problem is None

    def start(self) -> LiveRules:
        """Looks at the files in a thread of its own from now on, which ends with the process.

        Worth it for a workbook: compiling takes about a second, which no request then waits for.
        Call it in each process after it was forked; threads do not survive a fork.
        """
        if self._thread is None:
            self._stop.clear()
            self._thread = Thread(target=self._watch, name="ruleset-live", daemon=True)
            self._thread.start()
        return self

    def stop(self) -> None:
        """The thread, if there is one, has ended."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None and thread is not current_thread():
            thread.join()

    def __enter__(self) -> LiveRules:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        state = "" if self.problem is None else ", problem"
        return f"LiveRules({str(self.path)!r}, {self._current.rules.version[:19]}…{state})"

    def _watch(self) -> None:
        while not self._stop.wait(self.every_seconds):
            self.check()

    def _swap(self) -> bool:
        """New content in use, or the old one kept and the problem told."""
        old = self._current
        try:
            new = self._read()
        except RulesetError as problem:
            self._keep(problem.message)
            return False
        except (OSError, ValueError, RecursionError, MemoryError) as problem:
            self._keep(str(problem) or "the files cannot be read")
            return False
        if self.problem is not None:
            log.info("the files are good again: %s", self.path)
        self.problem = None
        if new.versions == old.versions:
            return False
        self._current = new  # INVARIANT: the one place where content changes
        log.info("new rules %s, templates %s", *new.versions)
        return True

    def _keep(self, why: str) -> None:
        if why != self.problem:
            log.warning("the old rules and templates stay in use: %s", why)
        self.problem = why

    def _read(self) -> Content:
        """The content of the files; RulesetError when they cannot be used, alone or together."""
        workbook = self.path.suffix.lower() == ".xlsx"
        rules = compile(self.path) if workbook else load(self.path)
        if self.templates_path is None:
            return Content(rules)
        templates = load_templates(self.templates_path)
        unknown = sorted(set(offered(rules)) - set(templates))
        if unknown:
            named = ", ".join(f"`{each}`" for each in unknown)
            raise RulesetError(f"the rules name templates that are not there: {named}")
        return Content(rules, templates)

    def _look(self, before: _Seen | None = None) -> _Seen:
        """The state of the files. Their content is read only where it may differ from before."""
        paths = [self.path]
        if self.templates_path is not None:
            paths += sorted(self.templates_path.rglob("*.md"))
        stamps = tuple(_stamp(path) for path in paths)
        if before is not None and stamps == before.stamps and not before.young:
            return before
        now = time.time_ns()
        newest = max((stamp[1] for stamp in stamps), default=0)
        content = hashlib.sha256()
        for path in paths:
            content.update(f"{path}\0".encode() + _bytes(path))
        return _Seen(stamps, content.digest(), young=now - newest < YOUNG_SECONDS * 1e9)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the files looked like: path, time and size of each, and the hash of their content."""

    stamps: tuple[tuple[str, int, int], ...]
    digest: bytes
    young: bool


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), found.st_mtime_ns, found.st_size


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def watch(
    path: str | os.PathLike[str],
    templates: str | os.PathLike[str] | None = None,
    *,
    every_seconds: float = 2.0,
) -> LiveRules:
    """The rules of a compiled file or a workbook, and templates, that follow their files.

    See `LiveRules`; `start()` it, or use it in a `with`, to look at the files in a thread.

    >>> live = watch(flagship.rules_path())
    >>> live.decide("budget_tier", {"yearly_budget": 20000}).outcome["budget_tier"]
    'standard'
    """
    return LiveRules(path, templates, every_seconds=every_seconds)

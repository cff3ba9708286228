"""The form: what was read from a profile and a goal, and what was not.

New here: every value is a fact with its origin; whatever could not be read, contradicts itself or
was assumed is a note with the path of its field.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ruleset.tasks.facts import Fact

MOST_NOTES = 200


class NoteKind(StrEnum):
    """Why a note was written."""

    UNREAD = "unread"  # a value was there and gives no fact
    CONTRADICTION = "contradiction"  # two places differ; the sentence says which was taken
    ASSUMED = "assumed"  # a reading that the text allows and does not state


@dataclass(frozen=True, slots=True)
class Note:
    """One finding about the input: its kind, the path of the field, and a sentence."""

    kind: NoteKind
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What `extract` found: the facts by name, and the notes in the order of the reading."""

    facts: dict[str, Fact]
    notes: tuple[Note, ...] = ()


class Notebook:
    """Collects notes during one extraction; a repeated note counts once, the number is bounded."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def unread(self, path: str, sentence: str) -> None:
        """Note that the value of this field gives no fact."""
        self._add(Note(NoteKind.UNREAD, path, sentence))

    def contradiction(self, path: str, sentence: str) -> None:
        """Note that this field differs from another one, and which was taken."""
        self._add(Note(NoteKind.CONTRADICTION, path, sentence))

    def assumed(self, path: str, sentence: str) -> None:
        """Note a reading that the text does not state."""
        self._add(Note(NoteKind.ASSUMED, path, sentence))

    def notes(self) -> tuple[Note, ...]:
        """All notes, in the order in which they were written."""
        return tuple(self._notes)

    def _add(self, note: Note) -> None:
        if len(self._notes) < MOST_NOTES:
            self._notes[note] = None

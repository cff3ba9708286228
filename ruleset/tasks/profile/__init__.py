"""Profile and goal to facts: what is known about a person, each value with its origin.

Newly true after this step: every fact is a plain value of the vocabulary's types with an origin;
what could not be read, contradicts itself or was assumed is a note. Nothing is invented.
"""

from ruleset.tasks.profile.extract import extract
from ruleset.tasks.profile.form import Extraction, Note, NoteKind
from ruleset.tasks.profile.money_words import RATES

__all__ = ["RATES", "Extraction", "Note", "NoteKind", "extract"]

"""Correction: what we sent was wrong, or must be deleted (S5). It goes to everybody who holds it."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

WANTED: Final = {
    "correct": Sentence("correct it"),
    "delete": Sentence("delete it"),
}
DONE: Final = {
    "corrected": Sentence("corrected"),
    "deleted": Sentence("deleted"),
    "not_held": Sentence("we no longer hold it"),
    "kept": Sentence("kept, because our law requires it"),
}
TYPE: Final = request_type(
    "correction",
    Sentence("Correction"),
    Sentence("Tell a state that something you sent is wrong, and what to do with it."),
    asks=(
        Field(
            name="what",
            label=Sentence("What was wrong?"),
            hint=Sentence("The reference of what you sent, and the wrong part of it."),
            kind=Kind.LINES,
        ),
        Field(name="wanted", label=Sentence("What must the other state do?"), kind=Kind.CHOICE, choices=WANTED),
        Field(name="right", label=Sentence("What is right instead"), kind=Kind.LINES, is_required=False),
        Field(name="why", label=Sentence("How you know"), kind=Kind.LINES),
    ),
    reply=(
        Field(name="done", label=Sentence("What you did"), kind=Kind.CHOICE, choices=DONE),
        Field(
            name="text", label=Sentence("Where else it had gone"), kind=Kind.LINES, is_required=False,
            hint=Sentence("Name the authorities to which you passed it on, so that it is corrected there too."),
        ),
    ),
)  # fmt: skip

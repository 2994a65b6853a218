"""Surrender by the backing of warrants: a magistrate of the requested state endorses the original warrant."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.surrender import surrender_type
from roadstead.engine.sentences import Sentence

TYPE: Final = surrender_type(
    "surrender_backing",
    Sentence("Surrender: backing of warrants"),
    Sentence("Ask a state to endorse your original warrant under its Backing of Warrants Act."),
    asks=(
        Field(
            name="affidavit",
            label=Sentence("What the affidavit says"),
            kind=Kind.LINES,
            hint=Sentence("That the person is there or on the way, the offence, and how to identify the person."),
        ),
    ),
)

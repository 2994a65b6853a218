"""Surrender under the extradition act of the requested state."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.surrender import surrender_type
from roadstead.engine.sentences import Sentence

TYPE: Final = surrender_type(
    "surrender_extradition",
    Sentence("Surrender: extradition"),
    Sentence("Ask a state to extradite a person under its extradition act."),
    asks=(
        Field(
            name="evidence",
            label=Sentence("Evidence"),
            kind=Kind.LINES,
            hint=Sentence("What the act of the requested state asks for. Add the files after sending."),
            is_required=False,
        ),
    ),
)

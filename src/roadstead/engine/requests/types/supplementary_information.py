"""Particulars that are missing from an earlier request, or guarantees that the other state needs."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

TYPE: Final = request_type(
    "supplementary_information",
    Sentence("Request for further particulars"),
    Sentence("Ask for particulars or guarantees that are missing from an earlier request."),
    asks=(
        Field(
            name="earlier",
            label=Sentence("Reference of the earlier request"),
            hint=Sentence("Its reference here, or that of the other authority."),
        ),
        Field(name="question", label=Sentence("What is missing?"), kind=Kind.LINES),
        Field(name="why", label=Sentence("What do you need it for?"), kind=Kind.LINES),
    ),
    reply=(Field(name="text", label=Sentence("Particulars"), kind=Kind.LINES),),
)

"""Information that another state did not ask for and should have."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.actions import STEPS_WITHOUT_REPLY, Action
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import ACTION_FIELDS, request_type
from roadstead.engine.requests.types.information_request import ABOUT
from roadstead.engine.sentences import Sentence

TYPE: Final = request_type(
    "spontaneous_information",
    Sentence("Information without a request"),
    Sentence("Tell another state something that it should know. No reply is expected."),
    asks=(
        Field(name="about", label=Sentence("What is it about?"), kind=Kind.CHOICE, choices=ABOUT, about="about"),
        Field(name="name", label=Sentence("Name or number"), is_required=False, about="name"),
        Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born"),
        Field(name="text", label=Sentence("What you know"), kind=Kind.LINES),
        Field(name="why", label=Sentence("Why does it concern that state?"), kind=Kind.LINES, about="why"),
    ),
    steps=STEPS_WITHOUT_REPLY,
    own={
        Action.FEEDBACK: (
            Field(
                name="code",
                label=Sentence("The information was"),
                kind=Kind.CHOICE,
                choices=ACTION_FIELDS[Action.FEEDBACK][0].choices,
            ),
            ACTION_FIELDS[Action.FEEDBACK][1],
        )
    },
)

"""Transit: may a person who is being surrendered pass through your state?"""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.requests.surrender import JUSTICE_STEPS, WORDS
from roadstead.engine.requests.surrender_fields import ANSWERS
from roadstead.engine.sentences import Sentence

TYPE: Final = request_type(
    "transit",
    Sentence("Transit"),
    Sentence("Ask a state on the way to let a surrendered person pass under escort."),
    asks=(
        Field(name="surrender", label=Sentence("Surrender"), hint=Sentence("Its reference and the two states.")),
        Field(name="name", label=Sentence("Name"), about="name"),
        Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born"),
        Field(name="nationality", label=Sentence("Nationality"), is_required=False, about="nationality"),
        Field(name="offences", label=Sentence("Offences"), kind=Kind.LINES),
        Field(name="day", label=Sentence("Day"), kind=Kind.DAY),
        Field(name="route", label=Sentence("Route"), hint=Sentence("Ports, carriers and times.")),
        Field(name="escorts", label=Sentence("Escorts"), hint=Sentence("Offices and telephone numbers, no names.")),
    ),
    reply=(
        Field(name="answer", label=Sentence("May the person pass?"), kind=Kind.CHOICE, choices=ANSWERS),
        Field(name="text", label=Sentence("Conditions, or your reason"), kind=Kind.LINES, is_required=False),
    ),
    measures=("transit",),
    steps=JUSTICE_STEPS,
    words={Action.FORWARD: WORDS[Action.FORWARD]},
    is_of_justice=True,
)

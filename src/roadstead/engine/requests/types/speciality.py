"""Speciality: may a surrendered person be tried for another offence, or surrendered to another state?"""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.requests.surrender import JUSTICE_STEPS, WORDS
from roadstead.engine.requests.surrender_fields import ANSWERS
from roadstead.engine.sentences import Sentence

USES: Final = {
    "offence": Sentence("try the person for another offence"),
    "onward": Sentence("surrender the person to another state"),
}
TYPE: Final = request_type(
    "speciality",
    Sentence("Speciality and onward surrender"),
    Sentence("Ask the state that surrendered a person for its consent to more than it surrendered the person for."),
    asks=(
        Field(name="surrender", label=Sentence("Surrender"), hint=Sentence("Its reference, and the day.")),
        Field(name="name", label=Sentence("Name"), about="name"),
        Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born"),
        Field(name="use", label=Sentence("What would you do?"), kind=Kind.CHOICE, choices=USES),
        Field(name="offences", label=Sentence("Offences"), kind=Kind.LINES),
        Field(name="to", label=Sentence("State"), hint=Sentence("Of an onward surrender."), is_required=False),
    ),
    reply=(
        Field(name="consent", label=Sentence("Do you consent?"), kind=Kind.CHOICE, choices=ANSWERS),
        Field(name="text", label=Sentence("Conditions, or your reason"), kind=Kind.LINES, is_required=False),
    ),
    measures=("surrender",),
    steps=JUSTICE_STEPS,
    words={Action.FORWARD: WORDS[Action.FORWARD]},
    is_of_justice=True,
)

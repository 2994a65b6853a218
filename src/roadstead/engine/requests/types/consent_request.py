"""Request for consent: may we pass on what you sent us, or use it in court?"""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

USES: Final = {
    "onward": Sentence("pass it on to another authority"),
    "court": Sentence("use it in judicial proceedings"),
    "list": Sentence("enter it in a list"),
}
ANSWERS: Final = {
    "yes": Sentence("yes"),
    "limits": Sentence("yes, with limits"),
    "no": Sentence("no"),
}
TYPE: Final = request_type(
    "consent_request",
    Sentence("Request for consent"),
    Sentence("Ask the state that sent you something whether you may pass it on or use it in court."),
    asks=(
        Field(
            name="what",
            label=Sentence("What was sent to you?"),
            hint=Sentence("Its reference, and what it is in a few words."),
            about="what",
        ),
        Field(name="use", label=Sentence("What would you do with it?"), kind=Kind.CHOICE, choices=USES),
        Field(name="to", label=Sentence("For whom?"), hint=Sentence("The authority, the court or the list.")),
        Field(name="why", label=Sentence("Why?"), kind=Kind.LINES),
    ),
    reply=(
        Field(name="consent", label=Sentence("Do you consent?"), kind=Kind.CHOICE, choices=ANSWERS),
        Field(
            name="text", label=Sentence("Limits, or your reason"), kind=Kind.LINES, is_required=False,
            hint=Sentence("Write the limits if there are any."),
        ),
    ),
)  # fmt: skip

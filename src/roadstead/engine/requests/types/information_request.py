"""Request for information: what does the other state hold about a person, an object, an account or a number?"""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

ABOUT: Final = {
    "person": Sentence("a person"),
    "craft": Sentence("a vessel or an aircraft"),
    "vehicle": Sentence("a vehicle"),
    "goods": Sentence("goods or a container"),
    "firm": Sentence("a firm"),
    "number": Sentence("a telephone, an account or another number"),
}
HELD: Final = {
    "all": Sentence("everything that was asked"),
    "part": Sentence("a part of what was asked"),
    "nothing": Sentence("nothing held"),
}
TYPE: Final = request_type(
    "information_request",
    Sentence("Request for information"),
    Sentence("Ask what another state holds about a person, a craft, goods, a firm or a number."),
    asks=(
        Field(name="about", label=Sentence("What is it about?"), kind=Kind.CHOICE, choices=ABOUT, about="about"),
        Field(
            name="name",
            label=Sentence("Name or number"),
            hint=Sentence("As in the document, or as you know it."),
            about="name",
        ),
        Field(
            name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born",
            hint=Sentence("For a person. The year alone is enough."),
        ),
        Field(name="document", label=Sentence("Document"), is_required=False, about="document"),
        Field(
            name="question",
            label=Sentence("What do you want to know?"),
            kind=Kind.LINES,
        ),
        Field(
            name="why",
            label=Sentence("Why would that state hold it?"),
            hint=Sentence("For example: the person lived there until 2024."),
            kind=Kind.LINES,
            about="why",
        ),
    ),
    reply=(
        Field(name="held", label=Sentence("We reply with"), kind=Kind.CHOICE, choices=HELD),
        Field(
            name="text",
            label=Sentence("What you hold"),
            hint=Sentence("Leave it empty if you hold nothing."),
            kind=Kind.LINES,
            is_required=False,
        ),
    ),
)  # fmt: skip

"""Hit confirmation: is the traveller, cargo or craft of an alert that of your entry, and is the entry still in force?

It is sent from an alert alone; about a person after the question of protection, whose answer is no field of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.requests.actions import STEPS, Action, Status, Step
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

CODE: Final = "hit_confirmation"
WAITING, EXPECTED = "waiting", "expected"
TRAVELLER: Final = {WAITING: Sentence("is with an officer now"), EXPECTED: Sentence("is not with an officer now")}
ANSWERS: Final = {
    "in_force": Sentence("in force, and probably the same"),
    "not_same": Sentence("not the same"),
    "ended": Sentence("no longer in force"),
}
# Spans in which a reply can be promised. The last is the outer limit, our own target [D].
PROMISES: Final = {
    "30 minutes": Sentence("in 30 minutes"),
    "1 hours": Sentence("in 1 hour"),
    "3 hours": Sentence("in 3 hours"),
    "12 hours": Sentence("in 12 hours"),
}
REPORT: Final = (
    Field(name="where", label=Sentence("Where")),
    Field(name="when", label=Sentence("When"), hint=Sentence("Date and time, with the time zone.")),
    Field(name="reason", label=Sentence("Reason for the check")),
    Field(name="route", label=Sentence("Route"), is_required=False),
    Field(name="destination", label=Sentence("Destination"), is_required=False),
    Field(
        name="companions", label=Sentence("Companions"), is_required=False,
        hint=Sentence("Only people linked with this person. Leave it empty if there are none."),
    ),
    Field(name="documents", label=Sentence("Documents used"), is_required=False),
    Field(name="done", label=Sentence("Action taken"), kind=Kind.LINES),
)  # fmt: skip
# The usual reply comes first, and a report may follow a refusal too. No court is asked.
OWN_STEPS: Final[Mapping[Action, Step]] = {
    Action.REPLY: STEPS[Action.REPLY],
    Action.PROMISE: STEPS[Action.PROMISE],
    Action.FEEDBACK: Step(
        sides=STEPS[Action.FEEDBACK].sides, before=frozenset({Status.REPLIED, Status.REFUSED}), after=Status.CLOSED
    ),
    **{
        each: step
        for each, step in STEPS.items()
        if each not in {Action.REPLY, Action.PROMISE, Action.FEEDBACK, Action.REFER, Action.RULED}
    },
}
TYPE: Final = request_type(
    CODE, Sentence("Hit confirmation"),
    Sentence("Ask the state that owns an entry whether it is the same, and whether the entry is in force."),
    asks=(
        Field(name="entry", label=Sentence("Your entry"), about="entry"),
        Field(name="name", label=Sentence("Name as declared"), about="name"),
        Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False, about="born"),
        Field(name="nationality", label=Sentence("Nationality"), is_required=False, about="nationality"),
        Field(name="document", label=Sentence("Document"), is_required=False, about="document"),
        Field(name="address", label=Sentence("Address"), is_required=False, about="address"),
        Field(name="numbers", label=Sentence("Numbers"), is_required=False, about="numbers"),
        Field(name="traveller", label=Sentence("Traveller, cargo or craft"), kind=Kind.CHOICE, choices=TRAVELLER),
    ),
    reply=(
        Field(name="answer", label=Sentence("Your entry is"), kind=Kind.CHOICE, choices=ANSWERS),
        Field(
            name="text", label=Sentence("What the officer needs to know"), kind=Kind.LINES, is_required=False,
            hint=Sentence("For example how to tell them apart, and whom to call."),
        ),
    ),
    measures=("hit_confirmation",), steps=OWN_STEPS,
    own={
        Action.PROMISE: (
            Field(name="within", label=Sentence("You will have our reply"), kind=Kind.CHOICE, choices=PROMISES),
            Field(name="text", label=Sentence("What you can say already"), kind=Kind.LINES, is_required=False),
        ),
        Action.FEEDBACK: REPORT,
    },
    words={
        Action.FEEDBACK: (Sentence("Send the report and close"), Sentence("Report of what was done")),
        Action.CLOSE: (Sentence("Close without a report"), Sentence("Closed")),
    },
    is_sent_from_alert=True, is_chased=True,
)  # fmt: skip

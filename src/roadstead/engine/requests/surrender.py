"""Surrender of a person: one table of steps for every instrument, from the request to the handover.

The instruments differ in their words and in how long each step may take, which dated rows say. What a court decides is
recorded by the court or the central authority of its state; nothing here grants a power to arrest or to detain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.requests.actions import ASKED, ASKING, BOTH, OPEN, STEPS, Action, Status, Step
from roadstead.engine.requests.fields import Field
from roadstead.engine.requests.request_type import REASON, RequestType, request_type
from roadstead.engine.requests.surrender_fields import ASKS, OWN_FIELDS
from roadstead.engine.sentences import Sentence

HELD: Final = frozenset(  # statuses after an arrest
    {
        *(Status.PROVISIONAL, Status.ARRESTED, Status.HEARING, Status.CONSENTED, Status.CONTESTED),
        *(Status.DECIDED, Status.REVIEW, Status.FINAL, Status.POSTPONED, Status.HANDOVER),
    }
)
AT_COURT: Final = frozenset(  # statuses in which the court acts next
    {Status.HEARING, Status.CONSENTED, Status.CONTESTED, Status.DECIDED, Status.REVIEW}
)
BEFORE_ARREST: Final = frozenset({Status.WAITING, Status.WORKING, Status.CLARIFICATION})
MAY_BE_REFUSED: Final = OPEN - {
    Status.FINAL,
    Status.POSTPONED,
    Status.HANDOVER,
}  # a final decision is no longer refused
# The usual next step comes first in each status.
SURRENDER_STEPS: Final[Mapping[Action, Step]] = {
    Action.ACKNOWLEDGE: STEPS[Action.ACKNOWLEDGE],
    Action.ADMIT: Step(sides=ASKED, before=frozenset({Status.WORKING}), after=Status.ADMITTED),
    Action.CLARIFY: STEPS[Action.CLARIFY],
    Action.DOCUMENTS: Step(sides=ASKING, before=frozenset({Status.PROVISIONAL}), after=Status.WORKING),
    Action.ARREST: Step(sides=ASKED, before=frozenset({Status.ADMITTED, Status.LOCATED}), after=Status.ARRESTED),
    Action.LOCATE: Step(sides=ASKED, before=frozenset({Status.ADMITTED}), after=Status.LOCATED),
    Action.BRING: Step(sides=ASKED, before=frozenset({Status.ARRESTED}), after=Status.HEARING),
    Action.CONSENT: Step(sides=ASKED, before=frozenset({Status.HEARING}), after=Status.CONSENTED),
    Action.CONTEST: Step(sides=ASKED, before=frozenset({Status.HEARING}), after=Status.CONTESTED),
    Action.DECIDE: Step(sides=ASKED, before=frozenset({Status.CONSENTED, Status.CONTESTED}), after=Status.DECIDED),
    Action.FINAL: Step(sides=ASKED, before=frozenset({Status.DECIDED}), after=Status.FINAL),
    Action.REVIEW: Step(sides=ASKED, before=frozenset({Status.DECIDED}), after=Status.REVIEW),
    Action.REVIEWED: Step(sides=ASKED, before=frozenset({Status.REVIEW}), after=Status.FINAL),
    Action.SET: Step(sides=ASKED, before=frozenset({Status.FINAL}), after=Status.HANDOVER),
    Action.SURRENDER: Step(sides=ASKED, before=frozenset({Status.HANDOVER}), after=Status.SURRENDERED),
    Action.FAILED: Step(sides=ASKED, before=frozenset({Status.HANDOVER}), after=Status.FINAL),
    Action.RESUME: Step(sides=ASKED, before=frozenset({Status.POSTPONED}), after=Status.FINAL),
    Action.POSTPONE: Step(sides=ASKED, before=frozenset({Status.FINAL}), after=Status.POSTPONED),
    Action.ASK: STEPS[Action.ASK],
    Action.PROVISIONAL: Step(sides=ASKED, before=frozenset({Status.WAITING, Status.WORKING}), after=Status.PROVISIONAL),
    Action.BAIL: Step(sides=ASKED, before=HELD - {Status.PROVISIONAL}),
    Action.REFUSE: Step(sides=ASKED, before=MAY_BE_REFUSED, after=Status.REFUSED),
    Action.RELEASE: Step(sides=ASKED, before=HELD, after=Status.RELEASED),
    Action.FORWARD: Step(sides=ASKED, before=OPEN),
    Action.WRITE: Step(sides=BOTH, before=OPEN | {Status.SURRENDERED, Status.REFUSED, Status.RELEASED}),
    Action.FEEDBACK: Step(sides=ASKING, before=frozenset({Status.SURRENDERED}), after=Status.CLOSED),
    Action.CLOSE: Step(sides=ASKING, before=frozenset({Status.REFUSED, Status.RELEASED}), after=Status.CLOSED),
    Action.WITHDRAW: Step(sides=ASKING, before=OPEN, after=Status.WITHDRAWN),
}
WORDS: Final[Mapping[Action, tuple[Sentence, Sentence]]] = {  # button, and title in the list of messages
    Action.ADMIT: (Sentence("Record that it is complete"), Sentence("Complete and within scope")),
    Action.DOCUMENTS: (Sentence("Send the documents"), Sentence("Documents sent")),
    Action.ARREST: (Sentence("Record the arrest"), Sentence("Arrested")),
    Action.LOCATE: (Sentence("Record that the person was located"), Sentence("Located")),
    Action.BRING: (Sentence("Bring before the court"), Sentence("Brought before the court")),
    Action.CONSENT: (Sentence("Record consent"), Sentence("The person consents")),
    Action.CONTEST: (Sentence("Record that the person contests"), Sentence("The person contests")),
    Action.DECIDE: (Sentence("Record the decision to surrender"), Sentence("Decision of the court: surrender")),
    Action.FINAL: (Sentence("Record that the decision is final"), Sentence("The decision is final")),
    Action.REVIEW: (Sentence("Record that a review is sought"), Sentence("Review sought")),
    Action.REVIEWED: (Sentence("Record that the review upheld it"), Sentence("Upheld on review")),
    Action.SET: (Sentence("Set the day of the handover"), Sentence("Day of the handover set")),
    Action.SURRENDER: (Sentence("Record the handover"), Sentence("Handed over")),
    Action.FAILED: (Sentence("Record that the handover was not possible"), Sentence("Handover not possible")),
    Action.RESUME: (Sentence("End the postponement"), Sentence("Postponement ended")),
    Action.POSTPONE: (Sentence("Postpone the handover"), Sentence("Handover postponed")),
    Action.PROVISIONAL: (Sentence("Record a provisional arrest"), Sentence("Provisionally arrested")),
    Action.BAIL: (Sentence("Record bail"), Sentence("Bail")),
    Action.RELEASE: (Sentence("Record a release"), Sentence("The person was released")),
    Action.FORWARD: (Sentence("Let another office of your state act"), Sentence("Another office acts too")),
    Action.FEEDBACK: (Sentence("Confirm arrival and close"), Sentence("Arrival confirmed")),
    Action.CLOSE: (Sentence("Close"), Sentence("Closed")),
}
MEASURE: Final = "surrender"


def surrender_type(code: str, title: Sentence, hint: Sentence, *, asks: tuple[Field, ...] = ()) -> RequestType:
    """Return the type of one instrument. `asks`: fields beside those of every instrument."""
    return request_type(
        code,
        title,
        hint,
        asks=(*ASKS, *asks),
        measures=(MEASURE,),
        steps=SURRENDER_STEPS,
        own={**OWN_FIELDS, Action.FORWARD: (REASON,)},
        words=WORDS,
        is_of_justice=True,
    )


def is_surrender(of: RequestType) -> bool:
    """Return True for the types of this table."""
    return of.steps is SURRENDER_STEPS

"""Surrender of a person: one table of steps for every instrument, from the request to the handover.

The instruments differ in their words and in how long each step may take, which dated rows say. What a court decides is
recorded by the court or the central authority of its state; nothing here grants a power to arrest or to detain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from roadstead.engine.requests.actions import ASKED, ASKING, BOTH, OPEN, STEPS, Action, Side, Status, Step
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
ARRESTS: Final = frozenset({Action.PROVISIONAL, Action.ARREST})
ENDS_OF_CUSTODY: Final = frozenset({Action.RELEASE, Action.SURRENDER})
AT_COURT: Final = frozenset(  # statuses in which the court acts next
    {Status.HEARING, Status.CONSENTED, Status.CONTESTED, Status.DECIDED, Status.REVIEW}
)
BEFORE_ARREST: Final = frozenset({Status.WAITING, Status.WORKING, Status.CLARIFICATION})
MAY_BE_REFUSED: Final = OPEN - {
    Status.FINAL,
    Status.POSTPONED,
    Status.HANDOVER,
}  # a final decision is no longer refused
CUT_SHORT: Final = frozenset({Status.REFUSED, Status.WITHDRAWN})  # from which a person who is held is still released


def _of_justice(before: Collection[Status], after: Status | None, sides: frozenset[Side] = ASKED) -> Step:
    """Return a step that only a central authority or a court takes."""
    return Step(sides=sides, before=frozenset(before), after=after, is_of_justice=True)


# The usual next step comes first in each status.
SURRENDER_STEPS: Final[Mapping[Action, Step]] = {
    Action.ACKNOWLEDGE: STEPS[Action.ACKNOWLEDGE],
    Action.ADMIT: _of_justice({Status.WORKING}, Status.ADMITTED),
    Action.CLARIFY: STEPS[Action.CLARIFY],
    # The person is held: what the documents lack is asked for before the court, or refused.
    Action.DOCUMENTS: _of_justice({Status.PROVISIONAL}, Status.ARRESTED, ASKING),
    Action.ARREST: Step(sides=ASKED, before=frozenset({Status.ADMITTED, Status.LOCATED}), after=Status.ARRESTED),
    Action.LOCATE: Step(sides=ASKED, before=frozenset({Status.ADMITTED}), after=Status.LOCATED),
    Action.BRING: _of_justice({Status.ARRESTED}, Status.HEARING),
    Action.CONSENT: _of_justice({Status.HEARING}, Status.CONSENTED),
    Action.CONTEST: _of_justice({Status.HEARING}, Status.CONTESTED),
    Action.DECIDE: _of_justice({Status.CONSENTED, Status.CONTESTED}, Status.DECIDED),
    Action.FINAL: _of_justice({Status.DECIDED}, Status.FINAL),
    Action.REVIEW: _of_justice({Status.DECIDED}, Status.REVIEW),
    Action.REVIEWED: _of_justice({Status.REVIEW}, Status.FINAL),
    Action.SET: Step(sides=ASKED, before=frozenset({Status.FINAL}), after=Status.HANDOVER),
    Action.SURRENDER: Step(sides=ASKED, before=frozenset({Status.HANDOVER}), after=Status.SURRENDERED),
    Action.FAILED: Step(sides=ASKED, before=frozenset({Status.HANDOVER}), after=Status.FINAL),
    Action.RESUME: _of_justice({Status.POSTPONED}, Status.FINAL),
    Action.POSTPONE: _of_justice({Status.FINAL}, Status.POSTPONED),
    Action.ASK: STEPS[Action.ASK],
    Action.PROVISIONAL: Step(sides=ASKED, before=BEFORE_ARREST, after=Status.PROVISIONAL),
    Action.BAIL: _of_justice(HELD - {Status.PROVISIONAL}, None),
    Action.REFUSE: _of_justice(MAY_BE_REFUSED, Status.REFUSED),
    Action.RELEASE: _of_justice(HELD | CUT_SHORT, Status.RELEASED),
    Action.FORWARD: _of_justice(OPEN, None),
    Action.WRITE: Step(sides=BOTH, before=OPEN | CUT_SHORT | {Status.SURRENDERED, Status.RELEASED}),
    Action.FEEDBACK: _of_justice({Status.SURRENDERED}, Status.CLOSED, ASKING),
    Action.CLOSE: Step(sides=ASKING, before=frozenset({Status.REFUSED, Status.RELEASED}), after=Status.CLOSED),
    Action.WITHDRAW: _of_justice(OPEN, Status.WITHDRAWN, ASKING),
}
# Of transit and speciality: the office that was asked lets others in, and stays the one that is asked.
JUSTICE_STEPS: Final[Mapping[Action, Step]] = {
    **{each: step for each, step in STEPS.items() if each is not Action.REOPEN},
    Action.FORWARD: _of_justice(OPEN, None),
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


def is_held(actions: Iterable[Action]) -> bool:
    """Return True if the person was arrested, and neither released nor handed over since. `actions`: in order."""
    held = False
    for each in actions:
        held = each in ARRESTS or (held and each not in ENDS_OF_CUSTODY)
    return held


def is_surrender(of: RequestType) -> bool:
    """Return True for the types of this table."""
    return of.steps is SURRENDER_STEPS

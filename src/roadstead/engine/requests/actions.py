"""Actions on a request and its statuses, as one table, from which buttons, API and tests are drawn.

A request has two sides: the organisation that asks and the one that is asked. Lateness is no status: see `timing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.sentences import Sentence


class Status(StrEnum):
    """Status of a request."""

    WAITING = "waiting"  # sent, nobody of the asked side has acted yet
    WORKING = "working"
    CLARIFICATION = "clarification"  # the asked side has a question
    COURT = "court"  # the asked side waits for a court
    REPLIED = "replied"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    # Of a surrender (`surrender`).
    ADMITTED = "admitted"  # complete and within scope
    LOCATED = "located"
    PROVISIONAL = "provisional"  # arrested before the documents arrived
    ARRESTED = "arrested"
    HEARING = "hearing"  # brought before the court
    CONSENTED = "consented"
    CONTESTED = "contested"
    DECIDED = "decided"  # the court has ordered surrender, which may still be reviewed
    REVIEW = "review"
    FINAL = "final"
    POSTPONED = "postponed"
    HANDOVER = "handover"  # its day is set
    SURRENDERED = "surrendered"
    RELEASED = "released"


class Side(StrEnum):
    """Side of a request."""

    ASKING = "asking"
    ASKED = "asked"

    @property
    def other(self) -> Side:
        return Side.ASKED if self is Side.ASKING else Side.ASKING


class Action(StrEnum):
    """Action of a side, in one message. At most twelve characters, as in a timeline."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    FORWARD = "forward"  # to another organisation of the asked state
    ASK = "ask"  # for clarification
    CLARIFY = "clarify"
    REFER = "refer"  # to a court
    RULED = "ruled"  # the court has replied
    PROMISE = "promise"  # an interim reply that says when the reply will come
    REPLY = "reply"
    REFUSE = "refuse"
    WRITE = "write"  # anything else that the other side must know
    WITHDRAW = "withdraw"
    FEEDBACK = "feedback"
    CLOSE = "close"
    REOPEN = "reopen"
    # Of a surrender (`surrender`).
    ADMIT = "admit"
    LOCATE = "locate"
    PROVISIONAL = "provisional"  # an arrest before the documents arrived
    DOCUMENTS = "documents"  # they are sent
    ARREST = "arrest"
    BRING = "bring"  # before the court
    BAIL = "bail"
    CONSENT = "consent"
    CONTEST = "contest"
    DECIDE = "decide"
    REVIEW = "review"
    REVIEWED = "reviewed"
    FINAL = "final"  # no review was sought in time
    POSTPONE = "postpone"
    RESUME = "resume"
    SET = "set"  # the day of the handover
    FAILED = "failed"
    SURRENDER = "surrender"
    RELEASE = "release"


ENDED: Final = frozenset(
    {
        *(Status.REPLIED, Status.REFUSED, Status.WITHDRAWN, Status.CLOSED),
        *(Status.SURRENDERED, Status.RELEASED),
    }
)
OPEN: Final = frozenset(Status) - ENDED
AT_WORK: Final = frozenset({Status.WAITING, Status.WORKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Step of the table: the sides that may take it, the statuses before, and the one after (None: unchanged)."""

    sides: frozenset[Side]
    before: frozenset[Status]
    after: Status | None = None
    is_supervisors: bool = False  # only a supervisor does it
    is_of_justice: bool = False  # only a central authority or a court does it


ASKED: Final = frozenset({Side.ASKED})
ASKING: Final = frozenset({Side.ASKING})
BOTH: Final = ASKED | ASKING

# Of a request that expects a reply.
STEPS: Final[Mapping[Action, Step]] = {
    Action.ACKNOWLEDGE: Step(sides=ASKED, before=frozenset({Status.WAITING}), after=Status.WORKING),
    Action.REPLY: Step(sides=ASKED, before=OPEN, after=Status.REPLIED),
    Action.PROMISE: Step(sides=ASKED, before=AT_WORK | {Status.COURT}, after=Status.WORKING),
    Action.ASK: Step(sides=ASKED, before=AT_WORK, after=Status.CLARIFICATION),
    Action.CLARIFY: Step(sides=ASKING, before=frozenset({Status.CLARIFICATION}), after=Status.WORKING),
    Action.REFER: Step(sides=ASKED, before=AT_WORK, after=Status.COURT),
    Action.RULED: Step(sides=ASKED, before=frozenset({Status.COURT}), after=Status.WORKING),
    Action.FORWARD: Step(sides=ASKED, before=AT_WORK, after=Status.WAITING),
    Action.REFUSE: Step(sides=ASKED, before=OPEN, after=Status.REFUSED),
    Action.FEEDBACK: Step(sides=ASKING, before=frozenset({Status.REPLIED}), after=Status.CLOSED),
    Action.WITHDRAW: Step(sides=ASKING, before=OPEN, after=Status.WITHDRAWN),
    Action.CLOSE: Step(sides=ASKING, before=frozenset({Status.REPLIED, Status.REFUSED}), after=Status.CLOSED),
    Action.WRITE: Step(sides=BOTH, before=OPEN | {Status.REPLIED}),
    Action.REOPEN: Step(sides=ASKING, before=ENDED, after=Status.WAITING, is_supervisors=True),
}
# Of one that only tells something: it ends when somebody has taken note of it.
STEPS_WITHOUT_REPLY: Final[Mapping[Action, Step]] = {
    Action.ACKNOWLEDGE: Step(sides=ASKED, before=frozenset({Status.WAITING}), after=Status.CLOSED),
    Action.FORWARD: STEPS[Action.FORWARD],
    Action.WRITE: Step(sides=BOTH, before=OPEN | {Status.CLOSED}),
    Action.FEEDBACK: Step(sides=ASKED, before=frozenset({Status.WAITING, Status.CLOSED}), after=Status.CLOSED),
    Action.WITHDRAW: STEPS[Action.WITHDRAW],
}
# Reasons to refuse, by code.
REFUSALS: Final[Mapping[str, Sentence]] = {
    "no_basis": Sentence("no legal basis for this measure"),
    "not_competent": Sentence("outside our competence"),
    "political": Sentence("political reasons"),
    "harms_inquiry": Sentence("it would harm an inquiry"),
    "human_rights": Sentence("human rights of the person"),
    "disproportionate": Sentence("out of proportion to the matter"),
    "too_late": Sentence("too late"),
    "not_here": Sentence("the person or thing is not here"),
}
# What the asking side made of a reply.
FEEDBACK: Final[Mapping[str, Sentence]] = {
    "useful": Sentence("useful"),
    "partly": Sentence("partly useful"),
    "not_useful": Sentence("not useful"),
    "court": Sentence("used in court"),
}


def next_status(steps: Mapping[Action, Step], status: Status, action: Action) -> Status:
    """Return the status after the action. Raises KeyError for an action that the table does not have."""
    return steps[action].after or status


def is_possible(
    steps: Mapping[Action, Step],
    action: Action,
    *,
    status: Status,
    side: Side,
    is_supervisor: bool,
    is_justice: bool = False,
) -> bool:
    """Return True if a person of this side may do it now. `is_justice`: of a central authority or a court."""
    step = steps.get(action)
    if step is None or side not in step.sides or status not in step.before:
        return False
    return (is_supervisor or not step.is_supervisors) and (is_justice or not step.is_of_justice)


def possible(
    steps: Mapping[Action, Step], *, status: Status, side: Side, is_supervisor: bool, is_justice: bool = False
) -> tuple[Action, ...]:
    """Return what a person of this side may do now, in the order of the table: the first is the usual next step."""
    return tuple(
        each
        for each in steps
        if is_possible(steps, each, status=status, side=side, is_supervisor=is_supervisor, is_justice=is_justice)
    )


def next_side(steps: Mapping[Action, Step], status: Status) -> Side | None:
    """Return the side that the request waits for; None if nobody has to do anything."""
    if status in {Status.CLARIFICATION, Status.PROVISIONAL}:
        return Side.ASKING
    if status in OPEN:
        return Side.ASKED
    # What has ended on the asked side waits until the asking side has read it and closes the request.
    last = [steps[each] for each in (Action.CLOSE, Action.FEEDBACK) if each in steps]
    return Side.ASKING if any(Side.ASKING in each.sides and status in each.before for each in last) else None

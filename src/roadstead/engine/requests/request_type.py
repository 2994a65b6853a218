"""Description of a type of request: its fields, its steps, and who may be asked. Each type is one file in `types`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.requests.actions import FEEDBACK, REFUSALS, STEPS, Action, Step
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.sentences import Sentence

TEXT: Final = Field(name="text", label=Sentence("Message"), kind=Kind.LINES)
REASON: Final = Field(name="reason", label=Sentence("Reason"), kind=Kind.LINES)
# Fields of every action that are the same for all types. A reply has those of its type.
ACTION_FIELDS: Final[Mapping[Action, tuple[Field, ...]]] = {
    Action.ACKNOWLEDGE: (),
    Action.PROMISE: (
        Field(name="until", label=Sentence("You will have our reply by"), kind=Kind.DAY),
        Field(name="text", label=Sentence("What you can say already"), kind=Kind.LINES, is_required=False),
    ),
    Action.ASK: (Field(name="text", label=Sentence("What do you need to know?"), kind=Kind.LINES),),
    Action.CLARIFY: (Field(name="text", label=Sentence("Answer"), kind=Kind.LINES),),
    Action.REFER: (
        REASON,
        Field(name="until", label=Sentence("Day on which you expect the court’s decision"), kind=Kind.DAY),
    ),
    Action.RULED: (Field(name="text", label=Sentence("What the court decided"), kind=Kind.LINES),),
    Action.FORWARD: (REASON,),
    Action.REFUSE: (
        Field(name="code", label=Sentence("Reason"), kind=Kind.CHOICE, choices=REFUSALS),
        Field(name="text", label=Sentence("In one sentence"), kind=Kind.LINES),
    ),
    Action.WRITE: (TEXT,),
    Action.WITHDRAW: (REASON,),
    Action.FEEDBACK: (
        Field(name="code", label=Sentence("The reply was"), kind=Kind.CHOICE, choices=FEEDBACK),
        Field(name="text", label=Sentence("What it led to"), kind=Kind.LINES, is_required=False),
    ),
    Action.CLOSE: (),
    Action.REOPEN: (REASON,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestType:
    """One type. `measures`: codes of which one must be chosen, (): any. `reply`: () if no reply is expected.

    `own`: fields of further actions, or of actions that differ for this type. `words`: button and title of an action,
    where they differ for it. `is_sent_from_alert`: it has no form of its own, the alert's page sends it. `is_chased`:
    while it has no reply, the deputy, the head of the office and the regional centre are notified in turn.
    `is_of_justice`: only central authorities and courts send it; other offices of the asked state may act on it.
    """

    code: str
    title: Sentence
    hint: Sentence
    asks: tuple[Field, ...]
    reply: tuple[Field, ...] = ()
    measures: tuple[str, ...] = ()
    steps: Mapping[Action, Step]
    own: Mapping[Action, tuple[Field, ...]]
    words: Mapping[Action, tuple[Sentence, Sentence]] = field(default_factory=dict)
    is_sent_from_alert: bool = False
    is_chased: bool = False
    is_of_justice: bool = False

    @property
    def expects_reply(self) -> bool:
        return Action.REPLY in self.steps

    def fields_of(self, action: Action) -> tuple[Field, ...]:
        """Return the fields of a message with this action."""
        if action is Action.SEND:
            return self.asks
        if action is Action.REPLY:
            return self.reply
        return self.own[action] if action in self.own else ACTION_FIELDS[action]


def request_type(
    code: str,
    title: Sentence,
    hint: Sentence,
    *,
    asks: tuple[Field, ...],
    reply: tuple[Field, ...] = (),
    measures: tuple[str, ...] = (),
    steps: Mapping[Action, Step] = STEPS,
    own: Mapping[Action, tuple[Field, ...]] | None = None,
    words: Mapping[Action, tuple[Sentence, Sentence]] | None = None,
    is_sent_from_alert: bool = False,
    is_chased: bool = False,
    is_of_justice: bool = False,
) -> RequestType:
    """Return a type. Raises ValueError if it expects a reply and has no fields for it, or the other way round."""
    if (Action.REPLY in steps) != bool(reply):
        raise ValueError(f"{code}: a type has fields for a reply if, and only if, its steps have one")
    return RequestType(
        code=code,
        title=title,
        hint=hint,
        asks=asks,
        reply=reply,
        measures=measures,
        steps=steps,
        own=own or {},
        words=words or {},
        is_sent_from_alert=is_sent_from_alert,
        is_chased=is_chased,
        is_of_justice=is_of_justice,
    )

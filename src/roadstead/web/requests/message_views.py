"""Messages of a request in words: title and fields."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from roadstead.cooperation.requests.models import Message
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.fields import Field
from roadstead.engine.requests.request_type import RequestType
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.timeline.attachments import ADDED_ACT
from roadstead.web.requests.type_forms import shown_fields

DONE: Final[dict[str, Promise]] = {  # an act in the list of messages
    Action.SEND: gettext_lazy("Request"),
    Action.ACKNOWLEDGE: gettext_lazy("Receipt confirmed"),
    Action.REPLY: pgettext_lazy("message", "Reply"),
    Action.PROMISE: gettext_lazy("Reply promised"),
    Action.ASK: gettext_lazy("Question"),
    Action.CLARIFY: gettext_lazy("Answer to the question"),
    Action.REFER: gettext_lazy("Referred to a court"),
    Action.RULED: gettext_lazy("Decision of the court"),
    Action.FORWARD: gettext_lazy("Passed on"),
    Action.REFUSE: gettext_lazy("Refused"),
    Action.WRITE: gettext_lazy("Message"),
    Action.WITHDRAW: gettext_lazy("Withdrawn"),
    Action.FEEDBACK: gettext_lazy("Feedback"),
    Action.CLOSE: gettext_lazy("Closed"),
    Action.REOPEN: gettext_lazy("Reopened"),
    ADDED_ACT: gettext_lazy("File added"),
}
HEAD: Final = (
    ("basis", gettext_lazy("Legal basis")),
    ("purpose", gettext_lazy("Purpose")),
    ("urgency", gettext_lazy("Why it is urgent")),
)


def message_title(act: str, of: RequestType) -> Promise | str:
    """Return what an act is called in the list of messages."""
    own = of.words.get(Action(act)) if act != ADDED_ACT else None
    return own[1].render(_) if own else DONE.get(act, act)


def parts_of(row: Message, of: RequestType) -> list[tuple[str, str]]:
    """Return label and text of each field of a message; none while it is restricted."""
    if row.is_restricted:
        return []
    content = row.content
    if row.act == ADDED_ACT:
        return [(_("File"), f"{content['title']} ({content['name']})")]
    fields: tuple[Field, ...] = of.fields_of(Action(row.act))
    told = shown_fields(fields, content.get("fields", {}))
    if row.act == Action.SEND:
        told += [(str(label), content[name]) for name, label in HEAD if content.get(name)]
    if row.act in (Action.FORWARD, Action.BRING) and content.get("to"):
        told = [(_("Organisation"), str(Organisation.objects.filter(pk=content["to"]).first() or content["to"])), *told]
    return told

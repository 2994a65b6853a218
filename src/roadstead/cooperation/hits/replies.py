"""Replies to hit confirmations as evidence on the alert of the asking side. The officer still decides (S13).

The replying state sees neither the alert nor the evidence: the machine writes it when the message is handled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from roadstead.casework.alerts.checks import record_reply
from roadstead.casework.alerts.logic.checks import OwnerReply
from roadstead.cooperation.requests.models import Message, RequestLink
from roadstead.engine.requests.actions import REFUSALS, Action
from roadstead.engine.requests.types.hit_confirmation import CODE
from roadstead.platform.outbox.models import OutboxEvent


def record_replies(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.REQUEST`: record each reply and refusal once. Called in the region's scope."""
    rows = Message.objects.filter(
        pk__in=[event.subject for event in events], request__type=CODE, act__in=[Action.REPLY, Action.REFUSE]
    )
    for message in rows.select_related("request__asking", "request__asked", "request__opened_by").order_by("pk"):
        request = message.request
        own = RequestLink.objects.filter(request=request, kind="alert", organisations=[request.asking_id])
        for link in own:
            result, words = _told(message)
            record_reply(
                link.number,
                result,
                asked=str(request.asked),
                reference=f"{request.reference}/{message.number}",
                words=words,
                at=message.at,
                asker=request.opened_by,
                now=now,
            )


def _told(message: Message) -> tuple[OwnerReply, str]:
    """Return the result of a message, and its words; of a refusal with the reason in English."""
    fields = message.content.get("fields", {})
    if message.act == Action.REFUSE:
        reason = REFUSALS.get(fields.get("code", ""))
        return OwnerReply.REFUSED, ": ".join(filter(None, [str(reason or ""), fields.get("text", "")]))
    return OwnerReply(fields["answer"]), fields.get("text", "")

"""Number of people by answer, for the message's page, as far as the user may see it."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count

from roadstead.engine.records import Verdict
from roadstead.filings.intake.models import Message
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import User

register = template.Library()


@register.simple_tag
def response_counts(message: Message, user: User) -> list[tuple[str, int]]:
    """Return verdicts and numbers of people, the gravest first; [] if there are no answers."""
    newest = Response.objects.visible_to(user).filter(answered_list__message=message).current()
    rows = Response.objects.filter(pk__in=newest.values("pk")).order_by()
    counts: dict[Any, int] = dict(rows.values_list("verdict").annotate(Count("pk")))
    order = (Verdict.NOT_OK, Verdict.REFER, Verdict.INSUFFICIENT, Verdict.OK)
    return [(verdict.value, counts[verdict.value]) for verdict in order if verdict.value in counts]

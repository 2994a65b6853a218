"""For the message's page: how many people got which answer, as far as this person may read it."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count

from roadstead.engine.records import Verdict
from roadstead.filings.intake.models import Message
from roadstead.outbound.responses.models import Answer
from roadstead.platform.accounts.models import User

register = template.Library()


@register.simple_tag
def told(message: Message, user: User) -> list[tuple[str, int]]:
    """Verdict and number of people, the gravest first; [] where nobody is answered."""
    newest = Answer.objects.visible_to(user).filter(asked__message=message).newest()
    rows = Answer.objects.filter(pk__in=newest.values("pk")).order_by()
    counts: dict[Any, int] = dict(rows.values_list("verdict").annotate(Count("pk")))
    order = (Verdict.NOT_OK, Verdict.REFER, Verdict.INSUFFICIENT, Verdict.OK)
    return [(verdict.value, counts[verdict.value]) for verdict in order if verdict.value in counts]

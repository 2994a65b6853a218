"""Surrender requests that seem to be for the same person, side by side. A person weighs them."""

from __future__ import annotations

from typing import Final

from roadstead.cooperation.requests.facts import sent_fields
from roadstead.cooperation.requests.models import Request
from roadstead.engine.requests.actions import OPEN
from roadstead.engine.requests.case import INSTRUMENTS
from roadstead.engine.text.dates import Relation, compare_dates
from roadstead.engine.text.mrz import transliterate
from roadstead.platform.accounts.models import User

MAX_OTHERS: Final = 500  # open surrenders to one state that are compared, the newest first


def competing(request: Request, user: User) -> list[tuple[Request, dict[str, str]]]:
    """Return the other open surrender requests to the same state that may be for this person, with their fields."""
    rows = Request.objects.visible_to(user).filter(type__in=list(INSTRUMENTS), status__in=sorted(OPEN))
    rows = rows.filter(asked__state=request.asked.state_id).exclude(pk=request.pk)
    others = list(rows.select_related("asking__state").order_by("-pk")[:MAX_OTHERS])
    fields = sent_fields(request, *others)
    own = fields.get(request.pk, {})
    return [(row, fields[row.pk]) for row in others if row.pk in fields and _may_be_same(own, fields[row.pk])]


def _may_be_same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Return True if the names share the same words and the dates of birth do not contradict each other."""
    names = [frozenset(transliterate(fields.get("name", "")).split()) for fields in (one, other)]
    born = [fields.get("born", "") for fields in (one, other)]
    is_same_name = bool(names[0]) and (names[0] <= names[1] or names[1] <= names[0])
    return is_same_name and (not all(born) or compare_dates(*born) is not Relation.CONTRADICTS)

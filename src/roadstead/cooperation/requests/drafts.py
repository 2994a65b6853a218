"""Drafts of requests: what an organisation is writing, kept when a session ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from roadstead.cooperation.requests.models import Draft
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import may_write_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import JUSTICE
from roadstead.platform.database.scope import hidden_ids

MAX_DRAFTS: Final = 100  # of an organisation
MAX_CHARS: Final = 60_000  # of one draft


def save_draft(type: str, content: Mapping[str, object], *, by: User, now: datetime, pk: int | None = None) -> Draft:
    """Save what was typed, as the draft `pk` or as a new one. Nothing of it is checked."""
    if not may_write_requests(by) or by.organisation_id is None:
        raise NotAllowed("Officers, supervisors and focal points send requests. Ask one of them.")
    if len(repr(content)) > MAX_CHARS:
        raise NotAllowed("This draft is too long to be saved. Shorten it.")
    draft = drafts(by).filter(pk=pk).first() if pk else None
    if draft is None:
        if drafts(by).count() >= MAX_DRAFTS:
            raise NotAllowed("Your organisation has too many drafts. Send or delete one first.")
        draft = Draft(states=[by.state_id] if by.state_id else [], organisations=[by.organisation_id])
    draft.type, draft.content, draft.author, draft.saved_at = type, dict(content), by, now
    draft.save()
    return draft


def drafts(user: User) -> QuerySet[Draft, Draft]:
    """Return the drafts of the person's organisation, the last saved first; none about whoever is restricted."""
    rows = Draft.objects.visible_to(user).filter(organisations=[user.organisation_id]).select_related("author")
    if user.role not in JUSTICE:  # whoever may not send it does not go on with it either
        rows = rows.exclude(type__in=[code for code, each in TYPES.items() if each.is_of_justice])
    hidden = hidden_ids()
    for kind, numbers in (("traveller", hidden.travellers), ("alert", hidden.alerts)):
        if numbers:
            about = {"content__item_kind": kind, "content__item_number__in": list(map(str, numbers))}
            rows = rows.exclude(pk__in=Draft.objects.filter(**about).values("pk"))
    return rows

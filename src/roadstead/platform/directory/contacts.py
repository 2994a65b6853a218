"""Test calls and other contacts: recorded in one step, and their effect on the freshness of a contact method."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_record_contact
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import region_scope
from roadstead.platform.directory.editing import states_of
from roadstead.platform.directory.logic.freshness import (
    COUNTS_AGAIN_AFTER,
    Freshness,
    after_contact,
    best_freshness,
    freshness,
)
from roadstead.platform.directory.models import Contact, ContactMethod, Result


@transaction.atomic
def record_contact(method: ContactMethod, result: str, *, by: User, now: datetime, words: str = "") -> Contact:
    """Record that somebody answered or nobody did. Any officer may, for a contact point of any state.

    Contacts by one caller count once an hour.
    """
    if not may_record_contact(by):
        raise NotAllowed("Only officers and focal points can record contacts. Ask one of them.")
    if result not in Result:
        raise NotAllowed("Choose whether somebody answered.")
    point = method.contact_point
    with region_scope(by.scope):  # the row of another state or organisation is not the caller's to write
        found = ContactMethod.objects.select_for_update().get(pk=method.pk)
        if not found.contacts.filter(by=by, at__gt=now - COUNTS_AGAIN_AFTER).exists():
            _update_freshness(found, result, by, now)
        made = Contact.objects.create(
            method=found,
            at=now,
            by=by,
            result=result,
            note=words.strip()[:300],
            states=states_of(point.owner, by.state_id or REGION),
            organisations=sorted({point.organisation_id, by.organisation_id or point.organisation_id}),
        )
    log(
        by, "contact recorded", f"organisation {point.organisation_id}", states=made.states, detail=f"contact {made.pk}"
    )
    return made


def _update_freshness(method: ContactMethod, result: str, by: User, now: datetime) -> None:
    in_vain = method.contacts.filter(result=Result.UNANSWERED, at__gte=method.confirmed_at or now)
    alone = method.owner != (by.state_id or REGION) and not in_vain.exclude(by=by).exists()
    reached = after_contact(method.reached, answered=result == Result.ANSWERED, at=now, alone=alone)
    method.confirmed_at, method.unanswered = reached.confirmed_at, reached.unanswered
    method.tested_at, method.test_result = now, result
    method.save(update_fields=["confirmed_at", "unanswered", "tested_at", "test_result"])


def freshness_of(methods: Iterable[ContactMethod], now: datetime) -> Freshness:
    """Return the freshness of a contact point with these methods."""
    return best_freshness(freshness(each.reached, now) for each in methods)

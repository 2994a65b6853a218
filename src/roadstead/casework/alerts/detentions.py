"""Detained containers: a container may not leave the port until customs release it, for each selection by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.logic.examination import (
    ALREADY_DETAINED,
    ALREADY_RELEASED,
    NO_RESULT,
    NOT_EXAMINED,
    TOO_MANY_CONTAINERS,
)
from roadstead.casework.alerts.models import Detention, Selection
from roadstead.casework.alerts.selection_events import SelectionAct, add_event, lock_selection
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.text.identifiers import container as container_numbers
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.gate import any_officer_of, may_leave
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

MAX_CONTAINERS: Final = 200  # detained at once


def detain(selection: Selection, *, by: User, now: datetime, reason: str = "") -> list[Detention]:
    """Detain the goods of a selection, which the caller has locked: its container, else each container of its bill,
    else the bill's goods. `reason`: that of the selection if it is empty, unless few people may know it.
    """
    held = set(selection.detentions.filter(released_at=None).values_list("container", flat=True))
    numbers = [number for number in containers_of(selection) if number not in held]
    if len(numbers) > MAX_CONTAINERS:
        raise NotAllowed(TOO_MANY_CONTAINERS, number=len(numbers), most=MAX_CONTAINERS)
    if not numbers:
        raise NotAllowed(ALREADY_DETAINED, what=selection.container or selection.bill)
    why = reason.strip() or (selection.reason if _is_for_all(selection) else "")
    made = [
        Detention.objects.create(
            selection=selection,
            owner=selection.owner,
            container=number,
            bill=selection.bill,
            port=selection.port,
            reason=why,
            detained_by=by,
            detained_at=now,
        )
        for number in numbers
    ]
    outbox.write(EventKind.CONTAINER, *(each.pk for each in made))
    content = {"containers": numbers, "bill": selection.bill, "reason": why}
    add_event(selection, SelectionAct.DETAINED, content, by=by, now=now)
    return made


@transaction.atomic
def release(pk: int, result: str, *, by: User, now: datetime) -> list[Detention]:
    """Release what one detention holds, and return the detentions for which it stays in the port all the same.

    Raise NotAllowed while the goods are still to be examined.
    """
    found = Detention.objects.visible_to(by).get(pk=pk)
    selection = lock_selection(found.selection_id, by, is_open=None)
    found.refresh_from_db()
    if found.released_at:
        raise NotAllowed(ALREADY_RELEASED)
    if selection.is_open:
        raise NotAllowed(NOT_EXAMINED, what=found.container or found.bill)
    if not result.strip():
        raise FieldRefused(NO_RESULT, field="result")
    check_ceiling(result)
    release_locked(selection, [found], result, by=by, now=now)
    return [each for each in open_detentions(selection.voyage, by) if each.container == found.container != ""]


def release_locked(
    selection: Selection, detentions: Sequence[Detention], result: str, *, by: User, now: datetime
) -> None:
    """Release these detentions of a selection that the caller has locked and that is closed."""
    for each in detentions:
        each.released_by, each.released_at, each.result = by, now, result.strip()
        each.save(update_fields=["released_by", "released_at", "result"])
    outbox.write(EventKind.CONTAINER, *(each.pk for each in detentions))
    content = {"containers": [each.container for each in detentions if each.container], "result": result.strip()}
    add_event(selection, SelectionAct.RELEASED, content, by=by, now=now)


def open_detentions(voyage: Voyage, by: User) -> list[Detention]:
    """Return what the person's state detains of this voyage."""
    rows = Detention.objects.visible_to(by).filter(selection__voyage=voyage, released_at=None)
    return list(rows.select_related("detained_by"))


def detained_by_container(voyage: Voyage, by: User) -> Mapping[str, Sequence[Detention]]:
    """Return the same by container number; "" for goods of bills without one."""
    found: dict[str, list[Detention]] = defaultdict(list)
    for each in open_detentions(voyage, by):
        found[each.container].append(each)
    return found


def containers_of(selection: Selection) -> list[str]:
    """Return the numbers of the containers that a selection is about; [""] for goods of a bill without one."""
    if selection.container:
        return [selection.container]
    bill = Bill.objects.filter(voyage=selection.voyage_id, number=selection.bill).first() if selection.bill else None
    numbers = {container_numbers.normalise(number) for number in bill.containers} if bill else set()
    return sorted(numbers) or [""]


def _is_for_all(selection: Selection) -> bool:
    """Return True unless the reason is an alert that only some officers of the state may know of."""
    alert = selection.alert
    return alert is None or may_leave(alert, any_officer_of(selection.owner)).is_yes

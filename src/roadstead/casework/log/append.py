"""Adding entries to the log of one's own desk. An entry is never changed: what was wrong is corrected by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.models import Alert
from roadstead.casework.items import Item, find
from roadstead.casework.log.models import EntryType, LogDay, LogEntry, LogLink
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_write_watch_log
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.directory.roster import local_zone
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.gate import any_officer_of, may_leave
from roadstead.platform.timeline import events

MAX_TEXT_CHARS: Final = 500
MAX_COUNTERPART_CHARS: Final = 120
MAX_LINKS: Final = 5
BY_HAND: Final = tuple(each for each in EntryType if each is not EntryType.HANDOVER)  # types that a person chooses
TOO_LONG: Final = _("Shorten “%(what)s” to %(most)d characters. It has %(number)d.")
NO_ITEM: Final = _("There is no item with this number that you may see. Check the number.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Entry to be added. `counterpart`: who rang or wrote, or ""; `corrects`: id of the entry that it corrects."""

    type: str
    text: str
    counterpart: str = ""
    corrects: int | None = None
    items: Sequence[Item] = ()


@transaction.atomic
def append(new: NewEntry, *, by: User) -> LogEntry:
    """Add an entry to the log of the person's organisation. The database sets its time.

    Raises FieldRefused at the field that is missing or wrong, NotAllowed for anything else.
    """
    organisation = own_organisation(by)
    # A correction repeats what it corrects, so it is about the same items.
    before = [] if new.corrects is None else _items_of(new.corrects, by)
    return write(checked_entry(new, before, by=by), organisation, by=by)


def checked_entry(new: NewEntry, before: Sequence[Item], *, by: User) -> NewEntry:
    """Return the entry as it is stored, with the items `before` of the one that it corrects. Raises FieldRefused."""
    if new.type not in BY_HAND:
        raise FieldRefused(_("Choose the type of the entry."), field="type")
    text = _line(_("Entry"), new.text, "text", MAX_TEXT_CHARS)
    if not text:
        raise FieldRefused(_("Write what happened."), field="text")
    counterpart = _line(_("Who"), new.counterpart, "counterpart", MAX_COUNTERPART_CHARS)
    _check_items(new.items, by)
    items = tuple(dict.fromkeys([*before, *new.items]))
    return NewEntry(type=new.type, text=text, counterpart=counterpart, corrects=new.corrects, items=items)


def write(new: NewEntry, organisation: Organisation, *, by: User, at: datetime | None = None) -> LogEntry:
    """Add a checked entry at the end of its day, and a line to the audit log. `at`: given for the demo alone."""
    day = _lock_day(organisation, at or database_now())
    readers = {"states": day.states, "organisations": day.organisations}
    content = {"text": new.text, "salt": uuid4().hex} | ({"counterpart": new.counterpart} if new.counterpart else {})
    entry = LogEntry(
        log=day,
        organisation=organisation,
        at=at or database_now(),  # once the day is locked, so that the order of entries is that of their times
        who=by,
        act=new.type,
        content=content,
        corrects=new.corrects,
        **readers,
    )
    events.add(day, entry, states=day.states)
    LogLink.objects.bulk_create(
        LogLink(entry=entry, kind=item.kind, number=item.number, **readers) for item in new.items
    )
    return entry


def own_organisation(user: User) -> Organisation:
    """Return the organisation in whose log this person writes. Raises NotAllowed if there is none."""
    if not may_write_watch_log(user) or user.guest_of or user.pk is None:
        raise NotAllowed(_("Officers, supervisors and focal points write in the watch log. Ask one of them."))
    if user.organisation is None or user.organisation.state_id != user.state_id:
        raise NotAllowed(
            _("Your account belongs to no organisation of your state or centre. Ask your administrator to set it.")
        )
    return user.organisation


def database_now() -> datetime:
    """Return the time of the database's clock now, not that of the transaction's beginning."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now


def _lock_day(organisation: Organisation, at: datetime) -> LogDay:
    day = at.astimezone(local_zone(organisation)).date()
    readers = {
        "states": [organisation.state_id] if organisation.state_id else [],
        "organisations": [organisation.pk],
    }
    row, _made = LogDay.objects.get_or_create(organisation=organisation, day=day, defaults=readers)
    return LogDay.objects.select_for_update().get(pk=row.pk)


def _line(what: str, text: str, field: str, most: int) -> str:
    """Return the text as one line."""
    found = " ".join(text.split())
    if len(found) > most:
        raise FieldRefused(TOO_LONG, field=field, what=what, most=most, number=len(found))
    check_ceiling(found)
    return found


def _items_of(pk: int, by: User) -> list[Item]:
    """Return the items of an entry that is to be corrected. Raises NotAllowed if it is not in the own log."""
    row = LogEntry.objects.visible_to(by).filter(pk=pk, organisation=by.organisation_id).first()
    if row is None or row.is_blank():
        raise NotAllowed(_("The entry that you want to correct is not in your log. Load the page again."))
    return [Item(*link) for link in row.links.values_list("kind", "number")]


def _check_items(items: Sequence[Item], by: User) -> None:
    if len(items) > MAX_LINKS:
        raise FieldRefused(_("Link %(most)d items at most."), field="number", most=MAX_LINKS)
    for item in items:
        row: Any = find(item, by)
        if row is None:
            raise FieldRefused(NO_ITEM, field="number")
        # Whoever works at the desk reads the entry.
        if isinstance(row, Alert) and not may_leave(row, any_officer_of(by.state_id or REGION)).is_yes:
            raise FieldRefused(
                _("Only some officers may see this alert, but all of your organisation can read the log."),
                field="number",
            )

"""Export of a room's events as csv and PDF, with the result of checking its hash chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.casework.rooms.entries import entries_of
from roadstead.casework.rooms.members import members_of
from roadstead.casework.rooms.models import Room
from roadstead.config import config
from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.labels import handling_line, refusal
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.platform.timeline.events import first_broken
from roadstead.web.common.guard import current_user, own_states
from roadstead.web.common.pdf import pdf_response
from roadstead.web.common.tables import Column, as_csv
from roadstead.web.log.room_shown import shown_events
from roadstead.web.log.shown import ShownEntry, people_named

EXPORTS: Final = {"csv": 5000, "pdf": 1000}  # events, the newest
WIDTHS: Final = (0.16, 0.12, 0.48, 0.24)  # shares of the printed page
COLUMNS: Final = {
    "number": Column("Number", (), lambda row: row.reference),
    "at": Column("Time", (), lambda row: f"{row.at:%Y-%m-%dT%H:%M:%SZ}"),
    "type": Column("Type", (), lambda row: row.type),
    "entry": Column("Entry", (), lambda row: row.text or row.missing),
    "author": Column("Author", (), lambda row: row.author),
    "counterpart": Column("Who rang or wrote", (), lambda row: row.counterpart),
    "corrects": Column("Corrects", (), lambda row: row.corrects),
}
PRINTED: Final = ("at", "type", "entry", "author")


def export(request: HttpRequest, found: Room) -> HttpResponse:
    """Return the newest events, without links: each organisation's are its own. The export is audited."""
    user, wanted = current_user(request), request.GET["as"]
    check_may_leave(found, user)
    rows = list(entries_of(found, user)[: EXPORTS[wanted]])
    names = {each.organisation_id: str(each.organisation) for each in members_of(found, user)}
    entries = shown_events(rows, user, names)
    log(user, "exported", f"room {found.pk}", states=own_states(user), detail=f"{wanted}, {len(rows)} events")
    for number in sorted(people_named(rows)):
        log(user, "exported", f"traveller {number}", states=own_states(user), detail=f"in room {found.pk}")
    name = f"room-{found.pk}"
    if wanted == "csv":
        return as_csv(name, COLUMNS.values(), entries)
    sheet = _sheet(found, entries, user, timezone.now())
    return pdf_response(sheet_pdf(sheet, faces(config().home / "fonts")), f"{name}.pdf")


def check_may_leave(found: Room, user: User) -> None:
    """Raise NotAllowed if the handling of the room lets none of it leave as a file of this person's state."""
    verdict = may_leave(found, any_officer_of(user.state_id or REGION, Medium.FILE))
    if not verdict.is_yes and verdict.code != "centre":  # its members have admitted the centre themselves
        raise refusal(verdict, str(found))


def _sheet(found: Room, entries: Sequence[ShownEntry], user: User, now: datetime) -> Sheet:
    zone, broken = zone_of_officer(user), first_broken(found)
    made = {"when": date_format(now.astimezone(zone), "j F Y, H:i"), "zone": str(zone), "who": user}
    proof = (
        _("The history was changed outside Roadstead from event %(number)d on. Do not rely on it.") % {"number": broken}
        if broken
        else _("The hash chain of all %(number)d events was checked and is unbroken.") % {"number": found.edition}
    )
    return Sheet(
        title=_("Incident room %(number)d: %(title)s") % {"number": found.pk, "title": found.title},
        lines=[
            handling_line(found, _),
            _("Made %(when)s by %(who)s. Times are in %(zone)s.") % made,
            proof,
        ],
        headings=[_(COLUMNS[name].heading) for name in PRINTED],
        widths=WIDTHS,
        rows=[
            [f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}\n{each.reference}", each.type, _printed(each), each.author]
            for each in entries
        ],
        handling=f"TLP:{found.handling_code.upper()}",
        author=str(user),
        empty=_("There is no such entry."),
    )


def _printed(entry: ShownEntry) -> str:
    corrects: Any = _("Corrects %(number)s.") % {"number": entry.corrects} if entry.corrects else ""
    return " · ".join(filter(None, [corrects, entry.text or entry.missing, entry.counterpart]))

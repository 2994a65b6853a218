"""Events of a room as its page and exports show them: entries as in the watch log, other events in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadstead.casework.log.search import with_corrected
from roadstead.casework.rooms.models import RoomAct, RoomEntry
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.attachments import ADDED_ACT
from roadstead.platform.timeline.tasks import TaskAct
from roadstead.web.log.shown import ShownEntry, shown_lines

OTHER_ACTS: Final = {
    ADDED_ACT: gettext_noop("File added"),
    TaskAct.SET: gettext_noop("Task set"),
    TaskAct.DONE: gettext_noop("Task done"),
    TaskAct.DROPPED: gettext_noop("Task dropped"),
}


def shown_events(rows: Iterable[RoomEntry], user: User, names: Mapping[str, str]) -> list[ShownEntry]:
    """Return the entries and events as shown to this person. `names`: of organisations, by their codes."""
    found = list(rows)
    own = RoomEntry.objects.visible_to(user)
    shown = shown_lines(with_corrected(found, own), user, lambda row: f"{row.room_id}/{row.number}")
    return [_with_words(line, row, names) for line, row in zip(shown, found, strict=True)]


def _with_words(line: ShownEntry, row: RoomEntry, names: Mapping[str, str]) -> ShownEntry:
    author = f"{row.who}, {row.organisation}"
    if line.type:
        return replace(line, author=author)
    label = OTHER_ACTS.get(row.act) or (str(RoomAct(row.act).label) if row.act in RoomAct else row.act)
    return replace(line, author=author, type=_(label), text=line.missing or _said(row, names))


def _said(row: RoomEntry, names: Mapping[str, str]) -> str:
    content = row.content
    about = content.get("title") if row.act == ADDED_ACT else content.get("task")
    parts = [
        *(names.get(code, code) for code in (content.get("who"), content.get("for")) if code),
        about,
        _("until %(when)s") % {"when": _moment(content["ends"])} if "ends" in content else "",
        *(content.get(key) for key in ("purpose", "why", "outcome")),
    ]
    said = ": ".join(str(part) for part in parts if part)
    return f"{said} ({_('due %(when)s') % {'when': _moment(content['due'])}})" if "due" in content else said


def _moment(written: str) -> str:
    return f"{datetime.fromisoformat(written).astimezone(UTC):%Y-%m-%d %H:%M} UTC"

"""Actions of the forms on a case's page: one line of the table for each button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from roadstead.casework.cases.acts import amend_note, close, reopen, write_note
from roadstead.casework.cases.files import take_file_out
from roadstead.casework.cases.links import put_in, take_out
from roadstead.casework.cases.officers import hand_over, join, leave
from roadstead.casework.cases.tasks import NewTask, end_task, set_task
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.tasks import TaskEnd

Form = Mapping[str, str]


def _write(pk: int, form: Form, by: User, now: datetime) -> None:
    write_note(pk, form.get("note", ""), by=by, now=now)


def _amend(pk: int, form: Form, by: User, now: datetime) -> None:
    amend_note(pk, _number(form, "of"), form.get("text", ""), by=by, now=now, edition=_number(form, "edition"))


def _put_in(pk: int, form: Form, by: User, now: datetime) -> None:
    put_in(pk, form.get("kind", ""), form.get("what", "").strip(), by=by, now=now)


def _take_out(pk: int, form: Form, by: User, now: datetime) -> None:
    take_out(pk, form.get("link", ""), form.get("why", ""), by=by, now=now, edition=_number(form, "edition"))


def _take_file_out(pk: int, form: Form, by: User, now: datetime) -> None:
    take_file_out(pk, _number(form, "file"), form.get("why", ""), by=by, now=now, edition=_number(form, "edition"))


def _hand_over(pk: int, form: Form, by: User, now: datetime) -> None:
    hand_over(pk, form.get("lead", ""), by=by, now=now, edition=_number(form, "edition"))


def _join(pk: int, form: Form, by: User, now: datetime) -> None:
    join(pk, form.get("officer", ""), by=by, now=now)


def _leave(pk: int, form: Form, by: User, now: datetime) -> None:
    leave(pk, form.get("officer", ""), by=by, now=now, edition=_number(form, "edition"))


def _set_task(pk: int, form: Form, by: User, now: datetime) -> None:
    asked = {"what": "task", "officer": "for", "day": "day", "clock": "clock", "zone": "zone"}
    set_task(pk, NewTask(**{name: form.get(field, "") for name, field in asked.items()}), by=by, now=now)


def _end_task(pk: int, form: Form, by: User, now: datetime) -> None:
    end_task(pk, _number(form, "task"), TaskEnd.DONE, form.get("said", ""), by=by, now=now)


def _drop_task(pk: int, form: Form, by: User, now: datetime) -> None:
    end_task(pk, _number(form, "task"), TaskEnd.DROPPED, form.get("said", ""), by=by, now=now)


def _close(pk: int, form: Form, by: User, now: datetime) -> None:
    close(pk, form.get("outcome", ""), by=by, now=now, edition=_number(form, "edition"))


def _reopen(pk: int, form: Form, by: User, now: datetime) -> None:
    reopen(pk, form.get("reopening", ""), by=by, now=now, edition=_number(form, "edition"))


def _number(form: Form, name: str) -> int:
    """Return the number in a hidden field; -1, which is no edition and no note, if it is not a number."""
    text = form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


ACTS: Final[dict[str, Callable[[int, Form, User, datetime], None]]] = {
    "note": _write,
    "amend": _amend,
    "put-in": _put_in,
    "take-out": _take_out,
    "take-file-out": _take_file_out,
    "hand-over": _hand_over,
    "join": _join,
    "leave": _leave,
    "set-task": _set_task,
    "task-done": _end_task,
    "task-dropped": _drop_task,
    "close": _close,
    "reopen": _reopen,
}

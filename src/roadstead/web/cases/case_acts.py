"""Actions of the forms on a case's page: one line of the table for each button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from roadstead.casework.cases.acts import amend_note, close, reopen, write_note
from roadstead.casework.cases.files import take_file_out
from roadstead.casework.cases.links import put_in, take_out
from roadstead.casework.cases.officers import hand_over, join, leave
from roadstead.casework.cases.tasks import NewTask, end_task, set_task
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.tasks import TaskEnd
from roadstead.web.cases import case_forms
from roadstead.web.forms.acts import ActForm

Given = dict[str, Any]  # cleaned values of the form
Run = Callable[[int, Given, User, datetime], object]


@dataclass(frozen=True, slots=True)
class CaseAct:
    """A button: the form that it sends, its action, and the field at which a refusal is shown."""

    form: type[ActForm]
    run: Run
    field: str = ""


def _write(pk: int, given: Given, by: User, now: datetime) -> None:
    write_note(pk, given["note"], by=by, now=now)


def _amend(pk: int, given: Given, by: User, now: datetime) -> None:
    amend_note(pk, given["of"], given["text"], by=by, now=now, edition=given["edition"])


def _put_in(pk: int, given: Given, by: User, now: datetime) -> None:
    put_in(pk, given["kind"], given["what"], by=by, now=now)


def _take_out(pk: int, given: Given, by: User, now: datetime) -> None:
    take_out(pk, str(given["link"]), given["why"], by=by, now=now, edition=given["edition"])


def _take_file_out(pk: int, given: Given, by: User, now: datetime) -> None:
    take_file_out(pk, given["file"], given["why"], by=by, now=now, edition=given["edition"])


def _hand_over(pk: int, given: Given, by: User, now: datetime) -> None:
    hand_over(pk, given["lead"], by=by, now=now, edition=given["edition"])


def _join(pk: int, given: Given, by: User, now: datetime) -> None:
    join(pk, given["officer"], by=by, now=now)


def _leave(pk: int, given: Given, by: User, now: datetime) -> None:
    leave(pk, given["officer"], by=by, now=now, edition=given["edition"])


def _set_task(pk: int, given: Given, by: User, now: datetime) -> None:
    asked = NewTask(
        what=given["task"],
        officer=given["officer"],
        day=given["day"].isoformat(),
        clock=f"{given['clock']:%H:%M}",
        zone=given["zone"],
    )
    set_task(pk, asked, by=by, now=now)


def _end_task(pk: int, given: Given, by: User, now: datetime) -> None:
    end_task(pk, given["task"], TaskEnd.DONE, given["said"], by=by, now=now)


def _drop_task(pk: int, given: Given, by: User, now: datetime) -> None:
    end_task(pk, given["task"], TaskEnd.DROPPED, given["said"], by=by, now=now)


def _close(pk: int, given: Given, by: User, now: datetime) -> None:
    close(pk, given["outcome"], by=by, now=now, edition=given["edition"])


def _reopen(pk: int, given: Given, by: User, now: datetime) -> None:
    reopen(pk, given["reopening"], by=by, now=now, edition=given["edition"])


ACTS: Final[dict[str, CaseAct]] = {
    "note": CaseAct(case_forms.NoteForm, _write, "note"),
    "amend": CaseAct(case_forms.AmendForm, _amend, "text"),
    "put-in": CaseAct(case_forms.PutInForm, _put_in, "what"),
    "take-out": CaseAct(case_forms.TakeOutForm, _take_out, "why"),
    "take-file-out": CaseAct(case_forms.TakeFileOutForm, _take_file_out, "why"),
    "hand-over": CaseAct(case_forms.HandOverForm, _hand_over, "lead"),
    "join": CaseAct(case_forms.JoinForm, _join, "officer"),
    "leave": CaseAct(case_forms.LeaveForm, _leave),
    "set-task": CaseAct(case_forms.TaskForm, _set_task, "day"),
    "task-done": CaseAct(case_forms.EndTaskForm, _end_task, "said"),
    "task-dropped": CaseAct(case_forms.EndTaskForm, _drop_task, "said"),
    "close": CaseAct(case_forms.CloseForm, _close, "outcome"),
    "reopen": CaseAct(case_forms.ReopenForm, _reopen, "reopening"),
}

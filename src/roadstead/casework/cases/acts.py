"""Acts of officers on a case. Each is one event of its timeline, in the same transaction (S29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.models import Case
from roadstead.casework.cases.timeline import Act, add
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_reopen_cases
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.targeting.watchlists.handling import PURPOSES

MAX_TEXT_CHARS = 4000  # characters of a note, an outcome or a basis
MAX_TITLE_CHARS = 120  # of a title
FILL_IN: Final = _("Fill in %(what)s.")
TOO_LONG: Final = _("Shorten %(what)s to %(most)d characters at most. It has %(number)d.")


class CaseChanged(NotAllowed):
    """The case was changed, closed or reopened since the page was loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Form content for a new case."""

    title: str
    purpose: str
    basis: str


def open_case(asked: NewCase, *, by: User, now: datetime) -> Case:
    """Open a case of the person's own state, or of the regional centre, with that person as lead."""
    title, basis = (
        checked_text(asked.title, _("the title"), MAX_TITLE_CHARS),
        checked_text(asked.basis, _("the legal basis")),
    )
    if asked.purpose not in PURPOSES:
        raise NotAllowed(_("Choose the purpose of the case."))
    case = Case.objects.create(
        title=title,
        owner=by.state_id or "REGION",
        purpose=asked.purpose,
        basis=basis,
        opened_by=by,
        opened_at=now,
        lead=by,
    )
    add(case, Act.OPENED, {"title": title, "purpose": asked.purpose, "basis": basis}, by=by, now=now)
    return case


def write_note(pk: int, text: str, *, by: User, now: datetime) -> None:
    """Add a note. Two people may write at the same time, since each note is an event of its own."""
    add(lock_case(pk, by), Act.NOTED, {"text": checked_text(text, _("the note"))}, by=by, now=now)


def amend_note(pk: int, number: int, text: str, *, by: User, now: datetime, edition: int) -> None:
    """Add a new version of one's own note `number`; the earlier version stays in the timeline."""
    case = lock_case(pk, by, edition)
    if not case.events.filter(number=number, act=Act.NOTED, who=by).exists():
        raise NotAllowed(_("Only the author of a note can change it. Write a new note instead."))
    add(case, Act.AMENDED, {"text": checked_text(text, _("the note")), "of": number}, by=by, now=now)


def close(pk: int, outcome: str, *, by: User, now: datetime, edition: int) -> None:
    """Close the case with its result. Raise NotAllowed while a task is open."""
    case = lock_case(pk, by, edition)
    if case.tasks.filter(ended_at=None).exists():
        raise NotAllowed(_("A task of this case is still open. Complete or drop it before you close the case."))
    case.outcome, case.closed_at = checked_text(outcome, _("the result of the case")), now
    add(case, Act.CLOSED, {"outcome": case.outcome}, by=by, now=now)


def reopen(pk: int, why: str, *, by: User, now: datetime, edition: int) -> None:
    """Reopen the case, as a supervisor; the result that was written stays in the timeline."""
    if not may_reopen_cases(by):
        raise NotAllowed(_("Only a supervisor can reopen a case. Ask your supervisor."))
    case = lock_case(pk, by, edition, closed=True)
    case.outcome, case.closed_at = "", None
    add(case, Act.REOPENED, {"why": checked_text(why, _("the reason for reopening"))}, by=by, now=now)


def lock_case(pk: int, by: User, edition: int | None = None, *, closed: bool = False) -> Case:
    """Return the case, locked until the transaction ends. `edition`: the one that the person had read."""
    case = Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    if edition is not None and edition != case.edition:
        raise CaseChanged(_("Someone has changed this case since you opened it. Read the changes, then try again."))
    if bool(case.closed_at) != closed:
        raise CaseChanged(_("This case is open.") if closed else _("This case is closed. A supervisor can reopen it."))
    return case


def checked_text(text: str, what: str, max_chars: int = MAX_TEXT_CHARS) -> str:
    """Return the text stripped, with CR LF as one line feed.

    `what`: its name in a refusal. Raise NotAllowed if it is empty, too long, or marked higher than this installation
    may hold.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NotAllowed(FILL_IN, what=what)
    if len(text) > max_chars:
        raise NotAllowed(TOO_LONG, what=what, most=max_chars, number=len(text))
    check_ceiling(text)
    return text

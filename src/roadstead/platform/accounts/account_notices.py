"""Notices to single people: changes to accounts (also of carriers), and work that waits for them or is due.

A notice is shown at the next sign-in and, where an e-mail address is known, mailed by the sender (`outbox`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from roadstead.engine.deadlines.spans import Span
from roadstead.platform.accounts.models import AccountNotice, Carrier, Role, User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

TEXTS: Final[dict[str, str]] = {
    "account": _(
        "A new account for %(carrier)s was created: %(account)s. If your company did not request it, tell the regional"
        " centre."
    ),
    "token": _(
        "A new token for the systems of %(carrier)s was issued. If your company did not request it, tell the regional"
        " centre."
    ),
    "link": _(
        "A new sign-in link was created for your account %(account)s. When it is used, your password and second factor"
        " stop working. If you did not request it, tell your supervisor and your auditor at once."
    ),
    "password": _(
        "A new password was set for your account %(account)s on the server's command line. If you did not request it,"
        " tell your supervisor and your auditor at once."
    ),
    "new account": _("%(by)s created a new account: %(account)s, %(role)s, %(place)s."),
    "centre asked": _(
        "%(place)s has asked the duty supervisor of the regional centre to approve a proposal (second approval"
        " %(number)s), because no independent person in %(place)s is on duty."
    ),
    "centre decided": _(
        "%(by)s of the regional centre has decided a proposal of %(place)s (second approval %(number)s), because"
        " no independent person in %(place)s was on duty."
    ),
    "approved": _("%(by)s approved your proposal: %(what)s."),
    "rejected": _("%(by)s rejected your proposal: %(what)s. The reason is shown with the proposal."),
    "proposal": _("A proposal is waiting for your approval. Open it on the page “Second approvals”."),
    "missing list": _(
        "No traveller list has been received for voyage %(voyage)s (number %(number)s). It was due on %(due)s. Ask the"
        " carrier for it."
    ),
    "task of case": _(
        "A task in case %(number)s is due and not done. Open the case, then complete or cancel the task."
    ),
    "task of alert": _("A task for alert %(number)s is due and not done. Open the alert and complete the task."),
    "breach recorded": _(
        "A personal data breach that concerns %(place)s was recorded: incident %(number)s. Notify the authority of"
        " %(place)s by %(by)s."
    ),
    "breach due": _(
        "The authority of %(place)s must be notified of incident %(number)s by %(by)s. It has not been notified yet."
    ),
    "breach overdue": _(
        "The authority of %(place)s should have been notified of incident %(number)s by %(by)s. Notify it now, and"
        " record the reason for the delay."
    ),
    "request due": _(
        "Data subject request %(number)s is due on %(by)s and has not been answered yet. Answer it in time."
    ),
    "request overdue": _("Data subject request %(number)s was due on %(by)s and has not been answered. Answer it now."),
    "review due": _(
        "The review of data subject request %(number)s is due on %(by)s and has not been decided yet. Decide it in"
        " time."
    ),
    "review overdue": _(
        "The review of data subject request %(number)s was due on %(by)s and has not been decided. Decide it now."
    ),
    "course ends": _(
        "The qualification of %(account)s for the course %(course)s expires on %(by)s. Renew it before then, and have"
        " the renewal recorded on the page “People”."
    ),
    "course extended": _(
        "%(by)s allowed %(account)s to work on live alerts until %(until)s with an expired qualification for the"
        " course %(course)s. The reason is shown on the page of the account."
    ),
    "purge stopped": _(
        "A deletion was stopped on %(at)s: %(why)s. Nothing is deleted until this is decided, and storing data too long"
        " is a breach as well. Decide it by %(by)s on the page “Stopped deletions”."
    ),
    "purge proposed": _(
        "A decision about the deletion stopped on %(at)s needs a second approval: %(why)s. Approve or reject it by"
        " %(by)s on the page “Stopped deletions”."
    ),
    "purge overdue": _(
        "The deletion stopped on %(at)s should have been decided by %(by)s: %(why)s. Decide it now on the page “Stopped"
        " deletions”."
    ),
}
COMMAND_LINE: Final = "the command line"
SUBJECT: Final = "Roadstead: a change to accounts"
SUBJECTS: Final = {  # kinds with another subject
    "approved": "Roadstead: your proposal was approved",
    "rejected": "Roadstead: your proposal was rejected",
    "proposal": "Roadstead: a proposal is waiting for your approval",
    "missing list": "Roadstead: a list was not received by its deadline",
    "task of case": "Roadstead: a task is due",
    "task of alert": "Roadstead: a task is due",
    "breach recorded": "Roadstead: a personal data breach was recorded",
    "breach due": "Roadstead: an authority must be notified of a breach",
    "breach overdue": "Roadstead: the notification of a breach to an authority is overdue",
    "request due": "Roadstead: a data subject request is due",
    "request overdue": "Roadstead: a data subject request is overdue",
    "review due": "Roadstead: the review of a data subject request is due",
    "review overdue": "Roadstead: the review of a data subject request is overdue",
    "course ends": "Roadstead: a qualification expires soon",
    "course extended": "Roadstead: an expired qualification was extended",
    "purge stopped": "Roadstead: a deletion was stopped and needs your decision",
    "purge proposed": "Roadstead: a stopped deletion needs a second approval",
    "purge overdue": "Roadstead: the decision on a stopped deletion is overdue",
}


def text_of(notice: AccountNotice, *, translated: bool = True) -> str:
    """Return the sentence of a notice; mails are in English."""
    text = TEXTS[notice.kind]
    said: str = (gettext(text) if translated else text) % notice.places
    return said


def subject_of(notice: AccountNotice) -> str:
    return SUBJECTS.get(notice.kind, SUBJECT)


def take_unseen(person: User, now: datetime) -> list[str]:
    """Return the sentences this person has not seen yet, and mark them as seen."""
    rows = list(AccountNotice.objects.filter(person=person, seen_at=None).order_by("pk"))
    if rows:
        AccountNotice.objects.filter(pk__in=[row.pk for row in rows]).update(seen_at=now)
    return [text_of(row) for row in rows]


def notify(people: Iterable[User], kind: str, now: datetime, **places: object) -> None:
    """Notify each person once: at the next sign-in, and by mail."""
    made = notify_at_sign_in(people, kind, now, **places)
    outbox.write(EventKind.ACCOUNT_NOTICE, *(each.pk for each in made if each.person.email))


def notify_at_sign_in(people: Iterable[User], kind: str, now: datetime, **places: object) -> list[AccountNotice]:
    """Notify each person once at the next sign-in, without a mail; return the notices."""
    said = {name: str(each) for name, each in places.items()}
    rows = {each.pk: each for each in people}
    return AccountNotice.objects.bulk_create(
        AccountNotice(person=each, kind=kind, places=said, made_at=now) for each in rows.values()
    )


def delete_old(period: str, now: datetime) -> int:
    """Delete notices kept longer than `period`, the policy's text ("12 months"); return their number.

    Looks at the oldest thousand at a time.
    """
    oldest = AccountNotice.objects.order_by("made_at").values_list("pk", "made_at")[:1000]
    over = [pk for pk, made_at in oldest if Span.parse(period).after(made_at) <= now]
    AccountNotice.objects.filter(pk__in=over).delete()
    return len(over)


def notify_of_new_account(account: User, *, by: User | None, now: datetime) -> None:
    """Notify the auditors, and for a carrier's account the carrier's other users."""
    by_whom = str(by) if by else COMMAND_LINE
    place = account.carrier or account.state or "the regional centre"
    places = {"account": account, "role": account.get_role_display(), "place": place, "by": by_whom}
    notify(auditors(account.state_id).exclude(pk=account.pk), "new account", now, **places)
    if account.carrier:
        users = users_of(account.carrier).exclude(pk=account.pk)
        notify(users, "account", now, carrier=account.carrier, account=account)


def notify_of_new_token(carrier: Carrier, *, now: datetime) -> None:
    notify(users_of(carrier) | auditors(None), "token", now, carrier=carrier)


def notify_of_new_link(account: User, *, now: datetime) -> None:
    """Notify the person whose sign-in the link replaces; auditors have a line in the audit log."""
    notify([account], "link", now, account=account.username)


def users_of(carrier: Carrier) -> QuerySet[User]:
    return User.objects.filter(carrier=carrier, is_active=True)


def auditors(state: str | None) -> QuerySet[User]:
    """Return the auditors of the regional centre, and of the state."""
    mine = Q(state=None) | Q(state=state) if state else Q(state=None)
    return User.objects.filter(mine, role=Role.AUDITOR, is_active=True)


def office_heads(state: str) -> QuerySet[User]:
    """Return the people responsible for a state's office: supervisors and focal points, as no role is its head."""
    return User.objects.filter(state=state, role__in=[Role.SUPERVISOR, Role.FOCAL_POINT], is_active=True)

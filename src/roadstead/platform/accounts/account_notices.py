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
from roadstead.platform.accounts.models import AccountNotice, Carrier, Organisation, Role, User
from roadstead.platform.accounts.notice_texts import TEXTS
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

PATHS: Final = {  # kinds whose mail links to another page than the sign-in page
    "list read": "/confirmations/%(receipt)s",
    "list to correct": "/messages/%(receipt)s",
    "list not read": "/messages/%(receipt)s",
    "list set aside": "/messages/%(receipt)s",
    "situation issued": "/log/situation/%(number)s",
    "log digest": "/log",
}
COMMAND_LINE: Final = "the command line"
SUBJECT: Final = _("Roadstead: a change to accounts")
SUBJECTS: Final = {  # kinds with another subject
    "list read": _("Roadstead: your list was read"),
    "list to correct": _("Roadstead: your list needs corrections"),
    "list not read": _("Roadstead: your list could not be read"),
    "list set aside": _("Roadstead: your list is being checked"),
    "approved": "Roadstead: your proposal was approved",
    "rejected": "Roadstead: your proposal was rejected",
    "proposal": "Roadstead: a proposal is waiting for your approval",
    "missing list": "Roadstead: a list was not received by its deadline",
    "task of case": "Roadstead: a task is due",
    "room invited": "Roadstead: an invitation to an incident room",
    "room task": "Roadstead: a task in an incident room",
    "task of room": "Roadstead: a task is due",
    "task of alert": "Roadstead: a task is due",
    "task of selection": "Roadstead: a task is due",
    "breach recorded": "Roadstead: a personal data breach was recorded",
    "breach due": "Roadstead: an authority must be notified of a breach",
    "breach overdue": "Roadstead: the notification of a breach to an authority is overdue",
    "request message": "Roadstead: a message on a request",
    "urgent request": "Roadstead: URGENT, a message on a request",
    "guest link ended": "Roadstead: a link has ended after five wrong PINs",
    "report late": "Roadstead: a report of what was done is missing",
    "surrender arrived": "Roadstead: a warrant is to be ended",
    "surrender warrant": "Roadstead: the warrant behind a request has ended",
    "request late": "Roadstead: a request waits for your reply",
    "supervisor needed": "Roadstead: URGENT, an alert waits for a supervisor",
    "hit unanswered": "Roadstead: URGENT, a hit confirmation waits for your reply",
    "hit to chase": "Roadstead: URGENT, a hit confirmation has no reply",
    "lookout issued": "Roadstead: URGENT, a lookout",
    "lookout renewed": "Roadstead: a lookout was renewed",
    "lookout answered": "Roadstead: URGENT, a lookout was answered",
    "lookout ended": "Roadstead: a lookout has ended",
    "warrant suspended": "Roadstead: URGENT, a warrant is suspended",
    "warrant ended": "Roadstead: URGENT, a warrant has ended",
    "warrant to call": "Roadstead: URGENT, telephone a state about a warrant",
    "lookout silent": "Roadstead: a desk has not acknowledged a lookout",
    "situation issued": "Roadstead: a situation report",
    "log digest": "Roadstead: your watch log today",
    "request due": "Roadstead: a data subject request is due",
    "request overdue": "Roadstead: a data subject request is overdue",
    "review due": "Roadstead: the review of a data subject request is due",
    "review overdue": "Roadstead: the review of a data subject request is overdue",
    "course ends": "Roadstead: a qualification expires soon",
    "course extended": "Roadstead: an expired qualification was extended",
    "purge stopped": "Roadstead: a deletion was stopped and needs your decision",
    "purge proposed": "Roadstead: a stopped deletion needs a second approval",
    "purge overdue": "Roadstead: the decision on a stopped deletion is overdue",
    "trip read": "Roadstead: your list was read",
    "trip change read": "Roadstead: your change was read",
    "trip cancelled": "Roadstead: your trip is cancelled",
}


def text_of(notice: AccountNotice, *, translated: bool = True) -> str:
    """Return the sentence of a notice; mails are in English, but for people who file and chose another language."""
    text = TEXTS[notice.kind]
    said: str = (gettext(text) if translated else text) % notice.places
    return said


def subject_of(notice: AccountNotice, *, translated: bool = False) -> str:
    subject = SUBJECTS.get(notice.kind, SUBJECT)
    return gettext(subject) if translated else subject


def path_of(notice: AccountNotice) -> str:
    """Return the path of the page to which the mail of a notice links."""
    path: str = PATHS.get(notice.kind, "/sign-in") % notice.places
    return path


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


def notify_by_mail(people: Iterable[User], kind: str, now: datetime, **places: object) -> None:
    """Mail each person once, if an address is known, and show nothing at the next sign-in."""
    made = notify_at_sign_in((each for each in people if each.email), kind, now, **places)
    AccountNotice.objects.filter(pk__in=[each.pk for each in made]).update(seen_at=now)
    outbox.write(EventKind.ACCOUNT_NOTICE, *(each.pk for each in made))


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


def notify_of_system_token(organisation: Organisation, name: str, *, by: User, now: datetime) -> None:
    """Notify the supervisors of the state and its auditors of a token that reads what concerns it."""
    state = organisation.state_id or ""
    heads = User.objects.filter(state=state, role=Role.SUPERVISOR, is_active=True).exclude(pk=by.pk)
    notify([*heads, *auditors(state)], "system token", now, system=name, organisation=organisation.pk)


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

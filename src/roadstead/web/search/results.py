"""One search: every kind that the user may see, within limits of time and number, and its line in the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from roadstead.platform.accounts.filing_permissions import may_see_messages
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_alerts, may_see_arrivals, may_see_cargo, may_see_cases
from roadstead.platform.audit.models import Purpose, Record, log
from roadstead.platform.database.scope import region_scope
from roadstead.web.common.guard import own_states
from roadstead.web.common.stored_terms import reference
from roadstead.web.search import people, references, things
from roadstead.web.search.found import Group
from roadstead.web.search.recognise import SearchTerm

Finder = Callable[[User, SearchTerm, datetime], Group]
# By kind, in the order of the page: who may find it, and how.
KINDS: Final[Mapping[str, tuple[Callable[[User], bool], Finder]]] = {
    "people": (may_see_arrivals, people.people),
    "voyages": (may_see_arrivals, things.voyages),
    "bookings": (may_see_arrivals, things.bookings),
    "containers": (may_see_cargo, things.containers),
    "bills": (may_see_cargo, things.bills),
    "alerts": (may_see_alerts, references.alerts),
    "cases": (may_see_cases, references.cases),
    "notices": (may_see_alerts, references.notices),
    "messages": (may_see_messages, references.messages),
}
STATEMENT_TIMEOUT: Final = "2s"  # of one statement of a search
MAX_SEARCHES, PERIOD = 30, timedelta(minutes=1)  # of one person
SUBJECT: Final = "search"
MAX_DETAIL_CHARS: Final = 200  # of a line of the audit


class TookTooLong(Exception):
    """A statement of the search exceeded STATEMENT_TIMEOUT."""


def find(user: User, asked: SearchTerm, now: datetime) -> list[Group]:
    """Return the groups in which something was found. Raises TookTooLong."""
    with _short_statements():
        groups = [finder(user, asked, now) for may, finder in KINDS.values() if may(user)]
    return [group for group in groups if group.count]


def is_over_limit(user: User, now: datetime) -> bool:
    """Return True if this person has searched too often in the last minute, in whatever session."""
    with region_scope(back=user.scope):  # a carrier may not read its lines of the audit
        recent = Record.objects.filter(subject_kind=SUBJECT, at__gt=now - PERIOD, who=user)
        return recent[:MAX_SEARCHES].count() >= MAX_SEARCHES


def record(user: User, asked: SearchTerm, groups: Sequence[Group] | None, purpose: Purpose) -> None:
    """Write the search into the audit: the term as a keyed hash, its shape, how much was found and what is shown.
    `groups`: None if it took too long.
    """
    counts = ", ".join(f"{group.kind} {group.counted}{'+' if group.has_more else ''}" for group in groups or ())
    outcome = "took too long" if groups is None else counts or "nothing"
    detail = f"{asked.shape}; {outcome}"
    for row in (row for group in groups or () for row in group.rows):
        if len(longer := f"{detail}; {row.reference}") <= MAX_DETAIL_CHARS:  # whole references only
            detail = longer
    term = asked.documents[0] if asked.documents else asked.text  # the same, typed or scanned
    log(user, "searched", f"{SUBJECT} {reference(term)}", states=own_states(user), purpose=purpose, detail=detail)


@contextmanager
def _short_statements() -> Iterator[None]:
    """Limit each statement of the block; a cancelled one is undone, and the page can still be written."""
    try:
        with transaction.atomic():
            _limit(STATEMENT_TIMEOUT)
            yield
    except OperationalError as failure:
        if isinstance(failure.__cause__, QueryCanceled):
            raise TookTooLong from failure
        raise
    _limit(settings.STATEMENT_TIMEOUT)


def _limit(duration: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('statement_timeout', %s, true)", [duration])

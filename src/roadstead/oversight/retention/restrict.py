"""Restrictions of a person's rows: begin, lift, and repeat after a restore (S10, S34).

`database/scope.py` enforces them in the database: what is hidden, and from whom.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.config import config
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.retention.models import Restriction, SubjectAction
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_execute_requests
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import clear_hidden_ids, hidden_ids, region_scope

ROW: Final = "voyages_traveller"  # table whose digests the journal holds
BEGAN: Final = "restriction began"  # in the journal with owner and last day: "restriction began BRB -"
LIFTED: Final = "restriction lifted"
OPEN_END: Final = "-"
MAX_RESTRICTION: Final = timedelta(days=5 * 366)
MAX_REASON_CHARS: Final = 2000  # characters of a reason
Find = Callable[[str, Sequence[str]], list[int]]  # table and digests to row ids


def last_day(text: str, *, now: datetime) -> date | None:
    """Parse `2027-01-31`, or "" for none. Raise NotAllowed with what is wrong."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise FieldRefused("write the last day as 2027-01-31, or leave it empty", field="until") from None
    if not now.date() < day <= now.date() + MAX_RESTRICTION:
        raise FieldRefused(
            "choose a last day in the next five years, or leave it empty: the restriction then holds until you lift it",
            field="until",
        )
    return day


def begin(measure: SubjectAction, *, by: User, now: datetime) -> str:
    """Restrict all rows of the action; return the root of the journal entry, which is written last, as it may be
    refused.
    """
    owner = (measure.states or ["REGION"])[0]
    _create(measure.travellers, owner=owner, until=measure.until, at=now, measure=measure)
    return _write_journal(f"{BEGAN} {owner} {measure.until or OPEN_END}", measure.travellers, by, now)


@transaction.atomic
def lift(pk: int, why: str, *, by: User, now: datetime) -> Restriction:
    """Lift a restriction, as a supervisor of the authority that set it. The row is readable again as before."""
    row = Restriction.objects.visible_to(by).select_for_update().get(pk=pk)
    if not may_execute_requests(by) or row.owner != (by.state_id or "REGION"):
        raise NotAllowed("only supervisors of the state or centre that received the request lift this restriction")
    if not row.is_in_force(now.date()):
        raise NotAllowed("this restriction has ended already")
    if not 0 < len(why.strip()) <= MAX_REASON_CHARS:
        most = f"{MAX_REASON_CHARS:,}"
        raise FieldRefused("write a reason of at most %(most)s characters", field="why", most=most)
    row.lifted_at, row.lifted_by, row.lifted_why = now, by, why.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    _write_journal(f"{LIFTED} {row.owner} {OPEN_END}", [row.traveller_id], by, now)
    clear_hidden_ids()
    log(by, "restriction lifted", f"restriction {pk}", states=row.states)
    return row


def restricted_on(voyage: Voyage, user: User) -> int:
    """Return the number of people on board who are not shown to this person."""
    rows = Restriction.objects.visible_to(user).filter(voyage=voyage, traveller__in=hidden_ids().travellers)
    return rows.order_by().values("traveller").distinct().count()


def repeat_restrictions(missing: Iterable[tuple[str, str, Sequence[str]]], find: Find) -> int:
    """Repeat after a restore the restrictions that began or were lifted since the backup; return the number of rows.

    `missing`: time, act and digests of rows, from the journal.
    """
    done = 0
    for at, what, digests in missing:
        verb, owner, until = _read(what)
        if repeat := REPEATED.get(verb):
            rows = find(ROW, digests)
            repeat(rows, owner, until, datetime.fromisoformat(at))
            done += len(rows)
    clear_hidden_ids(machine=True)
    return done


def _read(table: str) -> tuple[str, str, date | None]:
    """Return act, owner and last day from the text that `begin` and `lift` write to the journal."""
    verb = next((each for each in REPEATED if table.startswith(f"{each} ")), "")
    owner, _, until = table.removeprefix(f"{verb} ").partition(" ")
    return verb, owner, date.fromisoformat(until) if verb and until != OPEN_END else None


def _begun(rows: Sequence[int], owner: str, until: date | None, at: datetime) -> None:
    _create(rows, owner=owner, until=until, at=at)


def _lifted(rows: Sequence[int], owner: str, until: date | None, at: datetime) -> None:
    standing = Restriction.objects.filter(traveller__in=rows, owner=owner, lifted_at=None)
    standing.update(lifted_at=at, lifted_why="replayed after a restore")


REPEATED: Final = {BEGAN: _begun, LIFTED: _lifted}


def _create(
    rows: Collection[int], *, owner: str, until: date | None, at: datetime, measure: SubjectAction | None = None
) -> None:
    people = Traveller.objects.filter(pk__in=rows)
    if measure is not None and people.count() != len(rows):
        raise NotAllowed("one of these rows is deleted or already restricted: choose the rows again")
    Restriction.objects.bulk_create(
        Restriction(
            traveller=each,
            voyage_id=each.voyage_id,
            request=measure.request if measure else None,
            owner=owner,
            at=at,
            until=until,
            states=each.states,
        )
        for each in people
    )
    clear_hidden_ids()


def _write_journal(what: str, rows: Collection[int], by: User, now: datetime) -> str:
    told = Erasure()
    with region_scope(by.scope):  # digests of hidden rows are needed too
        told.record_act(what, ROW, rows)
    return told.commit(config().home, None, at=now)

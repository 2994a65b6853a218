"""Entries of warrants: on the manual list "Warrants of …" of the issuing state, which warrants alone change.

Who may validate, suspend and end a warrant is checked in `cooperation.warrants`, which calls this. The nomination is
proposed by the clerk and approved by the person who puts the warrant in force, so that no third person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from roadstead.engine.records import Action
from roadstead.platform.accounts.models import State, User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.targeting.watchlists.agree import put_in_force, settle
from roadstead.targeting.watchlists.lookout_entries import end_entry as end_entry
from roadstead.targeting.watchlists.manual_lists import bounds_of, log_action
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nomination_checks import FORM_FIELDS, CheckedNomination, check_nomination

STOP: Final = "stop"
MAX_REASON_CHARS: Final = 2000
Act, Status = Nomination.Act, Nomination.Status


def list_for(owner: str, *, by: User) -> WatchList:
    """Return the state's list of warrants, made if there is none. Every participating state screens against it, until
    a supervisor of the state chooses others on the page of the list.
    """
    made, is_new = WatchList.objects.get_or_create(
        owner=owner,
        is_warrants=True,
        defaults={
            "name": list_name(owner),
            "source": "warrants",
            "is_manual": True,
            "tlp": SHAREABLE[-1],
            "may_share_with": sorted(State.objects.exclude(pk=owner).values_list("pk", flat=True)),
        },
    )
    if is_new:
        log_action(by, "list begun", owner, f"list {made.pk}")
    return made


def list_name(owner: str) -> str:
    return f"Warrants of {owner}"


def list_title(owner: str) -> str:
    """Return the title of the state's list of warrants, as alerts name it."""
    return WatchList(owner=owner, name=list_name(owner)).title


def check_person(
    owner: str, entry_id: str, cells: Mapping[str, str], *, basis: str, ends: date, review: date, today: date
) -> CheckedNomination:
    """Return the person as an entry whose action is to stop, with its faults. `ends`: the last day in force."""
    of = WatchList(owner=owner, name=list_name(owner), is_warrants=True)
    bounds = replace(bounds_of(of, today), actions={STOP: Action.STOP})
    told = {name: cells.get(name, "") for name in FORM_FIELDS}
    more = {
        "kind": "person",
        "action": STOP,
        "priority": "high",
        "reason": basis,
        "evidence": entry_id,
        "expires": max(ends, today + timedelta(days=1)).isoformat(),
    }
    found = check_nomination({**told, **more, "review": ""}, bounds, title=of.title, entry_id=entry_id)
    last = date.fromisoformat(found.entry.review)
    chosen = min(max(review, today + timedelta(days=1)), last)
    return replace(found, entry=replace(found.entry, review=chosen.isoformat(), owner=owner))


def nominate(
    owner: str,
    reference: str,
    cells: Mapping[str, str],
    *,
    basis: str,
    ends: date,
    review: date,
    base: Entry | None = None,
    clerk: User,
    by: User,
    now: datetime,
) -> Nomination:
    """Store the nomination of the clerk, of a new entry or of one to amend (`base`), which `by` approves next.

    The audit log names `by`, who acts.
    """
    of = list_for(owner, by=by)
    found = check_person(owner, reference, cells, basis=basis, ends=ends, review=review, today=now.date())
    row = Nomination(
        watch_list=of,
        owner=owner,
        act=Act.AMEND if base else Act.ADD,
        base=base,
        status=Status.WAITING,
        entry_id=reference,
        cells=dict(cells),
        entry=msgspec.to_builtins(found.entry),
        evidence=found.evidence,
    )
    approvals.propose(row, reason=basis, by=clerk, now=now)
    row.save()
    log_action(by, "nominated", owner, f"nomination {row.pk}")
    return row


def put_entry_in_force(row: Nomination, *, by: User) -> None:
    """Put the approved nomination in force: screening has it with the next version of the list."""
    settle(row, Status.LIVE, by)
    put_in_force([row], by)


def entry_of(owner: str, reference: str) -> Entry | None:
    """Return the entry in force of a warrant; None if there is none."""
    rows = Entry.objects.filter(watch_list__owner=owner, watch_list__is_warrants=True, entry_id=reference)
    return rows.filter(removed_in=None).select_related("watch_list").first()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment after this day in the zone."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def blank_entry(owner: str, reference: str) -> None:
    """Remove what the entries and nominations of a warrant say of the person, as retention orders."""
    rows = Entry.objects.filter(watch_list__owner=owner, watch_list__is_warrants=True, entry_id=reference)
    for row in rows.exclude(removed_in=None).select_related("watch_list"):
        row.name, row.listed = "", {"id": reference, "list": row.watch_list.title, "kind": row.kind}
        row.save(update_fields=["name", "listed"])
    of_it = Nomination.objects.filter(watch_list__owner=owner, watch_list__is_warrants=True, entry_id=reference)
    of_it.update(cells={}, entry={"id": reference}, reason="deleted", decision_reason="")

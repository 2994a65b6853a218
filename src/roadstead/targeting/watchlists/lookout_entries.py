"""Entries of lookouts: on a manual list for each choice of states, which lookouts alone change.

Who may issue, approve, renew and end a lookout is checked in `cooperation.lookouts`, which calls this. A nomination
here is decided together with its lookout, so that no third person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec

from roadstead.engine.records import Action
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.targeting.watchlists.agree import put_in_force, settle
from roadstead.targeting.watchlists.manual_lists import bounds_of, log_action
from roadstead.targeting.watchlists.models import REGION, Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nomination_checks import CheckedNomination, check_nomination
from roadstead.targeting.watchlists.photos import PhotoChange, apply_change, delete_unused

REFER: Final = "refer"
MAX_NAME_CHARS: Final = 80  # of a list
NAME_BEGINS: Final = "Lookouts for "
Act, Status = Nomination.Act, Nomination.Status


def list_for(owner: str, states: Sequence[str], *, by: User) -> WatchList:
    """Return the owner's list for these states, made if there is none: its hits are shown to them and the owner."""
    made, is_new = WatchList.objects.get_or_create(
        owner=owner,
        name=_list_name(states),
        defaults={
            "source": "lookouts",
            "is_manual": True,
            "is_lookouts": True,
            "tlp": SHAREABLE[-1],
            "may_share_with": list(states),
        },
    )
    if is_new:
        log_action(by, "list begun", owner, f"list {made.pk}")
    return made


def list_title(owner: str, states: Sequence[str]) -> str:
    """Return the title of the owner's list for these states, as alerts name it."""
    return WatchList(owner=owner, name=_list_name(states)).title


def _list_name(states: Sequence[str]) -> str:
    name = NAME_BEGINS + " ".join(states)
    if len(name) > MAX_NAME_CHARS:
        name = f"{NAME_BEGINS}{len(states)} states ({sha256(name.encode()).hexdigest()[:8]})"
    return name


def check_subject(of: WatchList, cells: Mapping[str, str], entry_id: str, ends: date, today: date) -> CheckedNomination:
    """Return what was typed as an entry whose action is to refer, with its faults. `ends`: its last day."""
    last = max(ends, today + timedelta(days=1))
    more = {"action": REFER, "priority": "high", "expires": last.isoformat(), "review": ""}
    bounds = replace(bounds_of(of, today), actions={REFER: Action.REFER})
    return check_nomination({**cells, **more}, bounds, title=of.title, entry_id=entry_id)


def nominate_entry(
    of: WatchList,
    found: CheckedNomination,
    cells: Mapping[str, str],
    *,
    why: str,
    photo: PhotoChange,
    base: Entry | None = None,
    by: User,
    now: datetime,
) -> Nomination:
    """Store the nomination of a checked entry, new or (`base`) renewed. It waits with its lookout."""
    entry = replace(found.entry, owner="" if of.owner == REGION else of.owner)
    row = Nomination(
        watch_list=of,
        owner=of.owner,
        act=Act.AMEND if base else Act.ADD,
        base=base,
        status=Status.WAITING,
        entry_id=entry.id,
        cells=dict(cells),
        entry=msgspec.to_builtins(entry),
        evidence=found.evidence,
    )
    approvals.propose(row, reason=why, by=by, now=now)
    apply_change(row, photo, by=by, now=now)
    row.save()
    log_action(by, "nominated", row.owner, f"nomination {row.pk}")
    return row


def put_entry_in_force(row: Nomination, ends: date, *, by: User) -> None:
    """Put an approved nomination in force until its last day, counted from the approval."""
    row.entry = {**row.entry, "expires": ends.isoformat()}
    row.save(update_fields=["entry"])
    settle(row, Status.LIVE, by)
    put_in_force([row], by)


def drop_entry(row: Nomination, *, by: User | None) -> None:
    """Close a nomination that was not approved, with its lookout."""
    settle(row, Status.DECLINED, by)


def entry_of(owner: str, entry_id: str) -> Entry | None:
    """Return the entry in force of a lookout; None if there is none."""
    rows = Entry.objects.filter(watch_list__owner=owner, watch_list__is_lookouts=True, entry_id=entry_id)
    return rows.filter(removed_in=None).select_related("watch_list").first()


def end_entry(entry: Entry, *, why: str, by: User | None, now: datetime) -> None:
    """Withdraw the entry of a lookout that has ended: screening no longer has it, and open alerts of it are closed.

    `by`: None if it has expired.
    """
    row = Nomination(
        watch_list=entry.watch_list,
        owner=entry.owner,
        act=Act.WITHDRAW,
        status=Status.WAITING,
        entry_id=entry.entry_id,
        base=entry,
        reason=why,
        proposed_by=by,
        proposed_at=now,
        needs_second=False,
    )
    approvals.approve_alone(row, by=by, now=now)
    row.save()
    settle(row, Status.LIVE, by)
    put_in_force([row], by)
    delete_unused([entry.photo_id])


def blank_entry(owner: str, entry_id: str) -> None:
    """Remove what the entry and its nominations say of their subject, as retention orders. The versions stay."""
    of_it = Nomination.objects.filter(watch_list__owner=owner, watch_list__is_lookouts=True, entry_id=entry_id)
    of_it.filter(status=Status.WAITING).update(status=Status.DROPPED)
    photos = list(of_it.exclude(photo=None).values_list("photo", flat=True))
    rows = Entry.objects.filter(watch_list__owner=owner, watch_list__is_lookouts=True, entry_id=entry_id)
    for row in rows.exclude(removed_in=None).select_related("watch_list"):
        row.name, row.listed = "", {"id": entry_id, "list": row.watch_list.title, "kind": row.kind}
        row.save(update_fields=["name", "listed"])
    of_it.update(cells={}, entry={"id": entry_id}, reason="deleted", decision_reason="")
    delete_unused(photos)

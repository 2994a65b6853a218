"""Second approval of nominations, which puts them in force at once; rejections and withdrawals (S21, S22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from django.db import transaction

from roadstead.engine import records as model
from roadstead.engine.formats.lists import LoadedList
from roadstead.engine.formats.lists.loading import VERSION_LENGTH
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_approve_nomination
from roadstead.platform.approvals import acts as approvals
from roadstead.targeting.watchlists.logic.changes import Changes, compare
from roadstead.targeting.watchlists.manual_lists import check_nominator, is_silent, log_action, owns_manual_list
from roadstead.targeting.watchlists.models import Entry, Nomination, Version, WatchList
from roadstead.targeting.watchlists.photos import delete_unused
from roadstead.targeting.watchlists.publish import as_entry, put

Act, Status = Nomination.Act, Nomination.Status


@transaction.atomic
def approve(ids: Sequence[int], *, why: str, by: User, now: datetime) -> Version:
    """Approve nominations as the second person: one new version with all of them, in force at once. All or none."""
    rows = _to_decide(ids, by)
    if not why.strip():
        raise NotAllowed("give a reason: what you compared, and why you approve")
    second_person.approve(*rows, by=by, may=may_approve_nomination, now=now, reason=why)
    for row in rows:
        settle(row, Status.LIVE, by)
    return put_in_force(rows, by)


@transaction.atomic
def decline(ids: Sequence[int], *, why: str, by: User, now: datetime) -> None:
    rows = _to_decide(ids, by)
    if not why.strip():
        raise NotAllowed("give a reason for the rejection: the person who nominated the entry reads it")
    second_person.reject(*rows, by=by, now=now, reason=why)
    for row in rows:
        settle(row, Status.DECLINED, by)


@transaction.atomic
def withdraw(entry: Entry, *, why: str, by: User, now: datetime) -> Nomination:
    """Withdraw an entry. One who may approve does so at once and alone; else it waits for a second person (S22)."""
    check_nominator(entry.watch_list, by)
    if not why.strip():
        raise NotAllowed("give a reason for the withdrawal")
    row = Nomination.objects.create(
        watch_list=entry.watch_list,
        owner=entry.owner,
        act=Act.WITHDRAW,
        status=Status.WAITING,
        entry_id=entry.entry_id,
        base=entry,
        silent=is_silent(entry),
        reason=why.strip(),
        proposed_by=by,
        proposed_at=now,
        needs_second=not may_approve_nomination(by),
    )
    log_action(by, "withdrawal nominated", row.owner, f"nomination {row.pk}")
    if not row.needs_second:
        approvals.approve_alone(row, by=by, now=now)
        settle(row, Status.LIVE, by)
        put_in_force([row], by)
    return row


def _to_decide(ids: Sequence[int], by: User) -> list[Nomination]:
    """Return waiting nominations, locked. Raises NotAllowed unless they are of one list that the user decides on."""
    rows = list(
        Nomination.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("watch_list", "base")
        .order_by("pk")
    )
    check_courses(may_approve_nomination, by)
    if not may_approve_nomination(by):
        raise NotAllowed("only a supervisor of the list's owner can decide on nominations")
    if not rows or len(rows) != len(set(ids)) or len({row.watch_list_id for row in rows}) != 1:
        raise NotAllowed("choose nominations of one list that still wait for a decision")
    if not owns_manual_list(by, rows[0].watch_list) or any(row.status != Status.WAITING for row in rows):
        raise NotAllowed("this nomination is already decided, or belongs to another authority")
    return rows


def settle(row: Nomination, status: Nomination.Status, by: User | None) -> None:
    """Set the status of a decided nomination. `by`: None for an entry that has expired."""
    row.status = status
    row.save(update_fields=["status"])
    if status == Status.DECLINED:
        delete_unused([row.photo_id])
    word = "nomination approved" if status == Status.LIVE else "nomination declined"
    log_action(by, word, row.owner, f"nomination {row.pk}")


def put_in_force(rows: Sequence[Nomination], by: User | None) -> Version:
    """Create the next version of the list, in the way of every list: workers load it, voyages are rescreened."""
    watch_list = WatchList.objects.select_for_update().get(pk=rows[0].watch_list_id)
    now_in_force = {row.entry_id: row for row in watch_list.entries.filter(removed_in=None)}
    for row in rows:
        _check_base(row, now_in_force.get(row.entry_id))
    touched = [as_entry(row.base) for row in rows if row.base]
    changes = compare(touched, [msgspec.convert(row.entry, model.Entry) for row in rows if row.act != Act.WITHDRAW])
    version = put(watch_list, _as_loaded(now_in_force, changes), changes, by)
    _set_photos(rows, watch_list)
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(version=version)
    over = Nomination.objects.filter(watch_list=watch_list, base__in=[row.base_id for row in rows if row.base_id])
    undecided = list(over.filter(status__in=[Status.DRAFT, Status.WAITING]))
    over.filter(pk__in=[row.pk for row in undecided]).update(status=Status.OVERTAKEN)
    delete_unused([*(row.photo_id for row in undecided), *(row.base.photo_id for row in rows if row.base)])
    return version


def _set_photos(rows: Sequence[Nomination], watch_list: WatchList) -> None:
    """Give the entries in force the photos as proposed. A photo alone is amended in place: nothing matched changes."""
    for row in rows:
        watch_list.entries.filter(entry_id=row.entry_id, removed_in=None).update(photo=row.photo)


def _check_base(row: Nomination, in_force: Entry | None) -> None:
    """Raise NotAllowed unless the entry in force is the one seen when it was nominated."""
    if (in_force.pk if in_force else None) != row.base_id:
        raise NotAllowed("%(name)s: the entry has changed since it was nominated. Nominate it again.", name=row.name)


def _as_loaded(in_force: Mapping[str, Entry], changes: Changes) -> LoadedList:
    """Return the new content as if loaded from a file: its hash is over the whole content, in the order of ids."""
    after: dict[str, dict[str, Any]] = {key: row.listed for key, row in in_force.items()}
    after = {key: listed for key, listed in after.items() if key not in changes.removed}
    after |= {entry.id: msgspec.to_builtins(entry) for entry in (*changes.added, *changes.amended)}
    digest = sha256(msgspec.json.encode(sorted(after.items()), order="sorted")).hexdigest()
    counts = Counter(str(listed["kind"]) for listed in after.values())
    version = model.ListVersion(list="", version=digest[:VERSION_LENGTH], sha256=digest, counts=dict(counts))
    return LoadedList(version=version, entries=())

"""Nominate an entry: a draft kept as typed, checked, and then waiting for a second person (S21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import msgspec
from django.db import transaction

from roadstead.engine.formats.lists.plausibility import strip_invisible
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.sentences import Sentence, in_turn
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.targeting.watchlists.manual_lists import bounds_of, check_nominator, is_silent, log_action
from roadstead.targeting.watchlists.models import REGION, Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nomination_checks import CheckedNomination, cells_of, check_nomination
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange, apply_change, delete_unused
from roadstead.targeting.watchlists.publish import as_entry

FREE_TEXT: Final = ("reason", "evidence")  # cells that may contain a protective marking; a name may be “Secret”
Act, Status = Nomination.Act, Nomination.Status


@transaction.atomic
def save_draft(
    watch_list: WatchList,
    cells: Mapping[str, str],
    *,
    why: str,
    by: User,
    now: datetime,
    base: Entry | None = None,
    of: Nomination | None = None,
    photo: PhotoChange = UNCHANGED,
) -> Nomination:
    """Save the cells as typed, even if incomplete: as a new draft, or as `of`, rewritten by its author."""
    check_nominator(watch_list, by)
    check_ceiling(why, *(cells.get(name, "") for name in FREE_TEXT))
    if of is not None and (of.status != Status.DRAFT or of.proposed_by_id != by.pk):
        raise NotAllowed("only the author of a draft can continue it")
    row = of or Nomination(
        watch_list=watch_list, owner=watch_list.owner, act=Act.AMEND if base else Act.ADD, base=base, proposed_by=by
    )
    row.cells, row.reason, row.proposed_at = (
        {name: strip_invisible(text) for name, text in cells.items()},
        why.strip(),
        now,
    )
    row.evidence = cells.get("evidence", "").strip()[:200]
    row.entry_id = base.entry_id if base else row.entry_id
    row.silent = cells.get("action") == "silent" or bool(base and is_silent(base))
    before = row.photo_id
    apply_change(row, photo, by=by, now=now)
    row.save()
    delete_unused([before])
    log_action(by, "nomination drafted", row.owner, f"nomination {row.pk}")
    return row


@transaction.atomic
def propose(row: Nomination, *, by: User, now: datetime, batch: str = "", entry_id: str = "") -> Nomination:
    """Propose a complete draft for a second approval. Raises NotAllowed with what is missing."""
    check_nominator(row.watch_list, by)
    if row.status != Status.DRAFT or row.proposed_by_id != by.pk:
        raise NotAllowed("only the author of a draft can send it for approval")
    row.entry_id = row.entry_id or entry_id or f"H{row.pk:06}"
    found = validate(row, now.date())
    if found.faults or not row.reason:
        no_reason = [] if row.reason else [Sentence("Give a reason.")]
        raise NotAllowed("%(faults)s", faults=in_turn(*(fault.text for fault in found.faults), *no_reason))
    if row.base and found.entry == as_entry(row.base) and row.photo_id == row.base.photo_id:
        raise NotAllowed("the nomination is the same as the entry in force: change something first")
    row.entry, row.evidence, row.batch = msgspec.to_builtins(found.entry), found.evidence, batch
    row.status, row.proposed_at = Status.WAITING, now
    row.save()
    outbox.write(EventKind.PROPOSAL, row.pk, of="nomination")
    log_action(by, "nominated", row.owner, f"nomination {row.pk}")
    return row


def validate(row: Nomination, today: date) -> CheckedNomination:
    """Return the draft as an entry of its list, with its faults."""
    found = check_nomination(
        row.cells, bounds_of(row.watch_list, today), title=row.watch_list.title, entry_id=row.entry_id or "new"
    )
    owner = "" if row.owner == REGION else row.owner
    return replace(found, entry=replace(found.entry, owner=owner))


@transaction.atomic
def drop(nomination_id: int, *, by: User, now: datetime) -> Nomination:
    """Take a nomination back, as its proposer. The content of a draft, which no one else has read, is erased."""
    row = Nomination.objects.visible_to(by).select_for_update(of=("self",)).get(pk=nomination_id)
    if row.watch_list.is_lookouts:
        raise NotAllowed("this entry belongs to a lookout: withdraw the lookout")
    if row.watch_list.is_warrants:
        raise NotAllowed("this entry belongs to a warrant: withdraw the warrant")
    if row.proposed_by_id != by.pk or row.status not in {Status.DRAFT, Status.WAITING}:
        raise NotAllowed("only its author can withdraw a nomination, and only before it is decided")
    if row.status == Status.DRAFT:
        row.cells, row.reason, row.evidence = {}, "", ""
    row.status, row.decided_at = Status.DROPPED, now
    row.save()
    delete_unused([row.photo_id])
    log_action(by, "nomination dropped", row.owner, f"nomination {row.pk}")
    return row


def propose_renewal(entry: Entry, *, why: str, by: User, now: datetime) -> Nomination:
    """Propose to keep an entry after a review, with a new review day, for a second approval."""
    cells = cells_of(as_entry(entry), evidence_of(entry))
    row = save_draft(entry.watch_list, cells, why=why, by=by, now=now, base=entry)
    return propose(row, by=by, now=now)


def evidence_of(entry: Entry) -> str:
    """Return the location of the evidence, as of the entry's last approval."""
    live = Nomination.objects.filter(watch_list=entry.watch_list_id, entry_id=entry.entry_id, status=Status.LIVE)
    return live.exclude(evidence="").values_list("evidence", flat=True).first() or ""

"""Settings of a list: threshold, validity of a cleared match and others. One supervisor proposes, another approves.

Only supervisors of the list's owner may do so: of the state whose list it is, of the centre for the region's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Final

from django.db import transaction

from roadstead.engine.matching.policy import Thresholds
from roadstead.engine.refusals import refuse
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.targeting.rescreens.models import Reason
from roadstead.targeting.rescreens.queue import queue_rescreen
from roadstead.targeting.watchlists.manual_lists import NO_MONTHS, are_months
from roadstead.targeting.watchlists.models import REGION, Proposal, WatchList
from roadstead.targeting.watchlists.settings_approval import decide_change, propose_change

MIN_BITS: Final = 0.0  # bits; below, names alone are no evidence
MAX_BITS: Final = 60.0
MAX_CLEARED_DAYS: Final = 3650  # days
BAD_THRESHOLD: Final = f"choose a threshold from {MIN_BITS:g} to {MAX_BITS:g} bits"
BAD_DAYS: Final = f"choose 1 to {MAX_CLEARED_DAYS} days for which a cleared match is valid"
FIELDS: Final = ("threshold", "needs_second_approval", "cleared_days", "use_reranking")
MONTHS_FIELDS: Final = ("review_months", "review_months_of_minors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Proposed settings. `threshold` in bits, None: the policy's default; `cleared_days`: validity of a cleared match.

    `use_reranking`: True if the reranking model adds to the evidence. `review_months`, for a manual list: the longest
    time until an entry is reviewed, for adults and for minors; None: unchanged.
    """

    threshold: float | None
    needs_second_approval: bool
    cleared_days: int
    use_reranking: bool = False
    review_months: int | None = None
    review_months_of_minors: int | None = None


def thresholds() -> Thresholds:
    """Return each list's own threshold, by title, for screening."""
    rows = WatchList.objects.exclude(threshold=None)
    return Thresholds(by_list={row.title: row.threshold for row in rows if row.threshold is not None})


def lists_without_reranking() -> frozenset[str] | None:
    """Return titles of the lists without the reranking model; None if no list uses it."""
    rows = list(WatchList.objects.all())
    return frozenset(row.title for row in rows if not row.use_reranking) if any(r.use_reranking for r in rows) else None


@transaction.atomic
def propose(watch_list: WatchList, wanted: Settings, *, why: str, by: User, now: datetime) -> Proposal:
    """Propose settings for a second supervisor."""
    _check(wanted)
    _check_months(watch_list, wanted)
    values = {name: getattr(wanted, name) for name in (*FIELDS, *MONTHS_FIELDS)}
    made = propose_change(Proposal(watch_list=watch_list, **values), why=why, by=by, now=now)
    outbox.write(EventKind.PROPOSAL, made.pk, of="list-settings")
    _note(by, "list settings proposed", made)
    return made


@transaction.atomic
def decide(proposal_id: int, approve: bool, *, by: User, now: datetime) -> Proposal:
    """Approve as a second supervisor, which puts the settings in force; or reject, as the first may too."""
    found = decide_change(Proposal.objects.visible_to(by).get(pk=proposal_id), approve, by=by, now=now)
    if approve:
        _put_in_force(found)
    _note(by, "list settings approved" if approve else "list settings declined", found)
    return found


def _put_in_force(agreed: Proposal) -> None:
    """Put settings in force; a new threshold or model also queues a rescreen of voyages under way."""
    before = (agreed.watch_list.threshold, agreed.watch_list.use_reranking)
    months = {name: value for name in MONTHS_FIELDS if (value := getattr(agreed, name)) is not None}
    WatchList.objects.filter(pk=agreed.watch_list_id).update(
        **{name: getattr(agreed, name) for name in FIELDS}, **months
    )
    if (agreed.threshold, agreed.use_reranking) != before:
        queue_rescreen(Reason.THRESHOLD, owner=agreed.watch_list.owner, watch_list=agreed.watch_list)


def _check(wanted: Settings) -> None:
    bits, days = wanted.threshold, wanted.cleared_days
    refuse(
        {
            BAD_THRESHOLD: bits is not None and not (isfinite(bits) and MIN_BITS <= bits <= MAX_BITS),
            BAD_DAYS: not 1 <= days <= MAX_CLEARED_DAYS,
        }
    )


def _check_months(watch_list: WatchList, wanted: Settings) -> None:
    """Check the review periods. Entries in force keep their review day; later nominations use the new periods."""
    months, of_minors = wanted.review_months, wanted.review_months_of_minors
    if months is None and of_minors is None:
        return
    months = watch_list.review_months if months is None else months
    of_minors = watch_list.review_months_of_minors if of_minors is None else of_minors
    refuse(
        {
            "a list that is loaded from a file has no review periods: its source decides what is in force": (
                not watch_list.is_manual
            ),
            NO_MONTHS: not are_months(months, of_minors),
        }
    )


def _note(by: User, action: str, proposal: Proposal) -> None:
    states = [] if proposal.owner == REGION else [proposal.owner]
    log(by, action, f"list {proposal.watch_list_id} proposal {proposal.pk}", states=states)

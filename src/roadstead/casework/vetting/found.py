"""Storing what a screening found: new possible matches, those found again, and decisions on earlier sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from roadstead.casework.vetting.models import Finding, VettingApplicant, VettingMatch
from roadstead.engine.records import Action, Hit
from roadstead.platform.approvals.models import Decision
from roadstead.targeting.watchlists.models import REGION, Entry, WatchList

Key = tuple[int, str, str]  # applicant, list, entry
EARLIER: Final = "Not the same person, as decided on vetting sheet %(sheet)s on %(day)s. Neither side has changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hit on an applicant."""

    applicant: VettingApplicant
    hit: Hit

    @property
    def key(self) -> Key:
        return (self.applicant.pk, self.hit.list, self.hit.entry)


def known_keys(applicants: Iterable[VettingApplicant]) -> dict[Key, VettingMatch]:
    rows = VettingMatch.objects.filter(applicant__in=[each.pk for each in applicants])
    return {(row.applicant_id, row.list_name, row.entry_id): row for row in rows}


def store(found: Sequence[Found], applicants: Sequence[VettingApplicant], *, now: datetime) -> int:
    """Store the hits on these applicants, and return the number of new ones that wait for a decision.

    A match that was decided stays as it was decided, unless the entry has changed; one that is open and is no longer
    found is removed.
    """
    known, entries = known_keys(applicants), _entries(found)
    keys = {each.key for each in found}
    left = [row for key, row in known.items() if key not in keys]
    VettingMatch.objects.filter(pk__in=[row.pk for row in left if not row.finding]).delete()
    VettingMatch.objects.filter(pk__in=[row.pk for row in left if row.finding], gone_at=None).update(gone_at=now)
    new = 0
    for each in found:
        entry = entries.get((each.hit.list, each.hit.entry))
        columns = _columns(each.hit, entry)
        row = known.get(each.key)
        if row is not None:
            is_changed = row.entry_hash != columns["entry_hash"]
            for name, value in columns.items():
                setattr(row, name, value)
            if is_changed:
                _reopen(row)
                new += 1
            row.save()
            continue
        row = VettingMatch(applicant=each.applicant, found_at=now, **columns)
        row.save()
        new += not _take_over(row, each.applicant, now)
    return new


def has_news(found: Sequence[Found], known: Mapping[Key, VettingMatch]) -> bool:
    """Return True if a hit is not among the known matches, or its entry has changed."""
    entries = _entries([each for each in found if each.key in known])
    return any(
        (row := known.get(each.key)) is None
        or row.gone_at is not None
        or row.entry_hash != getattr(entries.get((each.hit.list, each.hit.entry)), "content_hash", "")
        for each in found
    )


def _columns(hit: Hit, entry: Entry | None) -> dict[str, Any]:
    return {
        "kind": hit.kind.value,
        "list_name": hit.list,
        "entry_id": hit.entry,
        "entry_name": hit.entry_name[:300],
        "entry_hash": entry.content_hash if entry else "",
        "listed": entry.listed if entry else {},
        "score": hit.score,
        "reasons": msgspec.to_builtins(hit.reasons),
        "replay": msgspec.to_builtins(hit.replay),
        "gone_at": None,
    }


def _reopen(row: VettingMatch) -> None:
    """Open a match again: the entry is not the one that was decided about."""
    row.finding, row.earlier, row.needs_second = "", None, True
    row.proposed_by, row.proposed_at, row.reason = None, None, ""
    row.decided_by, row.decided_at, row.decision, row.decision_reason = None, None, "", ""


def _take_over(row: VettingMatch, applicant: VettingApplicant, now: datetime) -> bool:
    """Decide the match as the same pair was decided on an earlier sheet, within the days that its list sets.

    Clearances at the border do not count: they were made for another purpose.
    """
    if applicant.person_key is None or not row.entry_hash:
        return False
    days = {each.title: each.cleared_days for each in WatchList.objects.filter(owner=REGION)}.get(row.list_name, 0)
    same = VettingMatch.objects.filter(
        applicant__person_key=applicant.person_key,
        list_name=row.list_name,
        entry_id=row.entry_id,
        entry_hash=row.entry_hash,
        finding=Finding.NOT_SAME,
        decision=Decision.APPROVED,
        earlier=None,  # an analyst's own decision
        decided_at__gte=now - timedelta(days=days),
    )
    before = same.exclude(pk=row.pk).select_related("applicant").order_by("-decided_at").first()
    if before is None or before.decided_at is None:
        return False
    said = {"sheet": before.applicant.sheet_id, "day": f"{before.decided_at:%Y-%m-%d}"}
    row.finding, row.earlier, row.needs_second = Finding.NOT_SAME, before.pk, False
    row.proposed_by, row.proposed_at, row.reason = before.proposed_by, now, EARLIER % said
    row.decided_by, row.decided_at, row.decision = before.decided_by, now, Decision.APPROVED
    row.save()
    return True


def _entries(found: Sequence[Found]) -> Mapping[tuple[str, str], Entry]:
    ids = {each.hit.entry for each in found}
    rows = Entry.objects.filter(owner=REGION, removed_in=None, entry_id__in=ids).select_related("watch_list")
    return {(row.watch_list.title, row.entry_id): row for row in rows}


def is_silent(hit: Hit) -> bool:
    """Return True for an entry that only its owner may know of: no letter may tell of it."""
    return hit.action is Action.DISCREET

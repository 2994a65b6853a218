"""Screening of vetting sheets by a worker: new ones in small parts, and watched ones again after a change of lists.

Only the lists that vetting allows count (`targeting.watchlists.vetting`). Entries that only their owner may know of are
left out, since the letter would tell of them. The basis is stored with the sheet, so that it can be replayed (S19).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from roadstead.casework.vetting.found import Found, has_news, is_silent, known_keys, store
from roadstead.casework.vetting.models import SheetStatus, VettingApplicant, VettingSheet
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.policy import POLICY_VERSION, Thresholds
from roadstead.engine.records import ListVersion
from roadstead.engine.reference.vetting_purposes import VETTING_PURPOSES
from roadstead.engine.screening.run import Basis, ScreeningSet, people_hits
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import in_force
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION
from roadstead.targeting.watchlists.models import Version, WatchList
from roadstead.targeting.watchlists.vetting import vetting_lists

PART: Final = 100  # people screened at a time: messages wait no longer than that takes
DOCUMENTS: Final = "documents"  # key of a version's counts
WATCHED: Final = (SheetStatus.OPEN, SheetStatus.ANSWERED)


def screen_sheets(cache: ScreeningSetCache, *, now: datetime, limit: int) -> int:
    """Screen up to `limit` parts of sheets, each in a transaction of its own; return their number."""
    done = 0
    while done < limit and _step(cache, now):
        done += 1
    return done


def _step(cache: ScreeningSetCache, now: datetime) -> bool:
    """Screen a part of the next sheet. Returns False if nothing is waiting."""
    with scoped(REGION):
        rows = VettingSheet.objects.defer("file", "letter").select_for_update(of=("self",), skip_locked=True)
        new = rows.filter(status=SheetStatus.RECEIVED).order_by("-urgent", "received_at", "pk").first()
        sheet = new or watched(rows).exclude(stamp=stamp()).order_by("-urgent", "received_at", "pk").first()
        if sheet is None:
            return False
        cache.refresh(now.date())
        basis = basis_of(cache.current(), sheet.states[0], now.date())
        if new is not None:
            _screen_part(sheet, cache.current(), basis, now)
        else:
            _screen_again(sheet, cache.current(), basis, now)
        return True


def watched(rows: QuerySet[VettingSheet, VettingSheet]) -> QuerySet[VettingSheet, VettingSheet]:
    """Return the sheets with applicants about whom the state has not decided."""
    open_people = VettingApplicant.objects.filter(outcome="")
    return rows.filter(status__in=WATCHED, pk__in=open_people.values("sheet"))


def stamp() -> str:
    """Return an identifier of the region's lists and of what allows them: with another one sheets are screened anew."""
    lists = WatchList.objects.filter(owner=OF_THE_REGION).order_by("pk")
    columns = ("pk", "handling_purpose", "tlp", "h", "may_share_with", "threshold")
    said = [*lists.values_list(*columns), *in_force(VETTING_PURPOSES)]
    newest = Version.objects.filter(owner=OF_THE_REGION).aggregate(newest=Max("id"), number=Count("id"))
    return f"{newest['newest']}-{newest['number']}/{sha256(repr(said).encode()).hexdigest()[:12]}"


def basis_of(live: ScreeningSet, state: str, day: date) -> dict[str, Any]:
    """Return what a sheet of this state is screened with today, as JSON types."""
    lists = [row.title for row in vetting_lists(state, day)]
    known = (live.versions.get(title) for title in lists)
    return {
        "day": day.isoformat(),
        "statistics": live.statistics,
        "lists": [
            {"list": each.list, "version": each.version, "sha256": each.sha256, "published": each.published}
            for each in known
            if each is not None and DOCUMENTS not in each.counts  # a list of documents names no person
        ],
        "thresholds": {title: live.thresholds.of(title) for title in lists},
        "matcher": MATCHER_VERSION,
        "policy": POLICY_VERSION,
    }


def hits_on(people: Sequence[VettingApplicant], index: Index, basis: dict[str, Any]) -> list[Found]:
    """Return the hits of these people on the lists of the basis, in their order. The reranking model is not used."""
    versions = {each["list"]: ListVersion(**each) for each in basis["lists"]}
    made = Basis(
        versions=versions,
        thresholds=Thresholds(by_list=basis["thresholds"]),
        statistics=basis["statistics"],
    )
    days = [date.fromisoformat(basis["day"])] * len(people)
    found = people_hits([each.person for each in people], days, index, made)
    return [
        Found(applicant=people[hit.traveller], hit=hit)
        for hit in found
        if hit.traveller is not None and hit.list in versions and not is_silent(hit)
    ]


def _screen_part(sheet: VettingSheet, live: ScreeningSet, basis: dict[str, Any], now: datetime) -> None:
    """Screen the next people. If the lists have changed since the first part, begin again: a sheet has one basis."""
    if _as_json(sheet.basis) != _as_json(basis):
        sheet.basis, sheet.screened = basis, 0
    people = list(sheet.applicants.order_by("row", "pk")[sheet.screened : sheet.screened + PART])
    store(hits_on(people, live.index, basis), people, now=now)
    _mark(people, basis)
    sheet.screened += len(people)
    if sheet.screened >= sheet.people or not people:
        sheet.status, sheet.stamp = SheetStatus.OPEN, stamp()
        log(None, "screened", f"vetting {sheet.pk}", states=sheet.states, detail=f"lists {basis['statistics']}")
    sheet.save(update_fields=["basis", "screened", "status", "stamp"])


def _screen_again(sheet: VettingSheet, live: ScreeningSet, basis: dict[str, Any], now: datetime) -> None:
    """Screen the open applicants again. An answered sheet is opened again if an analyst has something to decide."""
    people = list(sheet.applicants.filter(outcome="").order_by("row", "pk"))
    found = hits_on(people, live.index, basis)
    sheet.stamp = stamp()
    if sheet.status == SheetStatus.OPEN or has_news(found, known_keys(people)):
        new = store(found, people, now=now)
        _mark(people, basis)
        sheet.basis = basis
        if new and sheet.status == SheetStatus.ANSWERED:
            sheet.status = SheetStatus.OPEN
            log(None, "opened again", f"vetting {sheet.pk}", states=sheet.states, detail=f"lists {basis['statistics']}")
            outbox.write(EventKind.VETTING, sheet.pk, of="match")
    sheet.save(update_fields=["basis", "status", "stamp"])


def _mark(people: Sequence[VettingApplicant], basis: dict[str, Any]) -> None:
    rows = VettingApplicant.objects.filter(pk__in=[each.pk for each in people])
    rows.update(screened_with=basis["statistics"])


def _as_json(basis: dict[str, Any]) -> str:
    return json.dumps(basis, sort_keys=True)

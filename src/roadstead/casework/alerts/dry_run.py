"""What a threshold would have raised: the travellers of the last days, screened against one list as it is in force.

Bounded, and it says its number: the newest travellers first, and no more than the page can wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Final

from django.db.models import QuerySet

from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import Match, alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.second.stage import Second, second_stage
from roadstead.engine.records import Action
from roadstead.engine.screening.run import build_index
from roadstead.filings.voyages.declared import as_declared
from roadstead.filings.voyages.models import Presence, Traveller
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_know_of_silent
from roadstead.targeting.watchlists.models import REGION, Entry, Version, WatchList
from roadstead.targeting.watchlists.publish import as_entry

DAYS: Final = 30
MOST: Final = 2000  # travellers screened
MOST_ENTRIES: Final = 50_000  # a longer list is measured by the bench, not by a page
BESIDE: Final = (-4.0, -2.0, 2.0, 4.0)  # bits: the neighbours that are shown too


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """At this threshold: how many of those screened would have alerted, and of a thousand."""

    threshold: float
    alerted: int
    of_1000: float
    asked: bool  # whether it is the one that was asked for
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """`screened` of the `all` travellers of the last days that this person sees. `refused`: why there is none."""

    screened: int = 0
    all: int = 0
    days: int = DAYS
    by_policy: int = 0  # shown whatever the threshold
    steps: tuple[Step, ...] = ()
    refused: str = ""


def dry_run(watch_list: WatchList, asked: float, *, by: User, now: datetime) -> DryRun:
    """Nothing is written: no alert, no suppression. What was cleared counts as alerted."""
    entries = Entry.objects.visible_to(by).filter(watch_list=watch_list, removed_in=None).count()
    if not entries:
        return DryRun(refused="The list names nobody: its documents alert whatever the threshold.")
    if entries > MOST_ENTRIES:
        return DryRun(refused=f"The list has {entries:,} entries; a page tries no more than {MOST_ENTRIES:,}.")
    rows = recent(by, now)
    owns = watch_list.owner == (by.state_id or REGION) and may_know_of_silent(by)
    index = _index(watch_list.pk, _newest(watch_list), owns)
    number, people = rows.count(), [as_declared(row) for row in rows.order_by("-id")[:MOST]]
    in_force = DEFAULT_THRESHOLD if watch_list.threshold is None else watch_list.threshold
    at = sorted({asked, in_force, *(asked + beside for beside in BESIDE if asked + beside >= 0)})
    best = [_best(found) for found in alerts_all(people, index, at[0], _model(watch_list))] if people else []
    steps = tuple(_step(best, threshold, asked, in_force) for threshold in at)
    return DryRun(screened=len(best), all=number, by_policy=best.count(inf), steps=steps)


def _model(watch_list: WatchList) -> Second | None:
    return second_stage() if watch_list.second_stage else None


def recent(by: User, now: datetime) -> QuerySet[Traveller, Traveller]:
    """The travellers of the last days whom this person sees."""
    since = now - timedelta(days=DAYS)
    rows = Traveller.objects.visible_to(by).exclude(presence=Presence.WITHDRAWN)
    return rows.filter(voyage__filed_at__gte=since).defer("sent", "layers", "quality")


def _best(found: Sequence[Match]) -> float:
    return max((inf if one.always else one.score for one in found), default=-inf)


def _step(best: Sequence[float], threshold: float, asked: float, in_force: float) -> Step:
    alerted = sum(score >= threshold for score in best)
    of_1000 = 1000 * alerted / len(best) if best else 0.0
    return Step(
        threshold=threshold,
        alerted=alerted,
        of_1000=of_1000,
        asked=threshold == asked,
        in_force=threshold == in_force,
    )


def _newest(watch_list: WatchList) -> int:
    newest = Version.objects.filter(watch_list=watch_list).first()
    return newest.pk if newest else 0


@lru_cache(maxsize=2)
def _index(watch_list: int, version: int, silent: bool) -> Index:
    """Of one version of one list; kept, since whoever looks for a threshold tries several. `silent`: with entries of
    which only their owner knows."""
    rows = Entry.objects.filter(watch_list=watch_list, removed_in=None)
    rows = rows if silent else rows.exclude(listed__action=Action.DISCREET)
    return build_index([as_entry(row) for row in rows.iterator(chunk_size=2000)])

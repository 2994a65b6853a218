"""Dry run of a threshold: stored travellers screened against one list as in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf
from typing import Final

from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.records import Action
from roadstead.engine.screening.run import build_index
from roadstead.filings.voyages.declared import as_declared
from roadstead.filings.voyages.models import Traveller
from roadstead.pipeline.dry_run import DAYS, dry_run, recent_travellers
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_silent
from roadstead.targeting.watchlists.models import REGION, Entry, Version, WatchList
from roadstead.targeting.watchlists.publish import as_entry

MAX_TRAVELLERS: Final = 2_000
MAX_ENTRIES: Final = 50_000  # longer lists are measured by the benchmark
BESIDE: Final = (-4.0, -2.0, 2.0, 4.0)  # bits: other thresholds that are shown too


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Number of screened travellers that would alert at this threshold, and per thousand."""

    threshold: float
    alerted: int
    per_thousand: float
    is_requested: bool  # True for the threshold that was asked for
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdDryRun:
    """Result: `screened` of the `all` recent travellers visible to the user. `refused`: why there is no result."""

    screened: int = 0
    all: int = 0
    days: int = DAYS
    by_policy: int = 0  # shown by policy at any threshold
    steps: tuple[Step, ...] = ()
    refused: str = ""


def dry_run_threshold(watch_list: WatchList, requested: float, *, by: User, now: datetime) -> ThresholdDryRun:
    """Count the alerts that a threshold would have raised. Cleared matches count as alerts."""
    entries = Entry.objects.visible_to(by).filter(watch_list=watch_list, removed_in=None).count()
    if not entries:
        return ThresholdDryRun(refused="The list names nobody: its documents alert whatever the threshold.")
    if entries > MAX_ENTRIES:
        return ThresholdDryRun(refused=f"The list has {entries:,} entries; a page tries no more than {MAX_ENTRIES:,}.")
    owns = watch_list.owner == (by.state_id or REGION) and may_see_silent(by)
    index, model = (
        _index(watch_list.pk, _newest(watch_list), owns),
        shipped_reranker() if watch_list.use_reranking else None,
    )
    in_force = DEFAULT_THRESHOLD if watch_list.threshold is None else watch_list.threshold
    at = sorted({requested, in_force, *(requested + beside for beside in BESIDE if requested + beside >= 0)})

    def screen(rows: Sequence[Traveller]) -> Iterable[float | None]:
        """Yield the best score of each traveller; infinity if policy shows a match at any threshold."""
        for found in alerts_all([as_declared(row) for row in rows], index, at[0], model):
            yield max((inf if one.shown_by_policy else one.score for one in found), default=None)

    run = dry_run(recent_travellers(by, now), screen, limit=MAX_TRAVELLERS)
    best, screened = [score for _, score in run.matches], len(run.screened)
    steps = tuple(_step(best, screened, threshold, requested, in_force) for threshold in at)
    return ThresholdDryRun(screened=screened, all=run.all, by_policy=best.count(inf), steps=steps)


def _step(best: Sequence[float], screened: int, threshold: float, asked: float, in_force: float) -> Step:
    alerted = sum(score >= threshold for score in best)
    return Step(
        threshold=threshold,
        alerted=alerted,
        per_thousand=1000 * alerted / screened if screened else 0.0,
        is_requested=threshold == asked,
        in_force=threshold == in_force,
    )


def _newest(watch_list: WatchList) -> int:
    newest = Version.objects.filter(watch_list=watch_list).first()
    return newest.pk if newest else 0


@lru_cache(maxsize=2)
def _index(watch_list: int, version: int, silent: bool) -> Index:
    """Return the index of one version of one list; cached, since users try several thresholds in a row.

    `silent`: include the entries that only their owner may see.
    """
    rows = Entry.objects.filter(watch_list=watch_list, removed_in=None)
    rows = rows if silent else rows.exclude(listed__action=Action.DISCREET)
    return build_index([as_entry(row) for row in rows.iterator(chunk_size=2000)])

"""Recall against innocents alerted: the threshold follows from the innocents, and recall is read at it.

Found: the entry meant is alerted, by score or by policy. Alerted: an innocent with one or more alerts, on any entry.
Differences below one point are noise: 5 in 1,000 of 14,000 innocents are 70 people.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.matching.asked import Asked, Key
from bench.matching.engine import Met
from bench.matching.labelled import INVENTED

RATES: Final = (1, 5, 10)  # innocents alerted, of 1,000
ALWAYS, NEVER = float("inf"), float("-inf")
CURVE: Final = (0.2, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50)  # points of the curve that is drawn on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Best scores in bits. `found`: by kind, of the entry meant; `innocent`: on any entry, by list. inf: by policy."""

    found: dict[str, list[float]]
    innocent: list[float]
    # by list: scores of those meant on it, and the best score of every innocent
    by_list: dict[str, tuple[list[float], list[float]]]
    things: int = 0  # alerts on entries that are no persons; there must be none


def outcome(
    queries: Sequence[Asked],
    met: Sequence[Sequence[Met]],
    policy: bool = True,
    things: Container[Key] = (),
) -> Outcome:
    """Return the best scores. `policy` False: alerts by policy count by their score only. `things`: entries that are no
    persons.
    """
    found, innocent = defaultdict[str, list[float]](list), list[float]()
    meant, stray = defaultdict[str, list[float]](list), list[dict[str, float]]()
    for one, entries in zip(queries, met, strict=True):
        if one.meant:
            best = max((_worth(each, policy) for each in entries if (each.list, each.id) in one.meant), default=NEVER)
            found[one.kind].append(best)
            for of in one.lists:
                meant[of].append(best)
        else:
            best_by_list = _best_by_list(entries, policy)
            stray.append(best_by_list)
            innocent.append(max(best_by_list.values(), default=NEVER))
    by_list = {of: (meant[of], [best.get(of, NEVER) for best in stray]) for of in meant}
    wrong = sum((each.list, each.id) in things for entries in met for each in entries)
    return Outcome(found=dict(found), innocent=innocent, by_list=by_list, things=wrong)


def _worth(met: Met, policy: bool) -> float:
    return ALWAYS if met.always and policy else met.score


def _best_by_list(entries: Iterable[Met], policy: bool) -> dict[str, float]:
    best: dict[str, float] = {}
    for each in entries:
        if not each.list.startswith(INVENTED):
            best[each.list] = max(best.get(each.list, NEVER), _worth(each, policy))
    return best


def threshold(innocent: Sequence[float], rate: float) -> float:
    """Return the lowest threshold at which at most `rate` of 1,000 innocents are alerted. inf: policy alone alerts
    more.
    """
    worst = sorted(innocent, reverse=True)
    allowed = int(rate * len(worst) / 1000)
    if allowed >= len(worst):
        return NEVER
    return next((score for score in reversed(worst[:allowed]) if score > worst[allowed]), _above(worst[allowed]))


def _above(score: float) -> float:
    return score + 1e-9


def share(scores: Sequence[float], limit: float) -> float:
    """Return the share of scores at the limit or above."""
    ordered = sorted(scores)
    return (len(ordered) - bisect_left(ordered, limit)) / len(ordered) if ordered else float("nan")


def alerted(innocent: Sequence[float], limit: float) -> float:
    """Return the innocents alerted in 1,000 at this limit."""
    return 1000 * share(innocent, limit)


Table = dict[str, dict[str, float]]


def table(of: Outcome, rates: Sequence[float] = RATES) -> Table:
    """Return recall by kind at each rate, with the number screened; then the mean of the kinds, and the thresholds."""
    limits = {f"@{rate:g}": threshold(of.innocent, rate) for rate in rates}
    rows = {kind: {"asked": len(scores)} | _recalls(scores, limits) for kind, scores in of.found.items()}
    kinds = list(rows.values())
    mean = {name: sum(row[name] for row in kinds) / max(1, len(kinds)) for name in limits}
    everybody = [score for scores in of.found.values() for score in scores]
    return {
        **rows,
        "mean of the kinds": {"asked": len(everybody)} | mean,
        "all travellers": {"asked": len(everybody)} | _recalls(everybody, limits),
        "threshold, bits": {"asked": len(of.innocent)} | limits,
        "innocents alerted of 1,000": {"asked": len(of.innocent)}
        | {name: alerted(of.innocent, limit) for name, limit in limits.items()},
    }


def _recalls(scores: Sequence[float], limits: dict[str, float]) -> dict[str, float]:
    return {name: share(scores, limit) for name, limit in limits.items()}


Points = list[dict[str, float]]


def points(found: Sequence[float], innocent: Sequence[float], rates: Sequence[float] = CURVE) -> Points:
    """Return the curve of one list: thresholds, innocents alerted of 1,000 by this list alone, and the share found."""
    limits = sorted({threshold(innocent, rate) for rate in rates}, reverse=True)
    return [
        {"threshold": limit, "alerted_of_1000": alerted(innocent, limit), "found": share(found, limit)}
        for limit in limits
        if abs(limit) != ALWAYS
    ]


FEWEST: Final = 30  # minimum number of persons screened for the curve of a list


def curves(of: Outcome) -> dict[str, Points]:
    """Return the curve of every list with enough persons screened, and of all lists together."""
    everybody = [score for scores in of.found.values() for score in scores]
    published = sorted(name for name in of.by_list if not name.startswith(INVENTED))
    own = {name: points(*of.by_list[name]) for name in published if len(of.by_list[name][0]) >= FEWEST}
    return {"all lists": points(everybody, of.innocent), **own}

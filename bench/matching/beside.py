"""Comparison with other systems: the same list, the same travellers, the same run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

from bench.matching import engine
from bench.matching.asked import Asked
from bench.matching.curve import Outcome, outcome, share, threshold
from bench.matching.measure import FLOOR, gold
from bench.matching.others import SYSTEMS, Answer, missing, runner
from roadstead.engine.records import Entry

KINDS_SHOWN = ("real alias, Latin", "real alias, only another script left", "UN, misspelt by others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    entries: Sequence[Entry]
    asked: Sequence[Asked]


def side_by_side(every: int, each: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Return rates and recall of all systems; one of `every` travellers is screened, since some systems are slow.

    Recall is the mean of the kinds, so that kinds with many travellers do not outweigh the rest.
    """
    whole = gold(each)
    of = Compared(entries=list(whole.entries), asked=list(whole.asked)[::every])
    rows = {"Roadstead": _figures(of, ours(of))}
    for name, system in SYSTEMS.items():
        if not only or any(word in name for word in only):
            lacking = missing(system)
            travellers = [one.traveller for one in of.asked]
            rows[name] = (
                {"not installed": ", ".join(lacking)}
                if lacking
                else _figures(of, runner(system)(of.entries, travellers))
            )
    return {"travellers": {"asked": len(of.asked), "innocent": sum(not one.meant for one in of.asked)}, "systems": rows}


def ours(of: Compared) -> Answer:
    began = process_time()
    index = engine.build(of.entries)
    built = process_time()
    met = engine.score(index, [one.traveller for one in of.asked], FLOOR)
    return Answer(met, built - began, process_time() - built)


def _figures(of: Compared, answer: Answer) -> dict[str, Any]:
    found = outcome(of.asked, answer.met)
    return {
        "build, seconds": answer.build_seconds,
        "travellers a second": len(of.asked) / answer.score_seconds,
        **{f"mean @{rate}": _mean(found, rate) for rate in (1, 5, 10)},
        **{f"{kind} @5": share(found.found.get(kind, ()), threshold(found.innocent, 5)) for kind in KINDS_SHOWN},
    }


def _mean(found: Outcome, rate: float) -> float:
    limit = threshold(found.innocent, rate)
    recalls = [share(scores, limit) for scores in found.found.values()]
    return sum(recalls) / max(1, len(recalls))

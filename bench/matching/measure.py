"""The measurement: one index, against which all travellers are matched once; thresholds follow afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from bench.matching import big, engine, real
from bench.matching.asked import Asked, key
from bench.matching.calibrated import calibrated
from bench.matching.curve import Outcome, Table, outcome
from bench.matching.held_out import held_out
from bench.matching.innocents import COUNT, innocents
from bench.matching.labelled import INVENTED, best_f1, frozen, labelled, single_pairs
from bench.matching.planted import planted
from roadstead.engine.records import Entry, Kind

FLOOR: Final = 4.0  # bits; there are never alerts below, and candidates need not be scored
FLOOR_OF_MANY: Final = 12.0  # with many invented persons and a reranking model that describes everyone above fewer bits
EACH: Final = 150  # travellers per planted kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A list and all travellers screened against it."""

    entries: Iterable[Entry]  # read once: there may be a million
    asked: Sequence[Asked]


def gold(each: int = EACH, count: int = COUNT, size: int = 0) -> Gold:
    """Return the real list without the held-out aliases and with the entries of the pairs; `size` invented persons
    beside it.

    Planted travellers are on the real list; with invented persons, every second one is on theirs.
    """
    held = held_out(real.persons())
    whole = [entry for at, entry in enumerate(held.entries) if at not in held.touched]
    invented, pairs = labelled(whole)
    others = (entry for entry in real.entries() if entry.kind is not Kind.PERSON)
    drawn_from = [*whole, *big.sample(min(size, len(whole)), size)]
    queries = [*planted(drawn_from, each), *held.asked, *pairs, *innocents(count)]
    return Gold(entries=chain(held.entries, others, invented, big.invented(size)), asked=queries)


def measured(
    of: Gold, dated: bool = True, second: bool = False, floor: float = FLOOR
) -> tuple[Outcome, Outcome, Table]:
    """Return the outcome with alerts by policy, and by scores alone; probabilities with a `second` stage.

    `dated` False: travellers without a birth date, as from old systems.
    """
    index = engine.build(of.entries)
    travellers = [one.traveller if dated else replace(one.traveller, born="") for one in of.asked]
    things = {key(entry) for entry in real.entries() if entry.kind is not Kind.PERSON}
    met = engine.score(index, travellers, floor, second)
    with_policy, alone = (outcome(of.asked, met, policy=policy, things=things) for policy in (True, False))
    return with_policy, alone, calibrated(of.asked, met) if second else {}


def names_only() -> dict[str, float]:
    """Return the best F1 and its threshold for single pairs of names, by the bits of the entry meant."""
    listed, travellers, truths = single_pairs()
    met = engine.score(engine.build([*real.persons(), *listed]), travellers, float("-inf"))
    scores = [
        max((each.score for each in found if each.list.startswith(INVENTED) and each.id == id), default=float("-inf"))
        for found, (id, _) in zip(met, truths, strict=True)
    ]
    f1, threshold = best_f1(scores, [same for _, same in truths])
    others, _ = best_f1(*frozen())
    return {"pairs": len(truths), "best F1": f1, "threshold, bits": threshold, "best F1 of logic-v2, as frozen": others}

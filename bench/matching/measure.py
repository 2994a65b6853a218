"""The measurement: one index, everybody asked of it once, thresholds drawn afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.matching import engine, real
from bench.matching.asked import Asked
from bench.matching.curve import Outcome, outcome
from bench.matching.held_out import held_out
from bench.matching.innocents import COUNT, innocents
from bench.matching.labelled import INVENTED, best_f1, labelled, single_pairs
from bench.matching.planted import planted
from roadstead.model import Entry

FLOOR: Final = 4.0  # bits: below it nobody ever alerts, and candidates need not be weighed
EACH: Final = 150  # travellers of a planted kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A list with everybody who is asked of it."""

    entries: Sequence[Entry]
    asked: Sequence[Asked]


def gold(beside: Iterable[Entry] = (), each: int = EACH, count: int = COUNT) -> Gold:
    """The real list without the aliases held out, with the pairs' entries, and with `beside` (the invented million)."""
    held = held_out(real.persons())
    whole = [entry for at, entry in enumerate(held.entries) if at not in held.touched]
    invented, pairs = labelled(whole)
    others = [entry for entry in real.entries() if entry.kind is not entry.kind.PERSON]
    queries = [*planted(whole, each), *held.asked, *pairs, *innocents(count)]
    return Gold(entries=[*held.entries, *others, *invented, *beside], asked=queries)


def measured(of: Gold, policy: bool = True) -> tuple[Outcome, object]:
    index = engine.build(of.entries)
    met = engine.score(index, [one.traveller for one in of.asked], FLOOR)
    return outcome(of.asked, met, policy), index


def names_only() -> dict[str, float]:
    """Single pairs of names, judged by the bits of the entry meant: the best F1 and its threshold."""
    listed, travellers, truths = single_pairs()
    met = engine.score(engine.build([*real.persons(), *listed]), travellers, float("-inf"))
    scores = [
        max((each.score for each in found if each.list.startswith(INVENTED) and each.id == id), default=float("-inf"))
        for found, (id, _) in zip(met, truths, strict=True)
    ]
    f1, threshold = best_f1(scores, [same for _, same in truths])
    return {"pairs": len(truths), "best F1": f1, "threshold, bits": threshold}

"""Comparison of a typed name with a stored one, part by part in any order, with the matcher's own relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from roadstead.engine.matching.likeness import NEIGHBOUR, SAME, SLIP, Likeness, likeness
from roadstead.engine.text.names import Readings, readings

JOINED: Final = Likeness(0.95, "written together or apart")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A typed part, the stored part that it agrees with, and how."""

    typed: str
    stored: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two names agree. `pairs`: parts that agree, though they are spelt differently; `missing`: typed parts that
    the stored name does not have; `further`: number of parts that only the stored name has.
    """

    score: float  # 0 to 1
    pairs: tuple[Pair, ...] = ()
    missing: tuple[str, ...] = ()
    further: int = 0

    @property
    def is_exact(self) -> bool:
        """True if every typed part is in the stored name, spelt the same."""
        return not self.pairs and not self.missing

    @property
    def rank(self) -> tuple[bool, int, float, int]:
        """Order: exact first, then by parts that are missing, likeness, and parts that nobody typed."""
        return (not self.is_exact, len(self.missing), -self.score, self.further)


def compare(typed: Sequence[Readings], stored_name: str) -> Comparison:
    """Compare the parts of a typed name with a stored name, one by one or with two joined: the better of both."""
    stored = readings(stored_name)
    plain, whole = _by_parts(typed, stored), _whole(typed, stored)
    return plain if whole is None or plain.rank <= whole.rank else whole


def _by_parts(typed: Sequence[Readings], stored: Sequence[Readings]) -> Comparison:
    """Pair the closest parts first, each once."""
    near = [
        (found, at, there)
        for at, part in enumerate(typed)
        for there, other in enumerate(stored)
        if is_alike(found := _best(part, other))
    ]
    pairs: dict[int, tuple[Likeness, int]] = {}
    for found, at, there in sorted(near, key=lambda each: (-each[0].value, each[1], each[2])):
        if at not in pairs and there not in {other for _, other in pairs.values()}:
            pairs[at] = found, there
    return Comparison(
        score=sum(found.value for found, _ in pairs.values()) / max(1, len(typed)),
        pairs=tuple(
            Pair(typed=typed[at][0], stored=stored[there][0], relation=found.relation)
            for at, (found, there) in sorted(pairs.items())
            if found.relation != SAME
        ),
        missing=tuple(part[0] for at, part in enumerate(typed) if at not in pairs),
        further=len(stored) - len(pairs),
    )


def is_alike(found: Likeness) -> bool:
    """Return True if the matcher takes the parts for one, spelt differently; a slip counts in short parts too."""
    return found.value >= NEIGHBOUR or (found.relation == SLIP and found.value > 0)


@lru_cache(maxsize=8_192)
def _best(part: Readings, other: Readings) -> Likeness:
    """Return the closest relation. The candidates of a search share most of their names."""
    return max(likeness(one, two) for one in part for two in other)


def _whole(typed: Sequence[Readings], stored: Sequence[Readings]) -> Comparison | None:
    """Return the comparison where two parts of one name are written as one in the other; None elsewhere."""
    for parts, others in ((typed, stored), (stored, typed)):
        for at, (one, two) in enumerate(pairwise(parts)):
            joined = one[0] + two[0]
            there = next((place for place, other in enumerate(others) if joined in other), None)
            if there is None:
                continue
            rest = [*parts[:at], *parts[at + 2 :]]
            left = [*others[:there], *others[there + 1 :]]
            typed_rest, stored_rest = (rest, left) if parts is typed else (left, rest)
            other = compare(typed_rest, " ".join(part[0] for part in stored_rest)) if typed_rest else None
            pair = Pair(typed=joined, stored=f"{one[0]} {two[0]}", relation=JOINED.relation)
            return Comparison(
                score=JOINED.value if other is None else (JOINED.value + other.score) / 2,
                pairs=(pair, *(other.pairs if other else ())),
                missing=other.missing if other else (),
                further=other.further if other else len(stored_rest),
            )
    return None

"""Spellings put in each other's place: what most origins need."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

Spellings = Sequence[tuple[str, Sequence[str]]]  # what stands there, and what else is written for it


def spellings(text: str) -> Spellings:
    """ "KH: H CH; Q: K G" as pairs, in this order: what comes first is tried first."""
    pairs = (line.partition(":") for line in text.split(";"))
    return tuple((stands.strip(), tuple(others.split())) for stands, _, others in pairs)


def groups(text: str) -> tuple[tuple[str, ...], ...]:
    """ "OMAR UMAR; ALI ALY" as groups of spellings of the same."""
    return tuple(tuple(line.split()) for line in text.split(";"))


def respelt(part: str, spellings: Spellings, random: Random, share: float = 0.6) -> str:
    """A part read from left to right, the longest that fits first; each is replaced with this probability."""
    made, position = "", 0
    while position < len(part):
        found = next((pair for pair in spellings if part.startswith(pair[0], position)), None)
        if found is None:
            made, position = made + part[position], position + 1
        else:
            made += random.choice(found[1]) if random.random() < share else found[0]
            position += len(found[0])
    return made

"""The nationality declared against those listed: the rarer on the list, the more it says when equal."""

from __future__ import annotations

from functools import lru_cache
from math import log2

from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score
from roadstead.engine.reference import countries

MOST = 5.0
DIFFERENT = -2.0  # people change and hold several; never a reason to look away
KEYED_WRONG = 0.3  # bits off, for those of the right people whose nationality differs


@lru_cache(maxsize=65_536)
def nationality(declared: str, listed: tuple[str, ...], share: float) -> Score:
    """`share`: of entries of the list with this nationality, from 0 to 1. Codes alpha-3; () or "" is unknown."""
    if not declared or not listed:
        return NOTHING_KNOWN
    if declared in listed:
        return Score(bits(share), f"{_name(declared)} is the nationality, as listed.")
    others = ", ".join(map(_name, listed))
    return Score(DIFFERENT, f"Nationality differs ({_name(declared)}, listed {others}).")


def bits(share: float) -> float:
    """What agreeing says, by the share of the list that has this nationality."""
    return max(0.0, min(MOST, -log2(max(share, 1e-9)) - KEYED_WRONG))


@lru_cache(maxsize=4096)
def code(text: str) -> str:
    """The state behind whatever a carrier or a list writes (D, GBD, Belizean), alpha-3; "" where it is none."""
    state = countries.family(text)
    return "" if countries.kind(state) in NOBODYS else state


NOBODYS = frozenset({"special", "body"})  # stateless, refugees; who has a paper of UNO or XCC is of some state


def _name(code: str) -> str:
    return countries.name(code) or code

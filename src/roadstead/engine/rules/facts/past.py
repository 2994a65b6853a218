"""What earlier voyages tell of a person with the same identifiers, as far as every state concerned may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyaged:
    """One other voyage of the same person: the day it arrived, and whether the person was on board."""

    day: date
    boarded: bool = True
    overlaps: bool = False  # it was under way while this one is


@dataclass(frozen=True, slots=True)
class Past:
    """Of one traveller. `known`: the identifiers were enough to look for; if not, nothing is known, which is not 0."""

    voyages: tuple[Voyaged, ...] = ()
    known: bool = True


NO_PAST: Final = Past(known=False)

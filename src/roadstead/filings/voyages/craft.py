"""History of a craft: its voyages as declared, and the names it sailed under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User

# The IMO number stays with a hull whatever its name (IMO resolution A.1117(30)); the other numbers change, as names do.
KEYS: Final = ("craft_imo", "craft_registration", "craft_mmsi", "craft_call_sign")
NAME: Final = "craft_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class CraftName:
    """One name of a craft, with its first and last arrival under it."""

    name: str
    first: datetime | None
    last: datetime | None
    voyages: int


def voyages_of_craft(voyage: Voyage, by: User) -> QuerySet[Voyage, Voyage]:
    """Return the craft's voyages that this user may see, the newest first, including this one (S25).

    Matched by the first of KEYS that the voyage states; by name only among craft that state none of them. Empty if the
    voyage names no craft.
    """
    rows = Voyage.objects.visible_to(by).filter(mode=voyage.mode).order_by("-arrives_at", "-pk")
    key = identifying_column(voyage)
    if key == NAME:
        return rows.filter(**dict.fromkeys(KEYS, ""), craft_name__iexact=voyage.craft_name)
    return rows.filter(**{key: getattr(voyage, key)}) if key else rows.none()


def identifying_column(voyage: Voyage) -> str:
    """Return the column that identifies this voyage's craft; "" if it names none."""
    return next((column for column in (*KEYS, NAME) if getattr(voyage, column)), "")


def craft_names(voyages: Iterable[Voyage]) -> list[CraftName]:
    """Return every name once, whatever its capitals, the latest first."""
    by_name: dict[str, list[Voyage]] = {}
    for voyage in voyages:
        if voyage.craft_name:
            by_name.setdefault(voyage.craft_name.upper(), []).append(voyage)
    return [_one(rows) for rows in by_name.values()]


def _one(rows: list[Voyage]) -> CraftName:
    known = [row.arrives_at for row in rows if row.arrives_at]
    first, last = (min(known), max(known)) if known else (None, None)
    return CraftName(name=rows[0].craft_name, first=first, last=last, voyages=len(rows))

"""Where a craft has been: its voyages as they were declared, and the names it sailed under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from roadstead.accounts.models import User
from roadstead.manifests.models import Voyage


@dataclass(frozen=True, slots=True, kw_only=True)
class SailedAs:
    """One name of a craft with its first and last arrival under it."""

    name: str
    first: datetime | None
    last: datetime | None
    voyages: int


def voyages_of_craft(voyage: Voyage, by: User) -> QuerySet[Voyage, Voyage]:
    """The newest first, this one among them; those alone that concern this person's state (S25).

    By IMO number, which stays with a hull whatever it is called (IMO resolution A.1117(30)); without one by name.
    None where the voyage names no craft.
    """
    rows = Voyage.objects.visible_to(by).filter(mode=voyage.mode).order_by("-arrives_at", "-pk")
    same = Q(craft_imo=voyage.craft_imo) if voyage.craft_imo else Q(craft_imo="", craft_name__iexact=voyage.craft_name)
    return rows.filter(same) if voyage.craft_imo or voyage.craft_name else rows.none()


def sailed_as(voyages: Iterable[Voyage]) -> list[SailedAs]:
    """Every name once, whatever its capitals, the latest first."""
    by_name: dict[str, list[Voyage]] = {}
    for voyage in voyages:
        if voyage.craft_name:
            by_name.setdefault(voyage.craft_name.upper(), []).append(voyage)
    return [_one(rows) for rows in by_name.values()]


def _one(rows: list[Voyage]) -> SailedAs:
    known = [row.arrives_at for row in rows if row.arrives_at]
    first, last = (min(known), max(known)) if known else (None, None)
    return SailedAs(name=rows[0].craft_name, first=first, last=last, voyages=len(rows))

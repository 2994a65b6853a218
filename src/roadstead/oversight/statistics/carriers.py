"""How carriers file: in time, and with people of whom something is missing or wrong (C1, A2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from roadstead.engine.records import Aspect
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.statistics.logic.table import Row, Table, lone_share, share_of

ASPECTS: Final = tuple(aspect.value for aspect in Aspect if aspect is not Aspect.ON_TIME)  # of people


def carriers(voyages: QuerySet[Voyage, Voyage], small: int) -> Table:
    """A voyage is no person, so its numbers are told; of people, small ones are kept back."""
    concerned = {f"bad_{name}": Sum(_number(f"quality__concerned__{name}")) for name in ASPECTS}
    rows = voyages.values("carrier").annotate(
        voyages=Count("pk"),
        due=Count("pk", filter=Q(due_at__isnull=False)),
        in_time=Count("pk", filter=Q(filed_at__lte=F("due_at"))),
        people=Sum(_number("quality__people")),
        **concerned,
    )
    return Table(
        key="carriers",
        title="By carrier",
        says="Voyages whose first list came in the period; in time: of those with a known deadline. Then people on"
        " board with an error or a warning, by what it is about, of those whose declarations were weighed.",
        of="Carrier",
        heads=("Voyages", "In time", *(name.capitalize() for name in ASPECTS)),
        rows=tuple(_row(row, small) for row in rows.order_by("carrier")),
    )


def _number(path: str) -> Cast:
    return Cast(KT(path), IntegerField())


def _row(row: Mapping[str, Any], small: int) -> Row:
    people = row["people"] or 0
    bad = (lone_share(row[f"bad_{name}"] or 0, people, small) for name in ASPECTS)
    return Row(name=row["carrier"] or "not stated", cells=(row["voyages"], share_of(row["in_time"], row["due"]), *bad))

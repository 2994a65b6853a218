"""Which bills a container concerns: those of its voyage that it is told anew of, and those of other ships that have it.

What a stowage plan, the terminal or the gate says of a container can change what a rule makes of its bills; and a
container that is declared on a second ship is in two places for the first one's bills as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage

LANDED: Final = timedelta(days=3)  # a ship that came in before has put its containers ashore
# Each number is looked up by itself: an array of twenty thousand would be compared with every bill.
HERE: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
where b.stands and b.voyage_id = %(voyage)s
"""
ELSEWHERE: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
join manifests_voyage v on v.id = b.voyage_id
where b.stands and not v.cancelled and v.id <> all(%(but)s) and (v.arrives_at is null or v.arrives_at > %(since)s)
"""


def bills_of_boxes(voyage: Voyage, numbers: Collection[str]) -> list[int]:
    """Rows of this voyage's bills that name one of these containers."""
    return _found(HERE, numbers, voyage=voyage.pk) if numbers else []


def bills_elsewhere(told: Iterable[tuple[Voyage, Collection[int]]], now: datetime) -> list[tuple[Voyage, list[int]]]:
    """Of ships that are still under way, by voyage the rows of bills that name a container of one of `told`."""
    pairs = list(told)
    rows = {number for _, bills in pairs for number in bills}
    numbers = {box for boxes in Bill.objects.filter(pk__in=rows).values_list("containers", flat=True) for box in boxes}
    but = [voyage.pk for voyage, _ in pairs]
    found: dict[int, list[int]] = defaultdict(list)
    pks = _found(ELSEWHERE, numbers, but=but, since=now - LANDED) if numbers else []
    for pk, voyage in Bill.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "voyage_id"):
        found[voyage].append(pk)
    return [(voyage, found[voyage.pk]) for voyage in Voyage.objects.filter(pk__in=found).order_by("pk")]


def _found(sql: str, numbers: Collection[str], **given: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"numbers": sorted(numbers), **given})
        return [pk for (pk,) in cursor.fetchall()]

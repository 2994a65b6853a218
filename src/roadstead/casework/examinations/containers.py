"""Status of containers for terminals and customs systems: held or released, without reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.models import Detention
from roadstead.casework.examinations.daily_list import detained
from roadstead.platform.accounts.models import User


class ContainerStatus(StrEnum):
    """Status of a container. It is released once the last selection that held it has released it."""

    HELD = "held"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerRow:
    """One container, or the goods of a bill without one (`container` "")."""

    container: str
    bill: str
    port: str
    craft: str
    voyage: str
    status: ContainerStatus
    at: datetime  # since when


def container_rows(
    user: User, status: ContainerStatus | None, *, port: str = "", since: datetime | None = None, most: int
) -> tuple[list[ContainerRow], bool]:
    """Return what the user's state holds and has released, by the time of the last change, and if there is more.

    `since`: only what changed then or later.
    """
    rows = _changes(user, port)
    if status is not None:
        rows = rows.filter(released_at__isnull=status is ContainerStatus.HELD)
    if since is not None:
        rows = rows.filter(changed_at__gte=since)
    found = list(rows.order_by("changed_at", "pk")[: most + 1])
    return list(_once(found[:most])), len(found) > most


def status_of(detention: Detention) -> ContainerStatus | None:
    """Return the status of the goods of one detention; None if it has ended and something else holds them."""
    if detention.released_at is None:
        return ContainerStatus.HELD
    open_ones = Detention.objects.filter(
        selection__voyage=detention.selection.voyage_id,
        owner=detention.owner,
        container=detention.container,
        released_at=None,
    )
    held = open_ones if detention.container else open_ones.filter(bill=detention.bill)
    return None if held.exists() else ContainerStatus.RELEASED


def _changes(user: User, port: str) -> QuerySet[Any, Any]:
    """Return the detentions with `changed_at`; a released one only if nothing else holds the same goods."""
    others = Detention.objects.visible_to(user).filter(
        selection__voyage=OuterRef("selection__voyage"), container=OuterRef("container"), released_at=None
    )
    same = others.filter(Q(bill=OuterRef("bill")) | ~Q(container=""))
    rows: QuerySet[Any, Any] = detained(user, port=port).filter(Q(released_at=None) | ~Exists(same))
    dated: QuerySet[Any, Any] = rows.annotate(changed_at=Coalesce("released_at", "detained_at"))
    return dated


def _once(rows: Iterable[Any]) -> Iterator[ContainerRow]:
    """Yield each container of a voyage once, with its newest change."""
    newest = {(row.selection.voyage_id, row.container, row.bill if not row.container else ""): row for row in rows}
    for row in newest.values():
        yield ContainerRow(
            container=row.container,
            bill=row.bill,
            port=row.port,
            craft=row.selection.voyage.craft_name,
            voyage=row.selection.voyage.number,
            status=ContainerStatus.RELEASED if row.released_at else ContainerStatus.HELD,
            at=row.changed_at,
        )

"""What stands around the queue: how many are whose, and what the filters offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roadstead.casework.alerts.queue import BESIDE, WHOSE, Asked, beside, counts, of_each, of_state
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`numbers`: by choice of whose, as asked; `tabs`: the same, or of the open ones where one of `beside` is asked
    for; `beside`: how many wait for something else than a decision. `lists`, `rules`, `ports`: what the filters offer,
    of all that is open or of what is asked for beside it."""

    numbers: Mapping[str, int]
    tabs: Mapping[str, int]
    beside: Mapping[str, int]
    lists: Sequence[str]
    rules: Sequence[str]
    ports: Sequence[str]


def overview(user: User, asked: Asked, now: datetime) -> Overview:
    """What stands around the queue. One walk through the open alerts where nothing else is asked for, as mostly."""
    found = _grouped(Asked(), user)
    offered = _grouped(Asked(show=asked.show), user) if asked.show in BESIDE else found
    all_open = {whose: sum(row[whose] for row in found) for whose in WHOSE}
    numbers = all_open if asked == Asked(whose=asked.whose) else counts(user, asked, now)
    return Overview(
        numbers=numbers,
        tabs=all_open if asked.show in BESIDE else numbers,
        beside=beside(user),
        lists=_named(offered, "list_name"),
        rules=_named(offered, "rule"),
        ports=_ports(offered, user),
    )


def _grouped(asked: Asked, user: User) -> list[dict[str, Any]]:
    rows = of_state(asked, user).values("list_name", "rule", "voyage_id", "bill__arrives_in", *_more(asked))
    return list(rows.annotate(**of_each(user)))


def _more(asked: Asked) -> tuple[str, ...]:
    """Goods are examined where they are loaded, too."""
    return ("bill__load",) if asked.show == "selected" else ()


def _ports(rows: Iterable[Mapping[str, Any]], user: User) -> list[str]:
    """Where the bills arrive, and everything else at the end of its voyage."""
    of_bills = {str(row.get(name) or "") for row in rows for name in ("bill__arrives_in", "bill__load")}
    numbers = {row["voyage_id"] for row in rows if row["bill__arrives_in"] is None}
    voyages = Voyage.objects.visible_to(user).filter(pk__in=numbers).order_by()
    return sorted({*of_bills, *voyages.values_list("destination", flat=True).distinct()} - {""})


def _named(rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    return sorted({row[column] for row in rows} - {""})

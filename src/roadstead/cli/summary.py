"""Text that `roadstead up` prints once all is running: next arrivals and possible matches, address, accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Count, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.models import Alert
from roadstead.cli.console import LAST_LINE_OF_UP, counted
from roadstead.config import config
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.second_factor import is_required_for
from roadstead.platform.database.scope import REGION, scoped
from roadstead.web.home.home import open_items

MAX_ARRIVALS: Final = 30


def summary(port: int, accounts: dict[str, str]) -> list[str]:
    """Return the address, the accounts, and with the demo region the next arrivals with their possible matches and the
    open items of each person.
    """
    now = datetime.now(UTC)
    lines = [
        *([*_arrivals(now), *_open_items(accounts, now)] if accounts else ()),
        f"Roadstead is running at  http://127.0.0.1:{port}",
        "",
    ]
    lines += [f"  {name:20} {password}" for name, password in accounts.items()]
    if any(is_required_for(user) for user in User.objects.filter(demo=True)[:1]):
        lines += ["", "Each account sets up a second factor at the first sign-in."]
    elif accounts:
        lines += [
            "",
            "These demo accounts need no second factor here (ROADSTEAD_SECOND_FACTOR).",
        ]
    if accounts and not config().smtp_url:
        lines += ["", f"Emails are stored in {config().home / 'mail'}; none leaves this machine."]
    return [*lines, "", LAST_LINE_OF_UP]


def _arrivals(now: datetime) -> list[str]:
    """Return the table of next arrivals, in one query however much is stored."""
    with scoped(REGION):
        coming = Voyage.objects.filter(arrives_at__gte=now).order_by("arrives_at", "id")
        voyages = list(coming.annotate(people=_count(Traveller), possible=_count(Alert))[:MAX_ARRIVALS])
    if not voyages:
        return []
    head = ("arrives (local)", "voyage", "route", "travellers", "possible matches", "filed")
    total = ", ".join(
        (
            counted(len(voyages), "voyage"),
            counted(sum(voyage.people for voyage in voyages), "traveller"),
            counted(sum(voyage.possible for voyage in voyages), "possible match", "possible matches"),
        )
    )
    return [*_columns([head, *map(_row, voyages)]), "", f"Next to arrive: {total}", ""]


def _open_items(accounts: Iterable[str], now: datetime) -> list[str]:
    """Return what waits for each person who signs in, as their first page counts it."""
    rows = []
    with scoped(REGION):
        found = User.objects.filter(username__in=accounts).select_related("state", "organisation")
        people = {person.username: person for person in found}
    for name in (each for each in accounts if each in people):
        with scoped(people[name].scope):
            counts = [f"{source.name} {source.count}" for source in open_items(people[name], now)]
        if counts:
            rows.append((name.ljust(19), ", ".join(counts)))
    return ["Open items by person", "", *map(str.rstrip, _columns(rows)), ""] if rows else []


def _count(model: type[Model]) -> Coalesce:
    of_it = model._default_manager.filter(voyage=OuterRef("pk")).order_by().values("voyage")
    return Coalesce(Subquery(of_it.annotate(number=Count("pk")).values("number")), 0)


def _row(voyage: Any) -> tuple[str, ...]:
    filed = {True: "in time", False: "late", None: "–"}[voyage.on_time]
    name = voyage.craft_name or f"{voyage.carrier} {voyage.number.removeprefix(voyage.carrier)}"
    route = f"{voyage.origin}–{voyage.destination}"
    arrives = voyage.arrives_local.replace("T", " ")
    return (arrives, name[:28], route, str(voyage.people), str(voyage.possible), filed)


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    rows = list(rows)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]

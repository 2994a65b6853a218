"""What `roadstead up` prints once all is running: voyages and what was found, the address, the accounts of the demo."""

from __future__ import annotations

from collections.abc import Iterable

from roadstead.casework.alerts.models import Alert
from roadstead.cli.failure import counted
from roadstead.config import config
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.second_factor import is_asked_of
from roadstead.platform.database.scope import REGION, scoped


def summary(port: int, accounts: dict[str, str]) -> list[str]:
    """The address, the accounts, and the voyages with what was found."""
    lines = [*_voyages(), "", f"Roadstead is at  http://127.0.0.1:{port}", ""]
    lines += [f"  {name:20} {password}" for name, password in accounts.items()]
    if any(is_asked_of(user) for user in User.objects.filter(demo=True)[:1]):
        lines += ["", "At the first sign-in each sets up a second factor."]
    elif accounts:
        lines += [
            "",
            "These accounts are made up and go without a second factor here (ROADSTEAD_SECOND_FACTOR).",
        ]
    if accounts and not config().smtp_url:
        lines += ["", f"Mails to the desks are put down in {config().home / 'mail'}: nothing leaves this machine."]
    return [*lines, "", "Ctrl-C stops everything this started. The data stays."]


def _voyages() -> list[str]:
    with scoped(REGION):
        voyages = list(Voyage.objects.order_by("arrives_at", "id"))
        aside = Message.objects.filter(status__in=[Status.SET_ASIDE, Status.NOT_UNDERSTOOD]).count()
        rows = [_row(voyage) for voyage in voyages]
        travellers, alerts = Traveller.objects.count(), Alert.objects.count()
    head = ("arrives (local)", "voyage", "route", "travellers", "possible", "filed")
    total = ", ".join(
        (
            counted(len(rows), "voyage"),
            counted(travellers, "traveller"),
            counted(alerts, "possible match", "possible matches"),
            f"{counted(aside, 'message')} not understood",
        )
    )
    return [*_columns([head, *rows]), "", total]


def _row(voyage: Voyage) -> tuple[str, ...]:
    filed = {True: "in time", False: "late", None: "–"}[voyage.on_time]
    name = voyage.craft_name or f"{voyage.carrier} {voyage.number.removeprefix(voyage.carrier)}"
    route = f"{voyage.origin}–{voyage.destination}"
    people, possible = voyage.travellers.count(), voyage.alerts.count()
    return (voyage.arrives_local.replace("T", " "), name[:28], route, str(people), str(possible), filed)


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    rows = list(rows)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]

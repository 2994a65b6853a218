"""Trips: of carrier Y8, which walks, and of carrier QZXL, whose every word is a canary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from django.db import models
from django.utils import timezone

from roadstead.engine import records as model
from roadstead.filings.intake.models import Message
from roadstead.filings.trips.logic.notice import OnBoard, notice, on_board
from roadstead.filings.trips.models import Declaration, SavedCraft, SavedPerson, Trip, TripMessage, TripPerson
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User

Row = Callable[..., Any]


def plain(table: type[models.Model], /, **given: Any) -> Any:
    return table._base_manager.create(**given)


def trips_of(
    carrier: str,
    voyage: Voyage,
    by: User | None = None,
    *,
    states: list[str],
    row: Row = plain,
    say: Callable[[], str] = lambda: "ours",
) -> dict[str, int]:
    """A trip that was sent, one that was not, and what their filer saved. Return their numbers by kind of thing."""
    now = timezone.now()
    arrives = f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}"
    craft = row(SavedCraft, carrier=carrier, mode="sea", name=say(), used_at=now)
    someone = row(
        SavedPerson, carrier=carrier, surname=say(), given=say(), born="1980-01-01", sex="F", nationality="GBR",
        document_type="P", document_number=say(), issuer="GBR", expires="2031-01-01", birth_place=say(), residence="",
        role="captain", used_at=now,
    )  # fmt: skip
    about = {"carrier": carrier, "by": by, "craft": craft, "origin": "LCCAS", "destination": "BBBGI", "used_at": now}
    told = {"departs": arrives, "arrives": arrives, "declared": {"goods": [{"what": say()}]}}
    draft = row(Trip, **about, **told, sent=None, sent_at=None, cancelled_at=None)
    sent = row(Trip, **about, **told, sent=_list(craft, someone), sent_at=now, cancelled_at=None)
    for each in (draft, sent):
        row(TripPerson, carrier=carrier, trip=each, person=someone, number=1, role="captain")
    message = Message.objects.filter(carrier=carrier).first()
    row(TripMessage, carrier=carrier, trip=sent, message=message, kind="list")
    row(
        Declaration, carrier=carrier, trip=sent, voyage=voyage, kind="goods", items=[{"what": say()}], sent_at=now,
        replaced_at=None, states=states,
    )  # fmt: skip
    return {"trip": sent.pk, "draft of a trip": draft.pk, "saved person": someone.pk, "saved craft": craft.pk}


def _list(craft: SavedCraft, person: SavedPerson) -> Any:
    made = notice(
        mode=model.Mode.SEA,
        craft=craft.record,
        leg=model.Leg(origin="LCCAS", destination="BBBGI", departure="2099-07-19T08:00", arrival="2099-07-20T08:00"),
        filed_by=model.ReportingParty(),
        people=[on_board(person.record, OnBoard.CAPTAIN, model.Mode.SEA)],
    )
    return msgspec.to_builtins(made)

"""Bookings of a voyage: every version is kept, and the newest of each locator is the current one."""

from __future__ import annotations

import msgspec
from django.db.models import F, OuterRef, Subquery

from roadstead.engine import records as model
from roadstead.filings.voyages.columns import fitting
from roadstead.filings.voyages.models import Booking, Manifest, Statement, Voyage


def keep_bookings(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> None:
    """Write the message's bookings; after a late message those of all others get their order and people again.

    What a boarding pass says of a booking is no version of it: it names one traveller of perhaps many.
    """
    if declared.message.function is model.Function.BOOKINGS:
        rows = [_row(booking, at, manifest, voyage) for at, booking in enumerate(declared.bookings)]
        Booking.objects.bulk_create(rows, batch_size=500)
    if voyage.bookings.exists():
        _settle(voyage)


def _row(booking: model.Booking, position: int, manifest: Manifest, voyage: Voyage) -> Booking:
    stated = {
        "carrier": manifest.carrier,
        "locator": booking.locator,
        "system": booking.system,
        "made_at": booking.created,
    }
    return Booking(
        voyage=voyage,
        manifest=manifest,
        position=position,
        detail=msgspec.to_builtins(booking),
        order=manifest.order,
        states=voyage.states,
        **{name: fitting(Booking, name, value) for name, value in stated.items()},
    )


def _settle(voyage: Voyage) -> None:
    """Order, people and which version is current, all from the messages as they now stand."""
    order = Manifest.objects.filter(pk=OuterRef("manifest_id")).values("order")
    voyage.bookings.exclude(order=F("manifest__order")).update(order=Subquery(order))
    with_bookings = Statement.objects.filter(voyage=voyage, manifest__bookings__isnull=False)
    who = dict(with_bookings.values_list("pk", "travellers"))
    newest, changed = set[tuple[str, str]](), list[Booking]()
    for row in voyage.bookings.order_by("-order", "-position"):
        people = _people(row, who.get(row.manifest_id, []))
        current = (row.system, row.locator) not in newest
        newest.add((row.system, row.locator))
        if (row.travellers, row.is_current) != (people, current):
            row.travellers, row.is_current = people, current
            changed.append(row)
    Booking.objects.bulk_update(changed, ["travellers", "is_current"], batch_size=500)


def _people(row: Booking, who: list[int | None]) -> list[int]:
    places = row.detail.get("travellers", ())
    return [pk for at in places if at < len(who) and (pk := who[at]) is not None]

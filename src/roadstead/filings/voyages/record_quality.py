"""The quality of what was filed, written beside voyage, people and messages once a message has been recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models import Min, TextField
from django.db.models.functions import Cast

from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.reference.overlay import FOLDER
from roadstead.engine.reference.sufficiency import Profile, profile_for
from roadstead.engine.voyages.quality import Due, Filed, category_of, of_manifest, of_voyage
from roadstead.filings.voyages import quality_view
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.filing import category, set_deadline
from roadstead.filings.voyages.models import Manifest, Presence, Voyage
from roadstead.filings.voyages.record import Recorded

KINDS = (model.Function.PASSENGERS.value, model.Function.CREW.value)

READ_PERSON: Final = msgspec.json.Decoder(model.Traveller)
READ: Final = msgspec.json.Decoder()


def weigh(voyage: Voyage, recorded: Sequence[Recorded], participating: Collection[str], *, now: datetime) -> None:
    """Set the voyage's category, deadline and quality, that of its people, and that of the messages just recorded.

    `recorded` are those of them that are about this voyage, in their order. The caller holds the voyage's lock.
    """
    _set_category(voyage, recorded)
    declared = _with_craft(as_voyage(voyage), [each.declared.voyage for each in recorded])
    due = set_deadline(voyage, declared, participating)
    on = _day(voyage, now)
    profile = _profile(voyage, declared, on)
    filed = _filed(voyage, due, participating, now)
    alone = _people(voyage, declared, on, profile, filed)
    for each in recorded:
        known = alone if _same_route(each.declared.voyage, declared) else {}
        weighed = of_manifest(each.declared, on, profile, _if_first(each.manifest, filed), known=known)
        each.manifest.quality = quality_view.of_message(weighed, each.declared)
        each.manifest.save(update_fields=["quality"])


def _set_category(voyage: Voyage, recorded: Sequence[Recorded]) -> None:
    """The newest sign counts; a message without one leaves it as it was."""
    for each in recorded:
        if found := category_of(each.declared.voyage):
            voyage.category = found


def _with_craft(declared: model.Voyage, stated: Iterable[model.Voyage]) -> model.Voyage:
    """The voyage of record, its craft with what only the messages say of it (registration, call sign, kind)."""
    for each in stated:
        named = replace(each.craft, name=declared.craft.name, imo=declared.craft.imo)
        declared = replace(declared, craft=named)
    return declared


def _day(voyage: Voyage, now: datetime) -> date:
    """Of arrival, at the port; else the last day that is known of the voyage."""
    for text in (voyage.arrives_local, voyage.departs_local):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return now.date()


def _profile(voyage: Voyage, declared: model.Voyage, on: date) -> Profile:
    kind = category(voyage, declared)
    return profile_for(voyage.states, mode=voyage.mode, category=kind, on=on, folder=config().home / FOLDER)


def _filed(voyage: Voyage, due: Iterable[Due], participating: Collection[str], now: datetime) -> Filed:
    """When the first list of each kind came; one list is never late because a correction of it came later."""
    lists = Manifest.objects.filter(voyage=voyage, function__in=KINDS).order_by()
    first = dict(lists.values_list("function").annotate(first=Min("message__received_at")))
    passengers, crew = (first.get(kind) for kind in KINDS)
    return Filed(
        passengers_at=passengers, crew_at=crew, due=tuple(due), now=now, on=now.date(),
        filers=frozenset(lists.values_list("carrier", flat=True)), participating=frozenset(participating),
    )  # fmt: skip


def _if_first(manifest: Manifest, filed: Filed) -> Filed:
    """The filing as far as this message is the one that made it."""
    received = manifest.message.received_at
    return replace(
        filed,
        passengers_at=received if (manifest.function, filed.passengers_at) == (KINDS[0], received) else None,
        crew_at=received if (manifest.function, filed.crew_at) == (KINDS[1], received) else None,
        now=None,
        on=received.date(),
        filers=frozenset({manifest.carrier}),
    )


def _same_route(one: model.Voyage, other: model.Voyage) -> bool:
    ports = [[(leg.origin, leg.destination) for leg in each.legs] for each in (one, other)]
    return one.mode is other.mode and ports[0] == ports[1]


def _people(
    voyage: Voyage, declared: model.Voyage, on: date, profile: Profile, filed: Filed
) -> Mapping[model.Traveller, model.Quality]:
    """Write what is found of everybody on the voyage; what was found of each person alone."""
    rows = _rows(voyage)
    people = tuple(READ_PERSON.decode(row[1]) for row in rows)
    manifest = model.Manifest(voyage=declared, travellers=people, declared=voyage.declared)
    listed = [row[3] != Presence.BOOKED for row in rows]
    weighed = of_voyage(manifest, on, profile, filed, listed=listed)
    kept = [quality_view.of_person(each) for each in weighed.people]
    _save([(row[0], now) for row, now in zip(rows, kept, strict=True) if READ.decode(row[2]) != now])
    voyage.quality = quality_view.of_voyage(weighed)
    voyage.save(update_fields=["category", "quality"])
    return weighed.alone


def _rows(voyage: Voyage) -> list[tuple[int, str, str, str]]:
    """Number, what is declared, quality and presence of everybody on the voyage, in the order of the messages.

    As text: to read it is a third of the work this way.
    """
    as_text = {name: Cast(name, TextField()) for name in ("declared", "quality")}
    on_list = (
        voyage.travellers.exclude(presence=Presence.WITHDRAWN)
        .order_by("position", "id")
        .annotate(declared_text=as_text["declared"], quality_text=as_text["quality"])
    )
    return list(on_list.values_list("id", "declared_text", "quality_text", "presence"))


def _save(changed: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """All in one statement, those whose quality is another than before."""
    if not changed:
        return
    rows = msgspec.json.encode([{"id": pk, "quality": quality} for pk, quality in changed]).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "update manifests_traveller old set quality = new.quality"
            " from jsonb_to_recordset(%s::jsonb) as new(id bigint, quality jsonb) where old.id = new.id",
            [rows],
        )

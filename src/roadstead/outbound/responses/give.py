"""After screening, and after every decision: what each carrier is told now, written down where it is new.

The same work is done for everybody, whatever was met, and nothing is written where nothing changed: neither the time
nor a number of the answer tells what was found (decision 0008).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from roadstead.config import config
from roadstead.engine import records as model
from roadstead.filings.voyages.models import Presence, Statement, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.outbound.responses.logic.policy import Given, Refer, given
from roadstead.outbound.responses.models import Asked
from roadstead.outbound.responses.rows import Row, joined, newest, write
from roadstead.outbound.responses.standing import matches
from roadstead.targeting.watchlists.models import REGION

# Messages that declare people; those that cancel, close or book are not asked about boarding.
ANSWERED: Final = frozenset({model.Function.PASSENGERS, model.Function.CREW, model.Function.CHANGE})
MISSING_LONGEST: Final = 60  # characters of a field's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the voyage: who it is (S5), and what the authority's profile misses."""

    key: str
    missing: tuple[str, ...]


def give_answers(voyage: Voyage, recorded: Iterable[Recorded], *, now: datetime) -> int:
    """Answer the lists just recorded, and whoever was answered before and is now answered otherwise; how many rows."""
    lists = [each for each in recorded if each.declared.message.function in ANSWERED]
    Asked.objects.bulk_create([_asked(each, voyage) for each in lists])
    return _write(voyage, {each.manifest.pk: each for each in lists}, now)


def look_again(voyage: Voyage, *, now: datetime) -> int:
    """Whoever is answered otherwise since an officer decided; how many rows."""
    return _write(voyage, {}, now)


def _asked(recorded: Recorded, voyage: Voyage) -> Asked:
    head, manifest = recorded.declared.message, recorded.manifest
    return Asked(
        manifest=manifest,
        message_id=manifest.message_id,
        voyage=voyage,
        carrier=manifest.carrier,
        stated=msgspec.to_builtins(recorded.declared.voyage),
        reference=head.reference[:70],
        access_reference=head.access_reference[:35],
        states=voyage.states,
    )


def _write(voyage: Voyage, new: Mapping[int, Recorded], now: datetime) -> int:
    Voyage.objects.select_for_update().only("pk").get(pk=voyage.pk)  # one revision after the other
    people, met, refer = _people(voyage), matches(voyage), Refer(config().answer_refer)
    before = {} if Asked.objects.filter(voyage=voyage).count() == len(new) else newest(voyage)
    rows: list[Row] = []
    for manifest, travellers in _links(voyage):
        for place, row in enumerate(travellers, 1):
            person, known = people.get(row or 0), before.get((manifest, place))
            if row is None or person is None or (known is None and manifest not in new):
                continue
            was = known or _unanswered(new[manifest], place)
            said = given(person.missing, met.of(row, person.key), refer)
            if (was.verdict, was.missing) != (said.verdict.value, joined(said.missing)):
                rows.append(_next(was, row, said, voyage))
    write(rows, now)
    return len(rows)


def _people(voyage: Voyage) -> dict[int, Person]:
    """Whoever is still on it."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by()
    found = rows.values_list("id", "person_key", "quality__missing")
    return {pk: Person(key=key, missing=_fields(missing)) for pk, key, missing in found}


def _fields(missing: object) -> tuple[str, ...]:
    return tuple(str(field)[:MISSING_LONGEST] for field in missing) if isinstance(missing, list) else ()


def _links(voyage: Voyage) -> list[tuple[int, list[int | None]]]:
    """Which rows the people of each list that is answered are."""
    rows = Statement.objects.filter(voyage=voyage, manifest__asked__isnull=False).order_by("manifest_id")
    return list(rows.values_list("manifest_id", "travellers"))


def _unanswered(recorded: Recorded, place: int) -> Row:
    """The person as the list names it, before any answer."""
    stated, manifest = recorded.declared.travellers[place - 1], recorded.manifest
    return Row(
        asked=manifest.pk,
        place=place,
        segment=stated.segment,
        traveller=0,
        carrier=manifest.carrier,
        name=f"{stated.surname} {stated.given}".strip()[:250],
        booking=stated.references.booking[:35],
        passenger=stated.references.passenger[:35],
        verdict="",
        missing="",
        revision=0,
        decision=None,
        owner=REGION,
        states="",
    )


def _next(was: Row, row: int, said: Given, voyage: Voyage) -> Row:
    behind = said.behind
    return was._replace(
        traveller=row,
        verdict=said.verdict.value,
        missing=joined(said.missing),
        revision=was.revision + 1,
        decision=behind.decision if behind else None,
        owner=behind.owner if behind else REGION,
        states=joined(behind.states if behind else voyage.states),
    )

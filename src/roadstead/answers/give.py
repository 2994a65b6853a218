"""After screening, and after every decision: what each carrier is told now, written down where it is new.

The same work is done for everybody, whatever was met, and nothing is written where nothing changed: neither the time
nor a number of the answer tells what was found (decision 0008).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from roadstead import model
from roadstead.answers.models import Answer, Asked
from roadstead.answers.policy import Given, Refer, given
from roadstead.answers.standing import Matches, matches
from roadstead.config import config
from roadstead.manifests.models import Presence, Statement, Voyage
from roadstead.manifests.record import Recorded
from roadstead.watchlists.models import REGION

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
    people, met = _people(voyage), matches(voyage)
    rows: list[Answer] = []
    before = {} if Asked.objects.filter(voyage=voyage).count() == len(new) else _before(voyage)
    for manifest, travellers in _links(voyage):
        for place, row in enumerate(travellers, 1):
            known = before.get((manifest, place))
            if row is None or row not in people or (known is None and manifest not in new):
                continue
            said = _given(row, people[row], met)
            if known is None:
                rows.append(_first(new[manifest], place, row, said, voyage, now))
            elif (known.verdict, tuple(known.missing)) != (said.verdict, said.missing):
                rows.append(_next(known, row, said, voyage, now))
    Answer.objects.bulk_create(rows, batch_size=1000)
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


def _before(voyage: Voyage) -> dict[tuple[int, int], Answer]:
    rows = Answer.objects.filter(asked__voyage=voyage).newest()
    return {(row.asked_id, row.place): row for row in rows}


def _given(row: int, person: Person, met: Matches) -> Given:
    return given(person.missing, met.of(row, person.key), Refer(config().answer_refer))


def _first(recorded: Recorded, place: int, row: int, said: Given, voyage: Voyage, now: datetime) -> Answer:
    stated = recorded.declared.travellers[place - 1]
    return Answer(
        asked_id=recorded.manifest.pk,
        place=place,
        segment=stated.segment,
        carrier=recorded.manifest.carrier,
        name=" ".join(part for part in (stated.surname, stated.given) if part)[:250],
        booking=stated.references.booking[:35],
        passenger=stated.references.passenger[:35],
        **_told(row, said, voyage, now),
    )


def _next(known: Answer, row: int, said: Given, voyage: Voyage, now: datetime) -> Answer:
    return Answer(
        asked_id=known.asked_id,
        place=known.place,
        segment=known.segment,
        carrier=known.carrier,
        name=known.name,
        booking=known.booking,
        passenger=known.passenger,
        revision=known.revision + 1,
        **_told(row, said, voyage, now),
    )


def _told(row: int, said: Given, voyage: Voyage, now: datetime) -> dict[str, Any]:
    behind = said.behind
    return {
        "traveller": row,
        "verdict": said.verdict.value,
        "missing": list(said.missing),
        "given_at": now,
        "decision_id": behind.decision if behind else None,
        "owner": behind.owner if behind else REGION,
        "states": list(behind.states) if behind else voyage.states,
    }

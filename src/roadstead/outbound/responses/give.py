"""Responses after screening and after every decision: computed for everybody, written where they changed.

The same work is done for every person, whatever was matched, and unchanged responses are not written: neither the time
nor a response's number reveals what was found (decision 0008).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import msgspec
from django.db import connection

from roadstead.casework.alerts.logic.workflow import CONFIRMS, AlertState, for_one
from roadstead.casework.alerts.models import Alert, Event
from roadstead.engine import records as model
from roadstead.engine.records import Action
from roadstead.engine.reference.settings import Name
from roadstead.filings.voyages.models import Presence, Statement, Traveller, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.outbound.responses.logic.policy import Given, Met, Refer, Standing, given
from roadstead.outbound.responses.models import Answer, Asked
from roadstead.platform.handling.logic.gate import CARRIER, may_leave
from roadstead.platform.policies.in_force import strictest_setting
from roadstead.targeting.watchlists.models import REGION

# Matches of a voyage for responses: by person, with the officer's act if there is one.


STANDS: Final[dict[AlertState, Standing]] = {
    AlertState.NEW: Standing.OPEN,
    AlertState.REVIEWING: Standing.OPEN,
    AlertState.REFERRED: Standing.OPEN,
    AlertState.PROPOSED: Standing.OPEN,
    AlertState.CONFIRMED: Standing.CONFIRMED,
    AlertState.CLOSED: Standing.CONFIRMED,
}
HANDLED: Final = ("action", "owner", "states", "tlp", "named", "h", "consent_for")  # alert columns for the gate
Decided = tuple[int, str]  # alert, and the state that confirmed it for itself; "": for the whole alert


@dataclass(slots=True)
class Matches:
    """Matches by traveller row, and by person: a correction may give a person another row (S5)."""

    by_row: dict[int, list[Met]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[UUID, list[Met]] = field(default_factory=lambda: defaultdict(list))

    def of(self, row: int, person: UUID | None) -> list[Met]:
        return [*self.by_row.get(row, ()), *(self.by_person.get(person, ()) if person else ())]


def matches(voyage: Voyage) -> Matches:
    """Return matches of the voyage's people, without silent and red alerts, whose existence no response may reveal."""
    found = Matches()
    rows = (
        Alert.objects.filter(voyage=voyage, traveller__isnull=False)
        .only("traveller_id", "person_key", "state", *HANDLED)
        .prefetch_related("stands")
        .order_by("id")
    )
    alerts = [alert for alert in rows if may_leave(alert, CARRIER).is_yes]
    decided = _decisions(alerts)
    for alert in alerts:
        for met in _met(alert, decided):
            found.by_row[alert.traveller_id or 0].append(met)
            if alert.person_key:
                found.by_person[alert.person_key].append(met)
    return found


def _met(alert: Alert, decided: Mapping[Decided, int]) -> Iterator[Met]:
    """Yield a match for all states without an own decision, and one for each other: none decides for another."""
    own = {each.of: each.state for each in alert.stands.all()}
    silent = [state for state in alert.states if state not in own]
    several = len(alert.states) > 1
    each_by: list[tuple[str, list[str]]] = [("", silent)] if silent or not own else []
    for of, states in [*each_by, *((state, [state]) for state in own)]:
        stands = for_one(own.get(of), alert.state, several=several)
        if stands in STANDS:
            standing = STANDS[stands]
            acts = [decided[key] for whose in (*states, "") if (key := (alert.pk, whose)) in decided]
            yield Met(
                action=Action(alert.action),
                standing=standing,
                decision=acts[0] if acts and standing is Standing.CONFIRMED else None,
                owner=alert.owner,
                states=tuple(states),
            )


def _decisions(alerts: list[Alert]) -> dict[Decided, int]:
    """Return the newest confirmation of each alert by a named person, by deciding state."""
    acts = Event.objects.filter(alert__in=alerts, act__in=CONFIRMS, who__isnull=False).order_by("id")
    return {(alert, of): number for alert, of, number in acts.values_list("alert_id", "of", "id")}


# Writing of responses, all in one statement: a list of 300 must not cost the worker more than a few milliseconds.
# Through the ORM each value is a parameter: 4,500 of them for 300 people, and a third of the whole processing time.


BETWEEN: Final = "\x1f"  # the unit separator, which is in no field's name


class Row(NamedTuple):
    """One response as written. `missing` and `states` are joined: nested arrays cannot have rows of unequal length."""

    asked: int
    place: int
    segment: int | None
    traveller: int
    carrier: str
    name: str
    booking: str
    passenger: str
    verdict: str
    missing: str
    revision: int
    decision: int | None
    owner: str
    states: str


SQL: Final = """
insert into answers_answer (asked_id, place, segment, traveller, carrier, name, booking, passenger, verdict, missing,
                            revision, decision_id, owner, states, given_at)
select asked, place, segment, traveller, carrier, name, booking, passenger, verdict,
       coalesce(string_to_array(nullif(missing, ''), %s), '{}'), revision, decision, owner,
       coalesce(string_to_array(nullif(states, ''), %s), '{}'), %s
from unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[])
     as new(asked, place, segment, traveller, carrier, name, booking, passenger, verdict, missing, revision, decision,
            owner, states)
"""


def write(rows: Sequence[Row], now: datetime) -> None:
    """Insert the rows, in their order."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [BETWEEN, BETWEEN, now, *columns])


def newest(voyage: Voyage) -> dict[tuple[int, int], Row]:
    """Return the latest response for each person of each list about the voyage."""
    told = Answer.objects.filter(asked__voyage=voyage).newest()
    names = (
        "asked_id",
        "place",
        "segment",
        "traveller",
        "carrier",
        "name",
        "booking",
        "passenger",
        "verdict",
        "missing",
        "revision",
        "decision_id",
        "owner",
        "states",
    )
    rows = (Row(*values) for values in told.values_list(*names))
    return {(row.asked, row.place): row._replace(missing=joined(row.missing)) for row in rows}


def joined(values: Sequence[str]) -> str:
    return BETWEEN.join(values)


# Functions of messages that declare people; those that cancel, close or book get no boarding response.
ANSWERED: Final = frozenset({model.Function.PASSENGERS, model.Function.CREW, model.Function.CHANGE})
MISSING_LONGEST: Final = 60  # characters of a field's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Traveller's person key (S5), and the fields that the authority's profile requires but were not sent."""

    key: UUID | None
    missing: tuple[str, ...]


def give_answers(voyage: Voyage, recorded: Iterable[Recorded], aboard: Iterable[Traveller], *, now: datetime) -> int:
    """Respond to the lists just recorded, and to earlier ones whose verdicts changed; return the number of rows.

    `aboard`: the travellers still on the voyage.
    """
    lists = [each for each in recorded if each.declared.message.function in ANSWERED]
    Asked.objects.bulk_create([_asked(each, voyage) for each in lists])
    people = {row.pk: Person(key=row.person_key, missing=_fields(row.quality.get("missing"))) for row in aboard}
    return _write(voyage, people, {each.manifest.pk: each for each in lists}, now)


def refresh_responses(voyage: Voyage, *, now: datetime) -> int:
    """Write responses that changed with alerts or decisions; return the number of rows."""
    return _write(voyage, _people(voyage), {}, now)


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


def _write(voyage: Voyage, people: Mapping[int, Person], new: Mapping[int, Recorded], now: datetime) -> int:
    Voyage.objects.select_for_update().only("pk").get(pk=voyage.pk)  # one revision after the other
    met, refer = matches(voyage), Refer(strictest_setting(Name.ANSWER_REFER, voyage.states))
    before = {} if Asked.objects.filter(voyage=voyage).count() == len(new) else newest(voyage)
    rows: list[Row] = []
    lists = Statement.objects.filter(voyage=voyage, manifest__asked__isnull=False).order_by("manifest_id")
    for manifest, travellers in lists.values_list("manifest_id", "travellers"):
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
    """Return the people still on the voyage."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by()
    found = rows.values_list("id", "person_key", "quality__missing")
    return {pk: Person(key=key, missing=_fields(missing)) for pk, key, missing in found}


def _fields(missing: object) -> tuple[str, ...]:
    return tuple(str(field)[:MISSING_LONGEST] for field in missing) if isinstance(missing, list) else ()


def _unanswered(recorded: Recorded, place: int) -> Row:
    """Return the person as the list names them, before any response."""
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

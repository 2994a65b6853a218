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

from roadstead.casework.alerts.logic.workflow import CONFIRMS, AlertState, state_for_one
from roadstead.casework.alerts.models import Alert, Event
from roadstead.engine import records as model
from roadstead.engine.records import Action
from roadstead.engine.reference.settings import SettingName
from roadstead.filings.voyages.models import Presence, Statement, Traveller, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.outbound.responses.logic.policy import Match, MatchStatus, PersonResponse, ReferPolicy, person_response
from roadstead.outbound.responses.models import AnsweredList, Response
from roadstead.platform.handling.logic.gate import CARRIER, may_leave
from roadstead.platform.policies.in_force import strictest_setting
from roadstead.platform.registration.carrier_codes import is_self_registered
from roadstead.targeting.watchlists.models import REGION

# Matches of a voyage for responses: by person, with the officer's act if there is one.


STATUS_BY_STATE: Final[dict[AlertState, MatchStatus]] = {
    AlertState.NEW: MatchStatus.OPEN,
    AlertState.REVIEWING: MatchStatus.OPEN,
    AlertState.REFERRED: MatchStatus.OPEN,
    AlertState.PROPOSED: MatchStatus.OPEN,
    AlertState.CONFIRMED: MatchStatus.CONFIRMED,
    AlertState.CLOSED: MatchStatus.CONFIRMED,
}
GATE_COLUMNS: Final = ("action", "owner", "states", "tlp", "named", "h", "consent_for")  # alert columns for the gate
DecisionKey = tuple[int, str]  # alert, and the state that confirmed it for itself; "": for the whole alert


@dataclass(slots=True)
class Matches:
    """Matches by traveller row, and by person: a correction may give a person another row (S5)."""

    by_row: dict[int, list[Match]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[UUID, list[Match]] = field(default_factory=lambda: defaultdict(list))

    def of(self, row: int, person: UUID | None) -> list[Match]:
        return [*self.by_row.get(row, ()), *(self.by_person.get(person, ()) if person else ())]


def matches(voyage: Voyage) -> Matches:
    """Return matches of the voyage's people, without silent and red alerts, whose existence no response may reveal."""
    found = Matches()
    rows = (
        Alert.objects.filter(voyage=voyage, traveller__isnull=False)
        .only("traveller_id", "person_key", "state", *GATE_COLUMNS)
        .prefetch_related("state_decisions")
        .order_by("id")
    )
    alerts = [alert for alert in rows if may_leave(alert, CARRIER).is_yes]
    decided = _decisions(alerts)
    for alert in alerts:
        for met in _matches_of(alert, decided):
            found.by_row[alert.traveller_id or 0].append(met)
            if alert.person_key:
                found.by_person[alert.person_key].append(met)
    return found


def _matches_of(alert: Alert, decided: Mapping[DecisionKey, int]) -> Iterator[Match]:
    """Yield a match for all states without an own decision, and one for each other: none decides for another."""
    own = {each.by_state: each.state for each in alert.state_decisions.all()}
    silent = [state for state in alert.states if state not in own]
    several = len(alert.states) > 1
    each_by: list[tuple[str, list[str]]] = [("", silent)] if silent or not own else []
    for of, states in [*each_by, *((state, [state]) for state in own)]:
        state = state_for_one(own.get(of), alert.state, several=several)
        if state in STATUS_BY_STATE:
            status = STATUS_BY_STATE[state]
            acts = [decided[key] for whose in (*states, "") if (key := (alert.pk, whose)) in decided]
            yield Match(
                action=Action(alert.action),
                status=status,
                decision=acts[0] if acts and status is MatchStatus.CONFIRMED else None,
                owner=alert.owner,
                states=tuple(states),
            )


def _decisions(alerts: list[Alert]) -> dict[DecisionKey, int]:
    """Return the newest confirmation of each alert by a named person, by deciding state."""
    acts = Event.objects.filter(alert__in=alerts, act__in=CONFIRMS, who__isnull=False).order_by("id")
    return {(alert, of): number for alert, of, number in acts.values_list("alert_id", "by_state", "id")}


# Writing of responses, all in one statement: a list of 300 must not cost the worker more than a few milliseconds.
# Through the ORM each value is a parameter: 4,500 of them for 300 people, and a third of the whole processing time.


SEPARATOR: Final = "\x1f"  # the unit separator, which is in no field's name


class ResponseRow(NamedTuple):
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
insert into responses_response (answered_list_id, place, segment, traveller, carrier, name, booking, passenger,
                                verdict, missing, revision, decision_id, owner, states, given_at)
select asked, place, segment, traveller, carrier, name, booking, passenger, verdict,
       coalesce(string_to_array(nullif(missing, ''), %s), '{}'), revision, decision, owner,
       coalesce(string_to_array(nullif(states, ''), %s), '{}'), %s
from unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[])
     as new(asked, place, segment, traveller, carrier, name, booking, passenger, verdict, missing, revision, decision,
            owner, states)
"""


def insert_rows(rows: Sequence[ResponseRow], now: datetime) -> None:
    """Insert the rows, in their order."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [SEPARATOR, SEPARATOR, now, *columns])


def latest_rows(voyage: Voyage) -> dict[tuple[int, int], ResponseRow]:
    """Return the latest response for each person of each list about the voyage."""
    told = Response.objects.filter(answered_list__voyage=voyage).current()
    names = (
        "answered_list_id",
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
    rows = (ResponseRow(*values) for values in told.values_list(*names))
    return {(row.asked, row.place): row._replace(missing=join_values(row.missing)) for row in rows}


def join_values(values: Sequence[str]) -> str:
    return SEPARATOR.join(values)


# Functions of messages that declare people; those that cancel, close or book get no boarding response.
ANSWERED_FUNCTIONS: Final = frozenset({model.Function.PASSENGERS, model.Function.CREW, model.Function.CHANGE})
MAX_FIELD_NAME_CHARS: Final = 60  # characters of a field's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Traveller's person key (S5), and the fields that the authority's profile requires but were not sent."""

    key: UUID | None
    missing: tuple[str, ...]


def issue_responses(voyage: Voyage, recorded: Iterable[Recorded], aboard: Iterable[Traveller], *, now: datetime) -> int:
    """Respond to the lists just recorded, and to earlier ones whose verdicts changed; return the number of rows.

    `aboard`: the travellers still on the voyage.
    """
    lists = [each for each in recorded if each.declared.message.function in ANSWERED_FUNCTIONS]
    AnsweredList.objects.bulk_create([_answered_list(each, voyage) for each in lists])
    people = {row.pk: Person(key=row.person_key, missing=_fields(row.quality.get("missing"))) for row in aboard}
    return _write(voyage, people, {each.manifest.pk: each for each in lists}, now)


def refresh_responses(voyage: Voyage, *, now: datetime) -> int:
    """Write responses that changed with alerts or decisions; return the number of rows."""
    return _write(voyage, _people(voyage), {}, now)


def _answered_list(recorded: Recorded, voyage: Voyage) -> AnsweredList:
    head, manifest = recorded.declared.message, recorded.manifest
    return AnsweredList(
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
    """Write the responses that changed. Whoever registered itself is never told to ask first: anybody can register,
    and could test names against the lists.
    """
    Voyage.objects.select_for_update().only("pk").get(pk=voyage.pk)  # one revision after the other
    met, refer = matches(voyage), ReferPolicy(strictest_setting(SettingName.ANSWER_REFER, voyage.states))
    before = {} if AnsweredList.objects.filter(voyage=voyage).count() == len(new) else latest_rows(voyage)
    rows: list[ResponseRow] = []
    lists = Statement.objects.filter(voyage=voyage, manifest__answered_list__isnull=False).order_by("manifest_id")
    for manifest, travellers in lists.values_list("manifest_id", "travellers"):
        for place, row in enumerate(travellers, 1):
            person, known = people.get(row or 0), before.get((manifest, place))
            if row is None or person is None or (known is None and manifest not in new):
                continue
            was = known or _initial_row(new[manifest], place)
            told = ReferPolicy.NEVER if is_self_registered(was.carrier) else refer
            said = person_response(person.missing, met.of(row, person.key), told)
            if (was.verdict, was.missing) != (said.verdict.value, join_values(said.missing)):
                rows.append(_next_revision(was, row, said, voyage))
    insert_rows(rows, now)
    return len(rows)


def _people(voyage: Voyage) -> dict[int, Person]:
    """Return the people still on the voyage."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by()
    found = rows.values_list("id", "person_key", "quality__missing")
    return {pk: Person(key=key, missing=_fields(missing)) for pk, key, missing in found}


def _fields(missing: object) -> tuple[str, ...]:
    return tuple(str(field)[:MAX_FIELD_NAME_CHARS] for field in missing) if isinstance(missing, list) else ()


def _initial_row(recorded: Recorded, place: int) -> ResponseRow:
    """Return the person as the list names them, before any response."""
    stated, manifest = recorded.declared.travellers[place - 1], recorded.manifest
    return ResponseRow(
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


def _next_revision(was: ResponseRow, row: int, said: PersonResponse, voyage: Voyage) -> ResponseRow:
    behind = said.match
    return was._replace(
        traveller=row,
        verdict=said.verdict.value,
        missing=join_values(said.missing),
        revision=was.revision + 1,
        decision=behind.decision if behind else None,
        owner=behind.owner if behind else REGION,
        states=join_values(behind.states if behind else voyage.states),
    )

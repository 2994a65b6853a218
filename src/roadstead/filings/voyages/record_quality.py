"""Quality of filings, stored beside voyage, people and messages once a message is recorded; deadlines of lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db.models import Min

from roadstead.engine import records as model
from roadstead.engine.records import Quality, Severity
from roadstead.engine.reference.deadlines import DEADLINES, Deadline
from roadstead.engine.reference.sufficiency import NEEDS, STATE_PROFILES, Profile, Profiles
from roadstead.engine.voyages.deadlines import CARGO, state_deadlines
from roadstead.engine.voyages.quality import (
    Assessment,
    FilingTimes,
    StateDeadline,
    assess_manifest,
    assess_voyage,
    category_of,
)
from roadstead.engine.voyages.quality.facts import COMMERCIAL
from roadstead.filings.voyages.declared import as_declared, as_voyage
from roadstead.filings.voyages.models import Manifest, Presence, Traveller, Voyage
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import compute_from, in_force

# ── Quality as stored beside a row: the findings, and for voyages and messages how many people each finding concerns.
#
# {"findings": [{"aspect", "code", "text", "field", "severity"}], "profile", "missing"} for a person; {} if no problems
# were found. A message and a voyage also have "people" (number assessed), "concerned" (people with an error or a
# warning, by aspect), "codes" (by code: aspect, severity, people) and "assessed" (the aspects that were assessed). A
# message has "travellers": its people with a finding, by position and segment, without their names, at most
# `MAX_TRAVELLERS`, the gravest first.


MAX_TRAVELLERS: Final = 200  # people with findings stored beside a message; the numbers count all of them
GRAVITY: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def quality_of_person(quality: Quality) -> dict[str, Any]:
    """Return the quality stored beside a person."""
    kept: dict[str, Any] = READ.decode(msgspec.json.encode(quality)) if quality.findings or quality.missing else {}
    return kept


def quality_of_voyage(weighed: Assessment) -> dict[str, Any]:
    """Return the quality stored beside a voyage."""
    assessed = [aspect.value for aspect in weighed.assessed]
    return {**msgspec.to_builtins(weighed.whole), **_numbers(weighed.people), "assessed": assessed}


def quality_of_message(weighed: Assessment, manifest: model.Manifest) -> dict[str, Any]:
    """Return the quality stored beside a message, which may be shown to the carrier that sent it."""
    found = [(at, each) for at, each in enumerate(weighed.people) if each.findings]
    gravest = sorted(found, key=lambda pair: min(GRAVITY[finding.severity] for finding in pair[1].findings))
    people = [
        {"position": at, "segment": manifest.travellers[at].segment, **quality_of_person(each)}
        for at, each in gravest[:MAX_TRAVELLERS]
    ]
    return {**quality_of_voyage(weighed), "travellers": people}


def _numbers(people: Sequence[Quality]) -> dict[str, Any]:
    concerned: Counter[str] = Counter()
    codes: dict[str, dict[str, Any]] = {}
    for each in people:
        grave = {finding.aspect.value for finding in each.findings if finding.severity is not Severity.NOTE}
        concerned.update(grave)
        for code, finding in {finding.code: finding for finding in each.findings}.items():
            said = {"aspect": finding.aspect.value, "severity": finding.severity.value, "field": finding.field}
            codes.setdefault(code, {**said, "people": 0})["people"] += 1
    return {"people": len(people), "concerned": dict(concerned), "codes": codes}


# A deadline whose text of law was not read in full may warn a carrier, but must not accuse one (domain 1).
UNCONFIRMED = {True: "", False: "; not confirmed by a text of law"}


def set_deadline(voyage: Voyage, declared: model.Voyage, participating: Collection[str]) -> list[StateDeadline]:
    """Give the voyage the earliest deadline of the states it concerns, with its source. Return all their deadlines.

    While no list has been received the outbox holds an event for that moment.
    """
    found, before = _deadlines(voyage, declared, participating, category(voyage, declared)), voyage.due_at
    voyage.due_at, voyage.due_source = _earliest(found)
    voyage.save(update_fields=["due_at", "due_source"])
    if voyage.due_at and voyage.due_at != before and not voyage.filed_at:
        outbox.write(EventKind.MISSING_LIST, voyage.pk, due_at=voyage.due_at)
    return [due for due, _ in found]


def cargo_deadline(voyage: Voyage, participating: Collection[str]) -> tuple[datetime | None, str]:
    """Return the earliest deadline for the voyage's cargo among the states that set one, and its source."""
    return _earliest(_deadlines(voyage, as_voyage(voyage), participating, CARGO))


def _earliest(found: Collection[tuple[StateDeadline, Deadline]]) -> tuple[datetime | None, str]:
    if not found:
        return None, ""
    due, deadline = min(found, key=lambda pair: pair[0].at)
    return due.at, f"{deadline.text}{UNCONFIRMED[deadline.verified]} ({deadline.source})"[:600]


def category(voyage: Voyage, declared: model.Voyage) -> str:
    """Return the category whose deadlines and profiles apply; without any sign the voyage is a commercial one."""
    return voyage.category or category_of(declared) or COMMERCIAL


def _deadlines(
    voyage: Voyage, declared: model.Voyage, participating: Collection[str], kind: str
) -> list[tuple[StateDeadline, Deadline]]:
    return state_deadlines(declared, voyage.states, participating, kind, in_force(DEADLINES))


LIST_FUNCTIONS = (model.Function.PASSENGERS.value, model.Function.CREW.value)

READ: Final = msgspec.json.Decoder()


StatedManifest = tuple[model.Manifest, Manifest]  # a message as declared, and its row


def assess(
    voyage: Voyage,
    statements: Sequence[StatedManifest],
    rows: Sequence[Traveller],
    participating: Collection[str],
    *,
    now: datetime,
) -> list[Traveller]:
    """Set the voyage's category, deadline and quality, and the quality of its people and of the messages just recorded.
    Return the rows of people whose quality has changed: the caller saves them.

    `statements`: what the messages state about this voyage, in its order; `rows`: everybody on it. The caller holds the
    voyage's lock.
    """
    for declared, _ in statements:  # the newest sign counts; a message without one changes nothing
        voyage.category = category_of(declared.voyage) or voyage.category
    known = _with_craft(as_voyage(voyage), [declared.voyage for declared, _ in statements])
    due = set_deadline(voyage, known, participating)
    on = _day(voyage, now)
    kind = category(voyage, known)
    profiles = compute_from(Profiles, NEEDS, STATE_PROFILES)
    profile = profiles.profile_for(voyage.states, mode=voyage.mode, category=kind, on=on)
    filed = _filed(voyage, due, participating, now)
    weighed = _of_people(voyage, known, rows, on, profile, filed)
    voyage.quality = quality_of_voyage(weighed)
    voyage.save(update_fields=["category", "quality"])
    for declared, manifest in statements:
        alone = weighed.alone if _same_route(declared.voyage, known) else {}
        of_it = assess_manifest(declared, on, profile, _if_first(manifest, filed), known=alone)
        manifest.quality = quality_of_message(of_it, declared)
        manifest.save(update_fields=["quality"])
    return _set_qualities(rows, weighed.people)


def _with_craft(declared: model.Voyage, stated: Iterable[model.Voyage]) -> model.Voyage:
    """Return the voyage of record, its craft completed by what only messages state (registration, call sign, kind)."""
    for each in stated:
        named = replace(each.craft, name=declared.craft.name, imo=declared.craft.imo)
        declared = replace(declared, craft=named)
    return declared


def _day(voyage: Voyage, now: datetime) -> date:
    """Return the day of arrival at the port, else of departure, else today."""
    for text in (voyage.arrives_local, voyage.departs_local):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return now.date()


def _filed(voyage: Voyage, due: Iterable[StateDeadline], participating: Collection[str], now: datetime) -> FilingTimes:
    """Return when the first list of each kind was received; a correction of it that comes later does not make
    it late.
    """
    lists = Manifest.objects.filter(voyage=voyage, function__in=LIST_FUNCTIONS).order_by()
    first = dict(lists.values_list("function").annotate(first=Min("message__received_at")))
    passengers, crew = (first.get(kind) for kind in LIST_FUNCTIONS)
    return FilingTimes(
        passengers_at=passengers,
        crew_at=crew,
        due=tuple(due),
        now=now,
        on=now.date(),
        filers=frozenset(lists.values_list("carrier", flat=True)),
        participating=frozenset(participating),
    )


def _if_first(manifest: Manifest, filed: FilingTimes) -> FilingTimes:
    """Return the filing with what this message alone contributed to it."""
    received = manifest.message.received_at
    return replace(
        filed,
        passengers_at=received if (manifest.function, filed.passengers_at) == (LIST_FUNCTIONS[0], received) else None,
        crew_at=received if (manifest.function, filed.crew_at) == (LIST_FUNCTIONS[1], received) else None,
        now=None,
        on=received.date(),
        filers=frozenset({manifest.carrier}),
    )


def _same_route(one: model.Voyage, other: model.Voyage) -> bool:
    ports = [[(leg.origin, leg.destination) for leg in each.legs] for each in (one, other)]
    return one.mode is other.mode and ports[0] == ports[1]


def _of_people(
    voyage: Voyage, declared: model.Voyage, rows: Sequence[Traveller], on: date, profile: Profile, filed: FilingTimes
) -> Assessment:
    people = tuple(as_declared(row) for row in rows)
    manifest = model.Manifest(voyage=declared, travellers=people, declared=voyage.declared)
    listed = [row.presence != Presence.BOOKED for row in rows]
    return assess_voyage(manifest, on, profile, filed, listed=listed)


def _set_qualities(rows: Sequence[Traveller], people: Sequence[Quality]) -> list[Traveller]:
    changed = []
    for row, quality in zip(rows, people, strict=True):
        now = quality_of_person(quality)
        if row.quality != now:
            row.quality = now
            changed.append(row)
    return changed

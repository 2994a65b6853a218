"""Reading of test lists: what was read and what we would answer, from the list alone.

Nothing is recorded as a voyage and nobody is screened: an answer says that data are missing, or else that there is no
objection, as for a traveller whom no list names.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function
from roadstead.engine.reference.deadlines import DEADLINES
from roadstead.engine.voyages.deadlines import state_deadlines
from roadstead.engine.voyages.normalise import normalised_readings, states_of
from roadstead.engine.voyages.quality import FilingTimes, assess_manifest, category_of
from roadstead.engine.voyages.quality.facts import COMMERCIAL
from roadstead.engine.voyages.versions.unnamed_people import clock_problems
from roadstead.filings.intake.models import SandboxMessage, Status
from roadstead.filings.voyages.profiles import profile_for
from roadstead.filings.voyages.record_quality import quality_of_message
from roadstead.outbound.responses import edifact
from roadstead.outbound.responses.issue import ANSWERED_FUNCTIONS
from roadstead.outbound.responses.logic.policy import ReferPolicy, person_response
from roadstead.outbound.responses.sandbox import manifests_of, responses_of, stored
from roadstead.platform.accounts.models import State
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.queue import error_place
from roadstead.platform.policies.in_force import in_force

log = logging.getLogger("roadstead.pipeline.sandbox")
MAX_ATTEMPTS: Final = 3  # then it is set aside: a list that ends the worker must not do so for ever
HEAD_BYTES: Final = 4_096


def read_tests(*, limit: int, now: datetime) -> int:
    """Read up to `limit` test lists, each in transactions of its own; return their number."""
    done = 0
    while done < limit and (pk := _claim()) is not None:
        _read(pk, now)
        done += 1
    return done


def _claim() -> int | None:
    """Return the oldest test list that waits, its attempt counted and committed before anything is read."""
    with scoped(REGION):
        waiting = SandboxMessage.objects.filter(status=Status.RECEIVED).defer("raw").order_by("attempts", "id")
        found = waiting.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.attempts += 1
        if found.attempts > MAX_ATTEMPTS:
            found.status = Status.SET_ASIDE
        found.save(update_fields=["attempts", "status"])
        return found.pk


def _read(pk: int, now: datetime) -> None:
    with scoped(REGION):
        waiting = SandboxMessage.objects.filter(pk=pk, status=Status.RECEIVED)
        test = waiting.select_for_update(skip_locked=True).first()
        if test is None:
            return
        test.processed_at = now
        try:
            _answer(test, now)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 any error, since the worker must go on
            log.error("test list %s: %s", pk, error_place(error))
            test.status, test.result, test.files = Status.SET_ASIDE, [], {}
        test.save(update_fields=["status", "processed_at", "result", "files"])


def _answer(test: SandboxMessage, now: datetime) -> None:
    """Read the list and write what we would answer."""
    raw = bytes(test.raw)
    readings = normalised_readings(registry.read(raw, near=test.received_at.date().isoformat()))
    participating = frozenset(State.objects.values_list("code", flat=True))
    test.result = [_message(reading, test, participating, now) for reading in readings]
    is_understood = any(reading.is_understood for reading in readings)
    test.status = Status.READ if is_understood else Status.NOT_UNDERSTOOD
    rows, head = manifests_of(test), raw[:HEAD_BYTES]
    files = {
        "contrl": edifact.contrl_of(test, raw, rows, at=now),
        "aperak": edifact.aperak_of(test, head, rows, at=now),
        "cusres": edifact.cusres_of(test, head, responses_of(test), at=now),
    }
    test.files = {name: written.decode("latin-1") for name, written in files.items() if written}


def _message(reading: Reading, test: SandboxMessage, participating: Collection[str], now: datetime) -> dict[str, Any]:
    declared = reading.manifest
    profile, day = profile_for(declared.voyage, participating, now)
    weighed = assess_manifest(declared, day, profile, _filed(reading, test, participating))
    answers = (
        [person_response(each.missing, (), ReferPolicy.NEVER) for each in weighed.people]
        if reading.is_understood and (declared.message.function or Function.PASSENGERS) in ANSWERED_FUNCTIONS
        else []
    )
    problems = (*reading.problems, *clock_problems(declared.message, test.received_at))
    return stored(reading, problems, quality_of_message(weighed, declared), answers)


def _filed(reading: Reading, test: SandboxMessage, participating: Collection[str]) -> FilingTimes:
    """Return the filing as if this were the first list about the voyage."""
    what, function = reading.manifest.voyage, reading.manifest.message.function
    states, category = states_of(what, participating), category_of(what) or COMMERCIAL
    due = [each for each, _ in state_deadlines(what, states, participating, category, in_force(DEADLINES))]
    received = test.received_at
    return FilingTimes(
        passengers_at=received if function in (None, Function.PASSENGERS) else None,
        crew_at=received if function is Function.CREW else None,
        due=tuple(due),
        on=received.date(),
        filers=frozenset({test.carrier}),
        participating=frozenset(participating),
    )

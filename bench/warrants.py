"""Warrants under load: seconds from the validation to an alert, and from the end to no alert in any of fifteen states.

A complete system with two workers screens flights to fifteen states meanwhile. Five of the flights carry the
wanted person. `python -m bench.warrants` prints the figures; the goals are those of decision 0059.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench.endtoend import GIVEN, PASSENGERS, SURNAME, flight_list
from bench.live import ROOT, Live, live, until
from roadstead.cli.django_setup import set_up
from roadstead.cli.send import post
from roadstead.config import config
from roadstead.engine.records import Leg

OWNER: Final = "LCA"
AIRPORTS: Final = {
    "ATG": "ANU", "BHS": "NAS", "BLZ": "BZE", "BRB": "BGI", "CYM": "GCM", "DMA": "DOM", "GRD": "GND", "GUY": "GEO",
    "HTI": "PAP", "JAM": "KIN", "KNA": "SKB", "MSR": "MNI", "SUR": "PBM", "TTO": "POS", "VCT": "SVD",
}  # fmt: skip
WITH_PERSON: Final = tuple(AIRPORTS)[:5]  # states to which the wanted person flies
LIVE_SECONDS, OFF_SECONDS = 60, 900  # the goals
PATIENCE: Final = 900.0
PAUSE_SECONDS: Final = 2.0  # between two flights of the load
OPEN: Final = "select count(*) from alerts_alert where entry_id = '{0}' and state <> 'lapsed'"
CLOSED: Final = "select count(*) from alerts_alert where entry_id = '{0}' and state = 'lapsed'"
SCREENED: Final = "select count(*) from voyages_voyage where number between '2X1000' and '2X1099'"
NOTIFIED: Final = (
    "select count(distinct u.state_id) from accounts_accountnotice n join accounts_user u on u.id = n.person_id"
    " where n.kind = 'warrant ended' and n.places ->> 'number' = '{0}'"
)


def run() -> dict[str, Any]:
    """Return the seconds that each step took, under load."""
    with live(config(), "roadstead_warrants", workers=2) as system:
        return measured(system)


def measured(system: Live) -> dict[str, Any]:
    """Return the seconds in a system that is running, with a sender and two workers or more."""
    reference = inside(system, "sign")
    for number, state in enumerate(WITH_PERSON):
        _file(system, number, state)
    _until(system, SCREENED, len(WITH_PERSON), "not every flight is screened")
    with _load(system) as flights:
        validated = inside(system, "validate", reference)
        _until(system, OPEN.format(reference), len(WITH_PERSON), "not every flight has its alert")
        found = {"validation_to_last_alert_seconds": _since(validated)}
        ended = inside(system, "withdraw", reference)
        _until(system, CLOSED.format(reference), len(WITH_PERSON), "not every alert is closed")
        found["end_to_alerts_closed_seconds"] = _since(ended)
        _until(system, NOTIFIED.format(reference), len(WITH_PERSON), "not every state is notified")
        found["end_to_states_notified_seconds"] = _since(ended)
        found["states_acknowledged"] = inside(system, "acknowledge", reference)
        found["end_to_acknowledged_seconds"] = _since(ended)
        for number, state in enumerate(AIRPORTS, start=len(WITH_PERSON)):
            _file(system, number, state)
    _until(system, SCREENED, len(WITH_PERSON) + len(AIRPORTS), "not every flight is screened")
    found["end_to_off_in_every_state_seconds"] = _since(ended)
    found["alerts_after_the_end"] = system.count(OPEN.format(reference))
    return {
        **found,
        "states": len(AIRPORTS),
        "alerts": len(WITH_PERSON),
        "workers": len(system.workers),
        "flights_of_load": len(flights),
        "passengers_of_a_flight": PASSENGERS,
        "goal_live_seconds": LIVE_SECONDS,
        "goal_off_seconds": OFF_SECONDS,
    }


@contextmanager
def _load(system: Live) -> Iterator[list[int]]:
    """File flights without the wanted person, one after the other, until the end; yield their numbers."""
    done, filed = threading.Event(), list[int]()

    def file_flights() -> None:
        states = list(AIRPORTS)
        while not done.wait(PAUSE_SECONDS):
            number = 100 + len(filed)
            _file(system, number, states[number % len(states)], with_person=False)
            filed.append(number)

    thread = threading.Thread(target=file_flights)
    thread.start()
    try:
        yield filed
    finally:
        done.set()
        thread.join()


def _file(system: Live, number: int, state: str, *, with_person: bool = True) -> None:
    day = datetime.now(UTC).date() + timedelta(days=2)
    leg = Leg(origin="JFK", destination=AIRPORTS[state], departure=f"{day}T10:00", arrival=f"{day}T16:00")
    raw = flight_list(number, legs=[leg], listed=PASSENGERS if with_person else PASSENGERS + 1)
    if not with_person:
        raw = raw.replace(f"{SURNAME}:{GIVEN}'ATT".encode(), b"NOBODY:ELSE'ATT").replace(b"710506", b"620718")
    status, answer = post(system.url, system.tokens["2X"], raw, f"{number}.txt")
    assert status == 202, answer


def _until(system: Live, query: str, number: int, failure: str) -> None:
    until(lambda: system.count(query) >= number, failure, PATIENCE)


def _since(moment: str) -> float:
    return round((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds(), 1)


# ── steps inside Roadstead, in a process with the settings of the system


def inside(system: Live, step: str, given: Any = None) -> Any:
    """Return the result of a step."""
    command = [sys.executable, "-m", "bench.warrants", step]
    done = subprocess.run(
        command, input=json.dumps(given), env=system.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def sign(_given: Any) -> str:
    """Draft a warrant with a signed file, as its clerk, and return its reference; add an officer in each state."""
    from roadstead.cooperation.warrants import decide, draft
    from roadstead.cooperation.warrants.logic.content import Offence, Purpose
    from roadstead.platform.accounts.models import Role
    from roadstead.platform.accounts.organisations import OrganisationType

    for state in AIRPORTS:
        _user(f"bench.{state}", Role.OFFICER, state, OrganisationType.POLICE)
    clerk = _user("bench.clerk", Role.COURT, OWNER, OrganisationType.COURT)
    _user("bench.authority", Role.CENTRAL_AUTHORITY, OWNER, OrganisationType.CENTRAL_AUTHORITY)
    now = datetime.now(UTC)
    new = draft.NewWarrant(
        purpose=Purpose.PROSECUTE,
        cells={
            "surname": SURNAME,
            "given": GIVEN,
            "born": "1971-05-06",
            "nationality": "USA",
            "documents": f"P:USA:U{PASSENGERS:08}",
        },
        basis="Act, section 1",
        until=now.date() + timedelta(days=200),
        review_by=now.date() + timedelta(days=100),
    )
    made = draft.draft(new, by=clerk, now=now)
    draft.add_offence(made.pk, Offence(law="Act, s 1", what="robbery"), by=clerk, now=now)
    decide.add_signed_file(made.pk, "warrant.txt", b"signed", by=clerk, now=now)
    return made.reference


def validate(reference: str) -> str:
    """Validate the warrant as the second person; return when."""
    from roadstead.cooperation.warrants import decide

    decide.decide(_pk(reference), True, "compared", by=_named("bench.authority"), now=datetime.now(UTC))
    return datetime.now(UTC).isoformat()


def withdraw(reference: str) -> str:
    """Withdraw the warrant as the second person; return when."""
    from roadstead.cooperation.warrants import end

    end.withdraw(_pk(reference), "recalled", by=_named("bench.authority"), now=datetime.now(UTC))
    return datetime.now(UTC).isoformat()


def acknowledge(reference: str) -> int:
    """Read the notice as the officer of each state that has one; return the number of states."""
    from roadstead.platform.accounts.account_notices import take_unseen

    read = [take_unseen(_named(f"bench.{state}"), datetime.now(UTC)) for state in AIRPORTS]
    return sum(any(reference in text for text in texts) for texts in read)


def _pk(reference: str) -> int:
    from roadstead.cooperation.warrants.models import Warrant

    return Warrant.objects.get(reference=reference).pk


def _named(name: str) -> Any:
    from roadstead.platform.accounts.models import User

    return User.objects.get(username=name)


def _user(name: str, role: Any, state: str, type_: Any) -> Any:
    from roadstead.platform.accounts.models import Organisation, User

    place, _ = Organisation.objects.get_or_create(
        code=f"{state}-B{type_.name[:2]}", defaults={"names": {"en": name}, "type": type_, "state_id": state}
    )
    return User.objects.create_user(name, password=None, role=role, state_id=state, organisation=place)


STEPS: Final[Mapping[str, Callable[[Any], Any]]] = {
    each.__name__: each for each in (sign, validate, withdraw, acknowledge)
}


def _main() -> None:
    if len(sys.argv) == 1:
        for name, value in run().items():
            print(f"{name}: {value}")
        return
    set_up()
    from roadstead.platform.database.scope import REGION, scoped

    with scoped(REGION):
        print(json.dumps(STEPS[sys.argv[1]](json.load(sys.stdin))))


if __name__ == "__main__":
    began = time.perf_counter()
    _main()
    if len(sys.argv) == 1:
        print(f"bench_seconds: {time.perf_counter() - began:.0f}")

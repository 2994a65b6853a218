"""End-to-end latency from a carrier's POST to the alert's row, and throughput in travellers per second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psutil
import psycopg

from bench.live import Live, live, until
from roadstead.cli.send import post
from roadstead.config import config
from roadstead.engine.records import Leg

PASSENGERS = 300
FLIGHTS = 40  # one after the other, for the latency
BURST = 60  # filed as fast as they are taken, for the throughput
CARRIER = "2X"
SURNAME, GIVEN = "VANTERPOOLE", "OSWIN"  # the person on the bench's list
LEGS: Final = (Leg(origin="JFK", destination="BGI", departure="2027-01-26T10:00", arrival="2027-01-26T16:00"),)


def run() -> dict[str, Any]:
    """Return latency (ms) of single flights of 300 and the throughput of a burst, with the demo's lists in force."""
    with live(config(), "roadstead_bench", workers=2) as system:
        load_list(system)
        latencies = [latency(system, flight) for flight in range(FLIGHTS)]
        began = time.perf_counter()
        for flight in range(FLIGHTS, FLIGHTS + BURST):
            _file(system, flight)
        acknowledged = time.perf_counter() - began
        until(lambda: system.count("select count(*) from pgmq.q_intake") == 0, "the queue does not empty", 600)
        took = time.perf_counter() - began
        return {
            "passengers": PASSENGERS,
            "flights": FLIGHTS,
            "post_to_alert_ms": {
                "p50": round(statistics.median(latencies), 1),
                "p95": round(statistics.quantiles(latencies, n=20)[-1], 1),
                "max": round(max(latencies), 1),
            },
            "burst_flights": BURST,
            "acknowledged_per_second": round(BURST / acknowledged, 1),
            "travellers_per_second": round(BURST * PASSENGERS / took, 1),
            "workers": len(system.workers),
            "entries_in_force": system.count("select count(*) from watchlists_entry where removed_in_id is null"),
            "peak_mb": _peaks(system),
            "bytes_per_flight": len(flight_list(0)),
        }


def load_list(system: Live) -> None:
    """Put a list of one invented person in force beside the demo's; this person is on every flight."""
    path = system.home / "bench.csv"
    path.write_text(f"id,surname,given,born,action\nB-1,{SURNAME},{GIVEN},1971-05-06,refer\n")
    assert system.run("lists", "load", str(path), "--name", "Bench").wait() == 0


def latency(system: Live, flight: int, *, listed: int = PASSENGERS) -> float:
    """Return milliseconds from the start of the POST until another connection sees the flight's alert."""
    query = b"select count(*) from alerts_alert a join voyages_voyage v on v.id = a.voyage_id where v.number = %s"
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        began = time.perf_counter()
        _file(system, flight, listed=listed)
        while True:
            row = connection.execute(query, [_number(flight)]).fetchone()
            if row and row[0]:
                return 1000 * (time.perf_counter() - began)
            assert time.perf_counter() - began < 60, "no alert within a minute"
            time.sleep(0.002)


def _file(system: Live, flight: int, *, listed: int = PASSENGERS) -> None:
    status, answer = post(system.url, system.tokens[CARRIER], flight_list(flight, listed=listed), f"{flight}.txt")
    assert status == 202, answer


def _number(flight: int) -> str:
    return f"{CARRIER}{1000 + flight}"


def flight_list(flight: int, *, number: str = "", legs: Sequence[Leg] = LEGS, listed: int = PASSENGERS) -> bytes:
    """Return a list of 300 people, of whom only the last is listed; this person's document has the number `listed`."""
    name = number or _number(flight)
    people = [
        _person(f"P{flight:03}{at:03}Q", f"GIVEN{at % 97}", f"{50 + at % 45}0{1 + at % 9}1{at % 9}", at)
        for at in range(PASSENGERS - 1)
    ]
    people.append(_person(SURNAME, GIVEN, "710506", listed))
    route = "".join(
        f"TDT+20+{name}+++2X'LOC+125+{leg.origin}'DTM+189:{_moment(leg.departure)}:201'"
        f"LOC+87+{leg.destination}'DTM+232:{_moment(leg.arrival)}:201'"
        for leg in legs
    )
    body = (
        f"UNH+1+PAXLST:D:05B:UN:IATA+{name}'BGM+745'RFF+TN:{flight}'NAD+MS+++DESK'{route}"
        f"{''.join(people)}CNT+42:{PASSENGERS}'"
    )
    envelope = f"UNA:+.? 'UNB+UNOA:4+2X+APIS+270125:1200+{flight}'{body}"
    return f"{envelope}UNT+{body.count(chr(39)) + 1}+1'UNZ+1+{flight}'".encode()


def _moment(local: str) -> str:
    """Return the time in EDIFACT's form: YYMMDDhhmm."""
    return datetime.fromisoformat(local).strftime("%y%m%d%H%M")


def _person(surname: str, given: str, born: str, at: int) -> str:
    seat = f"{at // 6 + 1}{'ABCDEF'[at % 6]}"
    return (
        f"NAD+FL+++{surname}:{given}'ATT+2++{'MF'[at % 2]}'DTM+329:{born}'GEI+4+173'LOC+178+JFK'LOC+179+BGI'"
        f"LOC+174+USA'NAT+2+USA'RFF+AVF:B{at // 3:05}'RFF+ABO:{at:06}'RFF+SEA:{seat}'"
        f"DOC+P:110:111+U{at:08}'DTM+36:330101'LOC+91+USA'"
    )


def _peaks(system: Live) -> dict[str, float]:
    """Return the peak resident memory of each process in MB."""
    named = {f"worker {at}": worker.pid for at, worker in enumerate(system.workers, 1)}
    if system.web:
        named |= {f"web {at}": each.pid for at, each in enumerate(psutil.Process(system.web.pid).children(), 1)}
    return {name: _peak(pid) for name, pid in named.items()}


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    print(run())

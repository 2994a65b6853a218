"""All measurements on a filled system; those that change rows come last, so that none affects another."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg

from bench.endtoend import latency
from bench.live import Live
from bench.pages import once
from bench.stored import exchanged, logged, pages, restored, retention, searched
from bench.stored.counted import counted
from bench.stored.inside import ALONE, SCAN, SCANNED, SCANS, inside
from bench.stored.plans import explained, read_whole
from bench.stored.system import database, served, up
from roadstead.cli.console import say

FLIGHTS: Final = 20  # filed one after the other
ANOTHER: Final = 307  # document of the listed person, who was cleared with another document on the template flights
BYTES: Final = """
select relname, pg_total_relation_size(oid)::float8, pg_relation_size(oid)::float8, pg_indexes_size(oid)::float8
from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 20
"""


def measured(system: Live, wanted: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the results by part; only of those `wanted`, if any are named."""
    result: dict[str, Any] = {}
    with database(system):
        result["migration"] = {"seconds": inside(system, "migrate_tables")}
        result["stored"] = {
            name: system.count(f"select count(*) from {table}")
            for name, table in (("travellers", "voyages_traveller"), ("voyages", "voyages_voyage"))
        }
    for name, measure in PARTS.items():
        if not wanted or name in wanted:
            say(f"{name} …")
            began = time.perf_counter()
            result[name] = measure(system)
            say(f"{name}: {time.perf_counter() - began:.0f} s")
    return result


def _bytes(system: Live) -> dict[str, Any]:
    """Return bytes per traveller, by table: total, and indexes."""
    with database(system), psycopg.connect(system.admin_url) as connection:
        row = connection.execute(b"select count(*) from voyages_traveller").fetchone()
        people = row[0] if row else 1
        tables = {
            name: {
                "all": round(whole / people, 1),
                "heap": round(heap / people, 1),
                "indexes": round(index / people, 1),
            }
            for name, whole, heap, index in connection.execute(BYTES.encode())
        }
        row = connection.execute(b"select pg_database_size(current_database())").fetchone()
        return {"database": round((row[0] if row else 0) / people, 1), **tables}


def _pages(system: Live) -> dict[str, Any]:
    with served(system):
        return pages.measured(system)


def _search(system: Live) -> dict[str, Any]:
    with served(system):
        return searched.measured(system)


def _plans(system: Live) -> dict[str, str]:
    """Return large tables that a page, the search for due rows or the search for earlier voyages scans in full."""
    with database(system):
        with explained(system) as found:
            with served(system):
                for _, browser, address in pages.opened(system):
                    once(browser, address)
            inside(system, "past_of_voyages", "3")
            inside(system, "what_is_due")
        return read_whole(found)


def _look_ups(system: Live) -> dict[str, Any]:
    asked = {
        "earlier voyages of 300": ("past_of_voyages", str(FLIGHTS)),
        "the bell of region.supervisor": ("count_at_the_bell", "region.supervisor", str(FLIGHTS)),
        "the bell of brb.supervisor": ("count_at_the_bell", "brb.supervisor", str(FLIGHTS)),
    }
    found = {}
    with database(system):
        for name, given in asked.items():
            with counted(system.admin_url) as took:
                found[name] = inside(system, *given)
            found[name] |= {**took.figures(FLIGHTS), "dearest": took.dearest[:2]}
    return found


def _scans(system: Live) -> dict[str, Any]:
    with database(system):
        found: dict[str, Any] = inside(system, "scan_tables")
        with psycopg.connect(system.admin_url) as connection:
            connection.execute(ALONE.encode())
            for table in SCANNED:
                found[table]["superuser_ms"] = base = min(_scan(connection, table) for _ in range(SCANS))
                found[table] |= {f"{who}_ratio": found[table][f"{who}_ms"] / base for who in ("region", "state")}
    return found


def _scan(connection: psycopg.Connection[Any], table: str) -> float:
    row = connection.execute(SCAN.format(table).encode()).fetchone()
    return float(row[0][0]["Execution Time"]) if row else 0.0


def _statistics(system: Live) -> dict[str, Any]:
    """Return seconds of each period: the first count of a process and the next, and `cold_s`, the first of a database
    that has just started (in service a job counts the usual periods every five minutes).
    """
    found = {}
    with database(system):
        for owner in ("REGION", "BRB"):
            cold = inside(system, "count_statistics", owner, "90")["first_s"]
            for days in ("30", "90"):
                with counted(system.admin_url) as took:
                    found[f"{days} days, {owner}"] = inside(system, "count_statistics", owner, days)
                found[f"{days} days, {owner}"] |= {**took.figures(2), "dearest": took.dearest[:2]}
            found[f"90 days, {owner}"]["cold_s"] = cold
    return found


def _alerts(system: Live) -> dict[str, Any]:
    """Return the time from a POST until its alert is stored, with all processes running as in service."""
    with up(system) as took:
        times = [latency(system, flight, listed=ANOTHER) for flight in _unused(system)]
    return {
        "up": took,
        "post_to_alert_ms": {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]},
    }


def _unused(system: Live) -> range:
    """Return numbers of flights that no earlier run has filed."""
    filed = system.count("select count(*) from voyages_voyage where number ~ '^2X1[0-9]{3}$'")
    return range(filed, filed + FLIGHTS)


def _rescreen(system: Live) -> dict[str, Any]:
    day = datetime.now(UTC).date() + timedelta(days=1)
    aboard = (
        "select count(*) from voyages_traveller t join voyages_voyage v on v.id = t.voyage_id"
        f" where v.arrives_at >= '{day}' and v.arrives_at < '{day + timedelta(days=1)}'"
    )
    with database(system):
        people = system.count(aboard)
        with counted(system.admin_url) as took:
            done = system.run("rescreen", "--since", str(day), "--until", str(day)).wait()
        assert done == 0, "rescreening failed"
    return {
        "travellers": people,
        "seconds": round(took.seconds, 1),
        "per_second": round(people / took.seconds),
        **took.figures(),
    }


def _audit(system: Live) -> dict[str, Any]:
    with database(system):
        lines = system.count("select count(*) from audit_record")
        with counted(system.admin_url) as took:
            assert system.run("audit", "verify").wait() == 0 or _only_histories(system), "audit log verification failed"
    return {"lines": lines, "seconds": round(took.seconds, 1), "longest_transaction_s": round(took.longest_s, 1)}


def _only_histories(system: Live) -> bool:
    """Return True if the chain of the audit log holds. Copied histories of alerts no longer match the audit log."""
    return " lines, unchanged, in order, none missing" in (system.home / "stored-audit.log").read_text()


def _retention(system: Live) -> dict[str, Any]:
    with database(system):
        return retention.measured(system)


PARTS: Final[dict[str, Callable[[Live], dict[str, Any]]]] = {
    "bytes": _bytes,
    "pages": _pages,
    "search": _search,
    "plans": _plans,
    "look-ups": _look_ups,
    "scans": _scans,
    "statistics": _statistics,
    "rescreen": _rescreen,
    "audit": _audit,
    "alerts": _alerts,
    "requests": exchanged.measured,
    "log": logged.measured,
    "dump": restored.dumped,
    "retention": _retention,
    "restore": restored.measured,  # repeats the deletions since the dump
}

"""All measurements on a filled system, in an order in which none spoils the next: what changes rows comes last."""

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
from bench.stored import pages, restored, retention
from bench.stored.counted import counted
from bench.stored.inside import ALONE, SCAN, SCANNED, SCANS, inside
from bench.stored.plans import explained, read_whole
from bench.stored.system import database, served, up
from roadstead.cli.failure import say

FLIGHTS: Final = 20  # filed one after the other
ANOTHER: Final = 307  # document of the person looked for; of the flights that are copied it was cleared with another
BYTES: Final = """
select relname, pg_total_relation_size(oid)::float8, pg_relation_size(oid)::float8, pg_indexes_size(oid)::float8
from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 20
"""


def measured(system: Live, wanted: frozenset[str] = frozenset()) -> dict[str, Any]:
    """By part; only those `wanted`, where any are named."""
    result: dict[str, Any] = {}
    with database(system):
        result["migration"] = {"seconds": inside(system, "migrate_tables")}
        result["stored"] = {
            name: system.count(f"select count(*) from {table}")
            for name, table in (("travellers", "manifests_traveller"), ("voyages", "manifests_voyage"))
        }
    for name, measure in PARTS.items():
        if not wanted or name in wanted:
            say(f"{name} …")
            began = time.perf_counter()
            result[name] = measure(system)
            say(f"{name}: {time.perf_counter() - began:.0f} s")
    return result


def _bytes(system: Live) -> dict[str, Any]:
    """Of one traveller, by table: all, and its indexes."""
    with database(system), psycopg.connect(system.admin_url) as connection:
        row = connection.execute(b"select count(*) from manifests_traveller").fetchone()
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


def _plans(system: Live) -> dict[str, str]:
    """Large tables that a page, the look for what is due or the look for earlier voyages reads whole."""
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
    found = {}
    with database(system):
        for owner in ("REGION", "BRB"):
            for days in ("30", "90"):
                with counted(system.admin_url) as took:
                    found[f"{days} days, {owner}"] = inside(system, "count_statistics", owner, days)
                found[f"{days} days, {owner}"] |= {**took.figures(2), "dearest": took.dearest[:2]}
    return found


def _alerts(system: Live) -> dict[str, Any]:
    """From the start of a POST until the alert stands in the database, with everything running as in service."""
    with up(system) as took:
        times = [latency(system, flight, listed=ANOTHER) for flight in _unused(system)]
    return {
        "up": took,
        "post_to_alert_ms": {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]},
    }


def _unused(system: Live) -> range:
    """Flights that no run before has filed."""
    filed = system.count("select count(*) from manifests_voyage where number ~ '^2X1[0-9]{3}$'")
    return range(filed, filed + FLIGHTS)


def _rescreen(system: Live) -> dict[str, Any]:
    day = datetime.now(UTC).date() + timedelta(days=1)
    aboard = (
        "select count(*) from manifests_traveller t join manifests_voyage v on v.id = t.voyage_id"
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
            assert system.run("audit", "verify").wait() == 0 or _only_histories(system), "the audit does not hold"
    return {"lines": lines, "seconds": round(took.seconds, 1), "longest_transaction_s": round(took.longest_s, 1)}


def _only_histories(system: Live) -> bool:
    """Histories of alerts that were copied are no longer those that the audit tells of; the chain of the audit is."""
    return " lines, as they were sealed, in order, none missing" in (system.home / "stored-audit.log").read_text()


def _retention(system: Live) -> dict[str, Any]:
    with database(system):
        return retention.measured(system)


PARTS: Final[dict[str, Callable[[Live], dict[str, Any]]]] = {
    "bytes": _bytes,
    "pages": _pages,
    "plans": _plans,
    "look-ups": _look_ups,
    "scans": _scans,
    "statistics": _statistics,
    "rescreen": _rescreen,
    "audit": _audit,
    "alerts": _alerts,
    "dump": restored.dumped,
    "retention": _retention,
    "restore": restored.measured,  # what was deleted since it was dumped is deleted again
}

"""Masking and deletion of voyages that have arrived, by `roadstead purge` itself; what is not due, and again."""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg

from bench.live import Live
from bench.stored.counted import Counted, counted
from bench.stored.inside import inside

VOYAGES: Final = 20
A_DAY: Final = 365  # voyages of 300: what 40 million a year bring in a day
MOST_S: Final = 300  # that a day's worth may take; where it would be more it is reckoned from a few
OF_THEM: Final = """
with due as (select id from manifests_voyage where arrives_at < now() - interval '10 days' and number like '2X5%%'
             and id not in (select voyage_id from retention_clock where voyage_id is not null and mask_at < now())
             order by arrives_at limit %s)
select array_agg(id) from due
"""
# Clocks of a voyage, of its messages and of its alerts.
CLOCKS: Final = """
update retention_clock set mask_at = now() - interval '1 day', expires_at = {expires}
where voyage_id = any(%(voyages)s) or alert_id in (select id from casework_alert where voyage_id = any(%(voyages)s))
   or message_id in (select message_id from manifests_manifest where voyage_id = any(%(voyages)s))
"""


def measured(system: Live) -> dict[str, dict[str, Any]]:
    _purge(system)  # of the demo's own, and whatever has to be set once
    idle = _purge(system)
    found = {"nothing due": _figures(idle, 1)}
    _due(system, VOYAGES, masked=True)
    found["masking a voyage of 300"] = masked = _figures(_purge(system), VOYAGES, idle)
    found["masked before, again"] = _figures(_purge(system), 1, idle)
    _put_off(system)
    _due(system, VOYAGES, masked=False)
    found["deleting a voyage of 300"] = deleted = _figures(_purge(system), VOYAGES, idle)
    for name, each, is_masking in (("masking", masked, True), ("deleting", deleted, False)):
        found[f"{name} a day's worth"] = _day(system, each["seconds"], masked=is_masking, idle=idle)
    found["what is due is looked for"] = _looked(system)
    return found


def _day(system: Live, each_s: float, *, masked: bool, idle: Counted) -> dict[str, Any]:
    """365 voyages; reckoned from one where that is far over the goal, or there are too few."""
    stored = system.count("select count(*) from manifests_voyage")
    if each_s * A_DAY > MOST_S or stored < 5 * A_DAY:
        return {"seconds": round(each_s * A_DAY, 1), "reckoned": True}
    _due(system, A_DAY, masked=masked)
    return _figures(_purge(system), 1, idle)


def _looked(system: Live) -> dict[str, Any]:
    began = time.perf_counter()
    with counted(system.admin_url) as took:
        inside(system, "what_is_due")
    return {"seconds": round(time.perf_counter() - began, 2), **took.figures()}


def _due(system: Live, number: int, *, masked: bool) -> None:
    expires = "now() + interval '2 years'" if masked else "now() - interval '1 day'"
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        row = connection.execute(OF_THEM.encode(), [number]).fetchone()
        assert row
        assert len(row[0] or ()) == number, "too few voyages have arrived"
        connection.execute(CLOCKS.format(expires=expires).encode(), {"voyages": row[0]})


def _put_off(system: Live) -> None:
    """What has been masked is not due again, so that it is not gone through beside what is deleted."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        connection.execute(
            b"update retention_clock set mask_at = expires_at where mask_at < now() and expires_at > now()"
        )


def _purge(system: Live) -> Counted:
    with counted(system.admin_url) as took:
        assert system.run("purge").wait() == 0, (system.home / f"{system.name}-purge.log").read_text()[-2000:]
    return took


def _figures(took: Counted, pieces: int, idle: Counted | None = None) -> dict[str, Any]:
    """Of one piece of work, without what a purge takes that has nothing to do."""
    spent = max(0.0, took.seconds - (idle.seconds if idle else 0.0))
    return {
        "seconds": round(spent / pieces, 3),
        **took.figures(pieces),
        "longest_transaction_s": round(took.longest_s, 2),
        "dearest": took.dearest[:3],
    }

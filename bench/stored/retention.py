"""Masking and deletion of voyages that have arrived, by `roadstead purge`; with nothing due, and repeated."""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg

from bench.live import Live
from bench.stored.counted import Counted, counted
from bench.stored.inside import inside

VOYAGES: Final = 20
A_DAY: Final = 365  # voyages of 300: a day of a region with 40 million travellers a year
MOST_S: Final = 300  # maximum for a day's worth; if it would take longer, it is extrapolated from a few
OF_THEM: Final = """
with due as (
  select id from voyages_voyage where arrives_at < now() - interval '10 days' and number like '2X5%%' and id not in (
    select voyage_id from retention_retentionschedule where voyage_id is not null and mask_at < now())
  order by arrives_at limit %s)
select array_agg(id) from due
"""
# Retention schedules of a voyage, of its messages and of its alerts.
CLOCKS: Final = """
update retention_retentionschedule set mask_at = now() - interval '1 day', expires_at = {expires}
where voyage_id = any(%(voyages)s) or alert_id in (select id from alerts_alert where voyage_id = any(%(voyages)s))
   or message_id in (select message_id from voyages_manifest where voyage_id = any(%(voyages)s))
"""


def measured(system: Live) -> dict[str, dict[str, Any]]:
    _purge(system)  # handles the demo's own rows, and what is set once
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
    """Return the figures of 365 voyages; extrapolated from one if that is far over the goal or there are too few."""
    stored = system.count("select count(*) from voyages_voyage")
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
    """Postpone masking of masked voyages, so that they are not processed together with those to be deleted."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        connection.execute(
            b"update retention_retentionschedule set mask_at = expires_at where mask_at < now() and expires_at > now()"
        )


def _purge(system: Live) -> Counted:
    with counted(system.admin_url) as took:
        assert system.run("purge").wait() == 0, (system.home / f"{system.name}-purge.log").read_text()[-2000:]
    return took


def _figures(took: Counted, pieces: int, idle: Counted | None = None) -> dict[str, Any]:
    """Return the figures of one piece of work, less those of a purge with nothing to do."""
    spent = max(0.0, took.seconds - (idle.seconds if idle else 0.0))
    return {
        "seconds": round(spent / pieces, 3),
        **took.figures(pieces),
        "longest_transaction_s": round(took.longest_s, 2),
        "dearest": took.dearest[:3],
    }

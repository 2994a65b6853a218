"""Requests between states: as many open ones as a region has at most, and the pages that list each state's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import psycopg

from bench.live import Live
from bench.pages import signed_in
from bench.stored import catalogue, pages
from bench.stored.inside import inside
from bench.stored.multiply import STATES
from bench.stored.system import database, served

REQUESTS: Final = 100_000
REQUEST: Final = "requests_request"
OPEN: Final = "status in ('waiting', 'clarification')"
NEWEST: Final = f"""
select count(*) filter (where {OPEN}), max(id), max(id) filter (where reference not like 'BN%') from {REQUEST}
"""
# Every state asks every other; a quarter waits for the asking side.
DRAWN: Final = f"""
create temporary table drawn as select i, a.code asking, a.state_id by_state, b.code asked, b.state_id of_state,
  mod(i, 4) = 0 as is_question, now() - interval '1 minute' * mod(i * 7919, 43200) opened_at
from generate_series(1::bigint, %s) i
cross join lateral (select mod(i, {len(STATES)}) one, mod(i / {len(STATES)}, {len(STATES) - 1}) other) pair
join fill_place a on a.place = pair.one
join fill_place b on b.place = mod(pair.one + 1 + pair.other, {len(STATES)})
"""
PLACES: Final = """
create temporary table fill_place as select row_number() over (order by state_id) - 1 as place, min(code) code, state_id
from accounts_organisation where state_id = any(%s) group by state_id
"""
OF_REQUEST: Final[Mapping[str, str]] = {
    "id": "{first} + drawn.i",
    "reference": "'BN' || {first} + drawn.i",
    "title": "t.title || ' ' || drawn.i",
    "asking_id": "drawn.asking",
    "asked_id": "drawn.asked",
    "owner": "drawn.by_state",
    "states": "array[drawn.by_state, drawn.of_state]::varchar[]",
    "organisations": "array[drawn.asking, drawn.asked]::varchar[]",
    "status": "case when drawn.is_question then 'clarification' else 'waiting' end",
    "turn": "case when drawn.is_question then drawn.asking else drawn.asked end",
    "due_at": "drawn.opened_at + interval '10 days'",
    "opened_at": "drawn.opened_at",
}
OF_A_PART: Final = "{first} + drawn.i"
# Table, the column with the request's id, and the values that differ: a message is its sender's, a timer of whoever
# has to act.
PARTS: Final[Sequence[tuple[str, str, Mapping[str, str]]]] = (
    (REQUEST, "id", OF_REQUEST),
    ("requests_message", "request_id", {"request_id": OF_A_PART, "organisation_id": "drawn.asking"}),
    ("requests_requesttimer", "request_id", {"request_id": OF_A_PART, "organisation_id": "drawn.asked"}),
)
READERS: Final = ("brb.officer", "brb.supervisor", "region.analyst")
PAGES: Final[Mapping[str, str]] = {
    "/": "/",
    "/requests": "/requests",
    "/requests, waiting for others": "/requests?show=theirs",
    "/requests, all": "/requests?show=all",
    "/requests, all by date": "/requests?show=all&sort=due",
}


def measured(system: Live, number: int = REQUESTS, times: int = pages.TIMES) -> dict[str, Any]:
    """Return the number of open requests, and the figures of the pages that list them."""
    with database(system):
        inside(system, "send_request")
        stored = _filled(system, number)
        found: dict[str, Any] = {"stored": {"open": stored}}
        with served(system):
            for who in READERS:
                browser = signed_in(system, who)
                for name, address in PAGES.items():
                    found[f"{name} as {who}"] = pages.timed(system, browser, system.url + address, times)
    return found


def _filled(system: Live, number: int) -> int:
    """Copy the newest request until there are so many; return how many are open."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        row = connection.execute(NEWEST.encode()).fetchone()
        assert row, "no request was sent"
        if row[0] < number:
            _copy(connection, number - row[0], *row[1:])
    return system.count(f"select count(*) from {REQUEST} where {OPEN}")


def _copy(connection: psycopg.Connection[Any], number: int, first: int, template: int) -> None:
    """Copy the request `template` with its messages and timers; the copies' ids come after `first`."""
    tables = catalogue.read(connection)
    connection.execute(PLACES.encode(), [list(STATES)])
    connection.execute(DRAWN.encode(), [number])
    connection.execute("set session_replication_role = replica")
    for name, key, others in PARTS:
        names = [each.name for each in tables[name].columns.values() if not each.is_generated]
        names = [each for each in names if each != "id" or "id" in others]
        values = ", ".join(others.get(each, f't."{each}"').format(first=first) for each in names)
        listed = ", ".join(f'"{each}"' for each in names)
        chosen = f"select {values} from {name} t, drawn where t.{key} = {template}"
        connection.execute(f"insert into {name} ({listed}) {chosen}".encode())
    connection.execute("reset session_replication_role")
    connection.execute(f"select setval(pg_get_serial_sequence('{REQUEST}', 'id'), {first + number})".encode())
    connection.execute(f"vacuum (analyze) {', '.join(name for name, _, _ in PARTS)}".encode())

"""How long the pages of an officer's day take with a full house: 100,000 travellers on board, 10,000 alerts to decide.

From the request to the whole answer over a local connection, one person at a time: `python -m bench.pages`.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psycopg

from bench.live import Live, live
from roadstead.config import config

VOYAGES, TRAVELLERS, ALERTS = 500, 100_000, 10_000
TIMES: Final = 25  # each page, after two that warm it up
WANTED_MS: Final = 200
WANTED_OF: Final = {"/figures": 1000}  # counts everybody of a month
WHO: Final = "region.analyst"


def run() -> dict[str, Any]:
    """Milliseconds by page, the median and the 95th of a hundred, and whether each is within what is wanted."""
    with live(config(), "roadstead_pages", workers=0) as system:
        fill(system)
        browser = signed_in(system)
        pages = {name: timed(browser, system.url + path) for name, path in addresses(system).items()}
        return {
            "travellers": system.count("select count(*) from manifests_traveller"),
            "alerts_open": system.count("select count(*) from casework_alert where state = 'new'"),
            "wanted_ms": WANTED_MS,
            "pages": pages,
            "within": all(page["p95_ms"] <= WANTED_OF.get(name, WANTED_MS) for name, page in pages.items()),
        }


def addresses(system: Live) -> dict[str, str]:
    alert = system.value("select max(id) from casework_alert")
    voyage = system.value(f"select voyage_id from casework_alert where id = {int(alert)}")
    return {
        "/alerts": "/alerts",
        "/alerts, narrowed": "/alerts?whose=unassigned&within=24h&list=Bench",
        "/alerts, last page": "/alerts?page=200",
        "/alerts/N": f"/alerts/{alert}",
        "/alerts/N/alike": f"/alerts/{alert}/alike",
        "/arrivals": "/arrivals",
        "/voyages/N": f"/voyages/{voyage}",
        "/lists": "/lists",
        "/figures": "/figures",
    }


def signed_in(system: Live) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{system.url}/sign-in").read().decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    form = {"login": WHO, "password": system.accounts[WHO], "csrfmiddlewaretoken": token}
    browser.open(f"{system.url}/sign-in", urlencode(form).encode()).read()
    return browser


def timed(browser: OpenerDirector, address: str) -> dict[str, float]:
    took = [_once(browser, address) for _ in range(TIMES + 2)][2:]
    return {"p50_ms": statistics.median(took), "p95_ms": statistics.quantiles(took, n=20)[-1], "max_ms": max(took)}


def _once(browser: OpenerDirector, address: str) -> float:
    began = time.perf_counter()
    with browser.open(address) as response:
        response.read()
        assert response.status == 200, address
        assert response.url == address, f"{address} led to {response.url}"
    return 1000 * (time.perf_counter() - began)


def fill(system: Live) -> None:
    """Rows straight into the tables, as the workers leave them; then the planner is told what is there."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        for statement in filled(connection):
            connection.execute(statement.encode())
        connection.execute("analyze")


def filled(connection: psycopg.Connection[Any]) -> list[str]:
    """The statements. All invented: names and numbers are counted through."""
    declared = json.dumps({"surname": "BENCH", "given": "ADA", "born": "1980-01-01", "sex": "F", "nationality": "BRB"})
    listed = json.dumps({"id": "B", "list": "Bench", "names": [{"text": "BENCH, Ada"}], "born": ["1979-01-01"]})
    states = "array['BRB', 'LCA']::varchar[]"
    papers = "jsonb_build_array(jsonb_build_object('number', 'B' || n % 40000))"
    person = f"jsonb_set('{declared}', '{{documents}}', {papers})"
    made = {
        ("intake_message", VOYAGES): {
            "receipt": "'B' || n", "carrier": "'2X'", "channel": "'api'", "received_at": "now()", "raw": "'x'",
            "sha256": "'bench' || n", "size": "1", "status": "'read'", "states": states,
        },
        ("manifests_voyage", VOYAGES): {
            "key": "'bench/' || n", "mode": "'air'", "carrier": "'2X'", "number": "'2X' || n", "origin": "'MIA'",
            "destination": "'BGI'", "states": states, "updated_at": "now()",
            "arrives_at": "now() + (n % 96) * interval '1 hour'", "filed_at": "now()",
        },
        ("manifests_manifest", VOYAGES): {
            "message_id": _nth("intake_message", VOYAGES), "voyage_id": _nth("manifests_voyage", VOYAGES),
            "position": "0", "carrier": "'2X'", "type": "'PAXLST'", "\"order\"": "'1'", "states": states,
        },
        ("manifests_traveller", TRAVELLERS): {
            "voyage_id": _nth("manifests_voyage", VOYAGES), "manifest_id": _nth("manifests_manifest", VOYAGES),
            "role": "'passenger'", "surname": "'BENCH' || n", "given": "'ADA'", "born": "'1980-01-01'",
            "nationality": "'BRB'", "person_key": "'p' || n % 40000", "presence": "'expected'", "declared": person,
            "states": states,
        },
        ("manifests_document", TRAVELLERS): {
            "traveller_id": _nth("manifests_traveller", TRAVELLERS), "manifest_id": _nth("manifests_manifest", VOYAGES),
            "type": "'P'", "number": "'B' || n % 40000", "key": "'B' || n % 40000", "states": states,
        },
        ("casework_alert", ALERTS): {
            "voyage_id": _nth("manifests_voyage", VOYAGES), "traveller_id": _nth("manifests_traveller", TRAVELLERS),
            "kind": "'name'", "list_name": "'Bench'", "entry_id": "'B' || n % 200", "entry_name": "'BENCH, Ada'",
            "owner": "'REGION'",
            "action": "'refer'", "score": "12 + n % 40", "state": "'new'", "listed": f"'{listed}'", "declared": person,
            "person_key": "'p' || n % 40000", "states": states, "created_at": "now()", "seriousness": "3",
        },
        ("casework_event", ALERTS): {
            "alert_id": _nth("casework_alert", ALERTS), "act": "'raised'", "after": "'new'", "at": "now()",
            "states": states,
        },
    }  # fmt: skip
    return [_insert(connection, table, number, columns) for (table, number), columns in made.items()]


def _nth(table: str, rows: int) -> str:
    """The id of one of the rows that were made here, counted through; the demo's own come before them."""
    return f"(select max(id) from {table}) - {rows} + 1 + (n - 1) % {rows}"


def _insert(connection: psycopg.Connection[Any], table: str, rows: int, columns: dict[str, str]) -> str:
    """One insert of `rows` rows; columns nobody named and that must not be null are empty, 0, no or {}."""
    empty = {"text": "''", "character varying": "''", "integer": "0", "double precision": "0", "boolean": "false",
             "jsonb": "'{}'", "ARRAY": "'{}'", "bigint": "0"}  # fmt: skip
    needed = connection.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'",
        [table],
    ).fetchall()
    named = {name.strip('"') for name in columns}
    every = {f'"{name}"': empty[kind] for name, kind in needed if name not in named} | columns
    chosen = f"select {', '.join(every.values())} from generate_series(1, {rows}) n"
    return f"insert into {table} ({', '.join(every)}) {chosen}"


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))

"""Invented people, alerts and a ship's cargo, inserted directly into the tables as workers would store them."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec
import psycopg

from bench.live import Live
from roadstead.engine.records import Consignment, GoodsLine, Party, PartyRole

VOYAGES, TRAVELLERS, ALERTS = 500, 100_000, 10_000
BILLS, BOXES, FIRMS = 2_000, 1_000, 40  # all on one voyage
BORN: Final = "to_char(date '1938-01-01' + (n * 7919) % 31000, 'YYYY-MM-DD')"  # nearly every day of 85 years
SEX: Final = "(array['F', 'M', 'F', 'M', 'M', 'F', 'X'])[1 + n % 7]"
NATION: Final = (
    "(array['BRB','LCA','TTO','JAM','GUY','USA','CAN','GBR','FRA','DEU','VEN','DOM','VCT','GRD','BRA','NLD'])"
    "[1 + n % 16]"
)
CARGO: Final = Consignment(
    number="BENCH", load="USMIA", discharge="BBBGI", packages=12, gross_mass_kg=3400.0, volume_m3=11.5,
    parties=(
        Party(role=PartyRole.CONSIGNOR, name="Bench Exports Inc."),
        Party(role=PartyRole.CONSIGNEE, name="Bench Imports Ltd."),
    ),
    goods=(GoodsLine(description="household goods, used, in cartons", packages=12, gross_mass_kg=3400.0),),
    containers=("BNCU1234567",), marks=("BENCH", "1-12"),
)  # fmt: skip


def fill(system: Live) -> None:
    """Insert the rows and update the planner's statistics."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        for statement in filled(connection):
            connection.execute(statement.encode())
        connection.execute("vacuum analyze")  # as autovacuum does within minutes, but not during the measurement


def filled(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the statements. Names and numbers are numbered through."""
    told = f"'surname', 'BENCH', 'given', 'ADA', 'born', {BORN}, 'sex', {SEX}, 'nationality', {NATION}"
    listed = json.dumps({"id": "B", "list": "Bench", "names": [{"text": "BENCH, Ada"}], "born": ["1979-01-01"]})
    states = "array['BRB', 'LCA']::varchar[]"
    papers = "jsonb_build_array(jsonb_build_object('number', 'B' || n % 40000))"
    person = f"jsonb_build_object({told}, 'documents', {papers})"
    made = {
        ("intake_message", VOYAGES): {
            "receipt": "'B' || n",
            "carrier": "'2X'",
            "channel": "'api'",
            "received_at": "now()",
            "raw": "'x'",
            "sha256": "'bench' || n",
            "size": "1",
            "status": "'read'",
            "states": states,
        },
        ("voyages_voyage", VOYAGES): {
            "key": "'bench/' || n",
            "mode": "'air'",
            "carrier": "'2X'",
            "number": "'2X' || n",
            "origin": "'MIA'",
            "destination": "'BGI'",
            "states": states,
            "updated_at": "now()",
            "arrives_at": "now() + (n % 96) * interval '1 hour'",
            "filed_at": "now()",
        },
        ("voyages_manifest", VOYAGES): {
            "message_id": _nth("intake_message", VOYAGES),
            "voyage_id": _nth("voyages_voyage", VOYAGES),
            "position": "0",
            "carrier": "'2X'",
            "type": "'PAXLST'",
            '"order"': "'1'",
            "states": states,
        },
        ("voyages_traveller", TRAVELLERS): {
            "voyage_id": _nth("voyages_voyage", VOYAGES),
            "manifest_id": _nth("voyages_manifest", VOYAGES),
            "role": "'passenger'",
            "surname": "'BENCH' || n",
            "given": "'ADA'",
            "born": BORN,
            "sex": SEX,
            "nationality": NATION,
            "person_key": "md5((n % 40000)::text)::uuid",
            "presence": "'expected'",
            "declared": person,
            "states": states,
        },
        ("voyages_document", TRAVELLERS): {
            "traveller_id": _nth("voyages_traveller", TRAVELLERS),
            "manifest_id": _nth("voyages_manifest", VOYAGES),
            "type": "'P'",
            "number": "'B' || n % 40000",
            "key": "'B' || n % 40000",
            "states": states,
        },
        ("alerts_alert", ALERTS): {
            "voyage_id": _nth("voyages_voyage", VOYAGES),
            "traveller_id": _nth("voyages_traveller", TRAVELLERS),
            "kind": "'name'",
            "list_name": "'Bench'",
            "entry_id": "'B' || n % 200",
            "entry_name": "'BENCH, Ada'",
            "owner": "'REGION'",
            "action": "'refer'",
            "score": "12 + n % 40",
            "state": "'new'",
            "listed": f"'{listed}'",
            "declared": person,
            "person_key": "md5((n % 40000)::text)::uuid",
            "states": states,
            "created_at": "now()",
            "seriousness": "3",
        },
        ("alerts_event", ALERTS): {
            "alert_id": _nth("alerts_alert", ALERTS),
            "act": "'raised'",
            "after": "'new'",
            "at": "now()",
            "states": states,
        },
        **cargo(),
    }
    return [_insert(connection, table, number, columns) for (table, number), columns in made.items()]


def cargo() -> dict[tuple[str, int], dict[str, str]]:
    """Return the last voyage's bills in one message, with two parties each and two bills to a container."""
    states, said = "array['BRB', 'LCA']::varchar[]", f"'{msgspec.json.encode(CARGO).decode()}'"
    last = {"voyage_id": _nth("voyages_voyage", 1), "states": states}
    one = {"manifest_id": _nth("voyages_manifest", 1), **last}
    box = "'BNCU' || lpad((n % 1000)::text, 7, '0')"
    return {
        ("cargo_bill", BILLS): {
            **one,
            "level": "'master'",
            "number": "'BENCH' || n",
            "load": "'USMIA'",
            "discharge": "'BBBGI'",
            "consignor": "'Bench Exports Inc.'",
            "consignee": "'Bench Imports Ltd.'",
            "goods": "'household goods'",
            "packages": "12",
            "gross_mass_kg": "3400",
            "containers": f"array[{box}]::varchar[]",
            "declared": said,
            "first_at": "now()",
            "changed_at": "now()",
            "is_declared": "true",
        },
        ("cargo_billstatement", BILLS): {
            **one,
            "position": "n",
            '"order"': "'1'",
            "payload": said,
            "number": "'BENCH' || n",
        },
        ("cargo_voyagecontainer", BOXES): {**last, "number": box, "size_type": "'45G1'", "load": "'USMIA'"},
        ("cargo_firm", FIRMS): {"key": "'bench ' || n", "first_at": "now()", "states": states},
        ("cargo_mention", 2 * BILLS): {
            "bill_id": _nth("cargo_bill", BILLS),
            "firm_id": _nth("cargo_firm", FIRMS),
            "states": states,
            "role": "'consignee'",
            "name": "'Bench Imports Ltd.'",
            "address": "'1 Quay Street, Bridgetown'",
        },
        ("cargo_cargoreport", 1): {
            **one,
            "source": "'bill'",
            "totals": "'{}'",
            "parties": "'[]'",
            "bills": str(BILLS),
        },
    }


def _nth(table: str, rows: int) -> str:
    """Return SQL for the id of one of the last `rows` rows, in turn; the demo's rows come before them."""
    return f"(select max(id) from {table}) - {rows} + 1 + (n - 1) % {rows}"


def _insert(connection: psycopg.Connection[Any], table: str, rows: int, columns: dict[str, str]) -> str:
    """Return an insert of `rows` rows; unnamed columns that must not be null are empty, 0, false or {}."""
    empty = {
        "text": "''",
        "character varying": "''",
        "integer": "0",
        "double precision": "0",
        "boolean": "false",
        "jsonb": "'{}'",
        "ARRAY": "'{}'",
        "bigint": "0",
    }
    needed = connection.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'",
        [table],
    ).fetchall()
    named = {name.strip('"') for name in columns}
    every = {f'"{name}"': empty[kind] for name, kind in needed if name not in named} | columns
    chosen = f"select {', '.join(every.values())} from generate_series(1, {rows}) n"
    return f"insert into {table} ({', '.join(every)}) {chosen}"

"""Reader of the tables of an ocean manifest: one reading for each voyage that their rows name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from roadstead.engine.formats.cargo.us_manifest.bill import BillRows
from roadstead.engine.formats.cargo.us_manifest.tables import (
    KEY,
    TABLE_COLUMNS,
    ZIP,
    Row,
    is_table,
    is_zip,
    rows,
    tables_of,
)
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Container, Craft, Function, Leg, Manifest, MessageHeader, Mode, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.dates import parse
from roadstead.engine.text.identifiers import container, hs, imo

MAX_VOYAGES: Final = 500  # in one body
HEAD_BYTES: Final = 1 << 14  # bytes in which the first voyage is sought
TYPE: Final = "US MANIFEST"
# Values of `mode_of_transportation` for aircraft.
AIR_MODES: Final = ("40", "41", "air")
MONTH_FIRST: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def looks_like(raw: bytes) -> bool:
    return is_zip(raw) if ZIP.match(raw) else is_table(raw)


def read(raw: bytes) -> list[Reading]:
    """Read tables: rows are joined by identifier, bills by voyage. Missing tables are reported."""
    notes = Notebook(reference=TYPE)
    bills, met = _bills(rows(raw), notes)
    voyages: dict[Voyage, list[BillRows]] = {}
    for bill in bills.values():
        voyages.setdefault(_voyage(bill), []).append(bill)
    _about(met, len(voyages), notes)
    taken = dict(islice(voyages.items(), MAX_VOYAGES))
    found = [_reading(voyage, those) for voyage, those in taken.items()]
    problems, _ = notes.finish()
    first = found[0] if found else None
    return (
        [Reading(manifest=first.manifest, problems=(*problems, *first.problems), unread=first.unread), *found[1:]]
        if first
        else []
    )


def voyage_of(raw: bytes) -> Voyage | None:
    if ZIP.match(raw):
        return None
    bills, _ = _bills(rows(raw[:HEAD_BYTES]), Notebook())
    return next((voyage for bill in bills.values() if (voyage := _voyage(bill)).number), None)


def _bills(those: Iterable[tuple[int, Row]], notes: Notebook) -> tuple[dict[str, BillRows], set[str]]:
    """Return bills by identifier, and the tables found."""
    found: dict[str, BillRows] = {}
    met: set[str] = set()
    for number, row in those:
        key = row.get(KEY, "")
        if not key:
            text = Sentence(
                "The row has no identifier, so it does not belong to any bill. Export the table again with all "
                "its columns."
            )
            notes.error("identifier-missing", text, number, field=KEY)
            continue
        met |= set(tables_of(tuple(row)))
        found.setdefault(key, BillRows(key)).rows.append(row)
    return found, met


def _voyage(bill: BillRows) -> Voyage:
    """Return the voyage: sea unless the row gives air; places as in the table."""
    by_air = bill.first("mode_of_transportation", "mode").casefold().startswith(AIR_MODES)
    arrival = _day(bill.first("actual_arrival_date")) or _day(bill.first("estimated_arrival_date"))
    origin, end = bill.first("foreign_port_of_lading"), bill.first("port_of_unlading")
    number = imo.normalise(bill.first("conveyance_id"))
    return Voyage(
        mode=Mode.AIR if by_air else Mode.SEA,
        carrier=bill.first("carrier_code"),
        number=bill.first("voyage_number"),
        craft=Craft(
            name=bill.first("vessel_name"),
            imo=number if imo.is_valid(number) else "",
            flag=bill.first("vessel_country_code"),
        ),
        legs=(Leg(origin=origin if by_air else "", destination=end, arrival=arrival),) if end or arrival else (),
    )


def _day(text: str) -> str:
    """Return an ISO date; American tables that do not use ISO put the month first."""
    found = MONTH_FIRST.fullmatch(text)
    return parse(f"{found[3]}-{found[1]:0>2}-{found[2]:0>2}" if found else text[:10]).iso


def _reading(voyage: Voyage, those: list[BillRows]) -> Reading:
    notes = Notebook(reference=TYPE)
    for bill in those:
        _about_the_bill(bill, notes)
    manifest = Manifest(
        message=MessageHeader(type=TYPE, function=Function.CARGO),
        voyage=voyage,
        consignments=tuple(bill.consignment() for bill in those),
        containers=_containers(those),
    )
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def _containers(those: Iterable[BillRows]) -> tuple[Container, ...]:
    """Return each container once, with every bill that names it."""
    found: dict[str, Container] = {}
    bills: dict[str, list[str]] = {}
    for bill in those:
        for box in bill.containers():
            found.setdefault(box.number, box)
            bills.setdefault(box.number, []).append(bill.number)
    return tuple(_with(box, tuple(dict.fromkeys(bills[number]))) for number, box in found.items())


def _with(box: Container, bills: tuple[str, ...]) -> Container:
    return Container(number=box.number, size_type=box.size_type, load=box.load, seals=box.seals, bills=bills)


# ── Problems


def _about(met: set[str], voyages: int, notes: Notebook) -> None:
    missing = [kind for kind in TABLE_COLUMNS if kind not in met]
    if "header" in missing:
        text = Sentence(
            "The header table is missing, so vessel, ports and days are not known. Send all tables in one file."
        )
        notes.error("header-table-missing", text, field="tables")
    elif missing:
        text = Sentence(
            "These tables are missing: %(missing)s. Send all tables in one file.",
            {"missing": ", ".join(missing)},
        )
        notes.note("tables-missing", text, field="tables", sent=", ".join(sorted(met)))
    if voyages > MAX_VOYAGES:
        text = Sentence(
            "There are too many voyages. We did not read the last %(voyages)s. Send at most %(limit)s in one file.",
            {"voyages": f"{voyages - MAX_VOYAGES:,}", "limit": MAX_VOYAGES},
        )
        notes.error("too-many-voyages", text, field="voyage")


def _about_the_bill(bill: BillRows, notes: Notebook) -> None:
    for box in bill.containers():
        if not container.is_valid(box.number):
            text = Sentence(
                "Container number %(number)s of bill %(identifier)s has a wrong check digit. Compare it with "
                "the number on the door.",
                {"number": box.number[:20], "identifier": bill.identifier[:20]},
            )
            notes.warning("container-check-digit", text, field="container", sent=box.number)
    codes: Mapping[str, None] = dict.fromkeys(
        row["harmonized_number"] for row in bill.rows if "harmonized_number" in row
    )
    for code in codes:
        if not hs.is_valid(code):
            text = Sentence(
                "%(code)s of bill %(identifier)s is not a code of the Harmonized System. Compare it with the tariff.",
                {"code": code[:20], "identifier": bill.identifier[:20]},
            )
            notes.warning("hs-code", text, field="HS code", sent=code)

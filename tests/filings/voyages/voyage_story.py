"""Messages about one invented voyage for tests, made as records, and what the tables say of it afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Document, Function, Leg, Manifest, MessageHeader, References, Role
from roadstead.engine.records import Traveller as Person
from roadstead.engine.records import Voyage as Declared
from roadstead.engine.voyages.versions.merge import PresenceReason
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.locks import lock_voyages
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.filings.voyages.record import Recorded, record

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
OUT, IN = "2026-11-26T10:00", "2026-11-26T14:00"


def flight(number: str = "2X101", *, departs: str = OUT, arrives: str = IN) -> Declared:
    leg = Leg(origin="MIA", destination="BGI", departure=departs, arrival=arrives)
    return Declared(carrier="2X", number=number, legs=(leg,))


def person(surname: str, given: str = "ANNA", **more: Any) -> Person:
    """`paper`, `booking` and `number` (RFF+ABO) for short."""
    paper = more.pop("paper", "")
    references = References(booking=more.pop("booking", ""), passenger=more.pop("number", ""))
    documents = (Document(type="P", number=paper, issuer="BRB"),) if paper else ()
    return Person(surname=surname, given=given, documents=documents, references=references, **more)


def crew(surname: str, **more: Any) -> Person:
    return person(surname, role=Role.CREW, **more)


def message(
    *people: Person,
    function: Function = Function.PASSENGERS,
    sent: str = "12:00",
    number: int = 1,
    voyage: Declared | None = None,
    count: int | None = None,
    **head: Any,
) -> Reading:
    """One message of the 25th. Declares as many as it names unless `count` says otherwise; -1: declares none."""
    declared = len(people) if count is None else count
    kind = "crew" if function is Function.CREW else "passengers"
    header = MessageHeader(
        type=head.pop("type", "PAXLST"),
        function=function,
        sender=head.pop("sender", "2X"),
        interchange=str(number),
        sent_at=f"2026-11-25T{sent}" if sent else "",
        reference=head.pop("reference", str(number)),
        **head,
    )
    return Reading(
        manifest=Manifest(
            message=header,
            voyage=flight() if voyage is None else voyage,
            travellers=people,
            declared={} if declared < 0 else {kind: declared},
        )
    )


def tell(*readings: Reading, carrier: str = "2X", now: datetime = NOW) -> list[Recorded]:
    """Record them in this order of arrival, each as a body of its own."""
    return [_tell(reading, carrier, now) for reading in readings]


def _tell(reading: Reading, carrier: str, now: datetime) -> Recorded:
    raw = msgspec.json.encode(reading.manifest)
    row = Message.objects.create(
        receipt=new_receipt(),
        carrier=carrier,
        channel="api",
        received_at=now,
        raw=raw,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    lock_voyages([reading.manifest.voyage])
    return record(reading, message=row, position=0, participating=frozenset({"BRB", "LCA"}))


def of_record(voyages: Sequence[Voyage] | None = None) -> list[tuple[Any, ...]]:
    """Everybody of record: what is declared without the places in the message, presence, why, papers."""
    rows = Traveller.objects.exclude(presence_reason=PresenceReason.ANOTHER_ROW).prefetch_related(
        "documents", "manifest__message"
    )
    return sorted(_of(row) for row in rows)


def _of(row: Traveller) -> tuple[Any, ...]:
    declared = {**row.declared, "segment": None, "sent": [], "documents": []}
    papers = sorted((paper.type, paper.number, paper.expires) for paper in row.documents.all())
    return (
        row.position,
        msgspec.json.encode(declared).decode(),
        row.presence,
        row.presence_reason,
        row.list_id,
        str(papers),
        row.manifest.message.sha256,
    )


def presences() -> dict[str, str]:
    """Who is where, by surname."""
    rows = Traveller.objects.exclude(presence_reason=PresenceReason.ANOTHER_ROW)
    return dict(rows.values_list("surname", "presence"))

"""Filing of one voyage: travellers, message header, and the carrier's way of writing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from demo.paxlst import Segment, interchange
from demo.people import Person
from demo.records import DemoMessage
from demo.tables import Service, carriers
from roadstead.engine.records import Manifest, MessageHeader, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.syntax.edifact import DEFAULT, write

RECIPIENT: Final = "CARICOMAPIS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Data from which a carrier's system writes the lists of one voyage."""

    service: Service
    voyage: Voyage
    people: Sequence[Person]
    planted: frozenset[int]  # positions that no damage may touch
    joining: Person  # books at the last minute, where the list is changed later
    sent_at: datetime
    chance: random.Random

    @property
    def passengers(self) -> list[Traveller]:
        return [who.traveller for who in self.people if who.traveller.role is Role.PASSENGER]

    @property
    def crew(self) -> list[Traveller]:
        return [who.traveller for who in self.people if who.traveller.role is Role.CREW]

    def untouched(self, count: int) -> list[int]:
        """Return positions of `count` passengers whose data may be damaged."""
        return sorted(self.chance.sample([at for at in range(len(self.passengers)) if at not in self.planted], count))


def manifest(filing: Filing, listed: Sequence[Traveller], kind: str = "passengers") -> Manifest:
    """Return the message about `listed`. `kind`: "passengers" or "crew"; the total is of the whole voyage."""
    return Manifest(
        message=header(filing, kind),
        voyage=filing.voyage,
        reporting_party=party(filing),
        travellers=tuple(listed),
        declared={kind: len(filing.crew if kind == "crew" else filing.passengers)},
    )


def header(filing: Filing, kind: str) -> MessageHeader:
    service, day = filing.service, filing.voyage.legs[0].departure[2:10].replace("-", "")
    serial = f"{service.number}{day}{kind[0].upper()}"
    return MessageHeader(
        type="PAXLST",
        release="D:05B",
        association="IATA",
        code="250" if kind == "crew" else "745",
        reference=serial,
        access_reference=f"{service.number}/{day}/{kind[0].upper()}",
        part="01",
        last_part=True,
        sender=f"{service.carrier}APIS",
        recipient=RECIPIENT,
        interchange=f"{serial}01",
        sent_at=filing.sent_at.isoformat(),
    )


def party(filing: Filing) -> ReportingParty:
    carrier = carriers()[filing.service.carrier]
    desk = sorted(carriers()).index(carrier.code)
    return ReportingParty(name=f"{carrier.name} PAX DESK".upper(), contact=(f"246-555-01{desk:02d}",))


def encoded(filing: Filing, segments: list[Segment], *, line_end: str | None = None) -> bytes:
    carrier = carriers()[filing.service.carrier]
    separators = replace(DEFAULT, element=carrier.element) if carrier.element else DEFAULT
    end = carrier.line_end if line_end is None else line_end
    return write(segments, separators=separators, with_una=carrier.with_una or bool(carrier.element), line_end=end)


def message(filing: Filing, made: Manifest, name: str, special: str, raw: bytes | None = None) -> DemoMessage:
    return DemoMessage(
        carrier=filing.service.carrier,
        file_name=name,
        raw=encoded(filing, interchange(made)) if raw is None else raw,
        special=special,
        sent_at=filing.sent_at,
        voyage=filing.voyage.key,
        travellers=len(made.travellers),
    )

"""From a reading to the manifest of record: rows added or changed, with the message and segment that said so.

A message sent earlier but received later changes nothing that a newer one has said; it only adds what was unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec

from roadstead import model
from roadstead.intake.models import Message
from roadstead.manifests.columns import fitting
from roadstead.manifests.models import Manifest, Traveller, Voyage
from roadstead.manifests.record_travellers import record_travellers
from roadstead.manifests.record_voyage import in_its_words, record_voyage
from roadstead.messages.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The manifest's row, its voyage's row (None where no voyage could be made out), and the travellers it stated."""

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None
    travellers: list[Traveller]


def record(reading: Reading, *, message: Message, position: int, participating: Collection[str]) -> Recorded:
    """Write what one reading says. The caller holds the voyage's lock (`lock`)."""
    declared = reading.manifest
    voyage = record_voyage(declared, message, participating) if declared.voyage.legs or declared.voyage.number else None
    manifest = _manifest(reading, message, position, voyage)
    travellers = record_travellers(declared, manifest, voyage) if voyage else []
    return Recorded(declared=declared, manifest=manifest, voyage=voyage, travellers=travellers)


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None) -> Manifest:
    header = reading.manifest.message
    stated = {
        "type": header.type,
        "release": header.release,
        "function": header.function.value if header.function else "",
        "reference": header.reference,
        "revision": header.revision,
        "part": header.part,
        "sent_at": header.sent_at,
    }
    return Manifest.objects.create(
        message=message,
        position=position,
        voyage=voyage,
        carrier=message.carrier,
        last_part=header.last_part,
        order=order(header, message.received_at, message.pk),
        stated=in_its_words(reading.manifest.voyage),
        declared=dict(reading.manifest.declared),
        traveller_count=len(reading.manifest.travellers),
        problems=msgspec.to_builtins(reading.problems),
        unread=list(reading.unread),
        states=voyage.states if voyage else [],
        **{name: fitting(Manifest, name, value) for name, value in stated.items()},
    )


def order(header: model.MessageHeader, received_at: datetime, message_id: int) -> str:
    """Sorts the messages of a voyage by when they were sent; where the sender does not say, by when they came."""
    sent = header.sent_at or received_at.strftime("%Y-%m-%dT%H:%M")
    return f"{sent[:16]:16}/{header.revision[:12].rjust(12, '0')}/{message_id:012}"

"""Description of one message as read, for its row and for the receipt of its sender. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from roadstead.engine import records as model
from roadstead.engine.formats.reading import Reading
from roadstead.engine.voyages.normalise import timetable
from roadstead.engine.voyages.versions.parts import counts_by_kind


def described(reading: Reading) -> dict[str, Any]:
    """Return what a message states about itself, its voyage and its people, by column of `Manifest`."""
    declared, header = reading.manifest, reading.manifest.message
    return {
        "type": header.type,
        "release": header.release,
        "function": header.function.value if header.function else "",
        "subcode": header.subcode,
        "reference": header.reference,
        "revision": header.revision,
        "access_reference": header.access_reference,
        "part": header.part,
        "last_part": header.last_part,
        "sender": header.sender,
        "sent_at": header.sent_at,
        "stated": as_stated(declared.voyage),
        "declared": dict(declared.declared),
        "read": counts_by_kind(declared),
        "traveller_count": len(declared.travellers),
        "unread": list(reading.unread),
    }


def as_stated(what: model.Voyage) -> dict[str, str]:
    """Return the voyage as this message states it: all that a carrier's receipt shows of it."""
    when = timetable(what)
    said = {
        "carrier": what.carrier,
        "number": what.number,
        "craft": what.craft.name,
        "from": when.origin,
        "to": when.destination,
        "departure": when.departs_local,
        "arrival": when.arrives_local,
    }
    return {name: value for name, value in said.items() if value}


def voyage_columns(what: model.Voyage) -> dict[str, Any]:
    """Return the voyage in full, and the instants of its ends, by column of `Manifest`."""
    when = timetable(what)
    return {
        "voyage_record": msgspec.to_builtins(what),
        "departs_at": when.departs_at,
        "arrives_at": when.arrives_at,
    }

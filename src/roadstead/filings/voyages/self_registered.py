"""Limits of what a carrier that registered itself files without approval: few people, and no voyage of a known carrier.

Anybody can register, so a message that names an airline or a shipping line is checked by a supervisor before it is
read: otherwise invented people could be put on a flight before its airline files.
"""

from __future__ import annotations

from collections.abc import Iterable

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Mode, Voyage
from roadstead.engine.reference.settings import SettingName
from roadstead.engine.reference.tables import carrier as known_carrier
from roadstead.engine.voyages.quality.voyages import airline_prefix
from roadstead.platform.accounts.models import Carrier
from roadstead.platform.registration.carrier_codes import is_self_registered
from roadstead.platform.registration.limits import limit


def needs_approval_because(carrier: str, readings: Iterable[Reading]) -> str:
    """Return why a message of this carrier needs a supervisor's approval; "" if it does not, or is of another kind."""
    if not is_self_registered(carrier):
        return ""
    number = limit(SettingName.FILING_PEOPLE)
    for reading in readings:
        declared = reading.manifest
        if max(len(declared.travellers), len(declared.consignments)) > number:
            return (
                f"{carrier} registered itself, and its list has more than {number} people or bills. Ask who they are;"
                " read it again to approve it."
            )
        if other := _other_carrier(declared.voyage, carrier):
            return (
                f"{carrier} registered itself, and its list names the carrier {other}. Ask {other}; read it again to"
                " approve it."
            )
    return ""


def _other_carrier(voyage: Voyage, own: str) -> str:
    """Return the known carrier that the message names, by its code or in the flight's number; "" if it names none."""
    named = {voyage.carrier.strip(), airline_prefix(voyage.number) if voyage.mode is Mode.AIR else ""} - {"", own}
    return next((code for code in sorted(named) if known_carrier(code) or _is_registered(code)), "")


def _is_registered(code: str) -> bool:
    return Carrier.objects.filter(pk=code[:12]).exists()

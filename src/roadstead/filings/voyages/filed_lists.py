"""Lists of one message, voyage by voyage, as the message itself states them, and how long its confirmation is valid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from roadstead.engine.reference.settings import SettingName
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.find_voyage import stated_leg
from roadstead.filings.voyages.models import Leg, Manifest
from roadstead.platform.policies.in_force import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledVoyage:
    """A voyage as one message states it. `hop`: its ends with local times and instants, which is stored nowhere."""

    craft: str
    carrier: str
    number: str
    hop: Leg
    functions: tuple[str, ...]
    people: int


def filed_voyages(manifests: Iterable[Manifest]) -> list[FiledVoyage]:
    """Return the voyages of a message, each once: crew and passengers of one voyage may be two lists."""
    by_voyage: dict[tuple[tuple[str, str], ...], list[Manifest]] = {}
    for each in manifests:
        if each.stated:
            by_voyage.setdefault(tuple(sorted(each.stated.items())), []).append(each)
    return [_filed(lists) for lists in by_voyage.values()]


def _filed(lists: list[Manifest]) -> FiledVoyage:
    said = lists[0].stated
    return FiledVoyage(
        craft=said.get("craft", ""),
        carrier=said.get("carrier", ""),
        number=said.get("number", ""),
        hop=stated_leg(lists[0]),
        functions=tuple(dict.fromkeys(each.function for each in lists if each.function)),
        people=sum(each.traveller_count for each in lists),
    )


def valid_until(message: Message, voyages: Iterable[FiledVoyage]) -> datetime:
    """Return until when a confirmation is valid: some hours after the last declared arrival, else after receipt."""
    arrivals = [each.hop.arrives_at for each in voyages if each.hop.arrives_at]
    hours = int(setting(SettingName.CONFIRMATION_HOURS))
    return max(arrivals, default=message.received_at) + timedelta(hours=hours)


def is_over(until: datetime) -> bool:
    """Return True if a confirmation is no longer valid."""
    return until < timezone.now()

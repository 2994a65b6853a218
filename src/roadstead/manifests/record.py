"""From a reading to the manifest of record: rows added or changed, with the message and segment that said so.

A message sent earlier but received later changes nothing that a newer one has said; it only adds what was unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from roadstead import model
from roadstead.intake.models import Message
from roadstead.manifests.columns import fitting
from roadstead.manifests.models import Manifest, Voyage
from roadstead.manifests.record_travellers import record_travellers
from roadstead.manifests.record_voyage import in_its_words, record_voyage, set_filed
from roadstead.messages.reading import Reading
from roadstead.model import Problem, Severity

AHEAD = timedelta(hours=26)  # no zone is further from ours; a message dated later than that has a wrong clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The manifest's row, and its voyage's row (None where no voyage could be made out)."""

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None


def record(reading: Reading, *, message: Message, position: int, participating: Collection[str]) -> Recorded:
    """Write what one reading says. The caller holds the voyage's lock (`lock`)."""
    declared = reading.manifest
    rank = order(declared.message, message.received_at, message.pk)
    is_known = bool(declared.voyage.legs or declared.voyage.number)
    voyage = record_voyage(declared, rank, participating) if is_known else None
    manifest = _manifest(reading, message, position, voyage, rank)
    if voyage:
        older = record_travellers(declared, manifest, voyage)
        set_filed(voyage)
        _say_what_changed_nothing(manifest, older)
    return Recorded(declared=declared, manifest=manifest, voyage=voyage)


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None, rank: str) -> Manifest:
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
        order=rank,
        stated=in_its_words(reading.manifest.voyage),
        declared=dict(reading.manifest.declared),
        traveller_count=len(reading.manifest.travellers),
        problems=msgspec.to_builtins((*reading.problems, *_about_the_clock(header, message.received_at))),
        unread=list(reading.unread),
        states=voyage.states if voyage else [],
        **{name: fitting(Manifest, name, value) for name, value in stated.items()},
    )


def order(header: model.MessageHeader, received_at: datetime, message_id: int) -> str:
    """Sorts the messages of a voyage by when they were sent; where that is not known, by when they came."""
    sent = header.sent_at if not _is_ahead(header, received_at) else ""
    when = sent or received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return f"{when[:16]:16}/{header.revision[:12].rjust(12, '0')}/{message_id:012}"


def _is_ahead(header: model.MessageHeader, received_at: datetime) -> bool:
    latest = (received_at.astimezone(UTC) + AHEAD).strftime("%Y-%m-%dT%H:%M")
    return header.sent_at > latest


def _about_the_clock(header: model.MessageHeader, received_at: datetime) -> list[Problem]:
    if not _is_ahead(header, received_at):
        return []
    text = "The message is dated after it came. It was taken as sent when it came; check the clock of the sender."
    return [
        Problem(severity=Severity.WARNING, code="sent-in-the-future", text=text, segment="UNB", sent=header.sent_at)
    ]


def _say_what_changed_nothing(manifest: Manifest, older: int) -> None:
    """A carrier whose correction came too late must not believe that it counts."""
    if not older:
        return
    text = (
        f"{older} of the people in it were left as they are: a message sent later had already spoken of them."
        " If this one is right, send it again with the present time in UNB."
    )
    problem = Problem(severity=Severity.WARNING, code="older-than-what-is-known", text=text, segment="UNB")
    manifest.problems = [*manifest.problems, msgspec.to_builtins(problem)]
    manifest.save(update_fields=["problems"])

"""From a reading to the manifest of record: rows added or changed, with the message and segment that said so.

The newest message is added to what is known. One that was sent earlier, but comes later, has the whole voyage told
anew in the order sent: the same messages make the same manifest of record in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from roadstead.engine import records as model
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Problem, Severity
from roadstead.engine.voyages.versions.merge import is_ahead, is_part, list_id, order
from roadstead.engine.voyages.versions.parts import Done, content, counted
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import fitting, keep, settle_order, step_of, story
from roadstead.filings.voyages.find_voyage import find_voyage, flight_key
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.filings.voyages.people_rows import add, keep_bookings, tell_again
from roadstead.filings.voyages.record_voyage import OF_NO_PEOPLE, in_its_words, set_filed, tell_voyage, voyage_for

# ── Who may speak of a voyage: the carrier itself, and whoever has filed for it from the beginning (its agent).
#
# Anybody else's message is kept and laid before a supervisor: a token that was lost or mistaken must not cancel
# another carrier's flight or take a person off its list.


def about_a_stranger(message: Message, readings: Iterable[Reading]) -> str:
    """Why this message needs a supervisor's approval, "" where its sender may speak of every voyage in it.

    Cargo is declared by whoever books it: it changes nothing of what is known of voyage and people (`tell_voyage`).
    """
    for reading in (each for each in readings if each.manifest.message.function not in OF_NO_PEOPLE):
        what = reading.manifest.voyage
        head = reading.manifest.message
        voyage = find_voyage(what, head, message.carrier) if what.legs or what.number else None
        if voyage and message.carrier not in _may_speak(voyage):
            return (
                f"{message.carrier} has not filed for {voyage} before, and it is not {message.carrier}'s own voyage."
                " Ask the carrier; read it again to approve it."
            )
    return ""


def _may_speak(voyage: Voyage) -> set[str]:
    return {voyage.carrier, *voyage.manifests.values_list("carrier", flat=True)}


# What an importer declares to customs, and what happened to one waybill, tells nothing of who or what is on board.
OF_NO_VOYAGE: Final = frozenset({model.Function.DECLARATION, model.Function.MOVEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The manifest's row, and its voyage's row (None where no voyage could be made out). `joined`: another voyage was
    joined to it."""

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None
    joined: bool = False


def record(reading: Reading, *, message: Message, position: int, participating: Collection[str]) -> Recorded:
    """Write what one reading says. The caller holds the voyage's lock (`lock`)."""
    declared = reading.manifest
    of_a_voyage = declared.message.function not in OF_NO_VOYAGE
    voyage, joined = voyage_for(declared, message.carrier, participating) if of_a_voyage else (None, False)
    manifest = _manifest(reading, message, position, voyage)
    if voyage:
        done = _tell(declared, manifest, voyage, anew=joined)
        set_filed(voyage)
        _say(manifest, done)
    return Recorded(declared=declared, manifest=manifest, voyage=voyage, joined=joined)


def without_cargo(declared: model.Manifest) -> model.Manifest:
    """The message as far as it tells of voyage and people: bills are kept one by one (`cargo`)."""
    return replace(declared, consignments=(), containers=(), movements=())


def _tell(declared: model.Manifest, manifest: Manifest, voyage: Voyage, *, anew: bool) -> list[Done]:
    """What this message did, and after it what those did that were sent later and had come before."""
    statement = keep(without_cargo(declared), manifest, voyage)
    if settle_order(manifest, voyage) and not anew:
        tell_voyage(voyage, [(manifest.order, declared)])
        told = [add(step_of(manifest, declared), statement, voyage)]
    else:
        steps = story(voyage)
        orders = dict(voyage.manifests.values_list("pk", "order"))
        tell_voyage(voyage, [(orders[step.number], step.declared) for _, step in steps], anew=True)
        every = list(tell_again(steps, voyage).values())
        own = next(at for at, done in enumerate(every) if done.step == manifest.pk)
        told = every[own:]
    keep_bookings(declared, manifest, voyage)
    return told


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None) -> Manifest:
    declared, header = reading.manifest, reading.manifest.message
    own = order(header, message.received_at, position=position, sha256=message.sha256, message=message.pk)
    stated = {
        "type": header.type,
        "release": header.release,
        "function": header.function.value if header.function else "",
        "subcode": header.subcode,
        "reference": header.reference,
        "revision": header.revision,
        "access_reference": header.access_reference,
        "part": header.part,
        "sender": header.sender,
        "sent_at": header.sent_at,
        "list_id": list_id(header, message.carrier, own).key,
        "content": content(declared) if is_part(header) else "",
        "flight_key": flight_key(declared.voyage),
    }
    return Manifest.objects.create(
        message=message,
        position=position,
        voyage=voyage,
        carrier=message.carrier,
        last_part=header.last_part,
        order=own,
        own_order=own,
        stated=in_its_words(declared.voyage),
        declared=dict(declared.declared),
        read=counted(declared),
        traveller_count=len(declared.travellers),
        problems=msgspec.to_builtins((*reading.problems, *_about_the_clock(header, message))),
        unread=list(reading.unread),
        states=voyage.states if voyage else [],
        **{name: fitting(Manifest, name, value) for name, value in stated.items()},
    )


def _about_the_clock(header: model.MessageHeader, message: Message) -> list[Problem]:
    if not is_ahead(header, message.received_at):
        return []
    text = "The message is dated after it came. It was taken as sent when it came; check the clock of the sender."
    return [
        Problem(severity=Severity.WARNING, code="sent-in-the-future", text=text, segment="UNB", sent=header.sent_at)
    ]


def _say(manifest: Manifest, told: Sequence[Done]) -> None:
    """On the receipt: what the message did not do, and why."""
    problems = [*told[0].about, *_about_later_words(told)]
    if problems:
        manifest.problems = [*manifest.problems, *msgspec.to_builtins(problems)]
        manifest.save(update_fields=["problems"])


def _about_later_words(told: Sequence[Done]) -> list[Problem]:
    """A carrier whose correction came too late must not believe that it counts."""
    own, *later = told
    spoken = {place for done in later for place in done.named}
    older = sum(place in spoken for place in own.named if place is not None)
    if not older:
        return []
    text = (
        f"{older} of the people in it were left as they are: a message sent later had already spoken of them."
        " If this one is right, send it again with the present time in UNB."
    )
    return [Problem(severity=Severity.WARNING, code="older-than-what-is-known", text=text, segment="UNB")]

"""Corrections of one traveller that a carrier makes on a page: written as its own message, and filed as any other.

What is written depends only on what the page showed and what was typed, so that the same press twice makes the same
body, which gets the receipt that it has. Nothing else of the voyage is stated anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.corrections import Correction, Heading, sent_after
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import Received, receive, sha256_of
from roadstead.filings.voyages.declared import stated_manifest
from roadstead.filings.voyages.models import Manifest
from roadstead.filings.voyages.own_voyage import OwnVoyage, own_voyage
from roadstead.platform.accounts.models import User

MAX_AGE: Final = timedelta(hours=24)  # of the page on which a correction was typed
CHANNEL: Final = "portal"
FILE_NAME: Final = "correction.edi"
OUTDATED: Final = (
    "Your list has changed since you opened this page. Check the values below against the new list, then send them "
    "again."
)
STILL_READ: Final = (
    "Your last correction is still being read, which takes a few seconds. Wait a moment, check the values, then send "
    "them again."
)
CANCELLED: Final = "You cancelled this voyage. If it takes place, send the list again."
NO_LIST: Final = "You have filed no list of people for this voyage. File the list first."
NOT_READABLE: Final = (
    "The list of this voyage cannot be shown in full, so it cannot be corrected here. Correct it in your system and "
    "send the whole list again."
)

Make = Callable[[OwnVoyage, Heading], Correction]


class Outdated(NotAllowed):
    """The list is no longer the one that the page showed."""


def file_correction(
    row: Manifest, make: Make, *, version: int, opened: datetime, by: User, now: datetime
) -> tuple[Received, Correction]:
    """Write the correction and file it. `row`: one of the carrier's messages about the voyage; `version`, `opened`: the
    version of the list that the page showed, and when.

    Raise Outdated if a newer message was read since, and NotAllowed if the correction cannot be made.
    """
    current = own_voyage(row, by)
    if not now - MAX_AGE < opened <= now + timedelta(minutes=1):
        raise Outdated(OUTDATED)
    shown = current if version == current.version else own_voyage(row, by, until=version)
    require_correctable(shown)
    correction = make(shown, _heading(shown, opened, by))
    _require_newest(correction, is_newest=version == current.version, by=by)
    received = receive(correction.raw, carrier=by.carrier_id or "", channel=CHANNEL, now=now, filename=FILE_NAME, by=by)
    return received, correction


def _require_newest(correction: Correction, *, is_newest: bool, by: User) -> None:
    """Raise Outdated if the page did not show the newest list, unless this very correction was filed already."""
    own = Message.objects.visible_to(by).filter(carrier=by.carrier_id or "")
    if own.filter(sha256=sha256_of(correction.raw)).exists():
        return
    if not is_newest:
        raise Outdated(OUTDATED)
    if own.filter(status=Status.RECEIVED, filename=FILE_NAME).exists():
        raise Outdated(STILL_READ)


def require_correctable(voyage: OwnVoyage) -> None:
    """Raise NotAllowed if no traveller of the voyage can be corrected."""
    if not voyage.is_whole:
        raise NotAllowed(NOT_READABLE)
    if not voyage.versions:
        raise NotAllowed(NO_LIST)
    if voyage.is_cancelled:
        raise NotAllowed(CANCELLED)


def _heading(voyage: OwnVoyage, opened: datetime, by: User) -> Heading:
    """Return the heading: the voyage and the sender of the carrier's newest message, written when the page was opened,
    or after that message if its clock is ahead.
    """
    newest = voyage.versions[-1].manifest
    moment = opened.astimezone(UTC)
    return Heading(
        account=by.carrier_id or "",
        voyage=voyage.declared,
        sender=newest.sender or by.carrier_id or "",
        sent_at=sent_after(moment, newest.order),
        interchange=f"{moment:%y%m%d%H%M%S}",
        party=stated_manifest(newest.statement).reporting_party,
    )

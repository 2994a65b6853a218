"""Who may speak of a voyage: the carrier itself, and whoever has filed for it from the beginning (its agent).

Anybody else's message is kept and laid before a supervisor: a token that was lost or mistaken must not cancel
another carrier's flight or take a person off its list.
"""

from __future__ import annotations

from collections.abc import Iterable

from roadstead.engine.formats.reading import Reading
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.find_voyage import find_voyage
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record_voyage import OF_NO_PEOPLE


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

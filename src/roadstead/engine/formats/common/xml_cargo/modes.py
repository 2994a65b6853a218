"""Modes of transport at the border: UNECE recommendation 19, whose second digit each country defines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Mode
from roadstead.engine.sentences import Sentence

BY_DIGIT: Final[Mapping[str, Mode]] = {"1": Mode.SEA, "8": Mode.SEA, "4": Mode.AIR, "3": Mode.ROAD}
MAX_DIGITS: Final = 2  # digits


def mode_of(reader: ElementReader, *names: str) -> Mode | None:
    """Return the mode; None if it is not sent or not known here, which is reported."""
    sent = reader.text(*names)
    code = sent.lstrip("0")
    known = BY_DIGIT.get(code[:1]) if len(code) <= MAX_DIGITS else None
    if sent and known is None:
        text = Sentence(
            "We do not know mode of transport %(sent)s. Send 1 for sea, 3 for road or 4 for air.", {"sent": sent[:10]}
        )
        reader.notes.warning(
            "mode-not-known", text, reader.element.line, segment=reader.element.name, field="mode", sent=sent
        )
    return known

"""Modes of transport at the border: UNECE recommendation 19, whose second digit each country defines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Mode

BY_DIGIT: Final[Mapping[str, Mode]] = {"1": Mode.SEA, "8": Mode.SEA, "4": Mode.AIR, "3": Mode.ROAD}
LONGEST: Final = 2  # digits


def mode_of(said: Said, *names: str) -> Mode | None:
    """Return the mode; None if it is not sent or not known here, which is reported."""
    sent = said.text(*names)
    code = sent.lstrip("0")
    known = BY_DIGIT.get(code[:1]) if len(code) <= LONGEST else None
    if sent and known is None:
        text = f"Mode of transport {sent[:10]} is not known here. Send 1 for sea, 3 for road, 4 for air."
        said.notes.warning(
            "mode-not-known", text, said.element.line, segment=said.element.name, field="mode", sent=sent
        )
    return known

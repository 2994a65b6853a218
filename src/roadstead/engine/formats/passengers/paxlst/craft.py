"""Read C222 of TDT: the ship or aircraft, by its number, its call sign or its name."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CALL_SIGN, IMO_NUMBER
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Craft
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, element_text, part
from roadstead.engine.text.identifiers import imo

AN_MMSI: Final = re.compile(r"[2-7][0-9]{8}")  # ITU-R M.585: a ship's MMSI begins with its country, 201 to 775
A_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")  # ISO 3779; trucks have it where ships have their IMO number
USUAL: Final = 8  # C222
BESIDE: Final = (9, 7)
KINDS: Final = {IMO_NUMBER, CALL_SIGN}
A_NAME: Final = re.compile(r"[A-Z]+(?: .*)?", re.IGNORECASE)  # registrations and numbers have digits or a hyphen


def craft(tdt: Segment, notes: Notebook) -> Craft:
    """Read IMO number (146) or call sign (103), name and flag. Some senders put the name where the number belongs."""
    at = _place(tdt, notes)
    id, kind, name = part(tdt, at).upper(), part(tdt, at, 1), part(tdt, at, 3)
    number = imo.normalise(id)
    is_imo = (kind == IMO_NUMBER and not A_VIN.fullmatch(number)) or imo.is_valid(id)
    if is_imo and id and not imo.is_valid(id):
        text = Sentence("The IMO number has a wrong check digit. Check it for typing errors.")
        notes.warning("imo-number-wrong", text, segment="TDT", field="IMO number (8213)", sent=id)
    if not (name or kind or is_imo) and A_NAME.fullmatch(id):
        id, name = "", part(tdt, at)
    is_mmsi = not is_imo and kind != CALL_SIGN and AN_MMSI.fullmatch(id) is not None
    return Craft(
        name=name,
        imo=(number or id) if is_imo else "",
        mmsi=id if is_mmsi else "",
        call_sign=id if kind == CALL_SIGN and not is_imo else "",
        registration=id if kind != CALL_SIGN and not is_imo and not is_mmsi else "",
        flag=part(tdt, at, 4).upper(),
    )


def _place(tdt: Segment, notes: Notebook) -> int:
    """Return the element of the craft: C222, or a neighbour that holds a number with its kind, or a name."""
    if len(tdt) > USUAL and any(tdt[USUAL]):
        return USUAL
    found = next((at for at in BESIDE if part(tdt, at, 1) in KINDS or part(tdt, at, 3)), USUAL)
    if found != USUAL:
        text = Sentence("The vessel or aircraft is in the wrong element of TDT. We read it. Send it in C222.")
        notes.note("craft-in-another-element", text, segment="TDT", field="craft (C222)", sent=element_text(tdt[found]))
    return found

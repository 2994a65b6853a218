"""FMA and FNA: a message of the other side was taken, or refused with the reason."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import NUMBER, waybill_in
from roadstead.engine.formats.cargo.cargo_imp.work import Work
from roadstead.engine.records import Manifest, Movement

ABOUT: Final = re.compile(r"F[A-Z]{2}/[0-9]{1,2}")


def read(work: Work) -> Manifest:
    """One movement: which message of ours, which waybill, and the words of the answer."""
    texts: list[str] = []
    about, number, packages, mass = "", "", None, None
    for record in work.message.records:
        head = f"{record.tag}/{record.lines[0]}" if record.tag else record.lines[0]
        if record.tag == "ACK":
            texts += [line.strip() for line in record.lines if line.strip()]
        elif not about and ABOUT.fullmatch(head.strip()):
            about = head.strip()
        elif (
            not number
            and not record.tag
            and NUMBER.match(head)
            and (told := waybill_in(record.fields[0], record, work))
        ) or (not number and record.tag == "MBI" and (told := waybill_in(record.fields[0], record, work))):
            number, packages, mass = told.number, told.quantity.packages, told.quantity.mass_kg
        else:
            work.left(record)
    if not texts:
        text = "No ACK line says what was taken or refused."
        work.notes.warning("answer-missing", text, segment="ACK", field="answer")
    movement = Movement(
        code=work.message.type,
        number=number,
        packages=packages,
        gross_mass_kg=mass,
        text=": ".join(filter(None, (about, " ".join(texts)))),
    )
    return Manifest(movements=(movement,))

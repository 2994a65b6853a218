"""Remarks of a waybill: customs information (OCI), special handling, special and other service information.

As in Cargo-IMP, the name of whoever screened the goods is counted and not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.oci import SCREENER, left_out
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Note

INSTRUCTIONS: Final = (("handlingsphinstructions", "handling"), ("handlingssrinstructions", "service"),
                       ("handlingosiinstructions", "remark"))  # fmt: skip


def customs_notes(said: Said) -> Iterator[Note]:
    """A note that names neither country nor segment goes on with those of the note before, as OCI lines do."""
    country, segment, screeners = "", "", 0
    for each in said.each("includedcustomsnote"):
        own_country, own_segment = each.text("countryid"), each.text("subjectcode")
        if own_country or own_segment:
            country, segment = own_country, own_segment
        code, text = each.text("contentcode"), each.text("content")
        if code == SCREENER:
            screeners += 1
        elif code or text:
            yield Note(kind="customs", code=code, country=country, segment=segment, text=text)
    if screeners:
        said.notes.note("names-left-out", left_out(screeners), said.element.line, segment="IncludedCustomsNote")


def instructions(said: Said) -> Iterator[Note]:
    for name, kind in INSTRUCTIONS:
        for each in said.each(name):
            code, text = each.text("descriptioncode"), each.text("description")
            if text or code:
                yield Note(kind=kind, code=code, text=text)

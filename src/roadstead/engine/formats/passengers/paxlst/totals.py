"""CNT: how many the sender declares, of the whole voyage, against how many came in this message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from roadstead.engine.formats.common.edifact_header import is_part
from roadstead.engine.formats.passengers.paxlst.codes import COUNTED_AS, TOTALS
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import MessageHeader, Traveller
from roadstead.engine.syntax.edifact import as_text


def declared(group: list[Found], notes: Notebook) -> dict[str, int]:
    """By kind, "passengers" and "crew"."""
    totals: dict[str, int] = {}
    for found in group:
        value, kind = found.value, TOTALS.get(found.code)
        if found.tag == "CNT" and kind and value.isascii() and value.isdigit() and len(value) < 7:
            totals[kind] = int(value)
        else:
            notes.left(as_text(found.segment))
    return totals


def compare(totals: Mapping[str, int], travellers: tuple[Traveller, ...], head: MessageHeader, notes: Notebook) -> None:
    """A split list declares its whole; otherwise somebody is missing, or the count is wrong."""
    read = Counter(COUNTED_AS[traveller.role] for traveller in travellers)
    for kind, said in totals.items():
        if said == read[kind]:
            continue
        text = f"CNT declares {said} {kind} for the whole voyage, this message names {read[kind]}."
        if is_part(head):
            notes.note(
                "count-of-the-whole-list",
                f"{text} The others are in the other parts.",
                segment="CNT",
                field=f"number of {kind} (6066)",
                sent=str(said),
            )
        else:
            notes.warning(
                "count-differs",
                f"{text} Send those who are missing, or correct the number.",
                segment="CNT",
                field=f"number of {kind} (6066)",
                sent=str(said),
            )

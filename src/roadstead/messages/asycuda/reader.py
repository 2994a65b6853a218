"""Awmds, Awbolds and their companions: one document in, the manifest and what was wrong with it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from roadstead.messages.asycuda.bill import Bill, bill_of
from roadstead.messages.asycuda.boxes import together
from roadstead.messages.asycuda.codes import BILL, OF_HOUSES, ROOTS
from roadstead.messages.asycuda.header import (
    head_of,
    parties_of_head,
    references_of,
    totals_of,
    voyage_of_head,
)
from roadstead.messages.notebook import Notebook
from roadstead.messages.reading import Reading
from roadstead.messages.xml_forms.rest import about_the_rest
from roadstead.model import CargoTotals, Consignment, Container, Function, Level, Manifest, MessageHeader, Voyage
from roadstead.syntax.xml import Element

HEAVIER: Final = 0.5  # kilograms between declared and added up, for rounding
REFERENCE: Final = "Reference_number"


def read(root: Element) -> Reading:
    """Whatever is missing or damaged is said beside the rest; no bill is lost. Never raises."""
    notes = Notebook()
    head = head_of(root, notes)
    bills = [each.made if isinstance(each.made, Bill) else bill_of(each) for each in root.within(BILL)]
    name, action = ROOTS.get(root.key, ("Awmds", ""))
    references = references_of(head)
    known = dict(references)
    office = head.text("customsofficecode")
    voyage = voyage_of_head(head, (bill.consignment.type for bill in bills))
    consignments = tuple(_housed(bills, known.get(REFERENCE, "")) if name in OF_HOUSES else _all(bills))
    boxes = tuple(together(box for bill in bills for box in bill.boxes))
    manifest = Manifest(
        message=MessageHeader(
            type=name,
            release="ASYCUDA World",
            function=Function.CARGO,
            action=action,
            reference=known.get(REFERENCE, "") or "/".join(filter(None, (office, voyage.number))),
        ),
        voyage=voyage,
        consignments=consignments,
        containers=boxes,
        totals=totals_of(head),
        office=office,
        parties=tuple(parties_of_head(root, head)),
        references=references,
    )
    _compare(manifest.totals, consignments, boxes, root, notes)
    for problem in (each for bill in bills for each in bill.problems):
        notes.add(problem)
    about_the_rest(_head_only(root), notes, (left for bill in bills for left in bill.unread))
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Only the voyage; None where the message does not tell it."""
    found = voyage_of_head(head_of(root, Notebook()), iter(()))
    return found if found.number or found.legs else None


def _all(bills: Sequence[Bill]) -> Iterator[Consignment]:
    yield from (bill.consignment for bill in bills)


def _housed(bills: Sequence[Bill], master: str) -> Iterator[Consignment]:
    """All are house bills; of a master that only the head names."""
    for each in _all(bills):
        yield replace(each, level=Level.HOUSE, master=each.master or master)


def _head_only(root: Element) -> Element:
    """Bills that were read from the tree have told of themselves already."""
    return root.without(BILL)


def _compare(
    totals: CargoTotals, bills: Sequence[Consignment], boxes: Sequence[Container], root: Element, notes: Notebook
) -> None:
    """Something is missing, or a total is wrong."""
    if not bills:
        text = "The manifest names no bill. If there is cargo, send a Bol_segment for each bill."
        notes.warning("no-bill", text, root.line, segment=root.name)
        return
    packages, mass = sum(bill.packages or 0 for bill in bills), sum(bill.gross_mass_kg or 0 for bill in bills)
    added = (("bills", totals.bills, len(bills)), ("containers", totals.containers, len(boxes)),
             ("packages", totals.packages, packages), ("kg gross", totals.gross_mass_kg, round(mass, 3)))  # fmt: skip
    for what, told, found in added:
        if told is not None and abs(told - found) > (HEAVIER if what == "kg gross" else 0):
            text = (
                f"{told:,.10g} {what} are declared, the bills add up to {found:,.10g}. Send the others, or correct it."
            )
            notes.warning("total-differs", text, root.line, segment="Totals_segment", field=what, sent=f"{told:.10g}")

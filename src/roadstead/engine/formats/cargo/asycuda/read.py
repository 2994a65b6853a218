"""Awmds, Awbolds and their companions: one document in, the manifest and what was wrong with it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.asycuda.bill import Bill, bill_again
from roadstead.engine.formats.cargo.asycuda.boxes import together
from roadstead.engine.formats.cargo.asycuda.codes import BILL, OF_HOUSES, ROOTS
from roadstead.engine.formats.cargo.asycuda.header import (
    head_of,
    parties_of_head,
    references_of,
    totals_of,
    voyage_of_head,
)
from roadstead.engine.formats.common.xml_forms.rest import MOST, Left, about_the_rest
from roadstead.engine.formats.reading import Notebook, Reading, packed
from roadstead.engine.records import (
    CargoTotals,
    Consignment,
    Container,
    Function,
    Level,
    Manifest,
    MessageHeader,
    Voyage,
)
from roadstead.engine.syntax.xml import Element

HEAVIER: Final = 0.5  # kilograms between declared and added up, for rounding
REFERENCE: Final = "Reference_number"


def read(root: Element) -> Reading:
    """Whatever is missing or damaged is said beside the rest; no bill is lost. Never raises."""
    notes = Notebook()
    head = head_of(root, notes)
    name, action = ROOTS.get(root.key, ("Awmds", ""))
    references = references_of(head)
    known = dict(references)
    found = _gathered(root, of_houses=name in OF_HOUSES, master=known.get(REFERENCE, ""))
    office = head.text("customsofficecode")
    voyage = voyage_of_head(head, found.type)
    manifest = Manifest(
        message=MessageHeader(
            type=name,
            release="ASYCUDA World",
            function=Function.CARGO,
            action=action,
            reference=known.get(REFERENCE, "") or "/".join(filter(None, (office, voyage.number))),
        ),
        voyage=voyage,
        consignments=found.bills,
        containers=found.containers,
        totals=totals_of(head),
        office=office,
        parties=tuple(parties_of_head(root, head)),
        references=references,
    )
    _compare(manifest.totals, found, root, notes)
    notes.take(found.notes)
    about_the_rest(_head_only(root), notes, found.unread)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Only the voyage; None where the message does not tell it."""
    found = voyage_of_head(head_of(root, Notebook()), "")
    return found if found.number or found.legs else None


def _head_only(root: Element) -> Element:
    """Bills that were read from the tree have told of themselves already."""
    return root.without(BILL)


def _compare(totals: CargoTotals, found: Gathered, root: Element, notes: Notebook) -> None:
    """Something is missing, or a total is wrong."""
    if not found.bills:
        text = "The manifest names no bill. If there is cargo, send a Bol_segment for each bill."
        notes.warning("no-bill", text, root.line, segment=root.name)
        return
    added = (
        ("bills", totals.bills, len(found.bills)),
        ("containers", totals.containers, len(found.containers)),
        ("packages", totals.packages, found.packages),
        ("kg gross", totals.gross_mass_kg, round(found.gross_mass_kg, 3)),
    )
    for what, told, read in added:
        if told is not None and abs(told - read) > (HEAVIER if what == "kg gross" else 0):
            text = (
                f"{told:,.10g} {what} are declared, the bills add up to {read:,.10g}. Send the others, or correct it."
            )
            notes.warning("total-differs", text, root.line, segment="Totals_segment", field=what, sent=f"{told:.10g}")


# ── The bills of one message while they come by, one after the other: what is told of all of them together.


@dataclass(slots=True)
class Gathered:
    """`bills` and `containers` are packed where there are many; masses in kilograms."""

    bills: Sequence[Consignment] = ()
    containers: Sequence[Container] = ()
    type: str = ""  # of the first bill
    packages: int = 0
    gross_mass_kg: float = 0
    notes: Notebook = field(default_factory=Notebook)
    unread: list[Left] = field(default_factory=list)


def _gathered(root: Element, *, of_houses: bool, master: str) -> Gathered:
    """`of_houses`: all are house bills, of `master` where they name none."""
    found, boxes = Gathered(), list[Container]()
    bills = (_counted(bill, found, boxes) for bill in map(bill_again, root.within(BILL)))
    found.bills = packed(_housed(bills, master) if of_houses else bills, Consignment)
    found.containers = packed(together(boxes), Container)
    found.type = next((bill.type for bill in found.bills), "")
    return found


def _counted(bill: Bill, found: Gathered, boxes: list[Container]) -> Consignment:
    """Only its consignment goes on; the rest of it is counted in."""
    boxes += bill.boxes
    found.packages += bill.consignment.packages or 0
    found.gross_mass_kg += bill.consignment.gross_mass_kg or 0
    for problem in bill.problems:
        found.notes.add(problem)
    found.unread += bill.unread[: MOST - len(found.unread)]
    return bill.consignment


def _housed(bills: Iterator[Consignment], master: str) -> Iterator[Consignment]:
    for each in bills:
        yield replace(each, level=Level.HOUSE, master=each.master or master)

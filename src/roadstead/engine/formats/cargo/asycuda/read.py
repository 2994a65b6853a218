"""Reader of Awmds, Awbolds and their companions."""

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

HEAVIER: Final = 0.5  # kilograms between declared and added-up mass that rounding may cause
REFERENCE: Final = "Reference_number"


def read(root: Element) -> Reading:
    """Read a document into a manifest. Missing or damaged parts are reported; no bill is lost. Never raises."""
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
    """Return the voyage alone; None if the message has neither voyage number nor ports."""
    found = voyage_of_head(head_of(root, Notebook()), "")
    return found if found.number or found.legs else None


def _head_only(root: Element) -> Element:
    """Return the root without its bills, whose own unread values have been collected already."""
    return root.without(BILL)


def _compare(totals: CargoTotals, found: Gathered, root: Element, notes: Notebook) -> None:
    """Warn if there is no bill or a declared total differs from the sum of the bills."""
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


# ── Values collected over all bills of a message while they are read one after the other.


@dataclass(slots=True)
class Gathered:
    """Bills of one message and their sums, packed if there are many; masses in kilograms."""

    bills: Sequence[Consignment] = ()
    containers: Sequence[Container] = ()
    type: str = ""  # of the first bill
    packages: int = 0
    gross_mass_kg: float = 0
    notes: Notebook = field(default_factory=Notebook)
    unread: list[Left] = field(default_factory=list)


def _gathered(root: Element, *, of_houses: bool, master: str) -> Gathered:
    """Collect all bills. `of_houses`: treat all as house bills, of `master` if they name no master."""
    found, boxes = Gathered(), list[Container]()
    bills = (_counted(bill, found, boxes) for bill in map(bill_again, root.within(BILL)))
    found.bills = packed(_housed(bills, master) if of_houses else bills, Consignment)
    found.containers = packed(together(boxes), Container)
    found.type = next((bill.type for bill in found.bills), "")
    return found


def _counted(bill: Bill, found: Gathered, boxes: list[Container]) -> Consignment:
    """Add a bill's containers, sums and problems to `found` and return its consignment."""
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

"""Reader of Awmds, Awbolds and their companions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.asycuda.bill import Bill, unpacked_bill
from roadstead.engine.formats.cargo.asycuda.codes import BILL, HOUSE_BILL_MESSAGES, ROOTS
from roadstead.engine.formats.cargo.asycuda.containers import merge_containers
from roadstead.engine.formats.cargo.asycuda.header import (
    head_of,
    parties_of_head,
    references_of,
    totals_of,
    voyage_of_head,
)
from roadstead.engine.formats.common.xml_forms.unread_values import MAX_VALUES, UnreadValue, note_unread
from roadstead.engine.formats.reading import Notebook, Reading, pack_records
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
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element

MASS_TOLERANCE_KG: Final = 0.5  # kilograms between declared and added-up mass that rounding may cause
REFERENCE: Final = "Reference_number"


def read(root: Element) -> Reading:
    """Read a document into a manifest. Missing or damaged parts are reported; no bill is lost. Never raises."""
    notes = Notebook()
    head = head_of(root, notes)
    name, action = ROOTS.get(root.key, ("Awmds", ""))
    references = references_of(head)
    known = dict(references)
    found = _collect_bills(root, are_house_bills=name in HOUSE_BILL_MESSAGES, master=known.get(REFERENCE, ""))
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
    notes.add_all(found.notes)
    note_unread(_without_bills(root), notes, found.unread)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither voyage number nor ports."""
    found = voyage_of_head(head_of(root, Notebook()), "")
    return found if found.number or found.legs else None


def _without_bills(root: Element) -> Element:
    """Return the root without its bills, whose own unread values have been collected already."""
    return root.without(BILL)


def _compare(totals: CargoTotals, found: CollectedBills, root: Element, notes: Notebook) -> None:
    """Warn if there is no bill or a declared total differs from the sum of the bills."""
    if not found.bills:
        text = Sentence("The manifest has no bills. If there is cargo, send a Bol_segment for each bill.")
        notes.warning("no-bill", text, root.line, segment=root.name)
        return
    added = (
        ("bills", totals.bills, len(found.bills)),
        ("containers", totals.containers, len(found.containers)),
        ("packages", totals.packages, found.packages),
        ("kg gross", totals.gross_mass_kg, round(found.gross_mass_kg, 3)),
    )
    for what, told, read in added:
        if told is not None and abs(told - read) > (MASS_TOLERANCE_KG if what == "kg gross" else 0):
            text = Sentence(
                "Declared %(what)s: %(told)s. Total of the bills: %(read)s. Send what is missing, or correct "
                "the number.",
                {"told": f"{told:,.10g}", "what": Sentence(what), "read": f"{read:,.10g}"},
            )
            notes.warning("total-differs", text, root.line, segment="Totals_segment", field=what, sent=f"{told:.10g}")


# ── Values collected over all bills of a message while they are read one after the other.


@dataclass(slots=True)
class CollectedBills:
    """Bills of one message and their sums, packed if there are many; masses in kilograms."""

    bills: Sequence[Consignment] = ()
    containers: Sequence[Container] = ()
    type: str = ""  # of the first bill
    packages: int = 0
    gross_mass_kg: float = 0
    notes: Notebook = field(default_factory=Notebook)
    unread: list[UnreadValue] = field(default_factory=list)


def _collect_bills(root: Element, *, are_house_bills: bool, master: str) -> CollectedBills:
    """Collect all bills. `are_house_bills`: treat all as house bills, of `master` if they name no master."""
    found, boxes = CollectedBills(), list[Container]()
    bills = (_add_bill(bill, found, boxes) for bill in map(unpacked_bill, root.within(BILL)))
    found.bills = pack_records(_as_house_bills(bills, master) if are_house_bills else bills, Consignment)
    found.containers = pack_records(merge_containers(boxes), Container)
    found.type = next((bill.type for bill in found.bills), "")
    return found


def _add_bill(bill: Bill, found: CollectedBills, containers: list[Container]) -> Consignment:
    """Add a bill's containers, sums and problems to `found` and return its consignment."""
    containers += bill.containers
    found.packages += bill.consignment.packages or 0
    found.gross_mass_kg += bill.consignment.gross_mass_kg or 0
    for problem in bill.problems:
        found.notes.add(problem)
    found.unread += bill.unread[: MAX_VALUES - len(found.unread)]
    return bill.consignment


def _as_house_bills(bills: Iterator[Consignment], master: str) -> Iterator[Consignment]:
    for each in bills:
        yield replace(each, level=Level.HOUSE, master=each.master or master)

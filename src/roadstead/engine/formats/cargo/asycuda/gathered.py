"""The bills of one message while they come by, one after the other: what is told of all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from roadstead.engine.formats.cargo.asycuda.bill import Bill, bill_again
from roadstead.engine.formats.cargo.asycuda.boxes import together
from roadstead.engine.formats.cargo.asycuda.codes import BILL
from roadstead.engine.formats.common.xml_forms.rest import MOST, Left
from roadstead.engine.formats.reading import Notebook, packed
from roadstead.engine.records import Consignment, Container, Level
from roadstead.engine.syntax.xml import Element


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


def gathered(root: Element, *, of_houses: bool, master: str) -> Gathered:
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

"""Stowage plan of a ship (BAPLIE D.95B, SMDG 2.2): position of each container, weight as weighed at the crane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final

from demo.cargo.lading import Hold
from roadstead.engine.records import Container, Load, Voyage
from roadstead.engine.syntax.edifact import write

Segment = list[str | list[str]]
STATUS: Final = {Load.FULL: "5", Load.EMPTY: "4", None: "5"}
RECIPIENT: Final = "CARICOMACIS"
UN: Final = ["139", "6"]  # UN/LOCODE
ROWS: Final = 8  # containers side by side
TIERS: Final = 4


def stowage(holds: Sequence[Hold], sailing: Voyage, sent_at: datetime) -> bytes:
    number = holds[0].sailing.number
    body = [*_head(holds[0], sailing, sent_at), *chain.from_iterable(_boxes(holds))]
    when = [sent_at.strftime("%y%m%d"), sent_at.strftime("%H%M")]
    opening: list[Segment] = [["UNB", ["UNOA", "2"], holds[0].sailing.carrier, RECIPIENT, when, f"{number}B"]]
    closing: list[Segment] = [["UNT", str(len(body) + 1), "1"], ["UNZ", "1", f"{number}B"]]
    return write([*opening, *body, *closing])


def _head(hold: Hold, sailing: Voyage, sent_at: datetime) -> Iterator[Segment]:
    legs, craft = sailing.legs, sailing.craft
    yield ["UNH", "1", ["BAPLIE", "D", "95B", "UN", "SMDG22"]]
    yield ["BGM", "", f"{sailing.number}B", "9"]
    yield ["DTM", ["137", sent_at.strftime("%y%m%d"), "101"]]
    line = [hold.sailing.carrier, "172", "20"]
    yield ["TDT", "20", sailing.number, "", "", line, "", "", [craft.imo, "146", "11", craft.name]]
    yield ["LOC", "5", [legs[0].origin, *UN]]
    yield ["LOC", "61", [legs[0].destination, *UN]]
    yield ["DTM", ["133", _moment(legs[0].departure), "201"]]
    yield ["DTM", ["132", _moment(legs[0].arrival), "201"]]


def _moment(iso: str) -> str:
    return iso[2:].replace("-", "").replace("T", "").replace(":", "")


def _boxes(holds: Sequence[Hold]) -> Iterator[list[Segment]]:
    """Return the containers bay by bay; where the plan differs, from the hold's `stowed`."""
    all_of = [(hold, number, hold.stowed.get(number, box)) for hold in holds for number, box in hold.boxes.items()]
    for at, (hold, number, box) in enumerate(all_of):
        yield _box(hold, number, box, at)


def _box(hold: Hold, number: str, box: Container, at: int) -> list[Segment]:
    bay, row, tier = 1 + 2 * (at // (ROWS * TIERS)), at % ROWS, 82 + 2 * (at // ROWS % TIERS)
    mass = round(box.gross_mass_kg or 0)
    return [
        ["LOC", "147", [f"{bay:03d}{row:02d}{tier:02d}", "", "5"]],
        ["MEA", "VGM" if box.verified_mass_kg else "WT", "", ["KGM", str(mass)]],
        ["LOC", "9", [hold.sailing.route[0], *UN]],
        ["LOC", "11", [hold.sailing.port, *UN]],
        ["RFF", ["BM", box.bills[0] if box.bills else "1"]],
        ["EQD", "CN", number, box.size_type, "", "", STATUS[box.load]],
        ["NAD", "CA", [hold.sailing.carrier, "172", "20"]],
    ]

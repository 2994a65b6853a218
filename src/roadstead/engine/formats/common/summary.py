"""Summary of a reading for a terminal: message, voyage, people, cargo and problems. Plain text, aligned columns."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import (
    Consignment,
    Container,
    Craft,
    Leg,
    Manifest,
    MessageHeader,
    Movement,
    Party,
    PartyRole,
    Problem,
    Response,
    Severity,
    Transport,
    Traveller,
    Voyage,
)

# ── Bills, containers and movements.


MAX_ROWS: Final = 500  # rows of a kind
Row = tuple[str, ...]
BILLS: Final = ("", "level", "number", "master", "from", "to", "packages", "kg", "consignor", "consignee", "goods")
CONTAINERS: Final = ("", "container", "type", "load", "kg", "seals", "stowed", "from", "to")
MOVEMENTS: Final = ("", "what", "number", "place", "when", "packages", "kg", "text")


def cargo_lines(manifest: Manifest) -> list[str]:
    """Return each kind under its own heading; empty kinds are left out."""
    return [
        *_table(BILLS, manifest.consignments, _bill),
        *_table(CONTAINERS, manifest.containers, _container),
        *_table(MOVEMENTS, manifest.movements, _movement),
    ]


def _table(heading: Row, things: Sequence[Any], row: Callable[[Any], Row]) -> list[str]:
    if not things:
        return []
    rows = [(str(place), *row(each)) for place, each in enumerate(things[:MAX_ROWS], 1)]
    more = len(things) - MAX_ROWS
    return ["", *aligned([heading, *rows], header=True), *([f"and {more:,} more"] if more > 0 else [])]


def _bill(bill: Consignment) -> Row:
    goods = "; ".join(line.description for line in bill.goods if line.description)
    return (
        bill.level.value,
        bill.number,
        bill.master,
        bill.load or bill.origin,
        bill.discharge or bill.destination,
        _number(bill.packages),
        _number(bill.gross_mass_kg),
        _first(bill.parties_as(PartyRole.CONSIGNOR)),
        _first(bill.parties_as(PartyRole.CONSIGNEE)),
        goods,
    )


def _container(box: Container) -> Row:
    mass = box.gross_mass_kg if box.gross_mass_kg is not None else box.verified_mass_kg
    return (
        box.number,
        box.size_type,
        box.load.value if box.load else "",
        _number(mass),
        " ".join(box.seals),
        box.stowed,
        box.loaded_at,
        box.discharged_at,
    )


def _movement(move: Movement) -> Row:
    return (
        move.code,
        move.number,
        move.place,
        move.at.replace("T", " "),
        _number(move.packages),
        _number(move.gross_mass_kg),
        move.text,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _first(parties: tuple[Party, ...]) -> str:
    return parties[0].name if parties else ""


COLUMNS: Final = ("", "role", "surname", "given", "sex", "born", "nationality", "document", "from", "to")
MAX_TRAVELLERS: Final = 500  # rows; a terminal is not suited to ten thousand
MAX_PROBLEMS: Final = 50
MAX_TRANSPORTS: Final = 20
ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def summary_lines(reading: Reading) -> list[str]:
    """Return the whole reading, one line each."""
    manifest = reading.manifest
    return [
        *_heading(manifest.message),
        *_voyage(manifest.voyage),
        *_counts(reading),
        *_travellers(manifest.travellers),
        *_answers(manifest.answers),
        *cargo_lines(manifest),
        *_problems(reading.problems),
    ]


def _heading(head: MessageHeader) -> list[str]:
    if not head.type:
        return ["not understood"]
    function = head.function.value.replace("_", " ") if head.function else ""
    words = (
        head.type,
        head.release,
        function,
        head.reference and f"reference {head.reference}",
        head.part and f"part {head.part}",
        head.sender and f"from {head.sender}",
        head.sent_at,
    )
    return ["  ".join(_plain(word) for word in words if word)]


def _voyage(voyage: Voyage) -> list[str]:
    craft, mode = _craft(voyage.craft), "" if voyage.is_mode_assumed else voyage.mode.value
    carrier = "" if voyage.number.startswith(voyage.carrier) else voyage.carrier
    name = " ".join(word for word in (mode, carrier, voyage.number, craft) if word)
    if not (voyage.number or voyage.carrier or voyage.legs):
        return []
    rows = [_leg(leg) for leg in voyage.legs]
    further = [f"  {_plain(_transport(each))}" for each in voyage.further_transports[:MAX_TRANSPORTS]]
    return [_plain(name), *(f"  {line}" for line in aligned(rows)), *further]


def _craft(craft: Craft) -> str:
    """Return its name and numbers, each number once."""
    numbers = [f"{each.kind} {each.number}" for each in craft.identifiers]
    name = craft.name if not craft.identifiers else ""
    return " ".join(word for word in (name, craft.imo and f"IMO {craft.imo}", ", ".join(numbers)) if word)


def _transport(transport: Transport) -> str:
    words = (transport.stage, transport.mode, transport.carrier, transport.number, _craft(transport.craft))
    route = [f"{leg.origin or '?'} to {leg.destination or '?'}" for leg in transport.legs]
    return " ".join(["also", *filter(None, words), ", ".join(route)]).strip()


def _leg(leg: Leg) -> tuple[str, ...]:
    border = "crosses the border" if leg.crosses_border else ""
    return (
        leg.number,
        leg.origin,
        leg.departure.replace("T", " "),
        "to",
        leg.destination,
        leg.arrival.replace("T", " "),
        border,
    )


def _counts(reading: Reading) -> list[str]:
    if not reading.is_understood:
        return []
    declared = ", ".join(f"{count} {kind}" for kind, count in reading.manifest.declared.items())
    read = _many(len(reading.manifest.travellers), "traveller")
    cargo = [_many(len(bills), "bill") for bills in (reading.manifest.consignments,) if bills]
    cargo += [_many(len(boxes), "container") for boxes in (reading.manifest.containers,) if boxes]
    people = [read] if reading.manifest.travellers or not cargo else []
    return [" and ".join([*people, *cargo]) + " read" + (f", {declared} declared" if declared else "")]


def _travellers(travellers: Sequence[Traveller]) -> list[str]:
    if not travellers:
        return []
    rows = [_traveller(place, each) for place, each in enumerate(travellers[:MAX_TRAVELLERS], 1)]
    more = len(travellers) - MAX_TRAVELLERS
    return ["", *aligned([COLUMNS, *rows], header=True), *([f"and {more:,} more"] if more > 0 else [])]


def _traveller(place: int, traveller: Traveller) -> tuple[str, ...]:
    first = traveller.documents[0] if traveller.documents else None
    document = " ".join(word for word in (first.type, first.number, first.issuer) if word) if first else ""
    return (
        str(place),
        traveller.role.value.replace("_", " "),
        traveller.surname,
        traveller.given,
        traveller.sex,
        traveller.born,
        traveller.nationality,
        document,
        traveller.embark,
        traveller.disembark,
    )


def _answers(answers: Sequence[Response]) -> list[str]:
    """List an authority's responses and the booking, person or bill of each."""
    if not answers:
        return []
    rows = [
        (str(place), " ".join(filter(None, (each.booking, each.passenger, each.bill))), each.code, each.text)
        for place, each in enumerate(answers[:MAX_TRAVELLERS], 1)
    ]
    more = len(answers) - MAX_TRAVELLERS
    heading = ("", "about", "answer", "text")
    return ["", *aligned([heading, *rows], header=True), *([f"and {more:,} more"] if more > 0 else [])]


def _problems(problems: Sequence[Problem]) -> list[str]:
    """List the problems, most severe first."""
    if not problems:
        return []
    sorted_ = sorted(problems, key=lambda problem: ORDER.index(problem.severity))
    counts = Counter(problem.severity for problem in problems)
    count = ", ".join(_many(counts[severity], severity.value) for severity in ORDER if counts[severity])
    rows = [(problem.severity.value, problem.code, _where(problem)) for problem in sorted_[:MAX_PROBLEMS]]
    lines = [
        f"  {line}  {_plain(problem.text)}" for line, problem in zip(aligned(rows, pad=True), sorted_, strict=False)
    ]
    more = len(problems) - MAX_PROBLEMS
    return ["", f"problems: {count}", *lines, *([f"  and {more:,} more"] if more > 0 else [])]


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _where(problem: Problem) -> str:
    number = "" if problem.number is None else f" {problem.number}"
    return f"{problem.segment}{number}".strip()


# ── Rows as lines with aligned columns. Plain text without control characters.


MAX_COLUMN_CHARS: Final = 28  # characters of a column


def aligned(rows: Sequence[Sequence[str]], *, header: bool = False, pad: bool = False) -> list[str]:
    """Return rows as lines with aligned columns; columns empty below the header are omitted. `pad`: pad line ends."""
    cells = [[_cut(_plain(cell)) for cell in row] for row in rows]
    kept = [column for column in zip(*cells, strict=True) if any(column[header:])]
    widths = [max(_width(cell) for cell in column) for column in kept]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in zip(*kept, strict=True)
    )
    return [line if pad else line.rstrip() for line in lines]


def _cut(cell: str) -> str:
    return cell if len(cell) <= MAX_COLUMN_CHARS else cell[: MAX_COLUMN_CHARS - 1] + "…"


def _width(cell: str) -> int:
    """Return columns on the screen: wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell
    )


def _plain(text: str) -> str:
    """Replace control characters: an officer's terminal must not act on text from a carrier."""
    return "".join(char if char.isprintable() else " " for char in text)

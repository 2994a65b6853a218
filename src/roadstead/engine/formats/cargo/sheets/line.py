"""Row of a cargo sheet as a line of goods, with its bill, parties and container."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.sheets.amounts import MASSES, VOLUMES, amount, count_and_unit, measured
from roadstead.engine.formats.cargo.sheets.table import text
from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import country
from roadstead.engine.formats.passengers.sheets.places import place_in
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import (
    Address,
    Container,
    DangerousGoods,
    GoodsLine,
    InContainer,
    Mode,
    Money,
    Party,
    PartyRole,
)
from roadstead.engine.reference.goods import packing_words
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import container, hs, un_number

PARTIES: Final[Mapping[str, PartyRole]] = {
    "shipper": PartyRole.CONSIGNOR,
    "consignee": PartyRole.CONSIGNEE,
    "notify": PartyRole.NOTIFY,
}
PLACES: Final = ("load", "discharge", "destination")
DIVIDERS: Final = re.compile(r"[,;/\n]+")
DEVICE: Final = re.compile(r"[A-Z]{3}[0-9]{4,5}[A-Z0-9]{2}")
Cells = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. `places` by field, as codes if known."""

    bill: Cell
    master: str
    parties: tuple[Party, ...]
    goods: GoodsLine
    containers: tuple[Container, ...]
    places: Mapping[str, str]
    marks: str


def read_line(cells: Cells, mode: Mode, number: int, notes: Notebook) -> Line:
    boxes = _containers(cells, notes)
    return Line(
        bill=cells.get("bill", NOTHING),
        master=text(cells, "master").upper(),
        parties=tuple(_party(field, role, cells, notes) for field, role in PARTIES.items() if text(cells, field)),
        goods=_goods(cells, number, boxes, notes),
        containers=boxes,
        places={
            field: place_in(cells[field], mode, f"port ({field})", notes) for field in PLACES if text(cells, field)
        },
        marks=text(cells, "marks"),
    )


def _party(field: str, role: PartyRole, cells: Cells, notes: Notebook) -> Party:
    """Read a party: the first line of the cell is the name, the lines below it belong to the address."""
    name, *below = [part.strip() for part in cells[field].text.split("\n") if part.strip()] or [""]
    street = ", ".join([*below, " ".join(text(cells, f"{field}_address").split())]).strip(", ")
    nation = cells.get(f"{field}_country", NOTHING)
    code = country(nation, f"country of the {field}", notes) if nation.text else ""
    return Party(role=role, name=name, address=Address(street=street, country=code))


def _goods(cells: Cells, number: int, containers: tuple[Container, ...], notes: Notebook) -> GoodsLine:
    packages, word = count_and_unit(cells.get("packages", NOTHING), "packages", notes)
    mass = measured(cells.get("mass", NOTHING), "gross mass", MASSES, notes)
    first, *more = (*_codes(cells.get("hs", NOTHING), notes), "")
    origin = cells.get("goods_origin", NOTHING)
    return GoodsLine(
        number=str(number),
        description=" ".join(text(cells, "goods").split()),
        hs=first,
        more_hs=tuple(filter(None, more)),
        packages=packages,
        package_type=_package_type(text(cells, "package_type") or word),
        gross_mass_kg=mass,
        volume_m3=measured(cells.get("volume", NOTHING), "volume", VOLUMES, notes),
        origin=country(origin, "country of origin", notes) if origin.text else "",
        dangerous=_dangerous(cells.get("un", NOTHING), notes),
        containers=_in(containers, packages, mass),
        values=_values(cells, notes),
    )


def _package_type(word: str) -> str:
    """Return the code of a known word ("bags" is BG); any other word as sent."""
    bare = word.strip(" .()").casefold()
    return packing_words().get(bare, word.strip().upper() if len(bare) == 2 else word.strip())


def _codes(cell: Cell, notes: Notebook) -> list[str]:
    found = [hs.normalise(part) for part in cell.text.replace(";", ",").replace("/", ",").split(",") if part.strip()]
    for code in found:
        if not hs.is_valid(code):
            words = Sentence(
                "%(code)s is not a code of the Harmonized System, which has 6 to 12 digits. Compare it with "
                "the tariff.",
                {"code": code[:20]},
            )
            warn(notes, cell, "hs-code", words, "HS code")
    return found


def _dangerous(cell: Cell, notes: Notebook) -> tuple[DangerousGoods, ...]:
    if (
        not cell.text
        or cell.text.casefold() in {"no", "none", "n/a", "na", "-", "non", "nee"}
        or un_number.is_none(cell.text)
    ):
        return ()
    number = un_number.normalise(cell.text)
    if not un_number.is_valid(number):
        warn(
            notes,
            cell,
            "un-number",
            Sentence("%(shown)s is not a UN number. Write four digits, such as UN 1203.", {"shown": cell.shown}),
            "UN number",
        )
    return (DangerousGoods(un_number=number),)


def _values(cells: Cells, notes: Notebook) -> tuple[Money, ...]:
    found = amount(cells.get("value", NOTHING), "value", notes)
    if found is None:
        return ()
    return (
        Money(
            kind="goods",
            amount=found.value,
            currency=(text(cells, "currency") or found.before or found.after).upper()[:12],
        ),
    )


def _containers(cells: Cells, notes: Notebook) -> tuple[Container, ...]:
    """Return the containers of the cell, separated by punctuation or line ends; each has the seal at its position."""
    cell = cells.get("container", NOTHING)
    numbers = [container.normalise(part) for part in DIVIDERS.split(cell.text)]
    there = [number for number in numbers if any(map(str.isdigit, number))]
    seals = [part.strip() for part in DIVIDERS.split(text(cells, "seal")) if part.strip()]
    own = [tuple(seals)] if len(there) == 1 else [(seal,) for seal in seals]
    return tuple(_container(number, own[at] if at < len(own) else (), cells, notes) for at, number in enumerate(there))


def _container(number: str, seals: tuple[str, ...], cells: Cells, notes: Notebook) -> Container:
    cell, device = cells.get("container", NOTHING), DEVICE.fullmatch(number)
    if not container.is_valid(number) and not device:
        words = Sentence(
            "Container number %(number)s has a wrong check digit. Compare it with the number on the door.",
            {"number": number[:20]},
        )
        warn(notes, cell, "container-check-digit", words, "container")
    kind = "unit load device" if device else "container"
    return Container(number=number, size_type=text(cells, "size_type").upper(), seals=seals, kind=kind)


def _in(containers: tuple[Container, ...], packages: int | None, mass: float | None) -> tuple[InContainer, ...]:
    """Split the row's quantities: they are known only if there is one container."""
    if len(containers) == 1:
        return (InContainer(container=containers[0].number, packages=packages, gross_mass_kg=mass),)
    return tuple(InContainer(container=box.number) for box in containers)

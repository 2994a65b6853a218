"""RTD of a waybill: rate lines, and below each its goods (NG, NC), HS codes, sizes, origin and devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.quantity import quantity
from roadstead.engine.formats.cargo.cargo_imp.work import Work
from roadstead.engine.records import GoodsLine, Note
from roadstead.engine.syntax.cargoimp import Record
from roadstead.engine.text.wrapped import rejoined

WIDTH: Final = 20  # characters in a line of goods
DETAIL: Final = re.compile(r"N[A-Z]")
LINE_NUMBER: Final = re.compile(r"[0-9]{1,2}")
FIGURES: Final = re.compile(r"[0-9]{4,18}")
SIZE: Final = re.compile(r"(CMT|INH)([0-9]{1,5}-[0-9]{1,5}-[0-9]{1,5})")
UNITS: Final = {"CMT": "cm", "INH": "in"}


@dataclass(slots=True)
class Rate:
    """One rate line with the goods below it."""

    packages: int | None = None
    mass_kg: float | None = None
    volume_m3: float | None = None
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    origin: str = ""
    commodity: str = ""

    def made(self, number: int) -> GoodsLine:
        hs, *more = (*self.codes, "")
        return GoodsLine(
            number=str(number),
            description=rejoined(self.texts, WIDTH),
            hs=hs,
            more_hs=tuple(filter(None, more)),
            packages=self.packages,
            gross_mass_kg=self.mass_kg,
            volume_m3=self.volume_m3,
            origin=self.origin,
        )


@dataclass(slots=True)
class Goods:
    """Content of all RTD lines. `inside`: pieces by the shipper's load and count."""

    rates: list[Rate] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    inside: int | None = None
    consolidated: bool = False

    @property
    def now(self) -> Rate:
        if not self.rates:
            self.rates.append(Rate())
        return self.rates[-1]

    def made(self) -> tuple[GoodsLine, ...]:
        return tuple(rate.made(number) for number, rate in enumerate(self.rates, 1))


def goods(record: Record, work: Work, made: Goods) -> None:
    """Add this record. A line belongs to the rate above it unless it has quantities of its own."""
    for line, raw in zip(record.fields, record.lines, strict=True):
        told = line[1:] if LINE_NUMBER.fullmatch(line[0]) else line
        if told and DETAIL.fullmatch(told[0]):
            text = raw[raw.find(f"{told[0]}/") + 3 :] if "/" in raw else ""
            DETAILS.get(told[0], _unused)(made, told[1:], text, record, work)
        elif any(told):
            made.rates.append(_rate(told, record, work))


def _rate(told: tuple[str, ...], record: Record, work: Work) -> Rate:
    """Read pieces and mass; charges are kept unread, since they are the carrier's accounts."""
    rate = Rate()
    for text in told:
        much = quantity(text) if text[:1] in {"P", "K", "L"} else None
        if much is None:
            work.notes.left(f"RTD/{text}")
            continue
        rate.packages = much.packages if much.packages is not None else rate.packages
        rate.mass_kg = much.mass_kg if much.mass_kg is not None else rate.mass_kg
    return rate


def _text(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    made.now.texts.append(text)


def _consolidated(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    made.consolidated = True
    made.now.texts.append(text)


def _code(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    for code in told:
        if FIGURES.fullmatch(code):
            made.now.codes.append(code)
        else:
            words = f"{code[:20]} is no code of the harmonised system. Write 6 to 18 digits."
            work.warn("hs-code", words, record, field="HS code", sent=code)


def _volume(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    much = quantity(told[0]) if told else None
    made.now.volume_m3 = much.volume_m3 if much else made.now.volume_m3


def _inside(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    if told and re.fullmatch(r"[0-9]{1,7}", told[0]):
        made.inside = (made.inside or 0) + int(told[0])


def _origin(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    made.now.origin = told[0] if told else ""


def _device(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    made.devices += [number for number in told if number]


def _size(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    """Note a size: "K80.0/CMT80-40-20/4" is mass; length, width and height; pieces."""
    mass, size, pieces, *_ = (*told, "", "", "")
    found = SIZE.fullmatch(size)
    words = f"{found[2]} {UNITS[found[1]]}" if found else "/".join(filter(None, told))
    weighing = f", {mass.removeprefix('K')} kg" if mass.startswith("K") else ""
    if found or words:
        made.notes.append(Note(kind="dimensions", code="ND", text=f"{pieces or '1'} x {words}{weighing}"))


def _unused(made: Goods, told: tuple[str, ...], text: str, record: Record, work: Work) -> None:
    work.notes.left("/".join(("RTD", *told)))


Detail = Callable[[Goods, tuple[str, ...], str, Record, Work], None]
DETAILS: Final[Mapping[str, Detail]] = {
    "NG": _text,
    "NC": _consolidated,
    "NH": _code,
    "NV": _volume,
    "NS": _inside,
    "NO": _origin,
    "NU": _device,
    "ND": _size,
}

"""RTD of a waybill: rate lines, and below each its goods (NG, NC), HS codes, sizes, origin and devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.quantity import quantity
from roadstead.engine.records import GoodsLine, Note
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record
from roadstead.engine.text.unwrap import rejoin

GOODS_LINE_CHARS: Final = 20  # characters in a line of goods
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

    def build(self, number: int) -> GoodsLine:
        hs, *more = (*self.codes, "")
        return GoodsLine(
            number=str(number),
            description=rejoin(self.texts, GOODS_LINE_CHARS),
            hs=hs,
            more_hs=tuple(filter(None, more)),
            packages=self.packages,
            gross_mass_kg=self.mass_kg,
            volume_m3=self.volume_m3,
            origin=self.origin,
        )


@dataclass(slots=True)
class GoodsBuilder:
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

    def build(self) -> tuple[GoodsLine, ...]:
        return tuple(rate.build(number) for number, rate in enumerate(self.rates, 1))


def add_rates(record: Record, context: ReaderContext, made: GoodsBuilder) -> None:
    """Add this record. A line belongs to the rate above it unless it has quantities of its own."""
    for line, raw in zip(record.fields, record.lines, strict=True):
        told = line[1:] if LINE_NUMBER.fullmatch(line[0]) else line
        if told and DETAIL.fullmatch(told[0]):
            text = raw[raw.find(f"{told[0]}/") + 3 :] if "/" in raw else ""
            DETAILS.get(told[0], _unused)(made, told[1:], text, record, context)
        elif any(told):
            made.rates.append(_rate(told, record, context))


def _rate(fields: tuple[str, ...], record: Record, context: ReaderContext) -> Rate:
    """Read pieces and mass; charges are kept unread, since they are the carrier's accounts."""
    rate = Rate()
    for text in fields:
        much = quantity(text) if text[:1] in {"P", "K", "L"} else None
        if much is None:
            context.notes.keep_unread(f"RTD/{text}")
            continue
        rate.packages = much.packages if much.packages is not None else rate.packages
        rate.mass_kg = much.mass_kg if much.mass_kg is not None else rate.mass_kg
    return rate


def _text(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    made.now.texts.append(text)


def _consolidated(
    made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext
) -> None:
    made.consolidated = True
    made.now.texts.append(text)


def _code(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    for code in fields:
        if FIGURES.fullmatch(code):
            made.now.codes.append(code)
        else:
            words = Sentence(
                "%(code)s is not a code of the Harmonized System. Write 6 to 18 digits.", {"code": code[:20]}
            )
            context.warn("hs-code", words, record, field="HS code", sent=code)


def _volume(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    much = quantity(fields[0]) if fields else None
    made.now.volume_m3 = much.volume_m3 if much else made.now.volume_m3


def _inside(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    if fields and re.fullmatch(r"[0-9]{1,7}", fields[0]):
        made.inside = (made.inside or 0) + int(fields[0])


def _origin(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    made.now.origin = fields[0] if fields else ""


def _device(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    made.devices += [number for number in fields if number]


def _size(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    """Note a size: "K80.0/CMT80-40-20/4" is mass; length, width and height; pieces."""
    mass, size, pieces, *_ = (*fields, "", "", "")
    found = SIZE.fullmatch(size)
    words = f"{found[2]} {UNITS[found[1]]}" if found else "/".join(filter(None, fields))
    weighing = f", {mass.removeprefix('K')} kg" if mass.startswith("K") else ""
    if found or words:
        made.notes.append(Note(kind="dimensions", code="ND", text=f"{pieces or '1'} x {words}{weighing}"))


def _unused(made: GoodsBuilder, fields: tuple[str, ...], text: str, record: Record, context: ReaderContext) -> None:
    context.notes.keep_unread("/".join(("RTD", *fields)))


Detail = Callable[[GoodsBuilder, tuple[str, ...], str, Record, ReaderContext], None]
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

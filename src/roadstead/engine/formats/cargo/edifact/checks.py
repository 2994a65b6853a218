"""Consistency checks of a manifest: numbers, check digits, totals, and missing data of a bill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import BY_AIR, CONTAINER
from roadstead.engine.formats.cargo.edifact.context import ReaderContext
from roadstead.engine.records import CargoTotals, Consignment, Container, Load, PartyRole
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import container, waybill

CANCELLING_ACTIONS: Final = {"1", "3"}  # 1225: a cancellation or deletion may name the bill alone
TOLERANCE: Final = 0.01  # share of a declared weight that rounding by senders may cause
MIN_CONTAINER_KG: Final = 100.0  # kilograms a container may weigh
MAX_CONTAINER_KG: Final = 60_000.0
MAX_SHOWN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """Records to check, with the number of the segment that begins each bill and container."""

    bills: Sequence[Consignment]
    bill_at: Sequence[int | None]
    units: Sequence[Container]
    unit_at: Sequence[int | None]
    totals: CargoTotals
    action: str
    is_manifest: bool
    is_part: bool = False  # its containers may belong to bills in other messages


def check(read: CheckInput, context: ReaderContext) -> None:
    for place, (bill, at) in enumerate(zip(read.bills, read.bill_at, strict=True), 1):
        _bill(bill, place, at, read, context)
    _check_duplicates(read, context)
    for unit, at in zip(read.units, read.unit_at, strict=True):
        _unit(unit, at, context)
    _check_unnumbered(read, context)
    _check_links(read, context)
    _totals(read, context)


# ── Bills


def _bill(bill: Consignment, place: int, at: int | None, read: CheckInput, context: ReaderContext) -> None:
    name = (
        Sentence("Bill %(number)s", {"number": bill.number})
        if bill.number
        else Sentence("Consignment %(place)s", {"place": place})
    )
    if not bill.number and read.is_manifest:
        text = Sentence(
            "%(name)s has no bill or waybill number. Send RFF+BM (BH, AWB, HWB) with the number.",
            {"name": name},
        )
        context.notes.error("bill-number-missing", text, at, segment="RFF", field="bill number (1154)")
    if bill.type in BY_AIR and bill.number and not waybill.is_valid(bill.number) and bill.type in {"AWB", "740"}:
        text = Sentence(
            "%(name)s: The air waybill number has a wrong check digit. Check it for typing errors.", {"name": name}
        )
        context.notes.warning(
            "waybill-number-wrong", text, at, segment="RFF", field="bill number (1154)", sent=bill.number
        )
    if read.is_manifest and read.action not in CANCELLING_ACTIONS and bill.action not in CANCELLING_ACTIONS:
        _missing(bill, name, at, context)
    _check_dangerous_in_text(bill, name, at, context)
    _sums(bill, name, at, context)


def _check_dangerous_in_text(bill: Consignment, name: Sentence, at: int | None, context: ReaderContext) -> None:
    """Warn of UN numbers that are only in the description and not in DGS."""
    numbers = [each.un_number for line in bill.goods for each in line.dangerous if not each.code]
    if numbers:
        text = Sentence(
            "%(name)s has UN %(numbers)s only in the description. Send DGS with class and UN number.",
            {"name": name, "numbers": ", ".join(numbers[:MAX_SHOWN])},
        )
        context.notes.warning(
            "dangerous-goods-only-in-words", text, at, segment="DGS", field="UN number (7124)", sent=numbers[0]
        )


def _missing(bill: Consignment, name: Sentence, at: int | None, context: ReaderContext) -> None:
    if not _is_named(bill, PartyRole.CONSIGNEE):
        text = Sentence("%(name)s has no consignee. Send NAD+CN with name and address.", {"name": name})
        context.notes.warning("consignee-missing", text, at, segment="NAD", field="consignee")
    if not _is_named(bill, PartyRole.CONSIGNOR):
        text = Sentence("%(name)s has no consignor. Send NAD+CZ with name and address.", {"name": name})
        context.notes.warning("consignor-missing", text, at, segment="NAD", field="consignor")
    if not bill.gross_mass_kg:
        text = Sentence("%(name)s has no gross weight. Send MEA+AAE+G+KGM or CNT+7.", {"name": name})
        context.notes.warning("weight-missing", text, at, segment="MEA", field="weight (6314)")
    if not any(line.description for line in bill.goods):
        text = Sentence(
            "%(name)s has no description of the goods. Send FTX+AAA with a plain description.", {"name": name}
        )
        context.notes.warning("goods-missing", text, at, segment="FTX", field="goods (4440)")


def _is_named(bill: Consignment, role: PartyRole) -> bool:
    return any(party.name or party.code for party in bill.parties_as(role))


def _sums(bill: Consignment, name: Sentence, at: int | None, context: ReaderContext) -> None:
    """Warn if the bill's declared totals differ from the sum of its goods, where each line has a value."""
    mass, packages = _sum(line.gross_mass_kg for line in bill.goods), _sum(line.packages for line in bill.goods)
    if bill.goods and _is_another(bill.gross_mass_kg, mass, TOLERANCE, 0.5):
        text = Sentence(
            "%(name)s: Declared weight: %(gross_mass_kg)s kg. Total of its goods: %(mass)s kg. Correct the "
            "wrong weight.",
            {"name": name, "gross_mass_kg": f"{bill.gross_mass_kg:,.10g}", "mass": f"{mass:,.10g}"},
        )
        context.notes.warning(
            "bill-weight-differs",
            text,
            at,
            segment="CNT",
            field="weight of the bill (6066)",
            sent=f"{bill.gross_mass_kg:.10g}",
        )
    if bill.goods and _is_another(bill.packages, packages, 0, 0):
        text = Sentence(
            "%(name)s: Declared packages: %(packages)s. Total of its goods: %(packages_2)s. Correct the wrong number.",
            {"name": name, "packages": f"{bill.packages:,}", "packages_2": f"{packages:,.10g}"},
        )
        context.notes.warning(
            "bill-packages-differ",
            text,
            at,
            segment="CNT",
            field="packages of the bill (6066)",
            sent=str(bill.packages),
        )


def _is_another(declared: float | None, found: float | None, share: float, least: float) -> bool:
    if declared is None or found is None:
        return False
    return abs(found - declared) > max(share * abs(declared), least)


def _check_duplicates(read: CheckInput, context: ReaderContext) -> None:
    for number, times in _repeated(bill.number for bill in read.bills):
        text = Sentence(
            "Bill %(number)s appears %(times)s times. We read each of them. Send it once, or correct the numbers.",
            {"number": number, "times": times},
        )
        context.notes.warning("bill-number-twice", text, segment="RFF", field="bill number (1154)", sent=number)
    for number, times in _repeated(unit.number for unit in read.units):
        text = Sentence(
            "Container %(number)s appears %(times)s times. We read each of them. Send it once, or correct the numbers.",
            {"number": number, "times": times},
        )
        context.notes.warning("container-twice", text, segment="EQD", field="container (8260)", sent=number)


def _repeated(numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((number, times) for number, times in Counter(numbers).items() if number and times > 1)


# ── Containers


def _unit(unit: Container, at: int | None, context: ReaderContext) -> None:
    number, where = unit.number, {"segment": "EQD", "field": "container (8260)", "sent": unit.number}
    is_odd = number and unit.kind == CONTAINER and context.dialect.numbers_containers and not container.is_valid(number)
    if is_odd and container.SHAPE.fullmatch(number):
        text = Sentence("Container %(number)s has a wrong check digit. Check it for typing errors.", {"number": number})
        context.notes.warning("container-check-digit", text, at, **where)
    elif is_odd:
        text = Sentence(
            "Container %(number)s does not have four letters and seven digits (ISO 6346). Check it for typing errors.",
            {"number": number[:20]},
        )
        context.notes.warning("container-number-odd", text, at, **where)
    mass = unit.gross_mass_kg if unit.gross_mass_kg is not None else unit.verified_mass_kg
    if mass is not None and unit.kind == CONTAINER and not (mass == 0 or MIN_CONTAINER_KG <= mass <= MAX_CONTAINER_KG):
        text = Sentence(
            "Container %(number)s weighs %(mass)s kg, which is not possible. Check the value and the unit.",
            {"number": number[:20], "mass": f"{mass:,.10g}"},
        )
        context.notes.warning("weight-unlikely", text, at, segment="MEA", field="weight (6314)", sent=f"{mass:.10g}")


def _check_unnumbered(read: CheckInput, context: ReaderContext) -> None:
    without = [at for unit, at in zip(read.units, read.unit_at, strict=True) if not unit.number]
    if without:
        text = Sentence(
            "Containers without a number: %(count)s of %(total)s. We kept them with their positions. Send the "
            "numbers when you know them.",
            {"count": f"{len(without):,}", "total": f"{len(read.units):,}"},
        )
        context.notes.warning(
            "container-number-missing",
            text,
            without[0],
            segment="EQD",
            field="container (8260)",
        )


def _check_links(read: CheckInput, context: ReaderContext) -> None:
    """Warn of containers that bills name and the list lacks, and of listed containers that no bill names."""
    if not read.is_manifest or not read.units:
        return
    listed = {unit.number for unit in read.units if unit.number}
    named = {number for bill in read.bills for number in bill.containers}
    if missing := sorted(named - listed):
        text = Sentence(
            "Bills name containers that are not in the list of containers: %(missing)s. Send an EQD for each.",
            {"missing": _some(missing)},
        )
        context.notes.warning("container-not-listed", text, segment="SGP", field="container (8260)", sent=missing[0])
    if read.bills:
        _report_without_bill(listed - named, read, context)


def _report_without_bill(unnamed: set[str], read: CheckInput, context: ReaderContext) -> None:
    empty = {unit.number for unit in read.units if unit.load is Load.EMPTY}
    loose = sorted(unnamed - empty)
    if not loose:
        return
    text = Sentence(
        "Containers that do not belong to any bill (%(count)s): %(loose)s. Send SGP with their numbers below "
        "the goods (GID) of their bill.",
        {"count": f"{len(loose):,}", "loose": _some(loose)},
    )
    where = {"segment": "EQD", "field": "container (8260)", "sent": loose[0]}
    if read.is_part:
        context.notes.note("container-without-bill", text, None, **where)
    else:
        context.notes.warning("container-without-bill", text, None, **where)


def _some(numbers: list[str]) -> str:
    more = len(numbers) - MAX_SHOWN
    return ", ".join(numbers[:MAX_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


# ── Totals


def _totals(read: CheckInput, context: ReaderContext) -> None:
    for word, declared, found in _pairs(read):
        if (
            declared is not None
            and found is not None
            and abs(found - declared) > TOLERANCE * abs(declared) * (word in {"gross weight (kg)", "volume (m³)"})
        ):
            text = Sentence(
                "Declared %(word)s in CNT: %(declared)s. In this message: %(found)s. Send what is missing, or "
                "correct the number.",
                {"declared": f"{declared:,.10g}", "word": Sentence(word), "found": f"{found:,.10g}"},
            )
            context.notes.warning(
                "count-differs",
                text,
                segment="CNT",
                field=f"{word} (6066)",
                sent=f"{declared:.10g}",
            )


def _pairs(read: CheckInput) -> Iterator[tuple[str, float | None, float | None]]:
    totals = read.totals
    yield "number of consignments", totals.bills, len(read.bills)
    yield "number of containers", totals.containers, len(read.units) or None
    if read.bills:
        yield "number of packages", totals.packages, _sum(bill.packages for bill in read.bills)
        yield "gross weight (kg)", totals.gross_mass_kg, _sum(bill.gross_mass_kg for bill in read.bills)
        yield "volume (m³)", totals.volume_m3, _sum(bill.volume_m3 for bill in read.bills)


def _sum(values: Iterable[float | None]) -> float | None:
    """Return the sum; None if any value is missing."""
    known = list(values)
    return None if None in known else sum(each for each in known if each is not None)

"""Containers of a bill (ctn_segment), and the merge of records of one container that several bills name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import LOADS
from roadstead.engine.formats.common.quantities import total, weight
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Container, DangerousGoods
from roadstead.engine.text.identifiers import container, un_number

SEALS: Final = (("marks1",), ("marks2",), ("marks3",), ("sealnumber", "sealno"))
UN: Final = ("un", "unnumber", "unno", "uncode", "undgnumber", "undgcode", "undg", "dgun", "dgunnumber")
HAZARD: Final = ("imco", "imo", "imoclass", "imdg", "imdgclass", "imcoclass", "hazardclass", "dgclass", "dgcode")
PACKING: Final = ("packinggroup", "dgpackinggroup")
FLASH: Final = ("flashpoint", "dgflashpoint")


def box_of(said: Said, bill: str) -> Container:
    service = said.text("emptyfull", "status", "emptyfullindicator")
    number = container.normalise(said.text("ctnreference", "containernumber", "containeridentity", "reference"))
    _check(number, said)
    return Container(
        number=number,
        size_type=said.text("typeofcontainer", "containertype"),
        load=LOADS.get(service.upper()),
        service=service,
        seals=tuple(seal for names in SEALS if (seal := said.text(*names))),
        sealed_by=said.text("sealingparty", "sealingpartycode"),
        gross_mass_kg=said.mass("gross weight", "grossweight"),
        tare_mass_kg=said.mass("empty weight", "emptyweight"),
        goods_mass_kg=said.mass("goods weight", "goodsweight", "packagesweight"),
        verified_mass_kg=said.mass("verified gross mass", "vgm", "verifiedgrossmass"),
        packages=said.count("number of packages", "numberofpackages", "packagesnumber"),
        goods=said.text("goodsdescription"),
        stowed=said.text("ctnlocation", "stowage", "stowageposition"),
        temperature_c=said.number("temperature", "temperature", "ctntemperature"),
        dangerous=dangerous_of(said),
        bills=(bill,) if bill else (),
    )


def dangerous_of(said: Said) -> tuple[DangerousGoods, ...]:
    """Return the dangerous goods given as values of the element itself."""
    found = DangerousGoods(
        un_number=_unless_none(said.text(*UN)).upper().removeprefix("UN").strip(),
        hazard=_unless_none(said.text(*HAZARD)),
        packing_group=said.text(*PACKING),
        flash_point_c=said.number("flash point", *FLASH),
    )
    return () if found == DangerousGoods() or not (found.un_number or found.hazard) else (found,)


def _unless_none(text: str) -> str:
    """Return "" for values that mean none: some systems write 0 for every harmless container."""
    return "" if un_number.is_none(text) else text


def together(boxes: Iterable[Container]) -> Iterator[Container]:
    """Yield one record per container number, in order of first occurrence, with contents added up and all its bills."""
    by_number: dict[str, list[Container]] = {}
    for place, box in enumerate(boxes):
        by_number.setdefault(box.number or f" {place}", []).append(box)
    yield from (each[0] if len(each) == 1 else _one(each) for each in by_number.values())


def _one(boxes: list[Container]) -> Container:
    return replace(
        boxes[0],
        size_type=_first(box.size_type for box in boxes),
        service=_first(box.service for box in boxes),
        sealed_by=_first(box.sealed_by for box in boxes),
        stowed=_first(box.stowed for box in boxes),
        load=next((box.load for box in boxes if box.load), None),
        seals=tuple(dict.fromkeys(seal for box in boxes for seal in box.seals)),
        dangerous=tuple(dict.fromkeys(each for box in boxes for each in box.dangerous)),
        packages=total(box.packages for box in boxes),
        goods_mass_kg=weight(box.goods_mass_kg for box in boxes),
        bills=tuple(dict.fromkeys(bill for box in boxes for bill in box.bills)),
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _check(number: str, said: Said) -> None:
    if not number:
        text = f"{said.whose}a container without its number. Send Ctn_reference."
        said.notes.warning(
            "container-number-missing", text, said.element.line, segment=said.element.name, field="container number"
        )
    elif not container.is_valid(number):
        text = (
            f"{said.whose}the container number {number[:20]} fails its check digit (ISO 6346). It was kept; correct it."
        )
        said.notes.note(
            "container-number-wrong",
            text,
            said.element.line,
            segment=said.element.name,
            field="container number",
            sent=number,
        )

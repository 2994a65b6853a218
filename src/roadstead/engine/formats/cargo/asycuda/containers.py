"""Containers of a bill (ctn_segment), and the merge of records of one container that several bills name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import LOADS
from roadstead.engine.formats.common.quantities import sum_counts, sum_measures
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Container, DangerousGoods
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.text.identifiers import container, un_number

SEALS: Final = (("marks1",), ("marks2",), ("marks3",), ("sealnumber", "sealno"))
UN: Final = ("un", "unnumber", "unno", "uncode", "undgnumber", "undgcode", "undg", "dgun", "dgunnumber")
HAZARD: Final = ("imco", "imo", "imoclass", "imdg", "imdgclass", "imcoclass", "hazardclass", "dgclass", "dgcode")
PACKING: Final = ("packinggroup", "dgpackinggroup")
FLASH: Final = ("flashpoint", "dgflashpoint")


def container_of(reader: ElementReader, bill: str) -> Container:
    service = reader.text("emptyfull", "status", "emptyfullindicator")
    number = container.normalise(reader.text("ctnreference", "containernumber", "containeridentity", "reference"))
    _check(number, reader)
    return Container(
        number=number,
        size_type=reader.text("typeofcontainer", "containertype"),
        load=LOADS.get(service.upper()),
        service=service,
        seals=tuple(seal for names in SEALS if (seal := reader.text(*names))),
        sealed_by=reader.text("sealingparty", "sealingpartycode"),
        gross_mass_kg=reader.mass("gross weight", "grossweight"),
        tare_mass_kg=reader.mass("empty weight", "emptyweight"),
        goods_mass_kg=reader.mass("goods weight", "goodsweight", "packagesweight"),
        verified_mass_kg=reader.mass("verified gross mass", "vgm", "verifiedgrossmass"),
        packages=reader.count("number of packages", "numberofpackages", "packagesnumber"),
        goods=reader.text("goodsdescription"),
        stowed=reader.text("ctnlocation", "stowage", "stowageposition"),
        temperature_c=reader.number("temperature", "temperature", "ctntemperature"),
        dangerous=dangerous_of(reader),
        bills=(bill,) if bill else (),
    )


def dangerous_of(reader: ElementReader) -> tuple[DangerousGoods, ...]:
    """Return the dangerous goods given as values of the element itself."""
    found = DangerousGoods(
        un_number=_unless_none(reader.text(*UN)).upper().removeprefix("UN").strip(),
        hazard=_unless_none(reader.text(*HAZARD)),
        packing_group=reader.text(*PACKING),
        flash_point_c=reader.number("flash point", *FLASH),
    )
    return () if found == DangerousGoods() or not (found.un_number or found.hazard) else (found,)


def _unless_none(text: str) -> str:
    """Return "" for values that mean none: some systems write 0 for every harmless container."""
    return "" if un_number.is_none(text) else text


def merge_containers(containers: Iterable[Container]) -> Iterator[Container]:
    """Yield one record per container number, in order of first occurrence, with contents added up and all its bills."""
    by_number: dict[str, list[Container]] = {}
    for place, box in enumerate(containers):
        by_number.setdefault(box.number or f" {place}", []).append(box)
    yield from (each[0] if len(each) == 1 else _merge(each) for each in by_number.values())


def _merge(containers: list[Container]) -> Container:
    return replace(
        containers[0],
        size_type=_first(box.size_type for box in containers),
        service=_first(box.service for box in containers),
        sealed_by=_first(box.sealed_by for box in containers),
        stowed=_first(box.stowed for box in containers),
        load=next((box.load for box in containers if box.load), None),
        seals=tuple(dict.fromkeys(seal for box in containers for seal in box.seals)),
        dangerous=tuple(dict.fromkeys(each for box in containers for each in box.dangerous)),
        packages=sum_counts(box.packages for box in containers),
        goods_mass_kg=sum_measures(box.goods_mass_kg for box in containers),
        bills=tuple(dict.fromkeys(bill for box in containers for bill in box.bills)),
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _check(number: str, reader: ElementReader) -> None:
    if not number:
        text = labelled(reader.label, Sentence("A container has no number. Send Ctn_reference."))
        reader.notes.warning(
            "container-number-missing", text, reader.element.line, segment=reader.element.name, field="container number"
        )
    elif not container.is_valid(number):
        text = labelled(
            reader.label,
            Sentence(
                "Container number %(number)s has a wrong check digit (ISO 6346). Check it for typing errors.",
                {"number": number[:20]},
            ),
        )
        reader.notes.note(
            "container-number-wrong",
            text,
            reader.element.line,
            segment=reader.element.name,
            field="container number",
            sent=number,
        )

"""Goods of a bill: its Goods_segment, the lines of HS_Compliance, split parts and vehicles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import YES
from roadstead.engine.formats.cargo.asycuda.containers import dangerous_of
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Container, GoodsLine, InContainer
from roadstead.engine.syntax.xml import Element
from roadstead.engine.text.identifiers import container

HS: Final = ("hscode", "commoditycode", "hs", "tariffcode")
SPLIT: Final = "split"  # number of a line that is a part sent separately


def goods_of(bill: ElementReader, containers: Sequence[Container]) -> tuple[GoodsLine, ...]:
    """Return goods lines in the order of the document; one segment and one tariff line with equal values are merged."""
    whole = tuple(_whole(each) for each in bill.each("goodssegment"))
    tariff = tuple(_tariff(bill))
    if len(whole) == len(tariff) == 1 and _adds_nothing(whole[0], tariff[0]):
        whole, tariff = (replace(whole[0], hs=tariff[0].hs, origin=tariff[0].origin),), ()
    parts = tuple(_part(each) for each in bill.each("splitsegment"))
    vehicles = tuple(_vehicle(each) for each in bill.each("vehiclesegment", "vehicle"))
    return _with_containers(whole, containers) + tariff + parts + vehicles


def _whole(reader: ElementReader) -> GoodsLine:
    listed = reader.child("containeritemreferences")
    refer = [container.normalise(each.own()) for each in listed.element.within("ctnitemreference")] if listed else []
    line = _line(reader)
    hs = reader.text(*HS)
    return replace(
        line, hs="".join(hs.split()), containers=tuple(InContainer(container=each) for each in refer if each)
    )


def _line(reader: ElementReader) -> GoodsLine:
    marks = reader.text("shippingmarks", "marks")
    return GoodsLine(
        description=reader.text("goodsdescription", "commercialdescription", "description"),
        packages=reader.count("number of packages", "numberofpackages"),
        package_type=reader.text("packagetypecode", "packagetype"),
        gross_mass_kg=reader.mass("gross mass", "grossmass"),
        net_mass_kg=reader.mass("net mass", "netmass"),
        volume_m3=reader.volume("volume", "volumeincubicmeters"),
        marks=(marks,) if marks else (),
        origin=reader.text("countryoforigin", "countryoforigincode"),
        dangerous=dangerous_of(reader),
    )


def _tariff(bill: ElementReader) -> Iterator[GoodsLine]:
    """Yield tariff lines. Senders repeat the element, or put all lines into one, where each begins with its code."""
    places = count(1)
    for each in bill.each("hscompliance", "commoditysegment"):
        for place, element in zip(places, _lines(each.element), strict=False):
            said = each.of(element)
            yield replace(_line(said), number=said.text("linenumber", "itemnumber") or str(place), hs=said.text(*HS))


def _lines(element: Element) -> Iterator[Element]:
    starts = [place for place, child in enumerate(element.children) if child.key in HS]
    nested = [child for child in element.children if any(inner.key in HS for inner in child.children)]
    if nested and not starts:
        yield from nested
    for start, end in zip(starts, [*starts[1:], len(element.children)], strict=True):
        first = 0 if start == starts[0] else start
        yield Element(element.name, element.key, element.line, children=element.children[first:end])


def _part(reader: ElementReader) -> GoodsLine:
    """Read a part of the bill that is unloaded, or sent on, separately."""
    box = reader.child("container")
    number = container.normalise(box.text("reference", "ctnreference")) if box else ""
    unloaded = box.element.child("unloaded") if box else None
    if unloaded is not None and YES.get(unloaded.text.upper()) is False:
        unloaded.take()  # "not unloaded" is implied before arrival
    return replace(_line(reader), number=SPLIT, containers=(InContainer(container=number),) if number else ())


def _vehicle(reader: ElementReader) -> GoodsLine:
    make = " ".join(filter(None, (reader.text("make", "vehiclemake"), reader.text("model", "vehiclemodel"))))
    return GoodsLine(
        description=make or reader.text("description"),
        vehicle=reader.text("chassisnumber", "chassis", "vin", "vehiclechassisnumber"),
    )


def _adds_nothing(whole: GoodsLine, tariff: GoodsLine) -> bool:
    """Return True if the tariff line adds nothing to the segment but code and origin."""
    pairs = (
        (getattr(whole, name), getattr(tariff, name))
        for name in ("description", "packages", "package_type", "gross_mass_kg", "volume_m3")
    )
    return not whole.hs and tariff.number == "1" and all(two in (None, "", one) for one, two in pairs)


def _with_containers(lines: tuple[GoodsLine, ...], containers: Sequence[Container]) -> tuple[GoodsLine, ...]:
    """Add all containers to the goods if there is one line; several lines keep only the containers that each names."""
    if len(lines) != 1 or not containers:
        return lines
    inside = tuple(
        InContainer(container=box.number, packages=box.packages, gross_mass_kg=box.goods_mass_kg) for box in containers
    )
    return (replace(lines[0], containers=inside),)

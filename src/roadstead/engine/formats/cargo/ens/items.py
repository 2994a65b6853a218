"""Goods items (GOOITEGDS) of an entry summary declaration."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.cargo.ens.codes import OF_AN_ITEM
from roadstead.engine.formats.cargo.ens.named import each, named, pair, text
from roadstead.engine.formats.common.quantities import total
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import DangerousGoods, GoodsLine, InContainer
from roadstead.engine.text.identifiers import un_number


def item_of(said: Said) -> GoodsLine:
    packed = each(said, "pacgs")
    kinds = [text(each_, "kinofpac") for each_ in packed]
    un = text(said, "undangoocod")
    return GoodsLine(
        number=text(said, "itenum"),
        description=text(said, "goodes"),
        hs=next((code for tariff in each(said, "comcod") if (code := text(tariff, "comnom"))), ""),
        packages=total(_packages(each_) for each_ in packed),
        package_type=next(filter(None, kinds), ""),
        gross_mass_kg=said.mass("gross mass", named(said.element, "gromas")),
        marks=tuple(dict.fromkeys(mark for each_ in packed if (mark := text(each_, "marnum")))),
        dangerous=(DangerousGoods(un_number=un),) if un and not un_number.is_none(un) else (),
        containers=tuple(InContainer(container=box) for held in each(said, "connr") if (box := text(held, "connum"))),
        references=tuple(_references(said)),
    )


def documents(line: GoodsLine, types: tuple[str, ...]) -> Iterator[str]:
    """Numbers of the item's documents of these types."""
    yield from (number for kind, number in line.references if kind in types)


def _packages(said: Said) -> int | None:
    """Packages, or pieces of what is not packed; pieces beside packages are inside them."""
    packages = said.count("number of packages", named(said.element, "numofpac"))
    pieces = said.count("number of pieces", named(said.element, "numofpie"))
    return pieces if packages is None else packages


def _references(said: Said) -> Iterator[tuple[str, str]]:
    for document in each(said, "prodoc"):
        number = text(document, "docref")
        if number:
            yield text(document, "doctyp") or "document", number
    for begin in OF_AN_ITEM:
        yield from pair(said, begin)
    for means in each(said, "idemeatra"):
        yield from pair(means, "idemeatra")
        yield from pair(means, "natidemea")
    for mention in each(said, "spemen"):
        yield from pair(mention, "addinf")

"""Items of a declaration (SAD): goods with their tariff code, masses, origin and the documents before them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import GoodsLine, Money

# Names of the values of an item that have no field of their own, as they are called there.
REFERENCES: Final = ("Summary_declaration", "Summary_declaration_sl", "Previous_document_reference",
                     "Previous_warehouse_code", "Precision_1", "Precision_2", "Precision_3", "Precision_4",
                     "Extended_customs_procedure", "National_customs_procedure", "Description_of_goods",
                     "Free_text_1", "Free_text_2", "Licence_number")  # fmt: skip
NAMES: Final = {name: name.replace("_", "").lower() for name in REFERENCES}


def item_of(said: Said, number: int) -> GoodsLine:
    """The trader's own words; those of the tariff only where there are none."""
    deep = said.of(said.element, deep=True)
    own = deep.text("commercialdescription")
    packages = deep.number("number of packages", "numberofpackages")
    invoice = said.element.first("iteminvoice")
    return GoodsLine(
        number=deep.text("itemnumber") or str(number),
        description=own or deep.text("descriptionofgoods"),
        hs=deep.text("commoditycode"),
        packages=int(packages) if packages is not None and packages == int(packages) else None,
        package_type=deep.text("kindofpackagescode"),
        gross_mass_kg=deep.mass("gross mass", "grossweightitm"),
        net_mass_kg=deep.mass("net mass", "netweightitm"),
        marks=tuple(mark for place in (1, 2) if (mark := deep.text(f"marks{place}ofpackages"))),
        origin=deep.text("countryoforigincode"),
        values=tuple(money("goods", said.of(invoice))) if invoice is not None else (),
        references=(*_references(deep, own), *_attached(said)),
    )


def money(kind: str, said: Said) -> Iterator[Money]:
    """As invoiced, in the currency of the invoice; nothing where it is nothing."""
    amount = said.number(f"{kind} value", "amountforeigncurrency")
    if amount:
        yield Money(kind=kind, amount=amount, currency=said.text("currencycode"))


def _references(deep: Said, own: str) -> Iterator[tuple[str, str]]:
    for name, folded in NAMES.items():
        sent = deep.text(folded)
        if sent and (own or name != "Description_of_goods"):
            yield name, sent


def _attached(said: Said) -> Iterator[tuple[str, str]]:
    for each in said.each("attacheddocuments"):
        code, reference = each.text("attacheddocumentcode"), each.text("attacheddocumentreference")
        if reference:
            yield code or "Attached_document", reference

"""Customs declarations (SAD, root ASYCUDA): read for what an officer looks for, and reported as not a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.asycuda.containers import container_of, merge_containers
from roadstead.engine.formats.cargo.asycuda.traders import party_of
from roadstead.engine.formats.common.quantities import number, sum_measures
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.formats.common.xml_cargo.modes import mode_of
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import (
    CargoTotals,
    Consignment,
    Container,
    Craft,
    Function,
    GoodsLine,
    Manifest,
    MessageHeader,
    Mode,
    Money,
    Party,
    Voyage,
)
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element

TYPE: Final = "ASYCUDA SAD"
ITEMS: Final = ("item", "container")
NATURES: Final = {"I": "import", "E": "export", "T": "transit"}  # Sad_flow
MONEY_ELEMENTS: Final = (("goods", "gsinvoice"), ("freight", "gsexternalfreight"), ("insurance", "gsinsurance"))


def read_declaration(root: Element) -> Reading:
    """Read a declaration. Never raises."""
    notes = Notebook()
    own = ElementReader(root.without(*ITEMS), notes).of(root.without(*ITEMS), deep=True)
    items = tuple(
        _item_of(ElementReader(each, notes, Sentence("Item %(place)s", {"place": place})), place)
        for place, each in enumerate(root.each("item"), 1)
    )
    boxes = tuple(merge_containers(container_of(ElementReader(each, notes), "") for each in root.each("container")))
    head = _header(own)
    text = Sentence(
        "This is a customs declaration (%(code)s), not a manifest. We read it, but it does not change any "
        "bill. Send cargo as Awmds.",
        {"code": head.code or "SAD"},
    )
    notes.note("declaration-not-a-manifest", text, root.line, segment=root.name)
    manifest = Manifest(
        message=head,
        voyage=_voyage(root, own),
        consignments=(_consignment(root, own, items, boxes),),
        containers=boxes,
        totals=CargoTotals(
            items=own.count("number of items", "totalnumberofitems"),
            packages=own.count("number of packages", "totalnumberofpackages"),
        ),
        office=own.text("customsclearanceofficecode"),
        references=tuple(_references(root, own)),
    )
    _compare(manifest.totals, items, root, notes)
    _about_shares(root, notes)
    note_unread(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of_declaration(root: Element) -> Voyage | None:
    """Return None: a declaration belongs to no voyage."""
    return None


def _header(own: ElementReader) -> MessageHeader:
    kind = " ".join(filter(None, (own.text("typeofdeclaration"), own.text("declarationgenprocedurecode"))))
    declarant = own.element.child("declarant")
    reference = declarant.first("reference") if declarant else None
    return MessageHeader(
        type=TYPE,
        release="ASYCUDA World",
        function=Function.DECLARATION,
        code=kind,
        subcode=own.text("sadflow"),
        reference=own.of(reference).text("number") if reference else "",
        sender=own.of(declarant).text("declarantcode") if declarant else "",
    )


def _voyage(root: Element, own: ElementReader) -> Voyage:
    """Return the voyage as far as it is given: means of transport at departure or arrival, else at the border."""
    means = [root.first(name) for name in ("departurearrivalinformation", "borderinformation")]
    told = [own.of(each) for each in means if each is not None]
    names, flags = [each.text("identity") for each in told], [each.text("nationality") for each in told]
    name, flag = next(filter(None, names), ""), next(filter(None, flags), "")
    mode = next((mode for each in told if (mode := mode_of(each, "mode"))), Mode.SEA)
    return Voyage(mode=mode, craft=Craft(name=name, flag=alpha3(flag) or flag))


def _consignment(
    root: Element, own: ElementReader, items: tuple[GoodsLine, ...], containers: tuple[Container, ...]
) -> Consignment:
    return Consignment(
        nature=NATURES.get(own.text("sadflow").upper(), ""),
        type="SAD",
        parties=tuple(_parties(root, own)),
        origin_country=own.text("exportcountrycode"),
        load=_code(root, own, "placeofloading"),
        destination=own.text("destinationcountrycode"),
        packages=own.count("number of packages", "totalnumberofpackages"),
        gross_mass_kg=sum_measures(item.gross_mass_kg for item in items),
        goods=items,
        containers=tuple(box.number for box in containers if box.number),
        values=tuple(_values(root, own)),
        location=own.text("locationofgoods"),
    )


def _parties(root: Element, own: ElementReader) -> Iterator[Party]:
    holders = [*(each for trader in root.each("traders") for each in trader.children), *root.each("declarant")]
    for holder in holders:
        party = party_of(own.of(holder), holder.key)
        if party.name or party.code:
            yield party


def _values(root: Element, own: ElementReader) -> Iterator[Money]:
    for kind, name in MONEY_ELEMENTS:
        found = root.first(name)
        if found is not None:
            yield from _money(kind, own.of(found))


def _references(root: Element, own: ElementReader) -> Iterator[tuple[str, str]]:
    """Yield the manifest that the declaration belongs to, and its registration, assessment and receipt numbers."""
    manifest = own.text("manifestreferencenumber")
    if manifest:
        yield "Manifest", manifest
    for name in ("registration", "assessment", "receipt"):
        found = root.first(name)
        said = own.of(found) if found is not None else None
        if said and (number := " ".join(filter(None, (said.text("serialnumber"), said.text("number"))))):
            yield name.title(), number
            yield f"{name.title()} date", said.text("date")


def _code(root: Element, own: ElementReader, name: str) -> str:
    found = root.first(name)
    return own.of(found).text("code") if found is not None else ""


def _compare(totals: CargoTotals, items: tuple[GoodsLine, ...], root: Element, notes: Notebook) -> None:
    if totals.items is not None and totals.items != len(items):
        text = Sentence(
            "Declared items: %(items)s. On the list: %(count)s. Send the missing ones, or correct the number.",
            {"items": totals.items, "count": len(items)},
        )
        notes.warning("total-differs", text, root.line, segment="Nbers", field="items", sent=str(totals.items))


def _about_shares(root: Element, notes: Notebook) -> None:
    """Note items that share a package: each declares a fraction, which is not a number of packages."""
    counted = [each.first("numberofpackages") for each in root.each("item")]
    parts = [each for each in counted if each is not None and (number(each.text) or 0) % 1]
    if parts:
        text = Sentence(
            "Items with only part of a package: %(count)s. We know the number of packages only for all of them "
            "together. You do not need to do anything.",
            {"count": len(parts)},
        )
        notes.note(
            "packages-shared",
            text,
            parts[0].line,
            segment=parts[0].name,
            field="number of packages",
            sent=parts[0].text,
        )


# ── Items of a declaration (SAD): goods with their tariff code, masses, origin and previous documents.


# Values of an item that have no field of their own, by element name.
REFERENCES: Final = ("Summary_declaration", "Summary_declaration_sl", "Previous_document_reference",
                     "Previous_warehouse_code", "Precision_1", "Precision_2", "Precision_3", "Precision_4",
                     "Extended_customs_procedure", "National_customs_procedure", "Description_of_goods",
                     "Free_text_1", "Free_text_2", "Licence_number")  # fmt: skip
NAMES: Final = {name: name.replace("_", "").lower() for name in REFERENCES}


def _item_of(reader: ElementReader, number: int) -> GoodsLine:
    """Read an item. The trader's own description is used; the tariff's only if there is none."""
    deep = reader.of(reader.element, deep=True)
    own = deep.text("commercialdescription")
    packages = deep.number("number of packages", "numberofpackages")
    invoice = reader.element.first("iteminvoice")
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
        values=tuple(_money("goods", reader.of(invoice))) if invoice is not None else (),
        references=(*_item_references(deep, own), *_attached(reader)),
    )


def _money(kind: str, reader: ElementReader) -> Iterator[Money]:
    """Yield the invoiced amount in the invoice's currency; nothing for zero."""
    amount = reader.number(f"{kind} value", "amountforeigncurrency")
    if amount:
        yield Money(kind=kind, amount=amount, currency=reader.text("currencycode"))


def _item_references(deep: ElementReader, own: str) -> Iterator[tuple[str, str]]:
    for name, folded in NAMES.items():
        sent = deep.text(folded)
        if sent and (own or name != "Description_of_goods"):
            yield name, sent


def _attached(reader: ElementReader) -> Iterator[tuple[str, str]]:
    for each in reader.each("attacheddocuments"):
        code, reference = each.text("attacheddocumentcode"), each.text("attacheddocumentreference")
        if reference:
            yield code or "Attached_document", reference

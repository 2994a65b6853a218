"""Reader of CC315A and CC313A: one declaration with its goods, and the problems found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.ens.codes import (
    DECLARATIONS,
    HEAD_VALUES,
    ITEM_VALUES,
    LANGUAGE,
    PARTIES,
    TRANSPORT_DOCUMENTS,
)
from roadstead.engine.formats.common.quantities import sum_counts, sum_measures
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.formats.common.xml_cargo.modes import mode_of
from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import (
    Address,
    CargoTotals,
    Consignment,
    Craft,
    DangerousGoods,
    Function,
    GoodsLine,
    InContainer,
    Leg,
    Manifest,
    MessageHeader,
    Mode,
    Party,
    Voyage,
)
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element
from roadstead.engine.text.identifiers import imo, un_number

RELEASE: Final = "ICS"
LOCODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}")
MASS_TOLERANCE_KG: Final = 0.5  # kilograms between declared and added-up mass that rounding may cause


def read(root: Element) -> Reading:
    """Read a declaration. Violations of the schema are reported and the rest is kept. Never raises."""
    notes = Notebook()
    own = ElementReader(root, notes)
    head = own.child("heahea") or own.of(Element("HEAHEA", "heahea", root.line))
    message = _message(root, own, head)
    notes.reference = message.reference
    goods = tuple(_item_of(_item(said, place)) for place, said in enumerate(each(own, "gooiteg"), 1))
    everybody = _parties(own)
    office, arrival = _entry(own)
    totals = CargoTotals(
        items=head.count("number of items", child_name(head.element, "totnumofite")),
        packages=head.count("number of packages", child_name(head.element, "totnumofpac")),
        gross_mass_kg=head.mass("gross mass", child_name(head.element, "totgromas")),
    )
    consignment = _consignment(own, head, goods, everybody, message.reference)
    manifest = Manifest(
        message=message,
        voyage=_voyage(head, consignment, arrival),
        consignments=(consignment,),
        totals=totals,
        office=office,
        references=tuple(_references(own, head)),
    )
    _compare(totals, goods, head, notes)
    note_unread(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither voyage number nor places."""
    found = read(root).manifest.voyage
    return found if found.number or found.legs else None


def _item(reader: ElementReader, place: int) -> ElementReader:
    return ElementReader(reader.element, reader.notes, Sentence("Item %(place)s", {"place": place}))


def _message(root: Element, own: ElementReader, head: ElementReader) -> MessageHeader:
    """Build the header; the reference is the movement's number (MRN) if there is one, else the declarant's (LRN)."""
    where = ProblemPlace(segment=root.name, line=root.line)
    written = text(own, "datofpre") + text(own, "timofpre")
    return MessageHeader(
        type=root.name.upper(),
        release=RELEASE,
        function=Function.CARGO,
        action=DECLARATIONS.get(root.key, ""),
        reference=text(head, "docnum") or text(head, "refnum"),
        sender=text(own, "messen"),
        recipient=text(own, "mesrec"),
        interchange=text(own, "meside"),
        access_reference=text(own, "coride"),
        code=text(own, "mestyp"),
        sent_at=sent_time(written, where, own.notes) if written else "",
    )


def _entry(own: ElementReader) -> tuple[str, str]:
    """Return the office of first entry and the expected time of arrival there."""
    offices = each(own, "cusofffent")
    if not offices:
        text_ = Sentence("There is no office of first entry. Send CUSOFFFENT730 with the day and time of arrival.")
        own.notes.warning("office-missing", text_, own.element.line, segment=own.element.name, field="office")
        return "", ""
    arrival = offices[0].time("arrival time", "", child_name(offices[0].element, "expdatofarr"))
    return text(offices[0], "refnum"), arrival


def _parties(own: ElementReader) -> tuple[Party, ...]:
    """Return the parties of the declaration, then those of single items, each once."""
    of_items = (party for item in each(own, "gooiteg") for party in parties(item))
    return tuple(dict.fromkeys((*parties(own), *of_items)))


def _consignment(
    own: ElementReader, head: ElementReader, goods: tuple[GoodsLine, ...], everybody: tuple[Party, ...], reference: str
) -> Consignment:
    bills = tuple(dict.fromkeys(bill for line in goods for bill in _item_documents(line, TRANSPORT_DOCUMENTS)))
    items = each(own, "gooiteg")
    seals = (text(seal, "seaid") for seal in each(own, "seaid"))
    return Consignment(
        number=bills[0] if len(bills) == 1 else text(head, "comrefnum") or reference,
        type="ENS",
        nature="import",
        parties=everybody,
        load=_place(head, items, "plaloa", "codplal"),
        discharge=_place(head, items, "plaunl", "codplun"),
        packages=head.count("number of packages", child_name(head.element, "totnumofpac")),
        gross_mass_kg=sum_measures(line.gross_mass_kg for line in goods),
        goods=goods,
        containers=tuple(dict.fromkeys(held.container for line in goods for held in line.containers)),
        seals=tuple(seal for seal in seals if seal),
        dangerous=True if any(line.dangerous for line in goods) else None,
        references=tuple(
            (kind, number) for line in goods for kind, number in line.references if kind in TRANSPORT_DOCUMENTS
        ),
    )


def _place(head: ElementReader, items: list[ElementReader], *beginnings: str) -> str:
    """Return the declaration's place, else that of the first item that names one; all of them count as used."""
    told = [text(said, *beginnings) for said in (head, *items)]
    return next(filter(None, told), "")


def _voyage(head: ElementReader, consignment: Consignment, arrival: str) -> Voyage:
    identity, flag = text(head, "ideofmeaoftracro"), text(head, "natofmea")
    mode = mode_of(head, child_name(head.element, "tramodatbor"))
    number = imo.normalise(identity)
    is_ship, is_aircraft = imo.is_valid(number), mode is Mode.AIR
    leg = Leg(origin=_code(consignment.load), destination=_code(consignment.discharge), arrival=arrival)
    return Voyage(
        mode=mode or Mode.SEA,
        number=text(head, "conrefnum"),
        craft=Craft(
            imo=number if is_ship else "",
            registration=identity if is_aircraft and not is_ship else "",
            name="" if is_ship or is_aircraft else identity,
            flag=alpha3(flag) or flag.upper(),
        ),
        legs=(leg,) if leg != Leg() else (),
    )


def _code(place: str) -> str:
    return place if LOCODE.fullmatch(place) else ""


def _references(own: ElementReader, head: ElementReader) -> Iterator[tuple[str, str]]:
    """Yield the local number, the mode as sent, further values of the head, and offices and countries on the way."""
    for begin in ("refnum", "tramodatbor", *HEAD_VALUES):
        yield from pair(head, begin)
    for begin, inner in (
        ("iti", "couofrou"),
        ("cusofflon", "refnum"),
        ("cusofffent", "refnum"),
        ("cusoffsent", "refnum"),
    ):
        for said in each(own, begin):
            yield from pair(said, inner)
    yield from pair(own, "pri")


def _compare(totals: CargoTotals, goods: tuple[GoodsLine, ...], head: ElementReader, notes: Notebook) -> None:
    mass = sum_measures(line.gross_mass_kg for line in goods)
    added = (("items", totals.items, len(goods), 0.0), ("kg gross", totals.gross_mass_kg, mass, MASS_TOLERANCE_KG))
    for what, told, found, apart in added:
        if told is not None and found is not None and abs(told - found) > apart:
            text_ = Sentence(
                "Declared %(what)s: %(told)s. Total of the items: %(found)s. Send what is missing, or correct "
                "the number.",
                {"told": f"{told:g}", "what": Sentence(what), "found": f"{found:g}"},
            )
            notes.warning(
                "total-differs", text_, head.element.line, segment=head.element.name, field=what, sent=f"{told:g}"
            )


# ── Goods items (GOOITEGDS) of an entry summary declaration.


def _item_of(reader: ElementReader) -> GoodsLine:
    packed = each(reader, "pacgs")
    kinds = [text(each_, "kinofpac") for each_ in packed]
    un = text(reader, "undangoocod")
    return GoodsLine(
        number=text(reader, "itenum"),
        description=text(reader, "goodes"),
        hs=next((code for tariff in each(reader, "comcod") if (code := text(tariff, "comnom"))), ""),
        packages=sum_counts(_packages(each_) for each_ in packed),
        package_type=next(filter(None, kinds), ""),
        gross_mass_kg=reader.mass("gross mass", child_name(reader.element, "gromas")),
        marks=tuple(dict.fromkeys(mark for each_ in packed if (mark := text(each_, "marnum")))),
        dangerous=(DangerousGoods(un_number=un),) if un and not un_number.is_none(un) else (),
        containers=tuple(InContainer(container=box) for held in each(reader, "connr") if (box := text(held, "connum"))),
        references=tuple(_item_references(reader)),
    )


def _item_documents(line: GoodsLine, types: tuple[str, ...]) -> Iterator[str]:
    """Yield the numbers of the item's documents of these types."""
    yield from (number for kind, number in line.references if kind in types)


def _packages(reader: ElementReader) -> int | None:
    """Return packages, or pieces of unpacked goods; pieces beside packages are inside them."""
    packages = reader.count("number of packages", child_name(reader.element, "numofpac"))
    pieces = reader.count("number of pieces", child_name(reader.element, "numofpie"))
    return pieces if packages is None else packages


def _item_references(reader: ElementReader) -> Iterator[tuple[str, str]]:
    for document in each(reader, "prodoc"):
        number = text(document, "docref")
        if number:
            yield text(document, "doctyp") or "document", number
    for begin in ITEM_VALUES:
        yield from pair(reader, begin)
    for means in each(reader, "idemeatra"):
        yield from pair(means, "idemeatra")
        yield from pair(means, "natidemea")
    for mention in each(reader, "spemen"):
        yield from pair(mention, "addinf")


# ── Values and elements by the beginning of their names.


def child_name(element: Element, *beginnings: str) -> str:
    """Return the folded name of the first child that begins with one of these; "" if there is none.

    The language that a text names for itself is not needed: it is marked as used.
    """
    for child in element.children:
        if LANGUAGE in child.key and not child.children:
            child.take()
    keys = [child.key for child in element.children if LANGUAGE not in child.key]
    return next((key for begin in beginnings for key in keys if key.startswith(begin)), "")


def text(reader: ElementReader, *beginnings: str) -> str:
    return reader.text(child_name(reader.element, *beginnings))


def pair(reader: ElementReader, *beginnings: str) -> Iterator[tuple[str, str]]:
    """Yield the name as sent and the value; nothing if there is no value."""
    found = reader.element.child(child_name(reader.element, *beginnings))
    if found is not None and (value := " ".join(found.own().split())):
        yield found.name, value


def each(reader: ElementReader, beginning: str) -> list[ElementReader]:
    return [reader.of(child) for child in reader.element.children if child.key.startswith(beginning)]


def parties(reader: ElementReader) -> Iterator[Party]:
    for child in reader.element.children:
        role = next((role for begin, role in PARTIES.items() if child.key.startswith(begin)), None)
        if role is not None:
            party = reader.of(child)
            yield Party(
                role=role,
                name=text(party, "nam"),
                code=text(party, "tin"),
                address=Address(
                    street=text(party, "str"),
                    city=text(party, "cit", "cty"),
                    postcode=text(party, "pos", "pst"),
                    country=text(party, "cou"),
                ),
            )

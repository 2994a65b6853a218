"""Reader of CC315A and CC313A: one declaration with its goods, and the problems found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.ens.codes import (
    DECLARATIONS,
    LANGUAGE,
    OF_AN_ITEM,
    OF_THE_HEAD,
    PARTIES,
    TRANSPORT_DOCUMENTS,
)
from roadstead.engine.formats.common.quantities import total, weight
from roadstead.engine.formats.common.xml_cargo.modes import mode_of
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.formats.common.xml_forms.rest import about_the_rest
from roadstead.engine.formats.common.xml_forms.when import Where, sent_time
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
from roadstead.engine.syntax.xml import Element
from roadstead.engine.text.identifiers import imo, un_number

RELEASE: Final = "ICS"
LOCODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}")
HEAVIER: Final = 0.5  # kilograms between declared and added-up mass that rounding may cause


def read(root: Element) -> Reading:
    """Read a declaration. Violations of the schema are reported and the rest is kept. Never raises."""
    notes = Notebook()
    own = Said(root, notes)
    head = own.child("heahea") or own.of(Element("HEAHEA", "heahea", root.line))
    message = _message(root, own, head)
    notes.reference = message.reference
    goods = tuple(_item_of(_item(said, place)) for place, said in enumerate(each(own, "gooiteg"), 1))
    everybody = _parties(own)
    office, arrival = _entry(own)
    totals = CargoTotals(
        items=head.count("number of items", named(head.element, "totnumofite")),
        packages=head.count("number of packages", named(head.element, "totnumofpac")),
        gross_mass_kg=head.mass("gross mass", named(head.element, "totgromas")),
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
    about_the_rest(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither voyage number nor places."""
    found = read(root).manifest.voyage
    return found if found.number or found.legs else None


def _item(said: Said, place: int) -> Said:
    return Said(said.element, said.notes, f"Item {place}: ")


def _message(root: Element, own: Said, head: Said) -> MessageHeader:
    """Build the header; the reference is the movement's number (MRN) if there is one, else the declarant's (LRN)."""
    where = Where(segment=root.name, line=root.line)
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


def _entry(own: Said) -> tuple[str, str]:
    """Return the office of first entry and the expected time of arrival there."""
    offices = each(own, "cusofffent")
    if not offices:
        text_ = "No office of first entry. Send CUSOFFFENT730 with the day and time of arrival."
        own.notes.warning("office-missing", text_, own.element.line, segment=own.element.name, field="office")
        return "", ""
    arrival = offices[0].time("arrival time", "", named(offices[0].element, "expdatofarr"))
    return text(offices[0], "refnum"), arrival


def _parties(own: Said) -> tuple[Party, ...]:
    """Return the parties of the declaration, then those of single items, each once."""
    of_items = (party for item in each(own, "gooiteg") for party in parties(item))
    return tuple(dict.fromkeys((*parties(own), *of_items)))


def _consignment(
    own: Said, head: Said, goods: tuple[GoodsLine, ...], everybody: tuple[Party, ...], reference: str
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
        packages=head.count("number of packages", named(head.element, "totnumofpac")),
        gross_mass_kg=weight(line.gross_mass_kg for line in goods),
        goods=goods,
        containers=tuple(dict.fromkeys(held.container for line in goods for held in line.containers)),
        seals=tuple(seal for seal in seals if seal),
        dangerous=True if any(line.dangerous for line in goods) else None,
        references=tuple(
            (kind, number) for line in goods for kind, number in line.references if kind in TRANSPORT_DOCUMENTS
        ),
    )


def _place(head: Said, items: list[Said], *beginnings: str) -> str:
    """Return the declaration's place, else that of the first item that names one; all of them count as used."""
    told = [text(said, *beginnings) for said in (head, *items)]
    return next(filter(None, told), "")


def _voyage(head: Said, consignment: Consignment, arrival: str) -> Voyage:
    identity, flag = text(head, "ideofmeaoftracro"), text(head, "natofmea")
    mode = mode_of(head, named(head.element, "tramodatbor"))
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


def _references(own: Said, head: Said) -> Iterator[tuple[str, str]]:
    """Yield the local number, the mode as sent, further values of the head, and offices and countries on the way."""
    for begin in ("refnum", "tramodatbor", *OF_THE_HEAD):
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


def _compare(totals: CargoTotals, goods: tuple[GoodsLine, ...], head: Said, notes: Notebook) -> None:
    mass = weight(line.gross_mass_kg for line in goods)
    added = (("items", totals.items, len(goods), 0.0), ("kg gross", totals.gross_mass_kg, mass, HEAVIER))
    for what, told, found, apart in added:
        if told is not None and found is not None and abs(told - found) > apart:
            text_ = (
                f"{told:g} {what} are declared, the items add up to {found:g}. Send the others, or correct the number."
            )
            notes.warning(
                "total-differs", text_, head.element.line, segment=head.element.name, field=what, sent=f"{told:g}"
            )


# ── Goods items (GOOITEGDS) of an entry summary declaration.


def _item_of(said: Said) -> GoodsLine:
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
        references=tuple(_item_references(said)),
    )


def _item_documents(line: GoodsLine, types: tuple[str, ...]) -> Iterator[str]:
    """Yield the numbers of the item's documents of these types."""
    yield from (number for kind, number in line.references if kind in types)


def _packages(said: Said) -> int | None:
    """Return packages, or pieces of unpacked goods; pieces beside packages are inside them."""
    packages = said.count("number of packages", named(said.element, "numofpac"))
    pieces = said.count("number of pieces", named(said.element, "numofpie"))
    return pieces if packages is None else packages


def _item_references(said: Said) -> Iterator[tuple[str, str]]:
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


# ── Values and elements by the beginning of their names.


def named(element: Element, *beginnings: str) -> str:
    """Return the folded name of the first child that begins with one of these; "" if there is none.

    The language that a text names for itself is not needed: it is marked as used.
    """
    for child in element.children:
        if LANGUAGE in child.key and not child.children:
            child.take()
    keys = [child.key for child in element.children if LANGUAGE not in child.key]
    return next((key for begin in beginnings for key in keys if key.startswith(begin)), "")


def text(said: Said, *beginnings: str) -> str:
    return said.text(named(said.element, *beginnings))


def pair(said: Said, *beginnings: str) -> Iterator[tuple[str, str]]:
    """Yield the name as sent and the value; nothing if there is no value."""
    found = said.element.child(named(said.element, *beginnings))
    if found is not None and (value := " ".join(found.own().split())):
        yield found.name, value


def each(said: Said, beginning: str) -> list[Said]:
    return [said.of(child) for child in said.element.children if child.key.startswith(beginning)]


def parties(said: Said) -> Iterator[Party]:
    for child in said.element.children:
        role = next((role for begin, role in PARTIES.items() if child.key.startswith(begin)), None)
        if role is not None:
            party = said.of(child)
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

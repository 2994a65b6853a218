"""Head of a manifest: office, voyage, craft, carrier and agent, and totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import AIR_BILLS, BILL
from roadstead.engine.formats.cargo.asycuda.traders import traders
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.formats.common.xml_cargo.modes import mode_of
from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, local_time
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import CargoTotals, Craft, Leg, Mode, Party, PartyRole, Voyage
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, nested_values
from roadstead.engine.text.identifiers import imo

# Numbers and dates of a manifest that have no field of their own, by element name.
REFERENCES: Final = (
    "Reference_number",
    "Import_Rotation",
    "Registration_number",
    "Registration_date",
    "Date_of_registration",
    "Date_of_last_discharge",
    "Coloader_code",
    "Previous_manifest",
    "Nature",
)
PARTIES: Final = ("carrier", "shippingagent")
NAMES: Final = {name: name.replace("_", "").lower() for name in REFERENCES}


def head_of(root: Element, notes: Notebook) -> ElementReader:
    """Return all values outside the bills, wherever they are nested: some senders flatten the head."""
    head = root.without(BILL)
    return ElementReader(head, notes, nested=nested_values(head, frozenset({BILL, "attacheddocument"})))


def voyage_of_head(reader: ElementReader, type: str) -> Voyage:
    """Return the voyage. `type`: type of its first bill, from which the mode is guessed if it is not given."""
    carrier = reader.text("carriercode") or reader.text("carriername")
    mode = _mode(reader, type)
    origin, destination = reader.text("placeofdeparturecode"), reader.text("placeofdestinationcode")
    leg = Leg(
        origin=origin,
        destination=destination,
        departure=_time(reader, "departure", origin),
        arrival=_time(reader, "arrival", destination),
    )
    number = reader.text("voyagenumber")
    if not number:
        text = Sentence(
            "There is no voyage number. Send Voyage_number: it identifies the manifest, with the office and the "
            "day of departure."
        )
        reader.notes.warning(
            "voyage-number-missing", text, reader.element.line, segment=reader.element.name, field="voyage number"
        )
    return Voyage(mode=mode, carrier=carrier, number=number, craft=_craft(reader), legs=(leg,) if leg != Leg() else ())


def parties_of_head(root: Element, reader: ElementReader) -> Iterator[Party]:
    """Yield carrier, agent, and the master of the ship."""
    holders = [each for each in root.without(BILL).walk() if any(inner.key in PARTIES for inner in each.children)]
    for holder in holders:
        yield from traders(reader.of(holder), *PARTIES)
    if not holders and reader.text("shippingagentcode"):
        yield Party(role=PartyRole.AGENT, code=reader.text("shippingagentcode"))
    master = reader.text("masterinformation")
    if master:
        yield Party(role=PartyRole.MASTER, name=master)


def totals_of(reader: ElementReader) -> CargoTotals:
    return CargoTotals(
        bills=reader.count("number of bills", "totalnumberofbols"),
        containers=reader.count("number of containers", "totalnumberofcontainers"),
        packages=reader.count("number of packages", "totalnumberofpackages"),
        gross_mass_kg=reader.mass("gross mass", "totalgrossmass"),
    )


def references_of(reader: ElementReader) -> tuple[tuple[str, str], ...]:
    return tuple((name, sent) for name, folded in NAMES.items() if (sent := reader.text(folded)))


def _time(reader: ElementReader, field: str, port: str) -> str:
    day, clock = reader.text(f"dateof{field}"), reader.text(f"timeof{field}")
    joined = f"{day}T{clock}" if day and clock and "T" not in day else day
    where = ProblemPlace(segment=reader.element.name, line=reader.element.line)
    return local_time(joined, port, f"{field} time", where, reader.notes)


def _mode(reader: ElementReader, type: str) -> Mode:
    known = mode_of(reader, "modeoftransportcode", "modeoftransport")
    found = known or (Mode.AIR if type in AIR_BILLS else Mode.SEA)
    if known is None:
        text = Sentence(
            "The mode of transport is missing. The bill types suggest %(value)s, so we used that. Send the "
            "mode of transport.",
            {"value": found.value},
        )
        reader.notes.note("mode-not-told", text, reader.element.line, segment=reader.element.name, field="mode")
    return found


def _craft(reader: ElementReader) -> Craft:
    registered = reader.text("registrationnumberoftransportcode")
    number = imo.normalise(registered)
    is_imo = imo.is_valid(number)
    flag = reader.text("nationalityoftransportercode")
    return Craft(
        name=reader.text("identityoftransporter"),
        imo=number if is_imo else "",
        registration="" if is_imo else registered,
        flag=alpha3(flag) or flag.upper(),
        home_port=reader.text("placeoftransporter"),
        net_tonnage=reader.number("net tonnage", "tonnagenetweight"),
        gross_tonnage=reader.number("gross tonnage", "tonnagegrossweight"),
    )

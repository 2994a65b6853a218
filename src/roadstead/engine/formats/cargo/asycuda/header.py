"""Head of a manifest: office, voyage, craft, carrier and agent, and totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import AIR_BILLS, BILL
from roadstead.engine.formats.cargo.asycuda.traders import traders
from roadstead.engine.formats.common.xml_cargo.modes import mode_of
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.formats.common.xml_forms.when import Where, local_time
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import CargoTotals, Craft, Leg, Mode, Party, PartyRole, Voyage
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.syntax.xml import Element, facts
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


def head_of(root: Element, notes: Notebook) -> Said:
    """Return all values outside the bills, wherever they are nested: some senders flatten the head."""
    head = root.without(BILL)
    return Said(head, notes, facts=facts(head, frozenset({BILL, "attacheddocument"})))


def voyage_of_head(said: Said, type: str) -> Voyage:
    """Return the voyage. `type`: type of its first bill, from which the mode is guessed if it is not given."""
    carrier = said.text("carriercode") or said.text("carriername")
    mode = _mode(said, type)
    origin, destination = said.text("placeofdeparturecode"), said.text("placeofdestinationcode")
    leg = Leg(
        origin=origin,
        destination=destination,
        departure=_time(said, "departure", origin),
        arrival=_time(said, "arrival", destination),
    )
    number = said.text("voyagenumber")
    if not number:
        text = "No voyage number. Send Voyage_number: with office and day of departure it names the manifest."
        said.notes.warning(
            "voyage-number-missing", text, said.element.line, segment=said.element.name, field="voyage number"
        )
    return Voyage(mode=mode, carrier=carrier, number=number, craft=_craft(said), legs=(leg,) if leg != Leg() else ())


def parties_of_head(root: Element, said: Said) -> Iterator[Party]:
    """Yield carrier, agent, and the master of the ship."""
    holders = [each for each in root.without(BILL).walk() if any(inner.key in PARTIES for inner in each.children)]
    for holder in holders:
        yield from traders(said.of(holder), *PARTIES)
    if not holders and said.text("shippingagentcode"):
        yield Party(role=PartyRole.AGENT, code=said.text("shippingagentcode"))
    master = said.text("masterinformation")
    if master:
        yield Party(role=PartyRole.MASTER, name=master)


def totals_of(said: Said) -> CargoTotals:
    return CargoTotals(
        bills=said.count("number of bills", "totalnumberofbols"),
        containers=said.count("number of containers", "totalnumberofcontainers"),
        packages=said.count("number of packages", "totalnumberofpackages"),
        gross_mass_kg=said.mass("gross mass", "totalgrossmass"),
    )


def references_of(said: Said) -> tuple[tuple[str, str], ...]:
    return tuple((name, sent) for name, folded in NAMES.items() if (sent := said.text(folded)))


def _time(said: Said, field: str, port: str) -> str:
    day, clock = said.text(f"dateof{field}"), said.text(f"timeof{field}")
    joined = f"{day}T{clock}" if day and clock and "T" not in day else day
    where = Where(segment=said.element.name, line=said.element.line)
    return local_time(joined, port, f"{field} time", where, said.notes)


def _mode(said: Said, type: str) -> Mode:
    known = mode_of(said, "modeoftransportcode", "modeoftransport")
    found = known or (Mode.AIR if type in AIR_BILLS else Mode.SEA)
    if known is None:
        text = f"The mode of transport is not told. By the types of the bills it is taken to be {found.value}."
        said.notes.note("mode-not-told", text, said.element.line, segment=said.element.name, field="mode")
    return found


def _craft(said: Said) -> Craft:
    registered = said.text("registrationnumberoftransportcode")
    number = imo.normalise(registered)
    is_imo = imo.is_valid(number)
    flag = said.text("nationalityoftransportercode")
    return Craft(
        name=said.text("identityoftransporter"),
        imo=number if is_imo else "",
        registration="" if is_imo else registered,
        flag=alpha3(flag) or flag.upper(),
        home_port=said.text("placeoftransporter"),
        net_tonnage=said.number("net tonnage", "tonnagenetweight"),
        gross_tonnage=said.number("gross tonnage", "tonnagegrossweight"),
    )

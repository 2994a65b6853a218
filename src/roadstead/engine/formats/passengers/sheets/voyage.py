"""Read the voyage from the labelled lines: carrier, number, craft, category. Missing values stay empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell, Dates, fail, note, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import country
from roadstead.engine.formats.passengers.sheets.headings import folded, meaning
from roadstead.engine.formats.passengers.sheets.legs import RouteRow, legs
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Craft, Mode, ReportingParty, Voyage
from roadstead.engine.reference.tables import carrier as known_carrier
from roadstead.engine.reference.tables import carriers
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import imo

# Reporting party and contacts.


APART: Final = re.compile(r"\s*;\s*")
EMAIL: Final = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[A-Za-z]{2,}")
PHONE: Final = re.compile(r"\+?\(?[0-9][0-9 ()./-]{5,}[0-9]")
CONTACT: Final = ("contact", "phone", "email")


def reporting_party(values: Mapping[str, Cell]) -> ReportingParty:
    """Return the agent or other filer, else the captain; telephone numbers and addresses each once."""
    agent = values.get("agent_contact", NOTHING).text
    inside = [*EMAIL.findall(agent), *PHONE.findall(agent)]
    name = next((values[key].text for key in ("reporter",) if key in values), "") or _name(agent)
    texts = [part for key in CONTACT if key in values for part in APART.split(values[key].text)]
    return ReportingParty(
        name=name or values.get("captain", NOTHING).text,
        contact=tuple(dict.fromkeys(text for text in (*texts, *inside) if text)),
    )


def _name(agent: str) -> str:
    """Return the text before the first comma, number or address."""
    return re.split(r"[,;\n]|\s[+(]?[0-9]{3}|\s\S+@", agent)[0].strip()


FLIGHT: Final = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})([0-9]{1,4}[A-Z]?)")  # IATA Resolution 762
NAME_AND_TYPE: Final = re.compile(r"(.+?)\s*(?:/|,|\(|\s-\s)\s*(.+?)\)?\s*")
OF_SHIPS: Final = frozenset({"imo", "craft", "mmsi", "home_port", "call_sign", "flag"})
SHIP_FORMS: Final = frozenset({"FAL1", "FAL5", "FAL6", "NOA"})
MMSI_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedVoyage:
    """Everything stated about a voyage in a sheet, or in all sheets of one voyage."""

    form: str
    values: Mapping[str, Cell]
    direction: str = ""
    routes: tuple[RouteRow, ...] = ()
    dates: Dates

    def text(self, key: str) -> str:
        return self.values.get(key, NOTHING).text

    def cell(self, key: str) -> Cell:
        return self.values.get(key, NOTHING)


def voyage(stated: StatedVoyage, notes: Notebook) -> Voyage:
    mode = mode_of(stated)
    craft = craft_of(stated, mode, notes)
    sent = stated.text("number")
    number = _close(sent) if mode is Mode.AIR else sent
    operator = _carrier(stated.text("carrier")) or (_airline(number) if mode is Mode.AIR else "")
    made = Voyage(
        mode=mode,
        carrier=operator,
        number=number or _stands_in(craft, mode, stated, notes),
        craft=craft,
        legs=legs(stated.values, stated.routes, _direction(stated), mode, stated.dates, notes),
        category=_category(stated, craft, number, operator),
    )
    if not made.number and not made.legs:
        at = Cell()
        fail(
            notes,
            at,
            "voyage-missing",
            "The sheet does not name the voyage. Write the name or registration of the vessel or aircraft, "
            "from, to, departure and arrival above the table.",
            "voyage",
        )
    elif not made.legs or not made.legs[-1].destination:
        text = Sentence(
            "There is no port of arrival, so we cannot tell which state and deadline apply. Write it above the table."
        )
        warn(notes, Cell(), "port-of-arrival-missing", text, "port of arrival")
    return made


def mode_of(said: StatedVoyage) -> Mode:
    """Return the mode as stated; else by the form; else by fields that only ships or only aircraft have."""
    words = [meaning("mode", said.text(key)) for key in ("mode", "kind")]
    told = next((word for word in words if word), None)
    if told:
        return Mode(told)
    if said.form == "GENDEC":
        return Mode.AIR
    if said.form in SHIP_FORMS or OF_SHIPS & said.values.keys():
        return Mode.SEA
    places = [said.text(key).replace(" ", "") for key in ("origin", "destination", "port") if said.text(key)]
    places += [row.origin.text for row in said.routes if row.origin.text]
    is_ports = bool(places) and all(len(place) == 5 and place.isupper() for place in places)
    return Mode.SEA if is_ports else Mode.AIR


def craft_of(said: StatedVoyage, mode: Mode, notes: Notebook) -> Craft:
    name, kind = said.text("craft"), said.text("kind")
    if name and not kind and "type" in folded(said.cell("craft").heading):
        found = NAME_AND_TYPE.fullmatch(name)
        name, kind = (found[1], found[2]) if found else (name, "")
    registration, flag = said.text("registration"), said.cell("flag")
    return Craft(
        name=name,
        imo=_imo(said.cell("imo"), notes),
        call_sign=said.text("call_sign").upper(),
        registration=registration.upper(),
        flag=country(flag, "flag", notes) if flag.text else "",
        kind=kind,
        mmsi=_mmsi(said.cell("mmsi"), notes),
        home_port=said.text("home_port"),
    )


def _imo(cell: Cell, notes: Notebook) -> str:
    number = imo.normalise(cell.text) if any(map(str.isdigit, cell.text)) else ""
    if number and not imo.is_valid(number):
        warn(
            notes,
            cell,
            "imo-number-wrong",
            Sentence(
                "IMO number %(shown)s has a wrong check digit. Compare it with the ship's documents.",
                {"shown": cell.shown},
            ),
            "IMO number",
        )
    return number


def _mmsi(cell: Cell, notes: Notebook) -> str:
    number = "".join(cell.text.split())
    if number and not (number.isdigit() and len(number) == MMSI_DIGITS):
        warn(
            notes,
            cell,
            "mmsi-wrong",
            Sentence(
                "%(shown)s is not an MMSI, which has nine digits. Check it for typing errors.", {"shown": cell.shown}
            ),
            "MMSI",
        )
    return number


def _close(text: str) -> str:
    return "".join(text.split()).upper()


def _carrier(text: str) -> str:
    """Return the code of a carrier known by name; else the text as sent, codes in capitals."""
    return _by_name().get(folded(text), text.upper() if known_carrier(text) else text)


@cache
def _by_name() -> Mapping[str, str]:
    return {folded(each.name): each.iata or each.icao or each.scac for each in carriers()}


def _airline(number: str) -> str:
    found = FLIGHT.fullmatch(number)
    return found[1] if found else ""


def _stands_in(craft: Craft, mode: Mode, said: StatedVoyage, notes: Notebook) -> str:
    """Return an identifier of the craft as number of a flight or voyage without one, as private craft have."""
    ship = craft.imo and f"IMO{craft.imo}"
    other = next(filter(None, (craft.registration, ship, craft.call_sign, craft.mmsi, _close(craft.name))), "")
    if other:
        kind = "flight" if mode is Mode.AIR else "voyage"
        note(
            notes,
            Cell(heading=""),
            "number-stands-in",
            Sentence(
                "No %(kind)s number given, so we used the number of the vessel or aircraft: %(other)s.",
                {"kind": Sentence(kind), "other": other},
            ),
            "voyage number",
        )
    return other


def _category(said: StatedVoyage, craft: Craft, number: str, operator: str) -> str:
    told = meaning("category", said.text("category")) or meaning("category", craft.kind)
    if told:
        return told
    if said.form == "NOA":
        return "private"
    if said.form != "GENDEC":
        return ""
    if number in ("", _close(craft.registration)) or folded(number) == folded(craft.registration):
        return "private"
    return "commercial" if known_carrier(operator) else ""


def _direction(said: StatedVoyage) -> str:
    """Return arrival or departure: as ticked or stated; else departure with only a next port, otherwise arrival."""
    told = said.direction or meaning("direction", said.text("direction"))
    if told:
        return told
    headings = folded(f"{said.cell('port').heading} {said.cell('date').heading}")
    arrives, departs = "arri" in headings or "lleg" in headings, "depart" in headings or "salida" in headings
    if arrives != departs:
        return "arrival" if arrives else "departure"
    return "departure" if said.text("next_port") and not said.text("origin") else "arrival"

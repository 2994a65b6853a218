"""Read the ship and her call: from the last port to this one, and on to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, local_time
from roadstead.engine.formats.common.xml_forms.places import port
from roadstead.engine.formats.passengers.iso28005.codes import (
    ARRIVAL,
    BESIDE,
    DEPARTURE,
    LAST_PORT,
    LISTS,
    NEXT_PORT,
    PERSONS,
    THIS_PORT,
)
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Craft, Leg, Mode, Voyage
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, nested_values
from roadstead.engine.text.identifiers import imo

LOCODE: Final = 5  # characters
UNKNOWN_IMO: Final = {"0", "0000000", "9999999"}


def voyage(body: Element, notes: Notebook) -> Voyage:
    found = Voyage(mode=Mode.SEA, number=_number(body), craft=_craft(body, notes), legs=_legs(body, notes))
    if not found.number:
        text = Sentence("There is no voyage number, so we identify the call by ship, port and day. Send VoyageNumber.")
        notes.note("voyage-number-missing", text, body.line, segment=body.name, field="voyage number")
    if not found.legs:
        text = Sentence("There are no ports and no times. Send PortOfArrival with its UN/LOCODE, and ArrivalTime.")
        notes.warning("voyage-missing", text, body.line, segment=body.name, field="voyage")
    return found


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither a voyage number nor ports or times."""
    body = root.first("epcrequestbody") or root
    found = voyage(call_of(body), Notebook())
    return found if found.number or found.legs else None


def call_of(body: Element) -> Element:
    """Return the body without its lists, and without the parts on waste, cargo or the last ten ports."""
    others = (each.key for each in body.children if BESIDE.search(each.key))
    return body.without(*LISTS, *PERSONS, *others)


def _number(body: Element) -> str:
    named = body.first("voyagenumber", "voyageno", "voyagereference", "voyage")
    return (
        nested_values(named).value("voyagenumber", "voyageno", "voyagereference", "number", "voyage") if named else ""
    )


def _craft(body: Element, notes: Notebook) -> Craft:
    ship = body.first("shipid", "ship", "vessel") or body
    said, home = nested_values(ship, frozenset({"registrationport", "portofregistry"})), None
    home = body.first("registrationport", "portofregistry", "registryport")
    of_home = nested_values(home) if home else None
    flag = nested_values(body).value("flagstate", "flag", "flagcode")
    kind = body.first("shiptypecontent", "shiptype")
    return Craft(
        name=said.value("shipname", "vesselname"),
        imo=_imo(said.value("imonumber", "imo", "imono"), ship, notes),
        call_sign=said.value("callsign").upper(),
        flag=alpha3(flag or (of_home.value("countrycode", "country") if of_home else "")) or flag.upper(),
        kind=kind.own() if kind else "",
        mmsi=said.value("mmsinumber", "mmsi"),
        home_port=(of_home.value("unlocode", "name", "portname") if of_home else ""),
    )


def _imo(sent: str, ship: Element, notes: Notebook) -> str:
    number = imo.normalise(sent)
    if number in UNKNOWN_IMO:
        return ""
    if number and not imo.is_valid(number):
        text = Sentence("The IMO number has a wrong check digit. Check it for typing errors.")
        notes.warning("imo-number-wrong", text, ship.line, segment=ship.name, field="IMO number", sent=sent)
    return number


def _legs(body: Element, notes: Notebook) -> tuple[Leg, ...]:
    """Return legs from call to call: last port, this port, next port, as far as each is named."""
    wanted = ((LAST_PORT, "last port"), (THIS_PORT, "port of arrival"), (NEXT_PORT, "next port"))
    calls = [call for names, field in wanted for call in _call(body.first(*names), field, notes, _beside(body, names))]
    if len(calls) == 1:
        (place, arrival, departure) = calls[0]
        return (Leg(destination=place, arrival=arrival, departure=departure),)
    return tuple(
        Leg(
            origin=one[0],
            destination=other[0],
            departure=one[2],
            arrival=other[1],
            crosses_border=_crosses(one, other),
        )
        for one, other in pairwise(calls)
    )


def _beside(body: Element, names: tuple[str, ...]) -> Element | None:
    """Return the body for this port: its times may stand directly in the body, beside the port's own element."""
    return body if names is THIS_PORT else None


def _call(element: Element | None, field: str, notes: Notebook, beside: Element | None) -> list[tuple[str, str, str]]:
    """Return place, arrival and departure of a call, or [] if none of them was sent."""
    if element is None:
        return []
    place = port(element.first("location") or element, field, notes)
    around = [each for each in (beside,) if each is not None]
    arrives = element.first(*ARRIVAL) or next((found for each in around if (found := each.child(*ARRIVAL))), None)
    departs = element.first(*DEPARTURE) or next((found for each in around if (found := each.child(*DEPARTURE))), None)
    arrival = _time(arrives, place, "arrival time", notes)
    departure = _time(departs, place, "departure time", notes)
    return [(place, arrival, departure)] if place or arrival or departure else []


def _time(element: Element | None, place: str, field: str, notes: Notebook) -> str:
    if element is None:
        return ""
    said = nested_values(element)
    said.value("timetype", "type")  # estimated or actual makes no difference to the call
    text = said.value("datetime", element.key) or " ".join(said.values("date", "time"))
    return local_time(text, place, field, ProblemPlace(segment=element.name, line=element.line), notes)


def _crosses(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return len(one[0]) == len(other[0]) == LOCODE and one[0][:2] != other[0][:2]

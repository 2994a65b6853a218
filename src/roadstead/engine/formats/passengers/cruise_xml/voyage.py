"""Read the ship and her call: LAST_PORT, ARRIVE, DEPART, NEXT_PORT."""

from __future__ import annotations

from itertools import pairwise

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, local_time
from roadstead.engine.formats.common.xml_forms.places import port
from roadstead.engine.formats.passengers.cruise_xml.codes import (
    ARRIVE,
    ARRIVES,
    DEPART,
    DEPARTS,
    LAST_PORT,
    LISTS,
    NEXT_PORT,
    NOTHING,
)
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Craft, Leg, Mode, Voyage
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, nested_values
from roadstead.engine.text.identifiers import imo

Names = tuple[str, ...]


def voyage(root: Element, notes: Notebook) -> Voyage:
    number = nested_values(root).value("voyagenumber", "voyageno")
    found = Voyage(
        mode=Mode.SEA,
        number="" if number.upper() in NOTHING else number,
        craft=_craft(root, notes),
        legs=_legs(root, notes),
    )
    if not found.legs:
        text = Sentence("There are no ports and no times. Send ARRIVE with PORT_NAME, ARRIVE_DT and ARRIVE_TIME.")
        notes.warning("voyage-missing", text, root.line, segment=root.name, field="voyage")
    return found


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither a voyage number nor ports or times."""
    found = voyage(root.without(*LISTS), Notebook())
    return found if found.number or found.legs else None


def _craft(root: Element, notes: Notebook) -> Craft:
    vessel = root.first("vessel", "ship")
    if vessel is None:
        return Craft()
    kind, number = vessel.value("idtype").upper(), vessel.value("idnum", "idnumber")
    sent = vessel.value("imonumber", "imo") or (number if "IMO" in kind or imo.is_valid(number) else "")
    if sent and not imo.is_valid(sent):
        text = Sentence("The IMO number has a wrong check digit. Check it for typing errors.")
        notes.warning("imo-number-wrong", text, vessel.line, segment=vessel.name, field="IMO number", sent=sent)
    flag = vessel.value("flagcode", "flag", "flagstate")
    return Craft(
        name=vessel.value("name", "vesselname", "shipname"),
        imo=imo.normalise(sent),
        call_sign=vessel.value("callsign").upper(),
        registration="" if sent else number,
        flag=alpha3(flag) or flag.upper(),
        kind=vessel.value("vesseltype", "type"),
        mmsi=vessel.value("mmsi", "mmsinumber"),
    )


def _legs(root: Element, notes: Notebook) -> tuple[Leg, ...]:
    """Return legs from call to call, as far as each call is named. Departure is from the port of arrival."""
    here, leaves = root.first(*ARRIVE), root.first(*DEPART)
    calls = [
        _call(root.first(*LAST_PORT), "last port", notes, leaves=root.first(*LAST_PORT)),
        _call(here or leaves, "port of arrival", notes, arrives=here, leaves=leaves),
        _call(root.first(*NEXT_PORT), "next port", notes, arrives=root.first(*NEXT_PORT)),
    ]
    named = [call for call in calls if any(call)]
    if len(named) == 1:
        return (Leg(destination=named[0][0], arrival=named[0][1], departure=named[0][2]),)
    return tuple(
        Leg(origin=one[0], destination=other[0], departure=one[2], arrival=other[1]) for one, other in pairwise(named)
    )


def _call(
    element: Element | None,
    field: str,
    notes: Notebook,
    arrives: Element | None = None,
    leaves: Element | None = None,
) -> tuple[str, str, str]:
    """Return place, arrival and departure of a call."""
    place = port(element, field, notes)
    return (
        place,
        _time(arrives, ARRIVES, place, "arrival time", notes),
        _time(leaves, DEPARTS, place, "departure time", notes),
    )


def _time(element: Element | None, names: tuple[Names, Names], place: str, field: str, notes: Notebook) -> str:
    if element is None:
        return ""
    said = nested_values(element)
    text = " ".join(each for each in (said.value(*names[0]), said.value(*names[1])) if each)
    return local_time(text, place, field, ProblemPlace(segment=element.name, line=element.line), notes)

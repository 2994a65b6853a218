"""Crew list and passenger list, and how many are said to be on board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.common.xml_forms.person import person
from roadstead.engine.formats.passengers.iso28005.codes import COUNTS, FUNCTIONS, LISTS, PERSONS
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Function, MessageHeader, Role, Traveller
from roadstead.engine.syntax.xml import Element, Facts, facts

PASSENGERS: Final = {Role.PASSENGER, Role.TRANSIT_PASSENGER}


def travellers_of(body: Element, day: str, notes: Notebook) -> tuple[Traveller, ...]:
    """Everybody, in the order of the document."""
    listed = enumerate(_persons(body), 1)
    return tuple(person(element, place, role, day, notes) for place, (element, role) in listed)


def _persons(body: Element) -> Iterator[tuple[Element, Role]]:
    for names in [body] if body.key in LISTS else body.within(*LISTS):
        persons = names.within(*PERSONS) or [each for each in names.children if each.children or each.attributes]
        yield from ((element, LISTS[names.key]) for element in persons)


def declared(body: Element) -> dict[str, int]:
    """By kind; "persons" only where the sender does not tell passengers and crew apart."""
    counted = body.first("personsonboard", "personsonboardlist", "numberofpersons")
    said = facts(counted) if counted else facts(body)
    found = {kind: number for kind, names in COUNTS.items() if (number := _number(said, names)) is not None}
    if "passengers" in found and "crew" in found:
        found.pop("persons", None)
    return found


def _number(said: Facts, names: tuple[str, ...]) -> int | None:
    value = said.value(*names)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def compare(
    totals: Mapping[str, int], travellers: tuple[Traveller, ...], head: MessageHeader, body: Element, notes: Notebook
) -> None:
    """Somebody is missing, or the count is wrong. An answer, or a cancellation, names nobody by right."""
    if head.function is Function.ANSWER or FUNCTIONS.get(head.code) is Function.CANCEL:
        return
    read = Counter("passengers" if traveller.role in PASSENGERS else "crew" for traveller in travellers)
    read["persons"] = len(travellers)
    if not travellers:
        text = "The message names nobody. If somebody is on board, send PassengerList and CrewList."
        notes.warning("nobody-in-the-list", text, body.line, segment=body.name)
    for kind, number in totals.items():
        if number != read[kind]:
            text = f"{number} {kind} are declared, the lists name {read[kind]}. Send the others, or correct the number."
            notes.warning(
                "count-differs", text, body.line, segment="PersonsOnboard", field=f"number of {kind}", sent=str(number)
            )

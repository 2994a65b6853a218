"""Normalisation of declared voyages: standard codes, instants in UTC, the states concerned, the direction of filing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Document, Leg, Manifest, Mode, Sent, Traveller, Voyage
from roadstead.engine.reference.countries import alpha3, is_code
from roadstead.engine.reference.places import country_of, place_code, to_utc
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.text.names import without_titles

# Normalised form of a traveller and of a voyage.
#
# Countries become ISO 3166 alpha-3 or ICAO 9303 codes (old codes those of the successor: ROM is ROU), places IATA codes
# by air and UN/LOCODEs by sea, the sex M, F, X or nothing, and titles leave the name. Unresolved values stay as sent;
# `sent` keeps the original of a changed value. Document numbers stay as sent; `comparable` makes them comparable.


SEXES: Final = {"M": "M", "F": "F", "X": "X", "U": "", "MALE": "M", "FEMALE": "F", "MI": "M", "FI": "F", "<": "X"}
FIELDS: Final = {
    "surname": "surname",
    "given": "given names",
    "sex": "sex",
    "nationality": "nationality",
    "residence": "residence",
    "embark": "port of embarkation",
    "disembark": "port of disembarkation",
    "clearance": "port of clearance",
}


def normalised_readings(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings with normalised manifests. Runs once, before screening and comparison."""
    return [replace(reading, manifest=normalised_manifest(reading.manifest)) for reading in readings]


def normalised_manifest(manifest: Manifest) -> Manifest:
    """Return the message with its voyage and all its travellers normalised."""
    people = tuple(normalised(traveller, manifest.voyage.mode) for traveller in manifest.travellers)
    return replace(manifest, voyage=normalised_voyage(manifest.voyage), travellers=people)


def normalised_voyage(voyage: Voyage) -> Voyage:
    """Return the voyage with normalised places of its legs and flag of its craft."""
    legs = tuple(_leg(leg, voyage.mode) for leg in voyage.legs)
    flag = country(voyage.craft.flag)
    if legs == voyage.legs and flag == voyage.craft.flag:
        return voyage
    return replace(voyage, legs=legs, craft=replace(voyage.craft, flag=flag))


def normalised(traveller: Traveller, mode: Mode) -> Traveller:
    """Return the traveller in standard codes, with the sent value of each change; the same object if nothing changes.

    Idempotent.
    """
    made = _made(traveller, mode)
    changed = {name: value for name, value in made.items() if value != getattr(traveller, name)}
    documents = tuple(_document(document) for document in traveller.documents)
    if not changed and documents == traveller.documents:
        return traveller
    kept = _replaced_values(traveller, tuple(changed), documents)
    return replace(traveller, documents=documents, sent=(*traveller.sent, *kept), **changed)


def comparable(traveller: Traveller) -> Traveller:
    """Return the traveller for comparison with another message: names in capitals, document numbers without separators.

    Segments and sent values, which differ from message to message, are removed.
    """
    documents = tuple(
        replace(document, number=document_key(document.number), segment=None) for document in traveller.documents
    )
    surname, given = (" ".join(name.upper().split()) for name in (traveller.surname, traveller.given))
    return replace(traveller, surname=surname, given=given, documents=documents, segment=None, sent=())


def country(sent: str) -> str:
    """Return one code for a country however it was sent; an unknown or ambiguous value as sent."""
    code = sent.strip().upper().rstrip("<")
    return alpha3(code) or (code if is_code(code) else sent)


def _made(traveller: Traveller, mode: Mode) -> dict[str, Any]:
    sex = SEXES.get(traveller.sex.strip().upper(), traveller.sex)
    return {
        "surname": without_titles(traveller.surname, sex),
        "given": without_titles(traveller.given, sex),
        "sex": sex,
        "nationality": country(traveller.nationality),
        "residence": country(traveller.residence),
        "embark": place_code(traveller.embark, mode),
        "disembark": place_code(traveller.disembark, mode),
        "clearance": place_code(traveller.clearance, mode),
    }


def _document(document: Document) -> Document:
    issuer = country(document.issuer)
    return document if issuer == document.issuer else replace(document, issuer=issuer)


def _replaced_values(traveller: Traveller, changed: tuple[str, ...], documents: tuple[Document, ...]) -> list[Sent]:
    """Return the values before the change, unless the reader has kept them already."""
    known = {(each.field, each.value) for each in traveller.sent}
    were = [(FIELDS[name], getattr(traveller, name), traveller.segment) for name in changed]
    were += [
        ("document issuer", before.issuer, before.segment)
        for before, after in zip(traveller.documents, documents, strict=True)
        if before.issuer != after.issuer
    ]
    return [
        Sent(field=field, value=value, segment=segment or 0)
        for field, value, segment in were
        if value and (field, value) not in known
    ]


def _leg(leg: Leg, mode: Mode) -> Leg:
    origin, destination = place_code(leg.origin, mode), place_code(leg.destination, mode)
    if (origin, destination) == (leg.origin, leg.destination):
        return leg
    return replace(leg, origin=origin, destination=destination)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The ends of a voyage, as places and as instants (None if the place or the time is not known)."""

    origin: str
    destination: str
    departs_local: str
    arrives_local: str
    departs_at: datetime | None
    arrives_at: datetime | None


def timetable(voyage: Voyage) -> Timetable:
    """Return the leg marked as crossing the border, else from the first port to the last."""
    first, last = _ends(voyage.legs)
    return Timetable(
        origin=first.origin,
        destination=last.destination,
        departs_local=first.departure,
        arrives_local=last.arrival,
        departs_at=instant(first.departure, first.origin),
        arrives_at=instant(last.arrival, last.destination),
    )


def _ends(legs: tuple[Leg, ...]) -> tuple[Leg, Leg]:
    crossing = next((leg for leg in legs if leg.crosses_border), None)
    if crossing is not None:
        return crossing, crossing
    return (legs[0], legs[-1]) if legs else (Leg(), Leg())


def instant(local: str, code: str) -> datetime | None:
    """Return the instant of a local time at a place; None if only the day is known."""
    return to_utc(local, code) if len(local) >= 16 else None


def states_of(voyage: Voyage, participating: Collection[str]) -> list[str]:
    """Return the participating states on the whole route, each once, in the order of calling (domain 11, point 6)."""
    codes = [code for leg in voyage.legs for code in (leg.origin, leg.destination)]
    return list(dict.fromkeys(country for code in codes if (country := country_of(code)) in participating))


def direction(voyage: Voyage, state: str) -> str:
    """Return "arrival" if the voyage arrives in `state`, else "departure"."""
    return "arrival" if any(country_of(leg.destination) == state for leg in voyage.legs) else "departure"


def crossing(voyage: Voyage, state: str) -> Leg:
    """Return the first leg into `state` from elsewhere, else a leg into it, else the first leaving it, else Leg()."""
    arriving = [leg for leg in voyage.legs if country_of(leg.destination) == state]
    from_elsewhere = [leg for leg in arriving if country_of(leg.origin) != state]
    leaving = [leg for leg in voyage.legs if country_of(leg.origin) == state]
    return next(iter([*from_elsewhere, *arriving, *leaving]), Leg())

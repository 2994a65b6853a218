"""What the declared voyage means: instants in UTC, the states it concerns, the direction of its filing."""

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

# ── The normalised form of a traveller and of a voyage, stated once: what the carrier sent, in our codes.
#
# Countries become ISO 3166 alpha-3 or ICAO 9303 codes (old codes those of the heir: ROM is ROU), places IATA codes by
# air and UN/LOCODEs by sea, the sex M, F, X or nothing, and titles leave the name. What cannot be told stays as sent;
# what was changed stands in `sent` as it came. Numbers of documents stay as sent, and `comparable` makes them meet.


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
    """What was read of a body, each message in our codes. Done once, before anything is looked for or compared."""
    return [replace(reading, manifest=normalised_manifest(reading.manifest)) for reading in readings]


def normalised_manifest(manifest: Manifest) -> Manifest:
    """The whole message: its voyage and all its travellers."""
    people = tuple(normalised(traveller, manifest.voyage.mode) for traveller in manifest.travellers)
    return replace(manifest, voyage=normalised_voyage(manifest.voyage), travellers=people)


def normalised_voyage(voyage: Voyage) -> Voyage:
    """The places of its legs by one code, the flag of its craft by ours."""
    legs = tuple(_leg(leg, voyage.mode) for leg in voyage.legs)
    flag = country(voyage.craft.flag)
    if legs == voyage.legs and flag == voyage.craft.flag:
        return voyage
    return replace(voyage, legs=legs, craft=replace(voyage.craft, flag=flag))


def normalised(traveller: Traveller, mode: Mode) -> Traveller:
    """The traveller in our codes, with what was sent beside each change; the same object where nothing changes.

    Doing it twice changes nothing more.
    """
    made = _made(traveller, mode)
    changed = {name: value for name, value in made.items() if value != getattr(traveller, name)}
    documents = tuple(_document(document) for document in traveller.documents)
    if not changed and documents == traveller.documents:
        return traveller
    kept = _kept(traveller, tuple(changed), documents)
    return replace(traveller, documents=documents, sent=(*traveller.sent, *kept), **changed)


def comparable(traveller: Traveller) -> Traveller:
    """For comparing what two messages say of one person: names in capitals, numbers of documents without separators,
    and without the segments and the words in which each message says it."""
    documents = tuple(
        replace(document, number=document_key(document.number), segment=None) for document in traveller.documents
    )
    surname, given = (" ".join(name.upper().split()) for name in (traveller.surname, traveller.given))
    return replace(traveller, surname=surname, given=given, documents=documents, segment=None, sent=())


def country(sent: str) -> str:
    """One code for a country however it was sent; in capitals and otherwise as sent where it is none or several."""
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


def _kept(traveller: Traveller, changed: tuple[str, ...], documents: tuple[Document, ...]) -> list[Sent]:
    """What stood there, unless the reader has kept it already."""
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
    """A voyage's ends, as places and as instants (None where the place or the time is not known)."""

    origin: str
    destination: str
    departs_local: str
    arrives_local: str
    departs_at: datetime | None
    arrives_at: datetime | None


def timetable(voyage: Voyage) -> Timetable:
    """The leg that crosses the border where one is marked, otherwise from the first port to the last."""
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
    """The instant of a local time at a place; None where only the day is known."""
    return to_utc(local, code) if len(local) >= 16 else None


def states_of(voyage: Voyage, participating: Collection[str]) -> list[str]:
    """The participating states on the whole route, each once, in the order of calling (domain 11, point 6)."""
    codes = [code for leg in voyage.legs for code in (leg.origin, leg.destination)]
    return list(dict.fromkeys(country for code in codes if (country := country_of(code)) in participating))


def direction(voyage: Voyage, state: str) -> str:
    """Whether the voyage arrives in `state` or leaves it."""
    return "arrival" if any(country_of(leg.destination) == state for leg in voyage.legs) else "departure"


def crossing(voyage: Voyage, state: str) -> Leg:
    """The leg by which the voyage first comes to `state` from elsewhere, or leaves it where it comes to no port of it;
    one without ports or times where the voyage has nothing to do with it."""
    arriving = [leg for leg in voyage.legs if country_of(leg.destination) == state]
    from_elsewhere = [leg for leg in arriving if country_of(leg.origin) != state]
    leaving = [leg for leg in voyage.legs if country_of(leg.origin) == state]
    return next(iter([*from_elsewhere, *arriving, *leaving]), Leg())

"""Manifests as hypothesis makes them up: all that a sheet can carry, in the words that reading gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from roadstead.engine.formats.passengers.sheets.shapes import SHAPES
from roadstead.engine.records import (
    Address,
    Bags,
    Craft,
    Document,
    Function,
    Leg,
    Manifest,
    MessageHeader,
    Mode,
    References,
    ReportingParty,
    Role,
    Traveller,
    Voyage,
)

CREW = {Role.CREW, Role.TRANSIT_CREW}
NAMES = [
    "QUILLFEATHER",
    "D'AUBELON",
    "OKONDO-VRIES",
    "O'TOOLE",
    "van der Wal",
    "Ñandú",
    "Æsir",
    "李",
    "St John",
    "=SUM",
]
GIVEN = ["", "Barnaby Tobias", "Zéphyrine", "María José", "J.", "Anne-Marie", "'t", "+44"]
PLACES_AT_SEA = ["BBBGI", "MQFDF", "LCCAS", "GDSTG", "FRXYZ", "Port Nowhere"]
PLACES_BY_AIR = ["BGI", "FDF", "POS", "TBPB", "XQZ", "JFK"]
COUNTRIES = ["", "BRB", "FRA", "NLD", "GBD", "XXA", "USA", "DMA"]
TYPES = ["P", "I", "FMD", "AC", "CP", "V", "ID", "PP", ""]
DAYS = st.dates(date(1905, 12, 31), date(2020, 12, 31)).map(date.isoformat)
PARTIAL = st.one_of(st.just(""), DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
LATER = st.one_of(st.just(""), st.dates(date(2021, 1, 1), date(2060, 1, 1)).map(date.isoformat))
WORDS = st.sampled_from(
    ["", "A12", "QX7-4", "00123", "Chief cook", "12 Bay Street, Apt 4", 'say "hello"', "-5", "@home"]
)
NUMBERS = st.from_regex(r"[A-Z]{0,2}[0-9]{5,9}", fullmatch=True)
CONTACT = ("+1 246 555 0101", "ops@example.org")
NAMED = st.sampled_from(["", "Example Agents Ltd"])
PARTIES = st.builds(ReportingParty, name=NAMED, contact=st.sampled_from([(), CONTACT]))
TIMES = st.sampled_from(["2026-11-25", "2026-11-25T16:20", "2026-12-01T00:00", "2026-11-24T08:05"])


def documents() -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        type=st.sampled_from(TYPES),
        number=NUMBERS,
        issuer=st.sampled_from(COUNTRIES),
        expires=LATER,
        issued=PARTIAL,
    )


def travellers(mode: Mode) -> st.SearchStrategy[Traveller]:
    places = st.sampled_from(["", *(PLACES_BY_AIR if mode is Mode.AIR else PLACES_AT_SEA)])
    return st.builds(
        Traveller,
        role=st.sampled_from(list(Role)),
        surname=st.sampled_from(NAMES),
        given=st.sampled_from(GIVEN),
        sex=st.sampled_from(["", "M", "F", "X"]),
        born=PARTIAL,
        birth_place=st.sampled_from(["", "Bridgetown", "Fort-de-France, Martinique"]),
        nationality=st.sampled_from(COUNTRIES),
        residence=st.sampled_from(COUNTRIES),
        embark=places,
        disembark=places,
        clearance=places,
        documents=st.lists(documents(), max_size=2).map(tuple),
        references=st.builds(References, booking=WORDS, passenger=WORDS, ticket=WORDS),
        seat=WORDS,
        bags=st.builds(
            Bags, count=st.none() | st.integers(0, 9), weight_kg=st.none() | st.sampled_from([0.0, 12.5, 23.0])
        ),
        contact=st.lists(st.sampled_from(["+1 246 555 0100", "a@example.org"]), max_size=2, unique=True).map(tuple),
        address=st.builds(Address, street=WORDS, city=WORDS, country=st.sampled_from(COUNTRIES)),
        employment=WORDS,
        verified=st.sampled_from([None, True, False]),
    )


def legs(mode: Mode) -> st.SearchStrategy[tuple[Leg, ...]]:
    places = st.sampled_from(PLACES_BY_AIR if mode is Mode.AIR else PLACES_AT_SEA)
    one = st.builds(Leg, origin=places, destination=places, departure=TIMES, arrival=TIMES)
    more = st.builds(
        Leg,
        origin=places,
        destination=places,
        departure=st.just("") | TIMES,
        arrival=st.just("") | TIMES,
        number=st.sampled_from(["", "XQ12"]),
        crosses_border=st.booleans(),
    )
    single = one.filter(lambda leg: leg.origin != leg.destination).map(lambda leg: (leg,))
    return single | st.lists(more, min_size=2, max_size=4).map(tuple)


@st.composite
def manifests(draw: st.DrawFn, kind: str) -> Manifest:
    """One that a sheet of this kind gives back: the type and function that the rows make it."""
    mode = {"fal5": Mode.SEA, "fal6": Mode.SEA, "fal1": Mode.SEA, "noa": Mode.SEA, "gendec": Mode.AIR}.get(kind)
    mode = mode or draw(st.sampled_from([Mode.SEA, Mode.AIR]))
    people = tuple(draw(st.lists(travellers(mode), min_size=1, max_size=6))) if SHAPES[kind].columns else ()
    crew = bool(people) and all(person.role in CREW for person in people)
    function = (Function.CREW if crew else Function.PASSENGERS) if people else None
    return Manifest(
        message=MessageHeader(type=SHAPES[kind].type, function=function),
        voyage=draw(voyages(mode)),
        reporting_party=draw(PARTIES),
        travellers=people,
        declared=draw(
            st.fixed_dictionaries({}, optional={"crew": st.integers(0, 99), "passengers": st.integers(0, 9999)})
        ),
    )


def voyages(mode: Mode) -> st.SearchStrategy[Voyage]:
    return st.builds(
        Voyage,
        mode=st.just(mode),
        carrier=st.sampled_from(["XQ", "Example Line"]),
        number=st.sampled_from(["XQ123", "V012", "N123AB"]),
        craft=st.builds(
            Craft,
            name=st.sampled_from(["", "EXAMPLE TERN", "Sea Breeze II"]) if mode is Mode.SEA else st.just(""),
            imo=st.sampled_from(["", "9074729"]),
            call_sign=st.sampled_from(["", "ZDAB1"]),
            registration=st.sampled_from(["8P-ABC", "GB12345"]),
            flag=st.sampled_from(["", "PAN", "BRB"]),
            kind=st.sampled_from(["", "C172"]),
            mmsi=st.sampled_from(["", "314123456"]),
            home_port=st.sampled_from(["", "Bridgetown"]),
        ),
        legs=legs(mode),
        category=st.sampled_from(["commercial", "private"]),
    )


def bare(manifest: Manifest) -> Manifest:
    """Without what says only where a value stood."""
    people = tuple(
        replace(
            person, sent=(), segment=None, documents=tuple(replace(paper, segment=None) for paper in person.documents)
        )
        for person in manifest.travellers
    )
    return replace(manifest, travellers=people)

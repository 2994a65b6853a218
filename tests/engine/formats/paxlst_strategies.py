"""Manifests as hypothesis makes them: everything a passenger list can say, in the form in which we keep it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from hypothesis import strategies as st

from roadstead.engine.formats.passengers.paxlst.codes import FUNCTIONS, LISTS, OF_MASTER_CREW, SUBCODES
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

FLIGHT_DAY: Final = date(2026, 11, 25)
CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODES: Final = CAPITALS + "0123456789"
# Everything a service character may be stands in names, too.
LETTERS: Final = CAPITALS + "abcxyzÉÜñłИمO'+:?*#|~\\"


def text(alphabet: str = LETTERS, longest: int = 12) -> st.SearchStrategy[str]:
    """One or two words, without blanks at the ends."""
    word = st.text(alphabet, min_size=1, max_size=longest)
    return st.lists(word, min_size=1, max_size=2).map(" ".join)


def code(length: int) -> st.SearchStrategy[str]:
    return st.text(CAPITALS, min_size=length, max_size=length)


def sometimes(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | value


def days(first: int, last: int) -> st.SearchStrategy[str]:
    """ISO days, so many days from that of the flight."""
    return st.integers(first, last).map(lambda by: (FLIGHT_DAY + timedelta(days=by)).isoformat())


BIRTHS: Final = days(-40_000, 0) | st.integers(1930, 2020).map(str) | st.sampled_from(["1980-04", "2026-11", "1964-02"])
EXPIRIES: Final = days(-400, 6_000) | st.sampled_from(["2031-06", "2040", "1999-12-31"])
ISSUES: Final = days(-40_000, 0)
TIMES: Final = st.tuples(days(-1, 2), st.sampled_from(["", "T00:00", "T09:05", "T23:59"])).map("".join)
DOCUMENTS: Final = st.builds(
    Document,
    type=st.sampled_from(["P", "V", "I", "AC", "F"]),
    number=text(CODES, 20).map(lambda number: number.replace(" ", "")[:20]),
    issuer=sometimes(code(3)),
    expires=sometimes(EXPIRIES),
    issued=sometimes(ISSUES),
)
PORTS: Final = code(3) | code(5)
TAGS: Final = st.text(CODES, min_size=3, max_size=10).filter(
    lambda tag: not tag.isdigit() and tag not in {"NULL", "NONE", "NIL"}
)
BAGS: Final = st.builds(
    Bags,
    count=st.none() | st.integers(0, 99),
    weight_kg=st.none() | st.integers(0, 9_999).map(lambda tenths: tenths / 10),
    tags=st.lists(TAGS | st.tuples(TAGS, st.integers(2, 99)).map(lambda tag: f"{tag[0]} x{tag[1]}"), max_size=3).map(
        tuple
    ),
)
NUMBERS: Final = st.text("0123456789 ", min_size=5, max_size=12).map(lambda number: f"+{number.strip()}1")
CONTACTS: Final = st.lists(
    NUMBERS | NUMBERS.map(lambda number: f"{number} (fax)") | st.just("A.ROE@X.EXAMPLE") | st.just("LGWXAXA (telex)"),
    max_size=4,
).map(tuple)
WORD: Final = sometimes(text())
# A name in one piece is divided at a slash or comma, and what is no name at all is none of a person.
NAMES: Final = text(LETTERS)
TRAVELLERS: Final = st.builds(
    Traveller,
    role=st.sampled_from(Role),
    surname=NAMES,
    given=sometimes(NAMES | NAMES.flatmap(lambda name: NAMES.map(lambda other: f"{name} {other}"))),
    sex=st.sampled_from(["M", "F", "X", ""]),
    born=sometimes(BIRTHS),
    birth_place=WORD,
    nationality=sometimes(code(3) | code(2)),
    residence=sometimes(code(3)),
    embark=sometimes(PORTS),
    disembark=sometimes(PORTS),
    clearance=sometimes(PORTS),
    documents=st.lists(DOCUMENTS, max_size=3).map(tuple),
    references=st.builds(References, booking=WORD, passenger=WORD, government=WORD, customer=WORD, ticket=WORD),
    seat=sometimes(st.just("12A")),
    bags=BAGS,
    contact=CONTACTS,
    address=st.builds(Address, street=WORD, city=WORD, region=WORD, postcode=WORD, country=sometimes(code(3))),
    employment=sometimes(st.sampled_from(["CR1", "CR5"]) | NAMES),
    verified=st.sampled_from([None, True, False]),
)
CRAFT: Final = (
    st.builds(Craft, name=NAMES, imo=st.just("9074729"), flag=sometimes(code(3)))
    | st.builds(Craft, name=WORD, call_sign=st.just("8PAB2"))
    | st.builds(Craft, name=WORD, mmsi=st.just("319123456"), flag=sometimes(code(3)))
    | st.builds(Craft, name=NAMES)
)
# BGM 1001, 1004 and 1225, and the function they say.
KINDS: Final = st.sampled_from(
    [
        *((code, "", "", function) for code, function in LISTS.items()),
        *(("266", subcode, "", function) for subcode, function in SUBCODES.items()),
        *(("336", subcode, "", function) for subcode, function in OF_MASTER_CREW.items()),
        *(("745", "", action, function) for action, function in FUNCTIONS.items()),
        ("745", "CP", "", Function.CHANGE),
        ("745", "", "9", Function.PASSENGERS),
        ("250", "CC", "5", Function.CREW),
    ]
)


@st.composite
def voyages(draw: st.DrawFn, *, is_flightless: bool) -> Voyage:
    """One to three legs that follow upon each other; a progressive flight keeps its airline."""
    if is_flightless:
        return Voyage(carrier="XA")
    mode = draw(st.sampled_from(Mode))
    ports = draw(st.lists(code(3 if mode is Mode.AIR else 5), min_size=2, max_size=4, unique=True))
    number = draw(st.sampled_from(["XA123", "XA0007", "XA9001A"]))
    times = sorted(draw(st.lists(TIMES, min_size=2 * len(ports), max_size=2 * len(ports))))
    legs = tuple(
        Leg(
            origin=origin,
            destination=destination,
            departure=times[2 * at],
            arrival=draw(sometimes(st.just(times[2 * at + 1]))),
            number=number if at == 0 else draw(st.sampled_from([number, "XA124"])),
            crosses_border=draw(st.booleans()),
        )
        for at, (origin, destination) in enumerate(pairwise(ports))
    )
    craft = draw(CRAFT) if mode is not Mode.AIR else Craft()
    return Voyage(mode=mode, carrier="XA", number=number, craft=craft, legs=legs)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    """What somebody sent, as the reader keeps it, without the numbers of segments."""
    code, subcode, action, function = draw(KINDS)
    part = draw(st.sampled_from([("", None), ("01", True), ("01", False), ("02", None), ("3", False)]))
    head = MessageHeader(
        type="PAXLST",
        release=draw(st.sampled_from(["D:02B", "D:05B", "D:15B", "D:21B"])),
        association=draw(st.sampled_from(["", "IATA"])),
        function=function,
        code=code,
        subcode=subcode,
        action=action,
        reference=draw(text(CODES)),
        revision=draw(st.sampled_from(["", "1", "12"])),
        access_reference=draw(sometimes(text(CODES + "/"))),
        part=part[0],
        last_part=part[1],
        sender=draw(text(CODES)),
        recipient=draw(text(CODES)),
        interchange=draw(text(CODES)),
        sent_at=draw(st.sampled_from(["2026-11-25T08:30", "2026-01-01T00:00"])),
        syntax=draw(st.sampled_from(["UNOA:4", "UNOB:2", "UNOC:3", "UNOE:3", "UNOW:4"])),
    )
    return Manifest(
        message=head,
        voyage=draw(voyages(is_flightless=code == "336")),
        reporting_party=draw(st.builds(ReportingParty, id=WORD, name=WORD, contact=CONTACTS)),
        travellers=draw(st.lists(TRAVELLERS, max_size=3).map(tuple)),
        declared=draw(st.dictionaries(st.sampled_from(["passengers", "crew"]), st.integers(0, 999_999))),
    )

"""Made-up manifests of bookings, as hypothesis strategies: whatever a carrier's system could push."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from roadstead.engine.records import (
    Address,
    Agency,
    Bags,
    BookedFlight,
    Booking,
    BookingChange,
    Document,
    Function,
    Leg,
    Manifest,
    MessageHeader,
    Payment,
    References,
    ReportingParty,
    Ticket,
    Traveller,
    Voyage,
)

LETTERS: Final = "ABCDEGHIJKLNOPQRTUVWYZÉÑÜ"  # no M, S, F, X: no word becomes a title, a sex or the mark by chance
AWKWARD: Final = LETTERS + "'+?:*"
FLIGHT_DAY: Final = "2026-12-10"
CODES: Final = "ABCDEFGHJKLMNPQRSTUVWYZ0123456789"  # no X: four of them are the mark of what was removed


def text(alphabet: str, least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=most)


WORDS: Final = st.lists(text(LETTERS, 2, 9), min_size=1, max_size=3).map(" ".join)
SURNAMES: Final = st.one_of(WORDS, text(LETTERS, 1, 5).flatmap(lambda head: text(AWKWARD, 1, 4).map(head.__add__)))
PLACES: Final = text(string.ascii_uppercase, 3, 3)
TIMES: Final = st.datetimes().map(lambda moment: f"2026-12-{moment.day % 9 + 11:02}T{moment:%H:%M}")
PAST: Final = st.dates().map(lambda day: f"{1900 + day.year % 126}-{day.month:02}-{min(day.day, 28):02}")
FUTURE: Final = st.dates().map(lambda day: f"20{27 + day.year % 60}-{day.month:02}-{min(day.day, 28):02}")
NUMBERS: Final = st.integers(1, 9999).map(str)
PHONES: Final = text("123456789", 7, 12)
MAILS: Final = st.tuples(text("ABCKLT", 2, 8), st.sampled_from("._-"), text("ABCKLT", 2, 8)).map(
    lambda parts: f"{parts[0]}{parts[1]}{parts[2]}@MAIL.EXAMPLE"
)
CONTACTS: Final = st.lists(st.one_of(PHONES, MAILS), max_size=2, unique=True).map(tuple)
COUNTRIES: Final = st.sampled_from(["JAM", "BHS", "GBR", "USA", "XXA"])
LOCATORS: Final = text(CODES, 6, 6)
ADDRESSES: Final = st.builds(
    Address, street=WORDS, city=WORDS, region=text(LETTERS, 0, 4), postcode=text(CODES, 0, 6), country=COUNTRIES
)
IDENTITIES: Final = st.builds(
    Document,
    type=st.sampled_from(["P", "I", "AC", "C"]),
    number=text(CODES, 4, 12),
    issuer=COUNTRIES,
    expires=st.one_of(st.just(""), FUTURE),
)
VISAS: Final = st.builds(
    Document, type=st.just("V"), number=text(CODES, 4, 12), issuer=COUNTRIES, issued=st.one_of(st.just(""), PAST)
)
BAGS: Final = st.one_of(
    st.just(Bags()),
    st.builds(
        Bags,
        count=st.integers(0, 9),
        weight_kg=st.one_of(st.none(), st.integers(0, 99).map(float), st.just(12.5)),
        tags=st.lists(st.integers(0, 10**9).map(lambda tag: f"999:{tag:010}"), max_size=3).map(tuple),
    ),
)


@st.composite
def travellers(draw: st.DrawFn, locator: str) -> Traveller:
    documents = draw(st.lists(IDENTITIES, max_size=2, unique_by=lambda each: (each.type, each.number)))
    visas = draw(st.lists(VISAS, max_size=1))
    return Traveller(
        surname=draw(SURNAMES),
        given=draw(WORDS),
        sex=draw(st.sampled_from(["M", "F", "X", ""])),
        born=draw(st.one_of(st.just(""), PAST)),
        birth_place=draw(st.one_of(st.just(""), WORDS)),
        nationality=draw(st.one_of(st.just(""), COUNTRIES)),
        residence=draw(st.one_of(st.just(""), COUNTRIES)),
        embark="KIN",
        disembark="NAS",
        documents=(*documents, *visas),
        references=References(booking=locator, passenger=draw(text(CODES, 8, 14).map("1".__add__))),
        seat=draw(st.sampled_from(["", "1A", "14B", "102K"])),
        boarding_number=draw(st.sampled_from(["", "KIN-041", "7"])),
        bags=draw(BAGS),
        contact=draw(CONTACTS),
        address=draw(st.one_of(st.just(Address()), ADDRESSES)),
        age_group=draw(st.sampled_from(["adult", "child", "infant", ""])),
    )


@st.composite
def flights(draw: st.DrawFn) -> BookedFlight:
    carrier = draw(text(string.ascii_uppercase, 2, 2))
    return BookedFlight(
        carrier=carrier,
        number=carrier + draw(NUMBERS),
        origin=draw(PLACES),
        destination=draw(PLACES),
        departure=f"2027-03-{draw(st.integers(10, 28))}T10:15",
        arrival=draw(st.sampled_from(["", "2027-03-29T11:20"])),
        booking_class=draw(st.sampled_from(["", "Y", "M"])),
        status=draw(st.sampled_from(["", "HK", "HL"])),
        sold_as=draw(st.one_of(st.just(""), NUMBERS.map("Q9".__add__))),
    )


CHANGES: Final = st.builds(
    BookingChange,
    at=st.one_of(st.just(""), TIMES),
    by=st.sampled_from(["", "YYAG", "YYAG NASYY02AA", "YYAG NASYY02AA NAS YY"]),
    action=st.sampled_from(["added", "cancelled", ""]),
    text=st.sampled_from(["", "ROE/JANE", "SSR SEAT", "YY88 KIN-NAS 2026-12-10T14:20", "ROE/JANE, SSR DOCS"]),
)
OURS: Final = BookedFlight(
    carrier="YY",
    number="YY88",
    origin="KIN",
    destination="NAS",
    departure="2026-12-10T14:20",
    arrival="2026-12-10T16:05",
    booking_class="Y",
    status="HK",
)
PAYMENTS: Final = st.builds(
    Payment,
    form=st.sampled_from(["CC", "CA", "CK", "MS"]),
    number=st.sampled_from(["", "MC 550000XXXXXX0004", "AX 374200XXXXX0005", "AB123456"]),
)
FARES: Final = st.tuples(st.sampled_from(["base", "total"]), st.integers(1, 9999)).map(
    lambda fare: f"{fare[0]} {fare[1]}.00 USD"
)


@st.composite
def bookings(draw: st.DrawFn, first: int) -> tuple[Booking, tuple[Traveller, ...]]:
    locator = draw(LOCATORS)
    people = draw(st.lists(travellers(locator), min_size=1, max_size=3, unique_by=lambda one: one.references.passenger))
    tickets = draw(st.lists(st.integers(10**12, 10**13 - 1), max_size=4, unique=True))
    owners = sorted(
        (draw(st.one_of(st.none(), st.integers(0, len(people) - 1))) for _ in tickets),
        key=lambda owner: -1 if owner is None else owner,
    )
    given = [
        Ticket(number=str(number), traveller=None if owner is None else first + owner)
        for number, owner in zip(tickets, owners, strict=True)
    ]
    people = [
        replace(
            one,
            references=replace(
                one.references,
                ticket=next((ticket.number for ticket in given if ticket.traveller == first + place), ""),
            ),
        )
        for place, one in enumerate(people)
    ]
    booking = Booking(
        locator=locator,
        system=draw(st.sampled_from(["YY", "1A"])),
        other_locators=tuple(f"ZZ/{other}" for other in draw(st.lists(LOCATORS, max_size=2, unique=True))),
        created=draw(st.one_of(st.just(""), st.just("2026-11-02T09:15"))),
        agency=draw(
            st.one_of(
                st.just(Agency()),
                st.builds(
                    Agency,
                    name=text(CODES, 0, 8).map("1".__add__),
                    iata_number=text(string.digits, 8, 8),
                    city=PLACES,
                    country=st.just("JM"),
                    agent=text(CODES, 0, 4),
                ),
            )
        ),
        travellers=tuple(range(first, first + len(people))),
        itinerary=(OURS, *draw(st.lists(flights(), max_size=2))),
        contact=draw(CONTACTS),
        addresses=tuple(draw(st.lists(ADDRESSES, max_size=2, unique=True))),
        tickets=tuple(given),
        payments=tuple(draw(st.lists(PAYMENTS, max_size=2, unique=True))),
        frequent_flyer=tuple(draw(st.lists(NUMBERS.map("YY7".__add__), max_size=2, unique=True))),
        fares=tuple(draw(st.lists(FARES, max_size=2, unique=True))),
        splits=tuple(draw(st.lists(LOCATORS.filter(lambda other: other != locator), max_size=1))),
        history=tuple(draw(st.lists(CHANGES, max_size=3))),
    )
    return booking, tuple(people)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    """One push with up to three bookings."""
    people: list[Traveller] = []
    found: list[Booking] = []
    for _ in range(draw(st.integers(0, 3))):
        booking, own = draw(bookings(len(people)))
        found.append(booking)
        people += own
    return Manifest(
        message=MessageHeader(
            type="PNRGOV",
            release=draw(st.sampled_from(["11:1", "13:1", "15:1", "21:1"])),
            function=Function.BOOKINGS,
            code="22",
            reference=draw(text(CODES, 1, 12)),
            access_reference="YY088/101226/1420",
            part=draw(st.sampled_from(["01", "02"])),
            last_part=draw(st.sampled_from([True, False, None])),
            sender="YY",
            recipient="BSPNR",
            interchange=draw(text(CODES, 1, 12)),
            sent_at="2026-12-09T08:32",
            syntax="IATA:1",
        ),
        voyage=Voyage(
            carrier="YY",
            number="YY88",
            legs=(
                Leg(
                    origin="KIN",
                    destination="NAS",
                    departure="2026-12-10T14:20",
                    arrival="2026-12-10T16:05",
                    number="YY88",
                ),
            ),
        ),
        reporting_party=ReportingParty(id="YY:KIN"),
        travellers=tuple(people),
        declared={"bookings": draw(st.integers(0, 400))},
        bookings=tuple(found),
    )

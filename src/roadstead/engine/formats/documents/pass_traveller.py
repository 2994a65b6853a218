"""Traveller and bookings of a boarding pass. A name may be cut at 20 letters and may end in a title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.documents.boarding_pass import BoardingPass, PassLeg
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Bags, BookedFlight, Booking, References, Sent, Ticket, Traveller, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.extra_seats import is_extra_seat
from roadstead.engine.text.names import titles, without_titles

MESSAGE_TYPE: Final = "BCBP"
MAX_NAME_CHARS: Final = 20
SEX: Final[Mapping[str, str]] = {"1": "M", "2": "F", "X": "X"}
AGE: Final[Mapping[str, str]] = {"0": "adult", "3": "child", "4": "infant", "6": "adult", "7": "child"}
BAGGAGE_SEAT: Final = "5"  # a seat for cabin baggage
BY_MACHINE: Final = "machine"
TAG_DIGITS: Final = 10
MAX_BAGS: Final = 99  # bags per run of tags: the count has three digits, and a wrong one must not fill the memory
LEG_FIELDS_SHOWN: Final = (
    "cabin",
    "status",
    "seat",
    "sequence",
    "verification",
    "discount",
    "baggage_allowance",
    "fast_track",
)


def is_seat_without_person(boarding_pass: BoardingPass) -> bool:
    """Return True if the pass is for a seat with baggage, or for an extra seat of a passenger with another pass."""
    surname, _, given = boarding_pass.name.partition("/")
    return boarding_pass.passenger == BAGGAGE_SEAT or is_extra_seat(surname, given)


def traveller(boarding_pass: BoardingPass, number: int, notes: Notebook) -> Traveller:
    first = boarding_pass.legs[0] if boarding_pass.legs else PassLeg()
    surname, _, given = boarding_pass.name.partition("/")
    sex = SEX.get(boarding_pass.passenger, "")
    _about_the_name(boarding_pass, given, sex, number, notes)
    _about_further_flights(boarding_pass, number, notes)
    return Traveller(
        surname=surname.strip(),
        given=without_titles(given.replace("/", " ").strip(), sex),
        sex=sex,
        age_group=AGE.get(boarding_pass.passenger, ""),
        embark=first.origin,
        disembark=boarding_pass.legs[-1].destination if boarding_pass.legs else "",
        references=References(
            booking=first.booking, ticket=_ticket(first), customer=_frequent_flyer(first).replace(" ", "")
        ),
        seat=first.seat,
        boarding_number=first.sequence,
        bags=_bags(boarding_pass.bag_tags),
        capture_method=BY_MACHINE,
        segment=number,
        sent=tuple(_sent(boarding_pass, number)),
    )


def bookings(boarding_pass: BoardingPass, voyage: Voyage, number: int) -> tuple[Booking, ...]:
    """Return one booking per locator, with its flights and tickets."""
    legs: dict[str, list[int]] = {}
    for place, leg in enumerate(boarding_pass.legs):
        if leg.booking:
            legs.setdefault(leg.booking, []).append(place)
    return tuple(_booking(locator, places, boarding_pass, voyage, number) for locator, places in legs.items())


def _booking(locator: str, places: list[int], of: BoardingPass, voyage: Voyage, number: int) -> Booking:
    legs = [of.legs[place] for place in places]
    whom = () if is_seat_without_person(of) else (0,)
    tickets = dict.fromkeys(ticket for leg in legs if (ticket := _ticket(leg)))
    flyers = dict.fromkeys(flyer for leg in legs if (flyer := _frequent_flyer(leg)))
    return Booking(
        locator=locator,
        system=legs[0].carrier,
        travellers=whom,
        itinerary=tuple(_flight(of.legs[place], voyage.legs[place].departure) for place in places),
        tickets=tuple(Ticket(number=ticket, traveller=next(iter(whom), None)) for ticket in tickets),
        frequent_flyer=tuple(flyers),
        segment=number,
    )


def _flight(leg: PassLeg, departure: str) -> BookedFlight:
    sold = leg.marketing_carrier if leg.marketing_carrier != leg.carrier else ""
    return BookedFlight(
        carrier=leg.carrier,
        number=leg.flight,
        origin=leg.origin,
        destination=leg.destination,
        departure=departure,
        booking_class=leg.cabin,
        status=leg.status,
        sold_as=sold,
    )


def _ticket(leg: PassLeg) -> str:
    return leg.airline_number + leg.ticket_serial if leg.ticket_serial else ""


def _frequent_flyer(leg: PassLeg) -> str:
    return f"{leg.frequent_flyer_airline} {leg.frequent_flyer}".strip() if leg.frequent_flyer else ""


def _bags(tags: tuple[str, ...]) -> Bags:
    """Return all bags. A sent tag is the ten digits of the first bag and the number of consecutive tags."""
    found = [tag for sent in tags for tag in _run(sent)]
    return Bags(count=len(found), tags=tuple(found)) if found else Bags()


def _run(sent: str) -> list[str]:
    first, count = sent[:TAG_DIGITS], sent[TAG_DIGITS:]
    if not (first.isascii() and first.isdigit() and count.isascii() and count.isdigit()):
        return [sent]
    return [f"{int(first) + place:0{TAG_DIGITS}}" for place in range(min(max(int(count), 1), MAX_BAGS))]


def _sent(boarding_pass: BoardingPass, number: int) -> list[Sent]:
    values = {
        "name": boarding_pass.name,
        "passenger description": boarding_pass.passenger,
        "issued": boarding_pass.issued,
        "bag tags": " ".join(boarding_pass.bag_tags),
    }
    for place, leg in enumerate(boarding_pass.legs, 1):
        values[f"flight {place}: day"] = str(leg.day or "")
        values |= {f"flight {place}: {name.replace('_', ' ')}": getattr(leg, name) for name in LEG_FIELDS_SHOWN}
    return [Sent(field=name, value=value, segment=number) for name, value in values.items() if value]


def _about_further_flights(boarding_pass: BoardingPass, number: int, notes: Notebook) -> None:
    """Note the seats of further flights, because a traveller record has one seat."""
    for leg in boarding_pass.legs[1:]:
        if leg.seat or leg.sequence:
            seat, sequence = leg.seat or Sentence("not given"), leg.sequence or Sentence("not given")
            text = Sentence(
                "On flight %(carrier)s%(flight)s: seat %(seat)s, check-in number %(sequence)s.",
                {"carrier": leg.carrier, "flight": leg.flight, "seat": seat, "sequence": sequence},
            )
            notes.note("further-flight", text, number, segment=MESSAGE_TYPE, field="seat", sent=leg.seat)


def _about_the_name(boarding_pass: BoardingPass, given: str, sex: str, number: int, notes: Notebook) -> None:
    where = {"segment": MESSAGE_TYPE, "field": "name", "sent": boarding_pass.name}
    if is_seat_without_person(boarding_pass):
        seat = next((leg.seat for leg in boarding_pass.legs if leg.seat), Sentence("not given"))
        text = Sentence(
            "The pass is for an empty seat (%(seat)s). We stored the booking and added no traveller.",
            {"seat": seat},
        )
        notes.note("no-passenger", text, number, **where)
        return
    if not given.strip():
        text = Sentence("The pass has no given name. Take it from the travel document.")
        notes.warning("given-name-missing", text, number, **where)
    elif found := titles(given, sex):
        text = Sentence("%(found)s is a title. We removed it from the name.", {"found": " ".join(found)})
        notes.note("title-in-name", text, number, **where)
    if len(boarding_pass.name) >= MAX_NAME_CHARS:
        text = Sentence(
            "A pass has room for only %(limit)s letters of the name, so it may be cut off. Compare it with the "
            "travel document.",
            {"limit": MAX_NAME_CHARS},
        )
        notes.note("name-may-be-cut", text, number, **where)

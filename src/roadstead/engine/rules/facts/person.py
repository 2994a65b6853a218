"""Facts of a traveller: documents, bags, booking and earlier voyages. Empty values are unknown and left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from roadstead.engine.matching.features.documents import number_key
from roadstead.engine.records import BookedFlight, Booking, Manifest, Traveller
from roadstead.engine.reference.places import country_of
from roadstead.engine.reference.tables import is_passport_like
from roadstead.engine.rules.facts.context import (
    FactContext,
    PastVoyages,
    Value,
    Values,
    build_context,
    day,
    moment,
    shared_facts,
    voyage_facts,
)
from roadstead.engine.rules.rule import Filing
from roadstead.engine.text import dates

ADULT: Final = 18  # years
CHILDREN: Final = frozenset({"child", "infant"})
FULL_DATE_CHARS: Final = 10  # characters of a complete ISO date


def traveller_facts(traveller: Traveller, arrival: date) -> Values:
    found: Values = {
        "traveller.role": traveller.role.value,
        "traveller.given_name_missing": not traveller.given,
        "traveller.birth_date_partial": len(traveller.born) < FULL_DATE_CHARS,
    }
    stated = {
        "traveller.embark": traveller.embark,
        "traveller.disembark": traveller.disembark,
        "traveller.capture_method": traveller.capture_method,
    }
    found.update({name: value for name, value in stated.items() if value})
    if traveller.verified is not None:
        found["traveller.verified"] = traveller.verified
    found.update(_age(traveller, arrival))
    return found


def _age(traveller: Traveller, arrival: date) -> Values:
    found: Values = {}
    if (age := age_of(traveller, arrival)) is not None:
        found["traveller.age_at_arrival"] = age
    if (minor := is_minor(traveller, arrival)) is not None:
        found["traveller.is_minor"] = minor
    return found


def age_of(traveller: Traveller, arrival: date) -> int | None:
    """Return the age in whole years; None if the birth date is not complete enough."""
    youngest, oldest = _years(dates.latest(traveller.born), arrival), _years(dates.earliest(traveller.born), arrival)
    return youngest if youngest == oldest else None


def is_minor(traveller: Traveller, arrival: date) -> bool | None:
    """Return True if under 18 on the day of arrival, by birth date, else by the booking's age group. None: unknown."""
    youngest, oldest = _years(dates.latest(traveller.born), arrival), _years(dates.earliest(traveller.born), arrival)
    if youngest is not None and oldest is not None and (youngest < ADULT) == (oldest < ADULT):
        return youngest < ADULT
    return traveller.age_group in CHILDREN if traveller.age_group else None


def _years(born: date | None, on: date) -> int | None:
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def document_facts(traveller: Traveller, arrival: date) -> Values:
    """Return the facts of the documents.

    The expiry is that of the first to expire, so that a second document never hides what one alone would trigger.
    """
    numbered = [each for each in traveller.documents if number_key(each.number)]
    found: Values = {"document.missing": not numbered, "document.count": len(numbered)}
    types = [each.type for each in traveller.documents if each.type]
    if types:
        found["document.type"], found["document.types"] = types[0], types
        found["document.is_passport"] = any(is_passport_like(each) for each in types)
    expiries = [(when - arrival).days for each in traveller.documents if (when := day(each.expires))]
    issues = [(arrival - when).days for each in traveller.documents if (when := day(each.issued))]
    found.update({"document.expires_in_days": min(expiries)} if expiries else {})
    found.update({"document.issued_days_before_arrival": min(issues)} if issues else {})
    return found


def bag_facts(traveller: Traveller) -> Values:
    found: Values = {}
    if traveller.bags.count is not None:
        found["bags.count"] = traveller.bags.count
    if traveller.bags.weight_kg is not None:
        found["bags.weight_kg"] = round(traveller.bags.weight_kg)
    return found


# ── Facts of a booking. Without a booking, the locator on the list still shows who travels together.


CASH: Final = frozenset({"CA", "CASH"})
CANCELLED: Final = frozenset({"XX", "XL", "UN", "UC", "NO", "HX"})  # IATA status codes of flights that are not flown
DAY: Final = timedelta(hours=24)


class BookingFacts:
    """Facts of bookings, computed once for each booking and each party."""

    def __init__(self, seen: FactContext) -> None:
        self.seen = seen
        self._of: dict[int, Values] = {}
        self._party: dict[frozenset[int], Values] = {}

    def of(self, position: int) -> Values:
        bookings, party = self.seen.bookings.get(position, ()), self.seen.party.get(position)
        # the first is the carrier's own, as sent in the message
        stated = self._booking(bookings[0]) if bookings else {}
        together = self._together(party) if party else {}
        found: Values = {**stated, **together, "booking.known": bool(bookings)}
        if "booking.minors" in together:
            alone = together["booking.minors"] == together["booking.group_size"]
            minor = is_minor(self.seen.manifest.travellers[position], self.seen.arrival)
            found["booking.minor_without_adult"] = bool(minor and alone)
        return found

    def _booking(self, booking: Booking) -> Values:
        if id(booking) not in self._of:
            asked = ((name, of(booking, self.seen)) for name, of in BOOKING_FACTS.items())
            self._of[id(booking)] = {name: value for name, value in asked if value is not None}
        return self._of[id(booking)]

    def _together(self, party: frozenset[int]) -> Values:
        if party not in self._party:
            self._party[party] = _of_party(party, self.seen)
        return self._party[party]


def _of_party(party: frozenset[int], seen: FactContext) -> Values:
    people = [seen.manifest.travellers[at] for at in sorted(party)]
    minors = [is_minor(each, seen.arrival) for each in people]
    found: Values = {
        "booking.group_size": len(people),
        "booking.alone": len(people) == 1,
        "booking.seats": len({each.seat for each in people if each.seat}),
    }
    return found if None in minors else {**found, "booking.minors": sum(bool(minor) for minor in minors)}


def _flown(booking: Booking) -> list[BookedFlight]:
    """Return the flights that are not cancelled, in order of departure."""
    return sorted((each for each in booking.itinerary if each.status not in CANCELLED), key=lambda each: each.departure)


def _after(booking: Booking, seen: FactContext) -> list[BookedFlight] | None:
    """Return the flights after this voyage's arrival; None if the itinerary or the voyage has no times."""
    legs = seen.manifest.voyage.legs
    arrived = moment(legs[-1].arrival or legs[-1].departure) if legs else None
    if arrived is None or not _flown(booking):
        return None
    return [each for each in _flown(booking) if (leaves := moment(each.departure)) and leaves > arrived]


def _one_way(booking: Booking, seen: FactContext) -> Value | None:
    """Return True if no later flight ends in the country where the itinerary began."""
    after = _after(booking, seen)
    if after is None:
        return None
    home = country_of(_flown(booking)[0].origin)
    return not any(home and country_of(each.destination) == home for each in after)


def _stay_days(booking: Booking, seen: FactContext) -> Value | None:
    after = _after(booking, seen)
    leaves = moment(after[0].departure) if after else None
    return (leaves.date() - seen.arrival).days if leaves else None


def _onward(booking: Booking, seen: FactContext) -> Value | None:
    after = _after(booking, seen)
    legs = seen.manifest.voyage.legs
    arrived = moment(legs[-1].arrival or legs[-1].departure) if legs else None
    if after is None or arrived is None:
        return None
    return any((leaves := moment(each.departure)) and leaves - arrived <= DAY for each in after)


def _ports(booking: Booking, _seen: FactContext) -> Value | None:
    ports = [port for each in _flown(booking) for port in (each.origin, each.destination) if port]
    return list(dict.fromkeys(ports)) or None


def _lead(booking: Booking, seen: FactContext) -> timedelta | None:
    made: datetime | None = moment(booking.created)
    return seen.departure - made if made and seen.departure else None


def _days_before(booking: Booking, seen: FactContext) -> Value | None:
    lead = _lead(booking, seen)
    return lead.days if lead is not None else None


def _hours_before(booking: Booking, seen: FactContext) -> Value | None:
    lead = _lead(booking, seen)
    return int(lead.total_seconds() // 3600) if lead is not None else None


def _forms(booking: Booking, _seen: FactContext) -> Value | None:
    return list(dict.fromkeys(each.form for each in booking.payments if each.form)) or None


def _cash(booking: Booking, seen: FactContext) -> Value | None:
    forms = _forms(booking, seen)
    return None if forms is None else any(form in CASH for form in forms) if isinstance(forms, list) else None


def _by_another(booking: Booking, seen: FactContext) -> Value | None:
    """Return True if no payer's name contains the surname of a traveller on the booking.

    Words are compared for equality only, never by sound, which tells origin (S17).
    """
    payers = [_letters(each.payer) for each in booking.payments if each.payer]
    surnames = _surnames(booking.travellers, seen)
    if not payers or not surnames:
        return None
    return not any(surname & payer == surname for payer in payers for surname in surnames)


def _surnames(positions: Sequence[int], seen: FactContext) -> list[frozenset[str]]:
    people = (seen.manifest.travellers[at] for at in positions if at < len(seen.manifest.travellers))
    return [words for each in people if (words := _letters(each.surname))]


def _letters(name: str) -> frozenset[str]:
    return frozenset("".join(sign if sign.isalpha() else " " for sign in name.upper()).split())


def _agency(booking: Booking, _seen: FactContext) -> Value | None:
    return booking.agency.name or None


def _agency_number(booking: Booking, _seen: FactContext) -> Value | None:
    return booking.agency.iata_number or None


def _by_agency(booking: Booking, _seen: FactContext) -> Value | None:
    # False is never certain: the agency may only be missing
    return bool(booking.agency.iata_number or booking.agency.name) or None


def _changes(booking: Booking, _seen: FactContext) -> Value | None:
    return len(booking.history) or None  # no history sent does not mean no changes


def _split(booking: Booking, _seen: FactContext) -> Value | None:
    return bool(booking.splits)


def _frequent(booking: Booking, _seen: FactContext) -> Value | None:
    return bool(booking.frequent_flyer)


BOOKING_FACTS: Final[dict[str, Callable[[Booking, FactContext], Value | None]]] = {
    "booking.made_days_before_departure": _days_before,
    "booking.made_hours_before_departure": _hours_before,
    "booking.one_way": _one_way,
    "booking.stay_days": _stay_days,
    "booking.onward_within_24_hours": _onward,
    "booking.ports": _ports,
    "booking.payment_forms": _forms,
    "booking.paid_in_cash": _cash,
    "booking.paid_by_another": _by_another,
    "booking.agency": _agency,
    "booking.agency_number": _agency_number,
    "booking.by_agency": _by_agency,
    "booking.changes": _changes,
    "booking.split": _split,
    "booking.frequent_flyer": _frequent,
}


# ── All facts of one voyage, or the families that the caller asks for


MAX_LISTED_VALUES: Final = 200  # values of one fact that a loop may visit
WITHIN: Final = (7, 30, 365)  # days


def facts_of(
    manifest: Manifest,
    *,
    today: date,
    filing: Filing | None = None,
    past: Sequence[PastVoyages] = (),
    families: Collection[str] = ("traveller", "document", "bags", "booking", "shared", "history", "voyage"),
) -> tuple[Values, list[Values]]:
    """Return the facts of the voyage, and those of each traveller including the facts of the voyage."""
    seen = build_context(manifest, today, filing, past)
    bookings = BookingFacts(seen)
    whole = voyage_facts(seen) if "voyage" in families else {}
    sharing = shared_facts(seen) if "shared" in families else [{} for _ in manifest.travellers]
    people = [{**whole, **_of(at, seen, bookings, families), **shared} for at, shared in enumerate(sharing)]
    return cut_lists(whole), [cut_lists(each) for each in people]


def _of(at: int, seen: FactContext, bookings: BookingFacts, families: Collection[str]) -> Values:
    traveller, found = seen.manifest.travellers[at], Values()
    if "traveller" in families:
        found.update(traveller_facts(traveller, seen.arrival))
    if "document" in families:
        found.update(document_facts(traveller, seen.arrival))
    if "bags" in families:
        found.update(bag_facts(traveller))
    if "booking" in families:
        found.update(bookings.of(at))
    if "history" in families:
        found.update(_of_past(seen.past_of(at), seen.arrival))
    return found


def _of_past(past: PastVoyages, arrival: date) -> Values:
    if not past.is_known:
        return {}
    ago = [(arrival - each.day).days for each in past.voyages if each.boarded and not each.overlaps]
    found: Values = {f"history.voyages_in_{days}_days": sum(0 <= each <= days for each in ago) for days in WITHIN}
    missed = [(arrival - each.day).days for each in past.voyages if not each.boarded]
    found["history.not_boarded_in_365_days"] = sum(0 <= each <= WITHIN[-1] for each in missed)
    found["history.overlapping"] = sum(each.overlaps for each in past.voyages)
    earlier = [each for each in ago if each >= 0]
    return {**found, "history.days_since_last": min(earlier)} if earlier else found


def cut_lists(values: Values) -> Values:
    """Cut lists to MOST_LISTED values, which bounds the loops of rules whatever a carrier sends."""
    long = [name for name, value in values.items() if isinstance(value, list) and len(value) > MAX_LISTED_VALUES]
    for name in long:
        value = values[name]
        values[name] = value[:MAX_LISTED_VALUES] if isinstance(value, list) else value
    return values

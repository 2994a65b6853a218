"""Checks of what was typed, in the form and on the check page: each fault names its field and says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from roadstead.engine.records import Craft, Leg, Traveller
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.text.mrz import Check, Zone
from roadstead.engine.voyages.normalise import instant

MAX_AHEAD: Final = timedelta(days=366)
MAX_AGE_YEARS: Final = 120
UNKNOWN_ZONE: Final = timedelta(hours=14)  # the furthest that a port's clock is from UTC
CHECKED: Final = {
    "number": Sentence("document number"),
    "born": Sentence("date of birth"),
    "expires": Sentence("expiry date"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault of a field, and what to do about it."""

    field: str
    text: Sentence


def craft_faults(craft: Craft) -> Iterator[Fault]:
    if not (craft.name or craft.registration):
        yield Fault("name", Sentence("Enter the name of the craft, its registration, or both."))


def voyage_faults(leg: Leg, now: datetime) -> Iterator[Fault]:
    """Yield faults of a leg whose ports and times are all given. Times are compared as instants where the ports' zones
    are known.
    """
    arrival, departure = instant(leg.arrival, leg.destination), instant(leg.departure, leg.origin)
    arrives = arrival or _as_utc(leg.arrival, now) + UNKNOWN_ZONE
    if arrives < now:
        yield Fault(
            "arrives",
            Sentence(
                "The arrival, %(time)s, is in the past. Enter the day and time when you expect to arrive, on the port’s"
                " clock.",
                {"time": _shown(leg.arrival)},
            ),
        )
    elif arrives > now + MAX_AHEAD:
        yield Fault(
            "arrives",
            Sentence("The arrival, %(time)s, is more than a year away. Check the year.", {"time": _shown(leg.arrival)}),
        )
    if arrival and departure and departure >= arrival:
        yield Fault(
            "departs",
            Sentence(
                "The departure, %(departure)s, is not before the arrival, %(arrival)s. Correct one of them.",
                {"departure": _shown(leg.departure), "arrival": _shown(leg.arrival)},
            ),
        )


def person_faults(person: Traveller, *, today: date, until: str, expired_confirmed: bool) -> Iterator[Fault]:
    """Yield faults of one person. `until`: ISO day of the arrival, or "" while it is not known."""
    if person.born > str(today):
        text = Sentence("The date of birth, %(day)s, is in the future. Check the year.", {"day": person.born})
        yield Fault("born", text)
    elif person.born and int(person.born[:4]) < today.year - MAX_AGE_YEARS:
        text = Sentence(
            "The date of birth, %(day)s, is more than %(years)s years ago. Check the year.",
            {"day": person.born, "years": MAX_AGE_YEARS},
        )
        yield Fault("born", text)
    expires = next((paper.expires for paper in person.documents), "")
    if expires and expires < (until or str(today)) and not expired_confirmed:
        text = Sentence(
            "The document expires on %(day)s, before you arrive. Correct the date, or confirm below that it is so.",
            {"day": expires},
        )
        yield Fault("expires", text)


def same_person(one: Traveller, others: Sequence[Traveller]) -> int | None:
    """Return the position of somebody with the same document, or the same name and date of birth; None if nobody."""
    return next((at for at, other in enumerate(others) if _is_same(one, other)), None)


def _is_same(one: Traveller, other: Traveller) -> bool:
    if _papers(one) & _papers(other):
        return True
    return _name(one) == _name(other) and one.born == other.born


def _papers(person: Traveller) -> set[tuple[str, str]]:
    return {(paper.issuer, document_key(paper.number)) for paper in person.documents if document_key(paper.number)}


def _name(person: Traveller) -> str:
    return " ".join(f"{person.surname} {person.given}".casefold().split())


def zone_fault(zone: Zone | None) -> Fault | None:
    """Return what is wrong with the lines at the foot of the document; None if all check digits are right."""
    if zone is None:
        return Fault(
            "mrz",
            Sentence(
                "We cannot read these lines. Type both lines at the foot of the passport page, or leave the field empty"
                " and type the details below."
            ),
        )
    wrong = [CHECKED[digit.field] for digit in zone.digits if digit.check is Check.WRONG and digit.field in CHECKED]
    if not wrong:
        return None
    text = Sentence(
        "A check digit is wrong, so there is a typing error in the %(fields)s. Compare the lines with the document, or"
        " leave the field empty and type the details below.",
        {"fields": wrong},
    )
    return Fault("mrz", text)


def _as_utc(local: str, now: datetime) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=now.tzinfo)


def _shown(local: str) -> str:
    return local.replace("T", " ")

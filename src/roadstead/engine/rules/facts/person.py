"""Facts of a person and the papers and bags declared. Empty is unknown, and is left out."""

from __future__ import annotations

from datetime import date
from typing import Final

from roadstead.engine.matching.features.document import number_key
from roadstead.engine.records import Traveller
from roadstead.engine.reference.documents import is_passport_like
from roadstead.engine.rules.facts.seen import Values, day
from roadstead.engine.text import dates

ADULT: Final = 18  # years
CHILDREN: Final = frozenset({"child", "infant"})
WHOLE: Final = 10  # characters of a whole ISO date


def of_person(traveller: Traveller, arrival: date) -> Values:
    found: Values = {
        "traveller.role": traveller.role.value,
        "traveller.given_name_missing": not traveller.given,
        "traveller.birth_date_partial": len(traveller.born) < WHOLE,
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
    """Whole years; None where the birth date is not known well enough to say."""
    youngest, oldest = _years(dates.latest(traveller.born), arrival), _years(dates.earliest(traveller.born), arrival)
    return youngest if youngest == oldest else None


def is_minor(traveller: Traveller, arrival: date) -> bool | None:
    """Under 18 on the day of arrival, by the birth date, else by what the booking says of the age group."""
    youngest, oldest = _years(dates.latest(traveller.born), arrival), _years(dates.earliest(traveller.born), arrival)
    if youngest is not None and oldest is not None and (youngest < ADULT) == (oldest < ADULT):
        return youngest < ADULT
    return traveller.age_group in CHILDREN if traveller.age_group else None


def _years(born: date | None, on: date) -> int | None:
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def of_documents(traveller: Traveller, arrival: date) -> Values:
    """Of several documents the one that expires first: another paper never takes away what one alone would meet."""
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


def of_bags(traveller: Traveller) -> Values:
    found: Values = {}
    if traveller.bags.count is not None:
        found["bags.count"] = traveller.bags.count
    if traveller.bags.weight_kg is not None:
        found["bags.weight_kg"] = round(traveller.bags.weight_kg)
    return found

"""Checks of the birth date, by itself and against other statements of age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import PersonFacts

MAX_AGE_YEARS: Final = 110  # years; older people have travelled, but far more birth dates of 1900 are errors
# Ages in years that each age group allows: fares count an infant to 2 and a child to 12, some carriers to 16.
AGES: Final[Mapping[str, tuple[int, int]]] = {"infant": (0, 2), "child": (0, 17), "adult": (10, 200)}


def birth_date_impossible(who: PersonFacts) -> Iterable[Values]:
    return fault_if(bool(who.traveller.born) and who.born is None)


def birth_date_in_future(who: PersonFacts) -> Iterable[Values]:
    return ({"born": who.traveller.born},) if who.born and who.born > who.on else ()


def born_on_the_day(who: PersonFacts) -> Iterable[Values]:
    return fault_if(who.born == who.on)


def too_old(who: PersonFacts) -> Iterable[Values]:
    age = who.age
    return ({"age": age},) if age is not None and age > MAX_AGE_YEARS else ()


def age_group_differs(who: PersonFacts) -> Iterable[Values]:
    low, high = AGES.get(who.traveller.age_group, (0, 200))
    age = who.age
    if age is None or low <= age <= high:
        return ()
    return ({"group": Sentence(who.traveller.age_group), "age": age},)


A, ERROR, WARNING = Aspect.PLAUSIBLE, Severity.ERROR, Severity.WARNING
BIRTHS: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "birth-date-impossible",
        A,
        WARNING,
        "birth date",
        "The birth date does not exist. Correct it.",
        birth_date_impossible,
    ),
    Check(
        "birth-date-in-future",
        A,
        ERROR,
        "birth date",
        "The birth date %(born)s is after the voyage. Correct it.",
        birth_date_in_future,
    ),
    Check(
        "born-on-day-of-travel",
        A,
        WARNING,
        "birth date",
        "The birth date is the day of arrival, which looks like a default value. Send the real birth date.",
        born_on_the_day,
    ),
    Check(
        "older-than-110",
        A,
        WARNING,
        "birth date",
        "According to the birth date, this person is aged %(age)s. Compare the date with the document, "
        "especially the century.",
        too_old,
    ),
    Check(
        "age-group-differs",
        A,
        WARNING,
        "birth date",
        "The booking says %(group)s, but according to the birth date this person is aged %(age)s. Correct the "
        "one that is wrong.",
        age_group_differs,
    ),
)

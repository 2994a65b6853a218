"""The list as a whole: does it say who sent it, is everybody in it who is declared, are its birth dates real?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from roadstead.engine.records import Aspect, ReportingParty, Role, Severity, Traveller
from roadstead.engine.voyages.quality.check import Check, Values, once
from roadstead.engine.voyages.quality.facts import OnList

FEWEST: Final = 5  # people from which shares say something
ON_ONE_DAY: Final = 0.5  # share born on the same day that no voyage has by chance
ON_NEW_YEAR: Final = 0.2  # share born on 1 January; of 300 people one is expected
COUNTED_AS: Final = {Role.CREW: "crew", Role.TRANSIT_CREW: "crew"}


def counts(people: Iterable[Traveller]) -> dict[str, int]:
    """How many of each kind that carriers declare."""
    return dict(Counter(COUNTED_AS.get(one.role, "passengers") for one in people))


def differing(declared: Mapping[str, int], read: Mapping[str, int]) -> list[Values]:
    """Each kind of which another number was declared than came."""
    return [
        {"kind": kind, "declared": number, "read": number_read(kind, read)}
        for kind, number in declared.items()
        if number != number_read(kind, read)
    ]


def number_read(kind: str, read: Mapping[str, int]) -> int:
    """How many of this kind were read; "persons" are all on board."""
    return sum(read.values()) if kind == "persons" else read.get(kind, 0)


def count_differs(of: OnList) -> Iterable[Values]:
    """Of a list in one piece; those in parts are counted together, for the voyage."""
    return differing(of.manifest.declared, counts(of.manifest.travellers)) if of.is_whole else ()


def reporting_party_missing(of: OnList) -> Iterable[Values]:
    return once(of.manifest.reporting_party == ReportingParty())


def nobody_in_it(of: OnList) -> Iterable[Values]:
    return once(of.is_whole and not of.people and not of.manifest.declared)


def born_on_one_day(of: OnList) -> Iterable[Values]:
    days = _birthdays(of)
    day, number = Counter(days).most_common(1)[0] if days else ("", 0)
    if len(days) < FEWEST or number <= ON_ONE_DAY * len(days):
        return ()
    return ({"number": number, "all": len(days), "day": day},)


def born_on_new_year(of: OnList) -> Iterable[Values]:
    days = _birthdays(of)
    number = sum(day.endswith("-01-01") for day in days)
    if len(days) < FEWEST or number <= max(1, ON_NEW_YEAR * len(days)):
        return ()
    return ({"number": number, "all": len(days)},)


def _birthdays(of: OnList) -> list[str]:
    return [who.traveller.born for who in of.people if len(who.traveller.born) == 10]


WARNING, NOTE = Severity.WARNING, Severity.NOTE
LISTS: Final[tuple[Check[OnList], ...]] = (
    Check(
        "count-differs",
        Aspect.COMPLETE,
        WARNING,
        "number of people",
        "{declared} {kind} are declared, and {read} came. Send those who are missing, or correct the number.",
        count_differs,
    ),
    Check(
        "reporting-party-missing",
        Aspect.COMPLETE,
        NOTE,
        "reporting party",
        "The list does not say who reports it. Send name and contact of the desk that can be asked.",
        reporting_party_missing,
    ),
    Check(
        "nobody-in-it",
        Aspect.COMPLETE,
        NOTE,
        "number of people",
        "There is nobody in the list, and no number is declared. If nobody travels, declare 0.",
        nobody_in_it,
    ),
    Check(
        "born-on-one-day",
        Aspect.PLAUSIBLE,
        WARNING,
        "birth date",
        "{number} of {all} people are said to be born on {day}. Send real birth dates in place of a default.",
        born_on_one_day,
    ),
    Check(
        "born-on-new-year",
        Aspect.PLAUSIBLE,
        WARNING,
        "birth date",
        "{number} of {all} people are said to be born on 1 January. Where only the year is known, send the year alone.",
        born_on_new_year,
    ),
)

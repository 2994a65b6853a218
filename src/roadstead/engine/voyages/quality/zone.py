"""Does what is declared agree with the machine readable zone, where the zone came with it? (ICAO Doc 9303 part 3)"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.text import mrz
from roadstead.engine.text.identifiers import lookalike_key
from roadstead.engine.voyages.quality.check import NOTHING, Check, Values
from roadstead.engine.voyages.quality.facts import OnPerson

LINE: Final = 28  # characters; the shortest line of a zone has 30, and senders lose fillers


def differs(who: OnPerson) -> Iterable[Values]:
    """A field says something only where both have it."""
    zone = _zone(who)
    if zone is None:
        return NOTHING
    fields = [words for words, of_zone, of_person in COMPARED if _differ(of_zone(zone), of_person(who))]
    return ({"fields": ", ".join(fields)},) if fields else NOTHING


def _zone(who: OnPerson) -> mrz.Zone | None:
    """The zone among the values as they were sent."""
    lines = [each.value for each in who.traveller.sent if len(each.value) >= LINE and "<" in each.value]
    return mrz.read("\n".join(lines), not_after=who.on.isoformat()) if lines else None


def _differ(printed: str, declared: Iterable[str]) -> bool:
    said = [value for value in declared if value]
    return bool(printed and said) and not any(_agree(printed, value) for value in said)


def _agree(one: str, other: str) -> bool:
    """A partial date agrees with the whole one that begins like it."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


Of = tuple[str, Callable[[mrz.Zone], str], Callable[[OnPerson], Iterable[str]]]
COMPARED: Final[tuple[Of, ...]] = (
    ("sex", lambda zone: zone.sex, lambda who: [who.traveller.sex]),
    ("birth date", lambda zone: zone.born, lambda who: [who.traveller.born]),
    ("nationality", lambda zone: alpha3(zone.nationality), lambda who: [alpha3(who.traveller.nationality)]),
    (
        "number of the travel document",
        lambda zone: lookalike_key(zone.number),
        lambda who: [lookalike_key(paper.document.number) for paper in who.papers],
    ),
    (
        "expiry of the travel document",
        lambda zone: zone.expires,
        lambda who: [paper.document.expires for paper in who.papers],
    ),
)
ZONE: Final[tuple[Check[OnPerson], ...]] = (
    Check(
        "differs-from-zone",
        Aspect.PLAUSIBLE,
        Severity.WARNING,
        "machine readable zone",
        "The machine readable zone that came with it says something else: {fields}. Compare both with the document.",
        differs,
    ),
)

"""Check of declared data against the machine readable zone, if the zone was sent (ICAO Doc 9303 part 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import mrz
from roadstead.engine.text.identifiers import lookalike_key
from roadstead.engine.voyages.quality.check import NOTHING, Check, Values
from roadstead.engine.voyages.quality.facts import PersonFacts

MIN_LINE_CHARS: Final = 28  # characters; the shortest line of a zone has 30, and senders lose fillers


def differs(who: PersonFacts) -> Iterable[Values]:
    """Find fields that differ from the zone. A field is compared only if both have it."""
    zone = _zone(who)
    if zone is None:
        return NOTHING
    fields = [words for words, of_zone, of_person in COMPARED if _differ(of_zone(zone), of_person(who))]
    return ({"fields": [Sentence(field) for field in fields]},) if fields else NOTHING


def _zone(who: PersonFacts) -> mrz.Zone | None:
    """Return the zone found among the sent values, or None."""
    lines = [each.value for each in who.traveller.sent if len(each.value) >= MIN_LINE_CHARS and "<" in each.value]
    return mrz.read("\n".join(lines), not_after=who.on.isoformat()) if lines else None


def _differ(printed: str, declared: Iterable[str]) -> bool:
    said = [value for value in declared if value]
    return bool(printed and said) and not any(_agree(printed, value) for value in said)


def _agree(one: str, other: str) -> bool:
    """Return True if the values agree; a partial date agrees with a full date that begins with it."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


Of = tuple[str, Callable[[mrz.Zone], str], Callable[[PersonFacts], Iterable[str]]]
COMPARED: Final[tuple[Of, ...]] = (
    ("sex", lambda zone: zone.sex, lambda who: [who.traveller.sex]),
    ("birth date", lambda zone: zone.born, lambda who: [who.traveller.born]),
    ("nationality", lambda zone: alpha3(zone.nationality), lambda who: [alpha3(who.traveller.nationality)]),
    (
        "number of the travel document",
        lambda zone: lookalike_key(zone.number),
        lambda who: [lookalike_key(paper.document.number) for paper in who.documents],
    ),
    (
        "expiry of the travel document",
        lambda zone: zone.expires,
        lambda who: [paper.document.expires for paper in who.documents],
    ),
)
ZONE: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "differs-from-zone",
        Aspect.PLAUSIBLE,
        Severity.WARNING,
        "machine readable zone",
        "The machine readable zone differs: %(fields)s. Compare both with the document.",
        differs,
    ),
)

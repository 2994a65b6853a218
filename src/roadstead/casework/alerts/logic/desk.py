"""Document as presented at a desk: what was typed or scanned, its check digits, and how it differs from a declaration.

Pure. The zone is read by the reader of messages (`engine.formats.documents.zones`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.casework.alerts.logic.compare import (
    DIFFERENT,
    PARTLY,
    SAME,
    ComparisonRow,
    countries,
    row,
    texts,
)
from roadstead.engine.formats.documents import zones
from roadstead.engine.records import Traveller
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.refusals import FieldRefused
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import dates, mrz
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.text.mrz import Check, Zone
from roadstead.engine.text.mrz.numbers import corrected_numbers

MAX_CHARS: Final = 1000  # of what is typed: a zone has 90 at most
NUMBER: Final = re.compile(r"[0-9A-Z](?:[0-9A-Z \-./]{0,22}[0-9A-Z])")  # a document number alone, in capitals
UNREADABLE: Final = (
    "we cannot read a machine-readable zone or a document number here: type the two or three lines at the bottom of"
    " the data page, with < for each filler, or the document number alone"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with the zone. `place`: line and position, both from 1; None if it concerns no one position."""

    place: tuple[int, int] | None
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """Document as presented. `zone`: None if only the number is known; `person`: as its holder would be declared.

    `numbers`: the number and, if its check digit is wrong, the numbers that would fit.
    """

    numbers: tuple[str, ...]
    zone: Zone | None = None
    person: Traveller | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def number(self) -> str:
        return self.numbers[0] if self.numbers else ""

    def is_expired(self, today: date) -> bool:
        """Return True if the last day of validity is over. A date that cannot be read tells nothing."""
        last = dates.latest(self.zone.expires) if self.zone and self.zone.expires else None
        return last is not None and last < today


def parse_presented(typed: str, today: date) -> Presented:
    """Return the document of a zone or a number. Raises FieldRefused if the text is neither."""
    zone = mrz.read(typed[:MAX_CHARS], not_after=today.isoformat())
    if zone is None:
        number = " ".join(typed.upper().split())
        if not NUMBER.fullmatch(number):
            raise FieldRefused(UNREADABLE, field="zone")
        return Presented(numbers=(number,))
    read = zones.reading(zone)
    if not read.manifest.travellers:
        raise FieldRefused("%(why)s", field="zone", why=read.problems[0].wording)
    wrong = zone.digit("number")
    guesses = corrected_numbers(zone.number, wrong.printed) if wrong and wrong.check is Check.WRONG else ()
    return Presented(
        numbers=tuple(filter(None, (zone.number, *guesses[: zones.MAX_GUESSES]))),
        zone=zone,
        person=read.manifest.travellers[0],
        faults=tuple(_faults(zone)),
    )


def _faults(zone: Zone) -> Iterable[Fault]:
    """Yield each wrong check digit with its position, then what else is doubtful."""
    layout = mrz.LAYOUTS[zone.kind]
    at = {check.field: check.at for check in layout.checks}
    for digit in zone.digits:
        if text := zones.digit_problem(digit, zone):
            line, position, _last = at[digit.field]
            yield Fault(place=(line, position), text=text)
    for odd in zone.oddities:
        if zones.is_doubtful(odd):
            yield Fault(place=None, text=odd.text if isinstance(odd.text, Sentence) else Sentence(odd.text))


def rows_of(declared: Traveller, presented: Presented) -> list[ComparisonRow]:
    """Return declaration beside document: name, birth date, nationality, expiry. Empty without a zone."""
    zone, shown = presented.zone, presented.person
    if zone is None or shown is None:
        return []
    keys = {document_key(number) for number in presented.numbers}
    same = [each for each in declared.documents if document_key(each.number) in keys]
    return [
        row("name", "Name", [_name(declared)], [_name(shown)], _names),
        row("born", "Born", [declared.born], [shown.born], _days),
        row("nationality", "Nationality", countries([declared.nationality]), countries([_country(zone)]), texts),
        row("expires", "Expires", [each.expires for each in same or declared.documents], [zone.expires], _days),
    ]


def _country(zone: Zone) -> str:
    return alpha3(zone.nationality) or zone.nationality


def _name(person: Traveller) -> str:
    return ", ".join(part for part in (person.surname, person.given) if part)


def _names(left: list[str], right: list[str]) -> str:
    """Compare names in the letters of the zone. A name that is cut off in the zone has no more than it shows."""
    declared, shown = (set(mrz.transliterate(side[0]).split()) for side in (left, right))
    if declared == shown:
        return SAME
    return PARTLY if declared & shown else DIFFERENT


def _days(left: list[str], right: list[str]) -> str:
    found = {dates.compare_dates(one, right[0]) for one in left}
    if dates.Relation.EQUAL in found:
        return SAME
    return DIFFERENT if found == {dates.Relation.CONTRADICTS} else PARTLY


def differing(rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    return [each for each in rows if each.agreement in {DIFFERENT, PARTLY}]

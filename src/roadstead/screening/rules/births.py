"""T03. ICAO Doc 9303 lets a document leave day or month of birth unknown; the year it always has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from roadstead.screening.features.births import Day, day
from roadstead.screening.rules.rule import Facts, Finding

OLDEST: Final = 125  # years; nobody has been proven older than 122


def birth_date_impossible(facts: Facts) -> Iterator[Finding]:
    """The birth date is missing, does not exist, or makes no sense."""
    for position, traveller in enumerate(facts.manifest.travellers):
        if fault := _fault(traveller.born, facts.today):
            yield Finding(traveller=position, text=fault)


def _fault(born: str, today: date) -> str:
    if not born:
        return "No birth date was declared."
    known = day(born)
    if not known.year or not _exists(known):
        return f"The birth date {born[:20]} does not exist."
    if _earliest(known) > today:
        return f"The birth date {born} lies in the future."
    return (
        f"The birth date {born} makes this traveller older than {OLDEST}." if today.year - known.year > OLDEST else ""
    )


def _exists(known: Day) -> bool:
    try:
        return bool(_earliest(known))
    except ValueError:
        return False


def _earliest(known: Day) -> date:
    return date(known.year, known.month or 1, known.day or 1)

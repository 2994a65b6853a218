"""T03. ICAO Doc 9303 lets a document leave day or month of birth unknown; the year it always has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from roadstead.engine.rules.rule import Facts, Finding
from roadstead.engine.text import dates

OLDEST: Final = 125  # years; nobody has been proven older than 122


def birth_date_impossible(facts: Facts) -> Iterator[Finding]:
    """The birth date is missing, does not exist, or makes no sense."""
    for position, traveller in enumerate(facts.manifest.travellers):
        if fault := _fault(traveller.born, facts.today):
            yield Finding(traveller=position, text=fault)


def _fault(born: str, today: date) -> str:
    if not born:
        return "No birth date was declared."
    first = dates.earliest(born)
    if first is None or dates.is_impossible(born):
        return f"The birth date {born[:20]} does not exist."
    if first > today:
        return f"The birth date {born} lies in the future."
    return (
        f"The birth date {born} makes this traveller older than {OLDEST}." if today.year - first.year > OLDEST else ""
    )

"""Case of a surrender: the facts that the request states, from which grounds for refusal follow. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.requests.fields import MAX_DIGITS
from roadstead.engine.requests.surrender_fields import YES_NO
from roadstead.engine.rules.language.surrender import SURRENDER
from roadstead.engine.rules.language.vocabulary import Kind

# Instrument of a type, as the tables of law name it.
INSTRUMENTS: Final[Mapping[str, str]] = {
    "surrender_cawt": "cawt",
    "surrender_backing": "backing",
    "surrender_extradition": "extradition",
}
NUMBERS: Final[Mapping[str, str]] = {
    "months": "offence.maximum_months",
    "age": "person.age_at_offence",
    "remaining": "case.remaining_months",
}


def stated(fields: Mapping[str, str]) -> dict[str, bool | int]:
    """Return the facts that the fields of the request state."""
    found: dict[str, bool | int] = {
        fact: int(fields[name])
        for name, fact in NUMBERS.items()
        if fields.get(name, "").isdecimal() and len(fields[name]) <= MAX_DIGITS
    }
    if fields.get("absent") in YES_NO:
        found["case.in_absentia"] = fields["absent"] == "yes"
    return found


def parsed(cells: Mapping[str, str]) -> dict[str, bool | int]:
    """Return facts from what was chosen or typed for each; one that is empty is not known."""
    found: dict[str, bool | int] = {}
    for name, text in cells.items():
        fact = SURRENDER.by_name.get(name)
        if fact is None or not text:
            continue
        found[name] = text == "yes" if fact.kind is Kind.YES else int(text)
    return found

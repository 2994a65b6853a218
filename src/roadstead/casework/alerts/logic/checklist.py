"""What a reviewer ticks before deciding: attribute by attribute, same or different, in the same words for all (S14).

The page suggests what the comparison shows; only what an officer has ticked is kept, with the officer's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

SAME, PARTLY, DIFFERENT, UNKNOWN = "same", "partly", "different", "unknown"
FINDINGS: Final = (SAME, PARTLY, DIFFERENT, UNKNOWN)
ATTRIBUTES: Final[dict[str, str]] = {
    "name": "name",
    "born": "birth date",
    "document": "document",
    "sex": "sex",
    "nationality": "nationality",
    "birth_place": "place of birth",
    "address": "address",
    "country": "country",
    "number": "number",
}
MUST: Final = ("name", "born", "document", "sex", "nationality")  # S14: at least these
MUST_OF_A_PARTY: Final = ("name", "address", "country", "number")  # of a bill: a firm has no birth date
# One of these must differ before "namesake" is offered: anybody may hold two passports, nobody was born twice.
# A firm sits where it sits: at another address, under another number, it is another firm.
TELLING: Final = ("born", "sex", "address", "number")
DECISIVE: Final = ("document", "born", "number", "address")  # the same of any of these is no usual namesake


class Compared(Protocol):
    """A row of the comparison on the page."""

    @property
    def key(self) -> str: ...

    @property
    def agreement(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The usual reasons of a namesake, for the officer to take over, change or leave."""

    compared: Mapping[str, str]
    reasons_for: str
    reasons_against: str
    note: str


def suggested(rows: Iterable[Compared]) -> dict[str, str]:
    """What the comparison shows of each attribute that is asked for."""
    return {row.key: row.agreement for row in rows if row.key in ATTRIBUTES}


def known(ticked: Mapping[str, str]) -> dict[str, str]:
    """Of what was sent, the attributes and words that exist."""
    return {name: ticked[name] for name in ATTRIBUTES if ticked.get(name) in FINDINGS}


def missing(compared: Mapping[str, str], must: Iterable[str] = MUST) -> list[str]:
    """The attributes that must be compared and were not, in words."""
    return [ATTRIBUTES[name] for name in must if compared.get(name) not in FINDINGS]


def speaks_for(compared: Mapping[str, str]) -> list[str]:
    return [ATTRIBUTES[name] for name in ATTRIBUTES if compared.get(name) in {SAME, PARTLY}]


def speaks_against(compared: Mapping[str, str]) -> list[str]:
    return [ATTRIBUTES[name] for name in ATTRIBUTES if compared.get(name) == DIFFERENT]


def usual_reasons(rows: Iterable[Compared]) -> Usual | None:
    """None where this is not the usual namesake: nothing telling differs, or something decisive is the same."""
    compared = suggested(rows)
    against = speaks_against(compared)
    too_alike = SAME in {compared.get(name) for name in DECISIVE}
    if too_alike or not any(compared.get(name) == DIFFERENT for name in TELLING):
        return None
    alike = speaks_for(compared)
    return Usual(
        compared=compared,
        reasons_for=f"Alike: {', '.join(alike)}." if alike else "Nothing.",
        reasons_against=f"Different: {', '.join(against)}.",
        note=f"A namesake: {', '.join(against)} {'differ' if len(against) > 1 else 'differs'}.",
    )

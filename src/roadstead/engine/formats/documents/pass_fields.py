"""The fields of a boarding pass in their order, with their sizes: IATA Resolution 792, attachment B."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Fields = Mapping[str, int]  # name: number of characters

HEAD: Final[Fields] = {"format": 1, "legs": 1, "name": 20, "electronic_ticket": 1}
LEG: Final[Fields] = {
    "booking": 7,
    "origin": 3,
    "destination": 3,
    "carrier": 3,
    "flight": 5,
    "day": 3,
    "cabin": 1,
    "seat": 4,
    "sequence": 5,
    "status": 1,
    "size": 2,
}
OF_THE_PASS: Final[Fields] = {
    "passenger": 1,
    "check_in_source": 1,
    "issue_source": 1,
    "issued": 4,
    "document_type": 1,
    "issuer": 3,
    "bag_tag": 13,
    "bag_tag_2": 13,
    "bag_tag_3": 13,
}
OF_A_LEG: Final[Fields] = {
    "airline_number": 3,
    "ticket_serial": 10,
    "selectee": 1,
    "verification": 1,
    "marketing_carrier": 3,
    "frequent_flyer_airline": 3,
    "frequent_flyer": 16,
    "discount": 1,
    "baggage_allowance": 3,
    "fast_track": 1,
}
HEAD_SIZE: Final = sum(HEAD.values())
LEG_SIZE: Final = sum(LEG.values())


def taken(text: str, fields: Fields) -> tuple[dict[str, str], str]:
    """The fields as they stand in the text, and what follows them. Text that ends early gives empty fields."""
    found: dict[str, str] = {}
    at = 0
    for name, size in fields.items():
        found[name] = text[at : at + size].strip()
        at += size
    return found, text[at:]

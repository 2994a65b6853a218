"""Element names of entry summary declarations (ICS, Regulation (EU) 952/2013), folded and without their numbers.

Every name ends in letters and digits that give its place in the message (RefNumHEA4, NamCO17), so only the beginnings
are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import PartyRole

# Root: action on the declaration (UN/EDIFACT 1225).
DECLARATIONS: Final[Mapping[str, str]] = {"cc315a": "9", "cc313a": "4", "ie315": "9", "ie313": "4"}
RESPONSES: Final[Mapping[str, str]] = {
    "cc328a": "the declaration is registered",
    "cc316a": "the declaration is rejected",
    "cc304a": "the amendment is accepted",
    "cc305a": "the amendment is rejected",
    "cc351a": "goods may not be loaded, or will be examined",
    "successresponse": "the declaration was received",
    "errorresponse": "the declaration was not received",
}
PARTIES: Final[Mapping[str, PartyRole]] = {
    "traconco": PartyRole.CONSIGNOR,
    "traconce": PartyRole.CONSIGNEE,
    "notpar": PartyRole.NOTIFY,
    "prtnot": PartyRole.NOTIFY,
    "tracarent": PartyRole.CARRIER,
    "perlodsumdec": PartyRole.DECLARANT,
    "trarep": PartyRole.AGENT,
}
LANGUAGE: Final = "lng"  # part of the name of a text's language
TRANSPORT_DOCUMENTS: Final = ("N703", "N704", "N705", "N714", "N720", "N722", "N730", "N740", "N741", "N750")
# Values of the head and of an item without a field of their own: beginning of the name in the head (HEA) or item.
HEAD_VALUES: Final = ("comrefnum", "specirind", "trachametofpay", "decpla", "decdattim", "dattimame", "amdpla")
ITEM_VALUES: Final = ("comrefnum", "metofpay")

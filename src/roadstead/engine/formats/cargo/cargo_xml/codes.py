"""Names and codes of Cargo-XML (IATA), folded. The schemas may not be published; names are taken from real messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import PartyRole

ROOTS: Final[Mapping[str, str]] = {
    "waybill": "XFWB",
    "housewaybill": "XFZB",
    "housemanifest": "XFHL",
    "flightmanifest": "XFFM",
    "statusmessage": "XFSU",
    "response": "XFNM",
    "responsemessage": "XFNM",
    "freightbookedlist": "XFBL",
}
# UN/EDIFACT 1001, for messages without a known root
BY_CODE: Final[Mapping[str, str]] = {"740": "XFWB", "741": "XFWB", "703": "XFZB"}
PURPOSES: Final[Mapping[str, str]] = {  # UN/EDIFACT 1225
    "creation": "9",
    "original": "9",
    "update": "4",
    "change": "4",
    "replace": "5",
    "deletion": "3",
    "delete": "3",
    "cancellation": "1",
    "cancel": "1",
}
PARTIES: Final[Mapping[str, PartyRole]] = {
    "consignorparty": PartyRole.CONSIGNOR,
    "consigneeparty": PartyRole.CONSIGNEE,
    "freightforwarderparty": PartyRole.AGENT,  # issuer of the waybill for the carrier
    "notifyparty": PartyRole.NOTIFY,
    "notifiedparty": PartyRole.NOTIFY,
    "carrierparty": PartyRole.CARRIER,
    "associatedparty": PartyRole.OTHER,  # of the role that it names
}
ROLES: Final[Mapping[str, PartyRole]] = {  # UN/EDIFACT 3035
    "NI": PartyRole.NOTIFY,
    "N1": PartyRole.NOTIFY,
    "N2": PartyRole.NOTIFY,
    "CZ": PartyRole.CONSIGNOR,
    "CN": PartyRole.CONSIGNEE,
    "FW": PartyRole.FORWARDER,
    "AG": PartyRole.AGENT,
    "CA": PartyRole.CARRIER,
    "SE": PartyRole.SELLER,
    "BY": PartyRole.BUYER,
    "OW": PartyRole.OWNER,
}
ITEMS: Final = ("includedmasterconsignmentitem", "includedhouseconsignmentitem", "includedconsignmentitem")
HOUSES: Final = ("includedhouseconsignment",)
UNITS: Final = ("associatedunitloadtransportequipment", "utilizedunitloadtransportequipment")
MASS: Final = ("includedtaregrossweightmeasure", "grossweightmeasure", "totalgrossweightmeasure")
VOLUME: Final = ("grossvolumemeasure", "totalgrossvolumemeasure")
PIECES: Final = ("totalpiecequantity", "piecequantity")
TIMES: Final = (
    "actualoccurrencedatetime",
    "estimatedoccurrencedatetime",
    "scheduledoccurrencedatetime",
    "occurrencedatetime",
)
WHOLE: Final = "T"  # TransportSplitDescription: total, part, split, divided
CONSOLIDATION: Final = "C"  # IncludedHeaderNote/ContentCode

"""Codes of cargo messages and their meanings: one table per data element (UN/EDIFACT D.95B to D.21B, SMDG)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Level, Mode, PartyRole

# 1153 of a bill, and its level. MB and MWB name the master bill, unless no other number is sent.
BILLS: Final[Mapping[str, Level]] = {
    "BM": Level.MASTER,
    "AWB": Level.MASTER,
    "BH": Level.HOUSE,
    "HB": Level.HOUSE,
    "HWB": Level.HOUSE,
    "HAB": Level.HOUSE,
}
MASTERS: Final = ("MB", "MWB", "MAB")
# 1001 of DOC, if the bill is named as a document.
DOCUMENTS: Final[Mapping[str, Level]] = {
    "704": Level.MASTER,
    "705": Level.MASTER,
    "706": Level.MASTER,
    "710": Level.MASTER,
    "740": Level.MASTER,
    "741": Level.MASTER,
    "703": Level.HOUSE,
    "714": Level.HOUSE,
}
WAYBILLS: Final = ("AAM", "AAS")  # 1153 of a bill if no other number is sent (ACE)
BY_AIR: Final = {"AWB", "HWB", "MWB", "MAB", "HAB", "740", "741", "703"}
NO_BILL: Final = {"", "0", "1"}  # placeholders in bay plans, where the directory requires a number

# 7365 of GIS and GEI.
NATURES: Final[Mapping[str, str]] = {"22": "export", "23": "import", "24": "transit", "28": "transhipment"}
# 8249 of EQD.
STATUSES: Final[Mapping[str, str]] = {
    "2": "export",
    "3": "import",
    "4": "transit",
    "6": "transhipment",
    "17": "transhipment",
}
EMPTY: Final = {"4"}  # 8169
FULL: Final = {"5", "6", "7", "8", "11", "12", "13", "1", "2", "3", "9", "10"}
# 8053 of EQD.
KINDS: Final[Mapping[str, str]] = {
    "CN": "container",
    "": "container",
    "AM": "container",
    "AJ": "container",
    "UL": "unit load device",
    "TE": "trailer",
    "AQ": "trailer",
    "CH": "trailer",
    "BI": "trailer",
    "BB": "bulk",
    "BL": "bulk",
}
CONTAINER: Final = "container"

# 3227 of a consignment: the field of the record. If two codes name one field, the first one sent is used.
PLACES: Final[Mapping[str, str]] = {
    "9": "load",
    "11": "discharge",
    "12": "discharge",
    "76": "origin",
    "88": "origin",
    "5": "origin",
    "80": "origin",
    "198": "origin",
    "8": "destination",
    "7": "destination",
    "83": "destination",
    "20": "destination",
    "85": "destination",
    "170": "destination",
    "13": "transhipment",
    "27": "origin_country",
    "35": "origin_country",
    "14": "location",
    "18": "location",
    "202": "location",
}
# 3227 of a container.
UNIT_PLACES: Final[Mapping[str, str]] = {
    "9": "loaded_at",
    "11": "discharged_at",
    "12": "discharged_at",
    "76": "origin",
    "80": "origin",
    "83": "final_place",
    "7": "final_place",
    "8": "final_place",
    "170": "final_place",
    "147": "stowed",
}
COUNTRIES: Final = {"origin_country"}

# 3035.
PARTIES: Final[Mapping[str, PartyRole]] = {
    "CN": PartyRole.CONSIGNEE,
    "UC": PartyRole.CONSIGNEE,
    "CZ": PartyRole.CONSIGNOR,
    "OS": PartyRole.CONSIGNOR,
    "SH": PartyRole.CONSIGNOR,
    "EX": PartyRole.CONSIGNOR,
    "SF": PartyRole.CONSIGNOR,
    "NI": PartyRole.NOTIFY,
    "N1": PartyRole.NOTIFY,
    "N2": PartyRole.NOTIFY,
    "CA": PartyRole.CARRIER,
    "CV": PartyRole.CARRIER,
    "CAR": PartyRole.CARRIER,
    "AG": PartyRole.AGENT,
    "CG": PartyRole.AGENT,
    "BC": PartyRole.AGENT,
    "FW": PartyRole.FORWARDER,
    "CS": PartyRole.FORWARDER,
    "SU": PartyRole.SELLER,
    "SE": PartyRole.SELLER,
    "BY": PartyRole.BUYER,
    "GO": PartyRole.OWNER,
    "OW": PartyRole.OWNER,
    "DT": PartyRole.DECLARANT,
    "CPE": PartyRole.MASTER,
}
SENDER: Final = "MS"
COUNTED: Final[Mapping[str, str]] = {"114": "passengers", "115": "crew"}  # 6063 of QTY
DRIVERS: Final = {"VW", "FM"}  # driver of a truck and other members of its crew (ACE)
OPERATORS: Final = ("CF", "CA")  # of a container: its operator takes precedence over the carrier

# 6069 of a consignment or of the whole message: the field of the record.
TOTALS: Final[Mapping[str, str]] = {
    "7": "gross_mass_kg",
    "32": "gross_mass_kg",
    "59": "gross_mass_kg",
    "11": "packages",
    "8": "packages",
    "58": "packages",
    "15": "volume_m3",
    "26": "volume_m3",
    "10": "bills",
    "16": "containers",
    "56": "containers",
}
# 5025 of MOA: the kind of the amount.
MONEY: Final[Mapping[str, str]] = {
    "40": "customs",
    "43": "customs",
    "44": "transport",
    "141": "customs",
    "39": "goods",
    "63": "goods",
    "38": "goods",
    "66": "goods",
    "203": "goods",
    "67": "insurance",
    "70": "insurance",
    "64": "freight",
    "144": "freight",
    "101": "freight",
}
# 4451 of FTX.
GOODS_TEXT: Final = {"AAA", "PRD"}
DANGER_TEXT: Final = {"AAC", "AAD"}
# 1153 of a goods line.
HS_REFERENCES: Final = {"HS", "ABD", "AKR"}
CHASSIS: Final = {"AKG", "VIN", "VN"}
PACKING_GROUPS: Final[Mapping[str, str]] = {"1": "I", "2": "II", "3": "III"}

# 8067 and 8179: the first digit is the mode (UNECE recommendations 19 and 28).
MODES: Final[Mapping[str, Mode]] = {"1": Mode.SEA, "8": Mode.SEA, "3": Mode.ROAD, "4": Mode.AIR}
AIRCRAFT: Final = "6"  # 8179 in Australian messages
MAIN_CARRIAGE: Final = {"20", "11", "12", ""}
# 3227 of the voyage: ports of departure and arrival, in the order of travel.
ROUTE: Final[Mapping[str, int]] = {
    "94": 0,
    "125": 0,
    "76": 1,
    "5": 2,
    "9": 2,
    "92": 3,
    "60": 4,
    "11": 4,
    "12": 4,
    "87": 4,
    "153": 4,
    "8": 5,
    "61": 5,
    "7": 6,
    "130": 6,
}
OFFICES: Final = {"22", "41", "118"}  # 3227: the customs office
ORIGINS: Final = {"94", "125", "76", "5", "9", "80"}
# 2005 of the voyage.
DEPARTURES: Final = {"133", "136", "186", "189"}
ARRIVALS: Final = {"132", "178", "232", "2", "17", "76", "69"}
SCHEDULED: Final = {"189", "232"}
ARRIVED: Final = "178"
ACTUAL: Final = {"136", ARRIVED, "186"}
DAY_AND_TIME: Final = "401"  # 2379: only the time of day, after a DTM with the date
DOCUMENT_TIME: Final = "137"
# 2005 of a container: time of loading, discharge or passage through the gate.
EVENT_TIMES: Final = ("203", "7", "181", "136", "178", "WAT")

# 1001 of a gate report.
GATES: Final[Mapping[str, str]] = {
    "34": "gate in",
    "36": "gate out",
    "109": "gate in",
    "110": "gate out",
    "266": "changed or weighed",
}
GATE_PLACES: Final = {"165", "175", "89", "10", "99"}
COMMON_REFERENCES: Final = {"BN", "BM"}  # 1153 of the header that applies to every container

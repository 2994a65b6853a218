"""Code tables of PAXLST, one per data element (WCO/IATA/ICAO guide, IMO FAL.5/Circ.40, CBP, ACE)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Function, Mode, Role

# 3035, role of a party. VW is the driver of a truck (ACE).
ROLES: Final[Mapping[str, Role]] = {
    "FL": Role.PASSENGER,
    "FM": Role.CREW,
    "DDU": Role.TRANSIT_PASSENGER,
    "DDT": Role.TRANSIT_CREW,
    "VW": Role.CREW,
}
REPORTING_PARTY: Final = "MS"

# 1001, kind of list; for 266 the subcode decides.
FLIGHT_STATUS: Final = "266"
MASTER_CREW: Final = "336"  # all crew of an airline, not of one flight
LISTS: Final[Mapping[str, Function]] = {
    "745": Function.PASSENGERS,
    "250": Function.CREW,
    MASTER_CREW: Function.CREW,
    "10": Function.CREW,
    FLIGHT_STATUS: Function.CHANGE,
}
CHANGE_OF_FLIGHT: Final = "CF"  # names ports and times, and usually no people
# 1004, the action to be taken with the list.
SUBCODES: Final[Mapping[str, Function]] = {
    "CP": Function.CHANGE,
    "RP": Function.CHANGE,
    CHANGE_OF_FLIGHT: Function.CHANGE,
    "XR": Function.CANCEL,
    "XF": Function.CANCEL,
    "CL": Function.CLOSE,
    "CLNB": Function.CLOSED_NOT_ON_BOARD,
    "CLOB": Function.CLOSED_ON_BOARD,
    "DC": Function.CLOSED_ON_BOARD,  # e-Borders (UK): confirmation of departure
    "DE": Function.CLOSED_NOT_ON_BOARD,  # and its exceptions; CI, at check-in, is a list
}
# 1004 of a master crew list (CBP): the action on the crew that it names.
OF_MASTER_CREW: Final[Mapping[str, Function]] = {"G": Function.CHANGE, "H": Function.CANCEL, "I": Function.CHANGE}
# 1004 of a crew list (CBP): the kind of flight.
CREW_KINDS: Final[Mapping[tuple[str, str], str]] = {
    ("250", "C"): "crew of a passenger flight",
    ("250", "CC"): "changed crew of a passenger flight",
    ("250", "B"): "crew of a cargo flight",
    ("250", "BC"): "changed crew of a cargo flight",
    ("250", "A"): "crew of a passenger flight that only flies over",
    ("250", "D"): "crew of a cargo flight that only flies over",
    ("250", "E"): "crew of a passenger flight that goes on within the country",
    ("250", "EC"): "changed crew of a passenger flight that goes on within the country",
    ("250", "F"): "crew of a cargo flight that goes on within the country",
    ("250", "FC"): "changed crew of a cargo flight that goes on within the country",
    (MASTER_CREW, "G"): "crew to be added to the airline's master list",
    (MASTER_CREW, "H"): "crew to be taken off the airline's master list",
    (MASTER_CREW, "I"): "crew whose entry in the airline's master list changes",
}
# 1225, message function.
FUNCTIONS: Final[Mapping[str, Function]] = {
    "1": Function.CANCEL,
    "2": Function.CHANGE,
    "3": Function.CANCEL,
    "4": Function.CHANGE,
}
MAX_SUBCODE_CHARS: Final = 4  # a longer 1004 is a document number

# 8067, means of transport.
MODES: Final[Mapping[str, Mode]] = {"1": Mode.SEA, "3": Mode.ROAD, "4": Mode.AIR, "8": Mode.SEA}
# 8051, stage of transport; 11 is the truck of ACE.
AT_THE_BORDER: Final = "11"
MAIN_CARRIAGE: Final = {"20", AT_THE_BORDER, ""}
IMO_NUMBER: Final = "146"  # 1131 of C222
CALL_SIGN: Final = "103"

# 3227 of a call, in the order in which a craft reaches them; 92 may be anywhere between.
LAST_DEPARTURE: Final = "125"
FIRST_ARRIVAL: Final = "87"
DEPARTS: Final = {LAST_DEPARTURE, "5", "9", "76", "94"}
IN_TRAVEL: Final[Mapping[str, int]] = {
    "76": 0,
    "94": 1,
    LAST_DEPARTURE: 2,
    "5": 2,
    "9": 2,
    FIRST_ARRIVAL: 3,
    "60": 3,
    "8": 3,
    "11": 3,
    "61": 4,
    "130": 5,
}
CALLS: Final = {*IN_TRAVEL, "92"}
# 2005 of a call.
DEPARTURES: Final = {"189", "133", "136", "186"}
ARRIVALS: Final = {"232", "132", "178"}
SCHEDULED: Final = {"189", "232"}

# 3227 of a person: the field, and its name in problems.
PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "22": ("clearance", "place of clearance"),
    "174": ("residence", "country of residence"),
    "178": ("embark", "port of embarkation"),
    "179": ("disembark", "port of disembarkation"),
    "180": ("birth_place", "place of birth"),
}
# 1153 of a person.
REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    "AVF": ("booking", "booking reference"),
    "ABO": ("passenger", "passenger reference"),
    "AEA": ("government", "government reference"),
    "CR": ("customer", "customer reference"),
    "YZY": ("ticket", "ticket number"),
    "SEA": ("seat", "seat"),
}

SEXES: Final[Mapping[str, str]] = {
    "M": "M",
    "F": "F",
    "X": "X",
    "U": "",
    "MALE": "M",
    "FEMALE": "F",
    "MI": "M",
    "FI": "F",
    "<": "",
}
SEX: Final = {"2", ""}  # 9017 of an ATT that states the sex
FILLER: Final = "<"  # of the machine readable zone, after codes shorter than three letters (D<<)
VERIFIED: Final[Mapping[str, bool]] = {"173": True, "174": False, "ZZZ": True}  # ZZZ: CBP, before D.05B
CHANGED: Final = "36"  # 7365: only what has changed is sent
# 2005 of a document.
EXPIRY: Final = {"36"}
ISSUE: Final = {"182", "137"}
ISSUED_IN: Final = "91"
STATE_OF_A_COUNTRY: Final = "163"  # ACE: LOC+91 of the state, then one of the country

# 3155: suffix of a contact whose kind its form does not show.
CONTACTS: Final[Mapping[str, str]] = {"TE": "", "EM": "", "": "", "FX": " (fax)", "AB": " (telex)"}
# 6069, the kind of total.
TOTALS: Final[Mapping[str, str]] = {"42": "passengers", "41": "crew"}
COUNTED_AS: Final[Mapping[Role, str]] = {
    Role.PASSENGER: "passengers",
    Role.TRANSIT_PASSENGER: "passengers",
    Role.CREW: "crew",
    Role.TRANSIT_CREW: "crew",
}
KILOGRAMS: Final[Mapping[str, float]] = {"KGM": 1.0, "KG": 1.0, "K": 1.0, "": 1.0, "LBR": 0.45359237, "LB": 0.45359237}

# Limits of usual values.
MAX_COUNT_DIGITS: Final = 2  # digits of a number of bags
NO_TAGS: Final = {"NULL", "NONE", "NIL", "0"}  # sent in place of a bag's tag
MAX_NUMBER_CHARS: Final = 20  # characters; ICAO Doc 9303 has nine, identity cards up to about eighteen
MAYBE_CUT_CHARS: Final = 35  # characters of a name; senders of the older directories cut here

"""Codes of PNRGOV (IATA PADIS code set) and their values in our records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# PADIS 6353, traveller type, and the three-letter codes of fare systems that are sent in its place.
AGE_GROUPS: Final[Mapping[str, str]] = {
    "A": "adult",
    "ADT": "adult",
    "C": "child",
    "CH": "child",
    "CHD": "child",
    "CNN": "child",
    "UN": "child",
    "UNN": "child",
    "IN": "infant",
    "INF": "infant",
    "INS": "infant",
    "IS": "infant",
    "I": "infant",
}
GROUP_NAME: Final = "G"  # TIF: the name of a group, not of a person
SEXES: Final[Mapping[str, str]] = {
    "M": "M",
    "MI": "M",
    "MALE": "M",  # words are sent, too
    "F": "F",
    "FI": "F",
    "FEMALE": "F",
    "X": "X",
    "XI": "X",
    "U": "",
    "UI": "",
}
INFANT_SEXES: Final = frozenset({"MI", "FI", "XI", "UI"})
TITLES: Final = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "PROF", "SIR", "MX"})

# DAT 2005
LAST_CHANGE: Final = "700"

KILOGRAMS: Final = "700"  # TBD 6411
IN_KILOGRAMS: Final = frozenset({KILOGRAMS, "K", "KG", "KGM", ""})  # letters are sent, too
IN_POUNDS: Final = frozenset({"701", "L", "LB", "LBS", "LBR"})
POUND_KG: Final = 0.45359237

FARES: Final[Mapping[str, str]] = {"B": "base", "T": "total", "E": "equivalent", "P": "paid"}  # MON 5025

ACTIONS: Final[Mapping[str, str]] = {  # SAC, and the letter in an Amadeus LTS line
    "A": "added",
    "X": "cancelled",
    "C": "changed",
    "R": "replied",
    "O": "original",
    "P": "queued",
    "S": "split",
    "Z": "received",
}
RESIDENCE: Final = "R"  # DOCA
DESTINATION: Final = "D"
PUSH: Final = "22"  # MSG 1225
OF_DOCO: Final = frozenset({"V", "R", "K"})  # visa, redress number, known traveller number

"""Names and codes of ASYCUDA World's cargo messages, folded. Package and trade codes differ from country to country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Load

# Folded root: message name, and action on its bills (UN/EDIFACT 1225: 2 adds them to what was sent).
ROOTS: Final[Mapping[str, tuple[str, str]]] = {
    "awmds": ("Awmds", ""),  # the manifest
    "awbolds": ("Awbolds", ""),  # house bills of one master
    "awmcds": ("Awmcds", ""),  # bills of a co-loader
    "awappend": ("Awappend", "2"),  # bills added to a manifest that is registered
    "awbolegmds": ("Awbolegmds", ""),  # bills of an export manifest
}
HOUSE_BILL_MESSAGES: Final = {"Awbolds"}
BILL: Final = "bolsegment"
# UN/EDIFACT 7365 as ASYCUDA uses it.
NATURES: Final[Mapping[str, str]] = {"22": "export", "23": "import", "24": "transit", "28": "transhipment"}
AIR_BILLS: Final = ("AWB", "MAWB", "HAWB", "HWB", "740", "741", "703")
HOUSE_BILLS: Final = ("HSB", "HBL", "HWB", "HAWB", "HB", "714", "703")
LOADS: Final[Mapping[str, Load]] = {
    "FCL": Load.FULL, "LCL": Load.FULL, "FULL": Load.FULL, "F": Load.FULL, "FS": Load.FULL, "FM": Load.FULL,
    "5": Load.FULL, "01": Load.FULL, "02": Load.FULL, "1/1": Load.FULL, "1/2": Load.FULL, "2/1": Load.FULL,
    "2/2": Load.FULL, "PRT": Load.FULL,
    "EMP": Load.EMPTY, "ETY": Load.EMPTY, "MTY": Load.EMPTY, "MT": Load.EMPTY, "EMPTY": Load.EMPTY, "E": Load.EMPTY,
    "4": Load.EMPTY, "00": Load.EMPTY, "0/0": Load.EMPTY,
}  # fmt: skip
YES: Final = {"1": True, "TRUE": True, "Y": True, "YES": True, "0": False, "FALSE": False, "N": False, "NO": False}
VALUES: Final = ("freight", "customs", "insurance", "transport")

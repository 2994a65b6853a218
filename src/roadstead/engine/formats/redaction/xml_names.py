"""Closed list of the data kept of a PNRGOV in XML (IATA guide 13.1 to 16.1), by folded names.

The names are in `data/xml_names.csv`; everything else is removed.

An attribute is kept if its element and its own name are on the list; a text if its element's name is listed as text or
code.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

SERVICES: Final = frozenset({"ssr", "docssr", "specialservicerequest", "osi", "otherserviceinformation"})
ALWAYS_DROPPED: Final = frozenset({"osi", "otherserviceinformation"})
DOCUMENTS: Final = "docssr"
SERVICE_CODES: Final = ("ssrcode", "code", "ssrtype", "servicecode", "type")
_TABLE: Final = files("roadstead.engine.formats.redaction").joinpath("data", "xml_names.csv").read_text("utf-8")
_ROWS: Final = tuple(line.split(",") for line in _TABLE.splitlines()[1:])
TEXTS: Final = frozenset(name for kept_as, name in _ROWS if kept_as == "text")
CODES: Final = frozenset(name for kept_as, name in _ROWS if kept_as == "code")  # texts that are short codes
SHORT_CODE: Final = re.compile(r"[A-Za-z0-9]{1,5}")
ELEMENTS: Final = TEXTS | CODES | frozenset(name for kept_as, name in _ROWS if kept_as == "element")
ATTRIBUTES: Final = frozenset(name for kept_as, name in _ROWS if kept_as == "attribute")
CARDS: Final = frozenset({"accountnbr", "accountnumber", "cardnumber", "cardnbr"})
NUMBER: Final = "number"
PAYMENTS: Final = frozenset({"paymentinfo", "paymentcard", "payment"})
FARES: Final = frozenset(
    {
        "farebasis",
        "discountedfaretype",
        "discountedfareclasstype",
        "faretype",
        "farecode",
        "discountrpercent",
        "discountpercent",
        "fareinfo",
    }
)
AGES: Final = frozenset({"ptccode", "passengertypecode"})
AGE_CODE: Final = re.compile(r"A|ADT|C|CH|CHD|CNN|UN|UNN|I|IN|INF|INS|IS|C[0-9]{1,2}", re.IGNORECASE)
TITLE: Final = "nametitle"
TITLE_TEXT: Final = re.compile(r"(?:MR|MRS|MS|MISS|MSTR|MX)\.?", re.IGNORECASE)
CHANGE_ATTRIBUTES: Final = frozenset(
    {"datetime", "timestamp", "date", "time", "agentsine", "pseudocitycode", "actioncode"}
)
HISTORIES: Final = frozenset({"pnrhistory", "history", "historypnr", "historyinfo"})
# Elements and attributes whose presence reveals religion or health: they are removed with their names.
REVEALING: Final = re.compile(
    r"meal|diet|halal|kosher|wheelchair|medic|health|disab|disease|allerg|blind|deaf|pregnan|oxygen|religi|faith|ethnic"
    r"|assist|mobility|specialneed|unionmember|politic|sexual"
)
MEAL_NAME: Final = re.compile(r"meal|diet|halal|kosher")

"""Problems that name segments, in the words of the XML: the sender of XML knows no TIF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.records import Problem

ELEMENTS: Final[Mapping[str, str]] = {
    "TIF": "Passenger",
    "TVL": "Flight",
    "RCI": "BookingRefID",
    "SRC": "PNR",
    "EQN": "NumberOfPnrs",
    "ORG": "POS",
    "ADD": "ContactInfo",
    "IFT": "ContactInfo",
    "FTI": "CustLoyalty",
    "FOP": "PaymentInfo",
    "TKT": "TicketDocument",
    "MON": "TotalFare",
    "TRI": "CheckInInfo",
    "SSD": "CheckInInfo",
    "TBD": "BagInfo",
    "DDMMYY:HHMM": "DepartureDateTime",
}
TAG: Final = re.compile("|".join(rf"\b{tag}\b" for tag in ELEMENTS))
NUMBER: Final = re.compile(r" \([0-9]{4}\)")  # of a data element


def in_xml(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        replace(
            problem,
            text=TAG.sub(_element, problem.text),
            segment=ELEMENTS.get(problem.segment, problem.segment),
            field=NUMBER.sub("", problem.field),
        )
        for problem in problems
    )


def _element(tag: re.Match[str]) -> str:
    return ELEMENTS[tag[0]]

"""A small invented list of which a test changes one thing, and how to read it."""

from __future__ import annotations

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Traveller

HEAD = "UNA:+.? 'UNB+UNOA:4+XA+GOV+261125:0830+7'"
FLIGHT = "TDT+20+XA123+++XA'LOC+125+LGW'DTM+189:2611250900:201'LOC+87+BGI'DTM+232:2611251340:201'"
ROE = "NAD+FL+++ROE:JANE'ATT+2++F'DTM+329:800416'NAT+2+BRB'DOC+P:110:111+900000001'DTM+36:310630'LOC+91+BRB'"


def read(people: str = ROE, *, flight: str = FLIGHT, kind: str = "745", unh: str = "", total: str = "") -> Reading:
    body = f"UNH+1+PAXLST:D:05B:UN:IATA{unh}'BGM+{kind}'NAD+MS+++DESK'{flight}{people}{total}"
    (reading,) = registry.read(f"{HEAD}{body}UNT+{body.count(chr(39)) + 1}+1'UNZ+1+7'".encode())
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def only(reading: Reading) -> Traveller:
    (traveller,) = reading.manifest.travellers
    return traveller

"""Small invented lists for tests: who is on board is what a test says, the rest is ordinary."""

from __future__ import annotations

from dataclasses import dataclass

# A reviewer has compared everything that must be (S14): for Words, and as the form of the page sends it.
COMPARED = {"name": "same", "born": "different", "document": "different", "sex": "unknown", "nationality": "same"}
COMPARED_FORM = {f"compared-{name}": found for name, found in COMPARED.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    surname: str
    given: str = "ANNA"
    born: str = "800101"
    document: str = "T0000001"
    nationality: str = "BRB"
    reference: str = ""

    def segments(self) -> str:
        booked = f"RFF+AVF:BOOK01'RFF+ABO:{self.reference}'" if self.reference else ""
        paper = f"DOC+P:110:111+{self.document}'DTM+36:350101'LOC+91+{self.nationality}'" if self.document else ""
        name = f"NAD+FL+++{self.surname}:{self.given}'"
        return f"{name}ATT+2++F'DTM+329:{self.born}'NAT+2+{self.nationality}'{booked}{paper}"


def paxlst(
    *people: Person,
    sent: str = "261125:1200",
    reference: str = "1",
    function: str = "745",
    part: str = "",
    route: tuple[str, str] = ("MIA", "BGI"),
    flight: str = "2X101",
) -> bytes:
    """One interchange with one list: 26 November 2026, out at 10.00 and in at 14.00 local."""
    segments = "".join(person.segments() for person in people)
    head = f"UNH+{reference}+PAXLST:D:05B:UN:IATA+{flight}{f'+{part}' if part else ''}'"
    body = (
        f"{head}BGM+{function}'RFF+TN:{reference}'NAD+MS+++DESK'TDT+20+{flight}+++2X'"
        f"LOC+125+{route[0]}'DTM+189:2611261000:201'LOC+87+{route[1]}'DTM+232:2611261400:201'{segments}CNT+42:{len(people)}'"
    )
    envelope = f"UNA:+.? 'UNB+UNOA:4+2X+APIS+{sent}+{reference}'"
    return f"{envelope}{body}UNT+{body.count(chr(39)) + 1}+{reference}'UNZ+1+{reference}'".encode()

"""Element names and codes of an EPCMessage (ISO 28005-2:2011 and 2021), folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Function, Role

TYPE: Final = "EPCMessage"
RELEASE: Final = "ISO 28005-2"
# EPCMessageHeader/MessageType: the request, or the kind of response.
FUNCTIONS: Final[Mapping[str, Function]] = {
    "ACK": Function.ANSWER,
    "NAK": Function.ANSWER,
    "NACK": Function.ANSWER,
    "RECEIPT": Function.ANSWER,
    "RCPT": Function.ANSWER,
    "ACKNOWLEDGE": Function.ANSWER,
    "ACKNOWLEDGEMENT": Function.ANSWER,
    "RESPONSE": Function.ANSWER,
    "REJECT": Function.ANSWER,
    "CANCEL": Function.CANCEL,
    "CANCELLATION": Function.CANCEL,
    "UPDATE": Function.CHANGE,
    "CHANGE": Function.CHANGE,
}
LISTS: Final[Mapping[str, Role]] = {
    "passengerlist": Role.PASSENGER,
    "crewlist": Role.CREW,
    "passengerslist": Role.PASSENGER,
    "crewmemberlist": Role.CREW,
}
PERSONS: Final = ("passengerdata", "crewdata", "crewmember", "crewmemberdata", "passenger", "crew", "person")
# Parts of the message that are not about the call and name ports, times and people of their own.
BESIDE: Final = re.compile(
    "waste|residue|dpg|dangerous|security|isps|cargo|consign|health|stores|bunker|ballast|tenport|shiptoship"
)
COUNTS: Final[Mapping[str, tuple[str, ...]]] = {
    "passengers": ("numberofpassengers", "passengers", "numberofpassengersonboard"),
    "crew": ("numberofcrew", "crew", "numberofcrewmembers", "numberofcrewonboard"),
    "persons": ("numberofpersonsonboard", "numberofpersons", "personsonboard", "total"),
}
LAST_PORT: Final = ("lastport", "lastportofcall", "previousport", "previousportofcall", "portofdeparture")
NEXT_PORT: Final = ("nextport", "nextportofcall")
THIS_PORT: Final = ("portofarrival", "portofcall", "arrivalport")
ARRIVAL: Final = ("arrivaltime", "eta", "ata", "timeofarrival")
DEPARTURE: Final = ("departuretime", "etd", "atd", "timeofdeparture")

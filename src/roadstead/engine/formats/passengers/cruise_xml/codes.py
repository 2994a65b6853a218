"""Element names and codes of eNOAD and its relatives, folded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Function, Role

TYPE: Final = "NOAD"
LISTS: Final[Mapping[str, Role]] = {
    "crewlist": Role.CREW,
    "noncrewlist": Role.PASSENGER,
    "passengerlist": Role.PASSENGER,
    "guestlist": Role.PASSENGER,
    "passengers": Role.PASSENGER,
}
PERSONS: Final = ("crew", "noncrew", "crewmember", "passenger", "guest", "person")
# NOTICE_TRANSACTION_TYPE
FUNCTIONS: Final[Mapping[str, Function]] = {
    "UPDATE": Function.CHANGE,
    "CHANGE": Function.CHANGE,
    "CANCEL": Function.CANCEL,
    "CANCELLATION": Function.CANCEL,
}
NOTHING: Final = {"NULL", "NONE", "N/A", "-"}  # values that programs write when there is no voyage number
LAST_PORT: Final = ("lastport", "lastportofcall")
ARRIVE: Final = ("arrive", "arrival")
DEPART: Final = ("depart", "departure")
NEXT_PORT: Final = ("nextport", "nextportofcall")
ARRIVES: Final = (("arrivedt", "arrivaldt", "arrivedate"), ("arrivetime", "arrivaltime"))
DEPARTS: Final = (("departdt", "departuredt", "departdate"), ("departtime", "departuretime"))

"""The places of a bill in the form in which the legs of its voyage have theirs: by air IATA, by sea UN/LOCODE.

`BBBGI`, `bgi` and `BB BGI` are one port of a ship. What is in no table stays as sent; nothing is guessed. As it was
sent a bill stays where it is kept as declared.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from roadstead.engine.records import Consignment, Mode, OnwardLeg
from roadstead.engine.reference.place_codes import kept, place_code

SHORT: Final = 3  # letters of an agent's short form: a UN/LOCODE without its country
PLACES: Final = ("origin", "load", "discharge", "destination", "transhipment")


def with_places(bill: Consignment, mode: Mode, calls: Collection[str] = ()) -> Consignment:
    """Of a bill on a voyage of this mode that calls at these ports. Onward legs too, as they are told in the same
    codes."""
    stated = {name: sent for name in PLACES if (sent := getattr(bill, name))}
    changed: dict[str, Any] = {
        name: code for name, sent in stated.items() if (code := _code(sent, mode, calls)) != sent
    }
    onward = tuple(_onward(leg, mode) for leg in bill.onward)
    return replace(bill, onward=onward, **changed) if changed or onward != bill.onward else bill


def as_called(sent: str, mode: Mode, calls: Collection[str]) -> str:
    """A place as the legs of a voyage keep it, to compare it with its calls: of a name the country is kept."""
    return kept(_code(sent, mode, calls))


def _code(sent: str, mode: Mode, calls: Collection[str]) -> str:
    """Three letters that elsewhere are an airport are the port where the ship calls and that ends with them: SJO of a
    ship that calls at AGSJO is not Costa Rica's."""
    code = place_code(sent, mode)
    if mode is not Mode.SEA or len(code) != SHORT or code in calls:
        return code
    called = {call for call in calls if call[2:] == code}
    return called.pop() if len(called) == 1 else code


def _onward(leg: OnwardLeg, mode: Mode) -> OnwardLeg:
    return replace(leg, origin=place_code(leg.origin, mode), destination=place_code(leg.destination, mode))

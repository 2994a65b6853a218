"""What a message does to the people of a voyage, by its function and subcode (BGM 1225 and 1004): one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Function, MessageHeader
from roadstead.engine.voyages.versions.merge import Says
from roadstead.engine.voyages.versions.presence import Presence, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`named`, `others`, `everybody`: what becomes of their presence; None leaves it as it is."""

    says: Says
    named: Presence | None = None
    others: Presence | None = None  # passengers it does not name, once the whole of it is there
    everybody: Presence | None = None
    why: Why = Why.NOTHING
    is_list: bool = False  # states who is on board; a newer one may take the place of an older one
    cancels_list: bool = False  # where it names nobody, the list of its transaction is meant
    nobody: str = ""  # the problem's code where it names nobody and so changes nobody


LIST: Final = Effect(says=Says.EVERYTHING, named=Presence.EXPECTED, is_list=True)
CHANGE: Final = Effect(says=Says.WHAT_IT_NAMES, named=Presence.EXPECTED)
REDUCTION: Final = Effect(
    says=Says.PRESENCE, named=Presence.WITHDRAWN, why=Why.REDUCED, nobody="reduction-names-nobody"
)
CANCELLATION: Final = Effect(
    says=Says.PRESENCE, named=Presence.WITHDRAWN, why=Why.CANCELLED, nobody="cancellation-names-nobody"
)
NOBODY: Final = Effect(says=Says.PRESENCE)  # cargo tells nothing of people
VOYAGE_CANCELLED: Final = Effect(says=Says.PRESENCE, everybody=Presence.WITHDRAWN, why=Why.VOYAGE_CANCELLED)
# A boarding pass knows a name, a seat and a booking: it adds to what a list says, and takes no list's place.
TYPES: Final[Mapping[str, Effect]] = {"BCBP": CHANGE}
CHANGE_OF_FLIGHT, CANCEL_FLIGHT = "CF", "XF"

EFFECTS: Final[Mapping[tuple[Function, str], Effect]] = {
    (Function.PASSENGERS, ""): LIST,
    (Function.CREW, ""): LIST,
    (Function.CHANGE, ""): CHANGE,
    (Function.CHANGE, "RP"): REDUCTION,
    (Function.CANCEL, "RP"): REDUCTION,
    (Function.CANCEL, ""): Effect(
        says=Says.PRESENCE, named=Presence.WITHDRAWN, why=Why.CANCELLED, cancels_list=True,
        nobody="cancellation-names-nobody",
    ),
    (Function.CANCEL, "XR"): CANCELLATION,
    (Function.CANCEL, CANCEL_FLIGHT): VOYAGE_CANCELLED,
    (Function.CLOSE, ""): Effect(says=Says.PRESENCE, named=Presence.EXPECTED),
    (Function.CLOSED_ON_BOARD, ""): Effect(
        says=Says.PRESENCE, named=Presence.ON_BOARD, others=Presence.NOT_ON_BOARD, nobody="close-out-names-nobody"
    ),
    (Function.CLOSED_NOT_ON_BOARD, ""): Effect(
        says=Says.PRESENCE, named=Presence.NOT_ON_BOARD, others=Presence.ON_BOARD
    ),
    (Function.BOOKINGS, ""): Effect(says=Says.WHAT_IS_UNKNOWN, named=Presence.BOOKED),
    (Function.ANSWER, ""): Effect(says=Says.PRESENCE),
    (Function.CARGO, ""): NOBODY,
    (Function.STOWAGE, ""): NOBODY,
    (Function.CONVEYANCE, ""): NOBODY,
    (Function.MOVEMENT, ""): NOBODY,
    (Function.DECLARATION, ""): NOBODY,
}  # fmt: skip


def effect_of(header: MessageHeader) -> Effect:
    """By function and subcode, or by function alone; a message that says neither is taken for a passenger list."""
    function = header.function or Function.PASSENGERS
    if header.type in TYPES:
        return TYPES[header.type]
    return EFFECTS.get((function, header.subcode.upper())) or EFFECTS[function, ""]


def cancels_voyage(header: MessageHeader) -> bool:
    return effect_of(header).everybody is Presence.WITHDRAWN

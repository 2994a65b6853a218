"""Order of container (EQD) and stowage position (LOC+147) in a bay plan.

The directory puts the position first. Some senders put the container first; read in the directory's order, each
container would then get the weight, ports and dangerous goods of the one before it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from roadstead.engine.formats.cargo.edifact.message_trees import CONTAINER_FIRST
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Message, Segment, as_text, part

SLOT_TAGS: Final = {"LOC", "MEA"}  # a position's segments; after the last container only if containers come first


class Order(NamedTuple):
    """Order found. `first`: index of a container (EQD) before all positions, or None.

    `is_container_first`: True if EQD opens groups.
    """

    first: int | None = None
    is_container_first: bool = False


def container_order(message: Message, type: str) -> Order:
    """Return which of the two segments opens the group, judged by the beginning and the end of the list."""
    if type not in CONTAINER_FIRST:
        return Order()
    first = next((number for number, each in enumerate(message.segments) if _is_either(each)), None)
    if first is None or message.segments[first][0][0] != "EQD":
        return Order()
    last: dict[str, int] = {}
    for number, each in enumerate(message.segments):
        if _is_either(each):
            last[each[0][0]] = number
    if "LOC" not in last:
        return Order()
    behind = {each[0][0] for each in message.segments[last["EQD"] + 1 :]}
    opens = last["LOC"] > last["EQD"] or (not message.head_missing and bool(behind & SLOT_TAGS))
    return Order(first, opens)


def warn_of_order(order: Order, message: Message, notes: Notebook) -> None:
    """Warn if a container stands before all stowage positions."""
    if order.first is None:
        return
    where = {"segment": "EQD", "field": "stowage position (LOC+147)", "sent": as_text(message.segments[order.first])}
    if order.is_container_first:
        text = Sentence(
            "Each container (EQD) is before its stowage position (LOC+147), which is unusual. We read the "
            "segments after a container as part of it. Send LOC+147 first, then EQD."
        )
        notes.warning("container-before-its-position", text, order.first + 1, **where)
    else:
        text = Sentence(
            "A container (EQD) is before the first stowage position (LOC+147). We kept it without a position, "
            "and read each LOC+147 with the EQD after it. Check the positions, and send LOC+147 before each "
            "EQD."
        )
        notes.warning("container-without-position", text, order.first + 1, **where)


def _is_either(segment: Segment) -> bool:
    tag = segment[0][0]
    return tag == "EQD" or (tag == "LOC" and part(segment, 1) == "147")

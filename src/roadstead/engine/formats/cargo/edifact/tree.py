"""Segments to groups: one pass, each segment to the innermost open group that takes it. Linear, four groups deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import BILLS, DOCUMENTS, PLACES
from roadstead.engine.formats.cargo.edifact.trees import Kind
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.syntax.edifact import Segment, part

SERVICE: Final = {"UNH", "UNT"}
BILL: Final = "bill"
GOODS: Final = "goods"
EQUIPMENT: Final = "equipment"
# A second number of these under one CNI begins a further bill, once the one before it says more than its numbers.
NUMBERS: Final = frozenset({*(("RFF", code) for code in BILLS), *(("DOC", code) for code in DOCUMENTS)})


@dataclass(slots=True)
class Node:
    """A group: the segment that opens it (the message has none), the segments in it and the groups below it."""

    kind: Kind
    opener: Found | None = None
    leaves: list[Found] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    numbered: str | None = None  # a bill's own number, once one has come
    placed: frozenset[str] = frozenset()  # codes (3227) of the places that have
    is_behind_goods: bool = False  # whether the last group in it, containers aside, was of goods

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def number(self) -> int | None:
        """Of the segment that opens it, counted from 1."""
        return self.opener.number if self.opener else None

    def below(self, name: str) -> list[Node]:
        return [node for node in self.nodes if node.name == name]

    def everywhere(self, name: str) -> Iterator[Node]:
        """Groups of this kind at any depth, in the order sent."""
        for node in self.nodes:
            if node.name == name:
                yield node
            yield from node.everywhere(name)


@dataclass(slots=True)
class Grown:
    """The message as a tree; `lost` are segments that no open group takes."""

    message: Node
    lost: list[Found] = field(default_factory=list)


def grown(segments: Sequence[Segment], kind: Kind) -> Grown:
    """Every segment but UNH and UNT exactly once, in its group or in `lost`."""
    made = Grown(Node(kind))
    stack = [made.message]
    for number, segment in enumerate(segments, 1):
        if segment[0][0] not in SERVICE:
            _place(Found(number, segment), stack, made)
    return made


def _place(found: Found, stack: list[Node], made: Grown) -> None:
    tag, key = found.tag, f"{found.tag}+{part(found.segment, 1)}"
    if (tag, found.code) in NUMBERS and _begins_another(stack, found):
        return _open(stack[1].kind, found, stack, 0)
    for depth in range(len(stack) - 1, -1, -1):
        node = stack[depth]
        below = node.kind.opens.get(key) or node.kind.opens.get(tag)
        if below:
            return _open(below, found, stack, depth)
        if _takes(node, found, key, stack, depth):
            if not _is_place_of_the_bill(found, stack):  # the container goes on behind it
                del stack[depth + 1 :]
            return _add(node, found)
    return made.lost.append(found)


def _add(node: Node, found: Found) -> None:
    node.leaves.append(found)
    node.numbered = _number(found) or node.numbered
    if found.tag == "LOC":
        node.placed |= {found.code}


def _open(kind: Kind, found: Found, stack: list[Node], depth: int) -> None:
    node = Node(kind, found, numbered=_number(found))
    stack[depth].nodes.append(node)
    if kind.name != EQUIPMENT:
        stack[depth].is_behind_goods = kind.name == GOODS
    stack[depth + 1 :] = [node]


def _takes(node: Node, found: Found, key: str, stack: list[Node], depth: int) -> bool:
    """A stowage position opens a group further out, although LOC may stand here."""
    kind, tag = node.kind, found.tag
    if not {tag, key} & kind.takes or (tag in kind.early and node.is_behind_goods):
        return False
    if node is stack[-1] and _is_place_of_the_bill(found, stack):
        return False
    return not any(key in outer.kind.opens for outer in stack[:depth])


def _is_place_of_the_bill(found: Found, stack: list[Node]) -> bool:
    """A place behind a container is of the bill that holds it, as long as the bill has none of that code: without it
    no state would be told."""
    if found.tag != "LOC" or stack[-1].name != EQUIPMENT:
        return False
    bill = stack[-2]
    return bill.name == BILL and found.code in PLACES and found.code not in bill.placed


def _begins_another(stack: list[Node], found: Found) -> bool:
    """Whether a bill is open that has its number already, and places, parties or goods after it. A container that
    names its bill begins none."""
    bill = stack[1] if len(stack) > 1 else stack[0]
    if stack[-1].name == EQUIPMENT and _number(found) == bill.numbered:
        return False
    return bill.name == BILL and bill.numbered is not None and (bool(bill.nodes) or bool(bill.placed))


def _number(found: Found) -> str | None:
    if (found.tag, found.code) not in NUMBERS:
        return None
    return found.value if found.tag == "RFF" else part(found.segment, 2)

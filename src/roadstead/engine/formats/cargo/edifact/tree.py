"""Grouping of segments in one pass: each goes to the innermost open group that takes it. Linear, four groups deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import BILLS, DOCUMENTS, PLACES
from roadstead.engine.formats.cargo.edifact.message_trees import GroupKind
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.syntax.edifact import Segment, part

SERVICE: Final = {"UNH", "UNT"}
BILL: Final = "bill"
GOODS: Final = "goods"
EQUIPMENT: Final = "equipment"
# A second number of these under one CNI begins a further bill, once the current bill has more than its numbers.
NUMBERS: Final = frozenset({*(("RFF", code) for code in BILLS), *(("DOC", code) for code in DOCUMENTS)})


@dataclass(slots=True)
class Node:
    """One group: the segment that opens it (the message has none), its segments, and the groups below it."""

    kind: GroupKind
    opener: NumberedSegment | None = None
    leaves: list[NumberedSegment] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    bill_number: str | None = None  # a bill's own number, once found
    place_codes: frozenset[str] = frozenset()  # codes (3227) of the places found
    is_behind_goods: bool = False  # True if the last group in it, except containers, was goods

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def number(self) -> int | None:
        """Number of the segment that opens it, counted from 1."""
        return self.opener.number if self.opener else None

    def below(self, name: str) -> list[Node]:
        return [node for node in self.nodes if node.name == name]

    def everywhere(self, name: str) -> Iterator[Node]:
        """Yield groups of this kind at any depth, in the order sent."""
        for node in self.nodes:
            if node.name == name:
                yield node
            yield from node.everywhere(name)


@dataclass(slots=True)
class SegmentTree:
    """Message as a tree; `lost` are segments that no open group takes."""

    message: Node
    lost: list[NumberedSegment] = field(default_factory=list)


def build_tree(segments: Sequence[Segment], kind: GroupKind) -> SegmentTree:
    """Return every segment except UNH and UNT exactly once, in its group or in `lost`."""
    made = SegmentTree(Node(kind))
    stack = [made.message]
    for number, segment in enumerate(segments, 1):
        if segment[0][0] not in SERVICE:
            _place(NumberedSegment(number, segment), stack, made)
    return made


def _place(found: NumberedSegment, stack: list[Node], made: SegmentTree) -> None:
    tag, key = found.tag, f"{found.tag}+{part(found.segment, 1)}"
    if (tag, found.code) in NUMBERS and _begins_another(stack, found):
        return _open(stack[1].kind, found, stack, 0)
    for depth in range(len(stack) - 1, -1, -1):
        node = stack[depth]
        below = node.kind.opens.get(key) or node.kind.opens.get(tag)
        if below:
            return _open(below, found, stack, depth)
        if _takes(node, found, key, stack, depth):
            if not _is_place_of_the_bill(found, stack):  # the container's group stays open after it
                del stack[depth + 1 :]
            return _add(node, found)
    return made.lost.append(found)


def _add(node: Node, found: NumberedSegment) -> None:
    node.leaves.append(found)
    node.bill_number = _number(found) or node.bill_number
    if found.tag == "LOC":
        node.place_codes |= {found.code}


def _open(kind: GroupKind, found: NumberedSegment, stack: list[Node], depth: int) -> None:
    node = Node(kind, found, bill_number=_number(found))
    stack[depth].nodes.append(node)
    if kind.name != EQUIPMENT:
        stack[depth].is_behind_goods = kind.name == GOODS
    stack[depth + 1 :] = [node]


def _takes(node: Node, found: NumberedSegment, key: str, stack: list[Node], depth: int) -> bool:
    """Return True if the group takes the segment. A stowage position opens an outer group even where LOC is allowed."""
    kind, tag = node.kind, found.tag
    if not {tag, key} & kind.takes or (tag in kind.early and node.is_behind_goods):
        return False
    if node is stack[-1] and _is_place_of_the_bill(found, stack):
        return False
    return not any(key in outer.kind.opens for outer in stack[:depth])


def _is_place_of_the_bill(found: NumberedSegment, stack: list[Node]) -> bool:
    """Return True for a place after a container that belongs to the bill, which has no place of that code yet.
    Otherwise no state would be notified.
    """
    if found.tag != "LOC" or stack[-1].name != EQUIPMENT:
        return False
    bill = stack[-2]
    return bill.name == BILL and found.code in PLACES and found.code not in bill.place_codes


def _begins_another(stack: list[Node], found: NumberedSegment) -> bool:
    """Return True if the open bill has its number and places, parties or goods after it. A container that names its own
    bill does not begin another.
    """
    bill = stack[1] if len(stack) > 1 else stack[0]
    if stack[-1].name == EQUIPMENT and _number(found) == bill.bill_number:
        return False
    return bill.name == BILL and bill.bill_number is not None and (bool(bill.nodes) or bool(bill.place_codes))


def _number(found: NumberedSegment) -> str | None:
    if (found.tag, found.code) not in NUMBERS:
        return None
    return found.value if found.tag == "RFF" else part(found.segment, 2)

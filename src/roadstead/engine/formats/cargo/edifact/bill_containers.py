"""Assignment of a manifest's containers to bills without SGP below the goods. It is never guessed among several bills.

By the standard all EQD precede the first CNI and have no link to bills. Some senders put them after each CNI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.edifact.heading import action_of
from roadstead.engine.formats.cargo.edifact.tree import EQUIPMENT, Node
from roadstead.engine.formats.common.edifact_header import is_part
from roadstead.engine.records import Consignment, Container, Load, MessageHeader
from roadstead.engine.syntax.edifact import Segment

WHOLE_LISTS: Final = frozenset({"", "9", "5"})  # 1225: an original, a replacement, or no value


def is_bill_by_bill(segments: Sequence[Segment], envelope: MessageHeader) -> bool:
    """Return True if each EQD belongs to the CNI before it: none precedes the first CNI, and one precedes the last.

    A list after all bills belongs to the last no more than to the others. With a single CNI, True if the list is whole
    or goods follow a container.
    """
    order = [tag for each in segments if (tag := each[0][0]) in {"CNI", "EQD"}]
    if not order or order[0] != "CNI":
        return False
    if order.count("CNI") == 1:
        return "EQD" in order and (_is_whole(segments, envelope) or _is_among_goods(segments))
    last = len(order) - 1 - order[::-1].index("CNI")
    return "EQD" in order[:last]


def _is_whole(segments: Iterable[Segment], envelope: MessageHeader) -> bool:
    bgm = next((each for each in segments if each[0][0] == "BGM"), None)
    return is_whole_list(replace(envelope, action=action_of(bgm)) if bgm else envelope)


def _is_among_goods(segments: Iterable[Segment]) -> bool:
    """Return True if goods of the bill follow a container, so that it is not a list after all bills."""
    order = [tag for each in segments if (tag := each[0][0]) in {"EQD", "GID"}]
    return order[-1] == "GID" and "EQD" in order


def without_ambiguous_containers(nodes: Iterable[Node]) -> list[Node]:
    """Return groups of bills. If one CNI holds several and EQD follow only the last, no bill gets the containers."""
    of_each: list[list[Node]] = []
    for node in nodes:
        if of_each and node.opener and node.opener.tag != "CNI":
            of_each[-1].append(node)
        else:
            of_each.append([node])
    return [node for group in of_each for node in _listed_once(group)]


def _listed_once(group: list[Node]) -> list[Node]:
    if len(group) == 1 or any(map(_has_containers, group[:-1])):
        return group
    return [*group[:-1], _without_containers(group[-1])]


def _has_containers(node: Node) -> bool:
    return any(below.name == EQUIPMENT for below in node.nodes)


def _without_containers(node: Node) -> Node:
    return Node(node.kind, node.opener, node.leaves, [below for below in node.nodes if below.name != EQUIPMENT])


def is_whole_list(head: MessageHeader) -> bool:
    """Return True if no other message belongs to this list.

    A change or an addition names some bills and perhaps all containers of the ship. These may belong to other bills,
    and a state would see another's (S25).
    """
    return head.action in WHOLE_LISTS and not is_part(head)


def assign_containers(bills: Sequence[Consignment], units: Sequence[Container], *, is_whole: bool) -> list[Consignment]:
    """Return bills with the containers that name them (RFF below EQD).

    If the list is whole (`is_whole_list`) and has one bill, which names no container, that bill gets all containers
    that are not declared empty.
    """
    told = _containers_by_reference(bills, units)
    if is_whole and len(told) == 1 and not told[0].containers:
        return [_with(told[0], (unit.number for unit in units if unit.load is not Load.EMPTY))]
    return told


def _containers_by_reference(bills: Sequence[Consignment], units: Sequence[Container]) -> list[Consignment]:
    """Add containers to the first bill of each number only, so that output is not quadratic in the message's length."""
    of: defaultdict[str, list[str]] = defaultdict(list)
    for unit in units:
        for number in unit.bills:
            of[number].append(unit.number)
    return [_with(bill, of.pop(bill.number)) if bill.number in of else bill for bill in bills]


def _with(bill: Consignment, numbers: Iterable[str]) -> Consignment:
    """Add each number once; containers without a number are skipped."""
    return replace(bill, containers=tuple(dict.fromkeys([*bill.containers, *filter(None, numbers)])))

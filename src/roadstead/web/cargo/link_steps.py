"""The part of a graph of connections that a page shows: the first steps from its start, and what is opened from there.
Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from roadstead.filings.cargo.logic.link_graph import Edge, Graph, Key, Kind, Node

MAX_FIRST_NODES: Final = 15  # further steps are shown at first as long as there are no more nodes than these
MAX_OPENED: Final = 60
MAX_SHARED: Final = 20  # shared values listed
MAX_NAMED: Final = 6  # bills named beside a shared value
SHARED_KINDS: Final = (Kind.FIRM, Kind.CONTAINER)
SEPARATOR: Final = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The nodes shown. `hidden`: number of connected nodes not shown, by shown node, for those that can be opened."""

    graph: Graph
    hidden: dict[Key, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNode:
    """A party or container that several bills name: the first bills, the number of others, and its roles."""

    node: Node
    bills: Sequence[Node]
    more: int
    ties: Sequence[str]


def without_common_voyage(graph: Graph) -> Graph:
    """Return the graph without a voyage that every bill is on: a line that all of them have says nothing. A voyage that
    the chart starts with, or that its traveller is on, stays.
    """
    beside = _neighbours(graph.edges)
    bills = {node.key for node in graph.nodes if node.key.kind is Kind.BILL}
    needed = {graph.start, *(beside[graph.start] if graph.start.kind is Kind.TRAVELLER else ())}
    voyages = {node.key for node in graph.nodes if node.key.kind is Kind.VOYAGE} - needed
    common = {key for key in voyages if len(bills) > 1 and bills <= set(beside[key])}
    return _only(graph, {node.key for node in graph.nodes} - common)


def first_steps(graph: Graph, opened: Collection[Key]) -> Steps:
    """Return the nodes one step from the start, more steps if these are few, and those beside the nodes in `opened`."""
    beside = _neighbours(graph.edges)
    shown, further = {graph.start}, {graph.start, *beside[graph.start]}
    while len(shown) == 1 or (shown < further and len(further) <= MAX_FIRST_NODES):
        shown, further = further, further.union(*(beside[key] for key in further))
        if shown == further:
            break
    for key in opened:  # each is opened from a node that is shown by then
        if key in shown:
            shown |= set(beside[key])
    hidden = {key: number for key in shown if (number := len(set(beside[key]) - shown))}
    return Steps(graph=_only(graph, shown), hidden=hidden)


def shared_nodes(graph: Graph) -> list[SharedNode]:
    """Return parties and containers that at least two bills have, those of most bills first."""
    found = [_shared(graph, node) for node in graph.nodes if node.key.kind in SHARED_KINDS]
    several = [each for each in found if len(each.bills) + each.more > 1]
    return sorted(several, key=lambda each: -len(each.bills) - each.more)[:MAX_SHARED]


def _shared(graph: Graph, node: Node) -> SharedNode:
    ties = [(edge, other) for edge, other in graph.ties_of(node.key) if other.key.kind is Kind.BILL]
    bills = list({other.key: other for _, other in ties}.values())
    roles = [tie for tie, _ in Counter(edge.tie for edge, _ in ties).most_common()]
    return SharedNode(node=node, bills=bills[:MAX_NAMED], more=len(bills[MAX_NAMED:]), ties=roles)


def key_text(key: Key) -> str:
    """Return `bill-12`, as `open` in the URL names a node."""
    return f"{key.kind.value}-{key.row}"


def opened_keys(text: str) -> list[Key]:
    """Return the nodes that `open` in the URL names (`bill-12.firm-3`), in that order; other text is ignored."""
    parts = (part.partition("-") for part in text.split(SEPARATOR)[:MAX_OPENED])
    return [Key(kind=Kind(kind), row=row) for kind, _dash, row in parts if row and kind in list(Kind)]


def open_text(opened: Iterable[Key], key: Key) -> str:
    """Return `open` for the URL with one node more."""
    return SEPARATOR.join(key_text(each) for each in [*opened, key])


def _neighbours(edges: Iterable[Edge]) -> defaultdict[Key, list[Key]]:
    beside = defaultdict[Key, list[Key]](list)
    for edge in edges:
        beside[edge.one].append(edge.other)
        beside[edge.other].append(edge.one)
    return beside


def _only(graph: Graph, keys: Collection[Key]) -> Graph:
    edges = tuple(edge for edge in graph.edges if edge.one in keys and edge.other in keys)
    return replace(graph, nodes=tuple(node for node in graph.nodes if node.key in keys), edges=edges)

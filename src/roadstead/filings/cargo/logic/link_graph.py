"""Graph of parties, bills, containers, voyages and people and the ties between them, bounded to what can be shown.
Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_NODES: Final = 60  # nodes of one chart


class Kind(StrEnum):
    FIRM = "firm"
    BILL = "bill"
    CONTAINER = "container"
    VOYAGE = "voyage"
    TRAVELLER = "traveller"


class Tie(StrEnum):
    """Reason why two nodes are connected. A party is tied to a bill by its role, which is a word of its own."""

    ON = "on board of"
    IN = "in"
    HOUSE = "house of"
    TRAVELS = "travels on"
    SAME_NAME = "same name"
    SAME_TELEPHONE = "same telephone or mail"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Key:
    """Identifier of a node. `row`: id of the row; for a container its number."""

    kind: Kind
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node. `voyage`: id of the voyage on whose page a container or a traveller is found."""

    key: Key
    label: str
    voyage: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie between two nodes. `tie`: a Tie, or the role of a party (`model.PartyRole`)."""

    one: Key
    other: Key
    tie: str

    def other_end(self, key: Key) -> Key | None:
        """Return the node at the other end; None if this node is not an end."""
        return {self.one: self.other, self.other: self.one}.get(key)

    @property
    def is_equal_text_only(self) -> bool:
        """True if the tie rests on equal text only, which does not prove identity."""
        return self.tie in {Tie.SAME_NAME, Tie.SAME_TELEPHONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes and edges around `start`. `left_out`: by kind, number of nodes left out."""

    start: Key
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: Mapping[Kind, int]

    def ties_of(self, key: Key) -> list[tuple[Edge, Node]]:
        """Return the node's edges, each with the node at the other end."""
        by_key = {node.key: node for node in self.nodes}
        return [(edge, by_key[end]) for edge in self.edges if (end := edge.other_end(key))]


def bounded_graph(
    start: Key, nodes: Iterable[Node], edges: Iterable[Edge], more: Mapping[Kind, int], most: int = MAX_NODES
) -> Graph:
    """Return the `most` nodes nearest to the start. `more`: number of nodes not gathered at all. Nodes without a
    connection to a shown node are left out as well.
    """
    by_key = {node.key: node for node in nodes}
    known = [edge for edge in dict.fromkeys(edges) if edge.one in by_key and edge.other in by_key]
    near = _nearest(start, known, most)
    left = Counter(key.kind for key in by_key if key not in near) + Counter(more)
    return Graph(
        start=start,
        nodes=tuple(by_key[key] for key in near),
        edges=tuple(edge for edge in known if edge.one in near and edge.other in near),
        left_out=dict(sorted(left.items())),
    )


def _nearest(start: Key, edges: Sequence[Edge], most: int) -> dict[Key, None]:
    """Search breadth first, in the order in which edges were gathered."""
    beside: dict[Key, list[Key]] = defaultdict(list)
    for edge in edges:
        beside[edge.one].append(edge.other)
        beside[edge.other].append(edge.one)
    found, waiting = {start: None}, deque([start])
    while waiting:
        for key in beside[waiting.popleft()]:
            if key not in found and len(found) < most:
                found[key] = None
                waiting.append(key)
    return found

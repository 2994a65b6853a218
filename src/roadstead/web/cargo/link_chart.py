"""Layout of a link chart, as numbers for an SVG: one column for each kind of node. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.filings.cargo.logic.link_graph import Edge, Graph, Key, Kind, Node

COLUMNS: Final = (Kind.FIRM, Kind.BILL, Kind.CONTAINER, Kind.VOYAGE, Kind.TRAVELLER)
# node width, gap between columns, node height, distance of rows, height of the heads
NODE_WIDTH, COLUMN_GAP, NODE_HEIGHT, ROW_HEIGHT, HEAD_HEIGHT = 260, 64, 30, 42, 34
LABEL_CHARS: Final = 23  # characters of a label that fit in a node


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One node: its upper left corner, and its label cut to fit."""

    node: Node
    x: int
    y: int
    text: str
    is_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    path: str
    is_equal_text_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The chart to draw. `heads`: each kind, and where its column begins."""

    heads: tuple[tuple[Kind, int], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    node_width: int = NODE_WIDTH
    node_height: int = NODE_HEIGHT


def draw_chart(graph: Graph) -> Drawing:
    """Lay out the kinds that have a node from left to right; a node is near those it is tied to in the columns
    before.
    """
    there = [kind for kind in COLUMNS if any(node.key.kind is kind for node in graph.nodes)]
    places: dict[Key, tuple[int, int]] = {}
    for at, kind in enumerate(there):
        nodes = [node for node in graph.nodes if node.key.kind is kind]
        for row, node in enumerate(_ordered(nodes, graph.edges, places)):
            places[node.key] = (at * (NODE_WIDTH + COLUMN_GAP), HEAD_HEIGHT + row * ROW_HEIGHT)
    return Drawing(
        heads=tuple((kind, at * (NODE_WIDTH + COLUMN_GAP)) for at, kind in enumerate(there)),
        boxes=tuple(_box(node, places[node.key], node.key == graph.start) for node in graph.nodes),
        lines=tuple(_line(edge, places) for edge in graph.edges),
        width=len(there) * (NODE_WIDTH + COLUMN_GAP) - COLUMN_GAP,
        height=max(y for _, y in places.values()) + ROW_HEIGHT,
    )


def _ordered(nodes: Sequence[Node], edges: Sequence[Edge], places: Mapping[Key, tuple[int, int]]) -> list[Node]:
    """Return the nodes by the mean height of those they are tied to, so that fewer lines cross; else in their order."""

    def middle(at: int) -> float:
        key = nodes[at].key
        heights = [places[end][1] for edge in edges if (end := edge.other_end(key)) and end in places]
        return sum(heights) / len(heights) if heights else float(at)

    return [nodes[at] for at in sorted(range(len(nodes)), key=lambda at: (middle(at), at))]


def _box(node: Node, place: tuple[int, int], is_start: bool) -> Box:
    label = node.label
    text = label if len(label) <= LABEL_CHARS else f"{label[: LABEL_CHARS - 1]}…"
    return Box(node=node, x=place[0], y=place[1], text=text, is_start=is_start)


def _line(edge: Edge, places: Mapping[Key, tuple[int, int]]) -> Line:
    """Return the line from side to side; within one column, a bow to its right."""
    (x, y), (u, v) = sorted((places[edge.one], places[edge.other]))
    start, end, middle = x + NODE_WIDTH, u if u > x else u + NODE_WIDTH, NODE_HEIGHT // 2
    bend = (start + end) // 2 if u > x else start + COLUMN_GAP // 2
    path = f"M{start} {y + middle}C{bend} {y + middle} {bend} {v + middle} {end} {v + middle}"
    return Line(path=path, is_equal_text_only=edge.is_equal_text_only)

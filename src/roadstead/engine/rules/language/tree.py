"""Syntax tree of a condition. Every node has its position in the text (`at`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A fact ("document.type"), or the variable of `exists`."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of values in brackets."""

    items: tuple[Literal, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Addition or subtraction of integers: `sign` is + or -."""

    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison. `sign`: == != < <= > >= in"""

    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A call: fact.contains("x"), startsWith, endsWith or size()."""

    fact: Name
    function: str
    argument: Literal | None
    at: int


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop, fact.exists(x, …) or fact.all(x, …), over the values of one fact. Loops are never nested."""

    fact: Name
    function: str
    variable: str
    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Join:
    """A junction of two or more parts. `sign`: && or ||."""

    sign: str
    parts: tuple[Node, ...]
    at: int


Node = Name | Literal | ValueList | Sum | Compare | Call | Loop | Not | Join


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Sum() | Compare():
            return (node.left, node.right)
        case Call():
            return (node.fact,)
        case Loop():
            return (node.fact, node.inner)
        case Not():
            return (node.inner,)
        case Join():
            return node.parts
        case _:
            return ()


def fact_names(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[Name]:
    """Yield every fact named in the tree, in order, without loop variables."""
    if isinstance(node, Name) and node.name not in bound:
        yield node
    inside = bound | {node.variable} if isinstance(node, Loop) else bound
    for child in children(node):
        yield from fact_names(child, inside)

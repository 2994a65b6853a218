"""Values and elements by the beginning of their names."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.cargo.ens.codes import LANGUAGE, PARTIES
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Address, Party
from roadstead.engine.syntax.xml import Element


def named(element: Element, *beginnings: str) -> str:
    """The folded name of the first child that begins so, by which it can be asked for; "" where there is none.

    The language that a text names for itself is of no use here: it counts as used.
    """
    for child in element.children:
        if LANGUAGE in child.key and not child.children:
            child.take()
    keys = [child.key for child in element.children if LANGUAGE not in child.key]
    return next((key for begin in beginnings for key in keys if key.startswith(begin)), "")


def text(said: Said, *beginnings: str) -> str:
    return said.text(named(said.element, *beginnings))


def pair(said: Said, *beginnings: str) -> Iterator[tuple[str, str]]:
    """Name as sent, and value; nothing where it is not said."""
    found = said.element.child(named(said.element, *beginnings))
    if found is not None and (value := " ".join(found.own().split())):
        yield found.name, value


def each(said: Said, beginning: str) -> list[Said]:
    return [said.of(child) for child in said.element.children if child.key.startswith(beginning)]


def parties(said: Said) -> Iterator[Party]:
    for child in said.element.children:
        role = next((role for begin, role in PARTIES.items() if child.key.startswith(begin)), None)
        if role is not None:
            party = said.of(child)
            yield Party(
                role=role,
                name=text(party, "nam"),
                code=text(party, "tin"),
                address=Address(
                    street=text(party, "str"),
                    city=text(party, "cit", "cty"),
                    postcode=text(party, "pos", "pst"),
                    country=text(party, "cou"),
                ),
            )

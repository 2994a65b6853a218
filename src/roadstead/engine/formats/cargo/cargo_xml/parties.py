"""Shipper, consignee, agent and others of a waybill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import PARTIES, ROLES
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Address, Party, PartyRole

CONTACTS: Final = ("completenumber", "uriid", "personname")


def parties_of(said: Said) -> Iterator[Party]:
    for found in said.each(*PARTIES):
        party = _party(found)
        if party.name or party.code or party.address != Address():
            yield party


def _party(said: Said) -> Party:
    """A name of several lines is a name and the address below it."""
    name, *below = said.lines("name") or ("",)
    address = _address(said)
    code = said.text("rolecode")
    role = PARTIES[said.element.key]
    role = ROLES.get(code.upper(), role) if role is PartyRole.OTHER else role
    contacts = [contact for held in said.each("definedtradecontact") for contact in _contacts(held)]
    return Party(
        role=role,
        name=name,
        code=said.text("cargoagentid", "primaryid", "id", "additionalid"),
        address=Address(
            street=", ".join((*below, *address.lines("streetname"))) if address else ", ".join(below),
            city=address.text("cityname") if address else "",
            region=address.text("countrysubdivisionname", "countrysubdivisionid") if address else "",
            postcode=address.text("postcodecode", "postofficebox") if address else "",
            country=address.text("countryid", "countryname") if address else "",
        ),
        contact=tuple(contacts),
        account=said.text("accountid"),
        role_sent=code if role is PartyRole.OTHER else "",
    )


def _address(said: Said) -> Said | None:
    """Each party calls it by its own name."""
    return next((said.of(child) for child in said.element.children if child.key.endswith("address")), None)


def _contacts(said: Said) -> list[str]:
    return said.of(said.element, deep=True).facts.values(*CONTACTS) if said.element.children else []  # type: ignore[union-attr]

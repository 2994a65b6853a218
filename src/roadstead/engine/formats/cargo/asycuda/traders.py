"""Carrier, agent, exporter, notify party and consignee: code, name and address, in elements named after the party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Address, Party, PartyRole

ROLES: Final[Mapping[str, PartyRole]] = {
    "carrier": PartyRole.CARRIER,
    "shippingagent": PartyRole.AGENT,
    "exporter": PartyRole.CONSIGNOR,
    "notify": PartyRole.NOTIFY,
    "consignee": PartyRole.CONSIGNEE,
    "financial": PartyRole.OTHER,
    "declarant": PartyRole.DECLARANT,
}


def traders(reader: ElementReader, *names: str) -> Iterator[Party]:
    """Yield the parties of the children of these names that are not empty, in the order of the document."""
    for trader in reader.each(*names):
        party = party_of(trader, trader.element.key)
        if party.name or party.code or party.address.street:
            yield party


def party_of(reader: ElementReader, key: str) -> Party:
    """Read a party. If the name has several lines, the first is the name and the others begin the address."""
    name, *below = reader.lines(f"{key}name", "name") or ("",)
    street = ", ".join((*below, *reader.lines(f"{key}address", "address")))
    role = ROLES.get(key, PartyRole.OTHER)
    return Party(
        role=role,
        name=name,
        code=reader.text(f"{key}code", "code"),
        address=Address(
            street=street, city=reader.text(f"{key}city"), country=reader.text(f"{key}countrycode", f"{key}country")
        ),
        contact=tuple(kept for kind in ("telephone", "phone", "fax", "email") if (kept := reader.text(f"{key}{kind}"))),
        role_sent=reader.element.name if role is PartyRole.OTHER else "",
    )

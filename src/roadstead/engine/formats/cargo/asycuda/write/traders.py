"""Parties as ASYCUDA has them: code, name, and the address in one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.asycuda.write.lines import branch, leaf, leaf_if_any
from roadstead.engine.records import Party, PartyRole

NAMES: Final[Mapping[PartyRole, str]] = {
    PartyRole.CARRIER: "Carrier",
    PartyRole.AGENT: "Shipping_Agent",
    PartyRole.CONSIGNOR: "Exporter",
    PartyRole.NOTIFY: "Notify",
    PartyRole.CONSIGNEE: "Consignee",
}
REQUIRED_ROLES: Final = (PartyRole.CONSIGNOR, PartyRole.NOTIFY, PartyRole.CONSIGNEE)


def first(parties: Iterable[Party], role: PartyRole) -> Party | None:
    return next((party for party in parties if party.role is role), None)


def trader(party: Party) -> Iterator[str]:
    """Write a party; for the parties that the schema requires, also an empty name and address."""
    name, shown = NAMES[party.role], leaf if party.role in REQUIRED_ROLES else leaf_if_any
    yield from branch(
        name,
        leaf_if_any(f"{name}_code", party.code),
        shown(f"{name}_name", party.name),
        shown(f"{name}_address", address(party)),
    )


def traders_segment(parties: tuple[Party, ...]) -> Iterator[str]:
    """Write exporter, notify party and consignee always, since the schema requires them; the others only if known."""
    yield from branch("Traders_segment", *(_trader_of_role(parties, role) for role in NAMES))


def address(party: Party) -> str:
    one = party.address
    return ", ".join(filter(None, (one.street, one.city, one.region, one.postcode, one.country)))


def _trader_of_role(parties: tuple[Party, ...], role: PartyRole) -> Iterator[str]:
    party = first(parties, role)
    if party is not None:
        yield from trader(party)
    elif role in REQUIRED_ROLES:
        yield from trader(Party(role=role))

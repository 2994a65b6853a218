"""Firms, a person and a ship that are on lists and in the cargo, and some that are on lists only. All invented."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Final

from demo.entries import later
from demo.listing import table
from demo.records import DemoList
from roadstead.engine.records import Action, Address, Entry, Kind, ListedName, Party, PartyRole

NAME: Final = "Regional firms and craft"
OWNER: Final = "REGION"
REASON: Final = "Goods held under order 31/2026; refer to customs of the port"
WHY_CRAFT: Final = "Asked for by two coast guards; tell the duty officer before it berths"

# The name on the list, and its spelling on the bill.
LISTED: Final[Mapping[str, tuple[str, str, str]]] = {
    "firm": ("Quayle Meridian Holdings Limited", "QUAYLE MERIDIAN HOLDINGS LTD", "BRB"),
    "other_spelling": ("Comercializadora Tres Ceibas S.A.", "COMERCIALISADORA TRES CEIBAS SA", "PAN"),
    "by_air": ("Drumlin Vale Optics LLC", "DRUMLIN VALE OPTICS", "USA"),
}
NOT_ABOARD: Final = ("Ashgrove Pinnacle Logistics Inc", "Bitter End Salvage Company Ltd", "Saffron Tide Fisheries S.A.")
WHO: Final = "Leopold Augustin Querbes"
PERSON: Final = Party(role=PartyRole.NOTIFY, name="LEOPOLD AUGUSTIN QUERBES",
                      address=Address(city="Bridgetown", country="BRB"))  # fmt: skip
NAMESAKE: Final = Party(role=PartyRole.CONSIGNEE, name="Meridian Bakery Ltd",
                        address=Address(street="3 Oven Lane", city="Castries", country="LCA"))  # fmt: skip
FORWARDER: Final = Party(role=PartyRole.CONSIGNEE, name="TO ORDER OF SANDPIPER FREIGHT FORWARDING LTD",
                         address=Address(street="2 Shed Row", city="Bridgetown", country="BRB"))  # fmt: skip
SHIP: Final = "LADY EUDORA"
COLUMNS: Final = ("list", "id", "kind", "name", "aliases", "nationality", "imo", "action", "reason", "owner", "expires")


def listed_party(which: tuple[str, str, str], role: PartyRole) -> Party:
    """Return the party as the bill spells it."""
    _, spelt, country = which
    return Party(role=role, name=spelt, address=Address(country=country))


def things(today: date, imo: str) -> DemoList:
    """Return the list of firms and craft. `imo`: number of the schooner."""
    chance = random.Random("firms")
    firms = [(name, country) for name, _, country in LISTED.values()] + [(name, "") for name in NOT_ABOARD]
    entries = [
        *(_entry(at, name, Kind.ORGANISATION, country, chance, today) for at, (name, country) in enumerate(firms, 1)),
        _entry(21, WHO, Kind.PERSON, "", chance, today),
        _entry(22, SHIP, Kind.VESSEL, "", chance, today, imo),
    ]
    raw = table(COLUMNS, (_row(each) for each in entries))
    return DemoList(
        owner=OWNER, name=NAME, kind="watchlist", file_name="region_firms.csv", raw=raw, entries=tuple(entries)
    )


def _entry(at: int, name: str, kind: Kind, country: str, chance: random.Random, today: date, imo: str = "") -> Entry:
    return Entry(
        id=f"FRM-{at:03d}",
        list=NAME,
        kind=kind,
        names=(ListedName(text=name),),
        nationalities=(country,) if country else (),
        identifiers={"imo": imo} if imo else {},
        action=Action.REFER,
        reason=WHY_CRAFT if kind is Kind.VESSEL else REASON,
        owner=OWNER,
        expires=later(chance, today),
    )


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        entry.list,
        entry.id,
        entry.kind.value,
        entry.name,
        "",
        "; ".join(entry.nationalities),
        entry.identifiers.get("imo", ""),
        entry.action.value,
        entry.reason,
        entry.owner,
        entry.expires,
    )

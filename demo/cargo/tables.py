"""Tables of the demo's cargo: firms, goods, sailings, and the test cases hidden in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from demo.tables import rows
from roadstead.engine.records import Address, Party, PartyRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A fictional firm. `side`: "in" for a consignee, "out" for a shipper; `place`: the nearest port."""

    name: str
    side: str
    place: str
    street: str
    town: str
    country: str
    code: str

    def as_party(self, role: PartyRole) -> Party:
        address = Address(street=self.street, city=self.town, country=self.country)
        return Party(role=role, name=self.name, code=self.code, address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Goods of an honest bill: minimum and maximum packages, kg per package, dollars per kg. `alone`: fills a
    container.
    """

    description: str
    hs: str
    package: str
    packages: tuple[int, int]
    kilograms: tuple[float, float]
    usd_per_kg: float
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sailing:
    """One message of one voyage: `declares` names who declares the bills for `port`, in `format`; number of honest
    bills.
    """

    carrier: str
    number: str
    craft: str
    route: tuple[str, ...]
    leaves: float  # hours from now
    port: str
    declares: str
    format: str
    bills: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One hidden test case. `expect`: "listed" or the key of a rule raise an alert; "page": only the bill's page
    mentions it; "quiet": nothing does.
    """

    kind: str
    sailing: str
    port: str
    expect: str


@cache
def firms() -> tuple[Firm, ...]:
    return tuple(Firm(**row) for row in rows("cargo/firms"))


def consignees(port: str) -> tuple[Firm, ...]:
    """Return the consignees of a port; for an airport, those of its island's harbour."""
    return tuple(firm for firm in firms() if firm.side == "in" and firm.place == {"BGI": "BBBGI"}.get(port, port))


def shippers() -> tuple[Firm, ...]:
    return tuple(firm for firm in firms() if firm.side == "out")


@cache
def goods() -> tuple[Good, ...]:
    return tuple(
        Good(
            description=row["description"],
            hs=row["hs"],
            package=row["package"],
            packages=(int(row["from"]), int(row["to"])),
            kilograms=(float(row["kg_from"]), float(row["kg_to"])),
            usd_per_kg=float(row["usd_per_kg"]),
            alone=row["alone"] == "yes",
        )
        for row in rows("cargo/goods")
    )


@cache
def sailings() -> tuple[Sailing, ...]:
    return tuple(
        Sailing(
            carrier=row["carrier"],
            number=row["number"],
            craft=row["craft"],
            route=tuple(row["route"].split()),
            leaves=float(row["leaves"]),
            port=row["port"],
            declares=row["declares"],
            format=row["format"],
            bills=int(row["bills"]),
        )
        for row in rows("cargo/sailings")
    )


@cache
def plan() -> tuple[Planned, ...]:
    return tuple(Planned(**row) for row in rows("cargo/plants"))

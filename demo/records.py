"""Records of a demo region. Frozen; the same seed and time give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from demo.tables import Carrier
from roadstead.engine.records import Entry, ListedDocument, Voyage


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A participating state; only some have a full cast of users."""

    code: str  # ISO 3166 alpha-3
    name: str
    zone: str  # IANA
    has_users: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMessage:
    """One message as a carrier's system sends it. File names sort in the order of sending."""

    carrier: str
    file_name: str
    raw: bytes
    special: str = ""  # why it is in the demo, "" for an ordinary list
    sent_at: datetime
    voyage: str = ""  # key of the voyage, "" if the body is no list
    travellers: int = 0  # number that a reader must find
    bills: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoList:
    """One list file: a watchlist in Roadstead's own csv, or lost and stolen documents (issuer,type,number)."""

    owner: str  # REGION or a state
    name: str
    kind: str  # "watchlist" or "documents"
    file_name: str
    raw: bytes
    entries: tuple[Entry, ...] = ()
    documents: tuple[ListedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One hidden match. `expect`: alert, clear (should score low or be cleared), rule."""

    kind: str
    expect: str
    message: str  # file name
    traveller: int  # position in that message, from 0
    surname: str
    given: str
    document: str
    owner: str = ""  # of the list
    entry: str = ""  # id of the entry, or number of the listed document


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedBill:
    """Test case hidden in a bill; `expect` as in demo/cargo/plants.csv."""

    kind: str
    expect: str
    sailing: str
    port: str
    bill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cargo:
    """Cargo of the region's ships and aircraft, and the list of firms and craft."""

    messages: tuple[DemoMessage, ...]
    lists: tuple[DemoList, ...]
    voyages: tuple[Voyage, ...]
    planted: tuple[PlantedBill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """States, carriers, voyages of the next two days, their messages, and the planted test cases."""

    seed: int
    now: datetime
    states: tuple[State, ...]
    carriers: tuple[Carrier, ...]
    voyages: tuple[Voyage, ...]
    messages: tuple[DemoMessage, ...]
    lists: tuple[DemoList, ...]
    planted: tuple[Planted, ...]
    cargo: Cargo

    @property
    def sent(self) -> tuple[DemoMessage, ...]:
        """Messages about people first, then about cargo."""
        return (*self.messages, *self.cargo.messages)

    @property
    def published(self) -> tuple[DemoList, ...]:
        return (*self.lists, *self.cargo.lists)

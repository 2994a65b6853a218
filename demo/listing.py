"""List files: planted entries among many others in Roadstead's own csv, and lost documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Final

from demo.changes import Plant
from demo.entries import OWNERS, filler, passport
from demo.people import Maker
from demo.planting import WITHOUT_ENTRY
from demo.records import DemoList
from demo.tables import countries
from roadstead.engine.records import Entry, ListedDocument

SIZES: Final = {"REGION": 300, "BRB": 60, "LCA": 60}
NAMES: Final = {"REGION": "Regional watchlist", "BRB": "Barbados watchlist", "LCA": "Saint Lucia watchlist"}
LOST: Final = 500


def watchlists(
    maker: Maker, plants: Sequence[Plant], aboard: Set[tuple[str, str]]
) -> tuple[list[DemoList], dict[str, str]]:
    """Return one list per owner, and the id that each planted entry (P01 …) now has."""
    lists, ids = [], dict[str, str]()
    for owner in OWNERS:
        mine = [plant.entry for plant in plants if plant.owner == owner and plant.kind not in WITHOUT_ENTRY]
        entries = shuffled(maker, owner, mine, aboard)
        ids |= {entry.id: numbered(owner, at) for at, entry in enumerate(entries, start=1)}
        lists.append(watchlist(owner, [replace(one, id=ids[one.id]) for one in entries]))
    return lists, ids


def shuffled(maker: Maker, owner: str, mine: list[Entry], aboard: Set[tuple[str, str]]) -> list[Entry]:
    """Return the planted entries among the others, every third of which has a passport."""
    others = [
        filler(maker.chance, f"{owner}/{at}", owner, maker.today, aboard) for at in range(SIZES[owner] - len(mine))
    ]
    entries = [*mine, *(with_passport(maker, one) if at % 3 == 0 else one for at, one in enumerate(others))]
    maker.chance.shuffle(entries)
    return entries


def with_passport(maker: Maker, entry: Entry) -> Entry:
    return replace(entry, documents=(passport(maker.document(entry.nationalities[0], 30)),))


def numbered(owner: str, at: int) -> str:
    return f"{OWNERS[owner]}-{at:04d}"


def watchlist(owner: str, entries: Sequence[Entry]) -> DemoList:
    name = NAMES[owner]
    named = tuple(replace(entry, list=name) for entry in entries)
    return DemoList(
        owner=owner,
        name=name,
        kind="watchlist",
        file_name=f"{owner.lower()}_watchlist.csv",
        raw=table(COLUMNS, map(row, named)),
        entries=named,
    )


def documents(maker: Maker, plants: Sequence[Plant]) -> DemoList:
    """Return lost and stolen passports of all countries, including those presented on board."""
    shown = [plant.document for plant in plants if plant.document]
    lost = [maker.document(maker.chance.choice(sorted(countries())), 30) for _ in range(LOST - len(shown))]
    name = "documents"
    listed = [ListedDocument(number=one.number, issuer=one.issuer, type=one.type, list=name) for one in (*shown, *lost)]
    listed.sort(key=lambda one: (one.issuer, one.number))
    return DemoList(
        owner="REGION",
        name=name,
        kind="documents",
        file_name="documents.csv",
        raw=table(("issuer", "type", "number"), ((one.issuer, one.type, one.number) for one in listed)),
        documents=tuple(listed),
    )


# ── Roadstead's own csv (docs/guide/watchlist-csv.md) ───────────────────────────────────────

SEVERAL: Final = "; "  # separates the values of one cell
WEAK: Final = "~"  # before a weak alias
COLUMNS: Final = (
    "list", "id", "name", "aliases", "born", "sex", "nationality", "documents", "action", "reason", "owner", "expires",
)  # fmt: skip


def row(entry: Entry) -> tuple[str, ...]:
    first, *others = entry.names
    return (
        entry.list,
        entry.id,
        first.text,
        SEVERAL.join(WEAK * name.weak + name.text for name in others),
        SEVERAL.join(entry.born),
        entry.sex,
        SEVERAL.join(entry.nationalities),
        SEVERAL.join(f"{one.type}:{one.issuer}:{one.number}" for one in entry.documents),
        entry.action.value,
        entry.reason,
        entry.owner,
        entry.expires,
    )


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return text.getvalue().encode()

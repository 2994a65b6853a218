"""Roadstead's own csv for lists that a state maintains itself (docs/guide/watchlist-csv.md): one row per entry.

Headings come in any order and with many synonyms. A bad row is a problem with its number; the others are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final, TypeVar

from roadstead.engine.formats.lists import columns, tables, values
from roadstead.engine.formats.lists.cells import split
from roadstead.engine.formats.lists.columns import Cells
from roadstead.engine.formats.lists.days import days
from roadstead.engine.formats.lists.encodings import decode_with_report
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Action, Document, Entry, Kind, ListedName, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence

Choice = TypeVar("Choice", Action, Kind, str)

WEAK: Final = "~"
ACTIONS: Final = {
    "": Action.REFER,
    "refer": Action.REFER,
    "stop": Action.STOP,
    "discreet": Action.DISCREET,
    "referral": Action.REFER,
    "secondary": Action.REFER,
    "refuse": Action.STOP,
    "detain": Action.STOP,
    "silent": Action.DISCREET,
    "covert": Action.DISCREET,
    "discrete": Action.DISCREET,
}
KINDS: Final = {
    "": Kind.PERSON,
    "person": Kind.PERSON,
    "individual": Kind.PERSON,
    "organisation": Kind.ORGANISATION,
    "organization": Kind.ORGANISATION,
    "company": Kind.ORGANISATION,
    "entity": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "ship": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
    "airplane": Kind.AIRCRAFT,
    "other": Kind.OTHER,
}
PRIORITIES: Final = {"": "", "high": "high", "urgent": "high", "normal": "normal", "medium": "normal", "low": "low"}
IDENTIFIERS: Final = ("imo", "call_sign", "tail_number")


def recognises(head: bytes) -> bool:
    return columns.layout(tables.decode_text(head)) is not None


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; rows with nothing to match are left out and reported."""
    text = decode_with_report(loading.content.whole(), loading.tally)
    layout = columns.layout(text)
    if layout is None:
        return
    loading.tally.count_unread(layout.unread)
    found = [(number, cells) for number, cells in layout.cells(text) if any(cells.values())]
    loading.list = next((cells["list"] for _, cells in found if cells.get("list")), loading.content.stem)
    for number, cells in found:
        made = entry(cells, number, loading)
        if made.names or made.documents or made.identifiers:
            yield made
        else:
            _report_unmatchable(number, cells, loading.tally)


def _report_unmatchable(number: int, cells: Cells, tally: Tally) -> None:
    text = Sentence(
        "This row has no name, document, or vessel or aircraft number, so it cannot match anything. We left it out."
    )
    tally.add("row-without-name", text, number=number, sent=", ".join(filter(None, cells.values())))


# ── Mapper to entries


def entry(cells: Cells, number: int, loading: Loading) -> Entry:
    """Map one row. Without an id it gets one made of its content, so that it is the same on later days."""
    tally = loading.tally
    return Entry(
        id=cells["id"] or _derive_id(cells, number, tally),
        list=loading.list,
        kind=_choice(KINDS, "kind", cells, number, tally, Kind.PERSON),
        names=_names(cells),
        born=_born(cells, number, tally),
        birth_places=split(cells["birth_place"]),
        nationalities=values.countries(split(cells["nationality"]), tally),
        sex=values.sex((cells["sex"],), tally),
        documents=tuple(_document(text, tally) for text in split(cells["documents"])),
        identifiers=_identifiers(cells, number, tally),
        action=_choice(ACTIONS, "action", cells, number, tally, Action.REFER),
        reason=cells["reason"],
        owner=alpha3(cells["owner"]) or cells["owner"],
        expires=_last_day("expires", cells, number, tally),
        review=_last_day("review", cells, number, tally),
        priority=_choice(PRIORITIES, "priority", cells, number, tally, ""),
    )


def _derive_id(cells: Cells, number: int, tally: Tally) -> str:
    made = sha256("\x1f".join(cells.values()).encode()).hexdigest()[:12]
    text = Sentence(
        "This row has no id, so we gave it %(made)s. It becomes a new entry each time it changes. Give it an id.",
        {"made": made},
    )
    tally.add("id-missing", text, number=number, field="id", severity=Severity.WARNING)
    return made


def _names(cells: Cells) -> tuple[ListedName, ...]:
    """Return the names, given names before the surname; aliases that begin with ~ are weak."""
    parts = " ".join(filter(None, (cells["given"], cells["surname"])))
    aliases = split(cells["aliases"])
    strong = [alias for alias in aliases if not alias.startswith(WEAK)]
    weak = [alias.removeprefix(WEAK).strip() for alias in aliases if alias.startswith(WEAK)]
    return values.names((parts, *split(cells["name"]), *strong), weak)


def _born(cells: Cells, number: int, tally: Tally) -> tuple[str, ...]:
    return tuple(dict.fromkeys(day for text in split(cells["born"]) for day in _days(text, "born", number, tally)))


def _days(text: str, field: str, number: int, tally: Tally) -> tuple[str, ...]:
    read = days(text)
    if not read.is_complete:
        values = {"text": f"{text!r}", "found": "".join(read.found[:1])}
        wrong = Sentence("%(text)s is not a valid date. We used %(found)s. Correct it.", values)
        if not read.found:
            wrong = Sentence("%(text)s is not a valid date. We left it out. Write it as 1980-11-03.", values)
        tally.add("date-unclear", wrong, number=number, field=field, sent=text, severity=Severity.WARNING)
    return read.found


def _last_day(field: str, cells: Cells, number: int, tally: Tally) -> str:
    text = cells[field]
    return next(iter(_days(text, field, number, tally)), "") if text else ""


def _document(text: str, tally: Tally) -> Document:
    """Parse TYPE:ISSUER:NUMBER, ISSUER:NUMBER, TYPE:NUMBER or a number alone."""
    *before, number = (part.strip() for part in text.split(":", 2))
    if len(before) == 2:
        return Document(type=before[0].upper(), issuer=values.country(before[1], tally), number=number)
    alone = before[0].upper() if before else ""
    return Document(number=number, issuer=alone) if len(alone) == 3 else Document(number=number, type=alone)


def _identifiers(cells: Cells, number: int, tally: Tally) -> values.Identifiers:
    found = {name: cells[name] for name in IDENTIFIERS}
    if found["imo"]:
        digits = values.imo(found["imo"])
        if not digits:
            wrong = Sentence(
                "An IMO number has seven digits. We kept this one, but it will not match any vessel. Correct it."
            )
            tally.add("imo-unclear", wrong, number=number, field="imo", sent=found["imo"], severity=Severity.WARNING)
        found["imo"] = digits or found["imo"]
    return values.identifiers(found)


def _choice(table: dict[str, Choice], field: str, cells: Cells, number: int, tally: Tally, otherwise: Choice) -> Choice:
    text = cells[field]
    known = table.get(text.casefold())
    if known is None:
        wrong = Sentence(
            "%(text)s is not a %(field)s we know. We used %(otherwise)s. Write one of: %(known)s.",
            {
                "text": f"{text!r}",
                "field": Sentence(field),
                "otherwise": otherwise,
                "known": ", ".join(filter(None, table)),
            },
        )
        tally.add(f"{field}-unknown", wrong, number=number, field=field, sent=text, severity=Severity.WARNING)
    return otherwise if known is None else known


SOURCE: Final = Source(code="csv", title="Roadstead's own csv", recognises=recognises, read=read)

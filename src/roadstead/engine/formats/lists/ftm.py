"""FollowTheMoney as JSON Lines, one entity per line: {"id", "schema", "properties": {name: [values]}, "datasets"}.

The list is named after its datasets. Organisations and craft never raise an alert for a person. Built for a million
lines: typed decoding, one pass, shared values kept once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from roadstead.engine.formats.lists import tables, values
from roadstead.engine.formats.lists.json_lines import report_broken_line
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind

KINDS: Final = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANISATION,
    "Company": Kind.ORGANISATION,
    "LegalEntity": Kind.ORGANISATION,
    "PublicBody": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
    "Airplane": Kind.AIRCRAFT,
}
NAMES: Final = ("name", "alias", "previousName")
WEAK: Final = ("weakAlias", "abbreviation")
NATIONALITIES: Final = ("nationality", "citizenship")
WIDER: Final = ("country", "jurisdiction", "flag")
REASONS: Final = ("program", "position", "summary", "notes")
PARTS: Final = ("firstName", "secondName", "middleName", "fatherName", "lastName")
DOCUMENTS: Final = (("passportNumber", "P"), ("idNumber", "I"))
IDENTIFIERS: Final = (("callSign", "call_sign"), ("mmsi", "mmsi"), ("registrationNumber", "tail_number"))
CRAFT: Final = frozenset({Kind.VESSEL, Kind.AIRCRAFT})
MAX_NAMED_DATASETS: Final = 3  # number of datasets in one file above which the list is named after the file
MAX_REASON_CHARS: Final = 300  # characters of the notes shown to an officer

Properties = dict[str, Any]


class Line(msgspec.Struct, gc=False):
    """One entity as sent. Properties hold texts; nested entities, as in some exports, are skipped."""

    id: str
    schema: str
    properties: Properties
    caption: str = ""
    datasets: list[str] = []


_decode: Final = msgspec.json.Decoder(Line).decode


def recognises(head: bytes) -> bool:
    return any(_line(raw) for raw in head.splitlines()[:20]) or _begins_like_one(head)


def _begins_like_one(head: bytes) -> bool:
    """Return True for a first line that is longer than the head but begins like an entity."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n")
    return b"\n" not in start and start[:1] == b"{" and bool(re.search(rb'"schema"\s*:\s*"\w+"', start))


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; a broken line is one problem and does not affect other lines."""
    loading.list = _name(loading)
    for number, raw in enumerate(loading.content.lines(), 1):
        line = _line(raw)
        if line is None:
            report_broken_line(raw, number, loading.tally, "FollowTheMoney entity (id, schema and properties in JSON)")
        elif line.schema in KINDS:
            yield entry(line, loading)
        else:
            loading.tally.count("schema-unread", line.schema)


def _line(raw: bytes) -> Line | None:
    plain = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return _decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # ValidationError is a DecodeError
        return _decode_leniently(plain)


def _decode_leniently(raw: bytes) -> Line | None:
    """Decode a line that has a number for a text, null, NaN or letters in Windows-1252; None if it is no entity."""
    if b"\0" in raw:  # UTF-16, of which only the first line could be read
        return None
    try:
        found = json.loads(tables.decode_text(raw), parse_int=str, parse_float=_plain, parse_constant=lambda _: None)
        return msgspec.convert(_as_texts(found), Line)
    except (ValueError, RecursionError):  # ValueError is raised by both libraries
        return None


def _plain(number: str) -> str:
    """Remove ".0": programs without whole numbers write a year as 1975.0."""
    return number.removesuffix(".0")


def _as_texts(found: Any) -> Any:
    """Return an entity without its null fields and with its datasets as a list."""
    if not isinstance(found, dict):
        return found
    known = {name: value for name, value in found.items() if value is not None}
    datasets = known.get("datasets", [])
    return known | {"datasets": [datasets] if isinstance(datasets, str) else datasets}


def _name(loading: Loading) -> str:
    """Return the datasets at the beginning of the file, or the file's own name if there are none or many."""
    lines = filter(None, map(_line, loading.content.head().splitlines()))
    datasets = dict.fromkeys(dataset for line in lines for dataset in line.datasets)
    return " + ".join(datasets) if 0 < len(datasets) <= MAX_NAMED_DATASETS else loading.content.stem


# ── Mapper to entries


def entry(line: Line, loading: Loading) -> Entry:
    """Map one entity. Properties are removed as they are used; the rest is counted by name."""
    properties, tally, kind = line.properties, loading.tally, KINDS[line.schema]
    strong = _take_all(properties, NAMES) or _from_parts(properties, line.caption)
    made = Entry(
        id=line.id,
        list=loading.list,
        kind=kind,
        names=values.names(strong, _take_all(properties, WEAK)),
        born=values.born(_take(properties, "birthDate"), tally),
        birth_places=_shared(_take(properties, "birthPlace")),
        nationalities=_nationalities(properties, tally),
        sex=_sex(_take(properties, "gender"), tally),
        documents=_documents(properties) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_identifiers(properties, kind)),
        reason=_reason(properties),
        owner=_owner(tuple(line.datasets)),
        topics=_shared(_take(properties, "topics")),
    )
    if properties:
        tally.count_unread(properties)
    return made


def _take(properties: Properties, name: str) -> list[str]:
    """Remove a property and return its texts. A single text and numbers are accepted; NaN is dropped."""
    found = properties.pop(name, None)
    if not found:
        return []
    given = found if isinstance(found, list) else [found]
    return [
        " ".join((text if isinstance(text, str) else _plain(str(text))).split())
        for text in given
        if type(text) in (str, int, float)
    ]


def _take_all(properties: Properties, names: tuple[str, ...]) -> list[str]:
    """Return the texts of several properties. Most entities have few, so an absent one must cost almost nothing."""
    return [text for name in names if name in properties for text in _take(properties, name)]


def _from_parts(properties: Properties, caption: str) -> list[str]:
    whole = " ".join(part for name in PARTS for part in _take(properties, name)[:1])
    return [whole or caption]


def _nationalities(properties: Properties, tally: Tally) -> tuple[str, ...]:
    """Return nationality and citizenship; "country", which may be a residence, only if both are missing."""
    own, wider = _take_all(properties, NATIONALITIES), _take_all(properties, WIDER)
    return values.countries(own or wider, tally) if own or wider else ()


def _documents(properties: Properties) -> tuple[Document, ...]:
    return tuple(
        Document(type=kind, number=text)
        for name, kind in DOCUMENTS
        if name in properties
        for text in map(values.clean, _take(properties, name))
        if text
    )


def _identifiers(properties: Properties, kind: Kind) -> dict[str, str]:
    imos = _take(properties, "imoNumber")
    found = {"imo": values.imo(imos[0])} if imos else {}
    if kind in CRAFT:
        found |= {key: text for name, key in IDENTIFIERS for text in _take(properties, name)[:1]}
    if "address" in properties:
        found |= values.addresses((text.replace(";", ",") for text in _take(properties, "address")), kind)
    father = _take(properties, "fatherName")
    return found | {"father": father[0]} if father else found


def _reason(properties: Properties) -> str:
    told = (_take(properties, name)[:1] for name in REASONS if name in properties)
    return ". ".join(text for texts in told for text in texts)[:MAX_REASON_CHARS]


# Values that repeat in a million entries (topics, datasets) are kept once.


@lru_cache(maxsize=4096)
def _owner(datasets: tuple[str, ...]) -> str:
    return ", ".join(datasets)


@lru_cache(maxsize=4096)
def _same(texts: tuple[str, ...]) -> tuple[str, ...]:
    return texts


def _shared(texts: list[str]) -> tuple[str, ...]:
    return _same(tuple(texts)) if texts else ()


def _sex(texts: list[str], tally: Tally) -> str:
    return values.sex(texts, tally) if texts else ""


SOURCE: Final = Source(code="ftm", title="FollowTheMoney entities, JSON Lines", recognises=recognises, read=read)

"""Senzing's JSON Lines, one record per line, in each form: attributes at the top level, in FEATURES, or in lists.

The list is named after its DATA_SOURCE. A prefix before an attribute is its usage type (AKA_NAME_FULL). Relationships
are not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import msgspec

from roadstead.engine.formats.lists import kinds, spellings, values
from roadstead.engine.formats.lists.json_lines import report_broken_line
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind

Part = dict[str, Any]

PARTS: Final = ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST", "NAME_SUFFIX")
COUNTRIES: Final = ("NATIONALITY", "CITIZENSHIP", "COUNTRY_OF_ASSOCIATION", "REGISTRATION_COUNTRY")
# Number, issuer, and document type (ICAO Doc 9303).
DOCUMENT_ATTRIBUTES: Final = (
    ("PASSPORT_NUMBER", "PASSPORT_COUNTRY", "P"),
    ("NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", "I"),
)
ADDRESS: Final = (
    "ADDR_LINE1",
    "ADDR_LINE2",
    "ADDR_LINE3",
    "ADDR_CITY",
    "ADDR_STATE",
    "ADDR_POSTAL_CODE",
    "ADDR_COUNTRY",
)
# Attributes that are used; a text before one of them, joined by "_", is its usage type.
USED: Final = frozenset({
    "NAME_FULL", "NAME_ORG", *PARTS, "NAME_TYPE", "DATE_OF_BIRTH", "DATE_OF_DEATH", "PLACE_OF_BIRTH", *COUNTRIES,
    "GENDER", *(name for number, country, _ in DOCUMENT_ATTRIBUTES for name in (number, country)),
    "ADDR_FULL", *ADDRESS,
})  # fmt: skip
NEVER_PREFIXED: Final = frozenset({"RECORD_TYPE", "TOPIC", "IMO_NUMBER"})
# Attributes of the record as a whole, or about its maintenance.
NOT_NEEDED: Final = frozenset({
    "DATA_SOURCE", "RECORD_ID", "LAST_CHANGE", "URL", "RELATIONSHIPS", "OTHER_ID_TYPE", "OTHER_ID_NUMBER",
    "TRUSTED_ID_TYPE", "TRUSTED_ID_NUMBER", "NAME_PREFIX", "ADDR_TYPE",
})  # fmt: skip
RELATION: Final = "REL_"
WEAK: Final = frozenset({"WEAK", "WEAK_ALIAS", "LOW_QUALITY"})
MAIN: Final = frozenset({"PRIMARY", "MAIN"})
USAGE: Final = ""  # key of the usage type in a part; no attribute has this name


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record: its features, each with its attributes by name and its usage type."""

    data_source: str
    record_id: str
    record_type: str
    parts: list[Part]
    unread: list[str]


_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


def recognises(head: bytes) -> bool:
    return any(_line(raw) for raw in head.splitlines()[:20] if b'"RECORD_ID"' in raw)


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; a line without a name or valid JSON is one problem and costs no other line."""
    for number, raw in enumerate(loading.content.lines(), 1):
        line = _line(raw)
        if line is None or not any(map(_names_of, line.parts)):
            report_broken_line(
                raw, number, loading.tally, "Senzing record (RECORD_ID and a name, NAME_FULL or NAME_LAST, in JSON)"
            )
            continue
        loading.list = loading.list or line.data_source
        yield entry(line, loading)
        loading.tally.count_unread(line.unread)
    loading.list = loading.list or loading.content.stem


def _line(raw: bytes) -> Line | None:
    """Return the record of a line, or None if it holds none."""
    try:
        whole = _decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    source, number = _text(whole.get("DATA_SOURCE")), _text(whole.get("RECORD_ID"))
    if not source or not number:
        return None
    unread: list[str] = []
    parts = list(_parts(whole, unread))
    record_type = next((text for part in parts if (text := _text(part.get("RECORD_TYPE")))), "")
    return Line(data_source=source, record_id=number, record_type=record_type, parts=parts, unread=unread)


def _parts(whole: Part, unread: list[str]) -> Iterator[Part]:
    """Yield the features at any level; names of attributes that are not used are added to `unread`."""
    plain = {name: value for name, value in whole.items() if not isinstance(value, list)}
    yield from _by_usage(plain, "", unread)
    for name, value in whole.items():
        if isinstance(value, list) and name not in NOT_NEEDED:
            for part in value:
                if isinstance(part, dict):
                    yield from _by_usage(part, f"{name}.", unread)


def _by_usage(attributes: Part, where: str, unread: list[str]) -> Iterator[Part]:
    """Yield one part per prefix: HOME_ADDR_CITY and HOME_ADDR_FULL are one address, WORK_ADDR_CITY is another."""
    found: dict[str, Part] = {}
    for name, value in attributes.items():
        usage, attribute = _attribute(name)
        if attribute:
            found.setdefault(usage, {USAGE: usage})[attribute] = value
        elif name not in NOT_NEEDED and not name.startswith(RELATION) and value not in (None, ""):
            unread.append(f"{where}{name}")
    yield from found.values()


@lru_cache(maxsize=1 << 12)
def _attribute(name: str) -> tuple[str, str]:
    """Return usage type and attribute of a name: ("AKA", "NAME_FULL"); attribute "" if it is not used."""
    if name in USED or name in NEVER_PREFIXED:
        return "", name
    known = max((each for each in USED if name.endswith(f"_{each}")), key=len, default="")
    return name.removesuffix(known).removesuffix("_"), known


# ── Mapper to entries


def entry(line: Line, loading: Loading) -> Entry:
    """Map one record. Without a type, the attributes of its names decide on the kind, or the name."""
    tally, parts = loading.tally, line.parts
    named = sorted((part for part in parts if _names_of(part)), key=lambda part: _usage(part) not in MAIN)
    strong = [name for part in named if _usage(part) not in WEAK for name in _names_of(part)]
    weak = [name for part in named if _usage(part) in WEAK for name in _names_of(part)]
    kind = kinds.kind(line.record_type or _type_by_names(named), (strong or weak)[0])
    return Entry(
        id=line.record_id,
        list=loading.list,
        kind=kind,
        names=values.names(spellings.expand_brackets(strong) if kind is Kind.PERSON else strong, weak),
        born=values.born(_each(parts, "DATE_OF_BIRTH"), tally),
        birth_places=tuple(dict.fromkeys(_each(parts, "PLACE_OF_BIRTH"))),
        nationalities=values.countries([text for name in COUNTRIES for text in _each(parts, name)], tally),
        sex=values.sex(_each(parts, "GENDER"), tally),
        documents=tuple(_documents(parts, tally)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(
            {"imo": values.imo("".join(_each(parts, "IMO_NUMBER")[:1]))}
            | values.addresses(filter(None, map(_address, parts)), kind)
        ),
        reason=_death_note(parts),
        owner=line.data_source,
        topics=tuple(_each(parts, "TOPIC")),
    )


def _usage(part: Part) -> str:
    return _text(part.get("NAME_TYPE")) or str(part[USAGE])


def _names_of(part: Part) -> list[str]:
    """Return the names of a part; its name parts are joined if it has no full name."""
    full, firm = _text(part.get("NAME_FULL")), _text(part.get("NAME_ORG"))
    parts = " ".join(filter(None, (_text(part.get(name)) for name in PARTS)))
    return list(dict.fromkeys(filter(None, (full, firm)))) or [parts] if full or firm or parts else []


def _type_by_names(named: Iterable[Part]) -> str:
    first = next(iter(named), {})
    if "NAME_ORG" in first:
        return "organisation"
    return "person" if any(name in first for name in PARTS) else ""


def _each(parts: list[Part], name: str) -> list[str]:
    return [text for part in parts if (text := _text(part.get(name)))]


def _text(value: object) -> str:
    """Return a text or a number as text; "" for anything else."""
    return values.clean(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _documents(parts: list[Part], tally: Tally) -> Iterator[Document]:
    for number, country, kind in DOCUMENT_ATTRIBUTES:
        for part in parts:
            if text := _text(part.get(number)):
                issuer = values.country(_text(part.get(country)), tally)
                yield Document(type=kind, number=text, issuer=issuer)


def _address(part: Part) -> str:
    full = _text(part.get("ADDR_FULL")).replace(";", ",")
    return full or values.address([_text(part.get(name)) for name in ADDRESS])


def _death_note(parts: list[Part]) -> str:
    days = _each(parts, "DATE_OF_DEATH")
    return f"died {days[0]}" if days else ""


SOURCE: Final = Source(code="senzing", title="Senzing records, JSON Lines", recognises=recognises, read=read)

"""Senzing's JSON Lines, one record a line: {"DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", "NAMES": [...], ...}.

The list is called after its DATA_SOURCE; relationships are not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from roadstead.model import Document, Entry, Kind
from roadstead.watchlists.sources import kinds, spellings, values
from roadstead.watchlists.sources.json_lines import broken
from roadstead.watchlists.sources.loading import Loading, Source
from roadstead.watchlists.sources.tally import Tally

Part = dict[str, Any]

PARTS: Final = ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST", "NAME_SUFFIX")
COUNTRIES: Final = ("NATIONALITY", "CITIZENSHIP", "COUNTRY_OF_ASSOCIATION", "REGISTRATION_COUNTRY")
# Number, who issued it, what it is (ICAO Doc 9303).
PAPERS: Final = (("PASSPORT_NUMBER", "PASSPORT_COUNTRY", "P"), ("NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", "I"))
NOT_NEEDED: Final = frozenset({
    "LAST_CHANGE", "URL", "RELATIONSHIPS", "NAMES.NAME_TYPE", "IDENTIFIERS.OTHER_ID_TYPE",
    "IDENTIFIERS.OTHER_ID_NUMBER",
    "IDENTIFIERS.TRUSTED_ID_TYPE", "IDENTIFIERS.TRUSTED_ID_NUMBER",
})  # fmt: skip
WEAK: Final = frozenset({"WEAK", "WEAK_ALIAS", "LOW_QUALITY"})


class Line(msgspec.Struct, rename="upper", gc=False):
    data_source: str
    record_id: str
    record_type: str | None = None
    names: list[Part] = []
    dates: list[Part] = []
    countries: list[Part] = []
    identifiers: list[Part] = []
    genders: list[Part] = []
    risks: list[Part] = []


_decode: Final = msgspec.json.Decoder(Line).decode
_decode_all: Final = msgspec.json.Decoder(dict[str, Any]).decode


def recognises(head: bytes) -> bool:
    return any(_line(raw) for raw in head.splitlines()[:20] if b'"RECORD_ID"' in raw)


# ── reader: the file ────────────────────────────────────────────────────────────────────────


def read(loading: Loading) -> Iterator[Entry]:
    """Entries as they stand; a broken line is a problem of its own and costs no other."""
    for number, raw in enumerate(loading.content.lines(), 1):
        line = _line(raw)
        if line is None or not line.names:
            broken(raw, number, loading.tally, "Senzing record (RECORD_ID and NAMES in JSON)")
            continue
        loading.list = loading.list or line.data_source
        yield entry(line, loading)
        _count_unread(_decode_all(raw.removeprefix(b"\xef\xbb\xbf")), loading.tally)
    loading.list = loading.list or loading.content.stem


def _line(raw: bytes) -> Line | None:
    try:
        return _decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


# ── mapper: the meaning ─────────────────────────────────────────────────────────────────────


def entry(line: Line, loading: Loading) -> Entry:
    """One record. Without a type, as some exports leave it, the name tells."""
    tally, names = loading.tally, [(_name(part), str(part.get("NAME_TYPE", "")) in WEAK) for part in line.names]
    kind = kinds.kind(line.record_type or "", names[0][0])
    strong, weak = [text for text, weak in names if not weak], [text for text, weak in names if weak]
    return Entry(
        id=line.record_id,
        list=loading.list,
        kind=kind,
        names=values.names(spellings.unfolded(strong) if kind is Kind.PERSON else strong, weak),
        born=values.born(_each(line.dates, "DATE_OF_BIRTH"), tally),
        nationalities=values.countries([text for name in COUNTRIES for text in _each(line.countries, name)], tally),
        sex=values.sex(_each(line.genders, "GENDER"), tally),
        documents=tuple(_documents(line, tally)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers({"imo": values.imo("".join(_each(line.identifiers, "IMO_NUMBER")[:1]))}),
        reason=_died(line),
        owner=line.data_source,
        topics=tuple(_each(line.risks, "TOPIC")),
    )


def _name(part: Part) -> str:
    whole = part.get("NAME_FULL") or part.get("NAME_ORG") or " ".join(str(part[p]) for p in PARTS if part.get(p))
    return values.said(str(whole))


def _each(parts: list[Part], name: str) -> list[str]:
    return [values.said(text) for part in parts if isinstance(text := part.get(name), str)]


def _documents(line: Line, tally: Tally) -> Iterator[Document]:
    for number, country, kind in PAPERS:
        for part in line.identifiers:
            if isinstance(part.get(number), str):
                issuer = values.country(values.said(str(part.get(country) or "")), tally)
                yield Document(type=kind, number=part[number], issuer=issuer)


def _died(line: Line) -> str:
    days = _each(line.dates, "DATE_OF_DEATH")
    return f"died {days[0]}" if days else ""


USED: Final = frozenset({
    "DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", "NAMES.NAME_FULL", "NAMES.NAME_ORG",
    *(f"NAMES.{part}" for part in PARTS),
    "DATES.DATE_OF_BIRTH", "DATES.DATE_OF_DEATH", *(f"COUNTRIES.{name}" for name in COUNTRIES), "GENDERS.GENDER",
    "RISKS.TOPIC", "IDENTIFIERS.IMO_NUMBER",
    *(f"IDENTIFIERS.{name}" for number, country, _ in PAPERS for name in (number, country)),
})  # fmt: skip


def _count_unread(whole: Part, tally: Tally) -> None:
    found = Counter(_fields(whole))
    tally.unread(name for name in found.elements() if name not in USED | NOT_NEEDED)


def _fields(whole: Part) -> Iterator[str]:
    for name, value in whole.items():
        if isinstance(value, list) and name not in NOT_NEEDED:
            yield from (f"{name}.{inner}" for part in value if isinstance(part, dict) for inner in part)
        else:
            yield name


SOURCE: Final = Source(code="senzing", title="Senzing records, JSON Lines", recognises=recognises, read=read)

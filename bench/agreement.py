"""Share of the corpus's expected values that are read: `python -m bench.agreement`, or `./roadstead bench agreement`.

For each folder: the share of expected fields with which the records agree, and each field that differs. `QUESTIONED`
holds expectations that we do not share, each with its reason; they count as disagreements.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch
from typing import Any, Final

from tests.engine.formats import (
    corpus_cargo,
    corpus_cargo_imp,
    corpus_cargo_xml,
    corpus_cusres,
    corpus_paxlst,
    corpus_pnrgov,
    corpus_scans,
    corpus_xml,
)
from tests.engine.formats.corpus import CORPUS, Expected, Row, codes, expected, of_the_envelope, readings

Rows = Callable[[str, str, Expected], Iterator[Row]]
Agrees = Callable[[str, object, object], bool]
SHOWN: Final = 300  # characters of a value

# folder, field (with * for any part of it), and the reason to read otherwise
QUESTIONED: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "paxlst",
        "*doc*",
        "of two LOC+91 (a state, then its country) the country is the issuer; the state is kept as sent",
    ),
    ("pnrgov", "ssr.0", "a remark in place of a seat: dropped before storage and counted"),
    (
        "edifact_other",
        "type",
        "its head is lost: what to load and at which place stands only in a MOVINS, so it is one",
    ),
    ("pnrgov", "ssr.1", "nobody is named whose seat it is: kept unread, without its status"),
)


def run() -> dict[str, Any]:
    """Return by folder: fields, agreed, share, disagreements, and expected fields that are not compared."""
    return {folder: _of_folder(folder) for folder in FOLDERS}


def _of_folder(folder: str) -> dict[str, Any]:
    rows, agrees = FOLDERS[folder]
    wanted = expected(folder)
    all_rows = [(name, *row) for name, values in wanted.items() for row in _rows(rows, folder, name, values)]
    differing = [row for row in all_rows if not agrees(*row[1:])]
    compared = {(name, field.partition(".")[0]) for name, field, *_ in all_rows}
    not_compared = Counter(field for name in wanted for field in wanted[name] if (name, field) not in compared)
    return {
        "messages": len(wanted),
        "fields": len(all_rows),
        "agreed": len(all_rows) - len(differing),
        "share": round(1 - len(differing) / len(all_rows), 4),
        "not_compared": dict(not_compared),
        "disagreements": {f"{file} {field}": _shown(folder, field, *values) for file, field, *values in differing},
    }


def _rows(rows: Rows, folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    """Yield the compared fields; a reader that fails, or finds fewer persons than expected, adds one disagreement."""
    try:
        yield from rows(folder, name, wanted)
    except (LookupError, ValueError) as error:
        yield "(the rest of the message)", "read", f"{type(error).__name__}: {error}"


def _shown(folder: str, field: str, wanted: object, read: object) -> dict[str, str]:
    shown = {"expected": repr(wanted)[:SHOWN], "read": repr(read)[:SHOWN]}
    cause = next((why for of, pattern, why in QUESTIONED if of == folder and fnmatch(field, pattern)), "")
    return shown | ({"questioned": cause} if cause else {})


def _paxlst(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    found = readings(folder, name)
    yield from corpus_paxlst.rows(wanted, found[0])
    yield from of_the_envelope(wanted, (CORPUS / folder / name).read_bytes(), codes(found))


def _cusres(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    found = readings(folder, name)
    yield from corpus_cusres.rows(wanted, found[0])
    yield from of_the_envelope(wanted, (CORPUS / folder / name).read_bytes(), codes(found))


def _pnrgov(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    found = readings(folder, name)
    yield from corpus_pnrgov.compared(wanted, found)
    yield from of_the_envelope(wanted, (CORPUS / folder / name).read_bytes(), codes(found))


def _cargo(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    found = readings(folder, name)
    yield from corpus_cargo.rows(wanted, found[0])
    yield from of_the_envelope(wanted, (CORPUS / folder / name).read_bytes(), codes(found))


def _mrz(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_scans.of_a_zone(wanted, (CORPUS / folder / name).read_bytes(), readings(folder, name)[0])


def _bcbp(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_scans.of_a_pass(wanted, (CORPUS / folder / name).read_bytes(), readings(folder, name)[0])


def _pnrgov_xml(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_xml.of_bookings(wanted, readings(folder, name)[0])


def _iso28005(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_xml.of_a_clearance(wanted, readings(folder, name)[0])


def _asycuda(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_cargo_xml.of_asycuda(wanted, readings(folder, name)[0])


def _cargo_xml(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_cargo_xml.of_cargo_xml(wanted, readings(folder, name)[0])


def _ens(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_cargo_xml.of_ens(wanted, readings(folder, name)[0])


def _cargo_imp(folder: str, name: str, wanted: Expected) -> Iterator[Row]:
    yield from corpus_cargo_imp.rows(wanted, (CORPUS / folder / name).read_bytes(), readings(folder, name)[0])


def _same(field: str, wanted: object, read: object) -> bool:
    return wanted == read


FOLDERS: Final[Mapping[str, tuple[Rows, Agrees]]] = {
    "paxlst": (_paxlst, corpus_paxlst.agrees),
    "cusres": (_cusres, _same),
    "pnrgov": (_pnrgov, _same),
    "pnrgov_xml": (_pnrgov_xml, _same),
    "mrz": (_mrz, _same),
    "bcbp": (_bcbp, _same),
    "iso28005": (_iso28005, _same),
    "cuscar": (_cargo, _same),
    "cusrep": (_cargo, _same),
    "edifact_other": (_cargo, _same),
    "asycuda": (_asycuda, _same),
    "cargo_xml": (_cargo_xml, _same),
    "ens": (_ens, _same),
    "cargo_imp": (_cargo_imp, _same),
}

if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))

"""The corpus beside what is read of it: each row names file, field, what is expected and what was read.

One module a folder (`corpus_…`) maps the words of its expected.json to our records; tests hold the readers to them, and
`bench.agreement` counts. In sentences only (`note`, `must`) is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.syntax import edifact, typeb
from tests.library import CORPUS as CORPUS
from tests.library import expected as expected

Expected = Mapping[str, Any]
Row = tuple[str, object, object]  # field, expected, read

LAST: Final = {"F": True, "C": False, None: None}  # of parts
# Our codes, where a deviation has another name here, or may be said in one of several.
DEVIATIONS: Final = {
    "part-of-a-split-list": {"part-of-a-split-list", "part-without-flag"},
    "cnt-is-flight-total-or-wrong": {"count-differs", "count-of-the-whole-list"},
}


def readings(folder: str, name: str) -> list[Reading]:
    return registry.read((CORPUS / folder / name).read_bytes())


def codes(found: Iterable[Reading]) -> set[str]:
    return {problem.code for reading in found for problem in reading.problems}


def compared(wanted: Expected, read: Mapping[str, object]) -> Iterator[Row]:
    """The fields that both have."""
    yield from ((field, value, read[field]) for field, value in wanted.items() if field in read)


def within(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The same, of what is inside a field."""
    yield from ((f"{name}.{field}", value, read) for field, value, read in rows)


def missing_deviations(wanted: Expected, said: set[str]) -> set[str]:
    names = {item.partition("(")[0].replace("_", "-").lower() for item in wanted.get("deviations", ())}
    return {name for name in names if not said & DEVIATIONS.get(name, {name})}


def of_the_envelope(wanted: Expected, raw: bytes, said: set[str]) -> Iterator[Row]:
    """What is said of the file: separators, counts, the telex heading, and each deviation."""
    interchange = edifact.read(raw)[0]
    first, used, heading = interchange.messages[0], interchange.separators, typeb.read(interchange.before)
    unt = next((segment for segment in first.segments if segment[0][0] == "UNT"), [])
    declared = edifact.part(unt, 1).lstrip("0")
    read: dict[str, object] = {
        "separators": {
            "element": used.element,
            "component": used.component,
            "release": used.release,
            "terminator": used.terminator,
        },
        "una_present": interchange.una,
        "no_unb": not interchange.header,
        "segments_unh_to_unt": len(first.segments),
        "unt_says": int(declared) if declared.isdigit() else None,
        "release_char": used.release,
    }
    yield from compared(wanted, read)
    told = {"priority": heading.priority, "to": list(heading.addresses), "origin": heading.origin, "time": heading.time}
    yield from within("typeb", compared(wanted.get("typeb", {}), told))
    missing = missing_deviations(wanted, said)
    for item in wanted.get("deviations", ()):
        name = item.partition("(")[0].replace("_", "-").lower()
        yield f"deviations.{name}", "said", "said" if name not in missing else "not said"

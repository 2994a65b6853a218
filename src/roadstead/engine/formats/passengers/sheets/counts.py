"""Compare the declared numbers on board with the rows of people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, warn
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Role, Traveller
from roadstead.engine.sentences import Sentence

KINDS: Final[Mapping[str, str]] = {"passenger_count": "passengers", "crew_count": "crew"}
DECLARED: Final[Mapping[str, str]] = {**KINDS, "person_count": "persons"}
# lists of crew or of passengers alone: a total there is not that of all on board
OF_SOME: Final = frozenset({"FAL5", "FAL6"})
COUNTED_AS: Final[Mapping[Role, str]] = {
    Role.PASSENGER: "passengers",
    Role.TRANSIT_PASSENGER: "passengers",
    Role.CREW: "crew",
    Role.TRANSIT_CREW: "crew",
}
NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{1,5}(?![0-9])")
SHORT_LIST_PEOPLE: Final = 20  # people: in a list no longer than this, the captain is expected
NONE: Final = {"nil", "none", "no", "zero", "ninguno", "néant", "geen", "-"}


def declared_counts(values: Mapping[str, Cell], form: str, notes: Notebook) -> dict[str, int]:
    """Return the declared counts by kind: "passengers", "crew", and "persons" for all on board."""
    found: dict[str, int] = {}
    for key, kind in DECLARED.items():
        cell = values.get(key)
        if cell is None or (kind == "persons" and form in OF_SOME):
            continue
        count = number_in(cell.text)
        if count is None:
            warn(
                notes,
                cell,
                "count-not-understood",
                Sentence("%(shown)s is not a number. Write the number in digits.", {"shown": cell.shown}),
                kind,
            )
        else:
            found[kind] = count
    return found


def number_in(text: str) -> int | None:
    found = NUMBER.search(text)
    if found is None:
        return 0 if text.casefold() in NONE else None
    return int(found[0])


def compare_counts(
    values: Mapping[str, Cell], travellers: Iterable[Traveller], listed: frozenset[str], notes: Notebook
) -> None:
    """Warn if declared and listed numbers differ. `listed`: kinds that have a list; other counts are not compared."""
    read = Counter(COUNTED_AS[traveller.role] for traveller in travellers)
    for key, kind in KINDS.items():
        count = number_in(values[key].text) if key in values else None
        if count is not None and count != read[kind] and (kind in listed or read[kind]):
            warn(
                notes,
                values[key],
                "count-differs",
                Sentence(
                    "Declared %(kind)s: %(count)s. On the list: %(read)s. Add the missing people, or correct the "
                    "number.",
                    {"count": count, "kind": Sentence(kind), "read": read[kind]},
                ),
                f"number of {kind}",
            )
    total = number_in(values["person_count"].text) if "person_count" in values else None
    there = read.total()
    if total and there and total != there:
        warn(
            notes,
            values["person_count"],
            "count-differs",
            Sentence(
                "Declared people on board: %(total)s. On the list: %(there)s. Add the missing people, or correct "
                "the number.",
                {"total": total, "there": there},
            ),
            "persons on board",
        )

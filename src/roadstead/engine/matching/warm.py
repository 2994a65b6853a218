"""`python -m roadstead.engine.matching.warm`: compiles the matcher, so that no request waits.

What is compiled is kept in NUMBA_CACHE_DIR, which the entry script sets; a second call takes a second.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from roadstead.engine.matching.index import build_index, open_index, write_index
from roadstead.engine.matching.persons import alerts_all
from roadstead.engine.records import Document, Entry, ListedName, Traveller

SOMEBODY = Entry(
    id="1",
    list="warm",
    names=(ListedName(text="Ann Marie Example"), ListedName(text="Эн Экзампль", weak=True)),
    born=("1970-02-03", "1971", "1972-05"),
    nationalities=("BRB",),
    sex="F",
    documents=(Document(number="X1234567"),),
)
TRAVELLER = Traveller(surname="EXAMPLEMRS", given="ANNE", born="1970-03-02", nationality="BRB", sex="F")


def warm() -> None:
    """Every compiled function with every kind of array it is given: built in memory, and mapped from files."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "segment"
        write_index([SOMEBODY], place)
        for index in (build_index([SOMEBODY]), open_index(place)):
            assert alerts_all([TRAVELLER], index, 5.0)[0], "the matcher does not find somebody listed"


if __name__ == "__main__":
    warm()

"""`python -m roadstead.platform.warm`: compile the matcher, so that no request waits.

One process builds an index and matches. Meanwhile another compiles the walk, which takes longest, with an index that
was built before (`warm.zip`). Together they take little more than half as long. Compiled functions are stored in
NUMBA_CACHE_DIR (`platform.matcher_cache`).
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from roadstead.engine.matching.index import build_index, open_index, write_index
from roadstead.engine.matching.matcher import alerts_all
from roadstead.engine.matching.segment.files import Damaged
from roadstead.engine.records import Document, Entry, ListedName, Traveller

PREBUILT_INDEX: Final = Path(__file__).with_name(
    "warm.zip"
)  # files of `write_index([SAMPLE_ENTRY], …)`; a test compares them
SAMPLE_ENTRY = Entry(
    id="1",
    list="warm",
    names=(ListedName(text="Ann Marie Example"), ListedName(text="Эн Экзампль", weak=True)),
    born=("1970-02-03", "1971", "1972-05"),
    nationalities=("BRB",),
    sex="F",
    documents=(Document(number="X1234567"),),
)
SAMPLE_TRAVELLER = Traveller(surname="EXAMPLEMRS", given="ANNE", born="1970-03-02", nationality="BRB", sex="F")


def warm() -> None:
    """Call every compiled function with every kind of array it can get: built in memory, and mapped from files."""
    matching = subprocess.Popen([sys.executable, "-m", "roadstead.platform.warm", "match"])
    with tempfile.TemporaryDirectory() as folder:
        with ZipFile(PREBUILT_INDEX) as built:
            built.extractall(folder)
        try:
            index = open_index(Path(folder))
        except Damaged:
            pass  # of an older release: compiled below, alone
        else:
            index.worker().search((), (), index.segments)  # no keys are needed for the walk, which takes longest
    matching.wait()
    _match()


def _match() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for index in (build_index([SAMPLE_ENTRY]), write_index([SAMPLE_ENTRY], Path(folder) / "segment")):
            assert alerts_all([SAMPLE_TRAVELLER], index, 5.0)[0], "the matcher does not find somebody listed"


def warm_once() -> None:
    """Run `warm` unless it was done before; a second call at the same time waits for the first."""
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            warm()
            (folder / "complete").touch()


if __name__ == "__main__":
    _match() if sys.argv[1:] else warm_once()

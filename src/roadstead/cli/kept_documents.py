"""Index of documents for `screen --documents FILE`: in memory for a short file, in mapped files for a long one.

Mapped files are built once, and kept for later calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from roadstead import __version__
from roadstead.cli.failure import CannotDo, say
from roadstead.config import config
from roadstead.engine.formats.lists import UnableToLoad, load_documents
from roadstead.engine.formats.lists.long_documents import LongDocuments, look_through
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.matching.documents import MAX_IN_MEMORY, ReportedDocuments, documents_reported
from roadstead.engine.matching.papers import Damaged, Papers, build, open_papers
from roadstead.engine.matching.papers.form import MANIFEST
from roadstead.engine.records import ListVersion, Problem

TOLD_EACH = 5_000_000  # documents between two progress messages


def documents_in(name: str) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    """Return the documents of a file, its version and problems of its rows. Raises CannotDo for an unreadable file."""
    try:
        if not Path(name).is_file():  # a pipe can be read only once
            return _in_memory(name)
        looked = look_through(Path(name))
        return _in_memory(name) if looked.lines <= MAX_IN_MEMORY else _mapped(looked)
    except UnableToLoad as failure:
        raise CannotDo(str(failure)) from None


def _in_memory(name: str) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    loaded = load_documents(Path(name))
    return documents_reported(loaded.documents), loaded.version, loaded.problems


def _mapped(looked: LongDocuments) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    tally, folder = Tally(), config().home / "papers" / _key(looked)
    papers = _kept(folder) or _build(looked, folder, tally)
    return papers, looked.version(papers.manifest.documents), tally.problems


def _kept(folder: Path) -> Papers | None:
    if not (folder / MANIFEST).exists():
        return None
    try:
        papers = open_papers(folder)
    except Damaged as damage:
        say(f"{damage} That is done now.")
        return None
    say(f"{folder}: documents of an earlier call")
    return papers


def _build(looked: LongDocuments, folder: Path, tally: Tally) -> Papers:
    try:
        build(looked.documents(tally), folder, progress=_Told(looked.path.name))
        return open_papers(folder)
    except OSError as error:
        raise CannotDo(f"{folder}: {error.strerror or error}; ROADSTEAD_HOME must have room and be ours") from None


def _key(looked: LongDocuments) -> str:
    return sha256("/".join((__version__, looked.name, looked.sha256)).encode()).hexdigest()[:24]


class _Told:
    """Progress messages while the files are built."""

    def __init__(self, name: str) -> None:
        self._name, self._next = name, TOLD_EACH

    def __call__(self, doing: str, documents: int) -> None:
        if documents < self._next - TOLD_EACH:  # another step begins
            self._next = TOLD_EACH
        if documents >= self._next:
            say(f"{self._name}: {doing} {documents:,} documents")
            self._next = (documents // TOLD_EACH + 1) * TOLD_EACH

"""Index of documents for `screen --documents FILE`: in memory for a short file, in mapped files for a long one.

Mapped files are built once, and kept for later calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from roadstead import __version__
from roadstead.cli.console import CommandFailed, say
from roadstead.config import config
from roadstead.engine.formats.lists import UnableToLoad, load_documents
from roadstead.engine.formats.lists.streamed_documents import StreamedDocuments, scan_documents
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.matching.document_files import Damaged, DocumentFiles, build, open_document_files
from roadstead.engine.matching.document_files.form import MANIFEST
from roadstead.engine.matching.documents import MAX_IN_MEMORY, ReportedDocuments, build_document_index
from roadstead.engine.records import ListVersion, Problem

PROGRESS_EVERY = 5_000_000  # documents between two progress messages


def documents_in(name: str) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    """Return the documents of a file, its version and problems of its rows. Raises CommandFailed."""
    try:
        if not Path(name).is_file():  # a pipe can be read only once
            return _in_memory(name)
        looked = scan_documents(Path(name))
        return _in_memory(name) if looked.lines <= MAX_IN_MEMORY else _mapped(looked)
    except UnableToLoad as failure:
        raise CommandFailed(str(failure)) from None


def _in_memory(name: str) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    loaded = load_documents(Path(name))
    return build_document_index(loaded.documents), loaded.version, loaded.problems


def _mapped(looked: StreamedDocuments) -> tuple[ReportedDocuments, ListVersion, Iterable[Problem]]:
    tally, folder = Tally(), config().home / "papers" / _key(looked)
    papers = _open_existing(folder) or _build(looked, folder, tally)
    return papers, looked.version(papers.manifest.documents), tally.problems


def _open_existing(folder: Path) -> DocumentFiles | None:
    if not (folder / MANIFEST).exists():
        return None
    try:
        papers = open_document_files(folder)
    except Damaged as damage:
        say(f"{damage} Rebuilding it.")
        return None
    say(f"{folder}: using the documents indexed earlier")
    return papers


def _build(looked: StreamedDocuments, folder: Path, tally: Tally) -> DocumentFiles:
    try:
        build(looked.documents(tally), folder, progress=_BuildProgress(looked.path.name))
        return open_document_files(folder)
    except OSError as error:
        raise CommandFailed(
            f"{folder}: {error.strerror or error}; check the free space and owner of ROADSTEAD_HOME"
        ) from None


def _key(looked: StreamedDocuments) -> str:
    return sha256("/".join((__version__, looked.name, looked.sha256)).encode()).hexdigest()[:24]


class _BuildProgress:
    """Progress messages while the files are built."""

    def __init__(self, name: str) -> None:
        self._name, self._next = name, PROGRESS_EVERY

    def __call__(self, doing: str, documents: int) -> None:
        if documents < self._next - PROGRESS_EVERY:  # another step begins
            self._next = PROGRESS_EVERY
        if documents >= self._next:
            say(f"{self._name}: {doing} {documents:,} documents")
            self._next = (documents // PROGRESS_EVERY + 1) * PROGRESS_EVERY

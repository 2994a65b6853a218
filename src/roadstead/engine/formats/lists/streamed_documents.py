"""Lost and stolen documents in a csv too long to hold: one pass for its hash, then row by row."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.content import UnableToLoad, unopened
from roadstead.engine.formats.lists.controls import ControlFilter
from roadstead.engine.formats.lists.documents import Layout, read_documents, require_layout
from roadstead.engine.formats.lists.loading import VERSION_LENGTH
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import ListedDocument, ListVersion
from roadstead.engine.sentences import Sentence

BLOCK_BYTES = 1 << 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedDocuments:
    """A file of documents after the first pass. `lines` is roughly the largest possible number of documents."""

    path: Path
    sha256: str
    lines: int
    encoding: str

    @property
    def name(self) -> str:
        return self.path.stem or self.path.name

    def version(self, documents: int) -> ListVersion:
        return ListVersion(
            list=self.name,
            version=self.sha256[:VERSION_LENGTH],
            sha256=self.sha256,
            counts={"documents": documents},
        )

    def documents(self, tally: Tally) -> Iterator[ListedDocument]:
        """Yield every document, in the file's order. Raises UnableToLoad like `load_documents`."""
        how, controls = self._layout(), ControlFilter()
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as lines:
            found = tables.rows_of_lines(controls.clean_lines(lines), how.delimiter)
            try:
                yield from read_documents(found, how, self.name, tally)
            except tables.QuoteNotClosed as broken:
                text = Sentence("%(name)s cannot be read: %(broken)s", {"name": self.path.name, "broken": broken.text})
                raise UnableToLoad(text) from None
        controls.report(tally)

    def _layout(self) -> Layout:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            return require_layout(file.read(tables.HEAD_CHARS), self.path.name)


def scan_documents(path: Path) -> StreamedDocuments:
    """Make the first pass over a file. Raises UnableToLoad if it cannot be opened."""
    digest, lines, letters = sha256(), 0, _EncodingDetector()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
                lines += block.count(b"\n")
                letters.look(block)
    except OSError as refused:
        raise UnableToLoad(unopened(path.name, refused)) from refused
    return StreamedDocuments(path=path, sha256=digest.hexdigest(), lines=lines, encoding=letters.encoding())


class _EncodingDetector:
    """Detects a file's encoding block by block, with the rules of `tables.decode_text` for a whole file."""

    def __init__(self) -> None:
        self._marked = ""
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_first = self._is_utf8 = self._is_ascii = True

    def look(self, block: bytes) -> None:
        if self._is_first:
            self._marked = next((name for mark, name in tables.MARKS if block.startswith(mark)), "")
            self._is_first = False
        if self._is_utf8 and not self._marked:
            self._decode(block)

    def encoding(self) -> str:
        if not self._marked and self._is_utf8:
            self._decode(b"", final=True)
        return self._marked or ("utf-8" if self._is_utf8 else "cp1252")

    def _decode(self, block: bytes, final: bool = False) -> None:
        try:
            self._is_ascii = self._utf8.decode(block, final).isascii() and self._is_ascii
        except UnicodeDecodeError as wrong:
            self._is_utf8 = wrong.reason == tables.TRUNCATED and not self._is_ascii

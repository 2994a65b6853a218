"""Reader of the document files: looks up many documents at once, and verifies each match against the stored record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from roadstead.engine.matching.document_files.form import ROW, START, File, Manifest, damaged, read_manifest
from roadstead.engine.matching.document_files.keys import Keys, folded, hashed
from roadstead.engine.matching.document_files.records import Bytes, Rows, listed
from roadstead.engine.matching.documents import (
    DocumentIndex,
    DocumentMatch,
    ReportedDocuments,
    best_first,
    build_document_index,
    compare_documents,
)
from roadstead.engine.matching.features.documents import number_key
from roadstead.engine.records import Document, ListedDocument

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFiles:
    """A list of documents in mapped files. Read-only, shared by processes and threads."""

    folder: Path
    manifest: Manifest
    rows: Rows
    starts: NDArray[np.uint32]
    beside: Bytes

    def matches(self, declared: Document) -> list[DocumentMatch[ListedDocument]]:
        """Return every listed document that the declared one is or may be, best first."""
        return self.matches_of_each([declared])[0]

    def matches_of_each(self, declared: Sequence[Document]) -> list[list[DocumentMatch[ListedDocument]]]:
        """Return the matches of each of several documents."""
        met: list[list[DocumentMatch[ListedDocument]]] = [[] for _ in declared]
        asked, rows = self._rows_of(declared)
        for at, row in zip(asked.tolist(), rows, strict=True):
            found = self._listed(row)
            met[at].append(compare_documents(found, declared[at], found))
        return [best_first(each) if each else each for each in met]

    def _rows_of(self, declared: Sequence[Document]) -> tuple[Positions, Rows]:
        """Return the rows that share a key with a document, and the position of that document."""
        texts = folded([document.number for document in declared])
        keys = hashed(texts)
        low, many = self._buckets(keys)
        many[[at for at, text in enumerate(texts) if not text and not number_key(declared[at].number)]] = 0
        asked = np.repeat(np.arange(len(keys)), many)
        within = np.arange(len(asked)) - np.repeat(many.cumsum() - many, many)
        rows = self.rows[np.repeat(low, many) + within]
        same = rows["key"] == keys[asked]
        return asked[same], rows[same]

    def _buckets(self, keys: Keys) -> tuple[Positions, Positions]:
        """Return the first row of each key's bucket, and the number of rows in it."""
        bucket = (keys >> np.uint64(64 - self.manifest.bits)).astype(np.int64)
        low = self.starts[bucket].astype(np.int64)
        return low, self.starts[bucket + 1].astype(np.int64) - low

    def _listed(self, row: Any) -> ListedDocument:
        try:
            return listed(row, self.manifest.groups, self.beside)
        except (ValueError, msgspec.DecodeError):
            raise damaged(self.folder / self.manifest.rows.name, "holds a row that cannot be read") from None


def open_document_files(folder: Path) -> DocumentFiles:
    """Open the list in the folder. Every byte is checked, and sizes before files are mapped. Raises Damaged."""
    manifest = read_manifest(folder)
    _check_form(folder, manifest)
    for file in manifest.files:
        _check(folder / file.name, file)
    return DocumentFiles(
        folder=folder,
        manifest=manifest,
        rows=_map(folder, manifest.rows, ROW),
        starts=_map(folder, manifest.starts, START),
        beside=_map(folder, manifest.beside, np.dtype(np.uint8)),
    )


def _check_form(folder: Path, manifest: Manifest) -> None:
    sizes = manifest.rows.size, manifest.starts.size
    if sizes != (manifest.documents * ROW.itemsize, ((1 << manifest.bits) + 1) * START.itemsize):
        raise damaged(folder, "contains files that do not belong together")


def _check(path: Path, file: File) -> None:
    """Check size and hash. Reading the whole file also brings it into memory."""
    try:
        size = path.stat().st_size
        if size != file.size:
            raise damaged(path, f"is truncated or too long: {size} bytes, not {file.size}")
        with path.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror})") from None
    if digest != file.sha256:
        raise damaged(path, "was changed: the checksum differs")


def _map(folder: Path, file: File, form: np.dtype[Any]) -> NDArray[Any]:
    if not file.size:  # an empty file cannot be mapped
        return np.empty(0, form)
    return np.asarray(np.memmap(folder / file.name, dtype=form, mode="r"))


# ── Changes since the files were written: documents added, and documents found again or listed in error


@dataclass(frozen=True, slots=True)
class ChangedDocuments:
    """A base of any size with its changes kept separately: one more document does not rewrite the files."""

    base: ReportedDocuments
    added: DocumentIndex[ListedDocument]
    withdrawn: frozenset[ListedDocument]

    @classmethod
    def of(
        cls, base: ReportedDocuments, added: Iterable[ListedDocument], withdrawn: Iterable[ListedDocument]
    ) -> ChangedDocuments:
        """Build from base and changes. `withdrawn`: as in the base. A document withdrawn and added again is listed."""
        return cls(base, build_document_index(added), frozenset(withdrawn))

    def matches(self, declared: Document) -> list[DocumentMatch[ListedDocument]]:
        return self.matches_of_each([declared])[0]

    def matches_of_each(self, declared: Sequence[Document]) -> list[list[DocumentMatch[ListedDocument]]]:
        pairs = zip(self.base.matches_of_each(declared), self.added.matches_of_each(declared), strict=True)
        return [best_first([*filter(self._is_in_force, before), *since]) for before, since in pairs]

    def _is_in_force(self, met: DocumentMatch[ListedDocument]) -> bool:
        return met.owner not in self.withdrawn

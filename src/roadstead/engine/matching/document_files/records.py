"""Conversion of a listed document to a row of the file and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from roadstead.engine.matching.document_files.form import BESIDE, LENGTH, NUMBER, ROW, Group
from roadstead.engine.matching.document_files.keys import keys_of
from roadstead.engine.records import ListedDocument

Rows = NDArray[np.void]
Bytes = NDArray[np.uint8]


@dataclass(slots=True)
class Writer:
    """Converts documents to rows; long records are written to `beside`."""

    beside: BinaryIO
    codes: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    position: int = 0  # bytes in `beside`

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(Group(*group) for group in self.codes)

    def rows(self, documents: Sequence[ListedDocument]) -> Rows:
        rows = np.empty(len(documents), ROW)
        rows["key"] = keys_of([document.number for document in documents])
        written = [self._written(document) for document in documents]
        rows["group"] = [group for group, _ in written]
        rows["number"] = [number for _, number in written]
        return rows

    def _written(self, document: ListedDocument) -> tuple[int, bytes]:
        number = document.number
        if len(number) <= NUMBER and number.isascii() and not number.endswith("\0"):
            group = self._code(document)
            if group != BESIDE:
                return group, number.encode("ascii")
        return BESIDE, self._laid_beside(document).to_bytes(NUMBER, "little")

    def _code(self, document: ListedDocument) -> int:
        common = document.issuer, document.type, document.list, document.reason
        code = self.codes.get(common)
        if code is None:
            if len(self.codes) == BESIDE:
                return BESIDE
            code = self.codes[common] = len(self.codes)
        return code

    def _laid_beside(self, document: ListedDocument) -> int:
        text = msgspec.msgpack.encode(document)
        self.beside.write(len(text).to_bytes(LENGTH, "little") + text)
        self.position += LENGTH + len(text)
        return self.position - LENGTH - len(text)


def listed(row: Any, groups: Sequence[Group], beside: Bytes) -> ListedDocument:
    """Return the document of a row. Raises ValueError if it refers to a missing group."""
    code, number = int(row["group"]), bytes(row["number"])
    if code == BESIDE:
        return _from_beside(int.from_bytes(number, "little"), beside)
    if code >= len(groups):
        raise ValueError("a group that is not there")
    group = groups[code]
    return ListedDocument(
        number=number.decode("ascii"), issuer=group.issuer, type=group.type, list=group.list, reason=group.reason
    )


def _from_beside(position: int, beside: Bytes) -> ListedDocument:
    begins = position + LENGTH
    length = int.from_bytes(beside[position:begins].tobytes(), "little")
    return msgspec.msgpack.decode(beside[begins : begins + length].tobytes(), type=ListedDocument)

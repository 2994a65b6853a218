"""File format of a folder of documents: rows sorted by key, bucket starts, long records, and the manifest.

A row is 22 bytes. `group` stands for issuer, type, list and reason, which repeat; the number is stored as listed. A
record that does not fit (long number, other characters, its own reason) is stored in `beside`, and the row has its
position. The manifest names the files with size and SHA-256, which ties them together; it is renamed into place last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

FORMAT: Final = 1
MANIFEST: Final = "papers.json"
NUMBER: Final = 12  # bytes of a number stored in its row; ICAO 9303 numbers have nine
ROW: Final = np.dtype([("key", "<u8"), ("group", "<u2"), ("number", f"S{NUMBER}")])
START: Final = np.dtype("<u4")  # the row at which a bucket begins
MAX_DOCUMENTS: Final = 2**32 - 1  # documents, the limit of START
BESIDE: Final = 2**16 - 1  # group of a record in `beside`; the number is then its position
LENGTH: Final = 4  # bytes of the length before each record in `beside`
FEWEST_BITS: Final = 6
MOST_BITS: Final = 24
IN_A_BUCKET: Final = 4  # documents on average; more above 2²⁴ buckets


class Damaged(Exception):
    """Raised for files that are truncated, altered, of another format, or missing. The message says what to do."""


class Group(NamedTuple):
    """Values that many documents share."""

    issuer: str
    type: str
    list: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Description of the files in force. `stamp`: data of the builder, such as versions of lists."""

    format: int
    documents: int
    bits: int  # leading bits of the key that give its bucket
    rows: File
    starts: File
    beside: File
    groups: tuple[Group, ...]
    stamp: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[File, ...]:
        return self.rows, self.starts, self.beside


class Sealed(msgspec.Struct, frozen=True):
    """Manifest as stored: its text, and the hash of the text."""

    sha256: str
    papers: msgspec.Raw


def bits_for(documents: int) -> int:
    """Return the number of bits for buckets of a few documents each, at most 2²⁴ buckets."""
    return max(FEWEST_BITS, min(MOST_BITS, (documents // IN_A_BUCKET).bit_length()))


def sealed(manifest: Manifest) -> bytes:
    text = msgspec.json.encode(manifest)
    return msgspec.json.encode(Sealed(sha256(text).hexdigest(), msgspec.Raw(text)))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the folder. Raises Damaged if it is missing or unreadable."""
    path = folder / MANIFEST
    try:
        whole = msgspec.json.decode(path.read_bytes(), type=Sealed)
        if sha256(whole.papers).hexdigest() == whole.sha256:
            return _of_our_format(path, bytes(whole.papers))
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged(path, "is truncated or not a manifest") from None
    raise damaged(path, "was changed: the checksum differs")


def damaged(path: Path, what: str) -> Damaged:
    return Damaged(f"{path} {what}. The document index must be rebuilt.")


def _of_our_format(path: Path, text: bytes) -> Manifest:
    found = msgspec.json.decode(text)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise damaged(path, f"does not have format {FORMAT}, which this release reads")
    return msgspec.convert(found, Manifest)

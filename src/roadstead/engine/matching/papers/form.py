"""What lies in a folder of documents: rows sorted by key, where each bucket begins, long records, and the manifest.

A row is 22 bytes. `group` says issuer, type, list and reason, which repeat; the number stands as it was listed. What
does not fit (a long number, other letters, a reason of its own) lies in `beside`, and the row says where. The files
are one because the manifest names them with size and SHA-256; it is renamed into place last.
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
NUMBER: Final = 12  # bytes of a number that stands in its row; ICAO 9303 has nine
ROW: Final = np.dtype([("key", "<u8"), ("group", "<u2"), ("number", f"S{NUMBER}")])
START: Final = np.dtype("<u4")  # the row at which a bucket begins
MOST: Final = 2**32 - 1  # documents, for that
BESIDE: Final = 2**16 - 1  # as a group: the record lies beside, at the position that stands for the number
LENGTH: Final = 4  # bytes before each record that lies beside
FEWEST_BITS: Final = 6
MOST_BITS: Final = 24
IN_A_BUCKET: Final = 4  # documents, about; more once there are 2²⁴ buckets


class Damaged(Exception):
    """The files are cut short, altered, of another format, or gone. The message says which, and what to do."""


class Group(NamedTuple):
    """What many documents have in common."""

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
    """What is in force. `stamp` is whatever the builder wants to find again, such as versions of lists."""

    format: int
    documents: int
    bits: int  # of the key that name its bucket
    rows: File
    starts: File
    beside: File
    groups: tuple[Group, ...]
    stamp: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[File, ...]:
        return self.rows, self.starts, self.beside


class Sealed(msgspec.Struct, frozen=True):
    """The manifest as a file: its text, and the hash of its text."""

    sha256: str
    papers: msgspec.Raw


def bits_for(documents: int) -> int:
    """Buckets of a few documents each, sixteen millions at most."""
    return max(FEWEST_BITS, min(MOST_BITS, (documents // IN_A_BUCKET).bit_length()))


def sealed(manifest: Manifest) -> bytes:
    text = msgspec.json.encode(manifest)
    return msgspec.json.encode(Sealed(sha256(text).hexdigest(), msgspec.Raw(text)))


def read_manifest(folder: Path) -> Manifest:
    """What the folder holds. Raises Damaged if that is nothing, or nothing we can read."""
    path = folder / MANIFEST
    try:
        whole = msgspec.json.decode(path.read_bytes(), type=Sealed)
        if sha256(whole.papers).hexdigest() == whole.sha256:
            return _of_our_format(path, bytes(whole.papers))
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged(path, "is cut short or no manifest") from None
    raise damaged(path, "was altered: its checksum differs")


def damaged(path: Path, what: str) -> Damaged:
    return Damaged(f"{path} {what}. Build the list of documents anew.")


def _of_our_format(path: Path, text: bytes) -> Manifest:
    found = msgspec.json.decode(text)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise damaged(path, f"is not of format {FORMAT}, which this release reads")
    return msgspec.convert(found, Manifest)

"""The zip around a workbook, taken as hostile: what it claims to hold is checked first, what it holds while reading."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_MEMBERS: Final = 2_000
MOST_UNPACKED: Final = 256 << 20  # bytes of one member; 6,000 people are about 6 MB
MOST_RATIO: Final = 150  # unpacked to packed; sheets of real lists have 5 to 30
SMALL: Final = 4 << 20  # bytes below which no ratio is asked
PIECE: Final = 1 << 16
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    KeyError,
    OverflowError,
    MemoryError,
)
LZMA_IS_NO_PART: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Refused(Exception):
    """The archive, or something in it, cannot or must not be read; the message says why and what to do."""


@dataclass(slots=True)
class Archive:
    zip: zipfile.ZipFile

    def names(self) -> list[str]:
        return self.zip.namelist()

    def has(self, name: str) -> bool:
        return name in self.zip.NameToInfo

    def pieces(self, name: str) -> Iterator[bytes]:
        """One member, piece by piece. Raises Refused where it is missing, broken, or larger than it may be."""
        size = 0
        try:
            with self.zip.open(name) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    if size > _allowed(self.zip.NameToInfo[name]):
                        raise Refused(f"{name} unpacks to more than a list can be. Save the sheet anew.")
                    yield piece
        except UNREADABLE:
            raise Refused(f"{name} is damaged. Open the workbook, save it anew and send it again.") from None


def opened(raw: bytes) -> Archive:
    """The archive of these bytes. Raises Refused where it is none or is no honest one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except UNREADABLE:
        raise Refused("The workbook is damaged or cut. Open it, save it anew and send it again.") from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refused(f"The workbook has {len(members):,} parts. Copy the list into a new workbook and send that.")
    return Archive(archive)


def _allowed(member: zipfile.ZipInfo) -> int:
    """Bytes this member may unpack to, whatever it declares."""
    if member.compress_type not in LZMA_IS_NO_PART:
        return 0
    return min(MOST_UNPACKED, max(SMALL, MOST_RATIO * member.compress_size))

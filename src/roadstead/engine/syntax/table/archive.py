"""The zip around a workbook, taken as hostile: what it claims to hold is checked first, what it holds while reading."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from xml.parsers import expat

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


# ── XML of a workbook as events: no tree is built; a document type, where bombs and outside files hide, is refused.


class Enough(Exception):
    """The handler needs no more of the member."""


class Handler(Protocol):
    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def parse(pieces: Iterable[bytes], handler: Handler, what: str) -> None:
    """Feed the handler. Raises Refused for what is no XML, or more than XML of plain data."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: handler.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: handler.end(_local(name))
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, ValueError):
        raise Refused(f"{what} is damaged. Open the workbook, save it anew and send it again.") from None


def _local(name: str) -> str:
    """Some writers put a prefix before every name."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_: object) -> None:
    raise Refused("The workbook has a document type in it, as attacks have. Copy the list into a new workbook.")

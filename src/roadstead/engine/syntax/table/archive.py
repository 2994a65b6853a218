"""Zip archive of a workbook, treated as hostile: declared contents are checked first, actual contents while reading."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from xml.parsers import expat

from roadstead.engine.sentences import Sentence

MAX_MEMBERS: Final = 2_000
MAX_UNPACKED_BYTES: Final = 128 << 20  # of all members read; 6,000 people are about 6 MB, 600,000 cells up to 96 MB
MAX_RATIO: Final = 150  # unpacked to packed; sheets of real lists have 5 to 30
RATIO_FREE_BYTES: Final = 4 << 20  # bytes below which the ratio is not checked
PIECE_BYTES: Final = 1 << 16
MAX_ELEMENTS: Final = 4_000_000  # of all members read: 600,000 filled cells have 1.3 million
MAX_DEPTH: Final = 50  # nested elements; the parser remembers each open one
MAX_TAG_BYTES: Final = 1 << 20  # the parser holds a whole tag before it reports it
MAX_NAMES: Final = 5_000  # of elements and attributes, which the parser remembers; workbooks have a few hundred
TOO_MUCH: Final = Sentence("The workbook is too large for a list. Copy the list into a new workbook and send that.")
LOCKED: Final = Sentence("The workbook has a password. Open it, remove the password and send it again.")
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
    struct.error,
)
COMPRESSIONS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # those that spreadsheet programs write


class WorkbookRefused(Exception):
    """Archive or member that cannot or must not be read; `text` gives the reason and what to do."""

    def __init__(self, text: Sentence) -> None:
        super().__init__(str(text))
        self.text = text


class StopReading(Exception):
    """Raised by a handler that needs no more of the member."""


class Handler(Protocol):
    """Receiver of a workbook's XML, event by event: no tree is built."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


@dataclass(slots=True)
class Archive:
    """Open archive. `elements` and `unpacked` (bytes) count all members read: thirty sheets may be the same member."""

    zip: zipfile.ZipFile
    elements: int = 0
    unpacked: int = 0

    def names(self) -> list[str]:
        return self.zip.namelist()

    def has(self, name: str) -> bool:
        return name in self.zip.NameToInfo

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield one member in pieces. Raises Refused if it is missing, broken, or larger than allowed."""
        size, most = 0, self._max_bytes(name)
        try:
            with self.zip.open(name) as stream:
                while piece := stream.read(PIECE_BYTES):
                    size += len(piece)
                    self.unpacked += len(piece)
                    if size > most or self.unpacked > MAX_UNPACKED_BYTES:
                        raise WorkbookRefused(
                            Sentence(
                                "%(name)s is too large for a list when unpacked. Copy the list into a new "
                                "workbook and send that.",
                                {"name": name},
                            )
                        )
                    yield piece
        except UNREADABLE:
            raise WorkbookRefused(_damaged(name)) from None

    def _max_bytes(self, name: str) -> int:
        """Return how many bytes this member may unpack to, whatever it declares.

        Raises Refused for a compression that spreadsheets do not use, before a decoder is made for it.
        """
        member = self.zip.NameToInfo.get(name)
        if member is None or member.compress_type not in COMPRESSIONS:
            raise WorkbookRefused(_damaged(name))
        return max(RATIO_FREE_BYTES, MAX_RATIO * member.compress_size)

    def parse(self, name: str, handler: Handler) -> None:
        """Feed the handler with one member.

        Raises Refused for anything that is not XML of plain data. A document type is refused, since it can hide entity
        bombs and outside files.
        """
        depth = 0

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements += 1
            if depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
                raise WorkbookRefused(TOO_MUCH)
            handler.start(_local(tag), attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(_local(tag))

        parser, fed = expat.ParserCreate(), 0
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, handler.text
        parser.StartDoctypeDeclHandler = _refuse
        parser.buffer_text = True  # otherwise each line break is a separate call
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > MAX_TAG_BYTES or len(parser.intern) > MAX_NAMES:
                    raise WorkbookRefused(TOO_MUCH)
            parser.Parse(b"", True)
        except StopReading:
            return
        except (expat.ExpatError, ValueError):
            raise WorkbookRefused(_damaged(name)) from None


def open_archive(raw: bytes) -> Archive:
    """Open the archive. Raises Refused if the bytes are not a zip or it has too many members."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except UNREADABLE:
        raise WorkbookRefused(
            Sentence("The workbook is damaged or incomplete. Open it, save it again and send it.")
        ) from None
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise WorkbookRefused(
            Sentence(
                "The workbook has %(count)s parts, which is too many for a list. Copy the list into a new "
                "workbook and send that.",
                {"count": f"{len(members):,}"},
            )
        )
    return Archive(archive)


def _damaged(name: str) -> Sentence:
    return Sentence("%(name)s is damaged. Open the workbook, save it again and send it.", {"name": name})


def _local(name: str) -> str:
    """Remove a prefix, which some writers put before every name."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_: object) -> None:
    raise WorkbookRefused(
        Sentence(
            "The workbook contains a document type (DOCTYPE), which we do not accept for security reasons. Copy "
            "the list into a new workbook and send that."
        )
    )

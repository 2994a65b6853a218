"""Inspection of a file's content: parts that could run, reach out or hide something are refused, scanner or not.

It is no malware scanner and knows no virus by name. It refuses what evidence does not need and attacks do.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from roadstead.engine.sentences import Sentence, in_turn
from roadstead.platform.timeline.logic.file_types import MB, FileRefused

MAX_UNPACKED_BYTES: Final = 200 * MB  # bytes of one file in all
MAX_PARTS: Final = 5_000  # parts of an Office file
CHUNK_BYTES: Final = 1 << 16  # bytes

# Names in a PDF (ISO 32000) that mark content which runs, reaches out or hides.
PDF_NAMES: Final = {
    b"/JavaScript": Sentence("runs a script"),
    b"/Launch": Sentence("starts a program"),
    b"/EmbeddedFile": Sentence("contains another file"),
    b"/RichMedia": Sentence("contains a film or a program"),
    b"/XFA": Sentence("is a form that contains a program"),
    b"/Encrypt": Sentence("is locked, so it cannot be checked"),
}
FORBIDDEN_NAME: Final = re.compile(b"(" + b"|".join(map(re.escape, PDF_NAMES)) + rb")s?(?=[\s\x00()<>\[\]{}/%s]|$)")
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
OBJECT_STREAM_START: Final = re.compile(
    rb"[\s\x00]*\d"
)  # beginning of an object stream; streams of images and fonts differ
REMEDY: Final = Sentence("Print it to a new PDF, or take a picture of it, and add that.")


def check_content(kind: str, raw: bytes) -> None:
    """Raise FileRefused if the file contains something that is not accepted."""
    CHECKS.get(kind, _no_archive)(raw)


def _no_archive(raw: bytes) -> None:
    """Refuse an archive: a zip may be appended to an image or a text, where only zip readers find it."""
    if is_zipfile(BytesIO(raw)):
        raise FileRefused(Sentence("An archive is hidden in this file. Save it again in the program that shows it."))


def _pdf(raw: bytes) -> None:
    _no_archive(raw)
    for part in (raw, *_unpacked(raw)):
        named = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)  # /J#61vaScript is /JavaScript
        if found := FORBIDDEN_NAME.search(named):
            raise FileRefused(in_turn(Sentence("This PDF %(what)s.", {"what": PDF_NAMES[found[1]]}), REMEDY))


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """Yield the object streams of a PDF, unpacked: they hold names as the file itself does."""
    left = MAX_UNPACKED_BYTES
    for start in STREAM.finditer(raw):
        found = b"".join(_stream(raw, start.end(), left))
        left -= len(found)
        if left <= 0:
            too_large = Sentence(
                "This PDF unpacks to more than %(most)s MB and cannot be checked.", {"most": MAX_UNPACKED_BYTES // MB}
            )
            raise FileRefused(in_turn(too_large, REMEDY))
        yield found


def _stream(raw: bytes, at: int, max_bytes: int) -> Iterator[bytes]:
    """Yield the unpacked pieces of the stream at `at`, while it is an object stream and below `max_bytes` bytes."""
    unpack, come = zlib.decompressobj(), 0
    while not unpack.eof and come < max_bytes and (unpack.unconsumed_tail or at < len(raw)):
        packed = unpack.unconsumed_tail or raw[at : at + CHUNK_BYTES]
        at += 0 if unpack.unconsumed_tail else CHUNK_BYTES
        try:
            piece = unpack.decompress(packed, CHUNK_BYTES)
        except zlib.error:
            return
        if not come and not OBJECT_STREAM_START.match(piece):
            return
        come += len(piece)
        yield piece


# Parts of an Office file (ECMA-376, and Microsoft's for macros), recognised by a piece of their name.
OFFICE_PARTS: Final = (
    ("vbaproject", Sentence("has macros")),
    ("vbadata", Sentence("has macros")),
    ("macrosheets", Sentence("has macros")),
    ("activex", Sentence("has parts that can run")),
    ("embeddings/", Sentence("contains another file")),
    ("oleobject", Sentence("contains another file")),
)
# Attributes of a tag: ">" may stand inside quotes, and "<" nowhere, so that each tag is read once.
ATTRIBUTES: Final = rb"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*"""
OFFICE_TEXTS: Final = (
    (re.compile(rb"macroEnabled", re.I), Sentence("has macros")),
    (
        re.compile(
            rb"(<(\w+:)?(del)?instrText" + ATTRIBUTES + rb">|\binstr\s*=\s*[\"'])\s*DDE|<(\w+:)?ddeLink\b",
            re.I,
        ),
        Sentence("starts another program"),
    ),
)  # fmt: skip
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b" + ATTRIBUTES + rb">", re.S)
OUTSIDE: Final = re.compile(rb"TargetMode\s*=\s*[\"']External", re.I)
HARMLESS: Final = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


def _office(raw: bytes) -> None:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _check_unpacked_size(archive)
            for name in archive.namelist():
                _office_part(name.lower(), archive)
                _office_text(name, archive)
    except (BadZipFile, RuntimeError, ValueError, OSError, zlib.error):
        raise FileRefused(
            Sentence(
                "This Office file is damaged or locked, so it cannot be checked. Save it again without a password."
            )
        ) from None


def _check_unpacked_size(archive: ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise FileRefused(
            Sentence(
                "This file unpacks to more than %(most)s MB or %(parts)s parts, so it cannot be checked. Print it as a"
                " PDF.",
                {"most": MAX_UNPACKED_BYTES // MB, "parts": f"{MAX_PARTS:,}"},
            )
        )


def _office_part(name: str, archive: ZipFile) -> None:
    for piece, words in OFFICE_PARTS:
        if piece in name:
            raise FileRefused(_in_office_file(words))


def _in_office_file(what: Sentence) -> Sentence:
    return Sentence("This Office file %(what)s. Save it without them, or print it as a PDF.", {"what": what})


def _office_text(name: str, archive: ZipFile) -> None:
    if not name.lower().endswith((".xml", ".rels")):
        return
    text = archive.read(name)
    for pattern, words in OFFICE_TEXTS:
        if pattern.search(text):
            raise FileRefused(_in_office_file(words))
    for relation in RELATION.findall(text) if name.endswith(".rels") else ():
        if OUTSIDE.search(relation) and not HARMLESS.search(relation):
            raise FileRefused(Sentence("This Office file loads a part of itself from elsewhere. Print it as a PDF."))


CHECKS: Final[Mapping[str, Callable[[bytes], None]]] = {"pdf": _pdf, "xlsx": _office, "docx": _office}

"""Body of a filing: whole or refused, decompressed if it was compressed, never more than the limit in memory.

Lengths and encodings follow RFC 9110 and 9112, gzip with all its members RFC 1952. A body that is visibly cut short is
refused: half a list must not get a receipt. A chunked body that breaks off does not come here (`asgi.py`).
"""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Final, Protocol

from django.http import HttpRequest

from roadstead.config import config
from roadstead.web.api.refused import Refused

# A refused body is read to its end and discarded, within these bounds: otherwise the connection breaks while its sender
# still sends, and the sender never reads the reason.
MAX_DRAINED_BYTES: Final = 256 * 1024 * 1024  # bytes
DRAIN_SECONDS: Final = 10.0
PIECE_BYTES: Final = 1 << 20  # bytes


FORM: Final = "multipart/form-data"
FORM_TEXT: Final = (
    "the body is a form (multipart/form-data), so nothing was stored; send the list itself as the body, with curl "
    "--data-binary @file instead of -F"
)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def body_of(request: HttpRequest) -> bytes:
    """Return the body, decompressed. Raise Refused if it is too large, cut short, or encoded otherwise."""
    limit = config().max_body
    raw = _read(request, limit)
    if request.headers.get("Content-Type", "").lower().startswith(FORM):
        raise Refused(415, "form-not-read", FORM_TEXT)
    unpacked = _unpacking(request)(raw, limit)
    if len(unpacked) > limit:
        raise _too_large(limit)
    return unpacked


def _read(request: HttpRequest, limit: int) -> bytes:
    declared, stream = _declared(request), _stream(request)
    raw = b"" if declared > limit else stream.read(limit + 1)
    if max(declared, len(raw)) > limit:
        _drain(stream)
        raise _too_large(limit)
    if len(raw) < declared:
        text = f"{len(raw)} bytes arrived, but Content-Length announced {declared}; send the whole list again"
        raise Refused(400, "body-cut-short", text)
    return raw


def _declared(request: HttpRequest) -> int:
    """Return the Content-Length in bytes, -1 if there is none."""
    length: str = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else -1


def _stream(request: HttpRequest) -> Readable:
    """Return the stream of the body: without a length (chunked) the server's own, if it knows where the body ends.
    Raise Refused if it does not.
    """
    if _declared(request) >= 0:
        return request
    if request.META.get("wsgi.input_terminated"):
        stream: Readable = request.META["wsgi.input"]
        return stream
    if request.headers.get("Transfer-Encoding"):
        raise Refused(411, "length-required", "this server accepts no chunked body; send it with a Content-Length")
    return request


def _drain(stream: Readable) -> None:
    give_up = time.monotonic() + DRAIN_SECONDS
    for _ in range(MAX_DRAINED_BYTES // PIECE_BYTES):
        if not stream.read(PIECE_BYTES) or time.monotonic() > give_up:
            return


def _too_large(limit: int) -> Refused:
    return Refused(413, "body-too-large", f"the body is larger than {limit} bytes; send the list in parts")


# ── Compressed bodies.


def _as_it_is(raw: bytes, limit: int) -> bytes:
    return raw


def _unzip(packed: bytes, limit: int) -> bytes:
    """Decompress at most one byte more than `limit`, however much is in there."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
            return file.read(limit + 1)
    except EOFError:
        raise Refused(400, "gzip-cut-short", "the gzip body is cut off; send the whole list again") from None
    except (zlib.error, gzip.BadGzipFile):
        text = "Content-Encoding says gzip, but the body is not gzip, or not all of it; send it uncompressed"
        raise Refused(400, "not-gzip", text) from None


ENCODINGS: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "": _as_it_is,
    "identity": _as_it_is,
    "gzip": _unzip,
    "x-gzip": _unzip,
}


def _unpacking(request: HttpRequest) -> Callable[[bytes, int], bytes]:
    named = request.headers.get("Content-Encoding", "").strip().lower()
    if named not in ENCODINGS:
        text = f"we do not read Content-Encoding {named[:40]}; send the list compressed with gzip, or uncompressed"
        raise Refused(415, "encoding-not-read", text)
    return ENCODINGS[named]

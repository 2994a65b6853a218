"""Bytes of a scanner as text: UTF-8, UTF-16 with its mark, else Latin-1; every line ends in a line feed."""

from __future__ import annotations

import codecs
from typing import Final

LOOKED_AT: Final = 65_536  # bytes in which the first zone or pass must begin
MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(raw: bytes) -> str:
    return _text(raw).replace("\r\n", "\n").replace("\r", "\n")


def beginning(raw: bytes) -> str:
    """Enough of it to recognise what it is."""
    return decoded(raw[:LOOKED_AT])


def _text(raw: bytes) -> str:
    if raw.startswith(MARKS):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")

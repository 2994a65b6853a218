"""The arithmetic of the chain (S29): what is hashed of a line, and how one line holds the next. No database here.

digest = sha256(0x00 + canonical JSON of the line)
hash   = sha256(0x01 + hash of the line before + digest); before the first line stand 32 zero bytes

A line's digest alone carries the chain on, so an export can leave out what is not the reader's business and still be
verified to the end. Sixteen random bytes in each line (`salt`) keep anybody from guessing a line left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

BEGINNING: Final = bytes(32)


def canonical(line: Mapping[str, Any]) -> bytes:
    """The line as the one text that is hashed: keys sorted, no blanks, UTF-8 without escapes."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(line: Mapping[str, Any]) -> bytes:
    return sha256(b"\0" + canonical(line)).digest()


def link(before: bytes, of_line: bytes) -> bytes:
    """The hash of a line, from the hash of the line before and its own digest."""
    return sha256(b"\1" + before + of_line).digest()

"""Merkle root over digests (as RFC 6962 section 2.1): one value that proves which rows were deleted (S10)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256


def leaf(table: str, row: int, stable: str = "") -> str:
    """Return the hex digest of one row. `stable`: its permanent value, which no later row of that id has."""
    return sha256(f"{table} {row} {stable}".encode()).hexdigest()


def root(digests: Sequence[str]) -> str:
    """Return the hex root over hex digests in their order; for none, the hash of nothing."""
    return _root([bytes.fromhex(each) for each in digests]).hex()


def short(digest: str) -> str:
    """Return the same 32 bytes in 43 characters, which fit a line of the audit log."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def _root(digests: Sequence[bytes]) -> bytes:
    if not digests:
        return sha256(b"").digest()
    if len(digests) == 1:
        return sha256(b"\0" + digests[0]).digest()
    split = 1 << ((len(digests) - 1).bit_length() - 1)
    return sha256(b"\1" + _root(digests[:split]) + _root(digests[split:])).digest()

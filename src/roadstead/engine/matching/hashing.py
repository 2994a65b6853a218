"""Hashes of texts that are looked up whole: keys of entries. 64 bits of BLAKE2b."""

from __future__ import annotations

from hashlib import blake2b


def hash_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")

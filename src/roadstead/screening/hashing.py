"""Hashes of texts that are looked up whole: names without order, numbers of documents. 64 bits of BLAKE2b."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from roadstead.screening.tokens import whole_names
from roadstead.text.names import Readings


def hash_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def hash_of_name(name: tuple[Readings, ...]) -> Iterator[int]:
    """One for each reading of the name; the order of its parts does not count."""
    return (hash_of(" ".join(parts)) for parts in whole_names(name))

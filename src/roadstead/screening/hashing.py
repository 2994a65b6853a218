"""Hashes of texts that are looked up whole: names without order, numbers of documents. 64 bits of BLAKE2b."""

from __future__ import annotations

from hashlib import blake2b

from roadstead.screening.tokens import whole_names
from roadstead.text.names import Readings


def hash_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def hash_of_name(name: tuple[Readings, ...]) -> tuple[int, ...]:
    """One for each reading of the name; the order of its parts does not count. () for a name without parts."""
    if len(name) == sum(map(len, name)):  # one reading each, as most have
        return (hash_of(" ".join(sorted([part for (part,) in name]))),) if name else ()
    return tuple([hash_of(" ".join(parts)) for parts in whole_names(name)])

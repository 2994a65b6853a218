"""64-bit keys of document numbers, equal for numbers that are easily confused; computed in batches of thousands.

The key is a hash of `features.evidence.lookalike_number_key`; plain numbers are folded together in one pass. The key
only finds candidates, the stored record decides: a collision costs one comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roadstead.engine.matching.features.documents import lookalike_number_key
from roadstead.engine.text.identifiers.document import LOOKALIKES

Keys = NDArray[np.uint64]

WIDTH: Final = 24  # bytes that are mixed; longer numbers are hashed one by one
SEED: Final = np.uint64(0x726F616473746561)
BREAK: Final = b"\n"
LOOKALIKE_BYTES: Final = bytes(ord(chr(byte).translate(LOOKALIKES)) if byte < 128 else byte for byte in range(256))
DROPPED: Final = bytes(byte for byte in range(128) if not chr(byte).isalnum() and byte != BREAK[0])
# Finaliser of SplitMix64 (public domain): shifts and odd multipliers that spread every bit over all others.
SHIFTS: Final = tuple(map(np.uint64, (30, 27, 31)))
FACTORS: Final = tuple(map(np.uint64, (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)))


def keys_of(numbers: Sequence[str]) -> Keys:
    """Return the key of each number."""
    return hashed(folded(numbers))


def folded(numbers: Sequence[str]) -> list[bytes]:
    """Return `lookalike_number_key` of each number, as UTF-8."""
    odd = [at for at, number in enumerate(numbers) if not number.isascii() or "\n" in number]
    plain = list(numbers)
    for at in odd:
        plain[at] = ""
    found = _plain(plain) if plain else []
    for at in odd:
        found[at] = lookalike_number_key(numbers[at]).encode("utf-8", "surrogatepass")
    return found


def hashed(texts: Sequence[bytes]) -> Keys:
    """Return 64 bits of each text. Texts must not contain NUL."""
    words = np.array(texts, dtype=f"S{WIDTH}").view("<u8").reshape(len(texts), WIDTH // 8)
    found = np.full(len(texts), SEED)
    for column in range(words.shape[1]):
        found = _mixed(found ^ words[:, column])
    for at, text in enumerate(texts):
        if len(text) > WIDTH:
            found[at] = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    return found


def _plain(numbers: Sequence[str]) -> list[bytes]:
    text = "\n".join(numbers).encode("ascii").upper()
    return [number.lstrip(b"0") for number in text.translate(LOOKALIKE_BYTES, DROPPED).split(BREAK)]


def _mixed(values: Keys) -> Keys:
    values = (values ^ (values >> SHIFTS[0])) * FACTORS[0]
    values = (values ^ (values >> SHIFTS[1])) * FACTORS[1]
    return values ^ (values >> SHIFTS[2])

"""CRC-32 as in `zlib.crc32`, which numbers the spellings of a token."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import U8, compiled

POLYNOMIAL: Final = 0xEDB88320


def _of_byte(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (POLYNOMIAL if byte & 1 else 0)
    return byte


TABLE: Final = np.array([_of_byte(byte) for byte in range(256)], np.uint64)
ALL: Final = np.uint64(0xFFFFFFFF)
BYTE: Final = np.uint64(8)


@compiled
def crc32(letters: U8, length: int) -> int:
    value = ALL
    for place in range(length):
        value = TABLE[np.int64((value ^ np.uint64(letters[place])) & np.uint64(255))] ^ (value >> BYTE)
    return value ^ ALL

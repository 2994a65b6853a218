"""How far a name gives the nationality away: among the listed who have one of its parts, the share of that nation.

That a Kim is of Korea is no surprise, and says little beside the name; that a Garcia is, says all that Korea can. So
agreeing in the nationality is weighed by what it says beyond the name.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.asked import Batch
from roadstead.engine.matching.kernel.compiled import F64, I32, I64
from roadstead.engine.matching.kernel.nationals import shares
from roadstead.engine.matching.pool import Neighbours
from roadstead.engine.matching.segment.segment import Segment

SLOTS: Final = 1 << 18  # 16 bytes each, more where a batch has very many parts


class Nationals:
    """Of the segment whose frequencies hold. The table begins anew when it is half full."""

    def __init__(self, segment: Segment, neighbours: Neighbours) -> None:
        self._segment, self._neighbours = segment, neighbours
        self._begin(SLOTS)

    def _begin(self, slots: int) -> None:
        self._key: I64 = np.zeros(slots, np.int64)
        self._value: F64 = np.zeros(slots)
        self._used: I64 = np.zeros(1, np.int64)
        self._stamp: I32 = np.zeros(len(self._segment.entities.sex), np.int32)

    def shares(self, asked: Batch) -> F64:
        """Of the declared nationality of each traveller, from 0 to 1; 0 where none is declared."""
        self._make_room(len(asked.arrays.part))
        found: F64 = np.zeros(len(asked.arrays.nation))
        of = self._segment
        shares(
            asked.arrays,
            self._neighbours.arrays,
            of.counted or of.names,
            of.entities,
            of.nation_shares,
            self._stamp,
            self._key,
            self._value,
            self._used,
            found,
        )
        return found

    def _make_room(self, parts: int) -> None:
        if 2 * (int(self._used[0]) + parts) > len(self._key):
            self._begin(max(SLOTS, 1 << (2 * parts).bit_length()))

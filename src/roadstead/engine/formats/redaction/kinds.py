"""What is dropped before anything is stored (S1, S2), by kind, and the mark that is left in its place.

A body's count tells kinds apart, for the deletion counter of the whole service. A booking's count does not: that one
traveller asked for *assistance*, or for a special *meal*, would already tell of health or faith.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MARK: Final = "XXXX"  # stands where something was removed; itself never removed, so that a second pass changes nothing

MEAL: Final = "meal"
ASSISTANCE: Final = "assistance"
OTHER_SERVICE: Final = "other service"
REMARK: Final = "remark"
HISTORY: Final = "history text"
FARE: Final = "fare code"
CARD: Final = "card number"  # masked, not dropped
UNKNOWN: Final = "unknown segment"

SERVICE: Final = "service"  # of a booking: MEAL, ASSISTANCE and OTHER_SERVICE alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """`counts` are of the whole body, by the kinds above; {} where nothing was removed."""

    raw: bytes
    counts: Mapping[str, int] = field(default_factory=dict)

"""Kinds of data removed before anything is stored (S1, S2), and the mark that replaces them.

Counts of a whole body are by kind, for the deletion counter of the service. Counts of one booking are not: a
traveller's *assistance* or special *meal* would reveal health or religion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MARK: Final = "XXXX"  # replaces removed text; never removed itself, so that a second pass changes nothing

MEAL: Final = "meal"
ASSISTANCE: Final = "assistance"
OTHER_SERVICE: Final = "other service"
REMARK: Final = "remark"
HISTORY: Final = "history text"
FARE: Final = "fare code"
CARD: Final = "card number"  # masked, not removed
UNKNOWN: Final = "unknown segment"

SERVICE: Final = "service"  # kind for one booking: MEAL, ASSISTANCE and OTHER_SERVICE alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """Result of redaction. `counts` are of the whole body, by the kinds above; {} if nothing was removed."""

    raw: bytes
    counts: Mapping[str, int] = field(default_factory=dict)

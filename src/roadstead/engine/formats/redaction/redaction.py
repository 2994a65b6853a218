"""What redaction returns: the bytes as they may be stored, and how much was removed from them, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """`counts` are of the whole body, by the kinds of `kinds.py`; {} where nothing was removed."""

    raw: bytes
    counts: Mapping[str, int] = field(default_factory=dict)

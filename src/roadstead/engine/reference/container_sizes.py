"""What containers may weigh, by the length in their code of size and type (ISO 6346). Facts to ask by, not law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from roadstead.engine.reference.tables import table

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`max_gross_kg`: goods and container together; `max_tare_kg`: no empty one of the length weighs more."""

    feet: int
    max_gross_kg: int
    max_tare_kg: int
    verified: bool
    source: str


def size_of(code: str) -> Size:
    """By a code of ISO 6346 ("45R1"); of another code or none, the widest limits."""
    return _sizes().get(code[:1].upper(), _sizes()[ANY]) if len(code) == 4 else _sizes()[ANY]


@cache
def _sizes() -> Mapping[str, Size]:
    return {
        row["length"]: Size(
            feet=int(row["feet"]),
            max_gross_kg=int(row["max_gross_kg"]),
            max_tare_kg=int(row["max_tare_kg"]),
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in table("container_sizes")
    }

"""Partner organisations that an operator may add to the directory. None is a partner until the operator adds it, and
nothing is sent to one without an agreement in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.reference.tables import table

LANGUAGES: Final = ("en", "es", "fr", "nl")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One organisation. `source`: where it was seen and how sure that is, as the directory shows it."""

    code: str
    names: Mapping[str, str]  # by language
    source: str
    verified: bool


def partners() -> tuple[PartnerRow, ...]:
    """Return every shipped row, verified or not."""
    return tuple(
        PartnerRow(
            code=row["code"],
            names={language: row[language] for language in LANGUAGES},
            source=", ".join(filter(None, (row["source"], row["text"], f"[{row['mark']}]"))),
            verified=row["verified"] == "yes",
        )
        for row in table("partners")
    )

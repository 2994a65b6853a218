"""Numbers, names and lines as Cargo-IMP can carry them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.dates import written
from roadstead.engine.formats.cargo.cargo_imp.draft import KIND_OF_TEXT, TEXT_LINE_CHARS
from roadstead.engine.formats.cargo.cargo_imp.quantity import DECIMALS
from roadstead.engine.records import Consignment, Note, OnwardLeg
from roadstead.engine.syntax.cargoimp import wrap

ORIGINS: Final = frozenset({"COR", "SCI"})  # customs status, each in its own line
BARE: Final = re.compile(r"[^A-Z0-9 .\-@]+")


def number_text(value: float) -> str:
    """Return the number with at most four decimals."""
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def allowed_text(text: str, max_chars: int = 35) -> str:
    return " ".join(BARE.sub(" ", text.upper()).split())[:max_chars].strip()


def quantity(
    split: str, packages: int | None, mass: float | None, volume: float | None = None, total: int | None = None
) -> str:
    """Write a quantity, "P30K1693.5MC12.26T203"; the total only if this is a part."""
    parts = [f"{split or 'T'}{packages or 0}"]
    parts += [f"K{number_text(mass)}"] if mass is not None else []
    parts += [f"MC{number_text(volume)}"] if volume is not None else []
    parts += [f"T{total}"] if total is not None and (split or "T") != "T" else []
    return "".join(parts)


def onward(leg: OnwardLeg) -> str:
    return f"/{leg.destination}{leg.number or leg.carrier}" + (f"/{written(leg.departure)}" if leg.departure else "")


def texts(notes: Iterable[Note]) -> list[str]:
    """Write remarks (OSI) and services (SSR), each wrapped."""
    lines: list[str] = []
    for tag, kind in KIND_OF_TEXT.items():
        for note in notes:
            if note.kind == kind:
                first, *others = wrap(note.text, TEXT_LINE_CHARS) or [""]
                lines += [f"{tag}/{first}", *(f"/{line}" for line in others)]
    return lines


def customs(bill: Consignment, contacts: Iterable[str]) -> list[str]:
    """Write the OCI lines: contacts of parties, then customs information."""
    notes = [note for note in bill.notes if note.kind == "customs" and note.code not in ORIGINS]
    told = [f"{note.country}/{note.segment}/{note.code}/{allowed_text(note.text, TEXT_LINE_CHARS)}" for note in notes]
    lines = [*contacts, *told]
    return [f"OCI/{lines[0]}", *(f"/{line}" for line in lines[1:])] if lines else []

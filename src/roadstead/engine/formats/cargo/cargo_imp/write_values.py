"""Numbers, names and lines as Cargo-IMP can carry them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.draft import KIND_OF_TEXT, TEXT_WIDTH
from roadstead.engine.formats.cargo.cargo_imp.quantity import PLACES
from roadstead.engine.formats.cargo.cargo_imp.when import written
from roadstead.engine.records import Consignment, Note, OnwardLeg
from roadstead.engine.syntax.cargoimp import wrapped

ORIGINS: Final = frozenset({"COR", "SCI"})  # customs status, each in its own line
BARE: Final = re.compile(r"[^A-Z0-9 .\-@]+")


def figure(value: float) -> str:
    """Return the number with at most four decimals."""
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")


def bare(text: str, longest: int = 35) -> str:
    return " ".join(BARE.sub(" ", text.upper()).split())[:longest].strip()


def quantity(
    split: str, packages: int | None, mass: float | None, volume: float | None = None, total: int | None = None
) -> str:
    """Write a quantity, "P30K1693.5MC12.26T203"; the total only if this is a part."""
    parts = [f"{split or 'T'}{packages or 0}"]
    parts += [f"K{figure(mass)}"] if mass is not None else []
    parts += [f"MC{figure(volume)}"] if volume is not None else []
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
                first, *others = wrapped(note.text, TEXT_WIDTH) or [""]
                lines += [f"{tag}/{first}", *(f"/{line}" for line in others)]
    return lines


def customs(bill: Consignment, contacts: Iterable[str]) -> list[str]:
    """Write the OCI lines: contacts of parties, then customs information."""
    notes = [note for note in bill.notes if note.kind == "customs" and note.code not in ORIGINS]
    told = [f"{note.country}/{note.segment}/{note.code}/{bare(note.text, TEXT_WIDTH)}" for note in notes]
    lines = [*contacts, *told]
    return [f"OCI/{lines[0]}", *(f"/{line}" for line in lines[1:])] if lines else []

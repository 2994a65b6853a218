"""What the bill, the stowage plan, the terminal and the gate say of one container, laid side by side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Container, Mode
from roadstead.engine.reference.place_codes import place_code

MASS_APART: Final = 0.10  # of the greater: scales and paper differ by less
MASS_FLOOR: Final = 500.0  # kg: below, a tenth is nothing


class Source(StrEnum):
    """Who speaks of the container."""

    BILL = "bill"
    STOWAGE = "stowage"  # bay plan, loading list
    TERMINAL = "terminal"  # discharge or loading report
    GATE = "gate"


SOURCES: Final[Mapping[str, Source]] = {
    "BAPLIE": Source.STOWAGE, "MOVINS": Source.STOWAGE, "COPRAR": Source.STOWAGE,
    "COARRI": Source.TERMINAL, "CODECO": Source.GATE,
}  # fmt: skip


def source_of(type_: str) -> Source:
    return SOURCES.get(type_, Source.BILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One point in which two sources do not agree. `said`: by source, in words."""

    field: str
    said: tuple[tuple[Source, str], ...]


def _mass(box: Container) -> str:
    """What is known of its whole weight: goods with the box."""
    weights = (box.verified_mass_kg, box.gross_mass_kg)
    whole = next((each for each in weights if each is not None), None)
    if whole is None and box.goods_mass_kg is not None and box.tare_mass_kg is not None:
        whole = box.goods_mass_kg + box.tare_mass_kg
    return "" if whole is None else f"{whole:.10g}"


FIELDS: Final[Mapping[str, Callable[[Container], str]]] = {
    "load": lambda box: box.load.value if box.load else "",
    "gross mass": _mass,
    "seals": lambda box: " ".join(sorted(seal.upper() for seal in box.seals)),
    "type": lambda box: box.size_type,
    "loaded at": lambda box: box.loaded_at,
    "discharged at": lambda box: box.discharged_at,
}

PLACES: Final = frozenset({"loaded at", "discharged at"})


def differences(said: Iterable[tuple[Source, Container]], mode: Mode) -> list[Difference]:
    """Points on which at least two sources speak and do not agree; a missing word contradicts nothing, nor does the
    same place by another of its codes."""
    newest: dict[Source, list[Container]] = {}
    for source, box in said:
        newest.setdefault(source, []).append(box)
    return [found for field, value in FIELDS.items() if (found := _difference(field, value, newest, mode))]


def _difference(
    field: str, value: Callable[[Container], str], said: Mapping[Source, Sequence[Container]], mode: Mode
) -> Difference | None:
    words = [(source, text) for source in Source if (text := _last(value, said.get(source, ())))]
    if len(words) < 2 or _agree(field, [text for _, text in words], mode):
        return None
    return Difference(field=field, said=tuple(words))


def _last(value: Callable[[Container], str], boxes: Sequence[Container]) -> str:
    return next((text for box in reversed(boxes) if (text := value(box))), "")


def _agree(field: str, texts: Sequence[str], mode: Mode) -> bool:
    if field == "gross mass":
        low, high = min(map(float, texts)), max(map(float, texts))
        return high - low <= max(MASS_FLOOR, MASS_APART * high)
    if field == "seals":
        return all(set(texts[0].split()) & set(text.split()) for text in texts)
    if field in PLACES:
        return len({place_code(text, mode) for text in texts}) == 1
    return len(set(texts)) == 1

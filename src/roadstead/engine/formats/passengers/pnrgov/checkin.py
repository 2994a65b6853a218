"""Read groups 6 to 9: a traveller's check-in on a flight (TRI, TIF, SSD, TBD)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.codes import IN_KILOGRAMS, IN_POUNDS, POUND_KG
from roadstead.engine.formats.passengers.pnrgov.drafts import CheckIn, Draft, plain_reference
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Bags
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, as_text, part

QuickBags = fast_constructor(Bags)
POOLS: Final = frozenset({"HP", "MP"})  # head and member of a baggage pool
MAX_WEIGHT_KG: Final = 9_999.0  # kg of one traveller; more is not a plausible weight
MAX_COUNT_DIGITS: Final = 4


def tri(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TRI++KIN-041:::10: the boarding number, and the traveller's reference."""
    if draft.level == "flight":
        draft.check_ins.append(
            CheckIn(
                flight=len(draft.segments) - 1,
                number=found.number,
                boarding_number="".join(part(found.segment, 2).split()),
                reference=plain_reference(part(found.segment, 2, 3)),
            )
        )


def ssd(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read SSD+014A++++Y: the assigned seat."""
    last = _open(draft)
    if last is None:
        notes.keep_unread(as_text(found.segment))
    else:
        last.seat = seat(part(found.segment, 1))


def tbd(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TBD++3:33:700++HP:…+618:0123456789:2:ICN: checked bags, their weight and tags."""
    last = _open(draft)
    if last is None:
        notes.keep_unread(as_text(found.segment))
        return
    segment = found.segment
    last.bags = QuickBags(
        count=_count(part(segment, 2)),
        weight_kg=_weight(part(segment, 2, 1), part(segment, 2, 2), draft, found, notes),
        tags=tuple(tag for element in range(3, len(segment)) if (tag := _tag(segment, element))),
    )


def _open(draft: Draft) -> CheckIn | None:
    """Return the open check-in of the current flight, or None."""
    last = draft.check_ins[-1] if draft.check_ins and draft.level == "flight" else None
    return last if last is not None and last.flight == len(draft.segments) - 1 else None


def seat(sent: str) -> str:
    """Return a seat without leading zeros ("014A" is 14A); "" if it has no row ("XXX")."""
    close = "".join(sent.split()).upper()
    return close.lstrip("0") if any(char.isdigit() for char in close) else ""


def _count(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MAX_COUNT_DIGITS else None


def _weight(sent: str, unit: str, draft: Draft, found: NumberedSegment, notes: Notebook) -> float | None:
    """Return the weight in kilograms, converted from pounds if need be; None if it is not plausible."""
    try:
        weight = float(sent) if sent else None
    except ValueError:
        weight = None
    if weight is None or not 0 <= weight <= MAX_WEIGHT_KG:
        return None
    unit = unit.strip().upper()
    if unit not in IN_KILOGRAMS | IN_POUNDS:
        text = Sentence(
            "%(name)s: We do not know the unit of the bags' weight (%(unit)s). We used kilograms. Send the "
            "weight in kilograms.",
            {"name": draft.name, "unit": unit[:5]},
        )
        notes.note("weight-unit-unknown", text, found.number, segment="TBD", field="unit (6411)", sent=unit)
    return round(weight * POUND_KG, 1) if unit in IN_POUNDS else weight


def _tag(segment: Segment, element: int) -> str:
    """Return carrier and number of a tag as sent, "618:0123456789"."""
    carrier, number = part(segment, element), part(segment, element, 1)
    return f"{carrier}:{number}" if carrier not in POOLS and carrier and number else ""

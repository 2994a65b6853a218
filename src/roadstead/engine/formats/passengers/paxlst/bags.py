"""MEA and FTX of a person: number and weight of bags (CT, WT) and their tags (BAG)."""

from __future__ import annotations

from roadstead.engine.formats.passengers.paxlst.codes import KILOGRAMS, LONGEST_COUNT, NO_TAGS
from roadstead.engine.formats.passengers.paxlst.draft import Draft
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.edifact import as_text, part


def mea(found: Found, draft: Draft, notes: Notebook) -> None:
    """MEA+CT++:2 (also MEA+CT++2 and MEA+CT:2) bags; MEA+WT++KGM:10 weight."""
    unit, value = part(found.segment, 3), part(found.segment, 3, 1)
    if not value:
        unit, value = "", unit or part(found.segment, 1, 1)
    number = _number(value)
    if found.code not in {"CT", "WT"}:
        notes.left(as_text(found.segment))
    elif not value:
        text = f"Person {draft.place}: MEA+{found.code} gives no number. Send it or leave the segment out."
        notes.note("empty-composites", text, found.number, segment="MEA", field="bags (6314)")
    elif number is None:
        text = f"Person {draft.place}: the bags are not counted or weighed in figures. Correct it."
        notes.note("bags-not-understood", text, found.number, segment="MEA", field="bags (6314)", sent=value)
    elif found.code == "CT":
        draft.bag_count = int(number)
    else:
        _weigh(found, draft, unit.upper(), number)


def _weigh(found: Found, draft: Draft, unit: str, number: float) -> None:
    factor = KILOGRAMS.get(unit)
    if factor != 1.0:
        draft.keep("weight of bags", f"{number:g} {unit}", found.number)
    draft.bag_weight = None if factor is None else round(number * factor, 1)


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 10_000 else None


def ftx(found: Found, draft: Draft, notes: Notebook) -> None:
    """FTX+BAG+++ZZ012345:3, the first tag and how many in all; several pairs, in one FTX or several."""
    if found.code != "BAG":
        notes.left(as_text(found.segment))
        return
    for component in found.segment[4] if len(found.segment) > 4 else []:
        value = component.strip()
        if value.isdigit() and len(value) <= LONGEST_COUNT and draft.bag_tags:
            draft.bag_tags[-1] += f" x{int(value)}" if int(value) > 1 else ""
        elif value and value.upper() not in NO_TAGS:
            draft.bag_tags.append(value)

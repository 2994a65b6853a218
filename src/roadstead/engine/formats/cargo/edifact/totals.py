"""CNT of the message: what the sender says all of it adds up to."""

from __future__ import annotations

from roadstead.engine.formats.cargo.edifact.codes import TOTALS
from roadstead.engine.formats.cargo.edifact.measures import count, in_unit
from roadstead.engine.formats.cargo.edifact.scene import Draft, Scene
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.records import CargoTotals
from roadstead.engine.syntax.edifact import part

COUNTED = {"bills", "containers", "packages"}


def totals(leaves: list[Found], scene: Scene) -> CargoTotals:
    draft = Draft()
    for found in leaves:
        name = TOTALS.get(found.code, "")
        if found.tag == "CNT" and not (name and draft.put(name, _value(name, found))):
            scene.left(found)
    return CargoTotals(**draft)


def _value(name: str, found: Found) -> float | None:
    if name in COUNTED:
        return count(found.value)
    return in_unit(found.value, part(found.segment, 1, 2).upper(), "volume" if name == "volume_m3" else "gross")

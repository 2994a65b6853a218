"""EQD or stowage position (LOC+147) with its group: one container, trailer or piece of bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from roadstead.engine.formats.cargo.edifact import parties, where
from roadstead.engine.formats.cargo.edifact.bill import nature
from roadstead.engine.formats.cargo.edifact.codes import (
    BILLS,
    DANGER_TEXT,
    DONE,
    EMPTY,
    FULL,
    GATE_PLACES,
    GOODS_TEXT,
    KINDS,
    NO_BILL,
    OPERATORS,
    STATUSES,
    UNIT_PLACES,
)
from roadstead.engine.formats.cargo.edifact.goods import danger_named, dangerous, free_text
from roadstead.engine.formats.cargo.edifact.measures import count, degrees, measure
from roadstead.engine.formats.cargo.edifact.scene import Draft, Scene
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.cargo.edifact.trees import WITHOUT_BILLS
from roadstead.engine.formats.cargo.edifact.where import place
from roadstead.engine.formats.common.name_and_address import fitted
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import Container, Load
from roadstead.engine.syntax.edifact import part
from roadstead.engine.text.identifiers import container

MASSES: Final[Mapping[str, str]] = {
    "gross": "gross_mass_kg",
    "net": "goods_mass_kg",
    "tare": "tare_mass_kg",
    "verified": "verified_mass_kg",
}
A_LIST: Final = re.compile(r"[0-9]{1,3}")  # 1131 and 3055: agency of a code list
MOST_OF_A_PLACE: Final = 50  # containers in one stowage position: folded flats are stacked some ten high
Use = Callable[[Draft, Found, Scene], bool]


def units(node: Node, scene: Scene) -> list[Container]:
    """Return mostly one container; a stowage position may hold several (folded flats) or one without a number."""
    draft = Draft()
    boxes: list[Found] = []
    for found in ([node.opener] if node.opener else []) + node.leaves:
        if found.tag == "EQD" and len(boxes) < MOST_OF_A_PLACE:
            boxes.append(found)
        elif not _used(draft, found, scene):
            scene.left(found)
    for below in node.nodes:
        _haul(draft, below, scene)
    fields = _fields(draft)
    return [_container(found, fields, scene) for found in boxes]


def _used(draft: Draft, found: Found, scene: Scene) -> bool:
    use = USES.get(found.tag)
    return use is not None and use(draft, found, scene)


def _fields(draft: Draft) -> dict[str, Any]:
    made = draft.fields()
    made.pop("place", None)
    made["goods"] = " ".join(made.pop("texts", ()))
    operators = dict(made.pop("operators", ()))
    made["carrier"] = next((operators[code] for code in OPERATORS if code in operators), "")
    times: dict[str, str] = made.pop("times", {})
    made["at"] = next((times[code] for code in DONE if code in times), "")
    return made


def _container(found: Found, fields: dict[str, Any], scene: Scene) -> Container:
    """Read EQD: kind, number, size and type, status, full or empty."""
    eqd, sent = found.segment, part(found.segment, 2)
    number = container.normalise(sent)
    if sent.split() != [sent] and sent:
        scene.warning(
            "blank-in-container-number",
            "A blank stands in the number of a container. It was left out.",
            found,
            "container (8260)",
        )
    statuses = part(eqd, 6)
    load = Load.EMPTY if statuses in EMPTY else Load.FULL if statuses in FULL else None
    size = part(eqd, 3) or part(eqd, 3, 3)
    made = {"number": number, "size_type": size, "kind": KINDS.get(found.code, found.code), "load": load}
    made["nature"] = fields.get("nature", "") or STATUSES.get(part(eqd, 5), "")
    return Container(**(fields | made))


# ── Segments


def _loc(draft: Draft, found: Found, scene: Scene) -> bool:
    name = UNIT_PLACES.get(found.code, "")
    if name == "stowed":
        return draft.put(name, part(found.segment, 2)) or _another_position(found, scene)
    if found.code in GATE_PLACES:
        return draft.put("place", place(found, scene)) and draft.add(
            "references", (f"LOC+{found.code}", place(found, scene))
        )
    return bool(name) and where.put(found, name, draft, scene)


def _another_position(found: Found, scene: Scene) -> bool:
    text = "A container has a second stowage position (LOC+147). The first was kept; send one for each container."
    scene.warning("second-position", text, found, "stowage position (3225)")
    return False


def _mea(draft: Draft, found: Found, scene: Scene) -> bool:
    """Read a weight; a second value of the same kind is kept unread."""
    measured = measure(found, scene)
    name = MASSES.get(measured.kind)
    if name is None:
        return _other(draft, found, scene)
    if measured.value is not None and not measured.sent.upper().endswith("KGM"):
        draft.keep(name, measured.sent, found.number)
    return draft.put(name, measured.value)


def _sel(draft: Draft, found: Found, _scene: Scene) -> bool:
    seal = part(found.segment, 1)
    return draft.add("seals", *([seal] if seal else []))


def _tmp(draft: Draft, found: Found, _scene: Scene) -> bool:
    return draft.put("temperature_c", degrees(found, 2))


def _rng(draft: Draft, found: Found, _scene: Scene) -> bool:
    low, high = part(found.segment, 2, 1), part(found.segment, 2, 2)
    return draft.add("references", ("RNG", f"{low} to {high} {part(found.segment, 2)}"))


def _rff(draft: Draft, found: Found, _scene: Scene) -> bool:
    value = found.value
    if found.code in BILLS or found.code == "MB":
        return draft.add("bills", *([value] if value not in NO_BILL else []))
    return draft.add("references", *([(found.code, value)] if value and found.code else []))


def _nad(draft: Draft, found: Found, scene: Scene) -> bool:
    nad = fitted(found.segment).segment
    name = part(nad, 2) or " ".join(words(nad, 4)) or " ".join(words(nad, 3))
    if found.code not in OPERATORS:
        if scene.type in WITHOUT_BILLS and (party := parties.made(found, scene)):
            scene.parties[party] = None
        return draft.add("references", *([(f"NAD+{found.code}", name)] if name else []))
    return draft.add("operators", (found.code, name))


def _ftx(draft: Draft, found: Found, _scene: Scene) -> bool:
    goods, text = free_text(found), " ".join(words(found.segment, 4) or words(found.segment, 3))
    if found.code in DANGER_TEXT and goods and danger_named(draft, goods):
        return True
    if found.code in GOODS_TEXT and goods == text:
        return draft.add("texts", *([text] if text else []))
    return draft.add("references", *([(f"FTX+{found.code}", text)] if text else []))


def _gds(draft: Draft, found: Found, _scene: Scene) -> bool:
    """Keep GDS+MT, or a code of the goods (in SMDG 3 also HS)."""
    return draft.add("references", *(("GDS", each) for at in (1, 2) for each in words(found.segment, at)[:1]))


def _dtm(draft: Draft, found: Found, scene: Scene) -> bool:
    at = time(found, "time", scene.notes)
    times: dict[str, str] = draft.setdefault("times", {})
    if found.code not in DONE:
        return draft.add("references", *([(f"DTM+{found.code}", at)] if at else []))
    return times.setdefault(found.code, at) == at


def _nature(draft: Draft, found: Found, _scene: Scene) -> bool:
    said = nature(found)
    return bool(said) and draft.put("nature", said)


def _other(draft: Draft, found: Found, _scene: Scene) -> bool:
    """Keep sizes, handling, attached equipment and damage with their tag, for officers who ask for them."""
    told = " ".join(each for at in range(1, len(found.segment)) for each in words(found.segment, at))
    return draft.add("references", *([(found.tag, told)] if told else []))


def _eqn(draft: Draft, found: Found, scene: Scene) -> bool:
    """Keep the number of containers that this line stands for; for loose cargo, of packages."""
    number = count(found.code)
    return number is not None and (number <= 1 or _other(draft, found, scene))


USES: Final[Mapping[str, Use]] = {
    "LOC": _loc, "MEA": _mea, "SEL": _sel, "TMP": _tmp, "RNG": _rng, "RFF": _rff, "NAD": _nad, "FTX": _ftx,
    "DGS": dangerous, "GDS": _gds, "DTM": _dtm, "GIS": _nature, "GEI": _nature, "HAN": _other, "DIM": _other,
    "EQA": _other, "TMD": _other, "DAM": _other, "ATT": _other, "TSR": _other, "EQN": _eqn,
    "CNT": lambda *_: True,
}  # fmt: skip


def _haul(draft: Draft, node: Node, scene: Scene) -> None:
    """Read TDT of a container: the transport by which it comes to the gate or goes on."""
    for found in ([node.opener] if node.opener else []) + node.leaves:
        told = [each for at in (2, 5, 8) for each in words(found.segment, at) if not A_LIST.fullmatch(each)]
        if found.tag == "TDT" and told:
            draft.add("references", (f"TDT+{found.code}", " ".join(told)))
        elif not _used(draft, found, scene):
            scene.left(found)

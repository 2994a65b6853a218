"""EQD or stowage position (LOC+147) with its group: one container, trailer or piece of bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from roadstead.engine.formats.cargo.edifact import parties, places
from roadstead.engine.formats.cargo.edifact.bill import nature
from roadstead.engine.formats.cargo.edifact.codes import (
    BILLS,
    DANGER_TEXT,
    EMPTY,
    EVENT_TIMES,
    FULL,
    GATE_PLACES,
    GOODS_TEXT,
    KINDS,
    NO_BILL,
    OPERATORS,
    STATUSES,
    UNIT_PLACES,
)
from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.cargo.edifact.goods import add_danger_name, dangerous, free_text
from roadstead.engine.formats.cargo.edifact.measures import count, degrees, measure
from roadstead.engine.formats.cargo.edifact.message_trees import TYPES_WITHOUT_BILLS
from roadstead.engine.formats.cargo.edifact.places import place
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.common.name_and_address import corrected_nad
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import Container, Load
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import part
from roadstead.engine.text.identifiers import container

MASSES: Final[Mapping[str, str]] = {
    "gross": "gross_mass_kg",
    "net": "goods_mass_kg",
    "tare": "tare_mass_kg",
    "verified": "verified_mass_kg",
}
A_LIST: Final = re.compile(r"[0-9]{1,3}")  # 1131 and 3055: agency of a code list
MAX_PER_SLOT: Final = 50  # containers in one stowage position: folded flats are stacked some ten high
Handler = Callable[[Draft, NumberedSegment, ReaderContext], bool]


def read_containers(node: Node, context: ReaderContext) -> list[Container]:
    """Return mostly one container; a stowage position may hold several (folded flats) or one without a number."""
    draft = Draft()
    boxes: list[NumberedSegment] = []
    for found in ([node.opener] if node.opener else []) + node.leaves:
        if found.tag == "EQD" and len(boxes) < MAX_PER_SLOT:
            boxes.append(found)
        elif not _used(draft, found, context):
            context.keep_unread(found)
    for below in node.nodes:
        _haul(draft, below, context)
    fields = _fields(draft)
    return [_container(found, fields, context) for found in boxes]


def _used(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    use = HANDLERS.get(found.tag)
    return use is not None and use(draft, found, context)


def _fields(draft: Draft) -> dict[str, Any]:
    made = draft.fields()
    made.pop("place", None)
    made["goods"] = " ".join(made.pop("texts", ()))
    operators = dict(made.pop("operators", ()))
    made["carrier"] = next((operators[code] for code in OPERATORS if code in operators), "")
    times: dict[str, str] = made.pop("times", {})
    made["at"] = next((times[code] for code in EVENT_TIMES if code in times), "")
    return made


def _container(found: NumberedSegment, fields: dict[str, Any], context: ReaderContext) -> Container:
    """Read EQD: kind, number, size and type, status, full or empty."""
    eqd, sent = found.segment, part(found.segment, 2)
    number = container.normalise(sent)
    if sent.split() != [sent] and sent:
        context.warning(
            "blank-in-container-number",
            "A container number contains a space. We removed it.",
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


def _loc(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    name = UNIT_PLACES.get(found.code, "")
    if name == "stowed":
        return draft.put(name, part(found.segment, 2)) or _another_position(found, context)
    if found.code in GATE_PLACES:
        return draft.put("place", place(found, context)) and draft.add(
            "references", (f"LOC+{found.code}", place(found, context))
        )
    return bool(name) and places.put_place(found, name, draft, context)


def _another_position(found: NumberedSegment, context: ReaderContext) -> bool:
    text = Sentence(
        "A container has a second stowage position (LOC+147). We used the first. Send one for each container."
    )
    context.warning("second-position", text, found, "stowage position (3225)")
    return False


def _mea(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    """Read a weight; a second value of the same kind is kept unread."""
    measured = measure(found, context)
    name = MASSES.get(measured.kind)
    if name is None:
        return _keep_words(draft, found, context)
    if measured.value is not None and not measured.sent.upper().endswith("KGM"):
        draft.keep_sent(name, measured.sent, found.number)
    return draft.put(name, measured.value)


def _sel(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    seal = part(found.segment, 1)
    return draft.add("seals", *([seal] if seal else []))


def _tmp(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    return draft.put("temperature_c", degrees(found, 2))


def _rng(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    low, high = part(found.segment, 2, 1), part(found.segment, 2, 2)
    return draft.add("references", ("RNG", f"{low} to {high} {part(found.segment, 2)}"))


def _rff(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    value = found.value
    if found.code in BILLS or found.code == "MB":
        return draft.add("bills", *([value] if value not in NO_BILL else []))
    return draft.add("references", *([(found.code, value)] if value and found.code else []))


def _nad(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    nad = corrected_nad(found.segment).segment
    name = part(nad, 2) or " ".join(words(nad, 4)) or " ".join(words(nad, 3))
    if found.code not in OPERATORS:
        if context.type in TYPES_WITHOUT_BILLS and (party := parties.read_nad(found, context)):
            context.parties[party] = None
        return draft.add("references", *([(f"NAD+{found.code}", name)] if name else []))
    return draft.add("operators", (found.code, name))


def _ftx(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    goods, text = free_text(found), " ".join(words(found.segment, 4) or words(found.segment, 3))
    if found.code in DANGER_TEXT and goods and add_danger_name(draft, goods):
        return True
    if found.code in GOODS_TEXT and goods == text:
        return draft.add("texts", *([text] if text else []))
    return draft.add("references", *([(f"FTX+{found.code}", text)] if text else []))


def _gds(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    """Keep GDS+MT, or a code of the goods (in SMDG 3 also HS)."""
    return draft.add("references", *(("GDS", each) for at in (1, 2) for each in words(found.segment, at)[:1]))


def _dtm(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    at = time(found, "time", context.notes)
    times: dict[str, str] = draft.setdefault("times", {})
    if found.code not in EVENT_TIMES:
        return draft.add("references", *([(f"DTM+{found.code}", at)] if at else []))
    return times.setdefault(found.code, at) == at


def _nature(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    said = nature(found)
    return bool(said) and draft.put("nature", said)


def _keep_words(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    """Keep sizes, handling, attached equipment and damage with their tag, for officers who ask for them."""
    told = " ".join(each for at in range(1, len(found.segment)) for each in words(found.segment, at))
    return draft.add("references", *([(found.tag, told)] if told else []))


def _eqn(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    """Keep the number of containers that this line stands for; for loose cargo, of packages."""
    number = count(found.code)
    return number is not None and (number <= 1 or _keep_words(draft, found, context))


HANDLERS: Final[Mapping[str, Handler]] = {
    "LOC": _loc, "MEA": _mea, "SEL": _sel, "TMP": _tmp, "RNG": _rng, "RFF": _rff, "NAD": _nad, "FTX": _ftx,
    "DGS": dangerous, "GDS": _gds, "DTM": _dtm, "GIS": _nature, "GEI": _nature, "HAN": _keep_words, "DIM": _keep_words,
    "EQA": _keep_words, "TMD": _keep_words, "DAM": _keep_words, "ATT": _keep_words, "TSR": _keep_words, "EQN": _eqn,
    "CNT": lambda *_: True,
}  # fmt: skip


def _haul(draft: Draft, node: Node, context: ReaderContext) -> None:
    """Read TDT of a container: the transport by which it comes to the gate or goes on."""
    for found in ([node.opener] if node.opener else []) + node.leaves:
        told = [each for at in (2, 5, 8) for each in words(found.segment, at) if not A_LIST.fullmatch(each)]
        if found.tag == "TDT" and told:
            draft.add("references", (f"TDT+{found.code}", " ".join(told)))
        elif not _used(draft, found, context):
            context.keep_unread(found)

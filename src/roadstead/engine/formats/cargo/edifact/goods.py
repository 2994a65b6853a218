"""GID or CST group: a line of goods, its packages, dangerous goods, tariff codes and parts in containers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from roadstead.engine.formats.cargo.edifact import parties
from roadstead.engine.formats.cargo.edifact.codes import (
    CHASSIS,
    DANGER_TEXT,
    GOODS_TEXT,
    HS_REFERENCES,
    MONEY,
    PACKING_GROUPS,
)
from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.cargo.edifact.measures import as_number, count, degrees, measure
from roadstead.engine.formats.cargo.edifact.places import place
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.records import DangerousGoods, GoodsLine, InContainer, Money, Note
from roadstead.engine.syntax.edifact import part
from roadstead.engine.text.identifiers import container, un_number

MAX_NAME_CHARS: Final = 512  # characters of a proper shipping name, after which further texts are not part of it
MASSES: Final[Mapping[str, str]] = {"gross": "gross_mass_kg", "net": "net_mass_kg", "volume": "volume_m3"}
# Tariff code in a remark or among the marks: "HS CODE 8703.23", "H.S. 870323".
HS_IN_TEXT: Final = re.compile(
    r"\b(?:H\.?\s?S\.?|HTS|TARIFF|NCM|HARMONI[SZ]ED(?:\s(?:SYSTEM|TARIFF))?|COMMODITY)[\s.:#-]{0,3}(?:CODES?|NO|NUM(?:BER)?)?[\s.:#-]{0,3}"
    r"([0-9]{4}(?:[. ]?[0-9]{2}){1,3})(?![0-9])",
    re.IGNORECASE,
)
VIN_IN_TEXT: Final = re.compile(r"\b(?:VIN|CHASSIS)\W{0,3}(?:NO)?\W{0,3}([A-HJ-NPR-Z0-9]{17})\b", re.IGNORECASE)
UN_IN_TEXT: Final = re.compile(r"\bU\.?N\.?(?:\s?(?:NO|NR|#)\.?)?[\s:.-]?([0-9]{4})\b", re.IGNORECASE)
# required beside UN numbers in text: UN 2024 alone may be a year
HAZARD_IN_TEXT: Final = re.compile(r"\b(?:CL(?:ASS)?|IMO|IMDG|HAZ)\b", re.IGNORECASE)
AN_HS: Final = re.compile(r"[0-9]{4,12}")
HARMONISED: Final = re.compile(r"(?:0[1-9]|[1-6][0-9]|7[0-689]|8[0-9]|9[0-9])[0-9]{2,10}")  # chapter 77 is empty
A_CLASS: Final = re.compile(r"[1-9](?:\.[1-9][A-Z]?)?")  # of dangerous goods, with its division
LOOKS_LIKE_TEXT: Final = re.compile(
    r"[^\W\d_]{4}|[^\W\d_]{2}.*\s|\s.*[^\W\d_]{2}"
)  # text; codes of a list (4441) never match
Handler = Callable[[Draft, NumberedSegment, ReaderContext], bool]


def goods(node: Node, context: ReaderContext, owner: Draft) -> GoodsLine:
    """Return one line of goods. Remarks, temperature and parties, for which GoodsLine has no field, go to `owner`, the
    consignment.
    """
    draft = Draft()
    if node.opener:
        OPENERS[node.opener.tag](draft, node.opener, owner)
    for leaf in node.leaves:
        use = HANDLERS.get(leaf.tag)
        if not (use and use(draft, leaf, context)) and not _add_to_consignment(owner, leaf, context):
            context.keep_unread(leaf)
    for below in node.nodes:
        _read_group(draft, below, context, owner)
    _read_texts(draft)
    return GoodsLine(**_fields(draft))


def _fields(draft: Draft) -> dict[str, Any]:
    made = draft.fields()
    codes = tuple(dict.fromkeys(made.pop("codes", ())))
    if codes:
        made |= {"hs": codes[0], "more_hs": codes[1:]}
    texts = made.pop("texts", ())
    made.pop("sent", None)
    return made | {"description": " ".join(texts) or made.get("package_text", "")}


def _gid(draft: Draft, found: NumberedSegment, owner: Draft) -> None:
    draft.put("number", found.code)
    draft.put("packages", count(part(found.segment, 2)))
    draft.put("package_type", part(found.segment, 2, 1))
    draft.put("package_text", part(found.segment, 2, 4))
    inner = count(part(found.segment, 3))
    if inner is not None:
        owner["pieces_inside"] = owner.get("pieces_inside", 0) + inner


def _cst(draft: Draft, found: NumberedSegment, _owner: Draft) -> None:
    draft.put("number", found.code)
    _tariff(draft, found)


OPENERS: Final = {"GID": _gid, "CST": _cst}


def _tariff(draft: Draft, found: NumberedSegment) -> bool:
    """Read from CST each C246 that looks like a tariff code."""
    sent = ["".join(part(found.segment, at).split(".")) for at in range(2, len(found.segment))]
    known = [each for each in sent if AN_HS.fullmatch(each) and len(each) >= 6]
    return draft.add("codes", *known)


def _pac(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    draft.put("packages", count(part(found.segment, 1)))
    kind = part(found.segment, 3)
    if kind and len(kind) <= 3:
        draft.put("package_type", kind)
    return draft.put("package_text", part(found.segment, 3, 3)) and (bool(kind) or bool(part(found.segment, 1)))


def _ftx(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    text = free_text(found)
    if found.code in GOODS_TEXT and (text or not words(found.segment, 3)):
        return draft.add("texts", *([text] if text else []))
    return found.code in DANGER_TEXT and add_danger_name(draft, text)


def free_text(found: NumberedSegment) -> str:
    """Return the text of FTX (C108), else words in place of a code (C107). A code alone is not text."""
    if text := words(found.segment, 4):
        return " ".join(text)
    instead = words(found.segment, 3)
    return " ".join(instead) if instead and LOOKS_LIKE_TEXT.search(instead[0]) else ""


def add_danger_name(draft: Draft, text: str) -> bool:
    """Append to the name of the latest dangerous goods. Return False if there are none or the name is long enough."""
    if not draft.get("dangerous") or len(draft["dangerous"][-1].name) > MAX_NAME_CHARS:
        return False
    latest: DangerousGoods = draft["dangerous"].pop()
    return draft.add("dangerous", replace(latest, name=f"{latest.name} {text}".strip()))


def _mea(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    measured = measure(found, context)
    name = MASSES.get(measured.kind)
    if name is None:
        return False
    if measured.value is not None and not measured.sent.upper().endswith(("KGM", "MTQ")):
        draft.keep_sent(name, measured.sent, found.number)
    return draft.put(name, measured.value)


def _sgp(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    number = container.normalise(part(found.segment, 1))
    return draft.add(
        "containers", *([InContainer(container=number, packages=count(part(found.segment, 2)))] if number else [])
    )


def dangerous(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    """Read DGS: regulations, class, UN number, flash point, packing group."""
    hazard, sent = _class_and_number(found, context)
    number = re.sub(r"^\s*UN\s*", "", sent.upper())
    if number.isdigit() and len(number) < 4:
        number = number.zfill(4)
    if sent and not (number.isdigit() and len(number) == 4):
        context.warning(
            "un-number-wrong",
            "A UN number of dangerous goods must have four digits. Check it for typing errors.",
            found,
            "UN number (7124)",
        )
    if un_number.is_none(hazard or "0") and un_number.is_none(number or "0"):
        return bool(hazard or sent)  # zeros stand for none
    group = part(found.segment, 5).upper()
    return draft.add(
        "dangerous",
        DangerousGoods(
            un_number=number,
            hazard=hazard,
            packing_group=PACKING_GROUPS.get(group, group),
            flash_point_c=degrees(found, 4) if part(found.segment, 4) else as_number(part(found.segment, 3, 1)),
            code=found.code,
        ),
    )


def _class_and_number(found: NumberedSegment, context: ReaderContext) -> tuple[str, str]:
    """Return class and UN number (C205, C234), also if the number is in the place of a page or flash point."""
    hazard, number = part(found.segment, 2), part(found.segment, 3)
    beside = part(found.segment, 2, 1)
    behind = part(found.segment, 3, 1)
    if not number and un_number.is_valid(beside):
        read = hazard, beside
    elif not hazard and A_CLASS.fullmatch(number) and un_number.is_valid(behind):
        read = number, behind
    elif un_number.is_valid(hazard) and A_CLASS.fullmatch(number):
        read = number, hazard
    else:
        return hazard, number
    context.warning(
        "un-number-beside-its-place",
        "The UN number of dangerous goods is in the wrong element. We read it. Send class and number as in "
        "DGS+IMD+3+1203.",
        found,
        "UN number (7124)",
    )
    return read


def _pci(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    return draft.add("marks", *words(found.segment, 2))


def _rff(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    value = found.value
    if found.code in HS_REFERENCES:
        return draft.add("codes", *([value.replace(".", "")] if value else []))
    return found.code in CHASSIS and draft.put("vehicle", value)


def _pia(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    """Read numbers of the goods; only those marked as harmonised system codes are used."""
    pairs = [(part(found.segment, at), part(found.segment, at, 1).upper()) for at in range(2, len(found.segment))]
    known = [number.replace(".", "") for number, kind in pairs if kind in {"HS", "CG", "TG"} and number]
    return bool(known) and draft.add("codes", *known)


def _gin(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    numbers = [each for at in range(2, len(found.segment)) for each in words(found.segment, at)]
    if found.code in CHASSIS:
        return draft.put("vehicle", " ".join(numbers))
    return draft.add("marks", *numbers)


def _loc(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    return found.code in {"27", "35"} and draft.put("origin", place(found, context))


def money(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    """Read MOA; an amount without a currency takes the message's."""
    amount = as_number(part(found.segment, 1, 1))
    currency = part(found.segment, 1, 2).upper()
    if amount is None:
        context.currency = context.currency or currency
        return bool(currency)
    kind = MONEY.get(found.code, found.code)
    return draft.add("values", Money(kind=kind, amount=amount, currency=currency or context.currency))


HANDLERS: Final[Mapping[str, Handler]] = {
    "PAC": _pac,
    "FTX": _ftx,
    "MEA": _mea,
    "SGP": _sgp,
    "DGS": dangerous,
    "PCI": _pci,
    "RFF": _rff,
    "PIA": _pia,
    "GIN": _gin,
    "LOC": _loc,
    "MOA": money,
    "CST": lambda draft, found, _: _tariff(draft, found),
}


def _add_to_consignment(owner: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    """Add remarks, handling and temperature to the whole consignment."""
    if found.tag == "FTX":
        return remark(owner, found, context)
    if found.tag == "TMP" and degrees(found, 2) is not None:
        return owner.add("notes", Note(kind="temperature", code=found.code, text=f"{degrees(found, 2):g} °C"))
    if found.tag == "RNG":
        low, high = part(found.segment, 2, 1), part(found.segment, 2, 2)
        text = f"{low} to {high} {part(found.segment, 2)}"
        return owner.add("notes", Note(kind="temperature", code=found.code, text=text))
    if found.tag == "HAN" and found.code:
        return owner.add("handling", found.code)
    if found.tag == "LOC":
        return owner.add("references", (f"LOC+{found.code}", place(found, context)))
    return found.tag == "RFF" and bool(found.value) and owner.add("references", (found.code, found.value))


def remark(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    """Add FTX to a consignment as a remark."""
    text = " ".join((*words(found.segment, 3), *words(found.segment, 4)))
    return draft.add("notes", *([Note(kind="remark", code=found.code, text=text)] if text else []))


def _read_group(draft: Draft, node: Node, context: ReaderContext, owner: Draft) -> None:
    if node.name == "party":
        found = parties.party(node, context)
        owner.add("parties", *([found] if found else []))
        return
    if node.opener:
        _sgp(draft, node.opener, context)
    for leaf in node.leaves:
        measured = measure(leaf, context) if leaf.tag == "MEA" else None
        if measured and measured.kind == "gross" and draft.get("containers"):
            latest: InContainer = draft["containers"].pop()
            draft.add(
                "containers",
                InContainer(container=latest.container, packages=latest.packages, gross_mass_kg=measured.value),
            )
        else:
            context.keep_unread(leaf)


def _read_texts(draft: Draft) -> None:
    """Add tariff codes, chassis numbers and UN numbers that are only in the texts."""
    texts = " ".join((*draft.get("texts", ()), *draft.get("marks", ())))
    if not draft.get("codes"):
        found = ("".join(char for char in each if char.isdigit()) for each in HS_IN_TEXT.findall(texts))
        draft.add("codes", *(each for each in found if HARMONISED.fullmatch(each)))
    if vehicle := VIN_IN_TEXT.search(texts):
        draft.put("vehicle", vehicle[1].upper())
    if not draft.get("dangerous") and HAZARD_IN_TEXT.search(texts):
        draft.add("dangerous", *(DangerousGoods(un_number=each) for each in dict.fromkeys(UN_IN_TEXT.findall(texts))))

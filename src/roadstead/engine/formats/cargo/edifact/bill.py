"""CNI group: a bill of lading or waybill with its parties, places, goods and totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.formats.cargo.edifact import parties, places
from roadstead.engine.formats.cargo.edifact.codes import BILLS, DOCUMENTS, MASTERS, NATURES, TOTALS, WAYBILLS
from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.cargo.edifact.goods import goods, money, remark
from roadstead.engine.formats.cargo.edifact.measures import count, in_unit, measure
from roadstead.engine.formats.cargo.edifact.onward import onward
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import Consignment, GoodsLine, Level, OnwardLeg, Party
from roadstead.engine.syntax.edifact import part
from roadstead.engine.text.identifiers import container

MASSES: Final[Mapping[str, str]] = {"gross": "gross_mass_kg", "volume": "volume_m3"}
NO_LEG: Final = OnwardLeg()  # from a TDT without content
Handler = Callable[[Draft, NumberedSegment, ReaderContext], bool]


def bill(node: Node, place: int, context: ReaderContext, default_parties: tuple[Party, ...] = ()) -> Consignment:
    """Return one consignment; `default_parties` are parties of the whole message, used for roles that the group does
    not name.
    """
    draft = Draft()
    if node.opener:
        _opened(draft, node.opener, context)
    for leaf in node.leaves:
        use = HANDLERS.get(leaf.tag)
        if not (use and use(draft, leaf, context)):
            context.keep_unread(leaf)
    lines = tuple(_read_groups(draft, node, context))
    _assign_numbers(draft)
    _parties(draft, default_parties)
    return _with_goods(draft, lines, place, context)


def _opened(draft: Draft, found: NumberedSegment, context: ReaderContext) -> None:
    """Read CNI with its own number, or the RFF or DOC that begins a further bill of one CNI."""
    if found.tag == "CNI":
        draft.put("line", found.code)
        draft.put("document", part(found.segment, 2))
    else:
        HANDLERS[found.tag](draft, found, context)


def _read_groups(draft: Draft, node: Node, context: ReaderContext) -> list[GoodsLine]:
    lines: list[GoodsLine] = []
    for below in node.nodes:
        if below.name == "goods":
            lines.append(goods(below, context, draft))
        elif below.name == "party":
            found = parties.party(below, context)
            draft.add("parties", *([found] if found else []))
        elif below.name == "onward":
            leg = onward(below, context)
            draft.add("onward", *([leg] if leg != NO_LEG else []))
        elif below.name == "equipment" and below.opener:
            draft.add("containers", *_numbers([part(below.opener.segment, 2)]))
        elif below.name == "split" and below.opener:
            _sgp(draft, below.opener, context)
    return lines


# ── Segments


def _rff(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    code, value = found.code, found.value
    if code == "AAQ":
        return draft.add("containers", *_numbers([value]))
    if code in BILLS or code in MASTERS:
        return draft.add("numbers", *([(code, value)] if value else []))
    return bool(value) and draft.add("references", (code, value))


def _doc(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    code, value = found.code, part(found.segment, 2)
    if code in DOCUMENTS:
        return draft.add("numbers", *([(code, value)] if value else []))
    return bool(value) and draft.add("references", (code, value))


def _cnt(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    name = TOTALS.get(found.code, "")
    if name == "packages":
        value: float | None = count(found.value)
        if found.code == "11" and value is not None:
            draft.pop("packages", None)  # packages take precedence over pieces
    else:
        kind = "volume" if name == "volume_m3" else "gross"
        value = in_unit(found.value, part(found.segment, 1, 2).upper(), kind)
    if name == "gross_mass_kg" and value is not None and part(found.segment, 1, 2).upper() not in {"KGM", ""}:
        draft.keep_sent(name, f"{found.value} {part(found.segment, 1, 2)}", found.number)
    if name in {"packages", "gross_mass_kg", "volume_m3"}:
        return draft.put(name, value)
    return draft.add("references", *([(f"CNT+{found.code}", found.value)] if found.value else []))


def _loc(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    name = context.dialect.places.get(found.code, "")
    return bool(name) and places.put_place(found, name, draft, context)


def nature(found: NumberedSegment) -> str:
    """Return the nature from GIS's first element or GEI's second; "" if neither has one."""
    codes = (part(found.segment, at) for at in (2, 1))
    return next((NATURES[each] for each in codes if each in NATURES), "")


def _nature(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    said = nature(found)
    return bool(said) and draft.put("nature", said)


def _mea(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    measured = measure(found, context)
    name = MASSES.get(measured.kind)
    return name is not None and draft.put(name, measured.value)


def _sgp(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    return draft.add("containers", *_numbers([part(found.segment, 1)]))


def _pci(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    return draft.add("marks", *words(found.segment, 2))


def _sel(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    return draft.add("seals", *([found.code] if found.code else []))


def _pac(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    packages = count(part(found.segment, 1))
    return packages is not None and draft.put("packages", packages)


def _dtm(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    at = time(found, "date", context.notes)
    return draft.add("references", *([(f"DTM+{found.code}", at)] if at else []))


def _keep_words(draft: Draft, found: NumberedSegment, _context: ReaderContext) -> bool:
    """Keep terms of delivery, handling and service with their tag."""
    told = " ".join(each for at in range(1, len(found.segment)) for each in words(found.segment, at))
    return draft.add("references", *([(found.tag, told)] if told else []))


def _cux(_draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    context.currency = context.currency or part(found.segment, 1, 1)
    return True


def _ftx(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    return remark(draft, found, context)


HANDLERS: Final[Mapping[str, Handler]] = {
    "RFF": _rff, "DOC": _doc, "CNT": _cnt, "LOC": _loc, "GIS": _nature, "GEI": _nature, "MEA": _mea, "MOA": money,
    "SGP": _sgp, "PCI": _pci, "DTM": _dtm, "TOD": _keep_words, "TSR": _keep_words, "HAN": _keep_words, "SEL": _sel,
    "PAC": _pac,
    "CUX": _cux, "FTX": _ftx,
}  # fmt: skip


# ── Whole consignment


def _assign_numbers(draft: Draft) -> None:
    """Decide which of the numbers is the bill's own, and which is the master's."""
    numbers: list[tuple[str, str]] = draft.pop("numbers", [])
    if not numbers and not draft.get("document"):
        numbers = [each for each in draft.get("references", ()) if each[0] in WAYBILLS][:1]
    own = [each for each in numbers if each[0] not in {*MASTERS, *WAYBILLS}]
    above = [value for code, value in numbers if code in MASTERS]
    levels = {code: {**BILLS, **DOCUMENTS}[code] for code, _ in own}
    houses = [each for each in own if levels[each[0]] is Level.HOUSE]
    first = (houses or own or numbers or [("", draft.pop("document", ""))])[0]
    masters = above if own else []
    masters += [value for code, value in own if houses and levels[code] is Level.MASTER]
    masters = [each for each in masters if each != first[1]]
    draft.update(type=first[0], number=first[1], level=Level.HOUSE if houses or masters else Level.MASTER)
    draft.put("master", masters[0] if masters else "")
    others = [each for each in numbers if each[1] not in {first[1], *masters[:1]}]
    draft.add("references", *others)
    document = draft.pop("document", "")
    if document and document not in {value for _, value in numbers}:
        draft.add("references", ("CNI", document))


def _parties(draft: Draft, default_parties: tuple[Party, ...]) -> None:
    roles = {party.role for party in draft.get("parties", ())}
    draft.add("parties", *(party for party in default_parties if party.role not in roles))


def _with_goods(draft: Draft, lines: tuple[GoodsLine, ...], place: int, context: ReaderContext) -> Consignment:
    """Return the consignment; totals that it does not declare are the sums of its goods."""
    for name in ("packages", "gross_mass_kg", "volume_m3"):
        known = [value for line in lines if (value := getattr(line, name)) is not None]
        if known and draft.get(name) is None:
            draft[name] = round(sum(known), 6) if name != "packages" else sum(known)
    kinds = {line.package_type for line in lines if line.package_type}
    draft.put("package_type", kinds.pop() if len(kinds) == 1 else "")
    inside = _numbers([*draft.pop("containers", []), *(each.container for line in lines for each in line.containers)])
    draft.put("nature", context.nature)
    draft.put("action", context.action)
    draft.put("line", str(place))
    fields = draft.fields() | {"containers": tuple(inside), "goods": lines}
    return Consignment(**{name: value for name, value in fields.items() if value is not None})


def _numbers(sent: list[str]) -> list[str]:
    return list(dict.fromkeys(number for each in sent if (number := container.normalise(each))))

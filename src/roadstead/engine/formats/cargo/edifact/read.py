"""Reader of one cargo message: its manifest and the problems found. Never raises; linear in the message's length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from roadstead.engine.formats.cargo.edifact.bill import bill, nature
from roadstead.engine.formats.cargo.edifact.bill_containers import (
    assign_containers,
    is_bill_by_bill,
    is_whole_list,
    without_ambiguous_containers,
)
from roadstead.engine.formats.cargo.edifact.checks import CheckInput, check
from roadstead.engine.formats.cargo.edifact.codes import (
    ARRIVALS,
    COMMON_REFERENCES,
    COUNTED,
    DEPARTURES,
    DOCUMENT_TIME,
    GATES,
    MAIN_CARRIAGE,
    OFFICES,
    ROUTE,
    UNIT_PLACES,
)
from roadstead.engine.formats.cargo.edifact.container_order import container_order, warn_of_order
from roadstead.engine.formats.cargo.edifact.context import Dialect, ReaderContext, dialect
from roadstead.engine.formats.cargo.edifact.equipment import read_containers
from roadstead.engine.formats.cargo.edifact.heading import (
    default_parties,
    drivers,
    message_header,
    office,
    parties_of_message,
    reporting_party,
)
from roadstead.engine.formats.cargo.edifact.measures import count, totals
from roadstead.engine.formats.cargo.edifact.message_trees import (
    CONSIGNMENT_TYPES,
    CONTAINER_FIRST,
    CONTAINER_TYPES,
    CUSCAR_BILL_BY_BILL,
    TREES,
    TYPES_WITHOUT_BILLS,
    GroupKind,
)
from roadstead.engine.formats.cargo.edifact.places import place
from roadstead.engine.formats.cargo.edifact.tree import Node, SegmentTree, build_tree
from roadstead.engine.formats.cargo.edifact.voyage import voyage
from roadstead.engine.formats.common.edifact_header import header, is_part, note_parts
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Consignment, Container, Manifest, MessageHeader, Movement, PartyRole, Voyage
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax.edifact import Interchange, Message, part

TYPES: Final = tuple(TREES)
MANIFEST_TYPES: Final = {"CUSCAR"}  # types in which each bill must be whole
SINGLE_CONSIGNMENT_TYPES: Final = {*CONSIGNMENT_TYPES, "CUSDEC"}  # types in which the message is one consignment
VOYAGE_TYPES: Final = {"CUSCAR", "BAPLIE", "MOVINS", "COPRAR", "COARRI", "CUSREP"}
GATE_TYPES: Final = {"CODECO"}
MAX_COMMON_REFERENCES: Final = 5  # references of the header that every container takes over
HEAD_SEGMENTS: Final = 200  # segments in which the voyage is found
# Segments of the message that are used; all others are kept unread.
USED_TAGS: Final = {"BGM", "GIS", "GEI", "CNT", "UNS"}
# Type of a message whose head is lost: the first that has one of these segments.
HEADLESS: Final = {
    "MOVINS": {("HAN", "LOA"), ("HAN", "DIS"), ("HAN", "SHI"), ("HAN", "RES")},
    "BAPLIE": {("LOC", "147")},
    "CUSCAR": {("CNI", "1")},
}


class _Read(NamedTuple):
    """Records of one kind with the number of the segment that begins each."""

    bills: list[tuple[int | None, Consignment]]
    units: list[tuple[int | None, Container]]


def read(interchange: Interchange, message: Message) -> Reading:
    """Read a message of any of `TYPES`. Damaged parts are reported; the rest is read."""
    notes = Notebook(reference=message.reference)
    envelope = header(interchange, message)
    type = message.type if message.type in TREES else _lost_type(message)
    scene = ReaderContext(notes=notes, type=type, dialect=_dialect(envelope, interchange))
    order = container_order(message, type)
    warn_of_order(order, message, notes)
    tree = CONTAINER_FIRST[type] if order.is_container_first else _tree(type, message, envelope)
    made = build_tree(message.segments, tree)
    head = message_header(envelope, made.message, scene)
    note_parts(head, notes)
    manifest = _manifest(head, made, scene)
    scene.report_repeated()
    _about_unread(notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=(*message.problems, *problems), unread=unread)


def voyage_of(message: Message) -> Voyage | None:
    """Return the voyage alone, read from the first segments; None for other types."""
    type = message.type if message.type in TREES else _lost_type(message)
    if type not in TREES:
        return None
    segments = list(islice(message.segments, HEAD_SEGMENTS))
    scene = ReaderContext(notes=Notebook(), type=type, dialect=_dialect_of(message))
    return voyage(build_tree(segments, TREES[type]).message, scene)[0]


def _tree(type: str, message: Message, envelope: MessageHeader) -> GroupKind:
    is_by_bill = type in MANIFEST_TYPES and is_bill_by_bill(message.segments, envelope)
    return CUSCAR_BILL_BY_BILL if is_by_bill else TREES[type]


def _lost_type(message: Message) -> str:
    met = {(part(each, 0), part(each, 1)) for each in message.segments}
    return next((name for name, known in HEADLESS.items() if known & met), "CUSCAR")


def _dialect(envelope: MessageHeader, interchange: Interchange) -> Dialect:
    return dialect(envelope.association.upper(), part(interchange.header, 7).upper(), envelope.recipient.upper())


def _dialect_of(message: Message) -> Dialect:
    return dialect(part(message.segments[0], 2, 4).upper()) if message.segments else dialect()


def _manifest(head: MessageHeader, made: SegmentTree, context: ReaderContext) -> Manifest:
    root = made.message
    context.action = head.action
    context.nature = next((said for leaf in root.leaves if leaf.tag in {"GIS", "GEI"} and (said := nature(leaf))), "")
    travel, movements = voyage(root, context)
    common = [each for each in head.references if each[0] in COMMON_REFERENCES] if context.type in GATE_TYPES else []
    common = common[:MAX_COMMON_REFERENCES]
    found = _with_containers(_Read(_bills(root, context), list(_units(root, common, context))), head, context)
    bills = tuple(each for _, each in found.bills)
    boxes = _with_bills([each for _, each in found.units], bills)
    declared = (
        totals([leaf for leaf in root.leaves if leaf.tag == "CNT"], context)
        if context.type not in SINGLE_CONSIGNMENT_TYPES
        else None
    )
    party = reporting_party(root, context)
    parties = parties_of_message(root, context) if context.type not in SINGLE_CONSIGNMENT_TYPES else ()
    if context.type not in TYPES_WITHOUT_BILLS:  # otherwise they belong to each bill
        parties = tuple(party for party in parties if party.role is PartyRole.OTHER and party.name)
    _about_voyage(travel, head, context)
    manifest = Manifest(
        message=head,
        voyage=travel,
        reporting_party=party,
        travellers=drivers(root),
        consignments=bills,
        containers=tuple(boxes),
        movements=(*movements, *_gates(head, boxes, context), *_empty_slots(root)),
        office=office(root),
        parties=parties,
        declared=_declared_people(root),
    )
    if declared is not None:
        manifest = replace(manifest, totals=declared)
    check(_check_input(manifest, found, context), context)
    _keep_unused(made, context)
    return manifest


def _check_input(manifest: Manifest, found: _Read, context: ReaderContext) -> CheckInput:
    return CheckInput(
        bills=manifest.consignments,
        bill_at=[at for at, _ in found.bills],
        units=manifest.containers,
        unit_at=[at for at, _ in found.units] + [None] * (len(manifest.containers) - len(found.units)),
        totals=manifest.totals,
        action=manifest.message.action,
        is_manifest=context.type in MANIFEST_TYPES,
        is_part=is_part(manifest.message),
    )


# ── Bills and containers


def _bills(root: Node, context: ReaderContext) -> list[tuple[int | None, Consignment]]:
    if context.type in SINGLE_CONSIGNMENT_TYPES:
        made = bill(_as_a_bill(root), 1, context)
        ports = _ports(root, context)
        return [
            (
                None,
                replace(
                    made,
                    load=made.load or ports.get("loaded_at", ""),
                    discharge=made.discharge or ports.get("discharged_at", ""),
                ),
            )
        ]
    usual = default_parties(root, context)
    nodes = without_ambiguous_containers(root.below("bill")) if context.type in MANIFEST_TYPES else root.below("bill")
    found = [(node.number, bill(node, place, context, usual)) for place, node in enumerate(nodes, 1)]
    if loose := root.below("goods"):
        lonely = Node(root.kind, nodes=loose)
        found.append((loose[0].number, bill(lonely, len(found) + 1, context, usual)))
    return found


def _with_containers(found: _Read, head: MessageHeader, context: ReaderContext) -> _Read:
    if context.type not in MANIFEST_TYPES:
        return found
    units = [unit for _, unit in found.units]
    bills = assign_containers([bill for _, bill in found.bills], units, is_whole=is_whole_list(head))
    return found._replace(bills=[(at, bill) for (at, _), bill in zip(found.bills, bills, strict=True)])


def _as_a_bill(root: Node) -> Node:
    """Return the message without the parts that belong to its header."""
    leaves = [leaf for leaf in root.leaves if leaf.tag not in {"BGM", "DTM", "UNS"}]
    return Node(root.kind, leaves=leaves, nodes=[node for node in root.nodes if node.name != "call"])


def _units(root: Node, common: list[tuple[str, str]], context: ReaderContext) -> Iterator[tuple[int | None, Container]]:
    ports = _ports(root, context) if context.type in CONTAINER_TYPES else {}
    for name in ("equipment", "slot"):
        for node in root.everywhere(name):
            for unit in read_containers(node, context):
                yield node.number, _complete_from_header(unit, common, ports)


def _ports(root: Node, context: ReaderContext) -> dict[str, str]:
    """Return ports of loading and discharge for the whole message: LOC+9 and LOC+11 of the main carriage (TDT)."""
    calls = root.below("call")
    main = [call for call in calls if call.opener and call.opener.code in MAIN_CARRIAGE] or calls
    leaves = [leaf for call in main for leaf in call.leaves if leaf.tag == "LOC"]
    return {UNIT_PLACES[leaf.code]: place(leaf, context) for leaf in leaves if leaf.code in {"9", "11"}}


def _complete_from_header(unit: Container, common: list[tuple[str, str]], ports: dict[str, str]) -> Container:
    """Add references and ports of the whole report that the container does not give itself."""
    codes = {code for code, _ in unit.references}
    more = tuple(each for each in common if each[0] not in codes)
    return replace(
        unit,
        references=(*unit.references, *more),
        loaded_at=unit.loaded_at or ports.get("loaded_at", ""),
        discharged_at=unit.discharged_at or ports.get("discharged_at", ""),
    )


def _declared_people(root: Node) -> dict[str, int]:
    """Return QTY of a report: numbers of people on board."""
    leaves = [leaf for leaf in root.leaves if leaf.tag == "QTY" and leaf.code in COUNTED]
    return {COUNTED[leaf.code]: number for leaf in leaves if (number := count(leaf.value)) is not None}


def _with_bills(containers: list[Container], bills: tuple[Consignment, ...]) -> list[Container]:
    """Return containers with the bills that name them; a container that only a bill names is added.

    If a container is listed twice, only the first gets the bills: otherwise output could be quadratic in the message's
    length.
    """
    of: dict[str, dict[str, None]] = defaultdict(dict)
    for each in bills:
        for number in each.containers:
            of[number].update({each.number: None} if each.number else {})
    if not containers:
        return [Container(number=number, bills=tuple(named)) for number, named in of.items()]
    return [
        replace(box, bills=tuple({**dict.fromkeys(box.bills), **of.pop(box.number)})) if box.number in of else box
        for box in containers
    ]


def _empty_slots(root: Node) -> Iterator[Movement]:
    """Yield stowage positions without a container: lost to a neighbour, or blocked."""
    for node in root.everywhere("slot"):
        if node.opener and not any(leaf.tag == "EQD" for leaf in [node.opener, *node.leaves]):
            said = [
                " ".join(each for at in range(2, len(leaf.segment)) for each in words(leaf.segment, at))
                for leaf in node.leaves
                if leaf.tag == "FTX"
            ]
            number = next((leaf.value for leaf in node.leaves if leaf.tag == "RFF" and leaf.code == "EQ"), "")
            place = part(node.opener.segment, 2)
            yield Movement(code="147", number=number, place=place, text="; ".join(said) or "no container")


def _gates(head: MessageHeader, containers: list[Container], context: ReaderContext) -> Iterator[Movement]:
    if context.type not in GATE_TYPES:
        return
    for box in containers:
        places = [value for code, value in box.references if code.startswith("LOC+")]
        hauls = [value for code, value in box.references if code.startswith("TDT+")]
        mass = box.verified_mass_kg if box.verified_mass_kg is not None else box.gross_mass_kg
        yield Movement(
            code=head.code,
            number=box.number,
            place=places[0] if places else "",
            at=box.at,
            gross_mass_kg=mass,
            text=" ".join((GATES.get(head.code, ""), *hauls)).strip(),
        )


# ── Checks of the whole message


def _about_voyage(travel: Voyage, head: MessageHeader, context: ReaderContext) -> None:
    is_wanted = context.dialect.names_a_voyage and context.type in VOYAGE_TYPES
    craft = travel.craft
    is_named = travel.number or craft.name or craft.imo or craft.registration or craft.identifiers
    if is_wanted and not is_named:
        text = Sentence("There is no voyage or vessel. Send TDT+20 with the voyage number and the vessel.")
        context.notes.error("voyage-missing", text, segment="TDT", field="voyage (8028)")
    elif is_wanted and not any(leg.destination or leg.origin for leg in travel.legs):
        text = Sentence("The voyage has no port, so no state is notified. Send LOC+60, or LOC+5 and LOC+61.")
        context.notes.warning("port-missing", text, segment="LOC", field="port (3225)")


def _keep_unused(made: SegmentTree, context: ReaderContext) -> None:
    """Keep as unread the segments of the header that nothing used, and those that fit in no group."""
    for found in made.lost:
        context.keep_unread(found)
    if context.type in SINGLE_CONSIGNMENT_TYPES:
        return
    for leaf in made.message.leaves:
        is_used = leaf.tag in USED_TAGS or _is_used(leaf.tag, leaf.code) or (leaf.tag == "RFF" and leaf.value)
        is_used = is_used or (leaf.tag == "QTY" and leaf.code in COUNTED)
        if not is_used:
            context.keep_unread(leaf)
    for node in made.message.below("task"):
        for leaf in node.leaves:
            context.keep_unread(leaf)


def _is_used(tag: str, code: str) -> bool:
    return (tag == "LOC" and code in {*ROUTE, *OFFICES}) or (
        tag == "DTM" and code in ARRIVALS | DEPARTURES | {DOCUMENT_TIME}
    )


def _about_unread(notes: Notebook) -> None:
    tags = list(dict.fromkeys(segment[:3] for segment in notes.unread))
    if tags:
        values: dict[str, Value] = {"count": len(notes.unread) + notes.further_unread, "tags": ", ".join(tags[:10])}
        text = Sentence("Segments that we did not use: %(count)s (%(tags)s). We stored them with the message.", values)
        notes.note("segments-not-used", text, sent=notes.unread[0])

"""Bills and containers of record of a voyage, rebuilt from the statements about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Q

from roadstead.engine import records as model
from roadstead.engine.records import Consignment, Container, Level, Mode, PartyRole
from roadstead.engine.reference.places import LONGEST, country_of, with_places
from roadstead.filings.cargo.heads import tell_mentions
from roadstead.filings.cargo.logic.firms import Source, differences
from roadstead.filings.cargo.logic.merge import (
    TAKES_THE_PLACE,
    BillSaid,
    Hop,
    Reached,
    Route,
    Whole,
    is_whole,
    key,
    merged,
    of_who_may,
    stands,
    states_of_bill,
    with_said,
)
from roadstead.filings.cargo.models import Bill, BillStatement, Box, CargoReport
from roadstead.filings.voyages.declared import as_voyage, fitting, spread_states
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.database.rows import batches, save_all

# ── Containers of the voyage: what each source states, and where sources disagree.


BOX_COLUMNS: Final = ("size_type", "kind", "load", "gross_mass_kg", "sources", "differences", "declared", "states")
Said = list[tuple[Source, Container]]


class Named(NamedTuple):
    """A bill that names a container."""

    number: str
    states: list[str]


def tell_boxes(voyage: Voyage, numbers: Collection[str]) -> None:
    """Create or update the rows of these containers, in batches of a thousand."""
    asked = sorted(set(numbers) - {""})
    bills = _bills(voyage, asked)
    for batch in batches(asked):
        _rebuild_boxes(voyage, batch, bills)


def _rebuild_boxes(voyage: Voyage, numbers: Collection[str], bills: Mapping[str, Sequence[Named]]) -> None:
    said = _box_statements(voyage, numbers)
    known = {row.number: row for row in voyage.boxes.filter(number__in=numbers)}
    rows = [
        _box_row(known.get(number) or Box(voyage=voyage, number=number), said.get(number, []), bills.get(number, []))
        for number in numbers
    ]
    save_all(Box, rows, BOX_COLUMNS)


def _box_statements(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, Said]:
    found: dict[str, Said] = defaultdict(list)
    for row in voyage.boxstatements.filter(number__in=numbers).order_by("order", "position"):
        found[row.number].append((Source(row.source), msgspec.json.decode(row.said, type=Container)))
    return found


def _bills(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[Named]]:
    """Return the bills that name each container. Matched in Python: the database would compare every bill's containers
    with every number.
    """
    asked = set(numbers)
    found: dict[str, list[Named]] = defaultdict(list)
    rows = voyage.bills.exclude(containers=[]).values_list("number", "states", "containers")
    for number, states, containers in rows.iterator(chunk_size=2_000):
        for box in asked.intersection(map(key, containers)):
            found[box].append(Named(number, states))
    return found


def _box_row(row: Box, said: Said, bills: Sequence[Named]) -> Box:
    """Fill in a container's row from its statements and from the bills that name it. It concerns the states of those
    bills, or every state of the route if no bill names it.
    """
    told = reduce(with_said, (each for _, each in said), Container(number=row.number))
    box = replace(told, number=row.number)
    row.declared = msgspec.to_builtins(replace(box, bills=tuple(bill.number for bill in bills)))
    row.differences = [
        {"field": each.field, "said": [[source.value, text] for source, text in each.said]}
        for each in differences(said, Mode(row.voyage.mode))
    ]
    row.sources = sorted({source.value for source, _ in said} | ({Source.BILL.value} if bills else set()))
    of_bills = [state for bill in bills for state in bill.states]
    row.states = list(dict.fromkeys([*row.states, *(of_bills or row.voyage.states)]))
    for name, value in _box_values(box).items():
        setattr(row, name, fitting(Box, name, value))
    return row


def _box_values(box: Container) -> dict[str, Any]:
    mass = box.verified_mass_kg if box.verified_mass_kg is not None else box.gross_mass_kg
    return {
        "size_type": box.size_type,
        "kind": box.kind,
        "load": box.load.value if box.load else "",
        "gross_mass_kg": mass,
    }


# ── Arrival of bills where they are discharged, also after the voyage was rebuilt.


def route_of(voyage: Voyage) -> Route:
    legs = voyage.legs.order_by("position").values_list("origin", "destination", "arrives_at")
    end = Reached(voyage.arrives_at, voyage.destination)
    return Route(mode=Mode(voyage.mode), hops=[Hop(*leg) for leg in legs], end=end)


def follow(voyage: Voyage) -> None:
    """Update the arrival of the voyage's bills from its legs: one query if nothing changed, else one UPDATE for each
    port, however many bills there are. The caller holds the voyage's lock.
    """
    told = list(voyage.bills.order_by().values_list("load", "discharge", "arrives_at", "arrives_in").distinct())
    if not told:
        return
    route, wrong = route_of(voyage), defaultdict[tuple[str, Reached], set[str]](set)
    for load, discharge, arrives_at, arrives_in in told:
        reached = route.reaches(load, discharge)
        if (arrives_at, arrives_in) != (reached.arrives_at, reached.destination):
            wrong[discharge, reached].add(load)
    for (discharge, reached), loads in wrong.items():
        rows = voyage.bills.filter(discharge=discharge, load__in=loads)
        rows.update(arrives_at=reached.arrives_at, arrives_in=reached.destination)


# ── Port calls: a cargo manifest may name only the first and last port; the ship also calls where bills are loaded and
# discharged.


def call_where_discharged(voyage: Voyage, bills: Iterable[Consignment], participating: Collection[str]) -> None:
    """Add the states of the ports where these bills are loaded and discharged to the voyage. Where goods are carried on
    by another ship, this one does not call.
    """
    route = as_voyage(voyage)
    ports = (port for bill in bills for port in _ports(bill, route))
    states = dict.fromkeys(state for port in ports if (state := country_of(port)) in participating)
    new = [state for state in states if state and state not in voyage.states]
    if new:
        voyage.states = [*voyage.states, *new]
        voyage.save(update_fields=["states"])
        spread_states(voyage)


def _ports(bill: Consignment, route: model.Voyage) -> Iterator[str]:
    """Yield the ports where the bill is loaded and discharged, except an agent's abbreviation that the route does not
    confirm: "CAS" for a ship may be Casablanca, and a state that is added to a voyage sees its travellers from then on
    (S25). The bill's own states (`states_of_bill`) are not so strict.
    """
    told = with_places(bill, route.mode, route.calls)
    for sent, port in ((bill.load, told.load), (bill.discharge, told.discharge)):
        if port and (route.mode is Mode.AIR or len("".join(sent.split())) >= LONGEST or port in route.calls):
            yield port


CHANGED: Final = (
    "manifest", "level", "master", "nature", "load", "discharge", "destination", "consignor", "consignee", "named",
    "goods", "hs", "packages", "gross_mass_kg", "containers", "declared", "changed_at", "stands", "states",
    "arrives_at", "arrives_in",
)  # fmt: skip


class Scene(NamedTuple):
    """Context that is the same for every bill of a voyage."""

    voyage: Voyage
    told: model.Voyage
    route: Route
    wholes: Sequence[Whole]
    participating: Collection[str]
    now: datetime


def tell_bills(voyage: Voyage, numbers: Collection[str], *, participating: Collection[str], now: datetime) -> list[int]:
    """Create or update the rows of these bills, and of house bills under them whose own messages name no voyage. Return
    the ids of the rows. In batches of a thousand, so that twenty thousand bills fit a worker's memory.
    """
    scene = Scene(voyage, as_voyage(voyage), route_of(voyage), _wholes(voyage), participating, now)
    told = dict[int, None]()
    for batch in batches(sorted(set(numbers))):
        told |= dict.fromkeys(_tell(scene, batch))
    return list(told)


def _tell(scene: Scene, numbers: Collection[str]) -> list[int]:
    said = _said(scene.voyage, numbers)
    known = {row.number: row for row in scene.voyage.bills.filter(number__in=list(said))}
    told = []
    for number, statements in said.items():
        row = known.get(number) or Bill(voyage=scene.voyage, number=number, first_at=scene.now)
        heard = of_who_may([_as_said(each) for each in statements], scene.voyage.carrier)
        bill = merged(heard)
        row.stands = stands(heard, number, scene.wholes)
        row.states = list(dict.fromkeys([*row.states, *states_of_bill(bill, scene.told, scene.participating)]))
        row.manifest, row.changed_at = statements[-1].manifest, scene.now
        told.append((_arriving(_told(row, bill, scene.told), scene.route), bill))
    before = [row.pk for row in known.values()]
    save_all(Bill, [row for row, _ in told], CHANGED)
    tell_mentions(told, now=scene.now, before=before)
    return [row.pk for row, _ in told]


def _said(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[BillStatement]]:
    """Return by bill number the statements that count for this voyage: those about it, and those of the waybills' own
    messages.
    """
    asked = set(numbers)
    near = asked | _masters(asked)
    carried = set(voyage.billstatements.filter(number__in=near).values_list("number", flat=True))
    here = Q(voyage=voyage, number__in=asked)
    elsewhere = Q(number__in=asked & carried) | Q(master__in=carried)
    rows = BillStatement.objects.filter(here | Q(elsewhere, voyage=None)).order_by("order", "position")
    found: dict[str, list[BillStatement]] = defaultdict(list)
    for row in rows:
        found[row.number].append(row)
    _with_manifests(rows)
    return found


def _with_manifests(rows: Iterable[BillStatement]) -> None:
    """Attach each statement's manifest, loaded once and without its problems, which grow with the number of bills."""
    heads = Manifest.objects.only("carrier", "sender", "reference")
    manifests = heads.in_bulk({row.manifest_id for row in rows})
    for row in rows:
        row.manifest = manifests[row.manifest_id]


def _masters(numbers: Collection[str]) -> set[str]:
    rows = BillStatement.objects.filter(number__in=numbers).exclude(master="")
    return set(rows.values_list("master", flat=True))


def _wholes(voyage: Voyage) -> list[Whole]:
    """Return the messages that replace all that was sent before under their reference."""
    reports = CargoReport.objects.filter(voyage=voyage, action__in=sorted(TAKES_THE_PLACE))
    return [
        Whole(
            order=report.manifest.order,
            document=_document(report.manifest),
            names=frozenset(report.manifest.billstatements.values_list("number", flat=True)),
        )
        for report in reports.select_related("manifest").defer("manifest__problems", "manifest__unread")
        if is_whole(report.action, report.bills)
    ]


def _document(manifest: Any) -> tuple[str, ...]:
    return (manifest.carrier, manifest.sender, manifest.reference)


def _told(row: Bill, bill: Consignment, on: model.Voyage) -> Bill:
    """Write the merged bill to its row: `declared` as sent, the ports in the columns by one code each, so that a lane
    has one key.
    """
    row.declared = msgspec.to_builtins(bill)
    for name, value in _columns(with_places(bill, on.mode, on.calls)).items():
        setattr(row, name, fitting(Bill, name, value))
    return row


def _arriving(row: Bill, route: Route) -> Bill:
    reached = route.reaches(row.load, row.discharge)
    row.arrives_at, row.arrives_in = reached.arrives_at, reached.destination
    return row


def _as_said(row: BillStatement) -> BillSaid:
    return BillSaid(
        order=row.order,
        document=_document(row.manifest),
        action=row.action,
        said=msgspec.json.decode(row.said, type=Consignment),
        on_voyage=row.voyage_id is not None,
    )


def _columns(bill: Consignment) -> dict[str, Any]:
    return {
        "level": (Level.HOUSE if bill.master else bill.level).value,
        "master": key(bill.master),
        "nature": bill.nature,
        "load": bill.load or bill.origin,
        "discharge": bill.discharge or bill.destination,
        "destination": bill.destination,
        "consignor": _first(bill, PartyRole.CONSIGNOR),
        "consignee": _first(bill, PartyRole.CONSIGNEE),
        "named": "; ".join(sorted({party.name for party in bill.parties if party.name})),
        "goods": "; ".join(line.description for line in bill.goods if line.description),
        "hs": [line.hs[:12] for line in bill.goods if line.hs],
        "packages": bill.packages,
        "gross_mass_kg": bill.gross_mass_kg,
        "containers": [box[:20] for box in bill.containers],
    }


def _first(bill: Consignment, role: PartyRole) -> str:
    return next((party.name for party in bill.parties_as(role)), "")


def consignment_of(row: Bill) -> Consignment:
    """Return the bill's record, read back from its row."""
    return replace(msgspec.convert(row.declared, Consignment, strict=False), number=row.number)

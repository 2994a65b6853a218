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
from roadstead.engine.reference.places import MAX_CODE_CHARS, country_of, normalise_places
from roadstead.filings.cargo.logic.firms import Source, differences
from roadstead.filings.cargo.logic.merge import (
    REPLACING_ACTIONS,
    Arrival,
    Hop,
    Replacement,
    Route,
    StatedBill,
    from_trusted_senders,
    is_declared,
    is_replacement,
    merge_statements,
    number_key,
    states_of_bill,
    updated_with,
)
from roadstead.filings.cargo.models import Bill, BillStatement, CargoReport, VoyageContainer
from roadstead.filings.cargo.parties import rebuild_mentions
from roadstead.filings.voyages.declared import as_voyage, fit_column, propagate_states
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.database.rows import batches, save_all

# ── Containers of the voyage: what each source states, and where sources disagree.


CONTAINER_COLUMNS: Final = (
    "size_type",
    "kind",
    "load",
    "gross_mass_kg",
    "sources",
    "differences",
    "declared",
    "states",
)
SourcedContainers = list[tuple[Source, Container]]


class NamingBill(NamedTuple):
    """A bill that names a container."""

    number: str
    states: list[str]


def rebuild_containers(voyage: Voyage, numbers: Collection[str]) -> None:
    """Create or update the rows of these containers, in batches of a thousand."""
    asked = sorted(set(numbers) - {""})
    bills = _naming_bills(voyage, asked)
    for batch in batches(asked):
        _rebuild_container_batch(voyage, batch, bills)


def _rebuild_container_batch(
    voyage: Voyage, numbers: Collection[str], bills: Mapping[str, Sequence[NamingBill]]
) -> None:
    said = _container_statements(voyage, numbers)
    known = {row.number: row for row in voyage.containers.filter(number__in=numbers)}
    rows = [
        _fill_container(
            known.get(number) or VoyageContainer(voyage=voyage, number=number),
            said.get(number, []),
            bills.get(number, []),
        )
        for number in numbers
    ]
    save_all(VoyageContainer, rows, CONTAINER_COLUMNS)


def _container_statements(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, SourcedContainers]:
    found: dict[str, SourcedContainers] = defaultdict(list)
    for row in voyage.containerstatements.filter(number__in=numbers).order_by("order", "position"):
        found[row.number].append((Source(row.source), msgspec.json.decode(row.payload, type=Container)))
    return found


def _naming_bills(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[NamingBill]]:
    """Return the bills that name each container. Matched in Python: the database would compare every bill's containers
    with every number.
    """
    asked = set(numbers)
    found: dict[str, list[NamingBill]] = defaultdict(list)
    rows = voyage.bills.exclude(containers=[]).values_list("number", "states", "containers")
    for number, states, containers in rows.iterator(chunk_size=2_000):
        for box in asked.intersection(map(number_key, containers)):
            found[box].append(NamingBill(number, states))
    return found


def _fill_container(
    row: VoyageContainer, statements: SourcedContainers, bills: Sequence[NamingBill]
) -> VoyageContainer:
    """Fill in a container's row from its statements and from the bills that name it. It concerns the states of those
    bills, or every state of the route if no bill names it.
    """
    told = reduce(updated_with, (each for _, each in statements), Container(number=row.number))
    box = replace(told, number=row.number)
    row.declared = msgspec.to_builtins(replace(box, bills=tuple(bill.number for bill in bills)))
    row.differences = [
        {"field": each.field, "stated": [[source.value, text] for source, text in each.stated]}
        for each in differences(statements, Mode(row.voyage.mode))
    ]
    row.sources = sorted({source.value for source, _ in statements} | ({Source.BILL.value} if bills else set()))
    of_bills = [state for bill in bills for state in bill.states]
    row.states = list(dict.fromkeys([*row.states, *(of_bills or row.voyage.states)]))
    for name, value in _container_values(box).items():
        setattr(row, name, fit_column(VoyageContainer, name, value))
    return row


def _container_values(box: Container) -> dict[str, Any]:
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
    end = Arrival(voyage.arrives_at, voyage.destination)
    return Route(mode=Mode(voyage.mode), hops=[Hop(*leg) for leg in legs], end=end)


def update_arrivals(voyage: Voyage) -> None:
    """Update the arrival of the voyage's bills from its legs: one query if nothing changed, else one UPDATE for each
    port, however many bills there are. The caller holds the voyage's lock.
    """
    told = list(voyage.bills.order_by().values_list("load", "discharge", "arrives_at", "arrives_in").distinct())
    if not told:
        return
    route, wrong = route_of(voyage), defaultdict[tuple[str, Arrival], set[str]](set)
    for load, discharge, arrives_at, arrives_in in told:
        reached = route.arrival_of(load, discharge)
        if (arrives_at, arrives_in) != (reached.arrives_at, reached.destination):
            wrong[discharge, reached].add(load)
    for (discharge, reached), loads in wrong.items():
        rows = voyage.bills.filter(discharge=discharge, load__in=loads)
        rows.update(arrives_at=reached.arrives_at, arrives_in=reached.destination)


# ── Port calls: a cargo manifest may name only the first and last port; the ship also calls where bills are loaded and
# discharged.


def add_port_calls(voyage: Voyage, bills: Iterable[Consignment], participating: Collection[str]) -> None:
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
        propagate_states(voyage)


def _ports(bill: Consignment, route: model.Voyage) -> Iterator[str]:
    """Yield the ports where the bill is loaded and discharged, except an agent's abbreviation that the route does not
    confirm: "CAS" for a ship may be Casablanca, and a state that is added to a voyage sees its travellers from then on
    (S25). The bill's own states (`states_of_bill`) are not so strict.
    """
    told = normalise_places(bill, route.mode, route.calls)
    for sent, port in ((bill.load, told.load), (bill.discharge, told.discharge)):
        if port and (route.mode is Mode.AIR or len("".join(sent.split())) >= MAX_CODE_CHARS or port in route.calls):
            yield port


REBUILT_COLUMNS: Final = (
    "manifest", "level", "master", "nature", "load", "discharge", "destination", "consignor", "consignee",
    "party_names", "goods", "hs", "packages", "gross_mass_kg", "containers", "declared", "changed_at", "is_declared",
    "states", "arrives_at", "arrives_in",
)  # fmt: skip


class RebuildContext(NamedTuple):
    """Context that is the same for every bill of a voyage."""

    voyage: Voyage
    stated: model.Voyage
    route: Route
    replacements: Sequence[Replacement]
    participating: Collection[str]
    now: datetime


def rebuild_bills(
    voyage: Voyage, numbers: Collection[str], *, participating: Collection[str], now: datetime
) -> list[int]:
    """Create or update the rows of these bills, and of house bills under them whose own messages name no voyage. Return
    the ids of the rows. In batches of a thousand, so that twenty thousand bills fit a worker's memory.
    """
    scene = RebuildContext(voyage, as_voyage(voyage), route_of(voyage), _replacements(voyage), participating, now)
    told = dict[int, None]()
    for batch in batches(sorted(set(numbers))):
        told |= dict.fromkeys(_rebuild_bill_batch(scene, batch))
    return list(told)


def _rebuild_bill_batch(scene: RebuildContext, numbers: Collection[str]) -> list[int]:
    said = _statements(scene.voyage, numbers)
    known = {row.number: row for row in scene.voyage.bills.filter(number__in=list(said))}
    told = []
    for number, statements in said.items():
        row = known.get(number) or Bill(voyage=scene.voyage, number=number, first_at=scene.now)
        heard = from_trusted_senders([_stated_bill(each) for each in statements], scene.voyage.carrier)
        bill = merge_statements(heard)
        row.is_declared = is_declared(heard, number, scene.replacements)
        row.states = list(dict.fromkeys([*row.states, *states_of_bill(bill, scene.stated, scene.participating)]))
        row.manifest, row.changed_at = statements[-1].manifest, scene.now
        told.append((_set_arrival(_fill_bill(row, bill, scene.stated), scene.route), bill))
    before = [row.pk for row in known.values()]
    save_all(Bill, [row for row, _ in told], REBUILT_COLUMNS)
    rebuild_mentions(told, now=scene.now, before=before)
    return [row.pk for row, _ in told]


def _statements(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[BillStatement]]:
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


def _replacements(voyage: Voyage) -> list[Replacement]:
    """Return the messages that replace all that was sent before under their reference."""
    reports = CargoReport.objects.filter(voyage=voyage, action__in=sorted(REPLACING_ACTIONS))
    return [
        Replacement(
            order=report.manifest.order,
            document=_document(report.manifest),
            numbers=frozenset(report.manifest.billstatements.values_list("number", flat=True)),
        )
        for report in reports.select_related("manifest").defer("manifest__problems", "manifest__unread")
        if is_replacement(report.action, report.bills)
    ]


def _document(manifest: Any) -> tuple[str, ...]:
    return (manifest.carrier, manifest.sender, manifest.reference)


def _fill_bill(row: Bill, bill: Consignment, on: model.Voyage) -> Bill:
    """Write the merged bill to its row: `declared` as sent, the ports in the columns by one code each, so that a lane
    has one key.
    """
    row.declared = msgspec.to_builtins(bill)
    for name, value in _columns(normalise_places(bill, on.mode, on.calls)).items():
        setattr(row, name, fit_column(Bill, name, value))
    return row


def _set_arrival(row: Bill, route: Route) -> Bill:
    reached = route.arrival_of(row.load, row.discharge)
    row.arrives_at, row.arrives_in = reached.arrives_at, reached.destination
    return row


def _stated_bill(row: BillStatement) -> StatedBill:
    return StatedBill(
        order=row.order,
        document=_document(row.manifest),
        action=row.action,
        consignment=msgspec.json.decode(row.payload, type=Consignment),
        on_voyage=row.voyage_id is not None,
    )


def _columns(bill: Consignment) -> dict[str, Any]:
    return {
        "level": (Level.HOUSE if bill.master else bill.level).value,
        "master": number_key(bill.master),
        "nature": bill.nature,
        "load": bill.load or bill.origin,
        "discharge": bill.discharge or bill.destination,
        "destination": bill.destination,
        "consignor": _first(bill, PartyRole.CONSIGNOR),
        "consignee": _first(bill, PartyRole.CONSIGNEE),
        "party_names": "; ".join(sorted({party.name for party in bill.parties if party.name})),
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

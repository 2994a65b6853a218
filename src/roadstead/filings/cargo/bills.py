"""The voyage's bills, told anew from what was said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Q

from roadstead.engine import records as model
from roadstead.engine.records import Consignment, Level, PartyRole
from roadstead.engine.reference.bill_places import with_places
from roadstead.filings.cargo.arrivals import route_of
from roadstead.filings.cargo.logic.merge import TAKES_THE_PLACE, BillSaid, Whole, is_whole, merged, of_who_may, stands
from roadstead.filings.cargo.logic.numbers import key
from roadstead.filings.cargo.logic.reached import Route
from roadstead.filings.cargo.logic.routes import states_of_bill
from roadstead.filings.cargo.mentions import tell_mentions
from roadstead.filings.cargo.models import Bill, BillStatement, CargoReport
from roadstead.filings.cargo.rows import batches, save_all
from roadstead.filings.voyages.columns import fitting
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.models import Manifest, Voyage

CHANGED: Final = (
    "manifest", "level", "master", "nature", "load", "discharge", "destination", "consignor", "consignee", "named",
    "goods", "hs", "packages", "gross_mass_kg", "containers", "declared", "changed_at", "stands", "states",
    "arrives_at", "arrives_in",
)  # fmt: skip


class Scene(NamedTuple):
    """What is the same for every bill of a voyage."""

    voyage: Voyage
    told: model.Voyage
    route: Route
    wholes: Sequence[Whole]
    participating: Collection[str]
    now: datetime


def tell_bills(voyage: Voyage, numbers: Collection[str], *, participating: Collection[str], now: datetime) -> list[int]:
    """Make or change the rows of these bills, and of houses under them whose own messages know no voyage; which rows
    they are. A thousand at a time, so that twenty thousand fit a worker's memory."""
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
    """By bill, everything that counts for this voyage: said of it here, or by the waybill's own messages."""
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
    """Each manifest once, and without what was wrong with it: that grows with its bills."""
    heads = Manifest.objects.only("carrier", "sender", "reference")
    manifests = heads.in_bulk({row.manifest_id for row in rows})
    for row in rows:
        row.manifest = manifests[row.manifest_id]


def _masters(numbers: Collection[str]) -> set[str]:
    rows = BillStatement.objects.filter(number__in=numbers).exclude(master="")
    return set(rows.values_list("master", flat=True))


def _wholes(voyage: Voyage) -> list[Whole]:
    """Messages that take the place of all that was sent before under their reference."""
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
    """`declared` as sent; the ports of the columns by one code each, so that one lane is one."""
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
    """The bill as a record again."""
    return replace(msgspec.convert(row.declared, Consignment, strict=False), number=row.number)

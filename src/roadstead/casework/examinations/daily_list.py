"""Examination list of a port and a day, for the people who examine: what, where, when, by whom and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from roadstead.casework.alerts.logic.examination import OPEN, SelectionState
from roadstead.casework.alerts.models import Detention, Selection
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.places import zone_of
from roadstead.engine.text.identifiers import container as container_numbers
from roadstead.filings.cargo.logic.merge import Arrival
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave

STATES: Final[Mapping[str, frozenset[str]]] = {
    "open": frozenset(OPEN),
    **{each.value: frozenset({each}) for each in SelectionState},
}
MAX_FILE_ROWS: Final = 1000  # of a list that leaves as a file


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilters:
    """Filters of the list. `port`: "" for all ports; `show`: a key of STATES, "" for all; `kind`: "" for all."""

    day: date
    port: str = ""
    show: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """Selection with its bill, as long as that is stored, and the arrival of the goods."""

    selection: Selection
    bill: Bill | None
    arrival: Voyage | Arrival


def examinations(user: User, asked: ListFilters, now: datetime) -> QuerySet[Any, Any]:
    """Return the selections of a day, by time. The list of today also has open ones that were planned before.

    Annotation: `is_detained`.
    """
    zone = zone_for(user, asked.port)
    begins = datetime.combine(asked.day, time(), tzinfo=zone)
    planned = Q(planned_at__gte=begins, planned_at__lt=begins + timedelta(days=1))
    if asked.day == now.astimezone(zone).date():
        planned |= Q(planned_at__lt=begins, state__in=sorted(OPEN))
    rows = seen(user).filter(planned)
    if asked.port:
        rows = rows.filter(port=asked.port)
    if asked.show:
        rows = rows.filter(state__in=sorted(STATES[asked.show]))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows


def seen(user: User) -> QuerySet[Any, Any]:
    """Return all selections that this person may see, with what a row shows."""
    return with_detentions(Selection.objects.all(), user).select_related("voyage", "alert")


def with_detentions(rows: Any, user: User) -> QuerySet[Any, Any]:
    """Return those of these selections that this person may see, each with its officer and `is_detained`."""
    held = Detention.objects.visible_to(user).filter(selection=OuterRef("pk"), released_at=None)
    found: QuerySet[Any, Any] = rows.visible_to(user).annotate(is_detained=Exists(held)).select_related("officer")
    return found


def list_rows(selections: Iterable[Any], user: User) -> list[ListRow]:
    """Return the rows of a page or a file. Two queries, however many there are."""
    found = list(selections)
    numbers = {each.bill for each in found if each.bill}
    bills = Bill.objects.visible_to(user).filter(voyage__in={each.voyage_id for each in found}, number__in=numbers)
    known = {(bill.voyage_id, bill.number): bill for bill in bills.defer("declared", "party_names")}
    return [_row(each, known.get((each.voyage_id, each.bill))) for each in found]


def _row(selection: Selection, bill: Bill | None) -> ListRow:
    arrival = bill.arrival_on(selection.voyage) if bill else selection.voyage
    return ListRow(selection=selection, bill=bill, arrival=arrival)


def may_be_in_file(selections: Iterable[Any], user: User) -> list[Any]:
    """Return those whose alert may leave in a file of this person's."""
    to = any_officer_of(user.state_id or REGION, Medium.FILE)
    return [each for each in selections if each.alert is None or may_leave(each.alert, to).is_yes]


def ports(user: User) -> list[str]:
    """Return the ports where the person's state has selected goods."""
    rows = Selection.objects.visible_to(user).order_by().values_list("port", flat=True)
    return sorted(set(rows.distinct()) - {""})


def zone_for(user: User, port: str) -> ZoneInfo:
    """Return the time zone of the port; without one that of the person's state."""
    return (zone_of(port) if port else None) or zone_of_officer(user)


@dataclass(slots=True)
class Checks:
    """Work of customs on one container or bill: selections, and whether it is detained."""

    selections: list[Selection] = field(default_factory=list)
    is_detained: bool = False


def checks_of(voyage: Voyage, user: User) -> Callable[[str, Collection[str]], Checks]:
    """Return a function that gives, for the number of a bill and those of containers, what the person's state has
    selected and detains. Two queries a voyage, however many rows are asked for.
    """
    selected = list(with_detentions(Selection.objects.filter(voyage=voyage), user).order_by("planned_at", "pk"))
    held = Detention.objects.visible_to(user).filter(selection__voyage=voyage, released_at=None)
    detained_now = list(held.values_list("bill", "container"))

    def find(bill: str, containers: Collection[str]) -> Checks:
        boxes = {container_numbers.normalise(number) for number in containers}
        own = [each for each in selected if (each.bill and each.bill == bill) or each.container in boxes]
        is_held = any((container in boxes) if container else number == bill for number, container in detained_now)
        return Checks(selections=own, is_detained=is_held)

    return find


def overdue(selection: Selection, now: datetime) -> bool:
    """Return True if the goods should have been examined an hour ago and nobody has begun."""
    return selection.state == SelectionState.SELECTED and selection.planned_at < now - timedelta(hours=1)


def detained(user: User, *, port: str = "", show: str = "") -> QuerySet[Any, Any]:
    """Return detained and released containers of a port, the newest first. `show`: open, released, or "" for both."""
    rows: QuerySet[Any, Any] = Detention.objects.visible_to(user).select_related(
        "selection__voyage", "detained_by", "released_by"
    )
    if port:
        rows = rows.filter(port=port)
    if show:
        rows = rows.filter(released_at__isnull=show == "open")
    return rows

"""A ship with three bills of Barbados in two containers, one of which has two of them, and pictures. All invented."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from roadstead.casework.alerts.logic.examination import CheckKind
from roadstead.casework.alerts.models import Alert, Selection
from roadstead.casework.alerts.selections import Goods, Plan
from roadstead.casework.examinations.acts import select_all
from roadstead.engine.records import Container
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import State, User
from tests.filings.cargo.told import bill, cargo, take

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ARRIVAL = datetime(2026, 11, 26, 10, 30, tzinfo=UTC)  # in Bridgetown, at 06:30 there
LANDED = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
SHARED, OTHER, ELSEWHERE = "CSQU3054383", "MSCU1234566", "TGHU7654321"


def ship() -> Voyage:
    """B1 and B2 share a container, B3 has its own; B9 goes on to Saint Lucia."""
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    boxes = (Container(number=SHARED), Container(number=OTHER))
    onward = bill("B9", discharge="LCCAS", containers=())
    take(cargo(bill("B1"), bill("B2"), bill("B3", containers=(OTHER,)), onward, boxes=boxes))
    return Voyage.objects.get()


def plan(by: User, *, kind: CheckKind = CheckKind.EXAMINE, at: datetime = LANDED, detains: bool = False) -> Plan:
    return Plan(
        kind=kind, port="BBBGI", place="Shed 2", planned_at=at, officer=by, reason="the weights differ", detains=detains
    )


def selected(
    voyage: Voyage,
    by: User,
    *,
    bill: str = "B1",
    container: str = SHARED,
    alert: Alert | None = None,
    detains: bool = False,
) -> Selection:
    goods = Goods(voyage=voyage, bill=bill, container=container, alert=alert)
    (made,) = select_all([goods], plan(by, detains=detains), by=by, now=NOW)
    return made


def rule_alert(voyage: Voyage, number: str = "B1") -> Alert:
    return Alert.objects.create(
        voyage=voyage,
        bill=Bill.objects.get(voyage=voyage, number=number),
        kind="rule",
        rule="C01",
        action="stop",
        seriousness=5,
        states=["BRB"],
        reasons=[{"text": "Magazines declared as machine parts", "value": 0, "feature": ""}],
    )


def picture(*, form: str = "JPEG", size: tuple[int, int] = (120, 80), place: str = "", turned: bool = False) -> bytes:
    """A photograph, with the place where it was taken in its EXIF."""
    out, exif = BytesIO(), Image.Exif()
    if place:
        exif[0x010E] = place  # description
        exif.get_ifd(0x8825)[1] = "N"  # GPS
    if turned:
        exif[0x0112] = 6  # to be turned by a quarter
    Image.new("RGB", size, (90, 40, 20)).save(out, format=form, exif=exif)
    return out.getvalue()

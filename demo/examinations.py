"""Goods that the demo's customs select for today at one port: five of each state, with a seizure and its photograph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import cycle
from typing import Final

from PIL import Image, ImageDraw

from roadstead.casework.alerts.logic.examination import CheckKind, SelectionState
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.seizure import Item, Seized, Seizure
from roadstead.casework.alerts.models import Selection
from roadstead.casework.alerts.selections import Goods, Plan
from roadstead.casework.examinations.acts import Result, cancel, record_result, select_all, start
from roadstead.casework.examinations.daily_list import zone_for
from roadstead.casework.examinations.photos import add_photo
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User

PORT: Final = "BBBGI"
OF_EACH: Final = 5
# States in the order in which their goods are planned through the day.
ORDER: Final = (SelectionState.EXAMINED, SelectionState.CANCELLED, SelectionState.STARTED, SelectionState.SELECTED)
FIRST_HOUR: Final = 6  # by the port's clock
APART: Final = timedelta(minutes=40)
KINDS: Final = (CheckKind.EXAMINE, CheckKind.SCAN, CheckKind.DOCUMENTS)
SHEDS: Final = ("Shed 2", "Scanner, gate 4", "Shed 4")
REASONS: Final = (
    "The declared weight is a third above that of such goods on this trade lane.",
    "First consignment of this consignee, and the notify party is a mobile number.",
    "The seal on the stowage plan is not that of the bill.",
    "Random selection of the week.",
)
CANCELLED: Final = "The consignee brought the missing invoice; weight and value agree."
FOUND: Final = Seizure(
    items=(
        Item(
            what=Seized.FIREARMS, quantity=1, unit="pieces", exhibit="BGI-26-0411", make="Windlass", model="P2",
            calibre="9 mm", serial="WX 004417", markings="Slide without proof mark",
        ),
        Item(
            what=Seized.FIREARMS, quantity=1, unit="pieces", exhibit="BGI-26-0412", make="Windlass", model="P2",
            calibre="9 mm", serial="filed off",
        ),
        Item(what=Seized.AMMUNITION, quantity=150, unit="rounds", exhibit="BGI-26-0413"),
    ),
    hidden="In the housing of a water pump",
    where="Third pallet from the doors",
)  # fmt: skip


def select_today(officers: Sequence[User], now: datetime) -> int:
    """Select goods of bills discharged at the port, five for each state of a selection; return how many."""
    zone = zone_for(officers[0], PORT)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    goods, at = _goods(now), midnight + timedelta(hours=FIRST_HOUR)
    kinds, reasons, people, made = cycle(KINDS), cycle(REASONS), cycle(officers), 0
    for state in ORDER:
        for _ in range(OF_EACH):
            each = next(goods, None)
            if each is None:
                return made
            kind, by = next(kinds), next(people)
            place = SHEDS[KINDS.index(kind)]
            detains = kind is not CheckKind.DOCUMENTS
            plan = Plan(
                kind=kind, port=PORT, place=place, planned_at=at, officer=by, reason=next(reasons), detains=detains
            )
            (selection,) = select_all([each], plan, by=by, now=midnight)
            _bring_to(selection, state, by, max(midnight, min(now, at + APART)), finds=made == 0)
            at, made = at + APART, made + 1
    return made


def _goods(now: datetime) -> Iterator[Goods]:
    """Yield goods that have arrived, one container of a bill each, before those that are still at sea."""
    rows = Bill.objects.filter(arrives_in=PORT, is_declared=True).exclude(containers=[]).select_related("voyage")
    seen = set[str]()
    for bill in sorted(rows, key=lambda bill: (bill.arrives_at is None or bill.arrives_at > now, bill.number)):
        box = bill.containers[0]
        if box not in seen and bill.voyage.containers.filter(number=box).exists():
            seen.add(box)
            yield Goods(voyage=bill.voyage, bill=bill.number, container=box)


def _bring_to(selection: Selection, state: SelectionState, by: User, at: datetime, *, finds: bool) -> None:
    if state is SelectionState.STARTED:
        start(selection.pk, by=by, now=at)
    elif state is SelectionState.CANCELLED:
        cancel(selection.pk, CANCELLED, by=by, now=at, releases=True)
    elif state is SelectionState.EXAMINED:
        what = OutcomeType.SEIZED if finds else OutcomeType.NOTHING
        result = Result(
            what=what, at=at, seizure=FOUND if finds else None, releases=not finds, early_reason="at anchor"
        )
        record_result(selection.pk, result, by=by, now=at)
        if finds:
            add_photo(selection.pk, "Both pistols as they were found", "pistols.jpg", _picture(), by=by, now=at)


def _picture() -> bytes:
    """Draw a picture that says what it is: a photograph of this would be real."""
    picture = Image.new("RGB", (960, 640), (198, 188, 170))
    draw = ImageDraw.Draw(picture)
    for left in (120, 520):
        draw.rectangle((left, 220, left + 300, 280), fill=(52, 54, 58))
        draw.rectangle((left + 200, 280, left + 270, 430), fill=(70, 58, 48))
    draw.rectangle((120, 500, 420, 520), fill=(240, 240, 236), outline=(0, 0, 0))
    draw.text((130, 530), "Demonstration: no photograph of real exhibits", fill=(20, 20, 20))
    out = BytesIO()
    picture.save(out, format="JPEG")
    return out.getvalue()

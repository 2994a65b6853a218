"""A listed craft is met by whichever number a message gives of it, on the voyage as it is stored. All invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Craft, HitKind
from roadstead.filings.voyages.declared import as_craft
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import State
from tests.filings.cargo.told import SHIP, bill, cargo, take
from tests.pipeline.test_pipeline import put_in_force
from tests.pipeline.test_rescreen_jobs import run_rescreens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
HEAD = "id,type,surname,call_sign,tail_number,action,reason\n"
SHIPS = f"{HEAD}V-1,vessel,Imaginary Quill,8PXQ9,,refer,a court\nA-1,aircraft,,,8P-XQZ,refer,a court\n".encode()


@pytest.mark.parametrize(
    ("craft", "entry"),
    [
        (Craft(name="RENAMED SINCE", call_sign="8PXQ9"), "V-1"),
        (Craft(registration="8PXQZ"), "A-1"),
    ],
)
def test_a_stored_voyage_meets_a_listed_craft_by_call_sign_and_registration(craft: Craft, entry: str) -> None:
    State.objects.create(code="BRB", name="BRB")
    take(cargo(bill("B1"), voyage=replace(SHIP, craft=craft)))
    put_in_force(SHIPS)
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.kind, alert.entry_id, alert.bill, alert.traveller) == (HitKind.CRAFT, entry, None, None)


def test_what_a_later_message_leaves_out_of_the_craft_stays() -> None:
    craft = Craft(name="CARIB EXAMPLE", imo="9074729", call_sign="8PXQ9", mmsi="314123456", registration="BGI-7")
    take(cargo(bill("B1"), voyage=replace(SHIP, craft=craft)))
    take(cargo(bill("B2"), sent_at="2026-11-24T12:00"))
    assert as_craft(Voyage.objects.get()) == craft

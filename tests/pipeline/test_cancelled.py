"""A cancelled voyage: nobody travels, so nothing is raised about its list, and what was open expires."""

from __future__ import annotations

import msgspec
import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Craft, Leg, Mode, ReportingParty, Traveller
from roadstead.filings.trips.logic.changes import Envelope, write_cancellation
from roadstead.filings.trips.logic.notice import notice, read_back, write_notice
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.pipeline.test_pipeline import NOW, file, states
from tests.targeting.rulebook.test_acts import TEXT, in_force

pytestmark = pytest.mark.django_db
__all__ = ["states"]
SENTENCE = "The list declares more people than it names."
NOT_NAMED = msgspec.structs.replace(TEXT, condition="voyage.not_named >= 1", sentence=SENTENCE)
ALONE = Traveller(surname="TESTER", given="ANNA", sex="F", born="1980-01-01", nationality="BRB")


def test_its_list_raises_no_rule_about_people_whom_the_cancellation_took_off(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, NOT_NAMED)
    enter(REGION)
    leg = Leg(origin="MQFDF", destination="BBBGI", departure="2026-11-27T08:00", arrival="2026-11-27T20:00")
    made = notice(
        mode=Mode.SEA, craft=Craft(name="WREN", call_sign="J8TEST"), leg=leg, filed_by=ReportingParty(name="WREN"),
        people=[ALONE],
    )  # fmt: skip
    raw = write_notice(made)
    file(raw)
    sent = read_back(raw, "2026-11-25")[0]
    file(write_cancellation(sent, Envelope(account="2X", sent_at="2026-11-25T13:00", interchange="1")), now=NOW)
    assert Voyage.objects.get().cancelled
    assert not Alert.objects.exists()

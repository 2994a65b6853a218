"""What stops a purge: a clock that jumped, a voyage still to come, a run that would take too much at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from roadstead.config import config
from roadstead.engine.reference.retention import STATE_INDEPENDENT
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Leg, Manifest, Traveller, Voyage
from roadstead.outbound.notifications.account_mail import send_one
from roadstead.oversight.retention.daily import OLD, mask_and_delete_due
from roadstead.oversight.retention.models import COMMAND, Run, StoppedPurge, StopReason
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.purge_guard import guarded_purge
from roadstead.oversight.retention.purge_size import FLOOR_TRAVELLERS
from roadstead.oversight.retention.stop_notices import notify
from roadstead.oversight.retention.stops import PurgeStopped, confirm_clock, decide_proposal, propose, to_carry_out
from roadstead.oversight.retention.trusted_clock import trust
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH_AHEAD = timedelta(days=30)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    State.objects.create(code="BRB", name="Barbados")


def a_list(*people: Person, departs: datetime, sent: datetime, flight: str = "2X101", reference: str = "1") -> bytes:
    """A list of a flight that takes four hours, sent when the sender's clock said `sent`."""
    raw = paxlst(*people, flight=flight, sent=f"{sent:%y%m%d:%H%M}", reference=reference)
    arrives = departs + timedelta(hours=4)
    return raw.replace(b"2611261000", f"{departs:%y%m%d%H%M}".encode()).replace(
        b"2611261400", f"{arrives:%y%m%d%H%M}".encode()
    )


def look(home: Path, now: datetime) -> None:
    """As a scheduler does it whose clock says `now`."""
    mask_and_delete_due(home, now=now)


def test_a_clock_thirty_days_ahead_purges_nothing_of_a_voyage_still_to_come(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    file(a_list(ANNA, TOBIAS, departs=now + DAY, sent=now), now=now)
    look(tmp_path, now + MONTH_AHEAD)
    assert (Voyage.objects.count(), Traveller.objects.count()) == (1, 2)
    assert bytes(Message.objects.get().raw)
    assert not Run.objects.exists()
    assert not (tmp_path / "deletions").exists()


def test_a_voyage_whose_last_leg_has_yet_to_arrive_is_left_alone_whatever_is_due(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    file(a_list(ANNA, departs=now - timedelta(days=9), sent=now - timedelta(days=10)), now=now - timedelta(days=10))
    trust(now)
    Leg.objects.filter(voyage=Voyage.objects.get()).update(arrives_at=now + timedelta(hours=1))
    Purge(tmp_path, now, now).run()
    assert Traveller.objects.get().surname == "TESTER"
    assert bytes(Message.objects.get().raw)
    Leg.objects.update(arrives_at=now - DAY)
    Purge(tmp_path, now, now).run()
    assert not Voyage.objects.exists()


def test_a_cancelled_voyage_counts_from_its_last_scheduled_arrival(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    file(a_list(ANNA, departs=now + DAY, sent=now), now=now)
    Voyage.objects.update(cancelled=True)
    trust(now)
    Purge(tmp_path, now + MONTH_AHEAD, now).run()
    assert Traveller.objects.get().surname == "TESTER"
    Voyage.objects.update(arrives_at=now - DAY)
    Leg.objects.update(arrives_at=now - DAY)
    Purge(tmp_path, now + MONTH_AHEAD, now).run()
    assert not Voyage.objects.exists()


def after_a_silence_of_a_month(home: Path) -> datetime:
    """Nothing is recorded for a month, which a jump of machine and database together looks like; the time after it."""
    now = datetime.now(UTC)
    before = now - MONTH_AHEAD
    file(a_list(ANNA, departs=before + DAY, sent=before), now=before)
    trust(before)
    look(home, now)
    assert Traveller.objects.exists()
    assert StoppedPurge.objects.get(closed_at=None).reason == StopReason.JUMP
    return now


def test_after_a_jump_of_machine_and_database_together_a_list_by_the_old_time_does_not_let_purging_go_on(
    tmp_path: Path,
) -> None:
    now = after_a_silence_of_a_month(tmp_path)
    file(a_list(TOBIAS, departs=now, sent=now - MONTH_AHEAD, flight="2X7", reference="2"), now=now)
    look(tmp_path, now)
    assert Traveller.objects.filter(surname="TESTER").exists()
    assert not Run.objects.exists()


def test_a_system_that_was_stopped_purges_again_with_the_first_list_that_is_filed(tmp_path: Path) -> None:
    now = after_a_silence_of_a_month(tmp_path)
    file(a_list(TOBIAS, departs=now + DAY, sent=now, flight="2X7", reference="2"), now=now)
    look(tmp_path, now)
    assert not Traveller.objects.filter(surname="TESTER").exists()
    assert not StoppedPurge.objects.filter(closed_at=None).exists()


def test_a_person_confirms_the_clock_of_a_system_that_was_stopped(tmp_path: Path, supervisor: User) -> None:
    now = after_a_silence_of_a_month(tmp_path)
    confirm_clock(StoppedPurge.objects.get().pk, by=supervisor, now=now)
    look(tmp_path, now)
    assert not Traveller.objects.exists()
    assert Record.objects.filter(who=supervisor, action="purge: clock confirmed").exists()


def test_a_system_that_runs_on_purges_every_day_without_any_list(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    trust(now - timedelta(hours=20))
    file(a_list(ANNA, departs=now - timedelta(days=9), sent=now - timedelta(days=10)), now=now - timedelta(days=10))
    look(tmp_path, now)
    assert not Traveller.objects.exists()


def test_a_wrong_clock_is_refused_with_what_to_do(tmp_path: Path) -> None:
    ahead = datetime.now(UTC) + MONTH_AHEAD
    with pytest.raises(PurgeStopped, match="Correct the clock that is wrong"):
        guarded_purge(Purge(tmp_path, ahead, ahead), started_by=COMMAND)


@pytest.fixture
def many(tmp_path: Path) -> datetime:
    """A voyage with more travellers than a purge takes without asking, all due; the present."""
    now = datetime.now(UTC)
    came = now - timedelta(days=10)
    file(a_list(ANNA, departs=came + DAY, sent=came), now=came)
    row = Traveller.objects.get()
    Traveller.objects.bulk_create(
        Traveller(
            voyage=row.voyage,
            manifest=row.manifest,
            role="passenger",
            surname=f"TEST{number}",
            person_key=hashed_key(str(number)),
            states=["BRB"],
        )
        for number in range(FLOOR_TRAVELLERS)
    )
    trust(now)
    return now


@pytest.fixture
def privacy(many: datetime) -> User:
    user = make_user("privacy", Role.DATA_PROTECTION)
    User.objects.filter(pk=user.pk).update(email="privacy@centre.example")
    return user


def stopped() -> StoppedPurge:
    return StoppedPurge.objects.get(reason=StopReason.SHARE, closed_at=None)


def test_a_purge_of_a_large_part_stops_and_says_how_many(tmp_path: Path, many: datetime) -> None:
    look(tmp_path, many)
    assert Traveller.objects.count() == FLOOR_TRAVELLERS + 1
    assert (stopped().detail["travellers"], stopped().detail["travellers_stored"]) == (1001, 1001)
    assert not (tmp_path / "deletions").exists()
    with pytest.raises(PurgeStopped, match="1001 of 1001 travellers"):
        guarded_purge(Purge(tmp_path, many, many), started_by=COMMAND)


def test_a_purge_of_a_small_part_does_not_stop(tmp_path: Path, many: datetime) -> None:
    row = Traveller.objects.first()
    assert row is not None
    voyage = Voyage.objects.create(key="to come", mode="air", states=["BRB"], arrives_at=many + DAY)
    manifest = Manifest.objects.create(
        message=row.manifest.message, position=1, voyage=voyage, carrier="2X", order="2", states=["BRB"]
    )
    Traveller.objects.bulk_create(
        Traveller(
            voyage=voyage, manifest=manifest, role="passenger", person_key=hashed_key(str(number)), states=["BRB"]
        )
        for number in range(3 * FLOOR_TRAVELLERS)
    )
    look(tmp_path, many)
    assert Traveller.objects.count() == 3 * FLOOR_TRAVELLERS


def test_a_large_purge_goes_on_once_an_officer_and_a_second_person_have_decided(
    tmp_path: Path, many: datetime, privacy: User, supervisor: User
) -> None:
    look(tmp_path, many)
    propose(stopped().pk, go_on=True, by=privacy)
    look(tmp_path, many)
    with pytest.raises(NotAllowed, match="another person"):
        decide_proposal(stopped().pk, approve=True, by=privacy)
    assert Traveller.objects.exists()
    decide_proposal(stopped().pk, approve=True, by=supervisor)
    look(tmp_path, many)
    assert not Traveller.objects.exists()
    decided = StoppedPurge.objects.get()
    assert (decided.run and decided.run.kind, decided.decided_by) == ("purge", supervisor)
    assert Record.objects.filter(who=supervisor, action="purge: approved to go on").exists()


def test_one_of_the_two_is_a_data_protection_officer_and_both_are_of_the_centre(
    tmp_path: Path, many: datetime, privacy: User, supervisor: User, supervisor_a: User
) -> None:
    look(tmp_path, many)
    with pytest.raises(NotAllowed, match="regional centre"):
        propose(stopped().pk, go_on=True, by=supervisor_a)
    propose(stopped().pk, go_on=True, by=supervisor)
    with pytest.raises(NotAllowed, match="data-protection officer"):
        decide_proposal(stopped().pk, approve=True, by=make_user("deputy", Role.SUPERVISOR))
    with pytest.raises(DatabaseError, match="decided_by_another"), transaction.atomic():
        StoppedPurge.objects.update(decided_by=supervisor)


def test_a_rejected_purge_is_counted_again_a_day_later(
    tmp_path: Path, many: datetime, privacy: User, supervisor: User
) -> None:
    look(tmp_path, many)
    propose(stopped().pk, go_on=False, by=privacy)
    decide_proposal(stopped().pk, approve=True, by=supervisor)
    look(tmp_path, many)
    assert not StoppedPurge.objects.filter(closed_at=None).exists()
    StoppedPurge.objects.update(decided_at=many - 2 * DAY, seen_at=many - 2 * DAY)
    look(tmp_path, many)
    assert stopped().detail["travellers"] == 1001
    assert Traveller.objects.exists()


def test_the_officer_is_told_at_once_and_after_a_day_supervisor_and_auditor_too(
    tmp_path: Path, many: datetime, privacy: User, supervisor: User
) -> None:
    auditor = make_user("auditor", Role.AUDITOR)
    for user in (supervisor, auditor):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@centre.example")
    look(tmp_path, many)
    assert notify() == 0  # the run that stopped has notified already
    assert mails(tmp_path) == {"privacy@centre.example": 1}
    StoppedPurge.objects.update(stopped_at=many - timedelta(hours=25))
    look(tmp_path, many)
    assert Traveller.objects.exists()  # nothing is purged because nobody decided
    assert notify() == 0
    assert mails(tmp_path) == {
        "privacy@centre.example": 2,
        "supervisor@centre.example": 1,
        "auditor@centre.example": 1,
    }


def mails(home: Path) -> Counter[str]:
    """By address how many, once all are sent; none names a traveller."""
    settings = replace(config(), smtp_url=f"file://{home}/mail")
    while send_one(settings, now=datetime.now(UTC)):
        pass
    texts = [path.read_text() for path in (home / "mail").glob("*.eml")]
    assert all("1001 of 1001 travellers" in text.replace("=\n", "").replace("\n", " ") for text in texts)
    return Counter(re.findall(r"^To: (\S+)", text, re.M)[0] for text in texts)


def test_the_officer_sees_it_first_and_decides_on_the_page(
    tmp_path: Path, many: datetime, privacy: User, supervisor: User, client: Client
) -> None:
    look(tmp_path, many)
    client.force_login(privacy)
    text = client.get("/data-protection").content.decode()
    assert text.index("1001 of 1001 travellers") < text.index("What is stored")
    assert 'href="/stopped-deletions"' in text
    number = stopped().pk
    client.post("/stopped-deletions/decide", {"act": "go-on", "stop": number})
    refused = client.post("/stopped-deletions/decide", {"act": "agree", "stop": number})
    assert refused.status_code == 409
    assert "You made this proposal: another person approves or rejects it." in refused.content.decode()
    nonsense = client.post("/stopped-deletions/decide", {"act": "burn", "stop": "x"})
    assert (nonsense.status_code, "Choose one of the buttons" in nonsense.content.decode()) == (409, True)
    client.force_login(supervisor)
    assert "privacy proposes to continue" in client.get("/stopped-deletions").content.decode()
    client.post("/stopped-deletions/decide", {"act": "agree", "stop": number})
    enter(REGION)
    assert to_carry_out() == StoppedPurge.objects.get(pk=number)


def test_what_is_deleted_outside_voyages_goes_by_rows_for_every_state() -> None:
    assert set(OLD) == STATE_INDEPENDENT

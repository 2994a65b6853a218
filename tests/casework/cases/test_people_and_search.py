"""Who works on a case, and finding cases by what is in them: the own ones only, and nothing that is for few eyes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.acts import NewCase, open_case, write_note
from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.links import put_in
from roadstead.casework.cases.models import Case, CaseEvent, CaseOfficer
from roadstead.casework.cases.officers import hand_over, join, leave, working
from roadstead.casework.cases.search import mine, with_words
from roadstead.casework.cases.tasks import NewTask, set_task
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Manifest, Traveller
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import enter
from roadstead.platform.timeline.attachments import Upload
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def a_case(by: User, title: str = "Papers of one printer") -> Case:
    return open_case(NewCase(title=title, purpose="police", basis="s. 1"), by=by, now=NOW)


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return a_case(officer_a)


def edition(case: Case) -> int:
    case.refresh_from_db()
    return case.edition


def test_officers_of_the_owner_work_on_a_case_until_they_do_no_more(
    case: Case, officer_a: User, officer_b: User, supervisor_a: User
) -> None:
    for wrong, words in (("officer-b", "own state"), ("officer-a", "already"), ("", "own state")):
        with pytest.raises(NotAllowed, match=words):
            join(case.pk, wrong, by=officer_a, now=NOW)
    join(case.pk, "supervisor-a", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="already"):
        join(case.pk, "supervisor-a", by=officer_a, now=NOW)
    assert [row.officer for row in working(case, officer_a)] == [supervisor_a]
    leave(case.pk, "supervisor-a", by=officer_a, now=NOW, edition=edition(case))
    assert not working(case, officer_a)
    with pytest.raises(NotAllowed, match="no longer works"):
        leave(case.pk, "supervisor-a", by=officer_a, now=NOW, edition=edition(case))
    said = CaseEvent.objects.order_by("number").values_list("act", "content")
    assert list(said)[1:] == [("joined", {"officer": "supervisor-a"}), ("left", {"officer": "supervisor-a"})]


def test_whoever_is_handed_a_case_leads_it_and_is_not_named_twice(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    join(case.pk, "supervisor-a", by=officer_a, now=NOW)
    hand_over(case.pk, "supervisor-a", by=officer_a, now=NOW, edition=edition(case))
    case.refresh_from_db()
    assert not working(case, officer_a)
    hand_over(case.pk, "officer-a", by=officer_a, now=NOW, edition=edition(case))
    case.refresh_from_db()
    assert [row.officer for row in working(case, officer_a)] == [supervisor_a]


def test_mine_are_those_that_i_lead_opened_or_work_on(case: Case, officer_a: User, supervisor_a: User) -> None:
    everybodys: QuerySet[Case, Case] = Case.objects.all()
    assert not mine(everybodys, supervisor_a)
    join(case.pk, "supervisor-a", by=officer_a, now=NOW)
    assert list(mine(everybodys, supervisor_a)) == [case]
    leave(case.pk, "supervisor-a", by=officer_a, now=NOW, edition=edition(case))
    assert not mine(everybodys, supervisor_a)


def test_who_works_on_a_case_is_its_owners_to_know(case: Case, officer_a: User, officer_b: User) -> None:
    make_user("third", Role.OFFICER, state="BRB")
    join(case.pk, "third", by=officer_a, now=NOW)
    enter(officer_b.scope)
    assert not CaseOfficer.objects.exists()


# ── search ──────────────────────────────────────────────────────────────────────────────────


def found(user: User, text: str) -> list[str]:
    rows: QuerySet[Case, Case] = Case.objects.visible_to(user)
    return sorted(with_words(rows, text, user).values_list("title", flat=True))


def passenger(alert: Alert, surname: str) -> Traveller:
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier="X9",
        channel="api",
        received_at=NOW,
        raw=b"x",
        sha256=surname,
        size=1,
        status=Status.READ,
        states=alert.states,
    )
    manifest = Manifest.objects.create(
        message=message, position=0, voyage=alert.voyage, carrier="X9", type="PAXLST", order="1", states=alert.states
    )
    return Traveller.objects.create(
        voyage=alert.voyage,
        manifest=manifest,
        role="passenger",
        surname=surname,
        given="Ada",
        person_key=hashed_key(surname),
        states=alert.states,
    )


def test_a_case_is_found_by_everything_that_stands_in_it(case: Case, officer_a: User) -> None:
    a_case(officer_a, "Another")
    alert = make_alert("BRB", entry_name="QUILLIMANE Tobias")
    alert.traveller = passenger(alert, "KILLIMAN")
    alert.save()
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    put_in(case.pk, "traveller", str(passenger(alert, "SOLAIS").pk), by=officer_a, now=NOW)
    put_in(case.pk, "words", "the man at the counter", by=officer_a, now=NOW)
    write_note(case.pk, "Ñandú was seen", by=officer_a, now=NOW)
    put_file(case.pk, Upload(title="Visa page", what="other", name="v", raw=b"v"), by=officer_a, now=NOW)
    asked = NewTask(what="Ring the embassy", officer="", day="2026-11-26", clock="09:00", zone="UTC")
    set_task(case.pk, asked, by=officer_a, now=NOW)
    for text in (
        "printer",
        "PAPERS one",
        str(case.pk),
        "quillimane",
        "killiman",
        "solais ada",
        "counter",
        "ñandú",
        "visa",
        "embassy",
        "printer solais visa",
    ):
        assert found(officer_a, text) == [case.title], text
    for text in ("nobody", "printer nobody", "%", "_", "text", "9" * 30):
        assert found(officer_a, text) == [], text


def test_nobody_finds_another_states_case_or_one_by_an_alert_for_few_eyes(
    case: Case, officer_a: User, officer_b: User, supervisor_a: User
) -> None:
    alert = make_alert("BRB", entry_name="QUILLIMANE Tobias")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    assert found(officer_a, "quillimane") == [case.title]
    assert found(officer_b, "quillimane") == found(officer_b, "printer") == found(officer_b, str(case.pk)) == []
    Alert.objects.filter(pk=alert.pk).update(action="discreet")
    assert found(officer_a, "quillimane") == []
    assert found(supervisor_a, "quillimane") == [case.title]


def test_the_filters_of_cases_stay_in_the_address_and_nothing_found_says_so(
    case: Case, officer_a: User, supervisor_a: User, client: Client
) -> None:
    for at in range(51):
        a_case(supervisor_a, f"Paged {at:02}")
    now = timezone.now()
    asked = NewTask(what="t", officer="", day=f"{now:%Y-%m-%d}", clock="00:00", zone="UTC")
    set_task(case.pk, asked, by=officer_a, now=now - timedelta(days=2))
    client.force_login(officer_a)
    assert "q=paged&amp;show=all&amp;page=2" in client.get("/cases?q=paged&show=all").content.decode()
    assert "Paged 00" in client.get("/cases?q=paged&show=all&page=3").content.decode()
    late = client.get("/cases?tasks=overdue").content.decode()
    assert "printer" in late
    assert "Paged" not in late
    assert re.search(r">\s*1 case\s*<", late)
    assert "printer" in client.get("/cases?whose=mine").content.decode()
    assert "Paged" not in client.get("/cases?whose=mine").content.decode()
    assert "No cases match" in client.get("/cases?q=nothing-of-the-kind").content.decode()
    assert 'id="filter-whose_error"' in client.get("/cases?whose=nobody").content.decode()
    first = client.get("/cases?sort=case").content.decode()
    assert "Paged 19" in first
    assert first.index("Paged 00") < first.index("Paged 01")
    assert client.get("/cases?q=paged&as=csv").content.decode().count("Paged") == 51

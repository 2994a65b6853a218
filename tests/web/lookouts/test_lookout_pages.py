"""The pages of lookouts: what is wrong with one is said at its field, and each reader sees what concerns them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.lookouts.end import withdraw
from roadstead.cooperation.lookouts.issue import decide, propose
from roadstead.cooperation.lookouts.models import Lookout
from roadstead.oversight.retention.models import Restriction
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Competence, ContactMethod, ContactPoint
from tests.conftest import make_user
from tests.cooperation.lookouts.test_lookouts import ESCAPED
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
FILLED = {
    **{name: ESCAPED.cells[name] for name in ("surname", "given", "born")},
    "kind": "person",
    "why": "Escaped",
    "basis": "Prisons Act",
    "chosen": "BRB",
    "hours": "72",
}


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA", "GRD"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def issuer() -> User:
    return make_user("officer-l", Role.OFFICER, state="LCA")


@pytest.fixture
def second() -> User:
    return make_user("supervisor-l", Role.SUPERVISOR, state="LCA")


def get(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status
    enter(REGION)
    return unescape(answer.content.decode())


def post(client: Client, user: User, address: str, data: dict[str, Any], status: int = 302) -> str:
    client.force_login(user)
    answer = client.post(address, data)
    assert answer.status_code == status, unescape(answer.content.decode())[:3000]
    enter(REGION)
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"chosen": []}, "Choose at least one state that is to watch."),
        ({"hours": "73"}, "Enter 72 hours at most. Two people can renew the lookout for longer."),
        ({"hours": ""}, "Fill in “For how many hours”."),
        ({"why": ""}, "Fill in “Reason”."),
        ({"basis": ""}, "Fill in “Legal basis”."),
        ({"surname": "", "given": ""}, "Enter the name."),
        ({"born": "31 June 2031"}, "date"),
        ({"chosen": ["LCA"]}, "Choose one of the answers offered"),
        ({"kind": "vehicle", "plate": ""}, "Enter the registration number or the chassis number."),
        ({"kind": "vessel", "imo": "1234566"}, "IMO"),
    ],
)
def test_bad_input_is_one_sentence_at_its_field_and_what_was_typed_stays(
    wrong: dict[str, Any], words: str, issuer: User, client: Client
) -> None:
    text = post(client, issuer, "/lookouts/new", {**FILLED, **wrong}, 400)
    assert words in text
    assert "There is a problem" in text
    assert not Lookout.objects.exists()


def test_from_the_form_to_a_live_lookout_and_nobody_approves_the_own(
    issuer: User, second: User, client: Client
) -> None:
    post(client, second, "/lookouts/new", FILLED)
    made = Lookout.objects.get()
    there = f"/lookouts/{made.reference}"
    assert "Waits for second approval" in get(client, second, there)
    text = post(client, second, f"{there}/act", {"act": "approve", "why": "w"}, 409)
    assert "You cannot approve your own proposal: ask a second person" in text
    text = post(client, issuer, f"{there}/act", {"act": "approve", "why": "w"}, 409)
    assert "Only supervisors and list owners of the issuing state decide" in text
    keeper = make_user("lists-l", Role.WATCHLIST_OWNER, state="LCA")
    post(client, keeper, f"{there}/act", {"act": "approve", "why": "seen the order"})
    made.refresh_from_db()
    assert made.until is not None
    assert "Live" in get(client, second, there)
    text = post(client, second, f"{there}/act", {"act": "withdraw", "why": ""}, 409)
    assert "Write the reason." in text
    post(client, second, f"{there}/act", {"act": "renew", "why": "still at large", "hours": "10"})
    assert "Lookout" in get(client, keeper, "/second-approvals")


def test_a_desk_reads_acknowledges_and_replies_and_a_stranger_finds_nothing(
    issuer: User, second: User, now: datetime, client: Client
) -> None:
    watching, stranger = make_user("w", Role.OFFICER, state="BRB"), make_user("s", Role.OFFICER, state="GRD")
    made = propose(ESCAPED, by=issuer, now=now)
    there = f"/lookouts/{made.reference}"
    get(client, watching, there, 404)
    decide(made.pk, True, "w", by=second, now=now)
    assert "acknowledge for your desk" in get(client, watching, "/")
    assert "Not acknowledged" in get(client, watching, "/lookouts")
    assert "QUILLIMANE" in get(client, watching, there)
    assert Record.objects.filter(who=watching, subject_kind="lookout", purpose="lookout").exists()
    assert "QUILLIMANE" not in get(client, stranger, "/lookouts")
    get(client, stranger, there, 404)
    post(client, stranger, f"{there}/act", {"act": "acknowledge"}, 404)
    post(client, watching, f"{there}/act", {"act": "acknowledge"})
    assert "acknowledge for your desk" not in get(client, watching, "/")
    text = post(client, watching, f"{there}/act", {"act": "seen", "where": "", "done": "d"}, 409)
    assert "Fill in “Where”." in text
    post(client, watching, f"{there}/act", {"act": "seen", "where": "Pier 2", "done": "Referred"})
    for word in ("Pier 2", "Referred", "Acknowledged"):
        assert word in get(client, issuer, there)
    text = post(client, watching, f"{there}/act", {"act": "withdraw", "why": "w"}, 409)
    assert "Only the people of the state that issued a lookout change it." in text


def test_the_centre_sees_desks_to_telephone_and_not_whom_a_states_lookout_names(
    issuer: User, second: User, analyst: User, now: datetime, client: Client
) -> None:
    made = propose(ESCAPED, by=issuer, now=now)
    decide(made.pk, True, "w", by=second, now=now)
    there = f"/lookouts/{made.reference}"
    for address in ("/lookouts", there):
        text = get(client, analyst, address)
        assert made.reference in text
        assert "QUILLIMANE" not in text
        assert "QZXWHY" not in text
    desk = made.desks.get()
    assert "Record a call to" in get(client, analyst, there)
    text = post(client, analyst, f"{there}/act", {"act": "call", "desk": desk.pk}, 409)
    assert "Choose an answer to “Did anybody answer?”." in text
    post(client, analyst, f"{there}/act", {"act": "call", "desk": desk.pk, "answered": "no", "note": "rang out"})
    assert "rang out" in get(client, analyst, there)


def test_a_childs_page_names_the_contact_points_of_child_protection_in_the_readers_state(
    issuer: User, second: User, now: datetime, client: Client
) -> None:
    watching = make_user("w", Role.OFFICER, state="BRB")
    agency = first_organisation(State.objects.get(pk="BRB"))
    day = now.date() - timedelta(days=2)
    point = ContactPoint.objects.create(
        organisation=agency, owner="BRB", title="Child care board", functions=["competent_authority"], since=day
    )
    ContactMethod.objects.create(contact_point=point, owner="BRB", method="telephone", target="+1 246 555 0199")
    Competence.objects.create(contact_point=point, owner="BRB", measure="child_protection", valid_from=day, source="s")
    made = propose(replace(ESCAPED, is_child=True), by=issuer, now=now)
    decide(made.pk, True, "w", by=second, now=now)
    text = get(client, watching, f"/lookouts/{made.reference}")
    for words in ("Refer to child protection. Do not arrest.", "Child care board", "tel:+12465550199"):
        assert words in text


# ── the alerts that it raised


@pytest.fixture
def raised(issuer: User, second: User, now: datetime) -> tuple[Lookout, Alert]:
    """A live lookout of Saint Lucia for Barbados, and the alert that it raised on a flight to Barbados."""
    made = propose(ESCAPED, by=issuer, now=now)
    decide(made.pk, True, "w", by=second, now=now)
    file(paxlst(ANNA, TOBIAS))
    return made, Alert.objects.get()


def test_an_alert_links_to_its_lookout_and_the_lookout_to_its_alerts_for_whoever_may_see_both(
    raised: tuple[Lookout, Alert], issuer: User, analyst: User, now: datetime, client: Client
) -> None:
    made, alert = raised
    there, here = f"/lookouts/{made.reference}", f"/alerts/{alert.pk}"
    watching = make_user("w", Role.OFFICER, state="BRB")
    assert f'href="{there}"' in get(client, watching, here)
    assert f'href="{here}"' in get(client, watching, there)
    keeper = make_user("lists-b", Role.WATCHLIST_OWNER, state="BRB")
    for person in (issuer, analyst, keeper):  # the flight is not theirs; a state's alert; no alerts in this role
        assert "/alerts/" not in get(client, person, there), person
    withdraw(made.pk, "caught", by=issuer, now=now)
    assert there not in get(client, watching, here)


def test_an_alert_of_another_list_with_the_same_entry_is_not_the_lookouts(
    raised: tuple[Lookout, Alert], client: Client
) -> None:
    made, alert = raised
    watching = make_user("w", Role.OFFICER, state="BRB")
    for more in ({"list_name": "Wanted (LCA)"}, {"list_name": alert.list_name, "owner": "BRB"}):
        Alert.objects.update(**more)
        assert f"/lookouts/{made.reference}" not in get(client, watching, f"/alerts/{alert.pk}")
        assert f"/alerts/{alert.pk}" not in get(client, watching, f"/lookouts/{made.reference}")


def test_an_alert_about_somebody_restricted_is_linked_on_neither_page(
    raised: tuple[Lookout, Alert], now: datetime, client: Client
) -> None:
    made, alert = raised
    assert alert.traveller is not None
    watching = make_user("w", Role.OFFICER, state="BRB")
    Restriction.objects.create(
        traveller=alert.traveller, voyage=alert.voyage, owner="BRB", at=now, states=alert.traveller.states
    )
    assert made.reference not in get(client, watching, f"/alerts/{alert.pk}")
    assert f"/alerts/{alert.pk}" not in get(client, watching, f"/lookouts/{made.reference}")


def test_a_lookout_from_an_alert_takes_over_the_declared_person_and_nothing_for_whoever_may_not_see_it(
    raised: tuple[Lookout, Alert], client: Client
) -> None:
    _lookout, alert = raised
    of_desk = make_user("officer-b", Role.OFFICER, state="BRB")
    assert f"/lookouts/new?about=alert-{alert.pk}" in get(client, of_desk, f"/alerts/{alert.pk}")
    assert alert.traveller
    person = alert.traveller
    document = person.documents.get()
    filled = get(client, of_desk, f"/lookouts/new?about=alert-{alert.pk}")
    for value in (person.surname, person.given, person.born, f"{document.type}:{document.issuer}:{document.number}"):
        assert value
        assert value in filled
    assert Record.objects.filter(user="officer-b", action="read", subject=f"alert {alert.pk}").count() == 2
    stranger = make_user("officer-g", Role.OFFICER, state="GRD")
    for about in (f"alert-{alert.pk}", f"traveller-{person.pk}", "alert-0", "nonsense"):
        assert person.surname not in get(client, stranger, f"/lookouts/new?about={about}")

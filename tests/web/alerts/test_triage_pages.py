"""The queue and the alert's page: what an officer sees, ticks and is led to; what another may not see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts import alert_policies as policies
from roadstead.casework.alerts.models import Alert, Event, Outcome
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.alerts.queue import ALERTS_PER_PAGE
from tests.conftest import make_user
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import COMPARED_FORM, paxlst

pytestmark = pytest.mark.django_db
OTHER_SEX = b"id,surname,given,born,nationality,sex,documents,action\n" + (
    b"R-1,Quillimane,Tobias,1975,GUY,M,P:GUY:R7777777,refer\n"
)
DECIDED = {"act": "clear", "note": "another document", **COMPARED_FORM}


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def rows() -> list[Alert]:
    """Two alerts of one namesake, the second arriving sooner."""
    put_in_force(OTHER_SEX)
    for number, hours in enumerate((9, 2)):
        file(paxlst(TOBIAS, flight=f"2X30{number}", reference=str(number)))
        newest = Voyage.objects.order_by("-pk")[:1].get()
        Voyage.objects.filter(pk=newest.pk).update(arrives_at=timezone.now() + timedelta(hours=hours))
    return list(Alert.objects.filter(kind="name").order_by("pk"))


def get(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_queue_begins_with_the_most_urgent_and_counts_what_stands_under_each_tab(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    text = get(client, officer_a, "/alerts")
    assert text.index(f"/alerts/{rows[1].pk}") < text.index(f"/alerts/{rows[0].pk}")
    assert "Mine (0)" in text
    assert "All (2)" in text
    assert "of 100" in text
    client.post(f"/alerts/{rows[0].pk}/act", {"act": "take"})
    text = get(client, officer_a, "/alerts?whose=mine")
    assert "Mine (1)" in text
    assert f"/alerts/{rows[0].pk}?whose=mine" in text  # the filter comes along, so that "next" stays within it
    assert f"/alerts/{rows[1].pk}" not in text


def test_after_a_decision_the_next_most_urgent_opens_within_the_filters(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{rows[0].pk}/act?whose=unassigned"
    client.post(address, {"act": "take"})
    response = client.post(address, {**DECIDED, "next": "yes"})
    assert response["Location"] == f"/alerts/{rows[1].pk}?whose=unassigned"
    client.post(f"/alerts/{rows[1].pk}/act", {"act": "take"})
    response = client.post(f"/alerts/{rows[1].pk}/act", {**DECIDED, "next": "yes"})
    assert response["Location"] == "/alerts"


def test_the_page_suggests_and_decides_nothing_until_the_officer_ticks(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{rows[0].pk}"
    client.post(f"{address}/act", {"act": "take"})
    text = get(client, officer_a, address)
    assert not re.search(r'<option value="\w+" selected>', text.partition("Declared and listed")[2])
    assert "reasons=usual" in text
    filled = get(client, officer_a, f"{address}?reasons=usual")
    assert '<option value="different" selected>' in filled
    assert "A namesake:" in filled
    enter(REGION)
    assert not Event.objects.filter(alert=rows[0], act="clear").exists()
    refused = client.post(f"{address}/act", {"act": "clear", "note": "kept as typed", "compared-name": "same"})
    assert refused.status_code == 409
    text = refused.content.decode()
    said = "Compare these first, and choose what you find: birth date, document, sex, nationality"
    assert said in text.partition('id="compared-born_error"')[2][:300]
    assert '<a href="#compared-born">' in text
    assert "kept as typed" in text
    assert '<option value="same" selected>' in text


def test_one_key_takes_over_what_the_machine_compared_and_the_history_says_so(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{rows[0].pk}"
    client.post(f"{address}/act", {"act": "take"})
    assert 'data-key="s"' in get(client, officer_a, address)
    text = get(client, officer_a, f"{address}?reasons=compared")
    assert "recorded “as compared by the machine”" in text
    filled = dict(re.findall(r'name="(compared-\w+)".*?<option value="(\w+)" selected>', text, re.S))
    names = re.search(r'name="filled_in" value="([^"]+)"', text)
    assert names
    assert {f"compared-{name}" for name in names[1].split()} == set(filled)
    form = {"act": "clear", "note": "n", "filled_in": names[1], **filled, "compared-name": "different"}
    client.post(f"{address}/act", form)
    history = get(client, officer_a, address).partition('id="timeline"')[2]
    assert "sex: Different (as compared by the machine)" in history
    assert "name: Different;" in history


def test_the_page_says_why_the_usual_reasons_are_not_offered(officer_a: User, client: Client) -> None:
    put_in_force(OTHER_SEX.replace(b",M,", b",F,"))
    file(paxlst(TOBIAS))
    address = f"/alerts/{Alert.objects.get().pk}"
    client.force_login(officer_a)
    client.post(f"{address}/act", {"act": "take"})
    text = get(client, officer_a, address)
    assert "The usual reasons for a namesake do not fit: no difference in birth date, sex." in text
    assert "reasons=usual" not in text
    assert 'data-key="s"' in text


def test_a_wrong_filter_has_its_error_and_the_others_still_narrow(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    text = get(client, officer_a, "/alerts?day=tomorrow&kind=document")
    assert "is not a day" in text.partition('id="filter-day_error"')[2][:200]
    assert "No alerts found" in text
    assert '<option value="document" selected>' in text


def test_the_filters_are_folded_and_those_in_use_are_named(rows: list[Alert], officer_a: User, client: Client) -> None:
    text = get(client, officer_a, "/alerts")
    assert "Filters</span>" in text
    assert "rs-filters__chosen" not in text
    text = get(client, officer_a, "/alerts?kind=document&within=6h&show=all&whose=mine")
    assert "Filters (in use)</span>" in text
    named = text.partition("rs-filters__chosen")[2].partition("</span>")[0]
    assert named == '">Status: All · Arrives within: 6 hours · Type: Document on a list'


def test_the_queue_shows_twenty_alerts_a_page_and_no_state_that_all_of_them_have(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    assert ALERTS_PER_PAGE == 20
    assert "rs-queue__state" not in get(client, officer_a, "/alerts")
    assert "rs-queue__state" in get(client, officer_a, "/alerts?show=all")


def test_a_text_that_is_too_long_is_kept_with_its_error(rows: list[Alert], officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{rows[0].pk}"
    client.post(f"{address}/act", {"act": "take"})
    response = client.post(f"{address}/act", {**DECIDED, "note": "x" * 4001})
    text = response.content.decode()
    assert response.status_code == 400
    assert "has 4001 characters. Shorten it to 4000 at most." in text.partition('id="note_error"')[2][:300]
    assert "x" * 4001 in text


def test_the_second_who_takes_it_reads_who_has_it(
    rows: list[Alert], officer_a: User, analyst: User, client: Client
) -> None:
    client.force_login(officer_a)
    client.post(f"/alerts/{rows[0].pk}/act", {"act": "take"})
    client.force_login(analyst)
    response = client.post(f"/alerts/{rows[0].pk}/act", {"act": "take"})
    assert response.status_code == 409
    assert f"{officer_a} has taken this alert already" in response.content.decode()


def test_two_who_have_it_open_see_each_other_with_and_without_a_sign_of_life(
    rows: list[Alert], officer_a: User, analyst: User, client: Client
) -> None:
    address = f"/alerts/{rows[0].pk}"
    get(client, officer_a, address)
    assert f"{officer_a} has this alert open too." in get(client, analyst, address)
    client.force_login(officer_a)
    said = client.post(f"{address}/presence", {"state": "new"}).json()["text"]
    assert f"{analyst} has this alert open too." in said
    client.post(f"{address}/act", {"act": "take"})
    client.force_login(analyst)
    assert (
        "This alert has changed. Reload the page."
        in client.post(f"{address}/presence", {"state": "new"}).json()["text"]
    )


def test_alike_ones_are_ticked_and_cleared_with_one_reason(rows: list[Alert], officer_a: User, client: Client) -> None:
    text = get(client, officer_a, f"/alerts/{rows[0].pk}/similar?all=yes&reasons=usual")
    assert text.count(" checked>") == 2
    offered = get(client, officer_a, f"/alerts/{rows[0].pk}/similar")
    assert "?all=yes&amp;reasons=usual" in offered
    assert "fill in the usual reasons for a namesake" in offered
    assert " checked>" not in offered
    numbers = [str(row.pk) for row in rows]
    nothing = client.post(f"/alerts/{rows[0].pk}/similar", {**DECIDED})
    assert nothing.status_code == 400
    assert "Tick the alerts that you want to clear." in nothing.content.decode()
    response = client.post(f"/alerts/{rows[0].pk}/similar", {**DECIDED, "alert": numbers})
    assert response.status_code == 302
    enter(REGION)
    assert Event.objects.filter(act="clear", who=officer_a).count() == 2


def test_what_the_owner_wants_is_on_the_page_and_the_entrys_own_words_come_first(
    rows: list[Alert], supervisor: User, officer_a: User, client: Client
) -> None:
    wanted = policies.ProposedPolicy(instruction="Call before you speak to them.", contact="Duty desk +1 246 555 0100")
    made = policies.propose(WatchList.objects.get(), wanted, why="w", by=supervisor, now=timezone.now())
    policies.decide(made.pk, True, by=make_user("s2", Role.SUPERVISOR), now=timezone.now())
    text = get(client, officer_a, f"/alerts/{rows[0].pk}")
    assert "Call before you speak to them." in text
    assert "Duty desk +1 246 555 0100" in text
    enter(REGION)
    Alert.objects.filter(pk=rows[0].pk).update(listed={**rows[0].listed, "instruction": "Only inform us."})
    assert "Only inform us." in get(client, officer_a, f"/alerts/{rows[0].pk}")


def test_how_a_list_is_worked_is_proposed_and_agreed_to_on_its_page(
    rows: list[Alert], supervisor: User, client: Client
) -> None:
    address = f"/lists/{WatchList.objects.get().pk}"
    client.force_login(supervisor)
    form = {"confirm_needs_second": "yes", "seriousness": "5", "instruction": "Call.", "policy_why": "the law asks"}
    assert client.post(f"{address}/policy", form).status_code == 302
    assert "Withdraw" in get(client, supervisor, f"{address}?show=settings")
    enter(REGION)
    pk = WatchList.objects.get().alert_policies.get().pk
    assert "cannot approve your own proposal" in get_after(client, f"/lists/policies/{pk}", {"act": "approve"})
    second = make_user("s2", Role.SUPERVISOR)
    client.force_login(second)
    client.post(f"/lists/policies/{pk}", {"act": "approve"})
    assert "Two officers" in get(client, second, f"{address}?show=settings")


def get_after(client: Client, address: str, form: dict[str, str]) -> str:
    return client.post(address, form, follow=True).content.decode()


def test_an_outcome_is_recorded_at_the_border_and_read_by_the_owner_of_the_list(
    rows: list[Alert], officer_a: User, supervisor: User, analyst: User, client: Client
) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{rows[0].pk}/outcome"
    needed = get_after(client, address, {"what": "refused", "at": ""})
    assert "needs a note" in needed.partition('id="what_error"')[2][:300]
    early = {"early": "yes", "early_reason": "taken off at the gate"}
    form = {"what": "refused", "at": "2026-11-20T10:30", "outcome_note": "forged visa"}
    client.post(address, form | early)
    enter(REGION)
    made = Outcome.objects.get()
    assert (made.type, made.state, made.recorded_by) == ("refused", "BRB", officer_a)
    assert "forged visa" in get(client, supervisor, f"/alerts/{rows[0].pk}")
    text = get(client, supervisor, f"/lists/{WatchList.objects.get().pk}?show=outcomes")
    assert "forged visa" in text
    client.force_login(analyst)
    assert "state at whose border" in get_after(client, address, {"what": "found", "at": ""})


def test_the_persons_other_voyages_and_alerts_are_shown_and_the_reading_has_its_purpose(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    text = get(client, officer_a, f"/alerts/{rows[0].pk}")
    before = text.partition("History of this person")[2]
    assert f"/alerts/{rows[1].pk}" in before
    assert f"/voyages/{rows[1].voyage_id}/travellers/{rows[1].traveller_id}" in before
    enter(REGION)
    record = Record.objects.get(who=officer_a, subject=f"alert {rows[0].pk}")
    assert record.purpose == "match"
    assert record.detail == "to decide whether it is the same person, with earlier travel and alerts"


def test_a_child_is_marked(officer_a: User, client: Client) -> None:
    put_in_force(OTHER_SEX.replace(b"1975", b"2015-03-04"))
    file(paxlst(replace(TOBIAS, born="150304")))
    assert "Under 18 as declared" in get(client, officer_a, f"/alerts/{Alert.objects.get().pk}")


def test_the_page_offers_two_officers_what_each_may_do(
    rows: list[Alert], supervisor: User, officer_a: User, analyst: User, client: Client
) -> None:
    made = policies.propose(
        WatchList.objects.get(),
        policies.ProposedPolicy(confirm_needs_second=True),
        why="w",
        by=supervisor,
        now=timezone.now(),
    )
    policies.decide(made.pk, True, by=make_user("s2", Role.SUPERVISOR), now=timezone.now())
    address = f"/alerts/{rows[0].pk}"
    client.force_login(officer_a)
    client.post(f"{address}/act", {"act": "take"})
    assert "send to a second officer" in get(client, officer_a, address)
    client.post(f"{address}/act", {**DECIDED, "act": "propose"})
    assert 'value="agree"' not in get(client, officer_a, address)
    assert "To approve (1)" in get(client, analyst, "/alerts?whose=second")
    assert 'value="agree"' in get(client, analyst, address)
    assert client.post(f"{address}/act", {**DECIDED, "act": "agree"}).status_code == 302
    enter(REGION)
    assert Alert.objects.get(pk=rows[0].pk).state == "confirmed"


# ── what an outcome does to the queue ───────────────────────────────────────────────────────


def landed(alert: Alert) -> None:
    Voyage.objects.filter(pk=alert.voyage_id).update(arrives_at=timezone.now() - timedelta(hours=1))


def test_after_the_outcome_the_alert_is_not_the_first_in_the_queue_and_its_page_says_what_stands(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    first, other = rows
    landed(first)
    before = get(client, officer_a, "/alerts")
    assert before.index(f"/alerts/{first.pk}") < before.index(f"/alerts/{other.pk}")
    response = client.post(f"/alerts/{first.pk}/outcome", {"what": "admitted", "at": ""}, follow=True)
    text = response.content.decode()
    assert "Outcome saved. The list owner can see it." in text
    assert "Dealt with at the border" in text
    assert "You still have to write the decision." in text
    assert "Urgency" not in text
    after = get(client, officer_a, "/alerts")
    assert f"/alerts/{first.pk}?" not in after
    assert f'href="/alerts/{first.pk}"' not in after
    assert "All (1)" in after
    assert "Decision to be written (1)" in after
    assert f'href="/alerts/{first.pk}?show=to_write"' in get(client, officer_a, "/alerts?show=to_write")


def test_the_page_asks_before_an_outcome_is_recorded_for_a_voyage_that_has_not_arrived(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    address = f"/alerts/{rows[0].pk}"
    assert "This voyage has not arrived yet (it arrives in 8 h" in get(client, officer_a, address)
    refused = client.post(f"{address}/outcome", {"what": "admitted", "at": ""})
    assert refused.status_code == 409
    assert '<option value="admitted" selected>' in refused.content.decode()
    enter(REGION)
    assert not Outcome.objects.exists()
    confirmed = {"what": "admitted", "at": "", "early": "yes", "early_reason": "came with another flight"}
    assert client.post(f"{address}/outcome", confirmed).status_code == 302
    text = get(client, officer_a, address)
    assert "Recorded before arrival:" in text
    assert "came with another flight" in text


def test_what_is_to_be_done_is_said_where_the_list_says_nothing(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    Alert.objects.filter(pk=rows[0].pk).update(action="stop")
    assert "Stop the person or the craft, and call" in get(client, officer_a, f"/alerts/{rows[0].pk}")


def test_the_time_of_an_outcome_is_by_the_clock_of_the_officers_state(
    rows: list[Alert], officer_a: User, client: Client
) -> None:
    landed(rows[0])
    assert "America/Barbados" in get(client, officer_a, f"/alerts/{rows[0].pk}")
    client.post(
        f"/alerts/{rows[0].pk}/outcome",
        {"what": "found", "at": "2026-11-20T10:30", "early": "yes", "early_reason": "r"},
    )
    enter(REGION)
    assert Outcome.objects.get().at.isoformat() == "2026-11-20T14:30:00+00:00"
    assert "10:30 AST" in get(client, officer_a, f"/alerts/{rows[0].pk}")

"""My work today: what waits for a person, for others and for review, the first due first; nothing of another state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.requests.drafts import save_draft
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import Organisation, OrganisationType
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.menu import HOME_BY_ROLE
from roadstead.web.common.tables import CappedCount
from roadstead.web.home.work import MAX_ITEMS, Item, Moment, Source, build
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import answerer, asker, does, sent, states
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
T = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def page(client: Client, user: User) -> tuple[str, dict[str, dict[str, Any]]]:
    """The page, and for each list its sources by name."""
    client.force_login(user)
    response = client.get(reverse("home"))
    assert response.status_code == 200
    lists = {each.key: {str(one.name): one for one in each.work.sources} for each in response.context["lists"]}
    return response.content.decode(), lists


@pytest.mark.parametrize("role", [each for each in Role if each not in HOME_BY_ROLE])
def test_the_page_says_so_where_nothing_waits(role: Role, client: Client) -> None:
    state = "" if role in {Role.ANALYST, Role.ADMINISTRATOR} else "BRB"
    html, lists = page(client, make_user("home", role, state=state))
    assert not lists["waiting"]
    assert "Nothing waits for you." in html
    assert "You wait for nobody." in html


@pytest.fixture
def alert(region: None, officer_a: User) -> Alert:
    put_in_force()
    file(paxlst(TOBIAS))
    return Alert.objects.get()


def test_an_officer_finds_the_alerts_to_decide_and_the_own_ones(client: Client, alert: Alert, officer_a: User) -> None:
    html, lists = page(client, officer_a)
    assert {name: each.count for name, each in lists["waiting"].items()} == {"Alerts to decide": 1}
    assert f'href="{reverse("alert", args=[alert.pk])}?whose=unassigned"' in html
    assert 'data-label="Type"><span>Alert</span>' in html
    decide(alert.pk, Act.TAKE, by=officer_a, words=DecisionText(), now=NOW)
    _html, lists = page(client, officer_a)
    assert lists["waiting"]["My alerts"].count == 1
    assert "Alerts to decide" not in lists["waiting"]


def test_a_state_reads_nothing_of_another_and_the_reading_is_audited(
    client: Client, alert: Alert, officer_b: User
) -> None:
    html, lists = page(client, officer_b)
    assert not lists["waiting"]
    assert TOBIAS.surname not in html.upper()
    enter(REGION)
    assert Record.objects.filter(user=officer_b.username, action="read", subject="home page").exists()


def test_customs_begin_with_goods_and_not_with_people(client: Client, alert: Alert) -> None:
    user = make_user("customs", Role.OFFICER, state="BRB")
    user.organisation = Organisation.objects.create(
        code="BRB-X", names={"en": "X"}, type=OrganisationType.CUSTOMS, state_id="BRB"
    )
    user.save()
    _html, lists = page(client, user)
    assert "Alerts to decide" not in lists["waiting"]


def test_a_request_waits_for_the_other_side_and_after_a_question_for_the_own(
    client: Client, asker: User, answerer: User
) -> None:
    request = sent(asker)
    html, lists = page(client, answerer)
    assert lists["waiting"]["Requests"].count == 1
    assert request.reference in html
    assert "Past target for" in html
    _html, lists = page(client, asker)
    assert "Requests" not in lists["waiting"]
    assert lists["others"]["Requests"].count == 1
    does(answerer, request, "ask", {"text": "Which port?"})
    _html, lists = page(client, asker)
    assert lists["waiting"]["Requests"].count == 1


def test_a_draft_is_due_for_review_and_leads_back_to_its_form(client: Client, asker: User) -> None:
    kept = save_draft("information_request", {"title": "Half written"}, by=asker, now=datetime.now(UTC))
    html, lists = page(client, asker)
    assert lists["review"]["Drafts"].count == 1
    assert f"/requests/new?draft={kept.pk}" in html


def test_a_phone_is_led_to_the_other_lists_by_links(client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    html = client.get("/?show=others").content.decode()
    assert 'class="rs-work" aria-labelledby="others"' in html
    assert 'class="rs-work rs-desk-only" aria-labelledby="waiting"' in html
    assert "/?show=waiting" in html
    assert client.get("/?show=nonsense").status_code == 200


def item(text: str, at: datetime | None, moment: Moment = Moment.DUE) -> Item:
    return Item(text=text, href="/", at=at, moment=moment)


def merged(*items: Item) -> list[str]:
    made = build([lambda _user, _now: Source(name="x", type="x", href="/", count=len(items), items=items)], User(), T)
    return [str(row.item.text) for row in made.rows]


def test_work_is_in_order_of_time_with_what_waits_among_what_is_due_now() -> None:
    hour = timedelta(hours=1)
    order = merged(
        item("without a time", None),
        item("gone", T - 30 * hour, Moment.ARRIVES),
        item("arrives soon", T + hour, Moment.ARRIVES),
        item("proposed last week", T - 170 * hour, Moment.SINCE),
        item("late", T - hour, Moment.DEADLINE),
        Item(text="a lookout", href="/", at=T - hour, moment=Moment.SINCE, is_urgent=True),
        item("at the desks", T - 2 * hour, Moment.ARRIVES),
    )
    assert order[:5] == ["a lookout", "at the desks", "late", "proposed last week", "arrives soon"]
    assert set(order[5:]) == {"without a time", "gone"}


@pytest.mark.parametrize(
    ("moment", "ahead", "past"),
    [
        (Moment.DEADLINE, "Deadline in 2 h", "Late, deadline 2 h ago"),
        (Moment.TARGET, "Target in 2 h", "Past target for 2 h"),
        (Moment.ARRIVES, "Arrives in 2 h", "Arrived 2 h ago"),
    ],
)
def test_a_time_is_told_in_words_and_a_target_is_never_called_a_deadline(moment: Moment, ahead: str, past: str) -> None:
    two = timedelta(hours=2)
    assert item("x", T + two, moment).when(T) == ahead
    assert item("x", T - two, moment).when(T) == past


def test_a_list_shows_its_first_items_and_says_how_many_more_there_are() -> None:
    many = tuple(item(str(number), T + timedelta(minutes=number)) for number in range(20))
    made = build(
        [lambda _user, _now: Source(name="x", type="x", href="/", count=CappedCount(200), items=many)], User(), T
    )
    assert (len(made.rows), made.more, str(made.count)) == (MAX_ITEMS, 200 - MAX_ITEMS, "200+")

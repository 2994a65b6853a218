"""Response times: net of pauses and outages, by name for the own state alone, a band of the others without names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from roadstead.cooperation.requests.models import RequestTimer
from roadstead.oversight.health.models import Standstill
from roadstead.oversight.statistics.logic.response_times import Done, Times, bands, outage, times_by_owner
from roadstead.oversight.statistics.models import ResponseBand, ResponseTime
from roadstead.oversight.statistics.response_times import count_response_times
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.casework.cases.pdf_text import text_of
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import HELD, NOW, answerer, asker, does, member, sent, states

__all__ = ["answerer", "asker", "states"]
HOUR = timedelta(hours=1)
T = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def done(owner: str = "BRB", *, hours: float = 4, paused: float = 0, due: float | None = None) -> Done:
    return Done(
        owner=owner,
        type="information_request",
        code="reply",
        started_at=T,
        stopped_at=T + hours * HOUR,
        paused=paused * HOUR,
        due_at=None if due is None else T + due * HOUR,
    )


def of(*found: Done, outages: list[tuple[datetime, datetime]] | None = None) -> Times:
    (times,) = times_by_owner(found, outages or []).values()
    return times


def test_pauses_and_our_own_outages_are_not_the_states_time() -> None:
    assert of(done(hours=5, paused=1), outages=[(T + HOUR, T + 3 * HOUR)]).median == 2 * HOUR


def test_whoever_was_late_only_because_of_our_outage_was_on_time() -> None:
    assert of(done(hours=5, due=4)).late == 1
    assert of(done(hours=5, due=4), outages=[(T, T + HOUR)]).late == 0


def test_median_and_nine_of_ten_are_those_of_the_sorted_times() -> None:
    found = of(*(done(hours=each) for each in (9, 1, 2, 3, 4, 5, 6, 7, 8, 100)))
    assert (found.count, found.median, found.most) == (10, 5.5 * HOUR, 100 * HOUR)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 50)), max_size=5), st.integers(1, 80))
def test_an_outage_never_counts_for_more_than_the_time_that_passed(spans: list[tuple[int, int]], hours: int) -> None:
    at, found = -20, []
    for gap, length in spans:  # outages follow each other
        at += gap
        found.append((T + at * HOUR, T + (at + length) * HOUR))
        at += length
    assert timedelta() <= outage(done(hours=hours), found) <= hours * HOUR


def test_a_band_needs_four_states_and_names_none() -> None:
    hours = {"BRB": 1, "LCA": 2, "GRD": 3, "TTO": 40}
    found = times_by_owner([done(owner, hours=each) for owner, each in hours.items()], [])
    (band,) = bands(found).values()
    assert band.states == 4
    assert band.low == 1.75 * HOUR
    assert band.high == 12.25 * HOUR
    assert not bands({key: each for key, each in found.items() if key[0] != "TTO"})


@pytest.fixture
def replied(region: None, asker: User, answerer: User) -> None:
    request = sent(asker)
    does(answerer, request, "acknowledge", now=NOW + HOUR)
    does(answerer, request, "reply", HELD, now=NOW + 6 * HOUR)
    withdrawn = sent(asker)
    does(asker, withdrawn, "withdraw", {"reason": "Found otherwise"}, now=NOW + HOUR)
    Standstill.objects.create(began_at=NOW + 2 * HOUR, failing_at=NOW + 4 * HOUR, ended_at=NOW + 4 * HOUR, reasons={})
    count_response_times(now=NOW + 7 * HOUR)
    enter(REGION)


@pytest.mark.django_db
def test_the_state_that_replied_reads_its_times_and_the_other_reads_nothing(
    replied: None, asker: User, answerer: User
) -> None:
    assert {(each.code, each.count, each.median) for each in ResponseTime.objects.filter(owner="LCA")} == {
        ("acknowledge", 1, HOUR),
        ("reply", 1, 4 * HOUR),  # six hours, two of which Roadstead stood still; what was withdrawn is no reply
    }
    for user, seen in ((answerer, 2), (asker, 0), (make_user("centre", Role.SUPERVISOR), 0)):
        enter(user.scope)
        assert ResponseTime.objects.count() == seen, user.username
        assert ResponseTime.objects.visible_to(user).count() == seen
        enter(REGION)


@pytest.mark.django_db
def test_the_page_shows_the_own_times_a_file_and_what_waits_longest(
    replied: None, asker: User, answerer: User, client: Client
) -> None:
    open_one = sent(asker)
    client.force_login(answerer)
    html = client.get("/response-times").content.decode()
    assert "Request for information" in html
    assert "4 h" in html
    assert open_one.reference in html
    assert "nobody has taken it" in html
    rows = client.get("/response-times?as=csv").content.decode().splitlines()
    assert rows[0].endswith("Type,Step,Requests,On time,Half within,Nine of ten within,Range of the states")
    assert any(row.startswith("Request for information,Reply,1,100 %,4.0 h") for row in rows)
    police = member("lca-police", Role.SUPERVISOR, state="LCA")
    police.organisation = None
    police.save()
    client.force_login(police)
    assert open_one.reference not in client.get("/response-times").content.decode()


@pytest.mark.django_db
def test_the_pdf_has_the_pages_figures_its_month_and_its_handling(
    replied: None, asker: User, answerer: User, client: Client
) -> None:
    client.force_login(answerer)
    ResponseBand.objects.create(
        month=NOW.date().replace(day=1), type="information_request", code="reply", states=4, low=HOUR, high=30 * HOUR
    )
    page = client.get("/response-times").content.decode()
    assert 'name="as" value="pdf"' in page
    made = client.get(f"/response-times?month={NOW:%Y-%m}&as=pdf")
    assert made["Content-Type"] == "application/pdf"
    assert f'filename="response-times-{NOW:%Y-%m}.pdf"' in made["Content-Disposition"]
    text = " ".join(text_of(made.content).split())
    for words in ("Request for information", "100 %", "4 h", "1 h to 1 d 6 h", "without pauses", "at least four"):
        assert words in page, words
        assert words in text, words
    for words in ("November 2026", "TLP:AMBER", "LCA"):
        assert words in text, words
    assert Record.objects.filter(who=answerer, action="exported", detail=f"pdf, {NOW:%Y-%m}").exists()
    client.force_login(asker)  # of a state that has not acted: there is no month to print
    assert client.get("/response-times?as=pdf")["Content-Type"].startswith("text/html")
    assert "information_request" not in client.get("/response-times?as=csv").content.decode()


@pytest.mark.django_db
def test_counting_again_changes_nothing_and_old_months_go(replied: None) -> None:
    ResponseTime.objects.create(
        owner="LCA", month=date(2020, 1, 1), type="x", code="reply", count=1, late=0, median=HOUR, most=HOUR
    )
    before = set(ResponseTime.objects.exclude(type="x").values_list("owner", "code", "count", "median"))
    count_response_times(now=NOW + 8 * HOUR)
    enter(REGION)
    assert set(ResponseTime.objects.values_list("owner", "code", "count", "median")) == before


@pytest.mark.django_db
def test_a_band_is_read_by_every_member_and_written_by_nobody(region: None, officer_a: User) -> None:
    ResponseBand.objects.create(month=MARCH, type="x", code="reply", states=4, low=HOUR, high=2 * HOUR)
    assert State.objects.exists()
    enter(officer_a.scope)
    assert ResponseBand.objects.count() == 1
    assert not ResponseBand.objects.update(states=5)
    assert not RequestTimer.objects.exists()
    enter(REGION)

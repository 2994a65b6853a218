"""Figures counted before and kept: how old they may be, for whose eyes, and what makes them go (S8, S25, S38)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.statistics import cache
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.models import CachedReport
from roadstead.oversight.statistics.precompute import precompute_reports, usual
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, Scope, enter
from tests.oversight.statistics.test_figures import alert, people, voyage

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def made_up(region: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has the region before it, and thirty people are many."""
    monkeypatch.setattr(cache, "MAX_LIVE_TRAVELLERS", 25)


def aboard(number: int) -> None:
    enter(REGION)
    people(voyage(filed_at=timezone.now()), number)


def counted(client: Client) -> str:
    answer = client.post("/statistics/count?days=7", follow=True)
    assert answer.redirect_chain == [("/statistics?days=7", 302)]
    return answer.content.decode()


def test_many_are_counted_when_asked_and_the_page_says_since_when(analyst: User, client: Client) -> None:
    aboard(30)
    client.force_login(analyst)
    first = client.get("/statistics?days=7").content.decode()
    assert "have to be counted first" in first
    assert "From travellers to outcomes" not in first
    assert 'action="/statistics/count?days=7"' in first
    page = counted(client)
    assert ">30</span>" in page
    assert f"Counted on {timezone.now():%-d %B %Y}" in page
    assert "Count again" in page


def test_what_is_kept_is_shown_until_it_is_too_old(analyst: User, client: Client) -> None:
    aboard(30)
    client.force_login(analyst)
    counted(client)
    aboard(7)
    assert ">30</span>" in client.get("/statistics?days=7").content.decode()
    assert ">37</span>" in counted(client)
    enter(REGION)
    CachedReport.objects.update(counted_at=timezone.now() - LONG_AGO)
    assert "have to be counted first" in client.get("/statistics?days=7").content.decode()


def test_few_are_counted_while_the_page_is_made_and_nothing_is_kept(analyst: User, client: Client) -> None:
    aboard(20)
    client.force_login(analyst)
    assert ">20</span>" in client.get("/statistics?days=7").content.decode()
    enter(REGION)
    assert not CachedReport.objects.exists()


def test_a_file_is_counted_at_once_and_says_when(analyst: User, client: Client) -> None:
    aboard(30)
    client.force_login(analyst)
    text = client.get("/statistics?as=csv").content.decode()
    assert f"Counted,,UTC,{timezone.now():%Y-%m-%d %H:}" in text
    assert "From travellers to outcomes,Screened,Number,30" in text


def test_a_state_is_shown_its_own_and_never_what_another_has_counted(
    analyst: User, officer_a: User, officer_b: User, client: Client
) -> None:
    aboard(30)
    client.force_login(analyst)
    counted(client)
    client.force_login(officer_b)
    assert ">30</span>" not in client.get("/statistics?days=7").content.decode()
    enter(REGION)
    assert list(CachedReport.objects.values_list("owner", flat=True)) == ["REGION"]
    for scope, seen in ((REGIONS_PEOPLE, 1), (Scope(states=("BRB",)), 0), (Scope(states=("LCA",)), 0)):
        enter(scope)
        assert CachedReport.objects.count() == seen
    client.force_login(officer_a)
    counted(client)
    for scope, seen in ((REGIONS_PEOPLE, 1), (Scope(states=("BRB",)), 1), (Scope(states=("LCA",)), 0)):
        enter(scope)
        assert CachedReport.objects.count() == seen
    enter(Scope(states=("LCA",)))
    with pytest.raises(ProgrammingError), transaction.atomic():
        CachedReport.objects.create(owner="BRB", filters_key="x", counted_at=timezone.now(), report="{}")


@pytest.mark.parametrize("change", [{"named": [1]}, {"action": "discreet"}])
def test_an_alert_that_becomes_red_or_silent_is_in_no_kept_figure(
    analyst: User, client: Client, change: dict[str, object]
) -> None:
    enter(REGION)
    for person in people(voyage(filed_at=timezone.now()), 30)[:9]:
        alert(person)
    client.force_login(analyst)
    assert "Raised: 9" in counted(client)
    enter(REGION)
    Alert.objects.filter(pk__in=Alert.objects.values("pk")[:1]).update(**change)
    assert not CachedReport.objects.exists()
    assert "Raised: 8" in counted(client)


def test_deletion_and_masking_leave_no_kept_figure(analyst: User, client: Client, tmp_path: Path) -> None:
    aboard(30)
    client.force_login(analyst)
    counted(client)
    enter(REGION)
    nothing = Erasure()
    nothing.commit(tmp_path, None, at=timezone.now())
    assert CachedReport.objects.exists()
    masked = Erasure()
    masked.counts["travellers masked"] += 1
    masked.commit(tmp_path, None, at=timezone.now())
    assert not CachedReport.objects.exists()


def test_reports_are_counted_ahead_for_those_at_work_and_the_page_is_there(
    analyst: User, officer_a: User, client: Client
) -> None:
    aboard(30)
    client.force_login(analyst)  # signs in, as officer_a has not
    now = timezone.now()
    enter(REGION)
    for at in range(5):
        precompute_reports(now=now + at * timedelta(seconds=21))
    enter(REGION)
    assert sorted(CachedReport.objects.values_list("owner", "filters_key")) == sorted(
        ("REGION", cache.key(asked)) for asked in usual(now)
    )
    assert ">30</span>" in client.get("/statistics").content.decode()


def test_reports_are_counted_again_after_half_the_time_and_throws_away_what_is_of_yesterday(
    analyst: User, client: Client
) -> None:
    aboard(30)
    client.force_login(analyst)
    now = timezone.now()
    for at in range(3):
        precompute_reports(now=now + at * timedelta(seconds=21))
    aboard(7)
    precompute_reports(now=now + timedelta(minutes=4))
    assert ">30</span>" in client.get("/statistics?days=7").content.decode()
    for at in range(3):
        precompute_reports(now=now + timedelta(minutes=6) + at * timedelta(seconds=21))
    assert ">37</span>" in client.get("/statistics?days=7").content.decode()
    enter(REGION)
    CachedReport.objects.update(counted_at=now - timedelta(days=2))
    cache.delete_old(now=now)
    assert not CachedReport.objects.exists()


def test_what_was_asked_otherwise_is_another_report() -> None:
    today = timezone.now().date()
    every = [
        StatisticsFilters.parse(address, today)
        for address in ({}, {"days": "7"}, {"state": "BRB"}, {"source": "BRB"}, {"carrier": "BRB"}, {"mode": "sea"})
    ]
    assert len({cache.key(asked) for asked in every}) == len(every)
    first = (today - timedelta(days=6)).isoformat()
    assert cache.key(StatisticsFilters.parse({"from": first}, today)) == cache.key(
        StatisticsFilters.parse({"days": "7"}, today)
    )


def test_the_database_itself_shows_nobody_without_a_scope_a_kept_figure() -> None:
    enter(REGION)
    CachedReport.objects.create(owner="BRB", filters_key="x", counted_at=timezone.now(), report="{}")
    enter(Scope())
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from statistics_cachedreport")
        assert cursor.fetchone() == (0,)

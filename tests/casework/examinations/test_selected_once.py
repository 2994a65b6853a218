"""Two officers who select the same goods at the same moment, over two connections: one selection, one clear refusal.

What is committed here is deleted afterwards, past the triggers that keep histories.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from roadstead.casework.alerts.models import Selection, SelectionEvent
from roadstead.casework.alerts.selections import Goods
from roadstead.casework.examinations.acts import cancel, record_result, return_result, select_all
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.find_voyage import merge_voyages
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import DATABASE
from roadstead.platform.database.scope import REGION, scoped
from tests.casework.examinations.cargo import LANDED, NOW, plan, selected, ship
from tests.casework.examinations.test_selections import NOTHING
from tests.conftest import make_user

OURS = """
set session_replication_role = replica;
delete from alerts_selectionevent; delete from alerts_selection; delete from retention_changeditem;
delete from retention_retentionschedule; delete from voyages_voyage where key = 'sea/once';
delete from accounts_user where username like 'once-%'; delete from accounts_state where code = 'BRB';
delete from audit_record where subject like 'selection %';
"""
WAITING = "select count(*) from pg_locks where not granted"
SOON = 30.0  # seconds


def as_superuser(statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster(config().home).url(DATABASE, "postgres"), autocommit=True) as database:
        done = database.execute(statement)
        return done.fetchall() if done.description else []


@pytest.fixture
def officers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[User]]:
    """Two officers of one state and a voyage, committed."""
    if config().database_url:
        pytest.skip("needs our own server: its superuser deletes what was committed")
    with django_db_blocker.unblock():
        try:
            with scoped(REGION):
                made = [make_user(f"once-{number}", Role.OFFICER, state="BRB") for number in (1, 2)]
                Voyage.objects.create(key="sea/once", mode="sea", states=["BRB"])
            yield made
        finally:
            connection.close()
            as_superuser(OURS)


def test_who_comes_second_waits_and_reads_the_number_of_the_selection(officers: list[User]) -> None:
    said: list[str] = []
    first_is_in, may_commit = threading.Event(), threading.Event()

    def goods(voyage: Voyage, *bills: str) -> list[Goods]:
        return [Goods(voyage=voyage, bill=bill) for bill in bills]

    def select_first() -> None:
        with scoped(officers[0].scope):
            select_all(goods(Voyage.objects.get(), "B2", "B1"), plan(officers[0]), by=officers[0], now=NOW)
            first_is_in.set()
            may_commit.wait(SOON)
        connection.close()

    def select_second() -> None:
        try:
            with scoped(officers[1].scope):
                select_all(goods(Voyage.objects.get(), "B3", "B1", "B2"), plan(officers[1]), by=officers[1], now=NOW)
        except NotAllowed as refused:
            said.append(refused.translated())
        connection.close()

    first, second = threading.Thread(target=select_first), threading.Thread(target=select_second)
    first.start()
    assert first_is_in.wait(SOON)
    second.start()
    ends = time.monotonic() + SOON
    while as_superuser(WAITING)[0][0] == 0 and time.monotonic() < ends:
        time.sleep(0.05)
    may_commit.set()
    first.join()
    second.join()
    with scoped(REGION):
        made = {each.bill: each.pk for each in Selection.objects.all()}
        assert set(made) == {"B1", "B2"}  # all of the second officer's or none
        assert SelectionEvent.objects.count() == 2
    assert said == [f"B1 is selected already: open selection {made['B1']}"]


@pytest.mark.django_db
def test_goods_that_were_selected_again_meanwhile_are_not_opened_again_as_well(region: None, officer_a: User) -> None:
    voyage = ship()
    first = selected(voyage, officer_a)
    record_result(first.pk, NOTHING, by=officer_a, now=LANDED)
    second = selected(voyage, officer_a)
    with pytest.raises(NotAllowed, match=f"selected already: open selection {second.pk}"):
        return_result(first.pk, "the wrong container", by=officer_a, now=LANDED)
    first.refresh_from_db()
    assert (first.state, first.events.count()) == ("examined", 2)
    cancel(second.pk, "it was the first", by=officer_a, now=LANDED)
    return_result(first.pk, "the wrong container", by=officer_a, now=LANDED)


@pytest.mark.django_db
def test_of_two_voyages_that_turn_out_to_be_one_each_keeps_its_selection_of_the_same_goods(
    region: None, officer_a: User
) -> None:
    voyage, other = ship(), Voyage.objects.create(key="sea/other", mode="sea", states=["BRB"])
    made = {selected(each, officer_a, container="") for each in (voyage, other)}
    merge_voyages(other, voyage)
    assert set(Selection.objects.filter(voyage__in=(voyage, other))) == made
    voyage.refresh_from_db()
    assert voyage.cancelled

"""What statistics count of travellers stands in one row a voyage, which the database keeps; numbers are as if everybody
was counted."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.test.utils import CaptureQueriesContext

from roadstead.filings.voyages.models import Traveller, TravellerSummary, Voyage
from roadstead.oversight.retention.mask import mask_people
from roadstead.oversight.retention.models import Restriction
from roadstead.oversight.statistics import queries
from roadstead.oversight.statistics.logic.aboard import count_groups
from roadstead.oversight.statistics.logic.disparity import AGES, BANDS, NOT_STATED, bounds
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import enter
from tests.conftest import make_user
from tests.oversight.statistics.test_figures import NOW, alert, people, voyage
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
BORN = ("", "1966-11-25", "1966-11-26", "1981-11", "1981", "1996-11-25", "2008-11-26", "2026-11-25", "2027-01-01")
STATES = ("BRB", "LCA", "VCT")


@pytest.fixture(autouse=True)
def made_up(region: None) -> None:
    """Every test has the region before it."""


def one_by_one(user: User, asked: StatisticsFilters) -> set[tuple[str, str, str, int, int]]:
    """The same numbers from everybody's own row, as they were counted before there was a row a voyage."""
    until = asked.until
    last = {age: f"{until.year - age:04d}-{until.month:02d}-{until.day:02d}" for age, _ in AGES}
    ages = [When(born__lte=last[age], then=Value(words)) for age, words in AGES]
    no_year = Q(born__lt="1") | Q(born__gte="3")
    told = Case(When(no_year, then=Value(NOT_STATED)), *ages, default=Value(NOT_STATED), output_field=CharField())
    alerted = queries.alerts(user, asked).exclude(traveller=None).values("traveller")
    each = queries.travellers(user, asked).annotate(age=told).values_list("sex", "age", "nationality")
    return set(each.annotate(number=Count("pk"), found=Count("pk", filter=Q(pk__in=alerted))))


def groups(user: User, asked: StatisticsFilters) -> list[tuple[str, str, str, int, int]]:
    seen, _ = queries.alert_facts(user, asked)
    return queries.groups(user, asked, {each.traveller for each in seen if each.traveller})


def some_people(random: Random, number: int) -> list[Traveller]:
    """People of random kinds on one voyage, of whom some are known to fewer states than it concerns."""
    on = voyage(*random.sample(STATES, random.randint(1, 3)), filed_at=NOW - timedelta(days=random.randrange(12)))
    made = list[Traveller]()
    for _ in range(number):
        nation = random.choice(["BRB", "LCA", "", "GBR"])
        told: dict[str, Any] = {"sex": random.choice("FMX") if random.random() > 0.1 else "", "nationality": nation}
        made += people(on, 1, born=random.choice(BORN), **told)
    for row in random.sample(made, number // 3):
        Traveller.objects.filter(pk=row.pk).update(states=on.states[:1])
    return made


def change(random: Random, row: Traveller) -> None:
    """What a correction, masking, retention, a joined voyage or a deletion does to the row of one traveller."""
    same = Traveller.objects.filter(pk=row.pk)
    match random.randrange(6):
        case 0:
            same.update(born=random.choice(BORN), nationality="USA")
        case 1:
            same.update(states=random.sample(STATES, random.randrange(3)))
        case 2:
            Traveller.objects.filter(voyage=row.voyage_id).update(states=["BRB"])
        case 3:
            same.update(voyage=random.choice(list(Voyage.objects.all())))
        case 4:
            mask_people(row.voyage, crew=False)
        case _:
            with connection.cursor() as cursor:
                cursor.execute("select retention_erase('voyages_traveller', %s)", [[row.pk]])


@pytest.mark.long
def test_numbers_are_those_of_everybody_counted_one_by_one(analyst: User, officer_a: User, officer_b: User) -> None:
    random = Random(16)
    world = [row for _ in range(12) for row in some_people(random, random.randint(1, 9))]
    for row in random.sample(world, len(world) // 3):
        alert(row)
    week = StatisticsFilters(since=date(2026, 11, 19), until=date(2026, 11, 25))
    untouched = [row for row in world if not row.alerts.exists()]
    for number in range(40):
        change(random, untouched.pop(random.randrange(len(untouched))))
        asked = (
            StatisticsFilters(since=week.since, until=week.until, state=random.choice(["", "LCA"]))
            if number % 3
            else week
        )
        for user in (analyst, officer_a, officer_b):
            assert set(groups(user, asked)) == one_by_one(user, asked)
    assert one_by_one(analyst, week)


def test_letters_outside_ascii_are_counted_as_unreadable(analyst: User) -> None:
    on = voyage(filed_at=NOW)
    alert(people(on, 2, nationality="É1", sex="F")[0])
    people(voyage(filed_at=NOW), 3, nationality="D", sex="")
    found = Counter[tuple[str, str, str]]()
    for row in TravellerSummary.objects.all():
        found.update(count_groups([bytes(row.travellers)], date(2026, 11, 25)))
    assert {(sex, nation): number for (sex, _, nation), number in found.items()} == {("F", "?1"): 2, ("", "D"): 3}
    today = StatisticsFilters(since=NOW.date(), until=NOW.date())
    assert [group[3:] for group in groups(analyst, today) if group[2] == "?1"] == [(2, 1)]
    assert count_groups([], date(2026, 11, 25)) == Counter()


def test_alerts_are_counted_in_three_statements_however_many_there_are(analyst: User) -> None:
    for row in people(voyage(), 5):
        alert(row)
    with CaptureQueriesContext(connection) as few:
        found, _ = queries.alert_facts(analyst, StatisticsFilters(since=NOW.date(), until=NOW.date()))
    assert len(few) == 3
    assert len(found) == 5


def test_in_a_states_own_scope_the_numbers_are_the_same(officer_a: User, officer_b: User) -> None:
    random = Random(4)
    for row in [each for _ in range(6) for each in some_people(random, 6)][::4]:
        alert(row)
    fortnight = StatisticsFilters(since=date(2026, 11, 12), until=date(2026, 11, 25))
    for user in (officer_a, officer_b):
        enter(user.scope)
        found = set(groups(user, fortnight))
        assert found == one_by_one(user, fortnight)
        assert found


def test_whoever_may_not_read_a_restricted_row_does_not_count_it(officer_a: User, supervisor_a: User) -> None:
    first, *_ = people(voyage(), 7, born="1981-11-20")
    Restriction.objects.create(traveller=first, voyage=first.voyage, owner="BRB", at=NOW, states=["BRB"])
    week = StatisticsFilters(since=date(2026, 11, 19), until=date(2026, 11, 25))
    enter(officer_a.scope)
    assert groups(officer_a, week) == [("F", "45 to 59", "BRB", 6, 0)]
    assert set(groups(officer_a, week)) == one_by_one(officer_a, week)
    watches = make_user("privacy", Role.DATA_PROTECTION, state="BRB")
    enter(watches.scope)
    assert groups(watches, week) == [("F", "45 to 59", "BRB", 7, 0)]


def test_a_message_writes_the_row_of_its_voyage_and_nobodys_name() -> None:
    file(paxlst(TOBIAS, ANNA))
    kept = TravellerSummary.objects.get()
    on_it = Traveller.objects.values_list("sex", "born", "nationality")
    until = date(2026, 11, 25)
    ages = {born: BANDS[bisect_right(bounds(until), int(born.replace("-", "")))] for _, born, _ in on_it}
    assert count_groups([bytes(kept.travellers)], until) == Counter((sex, ages[born], of) for sex, born, of in on_it)
    assert kept.states == Voyage.objects.get().states
    names = {field.name for field in TravellerSummary._meta.concrete_fields}
    assert names == {"id", "voyage", "travellers", "states"}


def test_masking_takes_the_birth_dates_and_deletion_the_row() -> None:
    file(paxlst(TOBIAS, ANNA))
    mask_people(Voyage.objects.get(), crew=False)
    found = count_groups([bytes(TravellerSummary.objects.get().travellers)], date(2026, 11, 25))
    assert {age for _, age, _ in found} == {NOT_STATED}
    Traveller.objects.all().delete()
    assert not TravellerSummary.objects.exists()


def test_a_statement_that_changes_nothing_that_is_counted_writes_no_row() -> None:
    people(voyage(), 3)
    before = _version()
    Traveller.objects.update(quality={"x": 1}, position=F("position") + 1)
    assert _version() == before
    Traveller.objects.update(sex="M")
    assert _version() != before


def _version() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("select ctid, xmin, cmin from voyages_travellersummary")
        return list(cursor.fetchall())

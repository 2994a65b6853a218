"""Figures counted from the tables: steps, times, repeats, disparity, and what each person's figures hold (A1–A10)."""

from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Outcome, Suppression
from roadstead.cli.__main__ import main
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.logic.table import Cell, Table
from roadstead.oversight.statistics.report import report
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Version, WatchList
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WEEK = StatisticsFilters(since=date(2026, 11, 19), until=date(2026, 11, 25))
numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def made_up(region: None) -> None:
    """Every test has the region before it."""


def voyage(*states: str, **changed: Any) -> Voyage:
    number = next(numbers)
    told = {
        "key": f"v{number}",
        "mode": "air",
        "carrier": "2X",
        "number": f"2X{number}",
        "filed_at": NOW,
        "departs_at": NOW + timedelta(hours=10),
        "arrives_at": NOW + timedelta(hours=14),
    }
    return Voyage.objects.create(**{**told, **changed}, states=list(states or ("BRB",)))


def people(on: Voyage, number: int, **changed: Any) -> list[Traveller]:
    message = Message.objects.create(
        receipt=f"R{next(numbers)}",
        carrier="2X",
        channel="api",
        received_at=NOW,
        raw=b"x",
        sha256=f"{next(numbers)}",
        size=1,
        status="read",
        states=on.states,
    )
    manifest = Manifest.objects.create(
        message=message, position=0, voyage=on, carrier="2X", states=on.states, order="1"
    )
    told = {"sex": "F", "born": "1980-01-01", "nationality": "BRB", "role": "passenger", "surname": "X", **changed}
    return [
        Traveller.objects.create(
            voyage=on, manifest=manifest, person_key=hashed_key(f"p{next(numbers)}"), states=on.states, **told
        )
        for _ in range(number)
    ]


def alert(of: Traveller, state: str = "new", **changed: Any) -> Alert:
    told = {"kind": "name", "list_name": "Wanted", "entry_id": "e1", "entry_hash": "h", "action": "refer"}
    raised = changed.pop("created_at", NOW + timedelta(hours=1))
    made = Alert.objects.create(
        voyage=of.voyage,
        traveller=of,
        person_key=of.person_key,
        state=state,
        **{**told, "states": of.states, **changed},
    )
    Alert.objects.filter(pk=made.pk).update(created_at=raised)
    return made


def decided(made: Alert, by: User, act: str, hours: float) -> None:
    at, number = NOW + timedelta(hours=hours), made.events.count() + 1
    Event.objects.create(alert=made, number=number, at=at, who=by, act=act, after=made.state, states=made.states)


def came(made: Alert, by: User, what: str) -> None:
    Outcome.objects.create(
        alert=made, type=what, state="BRB", at=NOW, recorded_by=by, recorded_at=NOW, states=made.states
    )


def tables(user: User, asked: StatisticsFilters = WEEK, small: int = 5) -> dict[str, Table]:
    return {table.key: table for table in report(user, asked, now=NOW, small=small).tables}


def column(table: Table, at: int = 0) -> dict[str, Cell]:
    return {row.name: row.cells[at] for row in table.rows}


def test_the_way_from_travellers_to_outcomes_is_counted_step_by_step(analyst: User, officer_a: User) -> None:
    on_board = people(voyage(), 20)
    for person, state in zip(on_board, ["new"] * 2 + ["cleared"] * 3 + ["confirmed"] * 4 + ["closed"], strict=False):
        made = alert(person, state)
        if state == "closed":
            came(made, officer_a, "refused")
    came(Alert.objects.filter(state="confirmed").order_by("pk")[0], officer_a, "found")
    first = Alert.objects.order_by("pk")[0]
    pair = ClearedPair.objects.create(
        person_key=hashed_key("k"),
        list_name="Wanted",
        entry_id="e",
        entry_hash="h",
        alert=first,
        proposed_by=officer_a,
        proposed_at=NOW,
        needs_second=False,
        decision="approved",
        states=["BRB"],
    )
    Suppression.objects.create(
        pair=pair,
        voyage=on_board[0].voyage,
        traveller=on_board[0],
        list_name="Wanted",
        entry_id="e",
        first_at=NOW,
        last_at=NOW,
        states=["BRB"],
    )
    funnel = tables(analyst, small=1)["funnel"]
    assert list(column(funnel).values()) == [20, 11, 10, 8, 5, 2, 1]
    (total,) = [row for row in tables(analyst, small=1)["sources"].rows if row.is_total]
    assert total.cells[:6] == (11, 10, 8, 5, 2, 1)
    assert getattr(total.cells[6], "value", None) == 5 / 8


def test_small_numbers_are_told_to_nobody(analyst: User, officer_a: User, client: Client) -> None:
    first = people(voyage(filed_at=timezone.now()), 30)
    for person in first[:12]:
        alert(person, "cleared")
    for person in first[12:15]:
        alert(person, "confirmed", list_name="Rare")
    client.force_login(officer_a)
    lines = list(csv.reader(io.StringIO(client.get("/statistics?as=csv").content.decode("utf-8-sig"))))
    told = {(row, head): value for figure, row, head, value in lines if figure == "By list and rule"}
    assert told["Rare", "Raised"] == told["Wanted", "Raised"] == "hidden"
    assert told["All", "Raised"] == "15"
    assert told["All", "Confirmed"] == "hidden"
    enter(REGION)
    assert Record.objects.filter(who=officer_a, action="exported", subject="figures").count() == 1


def test_times_are_from_filing_to_the_first_decision_and_against_arrival(analyst: User, officer_a: User) -> None:
    on_board = people(voyage(), 10)
    for person in on_board[:6]:
        decided(alert(person, "cleared"), officer_a, "clear", 3)
    late = people(voyage(), 6)
    for person in late:
        decided(alert(person, "cleared"), officer_a, "clear", 12)
    found = tables(analyst)
    assert column(found["times"], 1)["From filing to alert"] == 1.0
    assert column(found["times"], 1)["From filing to decision"] == 7.5
    assert getattr(column(found["times"], 3)["Decided before departure"], "value", None) == 0.5
    assert getattr(column(found["times"], 3)["Decided before arrival"], "value", None) == 1.0
    assert column(found["before-arrival"])["2 to 6 hours before"] == 6
    assert column(found["before-arrival"])["6 to 24 hours before"] == 6


def test_who_is_raised_again_while_the_clearance_holds_is_found(analyst: User, officer_a: User) -> None:
    before, after, other, changed = people(voyage(), 4)
    first = alert(before, "cleared", created_at=NOW - timedelta(days=3))
    assert before.person_key
    ClearedPair.objects.create(
        person_key=before.person_key,
        list_name="Wanted",
        entry_id="e1",
        entry_hash="h",
        alert=first,
        proposed_by=officer_a,
        needs_second=False,
        states=["BRB"],
        expires=date(2027, 1, 1),
    )
    before_that = NOW - timedelta(days=2)
    ClearedPair.objects.update(decision="approved", decided_at=before_that, proposed_at=before_that)
    again = _again(after, before.person_key)
    alert(other)
    _again(changed, before.person_key, entry_hash="other")
    assert report(analyst, WEEK, now=NOW).repeats == (again.pk,)
    ClearedPair.objects.update(withdrawn_at=NOW - timedelta(days=1))
    assert report(analyst, WEEK, now=NOW).repeats == ()


def _again(person: Traveller, key: UUID | None, **changed: Any) -> Alert:
    person.person_key = key
    return alert(person, **changed)


def test_a_state_counts_its_own_and_the_region_nothing_that_is_a_states(
    officer_a: User, officer_b: User, analyst: User
) -> None:
    ours = people(voyage("BRB"), 10)
    people(voyage("LCA"), 7)
    for person in ours[:6]:
        alert(person, list_name="Own (BRB)", owner="BRB")
    assert column(tables(officer_a)["funnel"])["Screened"] == 10
    assert column(tables(officer_a)["funnel"])["Raised"] == 6
    assert column(tables(officer_b)["funnel"])["Screened"] == 7
    assert column(tables(officer_b)["funnel"])["Raised"] == 0
    assert column(tables(analyst)["funnel"])["Screened"] == 17
    assert column(tables(analyst)["funnel"])["Raised"] == 0


def test_silent_and_red_alerts_are_in_nobodys_figures(analyst: User) -> None:
    on_board = people(voyage(), 20)
    for person in on_board[:6]:
        alert(person, action="discreet")
    for person in on_board[6:12]:
        alert(person, named=[analyst.pk])
    assert column(tables(analyst)["funnel"])["Raised"] == 0


def test_alerts_that_fall_on_some_more_than_on_others_are_said_to(analyst: User) -> None:
    women, men = people(voyage(), 60), people(voyage(), 60, sex="M", born="2015-02", nationality="LCA")
    for person in women[:30] + men[:6]:
        alert(person)
    found = tables(analyst)
    assert column(found["by-sex"], 3) == {"Men": "less", "Women": "more", "All": ""}
    assert column(found["by-age"]) == {"45 to 59": 60, "Under 18": 60, "All": 120}
    assert column(found["by-nationality"], 1) == {"BRB": 30, "LCA": 6, "All": 36}


def test_lists_say_their_age_and_carriers_how_they_file(analyst: User) -> None:
    wanted = WatchList.objects.create(name="Wanted")
    Version.objects.create(watch_list=wanted, owner="REGION", version="1", sha256="1")
    Version.objects.update(loaded_at=NOW - timedelta(days=3))
    quality = {"people": 100, "concerned": {"complete": 20}, "codes": {}}
    voyage(due_at=NOW + timedelta(hours=1), quality=quality)
    voyage(due_at=NOW - timedelta(hours=1), quality=quality)
    found = tables(analyst)
    assert column(found["lists"])["Wanted"] == 3.0
    (row,) = found["carriers"].rows
    assert (row.name, row.cells[0]) == ("2X", 2)
    assert [getattr(cell, "value", None) for cell in row.cells[1:]] == [0.5, 0.2, 0.0, 0.0]


@pytest.mark.parametrize(
    ("narrowed", "screened"),
    [
        ({"mode": "sea"}, 6),
        ({"carrier": "9Z"}, 6),
        ({"state": "LCA"}, 6),
        ({"source": "None of ours"}, 14),
        ({"since": date(2026, 11, 1), "until": date(2026, 11, 2)}, 5),
    ],
)
def test_the_address_narrows_what_is_counted(analyst: User, narrowed: dict[str, Any], screened: int) -> None:
    people(voyage(), 8)
    people(voyage("LCA", mode="sea", carrier="9Z"), 6)
    people(voyage(filed_at=datetime(2026, 11, 2, 23, 59, tzinfo=UTC)), 5)
    told = {"since": WEEK.since, "until": WEEK.until, **narrowed}
    assert column(tables(analyst, StatisticsFilters(**told))["funnel"])["Screened"] == screened


def test_nonsense_in_the_address_is_the_last_thirty_days() -> None:
    asked = StatisticsFilters.parse(
        {"days": "999", "mode": "x", "from": "0001-01-01", "to": "tomorrow"}, date(2026, 11, 25)
    )
    assert (asked.since, asked.until, asked.mode) == (date(2026, 10, 27), date(2026, 11, 25), "")
    assert StatisticsFilters.parse({"from": "2026-11-25", "to": "2026-11-20"}, date(2026, 11, 25)).since == date(
        2026, 11, 20
    )


def test_the_page_asks_no_more_however_much_there_is(analyst: User, client: Client) -> None:
    client.force_login(analyst)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/statistics").status_code == 200
        return len(found)

    enter(REGION)
    alert(people(voyage(filed_at=timezone.now()), 1)[0])
    asked()
    few = asked()
    enter(REGION)
    for person in people(voyage("BRB", filed_at=timezone.now()), 30):
        alert(person, "confirmed", list_name=f"List {person.pk}")
    assert asked() == few


def test_pictures_have_words_and_their_table_and_no_script(analyst: User, client: Client) -> None:
    for person in people(voyage(filed_at=timezone.now()), 30)[:20]:
        alert(person, "confirmed")
    client.force_login(analyst)
    page = client.get("/statistics").content.decode()
    assert '<desc id="funnel-desc">Matched: 20; Raised: 20; Reviewed: 20; Confirmed: 20' in page
    assert "style=" not in page
    assert len(page.encode()) < 200_000
    assert page.count("These confirmed alerts have no outcome yet.") == 1


def test_the_page_begins_with_four_numbers_and_three_charts_and_folds_the_tables(
    analyst: User, officer_a: User, client: Client
) -> None:
    filed = timezone.now()
    for person in people(voyage(filed_at=filed, arrives_at=filed + timedelta(days=2)), 40)[:20]:
        made = alert(person, "confirmed", created_at=filed)
        Event.objects.create(
            alert=made, number=1, at=filed + timedelta(hours=3), who=officer_a, act="confirm", after="confirmed",
            states=made.states,
        )  # fmt: skip
    client.force_login(analyst)
    page = client.get("/statistics").content.decode()
    text = " ".join(page.split())
    assert "<dt>Travellers screened</dt> <dd>40</dd>" in text
    assert "<dt>Alerts raised</dt> <dd>20</dd>" in text
    assert "<dt>Confirmed, of reviewed alerts</dt> <dd>100 %" in text
    assert "<dt>Median hours from alert to decision</dt> <dd>3.0</dd>" in text
    assert page.partition('<details class="govuk-details rs-figures rs-printed"')[0].count("<svg viewBox") == 3
    assert page.index('<details class="govuk-details rs-figures rs-printed"') < page.index("<table")
    assert 'id="sources" open' in client.get("/statistics?sort=sources.2").content.decode()


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("days=999", '<a href="#filter-days">Choose one of the answers offered for “Period”.'),
        ("mode=rocket", '<a href="#filter-mode">'),
        ("from=yesterday", '<a href="#filter-from">“yesterday” is not a day.'),
        ("to=1950-01-01", '<a href="#filter-to">Choose a day from the year 2000 on.'),
    ],
)
def test_a_filter_that_cannot_be_read_is_an_error_at_its_field(
    query: str, error: str, analyst: User, client: Client
) -> None:
    client.force_login(analyst)
    answer = client.get(f"/statistics?{query}&as=csv")
    assert answer.status_code == 400
    assert error in answer.content.decode()
    assert "Counted on" not in answer.content.decode()


def test_a_carrier_that_filed_nothing_in_the_period_stays_chosen(analyst: User, client: Client) -> None:
    client.force_login(analyst)
    assert '<option value="9Z" selected>9Z</option>' in client.get("/statistics?carrier=9Z").content.decode()


def test_a_click_on_a_head_sorts_that_table_and_the_next_one_turns_it(analyst: User, client: Client) -> None:
    for state, number in (("BRB", 9), ("LCA", 7)):
        for person in people(voyage(state, filed_at=timezone.now(), carrier=state[:2]), number):
            alert(person, list_name=f"List of {state}")
    client.force_login(analyst)
    page = client.get("/statistics?days=7&sort=sources.2").content.decode()
    assert page.index("List of LCA</span>") < page.index("List of BRB</span>")
    assert 'href="/statistics?days=7&amp;sort=-sources.2#sources"' in page
    assert 'aria-sort="ascending"' in page
    assert "sort=funnel" not in page
    turned = client.get("/statistics?days=7&sort=-sources.2").content.decode()
    assert turned.index("List of BRB</span>") < turned.index("List of LCA</span>")


def test_operators_get_the_regions_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    people(voyage(), 8)
    assert main(["figures", "--since", "2026-11-19", "--until", "2026-11-25", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (funnel,) = [each for each in told if each["figure"] == "funnel"]
    assert funnel["rows"][0] == {
        "Step": "Screened",
        "Number": 8,
        "Of the step before": "",
        "Of 10,000 travellers": 10000.0,
    }


def test_carriers_and_administrators_see_no_figures(client: Client) -> None:
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    assert client.get("/statistics").status_code == 403

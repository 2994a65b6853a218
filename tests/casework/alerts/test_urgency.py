"""Urgency: pure, explained, and the same in the database, which orders the queue by it."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from roadstead.casework.alerts.logic.urgency import nearness, seriousness, urgency, weight
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.queue import AlertFilters, count_by_assignee, next_alert, queue
from roadstead.engine.records import Action, HitKind
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOURS = (None, 0, 0.5, 3, 5.999, 6, 24, 100, -0.1, -5.9, -6.1, -40)
BITS = (-3.0, 0.0, 4.0, 13.5, 31.0, 40.0, 77.7)


def test_nearness_halves_every_six_hours_and_falls_once_the_people_are_gone() -> None:
    assert [nearness(hours) for hours in (0, 6, 12, 24)] == [1, 0.5, 0.25, 0.0625]
    assert nearness(-5) == 1
    assert nearness(-7) == nearness(24)
    assert nearness(None) == nearness(12)
    assert nearness(-7, cargo=True) == 1  # goods stay longer in a port than people
    assert nearness(-73, cargo=True) == nearness(24)


def test_of_two_alike_the_sooner_is_more_urgent_whatever_the_clock_says() -> None:
    def of(hours: float, now: datetime) -> float:
        return urgency(3, "name", 25, NOW + timedelta(hours=hours), now).number

    for later in (0, 1, 7):
        now = NOW - timedelta(hours=later)
        assert of(1, now) > of(2, now) > of(30, now)


def test_what_a_list_a_rule_and_an_entry_say_of_seriousness() -> None:
    assert [seriousness(action) for action in (Action.STOP, Action.DISCREET, Action.REFER)] == [5, 4, 3]
    assert seriousness("refer", "T05") == 1
    assert seriousness("refer", "T05", 4) == 4
    assert [seriousness("refer", priority=word) for word in ("high", "", "low")] == [4, 3, 2]
    assert seriousness("stop", priority="high") == 5


def test_a_rule_counts_whole_and_a_faint_likeness_still_counts() -> None:
    assert weight(5, HitKind.RULE, 0) == 1
    assert weight(5, HitKind.NAME, -20) == pytest.approx(0.1)
    assert weight(5, HitKind.NAME, 400) == 1


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (3, "arrives in 3 h"),
        (0.5, "arrives in 30 min"),
        (-2, "flight has landed"),
        (-9, "have left the port"),
        (None, "no arrival time declared"),
    ],
)
def test_the_sentence_says_where_the_number_comes_from(hours: float | None, words: str) -> None:
    found = urgency(5, "name", 31, None if hours is None else NOW + timedelta(hours=hours), NOW, mode="air")
    assert found.sentence().startswith(f"Urgency {found.number:.0f} of 100: most serious type, strong match")
    assert words in found.sentence()


@pytest.mark.django_db
@pytest.mark.usefixtures("region")
def test_the_database_works_out_the_same_number_and_the_same_order(officer_a: User) -> None:
    for number, hours in enumerate(HOURS):
        arrives = None if hours is None else NOW + timedelta(hours=hours)
        voyage = Voyage.objects.create(key=str(number), mode="air", arrives_at=arrives, states=["BRB"])
        Alert.objects.bulk_create(
            Alert(
                voyage=voyage,
                kind=kind,
                entry_id=f"{bits}",
                rule=f"{serious}",
                action="refer",
                score=bits,
                seriousness=serious,
                states=["BRB"],
            )
            for kind, bits, serious in product((kind.value for kind in HitKind), BITS, range(1, 6))
        )
    rows = list(queue(officer_a, AlertFilters(), NOW))
    assert len(rows) == len(HOURS) * len(HitKind) * len(BITS) * 5
    alerts = Alert.objects.select_related("voyage").in_bulk()  # a row of the queue is a number and its urgency
    for row in rows:
        alert = alerts[row.pk]
        said = urgency(int(alert.seriousness), alert.kind, alert.score, alert.voyage.arrives_at, NOW).number
        assert row.urgency == pytest.approx(said, rel=1e-9)
        assert alert.weight == pytest.approx(weight(int(alert.seriousness), alert.kind, alert.score), rel=1e-12)
    assert [row.pk for row in rows] == [row.pk for row in sorted(rows, key=lambda row: (-row.urgency, row.pk))]


@pytest.fixture
def three(region: None, officer_a: User) -> list[Alert]:
    """Mine, nobody's, and one put forward by a colleague; the sooner voyage is the second."""
    made = []
    for number, (hours, state, port) in enumerate(((9, "reviewing", "BGI"), (3, "new", "BGI"), (1, "proposed", "POS"))):
        voyage = Voyage.objects.create(
            key=str(number), mode="air", destination=port, arrives_at=NOW + timedelta(hours=hours), states=["BRB"]
        )
        made.append(
            Alert.objects.create(
                voyage=voyage,
                kind="name",
                list_name="L",
                entry_id=str(number),
                action="refer",
                score=30,
                state=state,
                states=["BRB"],
                assignee=officer_a if state == "reviewing" else None,
            )
        )
    return made


@pytest.mark.django_db
def test_filters_and_counts_say_the_same(three: list[Alert], officer_a: User) -> None:
    asked = [
        ({"whose": "mine"}, [0]),
        ({"whose": "unassigned"}, [2, 1]),
        ({"whose": "second"}, [2]),
        ({"port": "pos"}, [2]),
        ({"within": "6h"}, [2, 1]),
        ({"kind": "rule"}, []),
        ({"list": "L"}, [2, 1, 0]),
        ({"voyage": str(three[1].voyage_id)}, [1]),
        ({"show": "new"}, [1]),
        ({"show": "nonsense"}, [2, 1, 0]),
        ({"rule": "T01"}, []),
        ({"voyage": "9" * 30}, [2, 1, 0]),
    ]
    for address, expected in asked:
        found = [row.pk for row in queue(officer_a, AlertFilters.parse(address), NOW)]
        assert found == [three[at].pk for at in expected], address
    assert count_by_assignee(officer_a, AlertFilters(), NOW) == {"mine": 1, "unassigned": 2, "second": 1, "all": 3}
    assert count_by_assignee(officer_a, AlertFilters(port="POS"), NOW)["all"] == 1


@pytest.mark.django_db
def test_the_next_is_the_most_urgent_that_one_can_take_within_the_filters(three: list[Alert], officer_a: User) -> None:
    first = next_alert(officer_a, AlertFilters(), NOW, but=0)
    assert first == three[1]  # the sooner one waits for a second officer, and is no next one
    assert next_alert(officer_a, AlertFilters(), NOW, but=three[1].pk) == three[0]
    assert next_alert(officer_a, AlertFilters(port="POS"), NOW, but=0) is None
    Alert.objects.update(state=AlertState.CLEARED)
    assert next_alert(officer_a, AlertFilters(), NOW, but=0) is None

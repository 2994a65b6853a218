"""A bill on both of two voyages that turn out to be one stands once, with one alert, and no decision is lost.

Everybody and every firm here is invented.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, Event, StateDecision, Suppression
from roadstead.casework.alerts.outcomes import record
from roadstead.engine.formats.cargo.edifact.write import write
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import State, User
from tests.casework.alerts.test_suppression import FIRM_COMPARED
from tests.filings.cargo.told import bill, cargo
from tests.filings.voyages.voyage_story import flight
from tests.pipeline.test_bill_alerts import FIRMS, listed
from tests.pipeline.test_pipeline import ANNA, NOW, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_flights(region: None) -> None:
    """Lists under either number, and a listed firm's waybill under both."""
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)
    put_in_force(FIRMS)
    people(reference="TN7", sent="1200", number="2X101")
    people(reference="TN8", sent="1310", number="2X909")
    for reference, voyage in (("M1", flight()), ("M2", flight("2X909"))):
        carried = (listed("B1", load="MIA", discharge="BGI"), bill(f"ONLY {reference}", load="MIA", discharge="BGI"))
        file(write(cargo(*carried, voyage=voyage, reference=reference)), carrier="2X")


def people(*, sent: str, reference: str, number: str) -> None:
    file(paxlst(ANNA, flight=number, reference=reference, sent=f"261125:{sent}"))


def change(*, reference: str = "TN7", sent: str = "1400") -> None:
    """2X101 flies as 2X909: the list's transaction says which one is meant."""
    file(paxlst(flight="2X909", reference=reference, sent=f"261125:{sent}", function="266+CF"))
    assert Voyage.objects.filter(cancelled=False).count() == 1


def alerts() -> list[tuple[str, str]]:
    """Of the voyage that is left: bill and state."""
    (voyage,) = Voyage.objects.filter(cancelled=False)
    rows = Alert.objects.filter(voyage=voyage).exclude(bill=None).select_related("bill")
    assert {row.bill.voyage_id for row in rows if row.bill} <= {voyage.pk}
    return sorted((row.bill.number, row.state) for row in rows if row.bill)


def test_the_bill_and_its_alert_are_there_once() -> None:
    assert Alert.objects.exclude(bill=None).count() == 2
    change()
    assert alerts() == [("B1", AlertState.NEW)]
    (voyage,) = Voyage.objects.filter(cancelled=False)
    assert list(voyage.bills.values_list("number", flat=True)) == ["B1", "ONLYM1", "ONLYM2"]
    assert Bill.objects.filter(is_declared=True, voyage__cancelled=False).count() == 3


@pytest.mark.parametrize("at", [0, 1])
def test_the_alert_that_an_officer_has_decided_is_the_one_that_stays(at: int, supervisor_a: User) -> None:
    decided = Alert.objects.exclude(bill=None).order_by("pk")[at]
    clear(decided, supervisor_a)
    change()
    assert alerts() == [("B1", AlertState.CLEARED)]
    decided.refresh_from_db()
    (voyage,) = Voyage.objects.filter(cancelled=False)
    assert decided.voyage == voyage
    other = Alert.objects.exclude(bill=None).exclude(pk=decided.pk).get()
    assert other.state == AlertState.EXPIRED
    assert f"alert {decided.pk}" in other.events.order_by("pk").last().note  # type: ignore[union-attr]


def test_two_decisions_are_both_kept(supervisor_a: User) -> None:
    first, second = Alert.objects.exclude(bill=None).order_by("pk")
    for alert in (first, second):
        clear(alert, supervisor_a)
    change()
    assert alerts() == [("B1", AlertState.CLEARED)]
    second.refresh_from_db()
    assert second.state == AlertState.CLEARED
    assert second.voyage.cancelled
    assert second.bill
    assert not second.bill.is_declared


def test_joined_once_more_nothing_changes() -> None:
    change()
    before = list(Alert.objects.order_by("pk").values_list("pk", "state", "voyage", "bill"))
    people(reference="TN9", sent="1500", number="2X909")
    assert list(Alert.objects.order_by("pk").values_list("pk", "state", "voyage", "bill")) == before


def test_one_set_aside_before_is_left_alone_when_a_third_voyage_is_joined() -> None:
    change()
    aside = Alert.objects.get(voyage__cancelled=True, state=AlertState.EXPIRED)
    told = list(aside.events.values_list("pk", flat=True))
    people(reference="TN9", sent="1500", number="2X303")
    change(reference="TN9", sent="1600")
    assert list(aside.events.values_list("pk", flat=True)) == told
    assert alerts() == [("B1", AlertState.NEW)]


def confirm(alert: Alert, by: User) -> None:
    clear(alert, by, act=Act.CONFIRM)


def confirm_for_a_state(alert: Alert, by: User) -> None:
    StateDecision.objects.create(alert=alert, by_state="BRB", state=AlertState.CONFIRMED, assignee=by, states=["BRB"])


def find_nothing(alert: Alert, by: User) -> None:
    record(alert.pk, OutcomeType.NOTHING, at=NOW, text="", by=by, now=NOW, early_reason="in the port")


def take(alert: Alert, by: User) -> None:
    decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)


def clear(alert: Alert, by: User, *, act: Act = Act.CLEAR) -> None:
    take(alert, by)
    words = DecisionText(
        note="A namesake", compared=FIRM_COMPARED, reasons_for="The name", reasons_against="The address"
    )
    decide(alert.pk, act, by=by, words=words, now=NOW)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    ("further", "less"),
    [(confirm, clear), (confirm_for_a_state, clear), (find_nothing, clear), (confirm, take), (clear, take)],
)
def test_the_alert_that_officers_have_gone_further_with_is_the_one_that_stays(
    further: Callable[[Alert, User], None], less: Callable[[Alert, User], None], at: int, supervisor_a: User
) -> None:
    """S13: what an officer has confirmed gives way to nothing that another has only taken or cleared."""
    both = list(Alert.objects.exclude(bill=None).order_by("pk"))
    stays, other = both[at], both[1 - at]
    less(other, supervisor_a)
    further(stays, supervisor_a)
    change()
    for alert in both:
        alert.refresh_from_db()
    assert (stays.voyage.cancelled, other.voyage.cancelled) == (False, True)
    assert f"alert {stays.pk}" in Event.objects.filter(alert=other).latest("pk").note


def test_a_cleared_meeting_that_was_kept_back_on_both_voyages_is_so_once(supervisor_a: User) -> None:
    """S35: and the message that joins them is not set aside for it."""
    for alert in Alert.objects.exclude(bill=None):
        clear(alert, supervisor_a)
    carry_b2("2X101", "2X909")
    rows = Suppression.objects.filter(bill__number="B2")
    assert rows.count() == 2
    assert rows.values("pair").distinct().count() == 1
    first, last = rows.earliest("first_at").first_at, rows.latest("last_at").last_at
    change()
    (row,) = rows
    assert row.bill
    assert not row.voyage.cancelled
    assert (row.bill.voyage_id, row.first_at) == (row.voyage_id, first)
    assert row.last_at >= last
    assert not Bill.objects.filter(number="B2", voyage__cancelled=True, is_declared=True).exists()


def test_a_voyage_of_which_nothing_more_is_said_goes(supervisor_a: User) -> None:
    """The first stays aside with its alert; the third had only a meeting that was kept back on the other as well."""
    for alert in Alert.objects.exclude(bill=None):
        clear(alert, supervisor_a)
    change()
    people(reference="TN9", sent="1500", number="2X303")
    carry_b2("2X303", "2X909")
    assert Suppression.objects.filter(bill__number="B2").count() == 2
    change(reference="TN9", sent="1600")
    assert Suppression.objects.filter(bill__number="B2").count() == 1
    assert Voyage.objects.filter(cancelled=True).count() == 1


def carry_b2(*flights: str) -> None:
    """A waybill of the listed firm on each."""
    for number in flights:
        carried = listed("B2", load="MIA", discharge="BGI")
        file(write(cargo(carried, voyage=flight(number), reference=f"M{number}")), carrier="2X")

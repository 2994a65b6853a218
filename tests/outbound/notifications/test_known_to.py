"""Who may know an event, a notice and a delivery stands in each: always whoever the database shows its alert (S25)."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from django.db.models import F

from roadstead.casework.alerts.models import Alert, Event
from roadstead.outbound.notifications.models import Channel, Delivery, Notice, NoticeAlert
from roadstead.platform.database.scope import NOBODY, REGION, Scope, enter
from tests.casework.cases.test_acts import make_alert
from tests.outbound.notifications.test_dissemination import NOW, channel

pytestmark = pytest.mark.django_db
STATES = ("BRB", "LCA", "XRC")
OFFICERS = (7, 8)
SCOPES = (
    NOBODY,
    REGION,
    *(Scope(states=("*",), people=True, user=user) for user in OFFICERS),
    *(Scope(states=(state,), user=user) for state, user in product(STATES, OFFICERS)),
)


class History:
    """Alerts, what happened to them and who was told, changed at random as screening, officers and owners do."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.channel: Channel = channel("BRB", "mail", "desk@brb.example")
        self.steps = (self.raise_alert, self.tell, self.tell_more, self.hand_on, self.leave_out, self.put_first)

    def some_states(self) -> list[str]:
        return self.random.sample(STATES, self.random.randint(0, 3))

    def some_people(self, owner: str) -> list[int]:
        """Red is a state's alone."""
        return [] if owner == "REGION" else self.random.choice([[], [7], [8], [7, 8]])

    def any_alert(self, *owners: str) -> Alert:
        rows = Alert.objects.filter(owner__in=owners) if owners else Alert.objects.all()
        return self.random.choice(list(rows.order_by("pk")))

    def raise_alert(self) -> None:
        owner = self.random.choice(["REGION", "REGION", "BRB", "LCA"])
        self.step(make_alert(*self.some_states(), owner=owner, named=self.some_people(owner)))

    def step(self, alert: Alert) -> Event:
        of = self.random.choice(["", *alert.states])
        number = alert.events.count() + 1
        return Event.objects.create(
            alert=alert, act="raised", number=number, by_state=of, states=[of] if of else alert.states
        )

    def tell(self) -> None:
        alert, state = self.any_alert(), self.random.choice(STATES)
        told = {"state": state, "states": [state], "audience": "duty", "kind": "new", "created_at": NOW}
        notice = Notice.objects.create(alert=alert, event=self.step(alert), **told)
        Delivery.objects.create(notice=notice, channel=self.channel, next_at=NOW, states=[state])

    def tell_more(self) -> None:
        """Another alert by a notice: both are the region's, or neither is."""
        notices = list(Notice.objects.select_related("alert").order_by("pk"))
        if not notices:
            return
        notice = self.random.choice(notices)
        alert = self.any_alert(*(["REGION"] if notice.alert.owner == "REGION" else ["BRB", "LCA"]))
        items = NoticeAlert.objects.filter(notice=notice, alert=alert)
        if not items.exists():
            NoticeAlert.objects.create(
                notice=notice, alert=alert, event=self.step(alert), kind="new", states=notice.states
            )
        notice.version += 1
        notice.save()  # as it was read, before the other alert came

    def hand_on(self) -> None:
        """The handling of its list is another."""
        alert = self.any_alert()
        alert.states, alert.named = self.some_states(), self.some_people(alert.owner)
        alert.save()

    def leave_out(self) -> None:
        items = NoticeAlert.objects.exclude(notice__alert=F("alert")).order_by("pk")
        if item := items.first():
            item.delete()

    def put_first(self) -> None:
        items = list(NoticeAlert.objects.select_related("notice").order_by("pk"))
        if items:
            item = self.random.choice(items)
            item.notice.alert = item.alert
            item.notice.save(update_fields=["alert"])

    def go_on(self, number: int) -> None:
        self.raise_alert()
        for _ in range(number):
            self.random.choice(self.steps)()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_rows_are_known_to_whoever_is_shown_their_alert(region: None, seed: int) -> None:
    history = History(seed)
    history.go_on(60)
    events, deliveries = list(Event.objects.all()), list(Delivery.objects.all())
    items = list(NoticeAlert.objects.values_list("notice", "alert", "notice__state"))
    assert len(events) > 20
    assert len({notice for notice, _, _ in items}) > 3
    for scope in SCOPES:
        enter(scope)
        alerts, everywhere = set(Alert.objects.values_list("pk", flat=True)), scope.states == ("*",)
        of = {"", *scope.states}
        known = {row.pk for row in events if row.alert_id in alerts and (everywhere or row.by_state in of)}
        assert set(Event.objects.values_list("pk", flat=True)) == known, scope
        told = {notice for notice, alert, state in items if alert in alerts and (everywhere or state in of)}
        assert set(Notice.objects.values_list("pk", flat=True)) == told, scope
        carried = {row.pk for row in deliveries if row.notice_id in told}
        assert set(Delivery.objects.values_list("pk", flat=True)) == carried, scope


def test_the_application_cannot_make_a_notice_known_to_others(region: None) -> None:
    history = History(0)
    history.step(alert := make_alert("BRB", owner="BRB", named=[7]))
    told = {"state": "BRB", "states": ["BRB"], "audience": "named", "kind": "new", "created_at": NOW}
    Notice.objects.create(alert=alert, event=history.step(alert), known_to=["LCA"], **told)
    Notice.objects.update(known_to=["LCA", "BRB"], named=[], owner="REGION")
    assert Notice.objects.values_list("known_to", "owner", "named").get() == (["BRB"], "BRB", [7])

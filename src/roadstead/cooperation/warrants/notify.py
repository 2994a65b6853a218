"""Notify each state that has an alert of a warrant that the warrant has ended or is suspended.

Where the roster of a state names nobody now, its officers may read it late. The duty desk of the centre is then
notified as well, by the reference and the state alone, and telephones.

The states are found in the machine's scope. The owner is not told which they are, and no line of the audit log or of
the warrant's history names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.lookouts.notify import people_on_duty, people_on_roster
from roadstead.cooperation.requests.models import RequestLink
from roadstead.cooperation.requests.notify import people_for
from roadstead.cooperation.warrants.models import Warrant
from roadstead.cooperation.warrants.surrender import KIND
from roadstead.engine.requests.actions import OPEN
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Organisation, State
from roadstead.platform.outbox.models import OutboxEvent
from roadstead.targeting.watchlists.models import REGION
from roadstead.targeting.watchlists.warrant_entries import list_title


def notify_of_warrants(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.WARRANT`, by its code `of`: suspended or ended."""
    rows = Warrant.objects.in_bulk([event.subject for event in events])
    names = dict(State.objects.values_list("pk", "name"))
    for event in events:
        row = rows.get(event.subject)
        if row is None:
            continue
        _notify_of_surrenders(row, now)
        for state in sorted(states_with_alert(row)):
            kind = f"warrant {event.codes['of']}"
            account_notices.notify(people_on_duty(state, now), kind, now, number=row.reference)
            if not people_on_roster(state, now).exists():
                places = {"number": row.reference, "state": names.get(state, state)}
                account_notices.notify(people_on_duty(REGION, now), "warrant to call", now, **places)


def _notify_of_surrenders(row: Warrant, now: datetime) -> None:
    """Notify every office that acts on an open request for surrender under this warrant: they act for nothing now."""
    links = RequestLink.objects.filter(kind=KIND, number=row.pk, request__status__in=sorted(OPEN))
    for link in links.select_related("request__asking", "request__asked").order_by("pk"):
        for office in Organisation.objects.filter(pk__in=link.request.organisations).order_by("pk"):
            people = people_for(link.request, office, now)
            account_notices.notify(people, "surrender warrant", now, number=link.request.reference)


def states_with_alert(row: Warrant) -> set[str]:
    """Return the states that read an alert of this warrant. For the machine alone (decision 0059)."""
    alerts = Alert.objects.filter(owner=row.owner, list_name=list_title(row.owner), entry_id=row.reference)
    return {state for states in alerts.values_list("states", flat=True) for state in states}

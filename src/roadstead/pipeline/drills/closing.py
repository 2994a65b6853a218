"""Closing of what a drill made: alerts are decided, requests ended, entries withdrawn, voyages cancelled.

Nothing is deleted: histories are append-only, and what remains says DRILL and goes by the retention of its kind. It
also closes what a drill has left that was killed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import REQUIRED
from roadstead.casework.alerts.logic.workflow import OPEN as OPEN_ALERTS
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.cooperation.requests.acts import act
from roadstead.cooperation.requests.models import Request, RequestLink
from roadstead.engine.requests.actions import OPEN as OPEN_REQUESTS
from roadstead.engine.requests.actions import Action, Status
from roadstead.engine.requests.types.hit_confirmation import CODE
from roadstead.filings.intake.receive import receive
from roadstead.filings.trips.logic.changes import Envelope, write_cancellation
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.outbound.notifications.acknowledgement import acknowledge
from roadstead.outbound.notifications.models import Notice
from roadstead.pipeline.drills.cast import Cast
from roadstead.pipeline.drills.invented import CHANNEL, FILE_NAME, LIST, MARK, as_sent
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists import agree
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nominate import drop

OVER: Final = "DRILL: the exercise is over, and nobody real is meant"
NOT_THE_LIST: Final = DecisionText(note=OVER, reasons_for="As the rule says, for the exercise.", reasons_against=OVER)
NOT_THE_PERSON: Final = DecisionText(
    note=OVER,
    compared=dict.fromkeys(REQUIRED, "same"),
    reasons_for="All that is declared is as on the entry, for the exercise.",
    reasons_against=OVER,
)
UNDECIDED: Final = frozenset({Nomination.Status.DRAFT, Nomination.Status.WAITING})


def close_all(cast: Cast, now: datetime) -> None:
    """Close what is open of drills between these states, in the order in which people would."""
    for user in (cast.asker, cast.answerer):
        _end_requests(user, now)
        _decide_alerts(user, now)
    _empty_list(cast, now)
    _cancel_voyages(now)


def see_notices(cast: Cast, since: datetime, references: list[str], now: datetime) -> None:
    """Acknowledge the notifications of the drill, and mark its messages to its people as seen: nobody is called."""
    with scoped(REGION):
        notices = list(_notices())
    for user in cast.people:
        for notice in (each for each in notices if each.state == user.state_id):
            with scoped(user.scope):
                acknowledge(notice, by=user, now=now)
    with scoped(REGION):
        of_requests = Q(places__number__in=references)
        of_entry = Q(
            kind__in=["approved", "proposal"], person__in=[each.pk for each in cast.people], made_at__gte=since
        )
        AccountNotice.objects.filter(of_requests | of_entry, seen_at=None).update(seen_at=now)


def left_open(cast: Cast) -> dict[str, int]:
    """Return how many of each kind are still open; {} if nothing is."""
    with scoped(REGION):
        found = {
            "alerts": sum(len(_open_alerts(user)) for user in (cast.asker, cast.answerer)),
            "requests": _requests().count(),
            "entries in force": _entries(cast).count(),
            "nominations": _nominations(cast).count(),
            "voyages": _voyages().filter(cancelled=False).count(),
            "notifications": _notices().count(),
        }
    return {kind: number for kind, number in found.items() if number}


def _end_requests(user: User, now: datetime) -> None:
    """Withdraw the user's requests that wait for a reply, and close those that were replied to."""
    with scoped(REGION):
        rows = list(_requests().filter(asking=user.organisation_id).values_list("pk", "status"))
    for pk, status in rows:
        with scoped(user.scope):
            if Status(status) in OPEN_REQUESTS:
                act(pk, Action.WITHDRAW, {"reason": OVER}, by=user, now=now)
            else:
                act(pk, Action.CLOSE, {}, by=user, now=now)


def _decide_alerts(user: User, now: datetime) -> None:
    """Clear the alerts of drills for the user's state: the reply decided nothing, an officer does (S13)."""
    with scoped(REGION):
        words = {row.pk: NOT_THE_PERSON if row.traveller else NOT_THE_LIST for row in _open_alerts(user)}
    for number in words:
        with scoped(user.scope):
            row = Alert.objects.visible_to(user).get(pk=number)
            if as_acted_on_by(row, user).state != AlertState.REVIEWING:
                decide(number, Act.TAKE, by=user, words=DecisionText(), now=now)
            decide(number, Act.CLEAR, by=user, words=words[number], now=now)


def _open_alerts(user: User) -> list[Alert]:
    """Return the alerts of drills that wait for the user's state."""
    rows = _alerts().filter(states__contains=[user.state_id])
    return [row for row in rows if as_acted_on_by(row, user).state in OPEN_ALERTS]


def _empty_list(cast: Cast, now: datetime) -> None:
    """Withdraw the entries in force, as one supervisor may, and the nominations, as those who made them."""
    with scoped(cast.head.scope):
        for entry in _entries(cast):
            agree.withdraw(entry, why=OVER, by=cast.head, now=now)
        rows = list(_nominations(cast))
    for row in rows:
        if row.proposed_by is not None:
            with scoped(row.proposed_by.scope):
                drop(row.pk, by=row.proposed_by, now=now)


def _cancel_voyages(now: datetime) -> None:
    """File the cancellation of each voyage of a drill, as its carrier would."""
    with scoped(REGION):
        rows = filed_lists().filter(voyage__cancelled=False)
        for number, row in enumerate(rows.select_related("message").order_by("pk")):
            sent = as_sent(bytes(row.message.raw), row.message.received_at)
            at = now + timedelta(minutes=1)  # newer than the list, which counts by the minute
            head = Envelope(account=MARK, sent_at=at.isoformat()[:16], interchange=f"{number:02}{now:%H%M%S%f}"[:14])
            receive(write_cancellation(sent, head), carrier=MARK, channel=CHANNEL, now=now, filename="drill.edi")


def filed_lists() -> QuerySet[Manifest, Manifest]:
    """Return the lists that drills have filed, without their cancellations."""
    return Manifest.objects.filter(message__channel=CHANNEL, message__filename=FILE_NAME)


def _alerts() -> QuerySet[Alert, Alert]:
    return Alert.objects.filter(voyage__in=_voyages()).select_related("voyage", "traveller", "bill")


def _requests() -> QuerySet[Request, Request]:
    """Requests that were sent from alerts of drills and wait for somebody."""
    links = RequestLink.objects.filter(kind="alert", number__in=_alerts().values("pk"))
    return Request.objects.filter(type=CODE, pk__in=links.values("request")).exclude(turn="")


def _lists(cast: Cast) -> QuerySet[WatchList, WatchList]:
    return WatchList.objects.filter(owner=cast.owner, name=LIST)


def _entries(cast: Cast) -> QuerySet[Entry, Entry]:
    return Entry.objects.filter(watch_list__in=_lists(cast), removed_in=None).select_related("watch_list")


def _nominations(cast: Cast) -> QuerySet[Nomination, Nomination]:
    return Nomination.objects.filter(watch_list__in=_lists(cast), status__in=UNDECIDED).select_related("proposed_by")


def _voyages() -> QuerySet[Voyage, Voyage]:
    """Voyages that drills have filed: by the channel, which nothing else uses."""
    return Voyage.objects.filter(pk__in=Manifest.objects.filter(message__channel=CHANNEL).values("voyage"))


def _notices() -> QuerySet[Notice, Notice]:
    return Notice.objects.filter(acknowledged_at=None, items__alert__voyage__in=_voyages()).distinct()

"""What the demo's officers have made of the voyages that have arrived: cleared, confirmed by two, met at the border.

All in their own names and through the same acts as the pages: taken, compared, weighed, decided (S13, S14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Final

from demo.examined import examine_past
from roadstead.casework.alerts import standing as policies
from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import What, Words, decide, may_record, record
from roadstead.casework.alerts.logic.compare import MUST, UNKNOWN, suggested, usual_reasons
from roadstead.casework.alerts.logic.workflow import OPEN, Act, AlertState
from roadstead.casework.alerts.models import OF_A_MANIFEST, Alert
from roadstead.casework.alerts.standing import Wanted, needs_second, policy_of
from roadstead.engine.records import Action
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists.models import REGION as CENTRE
from roadstead.targeting.watchlists.models import WatchList

BY_TWO: Final = "Regional watchlist"  # its alerts are confirmed by two officers
WHY_TWO: Final = "Six states act on it: two officers look"
# Who decides about alerts of an owner, and who is the second.
OF: Final = {
    CENTRE: ("region.analyst", "region.supervisor"),
    "BRB": ("brb.officer", "brb.supervisor"),
    "LCA": ("lca.officer", "lca.supervisor"),
}
AT_THE_BORDER: Final = ("brb.officer", "lca.officer")
CAME: Final[tuple[tuple[What, str], ...]] = (
    (What.REFUSED, "Refused after an interview; the owner of the list was told."),
    (What.REFERRED, "Handed to the police, who had been waiting."),
    (What.ADMITTED, ""),
    (What.REFERRED, "Taken to a second interview by customs."),
    (What.REFUSED, "No right of entry; left with the next flight."),
    (What.FOUND, ""),
    (What.REFERRED, "Handed to the police with the order of the court."),
    (What.NOT_FOUND, "Did not board, says the carrier."),
)  # fmt: skip
OF_THE_LIST: Final = Words(
    note="Told the carrier; its system had been down and the list is whole.",
    reasons_for="The list came late, as the rule says.",
    reasons_against="Nobody on board is meant by it.",
)
IN_CUSTODY: Final = "The owner of the list says that whom they look for has been in custody since last week."
LANDED: Final = timedelta(minutes=30)  # so that a voyage that lands as the demo begins is not now past, now coming
EVERY: Final = 4  # one of so many of the others is not whom the list means either
THE_SAME: Final = "Looked at the picture of the passport page the carrier sent, and called the owner of the list."


def decide_past(now: datetime) -> int:
    """How many alerts of the voyages that have arrived were decided. Silent ones are left to their owners."""
    with scoped(REGION):
        people = {user.username: user for user in User.objects.filter(demo=True)}
        _two_confirm(people, now)
        examined = examine_past(people, now, LANDED)
        past = (
            Alert.objects.filter(state=AlertState.NEW, voyage__arrives_at__lte=now - LANDED, bill=None)
            .exclude(OF_A_MANIFEST)
            .exclude(action=Action.DISCREET)
        )
        rows = list(past.select_related("voyage").order_by("pk"))
        for at, alert in enumerate(rows, start=1):
            first, second = OF[alert.owner]
            _decided(alert, people[first], people[second], now, is_other=at % EVERY == 0)
        _met([people[name] for name in AT_THE_BORDER], [alert.pk for alert in rows], now)
        return (
            Alert.objects.filter(pk__in=[*examined, *(alert.pk for alert in rows)])
            .exclude(state__in=sorted(OPEN))
            .count()
        )


def _two_confirm(people: dict[str, User], now: datetime) -> None:
    """Proposed by one supervisor of the centre, agreed to by another, as policy of a list is."""
    watch_list = WatchList.objects.get(name=BY_TWO, owner=CENTRE)
    wanted = Wanted(confirm_needs_second=True, contact="Duty officer of the regional centre")
    first, second = people["region.supervisor"], people["region.deputy"]
    made = policies.propose(watch_list, wanted, why=WHY_TWO, by=first, now=now)
    policies.decide(made.pk, True, by=second, now=now)


def _decided(alert: Alert, officer: User, second: User, now: datetime, *, is_other: bool) -> None:
    """A namesake is cleared, a late list is talked over, anybody else is confirmed, by two where policy says so."""
    decide(alert.pk, Act.TAKE, by=officer, words=Words(), now=now)
    if cleared := clearing(alert) or (not_meant(alert) if is_other else None):
        decide(alert.pk, Act.CLEAR, by=officer, words=cleared, now=now)
        return
    two, words = needs_second(alert, policy_of(alert)), _confirming(alert)
    decide(alert.pk, Act.PROPOSE if two else Act.CONFIRM, by=officer, words=words, now=now)
    if two:
        decide(alert.pk, Act.AGREE, by=second, words=words, now=now)


def clearing(alert: Alert) -> Words | None:
    """None where it is no usual namesake."""
    usual = usual_reasons(side_by_side(alert))
    if usual is None:
        return OF_THE_LIST if alert.traveller_id is None else None
    return Words(
        note=usual.note,
        compared=_ticked(usual.compared),
        reasons_for=usual.reasons_for,
        reasons_against=usual.reasons_against,
    )


def not_meant(alert: Alert) -> Words:
    compared = _ticked(suggested(side_by_side(alert)))
    return Words(
        note=IN_CUSTODY, compared=compared, reasons_for="Alike in what is written.", reasons_against=IN_CUSTODY
    )


def _confirming(alert: Alert) -> Words:
    compared = _ticked(suggested(side_by_side(alert)))
    return Words(note=THE_SAME, compared=compared, reasons_for=THE_SAME, reasons_against="Nothing that weighs as much.")


def _ticked(shown: Mapping[str, str]) -> dict[str, str]:
    """What the comparison shows, and "unknown" where it shows nothing."""
    return dict.fromkeys(MUST, UNKNOWN) | dict(shown)


def _met(officers: Iterable[User], alerts: list[int], now: datetime) -> None:
    """What came of those confirmed, at the border where the voyage ended; of the last one nobody has said anything."""
    confirmed = Alert.objects.filter(pk__in=alerts, state=AlertState.CONFIRMED).select_related("voyage").order_by("pk")
    at_borders = list(officers)
    for alert, (what, text) in zip(list(confirmed)[:-1], cycle(CAME), strict=False):
        officer = next(each for each in at_borders if may_record(alert, each))
        record(alert.pk, what, at=alert.voyage.arrives_at or now, text=text, by=officer, now=now)

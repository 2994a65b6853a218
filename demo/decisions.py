"""Decisions of the demo's officers about voyages that have arrived: cleared, confirmed with second approval, outcomes.

All are recorded in their own names through the functions that the pages call: take, compare, decide (S13, S14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Final

from demo.examinations import select_today
from demo.examined import examine_past
from demo.hits import ask_about_one
from roadstead.casework.alerts import alert_policies as policies
from roadstead.casework.alerts.alert_policies import ProposedPolicy, needs_second, policy_of
from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import REQUIRED, UNKNOWN, suggested, usual_reasons
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import OPEN, Act, AlertState
from roadstead.casework.alerts.models import ABOUT_MANIFEST, Alert
from roadstead.casework.alerts.outcomes import may_record, record
from roadstead.engine.records import Action
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists.models import REGION as CENTRE
from roadstead.targeting.watchlists.models import WatchList

BY_TWO: Final = "Regional watchlist"  # its alerts need a second approval
WHY_TWO: Final = "Six states act on it: two officers look"
# By owner of the alert: who decides, and who approves.
OF: Final = {
    CENTRE: ("region.analyst", "region.supervisor"),
    "BRB": ("brb.officer", "brb.supervisor"),
    "LCA": ("lca.officer", "lca.supervisor"),
}
AT_THE_PORT: Final = ("brb.customs", "brb.officer")
AT_THE_BORDER: Final = ("brb.officer", "lca.officer")
CAME: Final[tuple[tuple[OutcomeType, str], ...]] = (
    (OutcomeType.REFUSED, "Refused after an interview; the owner of the list was informed."),
    (OutcomeType.REFERRED, "Handed to the police, who had been waiting."),
    (OutcomeType.ADMITTED, ""),
    (OutcomeType.REFERRED, "Taken to a second interview by customs."),
    (OutcomeType.REFUSED, "No right of entry; left with the next flight."),
    (OutcomeType.FOUND, ""),
    (OutcomeType.REFERRED, "Handed to the police with the order of the court."),
    (OutcomeType.NOT_FOUND, "Did not board, says the carrier."),
)  # fmt: skip
OF_THE_LIST: Final = DecisionText(
    note="Told the carrier; its system had been down and the list is whole.",
    reasons_for="The list came late, as the rule says.",
    reasons_against="Nobody on board is meant by it.",
)
IN_CUSTODY: Final = "The owner of the list says that whom they look for has been in custody since last week."
# so that a voyage that lands as the demo begins is not sometimes past and sometimes coming
LANDED: Final = timedelta(minutes=30)
EVERY: Final = 4  # of the others, one in so many is not the listed person either
THE_SAME: Final = "Looked at the picture of the passport page the carrier sent, and called the owner of the list."


def decide_past(now: datetime) -> int:
    """Decide the alerts of voyages that have arrived; return how many. Silent alerts are left to their owners."""
    with scoped(REGION):
        people = {user.username: user for user in User.objects.filter(demo=True)}
        _require_second_approval(people, now)
        examined = examine_past(people, now, LANDED)
        select_today([people[name] for name in AT_THE_PORT], now)
        past = (
            Alert.objects.filter(state=AlertState.NEW, voyage__arrives_at__lte=now - LANDED, bill=None)
            .exclude(ABOUT_MANIFEST)
            .exclude(action=Action.DISCREET)
        )
        rows = list(past.select_related("voyage").order_by("pk"))
        for at, alert in enumerate(rows, start=1):
            first, second = OF[alert.owner]
            _decide(alert, people[first], people[second], now, is_other=at % EVERY == 0)
        _record_outcomes([people[name] for name in AT_THE_BORDER], [alert.pk for alert in rows], now)
        ask_about_one(people, now)
        return (
            Alert.objects.filter(pk__in=[*examined, *(alert.pk for alert in rows)])
            .exclude(state__in=sorted(OPEN))
            .count()
        )


def _require_second_approval(people: dict[str, User], now: datetime) -> None:
    """Require second approval for alerts of a list: proposed by one supervisor of the centre, approved by another."""
    watch_list = WatchList.objects.get(name=BY_TWO, owner=CENTRE)
    wanted = ProposedPolicy(confirm_needs_second=True, contact="Duty officer of the regional centre")
    first, second = people["region.supervisor"], people["region.deputy"]
    made = policies.propose(watch_list, wanted, why=WHY_TWO, by=first, now=now)
    policies.decide(made.pk, True, by=second, now=now)


def _decide(alert: Alert, officer: User, second: User, now: datetime, *, is_other: bool) -> None:
    """Clear a usual namesake or a late list; confirm any other alert, with second approval where the policy requires
    it.
    """
    decide(alert.pk, Act.TAKE, by=officer, words=DecisionText(), now=now)
    if cleared := clearing(alert) or (not_meant(alert) if is_other else None):
        decide(alert.pk, Act.CLEAR, by=officer, words=cleared, now=now)
        return
    two, words = needs_second(alert, policy_of(alert)), _confirming(alert)
    decide(alert.pk, Act.PROPOSE if two else Act.CONFIRM, by=officer, words=words, now=now)
    if two:
        decide(alert.pk, Act.APPROVE, by=second, words=words, now=now)


def clearing(alert: Alert) -> DecisionText | None:
    """Return the text of a clearance; None if the alert is not about a usual namesake."""
    try:
        usual = usual_reasons(side_by_side(alert))
    except NotAllowed:
        return OF_THE_LIST if alert.traveller_id is None else None
    return DecisionText(
        note=usual.note,
        compared=_findings(usual.compared),
        reasons_for=usual.reasons_for,
        reasons_against=usual.reasons_against,
    )


def not_meant(alert: Alert) -> DecisionText:
    compared = _findings(suggested(side_by_side(alert)))
    return DecisionText(
        note=IN_CUSTODY, compared=compared, reasons_for="Alike in what is written.", reasons_against=IN_CUSTODY
    )


def _confirming(alert: Alert) -> DecisionText:
    compared = _findings(suggested(side_by_side(alert)))
    return DecisionText(
        note=THE_SAME, compared=compared, reasons_for=THE_SAME, reasons_against="Nothing that weighs as much."
    )


def _findings(shown: Mapping[str, str]) -> dict[str, str]:
    """Return the comparison's findings, "unknown" where it has none."""
    return dict.fromkeys(REQUIRED, UNKNOWN) | dict(shown)


def _record_outcomes(officers: Iterable[User], alerts: list[int], now: datetime) -> None:
    """Record outcomes of the confirmed alerts at the border where the voyage ended, except of the last one."""
    confirmed = Alert.objects.filter(pk__in=alerts, state=AlertState.CONFIRMED).select_related("voyage").order_by("pk")
    at_borders = list(officers)
    for alert, (what, text) in zip(list(confirmed)[:-1], cycle(CAME), strict=False):
        officer = next(each for each in at_borders if may_record(alert, each))
        record(alert.pk, what, at=alert.voyage.arrives_at or now, text=text, by=officer, now=now)

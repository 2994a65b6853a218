"""How alerts of a list are worked: a second officer for confirming, its weight, what its owner wants, whom to call.

Like thresholds (decision 0010): a supervisor of the owner proposes, another one agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS, seriousness
from roadstead.casework.alerts.logic.workflow import OPEN
from roadstead.casework.alerts.models import Alert, CasePolicy
from roadstead.config import config
from roadstead.engine.records import Action
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note
from roadstead.targeting.watchlists.models import REGION, WatchList
from roadstead.targeting.watchlists.two_people import decided, put_forward, refuse

LONGEST_CONTACT = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is proposed. `seriousness` from 1 to 5, None: as each entry's action says."""

    confirm_needs_second: bool = False
    seriousness: int | None = None
    instruction: str = ""
    contact: str = ""


def in_force(titles: Iterable[str] | None = None) -> dict[str, CasePolicy]:
    """By the list's title, of all lists or of these, the newest that was agreed to."""
    wanted = None if titles is None else set(titles) - {""}
    if wanted is not None and not wanted:
        return {}
    rows = CasePolicy.objects.filter(approved=True).select_related("watch_list").order_by("id")
    found = {row.watch_list.title: row for row in rows}
    return found if wanted is None else {title: row for title, row in found.items() if title in wanted}


def policy_of(alert: Alert) -> CasePolicy | None:
    """Of the alert's list; None for a rule, and for a list nobody has set anything of."""
    return in_force([alert.list_name]).get(alert.list_name) if alert.list_name else None


def needs_second(alert: Alert, policy: CasePolicy | None) -> bool:
    """Whether one officer's confirmation is only put forward: as the list says, or the operator for all."""
    asked = config().confirm_second
    stop = asked == "stop" and alert.action == Action.STOP
    return asked == "always" or stop or bool(policy and policy.confirm_needs_second)


@transaction.atomic
def propose(watch_list: WatchList, wanted: Wanted, *, why: str, by: User, now: datetime) -> CasePolicy:
    """Put it forward; one that waits already is put aside."""
    _check(wanted)
    policy = CasePolicy(
        watch_list=watch_list,
        confirm_needs_second=wanted.confirm_needs_second,
        seriousness=wanted.seriousness,
        instruction=wanted.instruction.strip(),
        contact=wanted.contact.strip(),
    )
    made = put_forward(policy, why=why, by=by, now=now)
    _note(by, "case policy proposed", made)
    return made


@transaction.atomic
def decide(policy_id: int, approve: bool, *, by: User, now: datetime) -> CasePolicy:
    """A second supervisor agrees, and it is in force for open alerts too; or declines, as the first may as well."""
    found = decided(CasePolicy.objects.visible_to(by).get(pk=policy_id), approve, by=by, now=now)
    if approve:
        _weigh_anew(found)
    _note(by, "case policy approved" if approve else "case policy declined", found)
    return found


def _weigh_anew(policy: CasePolicy) -> None:
    """The open alerts of the list take its seriousness; those of a document rule keep the rule's where it has none."""
    rows = Alert.objects.filter(list_name=policy.watch_list.title, owner=policy.owner, state__in=sorted(OPEN))
    for action, rule in set(rows.order_by().values_list("action", "rule")):
        of_both = rows.filter(action=action, rule=rule)
        of_both.update(seriousness=seriousness(action, rule, policy.seriousness))


def _check(wanted: Wanted) -> None:
    serious = wanted.seriousness
    refuse(
        {
            f"seriousness is a number from 1 to {MOST_SERIOUS}": serious is not None
            and not 1 <= serious <= MOST_SERIOUS,
            f"at most {LONGEST_CONTACT} characters are kept of the contact": len(wanted.contact) > LONGEST_CONTACT,
        }
    )


def _note(by: User, action: str, policy: CasePolicy) -> None:
    states = [] if policy.owner == REGION else [policy.owner]
    note(by, action, f"list {policy.watch_list_id} case policy {policy.pk}", states=states)

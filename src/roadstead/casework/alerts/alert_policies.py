"""How alerts of a list are worked: the policy in force, and its proposals that two people decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS, seriousness
from roadstead.casework.alerts.logic.workflow import (
    OPEN,
)
from roadstead.casework.alerts.models import Alert, AlertPolicy
from roadstead.engine.records import Action
from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import refuse
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import strictest_setting
from roadstead.targeting.watchlists.models import REGION, WatchList
from roadstead.targeting.watchlists.settings_approval import decide_change, propose_change

MAX_CONTACT_CHARS = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPolicy:
    """Proposed policy. `seriousness`: 1 to 5; None: by each entry's action."""

    confirm_needs_second: bool = False
    seriousness: int | None = None
    instruction: str = ""
    contact: str = ""


def in_force(titles: Iterable[str] | None = None) -> dict[str, AlertPolicy]:
    """Return the newest approved policies by list title, of all lists or of these."""
    wanted = None if titles is None else set(titles) - {""}
    if wanted is not None and not wanted:
        return {}
    rows = AlertPolicy.objects.filter(decision=Decision.APPROVED).select_related("watch_list").order_by("id")
    found = {row.watch_list.title: row for row in rows}
    return found if wanted is None else {title: row for title, row in found.items() if title in wanted}


def policy_of(alert: Alert) -> AlertPolicy | None:
    """Return the policy of the alert's list; None for a rule, and for a list without a policy."""
    return in_force([alert.list_name]).get(alert.list_name) if alert.list_name else None


def needs_second(alert: Alert, policy: AlertPolicy | None) -> bool:
    """Return True if a confirmation needs a second officer, by the list's policy or the setting of a state."""
    asked = strictest_setting(SettingName.CONFIRM_SECOND, alert.states)
    stop = asked == "stop" and alert.action == Action.STOP
    return asked == "always" or stop or bool(policy and policy.confirm_needs_second)


@transaction.atomic
def propose(watch_list: WatchList, wanted: ProposedPolicy, *, why: str, by: User, now: datetime) -> AlertPolicy:
    """Propose a policy; a proposal that waits already is set aside."""
    _check(wanted)
    policy = AlertPolicy(
        watch_list=watch_list,
        confirm_needs_second=wanted.confirm_needs_second,
        seriousness=wanted.seriousness,
        instruction=wanted.instruction.strip(),
        contact=wanted.contact.strip(),
    )
    made = propose_change(policy, why=why, by=by, now=now)
    outbox.write(EventKind.PROPOSAL, made.pk, of="case-policy")
    _note(by, "case policy proposed", made)
    return made


@transaction.atomic
def decide(policy_id: int, approve: bool, *, by: User, now: datetime) -> AlertPolicy:
    """Approve a policy as the second supervisor, so that it is in force for open alerts too, or reject it.

    The supervisor who proposed it may reject it as well.
    """
    found = decide_change(AlertPolicy.objects.visible_to(by).get(pk=policy_id), approve, by=by, now=now)
    if approve:
        _update_seriousness(found)
    _note(by, "case policy approved" if approve else "case policy declined", found)
    return found


def _update_seriousness(policy: AlertPolicy) -> None:
    """Give the open alerts of the list its seriousness; without one, that of their rule or action."""
    rows = Alert.objects.filter(list_name=policy.watch_list.title, owner=policy.owner, state__in=sorted(OPEN))
    for action, rule in set(rows.order_by().values_list("action", "rule")):
        of_both = rows.filter(action=action, rule=rule)
        of_both.update(seriousness=seriousness(action, rule, policy.seriousness))


def _check(wanted: ProposedPolicy) -> None:
    serious = wanted.seriousness
    refuse(
        {
            f"seriousness must be a number from 1 to {MOST_SERIOUS}": serious is not None
            and not 1 <= serious <= MOST_SERIOUS,
            f"the contact is too long: shorten it to {MAX_CONTACT_CHARS} characters at most": len(wanted.contact)
            > MAX_CONTACT_CHARS,
        }
    )


def _note(by: User, action: str, policy: AlertPolicy) -> None:
    states = [] if policy.owner == REGION else [policy.owner]
    log(by, action, f"list {policy.watch_list_id} case policy {policy.pk}", states=states)

"""Proposals for second approval by kind: those that wait, their text, and the decision.

The functions return what the given user may see: a person of the state or centre, or the supervisor who stands in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts import alert_policies, decide, pairs
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, Event, StateDecision
from roadstead.casework.alerts.state_decisions import as_acted_on_by, deciding_state
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.oversight.policies import acts as policy_acts
from roadstead.oversight.retention import subject_actions as subject_actions_module
from roadstead.oversight.retention import subject_requests
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.platform.accounts.models import Invitation, User
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.platform.invitations import invitation_links
from roadstead.platform.policies.models import PolicyRow
from roadstead.targeting.rulebook import acts
from roadstead.targeting.rulebook.logic.rates import DryRunResult, disparate_groups
from roadstead.targeting.rulebook.models import RuleStatus as OfRule
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.watchlists import agree
from roadstead.targeting.watchlists import settings as list_settings
from roadstead.targeting.watchlists.differences import differences
from roadstead.targeting.watchlists.logic.changes import compare
from roadstead.targeting.watchlists.manual_lists import may_read
from roadstead.targeting.watchlists.models import REGION, Entry, Nomination, Proposal
from roadstead.targeting.watchlists.publish import as_entry

Row = Any
Lines = list[tuple[str | Promise, object]]
MAX_ROWS: Final = 200  # of one kind on the page of waiting proposals
ON_PROPOSAL: Final = "Decided by the regional centre on the proposal alone."


def _numbered(rows: QuerySet[Any, Any], pk: int | None) -> QuerySet[Any, Any]:
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def _owner(user: User) -> str:
    return user.state_id or REGION


def _own_states(user: User) -> list[str]:
    return [user.state_id] if user.state_id else []


# ── Lists


def nominations(user: User, pk: int | None) -> list[Nomination]:
    rows = Nomination.objects.visible_to(user).filter(status=Nomination.Status.WAITING, owner=_owner(user))
    rows = rows.filter(watch_list__is_lookouts=False, watch_list__is_warrants=False)  # decided with those
    rows = rows.select_related("watch_list", "base", "proposed_by")
    return [row for row in _numbered(rows, pk) if may_read(row, user)]


def lines_of_nomination(row: Nomination) -> Lines:
    before = [as_entry(row.base)] if row.base else []
    after = [as_entry(Entry(listed=row.entry))] if row.entry and row.act != Nomination.Act.WITHDRAW else []
    fields = [field for found in differences(compare(before, after)) for field in found.fields]
    changed: Lines = [
        (_(f.label), f"{f.before} → {f.after}" if f.before and f.after else f.after or f.before) for f in fields
    ]
    return [
        (_("List"), row.watch_list.title),
        (_("Change"), _(row.get_act_display())),
        (_("Name"), row.name),
        *changed,
        (_("Evidence"), row.evidence),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide_nomination(row: Nomination, approve: bool, why: str, by: User, now: datetime) -> object:
    return (agree.approve if approve else agree.decline)([row.pk], why=why, by=by, now=now)


def list_settings_proposals(user: User, pk: int | None) -> QuerySet[Proposal, Proposal]:
    rows = Proposal.objects.visible_to(user).filter(WAITING, owner=_owner(user))
    return _numbered(rows.select_related("watch_list", "proposed_by"), pk)


def lines_of_list_settings(row: Proposal) -> Lines:
    return [
        (_("List"), row.watch_list.title),
        (_("Threshold"), _("default") if row.threshold is None else f"{row.threshold:g} bits"),
        (_("Cleared matches need second approval"), row.needs_second_approval),
        (_("Days until a cleared match expires"), row.cleared_days),
        (_("Reranking model adds to the evidence"), row.use_reranking),
        (_("Months until an entry is reviewed; for minors"), _pair(row.review_months, row.review_months_of_minors)),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def _pair(*months: int | None) -> str:
    return "; ".join("–" if each is None else str(each) for each in months)


def decide_list_settings(row: Proposal, approve: bool, why: str, by: User, now: datetime) -> object:
    return list_settings.decide(row.pk, approve, by=by, now=now)


def alert_policy_proposals(user: User, pk: int | None) -> QuerySet[AlertPolicy, AlertPolicy]:
    rows = AlertPolicy.objects.visible_to(user).filter(WAITING, owner=_owner(user))
    return _numbered(rows.select_related("watch_list", "proposed_by"), pk)


def lines_of_alert_policy(row: AlertPolicy) -> Lines:
    return [
        (_("List"), row.watch_list.title),
        (_("Two officers confirm a match"), row.confirm_needs_second),
        (_("Seriousness"), row.seriousness or _("as each entry says")),
        (_("Instruction"), row.instruction),
        (_("Contact"), row.contact),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide_alert_policy(row: AlertPolicy, approve: bool, why: str, by: User, now: datetime) -> object:
    return alert_policies.decide(row.pk, approve, by=by, now=now)


# ── Rules


def rules(user: User, pk: int | None) -> QuerySet[RuleVersion, RuleVersion]:
    rows = RuleVersion.objects.visible_to(user).filter(status=OfRule.PROPOSED, owner=_owner(user))
    return _numbered(rows.select_related("rule", "author", "proposed_by"), pk)


def lines_of_rule(row: RuleVersion) -> Lines:
    run = acts.latest_run(row)
    tried = DryRunResult.of(run.result) if run else None
    limit = acts.disparity_limit(row.owner)
    return [
        (_("Rule"), f"{row.rule.code} {row.title}, {row.number}"),
        (_("Sentence"), row.sentence),
        (_("Condition"), row.condition),
        (_("Severity"), row.severity),
        (_("What officers do"), row.officers_do),
        (_("Source"), row.source),
        (_("Reason"), row.reason),
        (_("Last day"), row.expires),
        (_("Dry run: matches per 1,000"), f"{tried.of_1000:.1f}" if tried else _("none")),
        (_("Some groups match more often than the limit"), bool(tried and disparate_groups(tried, limit))),
        (_("Justification"), row.justification),
        (_("Proposed by"), row.proposed_by),
    ]


def decide_rule(row: RuleVersion, approve: bool, why: str, by: User, now: datetime) -> object:
    if approve:
        return acts.approve(row.pk, justification=why, limit=acts.disparity_limit(row.owner), by=by, now=now)
    return acts.decline(row.pk, why=why, by=by, now=now)


# ── Alerts


def confirmations(user: User, pk: int | None) -> list[Event]:
    """Return the events by which officers proposed to confirm alerts (`pk`: that alert's)."""
    by_state = StateDecision.objects.filter(alert=OuterRef("pk"), state=AlertState.PROPOSED)
    # What waits is open, which has an index: the decisions of other alerts are not read.
    waits = Q(state=AlertState.PROPOSED) | Q(open_somewhere=True) & Exists(by_state)
    rows = Alert.objects.visible_to(user).filter(waits if pk is None else Q(pk=pk))
    return [event for alert in rows[:MAX_ROWS] if (event := _proposed(alert, user))]


def _proposed(alert: Alert, user: User) -> Event | None:
    if as_acted_on_by(alert, user).state != AlertState.PROPOSED:
        return None
    events, of = alert.events.filter(act=Act.PROPOSE), deciding_state(alert, user)
    mine = events.filter(by_state=of) if of else events
    return mine.select_related("alert", "who").order_by("-id").first()


def lines_of_confirmation(row: Event) -> Lines:
    return [(_("List"), row.alert.list_name), *_lines_of_event(row)]


def decide_confirmation(row: Event, approve: bool, why: str, by: User, now: datetime) -> object:
    words = decide.DecisionText(
        note=f"{ON_PROPOSAL} {why.strip()}",
        compared=row.compared,
        reasons_for=row.reasons_for,
        reasons_against=row.reasons_against,
    )
    return decide.decide(row.alert_id, Act.APPROVE if approve else Act.REJECT, by=by, words=words, now=now)


def _lines_of_event(event: Event) -> Lines:
    """Return what the officer compared and wrote: no name, no document, no entry."""
    ticked: Lines = [(ATTRIBUTES[key], found) for key, found in event.compared.items() if key in ATTRIBUTES]
    return [
        *ticked,
        (_("Evidence for"), event.reasons_for),
        (_("Evidence against"), event.reasons_against),
        (_("Note"), event.note),
        (_("Proposed by"), event.who),
    ]


def cleared(user: User, pk: int | None) -> QuerySet[ClearedPair, ClearedPair]:
    rows = ClearedPair.objects.visible_to(user).filter(WAITING, all_states=user.state_id is None, withdrawn_at=None)
    return _numbered(rows.select_related("alert", "proposed_by"), pk)


def lines_of_cleared(row: ClearedPair) -> Lines:
    events = row.alert.events.filter(act=Act.CLEAR, who=row.proposed_by_id).select_related("who").order_by("-id")
    written = _lines_of_event(event) if (event := events.first()) else []
    return [(_("List"), row.list_name), (_("In force until"), row.expires), *written]


def decide_cleared(row: ClearedPair, approve: bool, why: str, by: User, now: datetime) -> object:
    return pairs.approve(row.pk, by=by, now=now) if approve else pairs.withdraw(row.pk, why, by=by, now=now)


# ── Policy


def policy_rows(user: User, pk: int | None) -> list[PolicyRow]:
    """Return the first row of each set of rows that were proposed together."""
    rows = PolicyRow.objects.visible_to(user).filter(state=policy_acts.owner_of(user), table__in=TABLES)
    return [row for row, *_rest in policy_acts.waiting(rows) if pk is None or row.pk == pk][:MAX_ROWS]


def lines_of_policy_rows(row: PolicyRow) -> Lines:
    rows = policy_acts.together(row).order_by("pk")
    cells: Lines = [
        (_("Row"), "; ".join(f"{name}: {cell}" for name, cell in each.row.items() if cell)) for each in rows
    ]
    return [
        (_("Table"), gettext_lazy(row.policy_table.title)),
        *cells,
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by or _("Command line")),
    ]


def decide_policy_rows(row: PolicyRow, approve: bool, why: str, by: User, now: datetime) -> object:
    return policy_acts.decide(row.pk, approve=approve, reason=why, by=by, now=now)


# ── Data subject requests


def subject_actions(user: User, pk: int | None) -> QuerySet[SubjectRequest, SubjectRequest]:
    rows = SubjectRequest.objects.visible_to(user).filter(answered_at=None, states=_own_states(user))
    return _numbered(rows.filter(actions__decision=""), pk)


def open_subject_action(row: SubjectRequest) -> Row:
    return row.actions.select_related("proposed_by").get(decision="")


def lines_of_subject_action(row: SubjectRequest) -> Lines:
    waiting = open_subject_action(row)
    return [
        (_("Request"), row.reference),
        (_("Type of request"), _(row.get_kind_display())),
        (_("Number of rows"), len(waiting.travellers)),
        (_("Until"), waiting.until or "–"),
        (_("Statement"), waiting.statement),
        (_("Proposed by"), waiting.proposed_by),
    ]


def decide_subject_action(row: SubjectRequest, approve: bool, why: str, by: User, now: datetime) -> object:
    return subject_actions_module.decide(row.pk, approve=approve, by=by, now=now)


def reviews(user: User, pk: int | None) -> QuerySet[SubjectRequest, SubjectRequest]:
    rows = SubjectRequest.objects.visible_to(user).filter(review_asked_at__isnull=False, reviewed_at=None)
    return _numbered(rows.filter(states=_own_states(user)).select_related("answered_by"), pk)


def lines_of_review(row: SubjectRequest) -> Lines:
    return [
        (_("Request"), row.reference),
        (_("Type of request"), _(row.get_kind_display())),
        (_("Answered"), row.answered_at),
        (_("Data are withheld"), bool(row.withheld)),
        (_("Answered by"), row.answered_by),
        (_("Your decision"), _("Approve to uphold the answer. Reject to enclose what was withheld.")),
    ]


def decide_review(row: SubjectRequest, approve: bool, why: str, by: User, now: datetime) -> object:
    return subject_requests.review(row.pk, upheld=approve, by=by, now=now)


# ── Accounts


def links(user: User, pk: int | None) -> list[Invitation]:
    rows = Invitation.objects.filter(WAITING, used_at=None, withdrawn_at=None)
    rows = rows.select_related("user__organisation", "proposed_by")
    mine = rows.filter(user__state=user.state_id)
    mine = mine.filter(user__carrier=None) if user.state_id else mine
    return [row for row in _numbered(mine, pk) if row.may_be_confirmed]


def lines_of_link(row: Invitation) -> Lines:
    return [
        (_("Account"), f"{row.user} ({row.user.username})"),
        (_("Role"), _(row.user.get_role_display())),
        (_("Organisation"), row.user.organisation or "–"),
        (_("Change"), _("New account") if row.is_first else _("Replaces password and second factor")),
        (_("Link valid until"), row.expires_at),
        (_("Proposed by"), row.proposed_by),
    ]


def decide_link(row: Invitation, approve: bool, why: str, by: User, now: datetime) -> object:
    done = (invitation_links.confirm if approve else invitation_links.reject)(row.pk, by=by, now=now)
    states = [row.user.state_id] if row.user.state_id else []
    log(by, "link confirmed" if approve else "link rejected", f"user {row.user_id}", states=states)
    return done

"""The nine kinds of proposal that two people decide: where each is found, who proposed it, what it says, who decides.

`find` looks with the eyes of whoever is given: a person of the state, or the supervisor who stands in for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts import decide, pairs
from roadstead.casework.alerts import standing as policies
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, CasePolicy, ClearedPair, Event
from roadstead.casework.alerts.standing import own, speaker
from roadstead.config import config
from roadstead.oversight.retention import carry_out, rights
from roadstead.oversight.retention.models import Request
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import Invitation, User
from roadstead.platform.audit.models import note
from roadstead.platform.invitations import inviting
from roadstead.targeting.rulebook import acts
from roadstead.targeting.rulebook.logic.rates import Result, over
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.rulebook.models import Standing as OfRule
from roadstead.targeting.watchlists import agree
from roadstead.targeting.watchlists import settings as list_settings
from roadstead.targeting.watchlists.by_hand import may_read
from roadstead.targeting.watchlists.differences import differences
from roadstead.targeting.watchlists.logic.changes import compare
from roadstead.targeting.watchlists.models import Entry, Nomination, Proposal
from roadstead.targeting.watchlists.publish import as_entry

Row = Any
Lines = list[tuple[str | Promise, object]]
May = Callable[[User], bool]
ON_PROPOSAL: Final = "Decided by the regional centre on the proposal alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of proposal. `find` returns None where it does not wait, or is not for this person to see."""

    label: str | Promise
    find: Callable[[User, int], Row | None]
    proposers: Callable[[Row], list[int | None]]
    may: May  # who of the state may approve it
    lines: Callable[[Row], Lines]  # what the proposal says, in label and value
    decide: Callable[[Row, bool, str, User, datetime], object]  # row, approve, why, by, now


# ── lists ───────────────────────────────────────────────────────────────────────────────────


def _nomination(user: User, pk: int) -> Nomination | None:
    rows = Nomination.objects.visible_to(user).filter(pk=pk, standing=Nomination.Standing.WAITING)
    row = rows.select_related("watch_list", "base", "nominated_by").first()
    return row if row and may_read(row, user) else None


def _lines_of_nomination(row: Nomination) -> Lines:
    before = [as_entry(row.base)] if row.base else []
    after = [as_entry(Entry(listed=row.entry))] if row.entry and row.act != Nomination.Act.WITHDRAW else []
    fields = [field for found in differences(compare(before, after)) for field in found.fields]
    changed: Lines = [
        (f.field, f"{f.before} → {f.after}" if f.before and f.after else f.after or f.before) for f in fields
    ]
    return [
        (_("List"), row.watch_list.title),
        (_("What"), row.get_act_display()),
        (_("Name"), row.name),
        *changed,
        (_("Evidence"), row.evidence),
        (_("Why"), row.why),
        (_("Proposed by"), row.nominated_by),
    ]


def _decide_nomination(row: Nomination, approve: bool, why: str, by: User, now: datetime) -> object:
    return (agree.approve if approve else agree.decline)([row.pk], why=why, by=by, now=now)


def _proposal(user: User, pk: int) -> Proposal | None:
    rows = Proposal.objects.visible_to(user).filter(pk=pk, approved=None, owner=user.state_id)
    return rows.select_related("watch_list", "proposed_by").first()


def _lines_of_proposal(row: Proposal) -> Lines:
    return [
        (_("List"), row.watch_list.title),
        (_("Threshold"), _("default") if row.threshold is None else f"{row.threshold:g} bits"),
        (_("A second person agrees before a cleared match holds"), row.second_person),
        (_("A cleared match holds, days"), row.cleared_days),
        (_("A frozen model adds to the evidence"), row.second_stage),
        (_("Months until an entry is reviewed; of minors"), _pair(row.review_months, row.review_months_of_minors)),
        (_("Why"), row.why),
        (_("Proposed by"), row.proposed_by),
    ]


def _pair(*months: int | None) -> str:
    return "; ".join("–" if each is None else str(each) for each in months)


def _decide_proposal(row: Proposal, approve: bool, why: str, by: User, now: datetime) -> object:
    return list_settings.decide(row.pk, approve, by=by, now=now)


def _policy(user: User, pk: int) -> CasePolicy | None:
    rows = CasePolicy.objects.visible_to(user).filter(pk=pk, approved=None, owner=user.state_id)
    return rows.select_related("watch_list", "proposed_by").first()


def _lines_of_policy(row: CasePolicy) -> Lines:
    return [
        (_("List"), row.watch_list.title),
        (_("Two officers confirm"), row.confirm_needs_second),
        (_("Seriousness"), row.seriousness or _("as each entry asks")),
        (_("Instruction"), row.instruction),
        (_("Contact"), row.contact),
        (_("Why"), row.why),
        (_("Proposed by"), row.proposed_by),
    ]


def _decide_policy(row: CasePolicy, approve: bool, why: str, by: User, now: datetime) -> object:
    return policies.decide(row.pk, approve, by=by, now=now)


# ── rules ───────────────────────────────────────────────────────────────────────────────────


def _rule(user: User, pk: int) -> RuleVersion | None:
    rows = RuleVersion.objects.visible_to(user).filter(pk=pk, standing=OfRule.PROPOSED, owner=user.state_id)
    return rows.select_related("rule", "author", "proposed_by").first()


def _lines_of_rule(row: RuleVersion) -> Lines:
    run = acts.latest_run(row)
    tried = Result.of(run.result) if run else None
    limit = config().rule_disparity
    return [
        (_("Rule"), f"{row.rule.code} {row.title}, {row.number}"),
        (_("Sentence"), row.sentence),
        (_("Condition"), row.condition),
        (_("Severity"), row.severity),
        (_("Officers do"), row.officers_do),
        (_("Source"), row.source),
        (_("Why"), row.why),
        (_("Last day"), row.expires),
        (_("Dry run: met of 1,000"), f"{tried.of_1000:.1f}" if tried else _("none")),
        (_("Some groups are met more often than the limit"), bool(tried and over(tried, limit))),
        (_("Justification"), row.justification),
        (_("Proposed by"), row.proposed_by),
    ]


def _decide_rule(row: RuleVersion, approve: bool, why: str, by: User, now: datetime) -> object:
    if approve:
        return acts.approve(row.pk, justification=why, limit=config().rule_disparity, by=by, now=now)
    return acts.decline(row.pk, why=why, by=by, now=now)


# ── alerts ──────────────────────────────────────────────────────────────────────────────────


def _confirmation(user: User, pk: int) -> Event | None:
    """The event by which an officer proposed to confirm the alert `pk`."""
    found = Alert.objects.visible_to(user).filter(pk=pk).first()
    if found is None or own(found, user).state != AlertState.PROPOSED:
        return None
    events, of = found.events.filter(act=Act.PROPOSE), speaker(found, user)
    mine = events.filter(of=of) if of else events
    return mine.select_related("alert", "who").order_by("-id").first()


def _lines_of_confirmation(row: Event) -> Lines:
    return [(_("List"), row.alert.list_name), *_lines_of_event(row)]


def _decide_confirmation(row: Event, approve: bool, why: str, by: User, now: datetime) -> object:
    words = decide.Words(
        note=f"{ON_PROPOSAL} {why.strip()}",
        compared=row.compared,
        reasons_for=row.reasons_for,
        reasons_against=row.reasons_against,
    )
    return decide.decide(row.alert_id, Act.AGREE if approve else Act.DECLINE, by=by, words=words, now=now)


def _lines_of_event(event: Event) -> Lines:
    """What the officer compared and wrote: no name, no document, no entry."""
    ticked: Lines = [(ATTRIBUTES[key], found) for key, found in event.compared.items() if key in ATTRIBUTES]
    return [
        *ticked,
        (_("Evidence for"), event.reasons_for),
        (_("Evidence against"), event.reasons_against),
        (_("Note"), event.note),
        (_("Proposed by"), event.who),
    ]


def _cleared(user: User, pk: int) -> ClearedPair | None:
    rows = ClearedPair.objects.visible_to(user).filter(pk=pk, everywhere=False, needs_second=True, approved_by=None)
    return rows.filter(withdrawn_at=None).select_related("alert", "cleared_by").first()


def _lines_of_cleared(row: ClearedPair) -> Lines:
    events = row.alert.events.filter(act=Act.CLEAR, who=row.cleared_by_id).select_related("who").order_by("-id")
    written = _lines_of_event(event) if (event := events.first()) else []
    return [(_("List"), row.list_name), (_("Holds until"), row.expires), *written]


def _decide_cleared(row: ClearedPair, approve: bool, why: str, by: User, now: datetime) -> object:
    return pairs.approve(row.pk, by=by, now=now) if approve else pairs.withdraw(row.pk, why, by=by, now=now)


# ── data subject requests ───────────────────────────────────────────────────────────────────


def _measure(user: User, pk: int) -> Request | None:
    rows = Request.objects.visible_to(user).filter(pk=pk, answered_at=None, states=[user.state_id])
    return rows.filter(measures__done_at=None, measures__declined_at=None, measures__isnull=False).first()


def _open_measure(row: Request) -> Row:
    return row.measures.select_related("asked_by").get(done_at=None, declined_at=None)


def _lines_of_measure(row: Request) -> Lines:
    waiting = _open_measure(row)
    return [
        (_("Request"), row.reference),
        (_("What the person asks for"), row.get_kind_display()),
        (_("Rows concerned"), len(waiting.travellers)),
        (_("Until"), waiting.until or "–"),
        (_("Statement"), waiting.statement),
        (_("Proposed by"), waiting.asked_by),
    ]


def _decide_measure(row: Request, approve: bool, why: str, by: User, now: datetime) -> object:
    return carry_out.decide(row.pk, agree=approve, by=by, now=now)


def _review(user: User, pk: int) -> Request | None:
    rows = Request.objects.visible_to(user).filter(pk=pk, review_asked_at__isnull=False, reviewed_at=None)
    return rows.filter(states=[user.state_id]).select_related("answered_by").first()


def _lines_of_review(row: Request) -> Lines:
    return [
        (_("Request"), row.reference),
        (_("What the person asks for"), row.get_kind_display()),
        (_("Answered"), row.answered_at),
        (_("Something is withheld"), bool(row.withheld)),
        (_("Answered by"), row.answered_by),
        (_("Your decision"), _("Approve: the answer stands. Reject: what was withheld is enclosed.")),
    ]


def _decide_review(row: Request, approve: bool, why: str, by: User, now: datetime) -> object:
    return rights.review(row.pk, upheld=approve, by=by, now=now)


# ── accounts ────────────────────────────────────────────────────────────────────────────────


def _link(user: User, pk: int) -> Invitation | None:
    rows = Invitation.objects.filter(pk=pk, needs_second=True, confirmed_by=None, used_at=None, withdrawn_at=None)
    found = rows.filter(user__state=user.state_id, user__carrier=None).select_related("user", "invited_by").first()
    return found if found and found.may_be_confirmed else None


def _lines_of_link(row: Invitation) -> Lines:
    return [
        (_("Account"), f"{row.user} ({row.user.username})"),
        (_("Role"), row.user.get_role_display()),
        (_("What"), _("A new account") if row.is_first else _("Replaces password and second factor")),
        (_("Link until"), row.expires_at),
        (_("Proposed by"), row.invited_by),
    ]


def _decide_link(row: Invitation, approve: bool, why: str, by: User, now: datetime) -> object:
    done = (inviting.confirm if approve else inviting.reject)(row.pk, by=by, now=now)
    states = [row.user.state_id] if row.user.state_id else []
    note(by, "link confirmed" if approve else "link rejected", f"user {row.user_id}", states=states)
    return done


KINDS: Final[Mapping[str, Kind]] = {
    "nomination": Kind(
        label=_("Entry of a watchlist"), find=_nomination, proposers=lambda row: [row.nominated_by_id],
        may=permissions.may_approve_nomination, lines=_lines_of_nomination, decide=_decide_nomination,
    ),
    "list-settings": Kind(
        label=_("Settings of a list"), find=_proposal, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_load_lists, lines=_lines_of_proposal, decide=_decide_proposal,
    ),
    "case-policy": Kind(
        label=_("How alerts of a list are worked"), find=_policy, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_load_lists, lines=_lines_of_policy, decide=_decide_policy,
    ),
    "rule": Kind(
        label=_("Rule"), find=_rule, proposers=lambda row: [row.author_id, row.proposed_by_id],
        may=permissions.may_approve_rules, lines=_lines_of_rule, decide=_decide_rule,
    ),
    "confirmation": Kind(
        label=_("Confirmation of a match"), find=_confirmation,
        proposers=lambda row: [row.who_id], may=permissions.may_decide_alerts,
        lines=_lines_of_confirmation, decide=_decide_confirmation,
    ),
    "cleared": Kind(
        label=_("Cleared match"), find=_cleared, proposers=lambda row: [row.cleared_by_id],
        may=permissions.may_review_cleared, lines=_lines_of_cleared, decide=_decide_cleared,
    ),
    "measure": Kind(
        label=_("Data subject request: correction, deletion or restriction"), find=_measure,
        proposers=lambda row: [_open_measure(row).asked_by_id], may=permissions.may_carry_out_requests,
        lines=_lines_of_measure, decide=_decide_measure,
    ),
    "review": Kind(
        label=_("Data subject request: review of an answer"), find=_review,
        proposers=lambda row: [row.answered_by_id], may=permissions.may_answer_requests,
        lines=_lines_of_review, decide=_decide_review,
    ),
    "link": Kind(
        label=_("Sign-in link"), find=_link, proposers=lambda row: [row.invited_by_id],
        may=inviting.may_confirm_links, lines=_lines_of_link, decide=_decide_link,
    ),
}  # fmt: skip

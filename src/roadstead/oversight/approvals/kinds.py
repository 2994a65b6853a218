"""Kinds of proposals for second approval: who may approve them, who proposed them, and where they are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, StateDecision
from roadstead.casework.vetting.models import VettingMatch
from roadstead.cooperation.lookouts.models import LookoutPeriod
from roadstead.cooperation.warrants.models import WarrantValidation
from roadstead.oversight.approvals import agreements, body_decisions, holds, lookouts, proposals, vetting, warrants
from roadstead.oversight.approvals.proposals import Lines, Row
from roadstead.oversight.registers.models import BodyDecision
from roadstead.oversight.retention.models import HoldLifting, SubjectRequest
from roadstead.platform.accounts import cooperation_permissions, permissions
from roadstead.platform.accounts.models import Invitation, Token, User
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.database.any_rows import Rows, with_rows
from roadstead.platform.directory.models import SharingAgreement
from roadstead.platform.invitations import invitation_links
from roadstead.platform.policies.models import PolicyRow
from roadstead.targeting.rulebook.models import RuleStatus, RuleVersion
from roadstead.targeting.watchlists.models import Nomination, Proposal

May = Callable[[User], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Kind of proposal. `rows`: those waiting in the person's own state or centre that the person may see; with an id,
    that one alone. `open`: whatever waits, whoever may see it; rows of any user are among them.
    """

    label: str | Promise
    open: Rows
    rows: Callable[[User, int | None], Iterable[Row]]
    proposers: Callable[[Row], list[int | None]]
    may: May  # True for a person of the state or centre who may approve it
    lines: Callable[[Row], Lines]  # text of the proposal as label and value
    decide: Callable[[Row, bool, str, User, datetime], object]  # row, approve, why, by, now
    page: str  # URL name of the page where it is decided
    number: Callable[[Row], int | str | None] = lambda row: int(row.pk)  # or code in that URL; None if it has none
    since: Callable[[Row], datetime] = lambda row: cast(datetime, row.proposed_at)  # time of the proposal

    def find(self, user: User, subject: int) -> Row | None:
        """Return the proposal; None if it does not wait, or this person may not see it."""
        return next(iter(self.rows(user, subject)), None)


KINDS: Final[Mapping[str, Kind]] = {
    "nomination": Kind(
        label=_("Watchlist entry"),
        open=lambda: Nomination.objects.filter(status=Nomination.Status.WAITING),
        rows=proposals.nominations, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_nomination, lines=proposals.lines_of_nomination, decide=proposals.decide_nomination,
        page="nomination",
    ),
    "list-settings": Kind(
        label=_("List settings"),
        open=lambda: Proposal.objects.filter(WAITING),
        rows=proposals.list_settings_proposals,
        proposers=lambda row: [row.proposed_by_id], may=permissions.may_approve_list_settings,
        lines=proposals.lines_of_list_settings, decide=proposals.decide_list_settings,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "case-policy": Kind(
        label=_("Handling of a list’s alerts"),
        open=lambda: AlertPolicy.objects.filter(WAITING),
        rows=proposals.alert_policy_proposals,
        proposers=lambda row: [row.proposed_by_id], may=permissions.may_approve_list_settings,
        lines=proposals.lines_of_alert_policy, decide=proposals.decide_alert_policy,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "rule": Kind(
        label=_("Rule"),
        open=lambda: RuleVersion.objects.filter(status=RuleStatus.PROPOSED),
        rows=proposals.rules, proposers=lambda row: [row.author_id, row.proposed_by_id],
        may=permissions.may_approve_rules, lines=proposals.lines_of_rule, decide=proposals.decide_rule,
        page="rule", number=lambda row: row.rule_id,
    ),
    "confirmation": Kind(
        label=_("Confirmation of a match"),
        open=lambda: Alert.objects.filter(state=AlertState.PROPOSED),
        rows=proposals.confirmations,
        proposers=lambda row: [row.who_id], may=permissions.may_decide_alerts,
        lines=proposals.lines_of_confirmation, decide=proposals.decide_confirmation,
        page="alert", number=lambda row: row.alert_id, since=lambda row: row.at,
    ),
    "cleared": Kind(
        label=_("Cleared match"),
        open=lambda: ClearedPair.objects.filter(WAITING, withdrawn_at=None),
        rows=proposals.cleared, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_review_cleared, lines=proposals.lines_of_cleared, decide=proposals.decide_cleared,
        page="cleared-pair",
    ),
    "measure": Kind(
        label=_("Data subject request: correction, deletion or restriction"),
        open=lambda: SubjectRequest.objects.filter(answered_at=None, actions__decision=""),
        rows=proposals.subject_actions,
        proposers=lambda row: [proposals.open_subject_action(row).proposed_by_id], may=permissions.may_execute_requests,
        lines=proposals.lines_of_subject_action, decide=proposals.decide_subject_action,
        page="subject-request", since=lambda row: cast(datetime, proposals.open_subject_action(row).proposed_at),
    ),
    "review": Kind(
        label=_("Data subject request: review of an answer"),
        open=lambda: SubjectRequest.objects.filter(review_asked_at__isnull=False, reviewed_at=None),
        rows=proposals.reviews,
        proposers=lambda row: [row.answered_by_id], may=permissions.may_answer_subject_requests,
        lines=proposals.lines_of_review, decide=proposals.decide_review,
        page="subject-request", since=lambda row: cast(datetime, row.review_asked_at),
    ),
    "hold": Kind(
        label=_("Lifting of a hold"),
        open=lambda: HoldLifting.objects.filter(WAITING),
        rows=holds.waiting, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_lift_holds, lines=holds.lines, decide=holds.decide,
        page="holds", number=lambda _row: None,
    ),
    "policy": Kind(
        label=_("Policy"),
        open=lambda: PolicyRow.objects.filter(WAITING),
        rows=proposals.policy_rows, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_set_policies, lines=proposals.lines_of_policy_rows, decide=proposals.decide_policy_rows,
        page="policy-row",
    ),
    "agreement": Kind(
        label=_("Sharing agreement"),
        open=lambda: SharingAgreement.objects.filter(WAITING),
        rows=agreements.waiting, proposers=lambda row: [row.proposed_by_id],
        may=cooperation_permissions.may_approve_agreements, lines=agreements.lines, decide=agreements.decide,
        page="organisation", number=lambda row: row.partner_id,
    ),
    "decision": Kind(
        label=_("Record of a decision of a body"),
        open=lambda: BodyDecision.objects.filter(WAITING),
        rows=body_decisions.waiting, proposers=lambda row: [row.proposed_by_id, row.entered_by_id],
        may=cooperation_permissions.may_approve_decisions, lines=body_decisions.lines, decide=body_decisions.decide,
        page="body-decision",
    ),
    "lookout": Kind(
        label=_("Lookout"),
        open=lambda: LookoutPeriod.objects.filter(WAITING),
        rows=lookouts.waiting, proposers=lambda row: [row.proposed_by_id],
        may=cooperation_permissions.may_approve_lookouts, lines=lookouts.lines, decide=lookouts.decide,
        page="lookout", number=lambda row: row.lookout.reference,
    ),
    "warrant": Kind(
        label=_("Warrant"),
        open=lambda: WarrantValidation.objects.filter(WAITING),
        rows=warrants.waiting, proposers=lambda row: [row.drafted_by_id, row.proposed_by_id],
        may=cooperation_permissions.may_validate_warrants, lines=warrants.lines, decide=warrants.decide,
        page="warrant", number=lambda row: row.warrant.reference,
    ),
    "vetting": Kind(
        label=_("Confirmed match of a vetted applicant"),
        open=lambda: VettingMatch.objects.filter(WAITING),
        rows=vetting.waiting, proposers=lambda row: [row.proposed_by_id],
        may=cooperation_permissions.may_approve_vetting, lines=vetting.lines, decide=vetting.decide,
        page="vetting-match",
    ),
    "link": Kind(
        label=_("Sign-in link"),
        open=lambda: Invitation.objects.filter(WAITING, used_at=None, withdrawn_at=None),
        rows=proposals.links, proposers=lambda row: [row.proposed_by_id],
        may=invitation_links.may_confirm_links, lines=proposals.lines_of_link, decide=proposals.decide_link,
        page="people", number=lambda _row: None,
    ),
}  # fmt: skip

OF_A_STATE: Final = "confirmation of a state"  # that decides for itself, on an alert of several
OPEN: Final[Mapping[str, Rows]] = {
    **{name: kind.open for name, kind in KINDS.items()},
    OF_A_STATE: lambda: StateDecision.objects.filter(state=AlertState.PROPOSED),
    "token": lambda: Token.objects.filter(WAITING, revoked_at=None),  # decided on the page of its organisation
}


def open_kinds(names: Iterable[object] | None = None) -> set[str]:
    """Return the kinds of which anything waits in the current scope: keys of `KINDS`, and "token". `names`: those keys
    of `OPEN` that have rows, among others, where the caller has asked for them already.
    """
    found = with_rows(OPEN) if names is None else [name for name in names if isinstance(name, str) and name in OPEN]
    return {"confirmation" if name == OF_A_STATE else name for name in found}

"""Kinds of proposals for second approval: who may approve them, who proposed them, and where they are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals import agreements, holds, proposals
from roadstead.oversight.approvals.proposals import Lines, Row
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.invitations import invitation_links

May = Callable[[User], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Kind of proposal. `rows`: those waiting in the person's own state or centre that the person may see; with an id,
    that one alone.
    """

    label: str | Promise
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
        label=_("Watchlist entry"), rows=proposals.nominations, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_nomination, lines=proposals.lines_of_nomination, decide=proposals.decide_nomination,
        page="nomination",
    ),
    "list-settings": Kind(
        label=_("List settings"), rows=proposals.list_settings_proposals,
        proposers=lambda row: [row.proposed_by_id], may=permissions.may_approve_list_settings,
        lines=proposals.lines_of_list_settings, decide=proposals.decide_list_settings,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "case-policy": Kind(
        label=_("Handling of a list’s alerts"), rows=proposals.alert_policy_proposals,
        proposers=lambda row: [row.proposed_by_id], may=permissions.may_approve_list_settings,
        lines=proposals.lines_of_alert_policy, decide=proposals.decide_alert_policy,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "rule": Kind(
        label=_("Rule"), rows=proposals.rules, proposers=lambda row: [row.author_id, row.proposed_by_id],
        may=permissions.may_approve_rules, lines=proposals.lines_of_rule, decide=proposals.decide_rule,
        page="rule", number=lambda row: row.rule_id,
    ),
    "confirmation": Kind(
        label=_("Confirmation of a match"), rows=proposals.confirmations,
        proposers=lambda row: [row.who_id], may=permissions.may_decide_alerts,
        lines=proposals.lines_of_confirmation, decide=proposals.decide_confirmation,
        page="alert", number=lambda row: row.alert_id, since=lambda row: row.at,
    ),
    "cleared": Kind(
        label=_("Cleared match"), rows=proposals.cleared, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_review_cleared, lines=proposals.lines_of_cleared, decide=proposals.decide_cleared,
        page="cleared-pair",
    ),
    "measure": Kind(
        label=_("Data subject request: correction, deletion or restriction"), rows=proposals.subject_actions,
        proposers=lambda row: [proposals.open_subject_action(row).proposed_by_id], may=permissions.may_execute_requests,
        lines=proposals.lines_of_subject_action, decide=proposals.decide_subject_action,
        page="subject-request", since=lambda row: cast(datetime, proposals.open_subject_action(row).proposed_at),
    ),
    "review": Kind(
        label=_("Data subject request: review of an answer"), rows=proposals.reviews,
        proposers=lambda row: [row.answered_by_id], may=permissions.may_answer_subject_requests,
        lines=proposals.lines_of_review, decide=proposals.decide_review,
        page="subject-request", since=lambda row: cast(datetime, row.review_asked_at),
    ),
    "hold": Kind(
        label=_("Lifting of a hold"), rows=holds.waiting, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_lift_holds, lines=holds.lines, decide=holds.decide,
        page="holds", number=lambda _row: None,
    ),
    "policy": Kind(
        label=_("Policy"), rows=proposals.policy_rows, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_set_policies, lines=proposals.lines_of_policy_rows, decide=proposals.decide_policy_rows,
        page="policy-row",
    ),
    "agreement": Kind(
        label=_("Sharing agreement"), rows=agreements.waiting, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_agreements, lines=agreements.lines, decide=agreements.decide,
        page="organisation", number=lambda row: row.partner_id,
    ),
    "link": Kind(
        label=_("Sign-in link"), rows=proposals.links, proposers=lambda row: [row.proposed_by_id],
        may=invitation_links.may_confirm_links, lines=proposals.lines_of_link, decide=proposals.decide_link,
        page="people", number=lambda _row: None,
    ),
}  # fmt: skip

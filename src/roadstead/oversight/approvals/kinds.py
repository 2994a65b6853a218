"""Kinds of proposals for second approval: who may approve them, who proposed them, and where they are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals import agreements, holds, subjects
from roadstead.oversight.approvals.subjects import Lines, Row
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.invitations import inviting

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
        label=_("Entry of a watchlist"), rows=subjects.nominations, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_nomination, lines=subjects.lines_of_nomination, decide=subjects.decide_nomination,
        page="nomination",
    ),
    "list-settings": Kind(
        label=_("Settings of a list"), rows=subjects.proposals, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_list_settings, lines=subjects.lines_of_proposal, decide=subjects.decide_proposal,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "case-policy": Kind(
        label=_("How alerts of a list are worked"), rows=subjects.policies, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_list_settings, lines=subjects.lines_of_policy, decide=subjects.decide_policy,
        page="list", number=lambda row: row.watch_list_id,
    ),
    "rule": Kind(
        label=_("Rule"), rows=subjects.rules, proposers=lambda row: [row.author_id, row.proposed_by_id],
        may=permissions.may_approve_rules, lines=subjects.lines_of_rule, decide=subjects.decide_rule,
        page="rule", number=lambda row: row.rule_id,
    ),
    "confirmation": Kind(
        label=_("Confirmation of a match"), rows=subjects.confirmations,
        proposers=lambda row: [row.who_id], may=permissions.may_decide_alerts,
        lines=subjects.lines_of_confirmation, decide=subjects.decide_confirmation,
        page="alert", number=lambda row: row.alert_id, since=lambda row: row.at,
    ),
    "cleared": Kind(
        label=_("Cleared match"), rows=subjects.cleared, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_review_cleared, lines=subjects.lines_of_cleared, decide=subjects.decide_cleared,
        page="pair",
    ),
    "measure": Kind(
        label=_("Data subject request: correction, deletion or restriction"), rows=subjects.measures,
        proposers=lambda row: [subjects.open_measure(row).proposed_by_id], may=permissions.may_carry_out_requests,
        lines=subjects.lines_of_measure, decide=subjects.decide_measure,
        page="request", since=lambda row: cast(datetime, subjects.open_measure(row).proposed_at),
    ),
    "review": Kind(
        label=_("Data subject request: review of an answer"), rows=subjects.reviews,
        proposers=lambda row: [row.answered_by_id], may=permissions.may_answer_requests,
        lines=subjects.lines_of_review, decide=subjects.decide_review,
        page="request", since=lambda row: cast(datetime, row.review_asked_at),
    ),
    "hold": Kind(
        label=_("Lifting of a hold"), rows=holds.waiting, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_lift_holds, lines=holds.lines, decide=holds.decide,
        page="holds", number=lambda _row: None,
    ),
    "policy": Kind(
        label=_("Policy"), rows=subjects.policy_rows, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_set_policies, lines=subjects.lines_of_policy_rows, decide=subjects.decide_policy_rows,
        page="policy-row",
    ),
    "agreement": Kind(
        label=_("Agreement on sharing"), rows=agreements.waiting, proposers=lambda row: [row.proposed_by_id],
        may=permissions.may_approve_agreements, lines=agreements.lines, decide=agreements.decide,
        page="organisation", number=lambda row: row.partner_id,
    ),
    "link": Kind(
        label=_("Sign-in link"), rows=subjects.links, proposers=lambda row: [row.proposed_by_id],
        may=inviting.may_confirm_links, lines=subjects.lines_of_link, decide=subjects.decide_link,
        page="people", number=lambda _row: None,
    ),
}  # fmt: skip

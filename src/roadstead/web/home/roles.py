"""Which sections the home page of a role and an organisation has, in order."""

from __future__ import annotations

from typing import Final

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.web.home import oversight_sections, sections
from roadstead.web.home.sections import Builder

BY_ROLE: Final[dict[Role, tuple[Builder, ...]]] = {
    Role.OFFICER: (
        sections.my_alerts,
        sections.arrivals,
        sections.alerts_to_decide,
        sections.unanswered,
        sections.tasks,
    ),
    Role.SUPERVISOR: (
        sections.approvals,
        sections.unanswered,
        sections.alerts_to_decide,
        sections.roster_gaps,
        oversight_sections.subject_requests,
        oversight_sections.stopped_deletions,
        sections.tasks,
    ),
    Role.ANALYST: (
        sections.my_alerts,
        sections.alerts_to_decide,
        sections.arrivals,
        sections.approvals,
        sections.tasks,
    ),
    Role.FOCAL_POINT: (sections.unanswered, sections.arrivals, sections.alerts_to_decide),
    Role.WATCHLIST_OWNER: (sections.approvals, oversight_sections.lists),
    Role.AUDITOR: (
        oversight_sections.audit_chain,
        oversight_sections.stopped_deletions,
        oversight_sections.breach_notices,
        oversight_sections.subject_requests,
    ),
    Role.DATA_PROTECTION: (
        oversight_sections.subject_requests,
        oversight_sections.breach_notices,
        oversight_sections.stopped_deletions,
        oversight_sections.audit_chain,
    ),
    Role.ADMINISTRATOR: (sections.approvals, oversight_sections.certificates),
}
CUSTOMS_OFFICER: Final = (sections.selected_goods, sections.cargo_alerts, sections.my_alerts, sections.unanswered)
INVESTIGATOR: Final = (sections.tasks, sections.my_alerts, sections.unanswered, sections.arrivals)
# Officers of an organisation with other work than people at the border.
OFFICERS: Final[dict[OrganisationType, tuple[Builder, ...]]] = {
    OrganisationType.CUSTOMS: CUSTOMS_OFFICER,
    OrganisationType.POLICE: INVESTIGATOR,
    OrganisationType.NCB: INVESTIGATOR,
    OrganisationType.FIU: INVESTIGATOR,
}


def sections_of(user: User) -> tuple[Builder, ...]:
    """Return the builders of this user's home page."""
    role = Role(user.role)
    if role == Role.OFFICER and user.organisation is not None:
        own = OFFICERS.get(OrganisationType(user.organisation.type))
        if own is not None:
            return own
    return BY_ROLE.get(role, ())

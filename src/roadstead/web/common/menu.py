"""Menu and home page: the role decides what may be opened, the organisation what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import OrganisationType

# name on the page, name of its URL, who may open it
PLACES = (
    ("Alerts", "queue", permissions.may_see_alerts),
    ("Cases", "cases", permissions.may_see_cases),
    ("Notices", "notices", permissions.may_see_alerts),
    ("Directory", "directory", permissions.may_see_directory),
    ("Arrivals", "arrivals", permissions.may_see_arrivals),
    ("Lanes of cargo", "lanes", permissions.may_see_cargo),
    ("Messages", "inbox", permissions.may_see_messages),
    ("File a list", "submit", permissions.may_submit_messages),
    ("Lists", "lists", permissions.may_see_lists),
    ("Rules", "rules", permissions.may_see_rules),
    ("Requests", "subject-requests", permissions.may_see_subject_requests),
    ("Holds", "holds", permissions.may_see_holds),
    ("Incidents", "incidents", permissions.may_see_incidents),
    ("Data protection", "data-protection", permissions.may_see_data_protection),
    ("Stopped deletions", "stopped-purges", permissions.may_see_stopped_purges),
    ("Figures", "statistics", permissions.may_see_statistics),
    ("Policy", "policies", permissions.may_see_policies),
    ("Audit", "audit", permissions.may_see_audit),
    ("Second approvals", "second-approvals", permissions.may_see_second_approvals),
    ("People", "people", permissions.may_manage_accounts),
    ("Jobs", "jobs", permissions.may_run_jobs),
)
NAMES: Final = {view: name for name, view, _may in PLACES}
ACCESS: Final = {view: may for _name, view, may in PLACES}

# Groups of the menu, by names of URLs, in the order of the page. A URL in no group comes last.
GROUPS: Final = (
    (_("Decide"), ("queue", "cases", "notices", "arrivals", "directory")),
    (_("Filed lists"), ("inbox", "submit", "lanes")),
    (_("Watchlists and rules"), ("lists", "rules")),
    (
        _("Oversight"),
        (
            "statistics",
            "subject-requests",
            "holds",
            "incidents",
            "data-protection",
            "stopped-purges",
            "policies",
            "audit",
            "second-approvals",
            "people",
            "jobs",
        ),
    ),
)
FIRST_TITLE: Final = _("Your work")
MORE_TITLE: Final = _("More")

# Home pages by role, whatever the organisation. Other roles begin with the first page of their organisation.
HOME_BY_ROLE: Final = {
    Role.CARRIER: "inbox",
    Role.WATCHLIST_OWNER: "lists",
    Role.AUDITOR: "audit",
    Role.DATA_PROTECTION: "audit",
    Role.OPERATOR: "jobs",
    Role.ADMINISTRATOR: "people",
}
DEFAULT_HOME: Final = "queue"


@dataclass(frozen=True, slots=True)
class OrganisationMenu:
    """Menu of an organisation's people. `first`: the head of the menu; its first page is their home. `without`: left
    out of the menu; links lead there, as the role may still open it.
    """

    first: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


INTAKE: Final = ("inbox", "rules")
BORDER: Final = ("arrivals", "lanes", *INTAKE)
JUSTICE: Final = OrganisationMenu(("cases", "directory"), BORDER)

# A type that is not listed has the menu of a border agency, and so do users without an organisation.
ORGANISATION_MENUS: Final = {
    OrganisationType.CUSTOMS: OrganisationMenu(("lanes", "queue", "notices")),
    OrganisationType.IMMIGRATION: OrganisationMenu(("arrivals", "queue", "notices"), ("lanes",)),
    OrganisationType.PORT_AUTHORITY: OrganisationMenu(("arrivals", "lanes", "notices"), INTAKE),
    OrganisationType.AIRPORT_AUTHORITY: OrganisationMenu(("arrivals", "notices"), ("lanes", *INTAKE)),
    OrganisationType.COAST_GUARD: OrganisationMenu(("arrivals", "lanes", "notices"), INTAKE),
    OrganisationType.POLICE: OrganisationMenu(("cases", "notices", "queue"), ("inbox",)),
    OrganisationType.NCB: OrganisationMenu(("notices", "cases", "directory"), BORDER),
    OrganisationType.FIU: OrganisationMenu(("notices", "cases", "lanes"), ("arrivals", *INTAKE)),
    OrganisationType.MINISTRY: OrganisationMenu(("statistics", "directory"), INTAKE),
    OrganisationType.CENTRAL_AUTHORITY: JUSTICE,
    OrganisationType.PROSECUTION: JUSTICE,
    OrganisationType.COURT: JUSTICE,
    OrganisationType.PRISON: JUSTICE,
    OrganisationType.FORENSIC: JUSTICE,
    OrganisationType.PROTECTION_AUTHORITY: JUSTICE,
}


def organisation_menu(user: User) -> OrganisationMenu:
    """Return the menu of the user's organisation; the default for a role whose work is the same everywhere."""
    if user.role in HOME_BY_ROLE or user.organisation is None:
        return OrganisationMenu()
    return ORGANISATION_MENUS.get(OrganisationType(user.organisation.type), OrganisationMenu())


def home_of(user: User) -> str:
    """Return the URL name of the page after sign-in."""
    if user.role in HOME_BY_ROLE:
        return HOME_BY_ROLE[Role(user.role)]
    return next((view for view in organisation_menu(user).first if ACCESS[view](user)), DEFAULT_HOME)


def menu_of(user: User) -> list[tuple[str | Promise, list[str]]]:
    """Return groups of names of URLs that this user may open, in order; empty groups are left out."""
    desk = organisation_menu(user)
    open_to = [view for view, may in ACCESS.items() if may(user) and view not in desk.without]
    left = [view for view in open_to if view not in desk.first]
    named = {view for _name, views in GROUPS for view in views}
    rest = tuple(view for view in left if view not in named)
    rows = [(name, [view for view in views if view in left]) for name, views in (*GROUPS, (MORE_TITLE, rest))]
    first = (FIRST_TITLE, [view for view in desk.first if view in open_to])
    return [(name, views) for name, views in (first, *rows) if views]

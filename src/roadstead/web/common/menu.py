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
    ("Possible matches", "queue", permissions.may_see_alerts),
    ("Cases", "cases", permissions.may_see_cases),
    ("Notices", "notices", permissions.may_see_alerts),
    ("Directory", "directory", permissions.may_see_directory),
    ("Arrivals", "arrivals", permissions.may_see_arrivals),
    ("Lanes of cargo", "lanes", permissions.may_see_cargo),
    ("Messages", "inbox", permissions.may_see_messages),
    ("File a list", "submit", permissions.may_submit_messages),
    ("Lists", "lists", permissions.may_see_lists),
    ("Rules", "rules", permissions.may_see_rules),
    ("Requests", "requests", permissions.may_see_requests),
    ("Holds", "holds", permissions.may_see_holds),
    ("Incidents", "incidents", permissions.may_see_incidents),
    ("Data protection", "data-protection", permissions.may_see_data_protection),
    ("Stopped deletions", "stopped-purges", permissions.may_see_stopped_purges),
    ("Figures", "figures", permissions.may_see_figures),
    ("Policy", "policies", permissions.may_see_policies),
    ("Audit", "audit", permissions.may_see_audit),
    ("Second approvals", "second-approvals", permissions.may_see_second_approvals),
    ("People", "people", permissions.may_look_after_people),
    ("Jobs", "jobs", permissions.may_run_jobs),
)
NAMES: Final = {view: name for name, view, _may in PLACES}
MAY: Final = {view: may for _name, view, may in PLACES}

# Groups of the menu, by names of URLs, in the order of the page. A URL in no group comes last.
GROUPS: Final = (
    (_("Decide"), ("queue", "cases", "notices", "arrivals", "directory")),
    (_("Filed lists"), ("inbox", "submit", "lanes")),
    (_("Watchlists and rules"), ("lists", "rules")),
    (
        _("Oversight"),
        (
            "figures",
            "requests",
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
FIRST: Final = _("Your work")
MORE: Final = _("More")

# Home pages by role, whatever the organisation. Other roles begin with the first page of their organisation.
START: Final = {
    Role.CARRIER: "inbox",
    Role.WATCHLIST_OWNER: "lists",
    Role.AUDITOR: "audit",
    Role.DATA_PROTECTION: "audit",
    Role.OPERATOR: "jobs",
    Role.ADMINISTRATOR: "people",
}
USUAL: Final = "queue"


@dataclass(frozen=True, slots=True)
class Desk:
    """Menu of an organisation's people. `first`: the head of the menu; its first page is their home. `without`: left
    out of the menu; links lead there, as the role may still open it.
    """

    first: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


INTAKE: Final = ("inbox", "rules")
BORDER: Final = ("arrivals", "lanes", *INTAKE)
JUSTICE: Final = Desk(("cases", "directory"), BORDER)

# A type that is not listed has the menu of a border agency, and so do users without an organisation.
DESKS: Final = {
    OrganisationType.CUSTOMS: Desk(("lanes", "queue", "notices")),
    OrganisationType.IMMIGRATION: Desk(("arrivals", "queue", "notices"), ("lanes",)),
    OrganisationType.PORT_AUTHORITY: Desk(("arrivals", "lanes", "notices"), INTAKE),
    OrganisationType.AIRPORT_AUTHORITY: Desk(("arrivals", "notices"), ("lanes", *INTAKE)),
    OrganisationType.COAST_GUARD: Desk(("arrivals", "lanes", "notices"), INTAKE),
    OrganisationType.POLICE: Desk(("cases", "notices", "queue"), ("inbox",)),
    OrganisationType.NCB: Desk(("notices", "cases", "directory"), BORDER),
    OrganisationType.FIU: Desk(("notices", "cases", "lanes"), ("arrivals", *INTAKE)),
    OrganisationType.MINISTRY: Desk(("figures", "directory"), INTAKE),
    OrganisationType.CENTRAL_AUTHORITY: JUSTICE,
    OrganisationType.PROSECUTION: JUSTICE,
    OrganisationType.COURT: JUSTICE,
    OrganisationType.PRISON: JUSTICE,
    OrganisationType.FORENSIC: JUSTICE,
    OrganisationType.PROTECTION_AUTHORITY: JUSTICE,
}


def desk_of(user: User) -> Desk:
    """Return the menu of the user's organisation; the default for a role whose work is the same everywhere."""
    if user.role in START or user.organisation is None:
        return Desk()
    return DESKS.get(OrganisationType(user.organisation.type), Desk())


def home_of(user: User) -> str:
    """Return the URL name of the page after sign-in."""
    if user.role in START:
        return START[Role(user.role)]
    return next((view for view in desk_of(user).first if MAY[view](user)), USUAL)


def menu_of(user: User) -> list[tuple[str | Promise, list[str]]]:
    """Return groups of names of URLs that this user may open, in order; empty groups are left out."""
    desk = desk_of(user)
    open_to = [view for view, may in MAY.items() if may(user) and view not in desk.without]
    left = [view for view in open_to if view not in desk.first]
    named = {view for _name, views in GROUPS for view in views}
    rest = tuple(view for view in left if view not in named)
    rows = [(name, [view for view in views if view in left]) for name, views in (*GROUPS, (MORE, rest))]
    first = (FIRST, [view for view in desk.first if view in open_to])
    return [(name, views) for name, views in (first, *rows) if views]

"""Menu and home page: the role decides what may be opened, role and organisation what the menu shows."""

from __future__ import annotations

from typing import Final

from roadstead.platform.accounts import cooperation_permissions, filing_permissions, permissions
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import OrganisationType

# name on the page, name of its URL, who may open it
PLACES = (
    ("Today", "home", lambda user: True),
    ("Alerts", "queue", permissions.may_see_alerts),
    ("Check a document", "desk", permissions.may_check_documents),
    ("Cases", "cases", permissions.may_see_cases),
    ("Notifications", "notices", permissions.may_see_alerts),
    ("Directory", "directory", cooperation_permissions.may_see_directory),
    ("Law", "law", cooperation_permissions.may_see_law),
    ("Decisions of bodies", "decisions", cooperation_permissions.may_see_decisions),
    ("Requests", "requests", cooperation_permissions.may_see_requests),
    ("Response times", "response-times", cooperation_permissions.may_see_response_times),
    ("Lookouts", "lookouts", cooperation_permissions.may_see_lookouts),
    ("Warrants", "warrants", cooperation_permissions.may_see_warrants),
    ("Watch log", "log", cooperation_permissions.may_see_watch_log),
    ("Incident rooms", "rooms", cooperation_permissions.may_see_rooms),
    ("Vetting", "vetting", cooperation_permissions.may_see_vetting),
    ("Arrivals", "arrivals", permissions.may_see_arrivals),
    ("At the counter", "counter", permissions.may_use_counter),
    ("Examinations", "examinations", permissions.may_see_examinations),
    ("Trade lanes", "lanes", permissions.may_see_cargo),
    ("Tell us you are coming", "trips", filing_permissions.may_plan_trips),
    ("My voyages", "filed-voyages", filing_permissions.may_see_filed_voyages),
    ("Messages", "inbox", filing_permissions.may_see_messages),
    ("File a list", "submit", filing_permissions.may_submit_messages),
    ("Your system", "your-system", filing_permissions.may_manage_webhooks),
    ("Lists", "lists", permissions.may_see_lists),
    ("Rules", "rules", permissions.may_see_rules),
    ("Data subject requests", "subject-requests", permissions.may_see_subject_requests),
    ("Holds", "holds", permissions.may_see_holds),
    ("Incidents", "incidents", permissions.may_see_incidents),
    ("Data protection", "data-protection", permissions.may_see_data_protection),
    ("Stopped deletions", "stopped-purges", permissions.may_see_stopped_purges),
    ("Statistics", "statistics", permissions.may_see_statistics),
    ("Policy", "policies", permissions.may_see_policies),
    ("Audit", "audit", permissions.may_see_audit),
    ("Second approvals", "second-approvals", permissions.may_see_second_approvals),
    ("People", "people", permissions.may_manage_accounts),
    ("National systems", "systems", permissions.may_manage_systems),
    ("Duty roster", "duty", permissions.may_see_alerts),
    ("Jobs", "jobs", permissions.may_run_jobs),
)
NAMES: Final = {view: name for name, view, _may in PLACES}
ACCESS: Final = {view: may for _name, view, may in PLACES}
HOME: Final = "home"
MORE: Final = "more"  # the page with every other place
MAX_PLACES: Final = 7  # in a menu, with More

# Menus by role, in the order of the page. Home comes first, and More last if a place is left over.
MENU_BY_ROLE: Final[dict[Role, tuple[str, ...]]] = {
    Role.OFFICER: ("queue", "arrivals", "desk", "notices", "cases"),
    Role.SUPERVISOR: ("second-approvals", "queue", "arrivals", "notices", "duty"),
    Role.ANALYST: ("queue", "arrivals", "lists", "rules", "cases"),
    Role.FOCAL_POINT: ("requests", "directory", "notices", "arrivals", "queue"),
    Role.WATCHLIST_OWNER: ("lists", "second-approvals", "directory"),
    Role.CENTRAL_AUTHORITY: ("warrants", "second-approvals", "law"),
    Role.COURT: ("warrants", "law"),
    Role.AUDITOR: ("audit", "data-protection", "statistics", "stopped-purges", "incidents"),
    Role.DATA_PROTECTION: ("subject-requests", "data-protection", "incidents", "holds", "audit"),
    Role.ADMINISTRATOR: ("people", "second-approvals"),
}
# Roles whose work is one page: it is their home.
HOME_BY_ROLE: Final = {Role.CARRIER: "inbox", Role.OPERATOR: "jobs"}
BORDER: Final = ("arrivals", "lanes", "notices", "queue", "directory")
JUSTICE: Final = ("requests", "cases", "directory", "queue", "notices")

# Menus of officers and focal points by organisation; another has the menu of the role, which is a border agency's.
MENU_BY_ORGANISATION: Final[dict[OrganisationType, tuple[str, ...]]] = {
    OrganisationType.CUSTOMS: ("queue", "examinations", "arrivals", "notices", "lanes"),
    OrganisationType.IMMIGRATION: ("desk", "arrivals", "queue", "notices", "cases"),
    OrganisationType.PORT_AUTHORITY: BORDER,
    OrganisationType.AIRPORT_AUTHORITY: ("arrivals", "notices", "queue", "directory"),
    OrganisationType.COAST_GUARD: BORDER,
    OrganisationType.POLICE: ("cases", "notices", "queue", "arrivals", "directory"),
    OrganisationType.NCB: ("requests", "notices", "cases", "directory", "queue"),
    OrganisationType.FIU: ("requests", "notices", "cases", "lanes", "queue"),
    OrganisationType.MINISTRY: ("vetting", "statistics", "directory", "arrivals"),
    OrganisationType.CENTRAL_AUTHORITY: JUSTICE,
    OrganisationType.PROSECUTION: JUSTICE,
    OrganisationType.COURT: JUSTICE,
    OrganisationType.PRISON: JUSTICE,
    OrganisationType.FORENSIC: JUSTICE,
    OrganisationType.PROTECTION_AUTHORITY: JUSTICE,
}
OF_AN_ORGANISATION: Final = frozenset({Role.OFFICER, Role.FOCAL_POINT})  # whose work the organisation decides


def home_of(user: User) -> str:
    """Return the URL name of the page after sign-in."""
    return HOME_BY_ROLE.get(Role(user.role), HOME)


def menu_of(user: User) -> list[str]:
    """Return the names of the menu's URLs in order: at most MAX_PLACES, all of which this user may open."""
    open_to = _open_to(user)
    chosen = [view for view in (HOME, *_wanted(user)) if view in open_to]
    if len(open_to) <= MAX_PLACES:
        return [*chosen, *(view for view in open_to if view not in chosen)]
    return [*chosen[: MAX_PLACES - 1], MORE]


def other_places(user: User) -> list[str]:
    """Return the names of URLs that this user may open and that are not in the menu."""
    shown = menu_of(user)
    return [view for view in _open_to(user) if view not in shown]


def _wanted(user: User) -> tuple[str, ...]:
    role = Role(user.role)
    if role in OF_AN_ORGANISATION and user.organisation is not None:
        own = MENU_BY_ORGANISATION.get(OrganisationType(user.organisation.type))
        if own is not None:
            return own
    return MENU_BY_ROLE.get(role, ())


def _open_to(user: User) -> list[str]:
    return [view for view, may in ACCESS.items() if may(user) and (view != HOME or home_of(user) == HOME)]

"""What every page knows: who is signed in, where they may go, and which version this is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead import __version__
from roadstead.config import config
from roadstead.outbound.notifications.answering import waiting
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.health.models import Standstill
from roadstead.oversight.health.notify import standstill_for
from roadstead.oversight.retention.models import StoppedPurge
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import User

LOOKS: Final = ("day", "night")  # what a person may choose; nothing chosen: as the device has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the navigation."""

    name: str
    href: str
    here: bool
    bell: int = 0  # what waits there


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Places of one kind of work, under its name."""

    name: str | Promise
    places: list[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is around every page."""

    groups: list[Group]
    look: str  # one of LOOKS, or "": as the device has it
    standstill: Standstill | None
    version: str = __version__
    languages: tuple[tuple[str, str], ...] = field(default_factory=lambda: tuple(settings.LANGUAGES))


# name on the page, its address, who may go there
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


# Which places stand together, by their addresses; the order is that of the page. One that is named nowhere comes last.
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
MORE: Final = _("More")


def who_and_what(request: HttpRequest) -> dict[str, Any]:
    """Context processor for every template: one name, which no view may use (template_backend)."""
    user = getattr(request, "user", None)
    places = {view: _place(request, name, view) for name, view, may in PLACES if isinstance(user, User) and may(user)}
    look = request.COOKIES.get("look", "")
    frame = Frame(groups=grouped(places), look=look if look in LOOKS else "", standstill=_standstill(user))
    return {"frame": frame}


def _standstill(user: Any) -> Standstill | None:
    if not isinstance(user, User):
        return None
    return standstill_for(user, seconds=config().standstill_seconds, now=timezone.now())


def grouped(places: dict[str, Place]) -> list[Group]:
    """The places (by their address's name) under the names of their groups; groups without one are left out."""
    named = {view for _name, views in GROUPS for view in views}
    rest = tuple(view for view in places if view not in named)
    rows = [(name, [places[view] for view in views if view in places]) for name, views in (*GROUPS, (MORE, rest))]
    return [Group(name=name, places=found) for name, found in rows if found]


def _place(request: HttpRequest, name: str, view: str) -> Place:
    href = reverse(view)
    return Place(name=gettext(name), href=href, here=request.path.startswith(href), bell=_bell(request, view))


def _bell(request: HttpRequest, view: str) -> int:
    """How many notices, second approvals or stopped deletions wait for this person."""
    if not isinstance(request.user, User):
        return 0
    counts: dict[str, Callable[[User], int]] = {
        "notices": waiting,
        "second-approvals": stand_in.waiting,
        "stopped-purges": _stopped_purges,
    }
    return counts[view](request.user) if view in counts else 0


def _stopped_purges(_user: User) -> int:
    return StoppedPurge.objects.filter(closed_at=None).count()

"""Context of every page: the signed-in user, the menu, and the version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from roadstead import __version__
from roadstead.config import config
from roadstead.engine.reference.required_courses import Gap
from roadstead.outbound.notifications.acknowledgement import count_calling
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.health.models import Standstill
from roadstead.oversight.health.notify import standstill_for
from roadstead.oversight.retention.models import StoppedPurge
from roadstead.platform.accounts.cooperation_permissions import may_choose_mails, may_write_watch_log
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_search
from roadstead.web.common import search_purpose
from roadstead.web.common.menu import HOME, MORE, NAMES, menu_of

COUNTED: Final = "roadstead.counted"  # of a request: numbers by place of the menu
THEMES: Final = ("day", "night")  # themes that a user may choose; without a choice: the device's


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the navigation."""

    name: str
    href: str
    is_current: bool
    waiting: int = 0  # number of items that wait there


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBox:
    """The box in the header. `purpose`: of this session, "" if none is chosen; `may_choose`: among several."""

    purpose: str
    may_choose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Frame around every page."""

    places: list[Place]
    theme: str  # one of THEMES, or "": the device's
    standstill: Standstill | None
    missing_courses: tuple[Gap, ...]  # required courses
    search: SearchBox | None  # None: this user has nothing to search
    may_write_watch_log: bool  # in the watch log of the own organisation
    may_choose_mails: bool  # that one gets oneself
    version: str = __version__
    languages: tuple[tuple[str, str], ...] = field(default_factory=lambda: tuple(settings.LANGUAGES))


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor for every template: one name, which no view may use (template_backend)."""
    user = getattr(request, "user", None)
    places = [_place(request, view) for view in menu_of(user)] if isinstance(user, User) else []
    look = request.COOKIES.get("look", "")
    lacks = user.missing_courses if isinstance(user, User) else ()
    frame = Frame(
        places=places,
        theme=look if look in THEMES else "",
        standstill=_standstill(user),
        missing_courses=lacks,
        search=_search_box(request, user),
        may_write_watch_log=isinstance(user, User) and user.organisation_id is not None and may_write_watch_log(user),
        may_choose_mails=isinstance(user, User) and may_choose_mails(user),
    )
    return {"frame": frame}


def _search_box(request: HttpRequest, user: Any) -> SearchBox | None:
    if not isinstance(user, User) or not may_search(user):
        return None
    purpose = search_purpose.chosen(request, user)
    return SearchBox(
        purpose=str(search_purpose.LABELS[purpose]) if purpose else "",
        may_choose=len(search_purpose.offered(user)) > 1,
    )


def _standstill(user: Any) -> Standstill | None:
    if not isinstance(user, User):
        return None
    return standstill_for(user, seconds=config().standstill_seconds, now=timezone.now())


def _place(request: HttpRequest, view: str) -> Place:
    href = reverse(view)
    return Place(
        name=gettext("More") if view == MORE else gettext(NAMES[view]),
        href=href,
        is_current=request.path == href if view == HOME else request.path.startswith(href),
        waiting=_count_waiting(request, view),
    )


def have_counted(request: HttpRequest, view: str, number: int) -> None:
    """Tell the menu what waits at one of its places, where the page has counted it already."""
    request.META.setdefault(COUNTED, {})[view] = number


def _count_waiting(request: HttpRequest, view: str) -> int:
    """Return how many notifications, second approvals or stopped deletions wait for this user."""
    if not isinstance(request.user, User):
        return 0
    if view in (known := request.META.get(COUNTED, {})):
        return int(known[view])
    counts: dict[str, Callable[[User], int]] = {
        "notices": count_calling,
        "second-approvals": stand_in.waiting,
        "stopped-purges": _stopped_purges,
    }
    return counts[view](request.user) if view in counts else 0


def _stopped_purges(_user: User) -> int:
    return StoppedPurge.objects.filter(closed_at=None).count()

"""Purpose of a person's searches: chosen once a session, shown beside the box, written into each line of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import PURPOSE_BY_ROLE, Purpose

KEY: Final = "search_purpose"
LABELS: Final[Mapping[Purpose, str | Promise]] = {
    Purpose.BORDER: _("Border check"),
    Purpose.MATCH: _("Alert or case"),
    Purpose.COOPERATION: _("Request of another authority"),
    Purpose.REDRESS: _("Request of the person concerned"),
    Purpose.OVERSIGHT: _("Oversight"),
    Purpose.FILING: _("Our filings"),
}
OFFERED: Final = (Purpose.BORDER, Purpose.MATCH, Purpose.COOPERATION, Purpose.REDRESS)
# Roles for which not all of these are offered. A role with one purpose is never asked.
BY_ROLE: Final[Mapping[str, tuple[Purpose, ...]]] = {
    **{role: (purpose,) for role, purpose in PURPOSE_BY_ROLE.items()},
    Role.CARRIER: (Purpose.FILING,),
    Role.DATA_PROTECTION: (Purpose.OVERSIGHT, Purpose.REDRESS),
}


def offered(user: User) -> tuple[Purpose, ...]:
    """Return the purposes that this user may search for."""
    return BY_ROLE.get(user.role, OFFERED)


def chosen(request: HttpRequest, user: User) -> Purpose | None:
    """Return the purpose of this session; None if the user has yet to choose one."""
    purposes = offered(user)
    if len(purposes) == 1:
        return purposes[0]
    return next((each for each in purposes if each == request.session.get(KEY)), None)


def choose(request: HttpRequest, purpose: Purpose) -> None:
    """Set the purpose of this session."""
    request.session[KEY] = str(purpose)

"""Users as which a state's system reads and acts.

A system reads what an officer of its state reads on pages, silent and red rows left out. What it posts is the act of
the officer whom it names: somebody of the same organisation who could sign in now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts.models import Role, Token, User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.accounts.sign_in_checks import sign_in_refusal
from roadstead.platform.directory.backend import with_courses

UNKNOWN_OFFICER: Final = _(
    "%(officer)s is not the user name of an officer, a supervisor or a focal point of %(organisation)s"
)
CANNOT_SIGN_IN: Final = _("%(officer)s cannot act now. %(why)s")


def system_of(token: Token) -> User:
    """Return the system as a user that is never stored: it reads as an officer of its state, and acts as nobody."""
    organisation = token.organisation
    assert organisation is not None
    found = User(username=f"token {token.name}", role=Role.OFFICER, organisation=organisation)
    found.state = organisation.state
    found.through = token.name  # type: ignore[misc]
    return found


def act_for(token: Token, username: str, *, now: datetime) -> User:
    """Return the officer for whom the system acts. Raise FieldRefused unless it is somebody of the token's organisation
    who could sign in now; courses are checked with each act.
    """
    organisation = token.organisation
    assert organisation is not None
    rows = User.objects.select_related("state", "organisation").filter(
        role__in=OFFICERS | {Role.FOCAL_POINT},
        username=username,
        organisation=organisation,
        state=organisation.state_id,
    )
    found = rows.first()
    if found is None:
        raise FieldRefused(UNKNOWN_OFFICER, field="officer", officer=username, organisation=str(organisation))
    if why := sign_in_refusal(found, now):
        raise FieldRefused(CANNOT_SIGN_IN, field="officer", officer=username, why=why)
    with_courses([found])
    found.through = token.name  # type: ignore[misc]
    return found

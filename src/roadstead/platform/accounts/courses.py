"""Work for which a state may require a course: refused to people without a valid qualification (decision 0031).

The courses that a person lacks are read with the person (`directory.backend`), so a check costs no statement.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.required_courses import Gap, GapReason, Work
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User

Permission = Callable[[User], bool]
WORK_BY_PERMISSION: Final[dict[Permission, frozenset[Work]]] = {}
REFUSALS: Final = {
    GapReason.MISSING: _(
        "This work requires the course %(course)s, and you have no recorded qualification for it. Take the course, then"
        " ask the person who manages your account to record it."
    ),
    GapReason.EXPIRED: _(
        "This work requires the course %(course)s, and your qualification expired on %(day)s. Renew it, then ask the"
        " person who manages your account to record it."
    ),
    GapReason.REVOKED: _(
        "This work requires the course %(course)s, and your qualification was revoked. Ask the person who manages your"
        " account what to do."
    ),
}


def needs_course_for(*work: Work) -> Callable[[Permission], Permission]:
    """Decorate a permission: refuse people who lack a course required for this work, whatever their role."""

    def decorate(may: Permission) -> Permission:
        @wraps(may)
        def checked(user: User) -> bool:
            return may(user) and _gap(user, WORK_BY_PERMISSION[checked]) is None

        WORK_BY_PERMISSION[checked] = frozenset(work)
        return checked

    return decorate


def check_courses(may: Permission, user: User) -> None:
    """Raise NotAllowed, naming the course, if the person lacks one that the work permitted by `may` needs."""
    if gap := _gap(user, WORK_BY_PERMISSION.get(may, frozenset())):
        raise NotAllowed(REFUSALS[gap.reason], course=gap.course, day=f"{gap.on:%Y-%m-%d}")


def _gap(user: User, work: frozenset[Work]) -> Gap | None:
    return next((gap for gap in user.missing_courses if gap.closed & work), None)

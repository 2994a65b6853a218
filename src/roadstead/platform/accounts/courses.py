"""Work for which a state may require a course: refused to people without a valid qualification (decision 0031).

The courses that a person lacks are read with the person (`directory.backend`), so a check costs no statement.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.required_courses import Gap, Why, Work
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User

May = Callable[[User], bool]
WORK: Final[dict[May, frozenset[Work]]] = {}
CLOSED: Final = {
    Why.MISSING: _(
        "This work needs the course %(course)s, and no qualification of yours is recorded. Take the course, then ask"
        " whoever looks after your account to record it."
    ),
    Why.EXPIRED: _(
        "This work needs the course %(course)s, and your qualification expired on %(day)s. Renew it, then ask whoever"
        " looks after your account to record it."
    ),
    Why.REVOKED: _(
        "This work needs the course %(course)s, and your qualification was revoked. Ask whoever looks after your"
        " account what to do."
    ),
}


def needs_course_for(*work: Work) -> Callable[[May], May]:
    """Decorate a permission: refuse people who lack a course required for this work, whatever their role."""

    def decorate(may: May) -> May:
        @wraps(may)
        def asked(user: User) -> bool:
            return may(user) and _gap(user, WORK[asked]) is None

        WORK[asked] = frozenset(work)
        return asked

    return decorate


def check_courses(may: May, user: User) -> None:
    """Raise NotAllowed, naming the course, if the person lacks one that the work permitted by `may` needs."""
    if gap := _gap(user, WORK.get(may, frozenset())):
        raise NotAllowed(CLOSED[gap.why], course=gap.course, day=f"{gap.on:%Y-%m-%d}")


def _gap(user: User, work: frozenset[Work]) -> Gap | None:
    return next((gap for gap in user.lacks if gap.closed & work), None)

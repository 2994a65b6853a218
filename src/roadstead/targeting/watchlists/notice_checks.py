"""Checks of notices with the national bureau (decision 0057): how long one holds, and what the newest of a list is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_check_notices
from roadstead.platform.policies.in_force import setting
from roadstead.targeting.watchlists.logic.checks import Check
from roadstead.targeting.watchlists.models import REGION, Version, WatchList

NOT_NOTICES: Final = _("only INTERPOL notices are checked with the national bureau: leave the day of the check empty")
IN_FUTURE: Final = _("the day of the check is in the future: enter today or an earlier day")
BEFORE_LAST: Final = _("these notices were checked on %(last)s: enter that day or a later one")
TOO_OLD: Final = _("a check of %(on)s ended on %(until)s: check the notices again and enter that day")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStatus:
    """Notices of a list in force. `newest`: its version with the last check; None if none was ever made.

    `overdue`: number of notices that raise no alerts because they were not checked in time, or never.
    """

    newest: Version | None
    overdue: int
    total: int
    days: int


def may_record_check(watch_list: WatchList, user: User) -> bool:
    """Return True for officers of the list's owner, who have the notices checked with the national bureau."""
    return watch_list.is_notices and may_check_notices(user) and watch_list.owner == (user.state_id or REGION)


def days_of(watch_list: WatchList) -> int:
    """Return the number of days for which a notice of the list raises alerts after a check."""
    return int(setting(SettingName.NOTICE_CHECK_DAYS, ANY if watch_list.owner == REGION else watch_list.owner))


def check_on(watch_list: WatchList, on: date | None, today: date) -> Check | None:
    """Return the check of that day; None for no day. Raises NotAllowed if the day does not fit the list."""
    if on is None:
        return None
    if not watch_list.is_notices:
        raise NotAllowed(NOT_NOTICES)
    if on > today:
        raise NotAllowed(IN_FUTURE)
    newest, check = newest_check(watch_list), Check.made(on, days_of(watch_list))
    if newest is not None and newest.checked_on is not None and on < newest.checked_on:
        raise NotAllowed(BEFORE_LAST, last=newest.checked_on)
    if check.until < today:
        raise NotAllowed(TOO_OLD, on=on, until=check.until)
    return check


def newest_check(watch_list: WatchList) -> Version | None:
    """Return the version with the last check of the list, also of one that is not stored yet."""
    rows = watch_list.versions.filter(checked_on__isnull=False) if watch_list.pk else Version.objects.none()
    return rows.select_related("loaded_by").order_by("-pk").first()


def check_status(watch_list: WatchList, today: date) -> CheckStatus:
    late = Q(listed__review__lt=today.isoformat())
    counts = (
        watch_list.entries.filter(removed_in=None)
        .order_by()
        .aggregate(total=Count("pk"), overdue=Count("pk", filter=late))
    )
    return CheckStatus(newest=newest_check(watch_list), days=days_of(watch_list), **counts)

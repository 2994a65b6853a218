"""Limits of registrations and of accounts that registered themselves. Each is a row of the policy table `settings`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.policies.in_force import setting
from roadstead.platform.registration.models import Registration

DAY: Final = timedelta(hours=24)
LOCK_SQL: Final = "select pg_advisory_xact_lock(hashtext('roadstead registrations'))"


def limit(name: SettingName) -> int:
    """Return a limit that is a number."""
    return int(setting(name))


def mailbox(email: str) -> str:
    """Return the mailbox that reads the address, without a tag after a plus sign: one person reads all of these."""
    name, _at, host = email.casefold().rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}"


def check_registration(email: str, now: datetime) -> None:
    """Raise NotAllowed if too many have registered, or too many mails went to this address. One request at a time.

    Says nothing of whether the address has an account: registrations are counted for every address alike.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL)
    recent = Registration.objects.filter(made_at__gt=now - DAY)
    if recent.count() >= limit(SettingName.REGISTRATIONS_A_DAY):
        raise NotAllowed(
            _("Too many people have registered today. Try again tomorrow, or file with the port of arrival on paper.")
        )
    addresses = [mailbox(each) for each in recent.values_list("email", flat=True)]
    if addresses.count(mailbox(email)) >= (mails := limit(SettingName.REGISTRATION_MAILS)):
        raise FieldRefused(
            _(
                "We have sent %(mails)s mails to this address in the last 24 hours. Look for them in your mailbox, also"
                " among the spam, or try again tomorrow."
            ),
            field="email",
            mails=mails,
        )

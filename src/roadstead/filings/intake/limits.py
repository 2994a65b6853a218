"""Limits of what a carrier that registered itself may file; the policy table `settings` says how much (decision 0045).

Lists that are read although they are doubtful are another question: `filings.voyages.self_registered`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.models import Message
from roadstead.platform.registration.limits import DAY, limit

KILOBYTE: Final = 1000  # bytes
LOCK_SQL: Final = "select pg_advisory_xact_lock(hashtext('roadstead filings'), hashtext(%s))"  # parameter: the carrier


class OverLimit(NotAllowed):
    """Raised if a self-registered carrier files too much: a sentence that says what to do."""


def lock_filings(carrier: str) -> None:
    """Hold up other filings of this carrier until the transaction ends, so that they are counted one at a time."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [carrier])


def check_filing(carrier: str, raw: bytes, now: datetime) -> None:
    """Raise OverLimit if the body is too large, or too many were filed in 24 hours. A body filed before is no new one.

    Filings of one carrier are checked one at a time.
    """
    size = limit(SettingName.FILING_KILOBYTES)
    if len(raw) > size * KILOBYTE:
        raise OverLimit(
            _(
                "The list is larger than %(size)s kB, the limit of an account that registered itself. Send the list"
                " without pictures, or ask the operator of the service for a carrier account."
            ),
            size=size,
        )
    lock_filings(carrier)
    number = limit(SettingName.FILINGS_A_DAY)
    filed = Message.objects.filter(carrier=carrier)
    if filed.filter(received_at__gt=now - DAY).count() < number:
        return
    if not filed.filter(sha256=hashlib.sha256(raw).hexdigest()).exists():
        raise OverLimit(
            _(
                "You have filed %(number)s lists in the last 24 hours, the limit of an account that registered itself."
                " Wait until tomorrow, or ask the operator of the service for a carrier account. If you arrive before"
                " that, call the port of arrival."
            ),
            number=number,
        )

"""Append-only: who saw or did what, on which record, for what purpose (S28). References, never travellers' values."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from roadstead.accounts.models import User
from roadstead.accounts.visibility import OfStates


class Record(models.Model):
    """One reading, change or decision. The application's role can add rows here, and never change one."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    as_whom = models.CharField(max_length=60)  # role and state at that moment, or "carrier XY", or "system"
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "alert 17", "voyage 3", "receipt …"
    purpose = models.CharField(max_length=200, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.as_whom} {self.action} {self.subject}"


def note(who: User | None, action: str, subject: str, *, states: list[str] | None = None, purpose: str = "") -> None:
    """Write one line of the audit, in the same transaction as what it tells of.

    Plain SQL without RETURNING: a carrier may add a line here, and may not read it back.
    """
    as_whom = f"{who.role} {who.state_id or who.carrier_id or 'region'}" if who else "system"
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_record (at, who_id, as_whom, action, subject, purpose, states)"
            " values (clock_timestamp(), %s, %s, %s, %s, %s, %s)",
            [who.pk if who else None, as_whom, action, subject, purpose[:200], states or []],
        )

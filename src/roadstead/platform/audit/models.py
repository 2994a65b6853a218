"""Append-only: who saw or did what, on which record, why, on what basis (S28). References, never travellers' values.

A line is written in the transaction of what it tells of, and sealed into the chain right after (`seal`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.audit.purposes import WORDS, Purpose, basis_of, implied


class Record(models.Model):
    """One reading, change or decision. The application's role can add rows, seal them once, and change nothing else."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.CharField(max_length=150, blank=True)  # the user name at that moment; "" for the system
    as_whom = models.CharField(max_length=60)  # role and state at that moment, or "carrier XY", or "system"
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "alert 17", "voyage 3", "receipt …"
    purpose = models.CharField(max_length=20, blank=True, choices=list(WORDS.items()))
    basis = models.CharField(max_length=40, blank=True)  # code of the law, reference.legal_bases
    detail = models.CharField(max_length=200, blank=True)  # what else: versions, channel. References here too
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)
    sequence = models.BigIntegerField(null=True, unique=True, editable=False)  # place in the chain, from 1
    hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(name="audit_not_sealed_idx", fields=["id"], condition=models.Q(sequence=None))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.as_whom} {self.action} {self.subject}"


class Checkpoint(models.Model):
    """The chain was verified up to its line `size` and signed, or found broken (`fault` says where). Append-only."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64, blank=True)  # sha256 of the public key
    signature = models.CharField(max_length=100, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"checkpoint {self.pk} at line {self.size}"


def note(
    who: User | None,
    action: str,
    subject: str,
    *,
    states: list[str] | None = None,
    purpose: Purpose | None = None,
    detail: str = "",
) -> None:
    """Write one line of the audit, in the same transaction as what it tells of.

    `purpose` is implied by what is read and by whom, unless given. Plain SQL without RETURNING: a carrier may add a
    line here, and may not read it back.
    """
    as_whom = f"{who.role} {who.state_id or who.carrier_id or 'region'}" if who else "system"
    if who and who.stands_in_for:
        as_whom = f"{who.role} region for {who.stands_in_for}"
    why = Purpose(purpose) if purpose else implied(subject, who.role if who else "")
    basis = basis_of(who, why, states or [])
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_record (at, who_id, \"user\", as_whom, action, subject, purpose, basis, detail, states,"
            " hash) values (clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s, %s, '')",
            [who.pk if who else None, who.username if who else "", as_whom, action, subject, why, basis,
             detail[:200], states or []],
        )  # fmt: skip


# What is hashed of a row, as `values_list` gives it.
HASHED = (
    "id", "at", "who_id", "user", "as_whom", "action", "subject", "purpose", "basis", "detail", "states", "salt",
)  # fmt: skip


def line_of(values: tuple[Any, ...]) -> dict[str, Any]:
    """The HASHED values of a row as they are hashed and exported: JSON types only, times in UTC to the microsecond."""
    line = dict(zip(HASHED, values, strict=True))
    at: datetime = line["at"]
    return line | {"at": at.astimezone(UTC).isoformat(timespec="microseconds"), "salt": line["salt"].hex}

"""Base models of timelines. Each kind of subject has tables of its own, isolated as the subject is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models

from roadstead.engine.chain import ChainedEvent

HEAD_COLUMNS: Final = ("edition", "head")  # columns of the subject that each event changes


class HasTimeline(models.Model):
    """Subject of a timeline. Its events are its `events`, and the subject is locked while one is added."""

    edition = models.IntegerField(default=0)  # number of its last event; detects concurrent changes
    head = models.CharField(max_length=64, blank=True)  # the hash of its last event

    events: Any

    class Meta:
        abstract = True


class TimelineEvent(models.Model):
    """One thing that happened: history, and the evidence of it. Never changed (append-only).

    `SUBJECT`: the column of the subject. A note is an event, and an amended note is another one that names the first:
    nothing is overwritten.
    """

    SUBJECT: ClassVar[str]
    AUDITED: ClassVar[str] = ""  # word for the subject in the audit log, if it is another
    IS_PURGED: ClassVar[bool] = True  # retention erases the subject with its timeline when its period is over

    number = models.IntegerField()  # from 1 in each timeline
    at = models.DateTimeField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # or none
    act = models.CharField(max_length=12)
    content = models.JSONField(default=dict)  # what was written, or what was linked, by reference
    sha256 = models.CharField(max_length=64)  # of the content
    previous = models.CharField(max_length=64, blank=True)  # the hash of the event before; "" of the first
    hash = models.CharField(max_length=64)

    who_id: int | None

    class Meta:
        abstract = True

    def words(self) -> Mapping[str, Any]:
        """Return the content, of which the chain holds only the hash: it may be removed later."""
        content: Mapping[str, Any] = self.content
        return content

    def facts(self) -> Mapping[str, Any]:
        """Return what the chain holds in full beside the content: it is never removed."""
        return {}

    def is_blank(self) -> bool:
        """Return True if the content was removed and cannot be compared."""
        return False

    def line(self) -> ChainedEvent:
        """Return the event as it is hashed; `who` is read with it."""
        return ChainedEvent(
            kind=self.SUBJECT,
            pk=getattr(self, f"{self.SUBJECT}_id"),
            number=self.number,
            at=self.at,
            who=self.who.username if self.who else "",
            act=self.act,
            content=self.words(),
            facts=self.facts(),
            is_blank=self.is_blank(),
            sha256=self.sha256,
            previous=self.previous,
            hash=self.hash,
        )


class Task(models.Model):
    """Task for an officer, with a due time. Event `number` of its subject has set it."""

    number = models.IntegerField()
    what = models.CharField(max_length=300)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # any
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=40)  # zone in which the due time was given, as America/Barbados
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended = models.CharField(max_length=8, blank=True)  # tasks.TaskEnd, "" while it is open
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(blank=True)  # result of the task, or why it was dropped

    class Meta:
        abstract = True

    def status_at(self, now: datetime) -> str:
        """Return `open`, `overdue`, `done` or `dropped`."""
        return self.ended or ("overdue" if self.due_at < now else "open")


class Attachment(models.Model):
    """A file, with its bytes. Its description is in its event as well, with the same SHA-256.

    Once taken out, it is no longer shown among the others; nothing of it is ever changed or deleted (S29).
    """

    SUBJECT: ClassVar[str]

    title = models.CharField(max_length=120)
    what = models.CharField(max_length=20)  # attachments.EVIDENCE_TYPES: a photograph, a statement …
    name = models.CharField(max_length=100)  # cleaned
    kind = models.CharField(max_length=8)  # file_types.KINDS, detected from the bytes
    size = models.IntegerField()  # in bytes
    sha256 = models.CharField(max_length=64)
    scanned = models.CharField(max_length=12)  # scanner.ScanResult
    content = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

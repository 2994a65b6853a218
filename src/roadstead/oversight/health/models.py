"""Which processes run, and when the system stood still. Nothing here is about a traveller."""

from __future__ import annotations

from datetime import timedelta

from django.db import models


class Heartbeat(models.Model):
    """One running process. It removes its row when it ends in order; a row that grows old is a process in trouble."""

    kind = models.CharField(max_length=20)  # what it does: a key of heartbeat.KINDS
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    seen_at = models.DateTimeField()  # written by a thread of its own, also while a long message is in hand
    pass_at = models.DateTimeField()  # when its main loop last began a pass

    class Meta:
        constraints = [models.UniqueConstraint(name="one_heartbeat_a_process", fields=["kind", "host", "pid"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pid}"


def lasted(seconds: float) -> models.Q:
    """Standstills that have lasted at least `seconds`: a limit that is kept again for a moment adds nothing."""
    return models.Q(failing_at__gte=models.F("began_at") + timedelta(seconds=seconds))


class Standstill(models.Model):
    """A time in which at least one limit was passed. Notified once, and once more when it is over."""

    began_at = models.DateTimeField()
    failing_at = models.DateTimeField()  # when a limit was last seen passed
    reasons = models.JSONField()  # {name of the check: what it said last}
    ended_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)  # that it began
    end_notified_at = models.DateTimeField(null=True)
    sending_until = models.DateTimeField(null=True)  # held by the process that sends
    attempts = models.IntegerField(default=0)  # of the notification that is due
    sent = models.JSONField(default=list)  # "began 7": the channels that have received it

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"standstill {self.pk}"

"""Running processes and standstills of the system. No data of travellers."""

from __future__ import annotations

from datetime import timedelta

from django.db import models


class Heartbeat(models.Model):
    """Running process. It removes its row when it ends normally; a row that grows old is a process in trouble."""

    kind = models.CharField(max_length=20)  # what it does: a key of checks.KINDS
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    seen_at = models.DateTimeField()  # written by a separate thread, also during a long message
    pass_at = models.DateTimeField()  # when its main loop last began a pass

    class Meta:
        constraints = [models.UniqueConstraint(name="one_heartbeat_a_process", fields=["kind", "host", "pid"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pid}"


def lasted(seconds: float) -> models.Q:
    """Return the condition for standstills of at least `seconds`; a moment within the limits does not extend one."""
    return models.Q(failing_at__gte=models.F("began_at") + timedelta(seconds=seconds))


class Standstill(models.Model):
    """Time in which at least one limit was exceeded. Notified once, and once more when it is over."""

    began_at = models.DateTimeField()
    failing_at = models.DateTimeField()  # when a limit was last exceeded
    reasons = models.JSONField()  # {name of the check: its last text}
    ended_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)  # of its beginning
    end_notified_at = models.DateTimeField(null=True)
    sending_until = models.DateTimeField(null=True)  # claim of the process that sends
    attempts = models.IntegerField(default=0)  # of the notification that is due
    sent = models.JSONField(default=list)  # "began 7": the channels that have received it

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"standstill {self.pk}"

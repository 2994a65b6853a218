"""Periodic jobs: their last run, its result, and the next run. Nothing here is about a traveller."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One periodic job. The scheduler creates the row, and deletes that of a job which is no longer in its table."""

    name = models.CharField(max_length=40, primary_key=True)
    every = models.DurationField()
    next_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # of the last completed run
    took = models.DurationField(null=True)
    failures = models.IntegerField(db_default=0)  # consecutive
    error = models.CharField(max_length=200, db_default="")  # of the last run, "" if it succeeded

    def __str__(self) -> str:
        return f"job {self.name}"

    @property
    def is_running(self) -> bool:
        """Return True if a run has begun and not ended, also one whose process died, until a scheduler starts."""
        return self.began_at is not None and (self.ended_at is None or self.began_at > self.ended_at)

    @property
    def state(self) -> str:
        """Return `running`, `failed`, `done`, or `new` if it has not run yet."""
        if self.is_running:
            return "running"
        if self.failures:
            return "failed"
        return "done" if self.ended_at else "new"

"""Status of an alert for the region after decisions of states: written by the database, read by the centre alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfRegion
from roadstead.platform.database.row_security import ALL_STATES, BY_ALERT, Isolation


class RegionStanding(models.Model):
    """State of an alert for the region once a state has decided for itself (`logic.workflow.state_for_region`).

    A trigger writes it whenever the alert or a `StateDecision` changes: lists of the centre join one row instead of
    working it out from all decisions. No state may read it, since it tells what the others have decided.
    """

    alert = models.OneToOneField(  # the key, made by the migration, deletes the row with its alert
        Alert, on_delete=models.DO_NOTHING, primary_key=True, related_name="region_standing", db_constraint=False
    )
    state = models.CharField(max_length=10)  # workflow.AlertState
    dealt_at = models.DateTimeField(null=True)  # when the last state concerned had dealt with it or decided

    objects = OfRegion.as_manager()

    class Meta:
        constraints: ClassVar = [
            Isolation(name="alerts_regionstanding_isolation", read=f"({ALL_STATES} and {BY_ALERT})", write=None),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id} for the region: {self.state}"

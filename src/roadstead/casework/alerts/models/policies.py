"""Policies of list owners on how their alerts are worked."""

from __future__ import annotations

from django.db import models

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.approvals.models import second_approval_constraint
from roadstead.platform.database.row_security import owned
from roadstead.targeting.watchlists.models import ListProposal, WatchList


class AlertPolicy(ListProposal):
    """Policy on the alerts of a list: proposed by one supervisor of its owner, in force once another approves.

    The newest approved policy is in force. Rows are kept for ever.
    """

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="alert_policies")
    confirm_needs_second = models.BooleanField(default=False)  # one officer proposes, another approves
    seriousness = models.IntegerField(null=True)  # 1 to 5; None: by the entry's action
    instruction = models.TextField(blank=True)  # what the owner wants done if the entry does not say
    contact = models.CharField(max_length=200, blank=True)  # whom to call

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            owned("alerts_alertpolicy_isolation"),
            second_approval_constraint("alert_policy_is_set_by_two_people"),
            models.CheckConstraint(
                name="seriousness_is_one_to_five",
                condition=models.Q(seriousness__isnull=True) | models.Q(seriousness__range=(1, MOST_SERIOUS)),
            ),
        ]

    def __str__(self) -> str:
        return f"alert policy {self.pk}"

"""Policies of list owners on how their alerts are worked."""

from __future__ import annotations

from django.db import models

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.approvals.models import by_two_people
from roadstead.platform.database.row_security import owned
from roadstead.targeting.watchlists.models import OfAList, WatchList


class CasePolicy(OfAList):
    """Policy on the alerts of a list: proposed by one supervisor of its owner, in force once another approves.

    The newest approved policy is in force. Rows are kept for ever.
    """

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="case_policies")
    confirm_needs_second = models.BooleanField(default=False)  # one officer proposes, another approves
    seriousness = models.IntegerField(null=True)  # 1 to 5; None: by the entry's action
    instruction = models.TextField(blank=True)  # what the owner wants done if the entry does not say
    contact = models.CharField(max_length=200, blank=True)  # whom to call

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            owned("casework_casepolicy_isolation"),
            by_two_people("case_policy_is_set_by_two_people"),
            models.CheckConstraint(
                name="seriousness_is_one_to_five",
                condition=models.Q(seriousness__isnull=True) | models.Q(seriousness__range=(1, MOST_SERIOUS)),
            ),
        ]

    def __str__(self) -> str:
        return f"case policy {self.pk}"

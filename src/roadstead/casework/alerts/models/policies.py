"""How the owner of a list wants its alerts worked."""

from __future__ import annotations

from django.db import models

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.approvals.models import by_two_people
from roadstead.platform.database.row_security import owned
from roadstead.targeting.watchlists.models import OfAList, WatchList


class CasePolicy(OfAList):
    """How alerts of a list are worked: proposed by one supervisor of its owner, in force when another agrees.

    The newest that was agreed to is in force. Kept for ever.
    """

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="case_policies")
    confirm_needs_second = models.BooleanField(default=False)  # one officer puts forward, another agrees
    seriousness = models.IntegerField(null=True)  # 1 to 5; None: as the entry's action says
    instruction = models.TextField(blank=True)  # what the owner wants done, where the entry does not say
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

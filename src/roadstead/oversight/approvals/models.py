"""Requests of states to the regional centre's duty supervisor to approve a proposal."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.approvals.models import Approvable, second_approval_constraint
from roadstead.platform.database.row_security import by_states


class CentreApproval(Approvable):
    """Request of a state for an approval, since nobody there is independent of the proposer and on duty.

    `proposed_by` is who asks. The row refers to the proposal and contains nothing of it, which stays the state's.
    Replaced: the state has decided itself meanwhile.
    """

    kind = models.CharField(max_length=20)  # a key of approvals.kinds.KINDS
    subject = models.BigIntegerField()  # id of the proposal
    states = ArrayField(models.CharField(max_length=3))  # the one state that asks

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            by_states("approvals_centreapproval_isolation"),
            models.UniqueConstraint(
                name="a_proposal_is_asked_for_once", fields=["kind", "subject"], condition=models.Q(decision="")
            ),
            second_approval_constraint("who_asks_does_not_approve"),
        ]

    def __str__(self) -> str:
        return f"second approval {self.pk}"

    @property
    def state(self) -> str:
        return self.states[0]

"""Proposed and approved rows of policy tables (`engine/reference/policy_tables.py`)."""

from __future__ import annotations

from typing import Final

from django.db import models

from roadstead.engine.reference.policy import ANY, Table
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.tables import Row
from roadstead.platform.accounts.visibility import OfOneState
from roadstead.platform.approvals.models import Approvable, second_approval_constraint
from roadstead.platform.database.row_security import ALL_STATES, NO_PERSON, SOME_STATE, Isolation, is_my_state

# A state's decision is visible to that state alone (source ports show what it knows: S25). What holds for every state
# is readable by all, and decided by the regional centre.
ONE_STATES_ROW: Final = f"({is_my_state('state')} and {NO_PERSON})"
READ: Final = f"({SOME_STATE} and (state = '{ANY}' or {ONE_STATES_ROW}))"
OWN_ROW: Final = f"((state = '{ANY}' and {ALL_STATES}) or {ONE_STATES_ROW})"


class PolicyRow(Approvable):
    """One row of a policy table. Rows proposed together (one table, state, person and moment) are decided together.

    The database enforces that the application adds rows undecided, decides each once, and changes nothing else: an
    approved row ends when a newer one is approved for the same case.
    """

    table = models.CharField(max_length=20)  # a key of TABLES
    state = models.CharField(max_length=3)  # ISO 3166 alpha-3, or * for every state
    cells = models.JSONField()  # text by column, without the state

    objects = OfOneState.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            Isolation(
                name="policies_policyrow_isolation",
                read=READ,
                write=None,
                add=f"({OWN_ROW} and decision = '')",
                change=f"({OWN_ROW} and decision = '')",
                changed=OWN_ROW,
            ),
            second_approval_constraint("who_proposes_a_policy_does_not_approve_it"),
        ]

    def __str__(self) -> str:
        return f"policy {self.table} {self.pk}"

    @property
    def policy_table(self) -> Table[object]:
        return TABLES[self.table]

    @property
    def row(self) -> Row:
        """Return the row as the csv file has it."""
        return self.policy_table.with_state(self.state, self.cells)

"""Rows of whoever took a request in, or set a hold."""

from __future__ import annotations

from typing import Self

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates, Row


class OfWhoTookIn(OfStates[Row]):
    """What a state took in or set is that state's; what the regional centre did the centre's, whatever it watches over
    (S25, S34): that a court of a state asks for a voyage is not the centre's to know."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(states=[])

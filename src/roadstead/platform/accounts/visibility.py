"""The explicit half of isolation: every query for a person's eyes begins with `visible_to(user)` (S25).

The database's policies say the same once more; a query that forgets this filter still shows nothing too much.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_know_of_silent
from roadstead.platform.database.scope import EVERYTHING

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound="models.QuerySet[Any, Any]")


class OfStates(models.QuerySet[Row, Row]):
    """Rows with a `states` array: those that concern one of the person's states."""

    def visible_to(self, user: User) -> Self:
        states = list(user.scope.states)
        return self.all() if states == [EVERYTHING] else self.filter(states__overlap=states)


class OfMembers(models.QuerySet[Row, Row]):
    """Rows that everybody of a state, or of the regional centre, reads."""

    def visible_to(self, user: User) -> Self:
        return self.all() if user.scope.states else self.none()


class OfStatesAndOwner(models.QuerySet[Row, Row]):
    """Rows with `states` and an `owner`: the region's people see what the region owns; what a state's own list
    raised is that state's alone (originator control, S25)."""

    def visible_to(self, user: User) -> Self:
        states = list(user.scope.states)
        return self.filter(owner="REGION") if states == [EVERYTHING] else self.filter(states__overlap=states)


class OfNamed(OfStatesAndOwner[Row]):
    """The same, with `named`: where people are named there, nobody else sees the row (handling code red)."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(models.Q(named=[]) | models.Q(named__contains=[user.pk]))


class OfStatesOrCarrier(models.QuerySet[Row, Row]):
    """Rows with `states` and a `carrier`: what concerns the person's state, or was sent by the person's carrier."""

    def visible_to(self, user: User) -> Self:
        scope = user.scope
        if scope.states == (EVERYTHING,):
            return self.all()
        if scope.carrier:
            return self.filter(carrier=scope.carrier)
        return self.filter(states__overlap=list(scope.states))


class OfOwner(models.QuerySet[Row, Row]):
    """Rows with an `owner`: the region's, and those of the person's own state.

    What a state owns is not the regional centre's to read: whoever gives a list decides who sees it (S25). Only the
    screening, which is no person, has all lists before it.
    """

    def visible_to(self, user: User) -> Self:
        states = [state for state in user.scope.states if state != EVERYTHING]
        return self.filter(owner__in=["REGION", *states]) if user.scope.states else self.none()


class OfOneState(models.QuerySet[Row, Row]):
    """Rows with one `state`, or * for every state: those for every state, and those of the person's own."""

    def visible_to(self, user: User) -> Self:
        states = user.scope.states
        return self.filter(state__in=[EVERYTHING, *states]) if states else self.none()


class OfOwnOwner(models.QuerySet[Row, Row]):
    """Rows with an `owner` that are nobody else's: a state's for that state, the region's for the regional centre."""

    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user.state_id or "REGION") if user.scope.states else self.none()


class OfAlerts(OfNamed[Row]):
    """As OfNamed; of silent entries, nothing to whoever stands at a border."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_know_of_silent(user) else rows.exclude(action="discreet")


class OfPairs(OfNamed[Row]):
    """Of what was decided about alerts: the same."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_know_of_silent(user) else rows.exclude(alert__action="discreet")


class OfKeptBack(OfNamed[Row]):
    """Of meetings that were not raised: the same."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_know_of_silent(user) else rows.exclude(pair__alert__action="discreet")


class OfOneAlert(OfStates[Row]):
    """Of what happened to an alert, and who looks at it: as of the alert."""

    def visible_to(self, user: User) -> Self:
        return _as_the_alert(super().visible_to(user), user)


class OfOutcomes(OfStatesAndOwner[Row]):
    """Of what came of an alert at the border: as of the alert."""

    def visible_to(self, user: User) -> Self:
        return _as_the_alert(super().visible_to(user), user)


def _as_the_alert(rows: Rows, user: User) -> Rows:
    named = models.Q(alert__named=[]) | models.Q(alert__named__contains=[user.pk])
    known = rows.filter(named)
    return known if may_know_of_silent(user) else known.exclude(alert__action="discreet")

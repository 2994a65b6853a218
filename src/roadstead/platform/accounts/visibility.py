"""Explicit filters of isolation: every query for a person begins with `visible_to(user)` (S25).

The database's policies enforce the same again: a query that forgets this filter still shows no more.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_silent
from roadstead.platform.database.scope import EVERYTHING

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound="models.QuerySet[Any, Any]")


class OfStates(models.QuerySet[Row, Row]):
    """Rows with a `states` array: visible if it includes one of the person's states."""

    def visible_to(self, user: User) -> Self:
        states = list(user.scope.states)
        return self.all() if states == [EVERYTHING] else self.filter(states__overlap=states)


class OfMembers(models.QuerySet[Row, Row]):
    """Rows that everybody of a state, or of the regional centre, reads."""

    def visible_to(self, user: User) -> Self:
        return self.all() if user.scope.states else self.none()


class OfRegion(models.QuerySet[Row, Row]):
    """Rows that the regional centre alone reads."""

    def visible_to(self, user: User) -> Self:
        return self.all() if user.scope.states == (EVERYTHING,) else self.none()


class OfStatesAndOwner(models.QuerySet[Row, Row]):
    """Rows with `states` and an `owner`.

    The region's people see the region's rows; what a state's own list raised is visible to that state alone (originator
    control, S25).
    """

    def visible_to(self, user: User) -> Self:
        states = list(user.scope.states)
        return self.filter(owner="REGION") if states == [EVERYTHING] else self.filter(states__overlap=states)


class OfNamed(OfStatesAndOwner[Row]):
    """Rows as in OfStatesAndOwner, visible to the people in `named` only, if there are any (handling code red)."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(models.Q(named=[]) | models.Q(named__contains=[user.pk]))


class OfStatesOrCarrier(models.QuerySet[Row, Row]):
    """Rows with `states` and a `carrier`: visible to these states, and to the carrier that sent them."""

    def visible_to(self, user: User) -> Self:
        scope = user.scope
        if scope.states == (EVERYTHING,):
            return self.all()
        if scope.carrier:
            return self.filter(carrier=scope.carrier)
        return self.filter(states__overlap=list(scope.states))


class OfCarrierAlone(models.QuerySet[Row, Row]):
    """Rows that a carrier keeps for itself: no state and no person of the regional centre sees them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(carrier=user.scope.carrier) if user.scope.carrier else self.none()


class OfCarrierOrOrganisation(models.QuerySet[Row, Row]):
    """Rows of a carrier, or of one organisation of a state (`owner`, `organisation`): no others see them."""

    def visible_to(self, user: User) -> Self:
        if user.scope.carrier:
            return self.filter(carrier=user.scope.carrier)
        if not (user.scope.states and user.state_id and user.organisation_id):
            return self.none()
        return self.filter(owner=user.state_id, organisation=user.organisation_id)


class OfOwnStatesOrCarrier(models.QuerySet[Row, Row]):
    """Rows with `states` and a `carrier`: visible to these states' own people and to the carrier, not to the regional
    centre.
    """

    def visible_to(self, user: User) -> Self:
        scope = user.scope
        if scope.carrier:
            return self.filter(carrier=scope.carrier)
        return self.filter(states__overlap=[state for state in scope.states if state != EVERYTHING])


class OfOwner(models.QuerySet[Row, Row]):
    """Rows with an `owner`: the region's, and those of the person's own state.

    The regional centre may not read what a state owns: the owner of a list decides who sees it (S25). Only the
    screening, which is no person, sees all lists.
    """

    def visible_to(self, user: User) -> Self:
        states = [state for state in user.scope.states if state != EVERYTHING]
        return self.filter(owner__in=["REGION", *states]) if user.scope.states else self.none()


class OfOneState(models.QuerySet[Row, Row]):
    """Rows with one `state`, or * for every state: those for every state, and those of the person's own."""

    def visible_to(self, user: User) -> Self:
        states = user.scope.states
        return self.filter(state__in=[EVERYTHING, *states]) if states else self.none()


class OfStateAlone(models.QuerySet[Row, Row]):
    """Rows with one `state`: those of the person's own; the region's people see all."""

    def visible_to(self, user: User) -> Self:
        states = list(user.scope.states)
        return self.all() if states == [EVERYTHING] else self.filter(state__in=states)


class OfOwnerAlone(models.QuerySet[Row, Row]):
    """Rows with an `owner` that only the owner sees: a state its own, the regional centre the region's."""

    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user.state_id or "REGION") if user.scope.states else self.none()


class OfAlerts(OfNamed[Row]):
    """Alerts, as in OfNamed; alerts of silent entries are hidden from officers at a border."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_see_silent(user) else rows.exclude(action="discreet")


class OfPairDecisions(OfNamed[Row]):
    """Decisions about pairs, as visible as alerts."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_see_silent(user) else rows.exclude(alert__action="discreet")


class OfSuppressions(OfNamed[Row]):
    """Suppressed matches, as visible as alerts."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if may_see_silent(user) else rows.exclude(pair__alert__action="discreet")


class OfOneAlert(OfStates[Row]):
    """Events and viewers of an alert, as visible as the alert."""

    def visible_to(self, user: User) -> Self:
        return _as_the_alert(super().visible_to(user), user)


class OfOneAlertAndState(OfOneAlert[Row]):
    """Rows of an alert that the person's own state recorded for itself: the regional centre does not read them."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(states__contains=[user.state_id or ""])


class OfFollowUps(OfOneAlert[Row]):
    """Tasks after an outcome. One of goods selected without an alert is seen by the state that selected them alone."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).exclude(~models.Q(state=user.state_id or ""), alert=None)


class OfOutcomes(OfStatesAndOwner[Row]):
    """Outcomes of an alert at the border, as visible as the alert."""

    def visible_to(self, user: User) -> Self:
        return _as_the_alert(super().visible_to(user), user)


class OfSelections(OfOwnerAlone[Row]):
    """Selections for examination and their parts: visible to the state that made them, as far as the alert is that is
    their reason.
    """

    def visible_to(self, user: User) -> Self:
        return _as_the_alert(super().visible_to(user), user)


def _as_the_alert(rows: Rows, user: User) -> Rows:
    """Filter rows that belong to an alert, or to none."""
    named = models.Q(alert=None) | models.Q(alert__named=[]) | models.Q(alert__named__contains=[user.pk])
    known = rows.filter(named)
    return known if may_see_silent(user) else known.exclude(alert__action="discreet")

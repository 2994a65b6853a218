"""Explicit filters of isolation by organisation: rows with states and organisations (see `accounts/visibility`)."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates, Row
from roadstead.platform.database.scope import cached_organisations


def organisations_of(user: User) -> list[str]:
    """Return the organisations to which the person belongs, or whose contact points they hold and have accepted; of a
    state's system its own.

    The database's `roadstead_organisations` returns the same. One query, cached for each scope.
    """
    if user.pk is None:
        return [user.organisation_id] if user.organisation_id else []
    known = cached_organisations()
    if user.pk not in known:
        known[user.pk] = _query_organisations(user)
    return known[user.pk]


def _query_organisations(user: User) -> list[str]:
    today = timezone.now().date()
    posts = user.posts.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    posts = posts.filter(Q(contact_point__until=None) | Q(contact_point__until__gte=today))
    held = posts.exclude(accepted_at=None).values_list("contact_point__organisation", flat=True)
    return sorted({*held, *([user.organisation_id] if user.organisation_id else [])})


class OfOrganisations(OfStates[Row]):
    """Rows with `states` and `organisations`: visible to people of one of the states and one of the organisations.

    The regional centre is an organisation like any other.
    """

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(organisations__overlap=organisations_of(user))


class PrivateRow(models.Model):
    """Row that people of these organisations read, as far as their state is named as well."""

    states = ArrayField(models.CharField(max_length=3), default=list)
    organisations = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        abstract = True

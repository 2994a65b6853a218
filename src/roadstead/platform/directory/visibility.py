"""Explicit filters of isolation by organisation: rows with states and organisations (see `accounts/visibility`)."""

from __future__ import annotations

from typing import Self

from django.db.models import Q
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates, Row


def organisations_of(user: User) -> list[str]:
    """Return the organisations to which the person belongs, or whose contact points they hold and have accepted.

    The database's `roadstead_organisations` returns the same.
    """
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

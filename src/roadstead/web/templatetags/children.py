"""Marks of children wherever people are listed (S18)."""

from __future__ import annotations

from datetime import date

from django import template

from roadstead.engine.rules.facts.person import is_minor
from roadstead.filings.voyages.declared import as_declared
from roadstead.filings.voyages.models import Traveller, Voyage

register = template.Library()


@register.filter
def is_child_on(person: Traveller, voyage: Voyage) -> bool:
    """Return True if the person is under 18 on the day of arrival; False if birth date, age group or arrival is
    unknown.
    """
    try:
        arrival = date.fromisoformat((voyage.arrives_local or f"{voyage.arrives_at or '':%Y-%m-%d}")[:10])
    except ValueError:
        return False
    return is_minor(as_declared(person), arrival) is True

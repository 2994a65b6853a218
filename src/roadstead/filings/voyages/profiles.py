"""The authority's profile for a voyage as one carrier declares it, and the day by which its data are assessed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from roadstead.engine import records as model
from roadstead.engine.reference.sufficiency import NEEDS, STATE_PROFILES, Profile, Profiles
from roadstead.engine.voyages.normalise import states_of, timetable
from roadstead.engine.voyages.quality import category_of
from roadstead.engine.voyages.quality.facts import COMMERCIAL
from roadstead.platform.policies.in_force import compute_from


def profile_for(declared: model.Voyage, participating: Collection[str], now: datetime) -> tuple[Profile, date]:
    """Return the profile in force for the states on the declared route, and the day of arrival there."""
    day = day_of(declared, now)
    profiles = compute_from(Profiles, NEEDS, STATE_PROFILES)
    states, category = states_of(declared, participating), category_of(declared) or COMMERCIAL
    return profiles.profile_for(states, mode=declared.mode.value, category=category, on=day), day


def day_of(declared: model.Voyage, now: datetime) -> date:
    """Return the day of arrival at the port, else of departure, else today."""
    when = timetable(declared)
    for text in (when.arrives_local, when.departs_local):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return now.date()

"""Parties of a voyage's cargo manifests against what is watched for: carrier, agent, declarant, master of the ship.

One place says how they are asked and become alerts on the voyage: for a message, and for a list that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import Raised, every, raise_alerts
from roadstead.engine.screening.run import Watch, screen_parties
from roadstead.filings.cargo.heads import named_on
from roadstead.filings.voyages.models import Voyage


def raise_for_manifests(
    voyage: Voyage,
    watch: Watch,
    *,
    owners: Mapping[str, str],
    today: date,
    now: datetime,
    at_stake: Callable[[Key], bool] = every,
) -> Raised:
    """Screen whom the voyage's manifests name as they stand, each spelling once. What nobody names any more lapses; of
    people, craft and bills nothing does. The caller holds the voyage's lock."""
    named = named_on(voyage)
    hits = screen_parties([each.party for each in named], watch, today=today)
    return raise_alerts(hits, voyage=voyage, parties=named, owners=owners, now=now, at_stake=at_stake)

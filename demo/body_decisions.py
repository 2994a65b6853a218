"""A decision of the demo's council on help after storms: one effect in force, one that Barbados has yet to start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from roadstead.oversight.registers.acts import NewDecision, NewEffect, add_effect, decide, put_into_effect, record, send
from roadstead.oversight.registers.models import EffectKind
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.database.scope import REGION, enter

TEXT: Final = (
    "The council agrees that the partner for disasters may be told after a storm how many people are on board the"
    " vessels and aircraft bound for the island that was hit. No person is named. (Invented for the demo.)"
)
TERMS: Final[dict[str, Any]] = {
    "categories": ["counts of voyages"],
    "purpose": "Help after a storm",
    "strictest_tlp": "green",
    "retention": "3 months",
    "onward_transfer": False,
}


def decide_on_storms(now: datetime) -> None:
    """Record the decision as the centre's two supervisors; the centre has started its effect. Needs accounts."""
    council, partner = (Organisation.objects.get(pk=code) for code in ("XCO", "XPA"))
    secretary, second = (User.objects.get(username=f"region.{name}") for name in ("deputy", "supervisor"))
    recorded = now - timedelta(days=3)
    new = NewDecision(
        body=council,
        reference="4/2026",
        decided_on=(now - timedelta(days=12)).date(),
        title="Numbers of people on board for help after storms",
        text=TEXT,
    )
    row = record(new, by=secretary, now=recorded)
    owners = ("REGION", "BRB")
    made = [add_effect(row.pk, _agreement(owner, partner, recorded), by=secretary) for owner in owners]
    send(row.pk, by=secretary, now=recorded)
    decide(row.pk, True, by=second, now=recorded + timedelta(hours=2))
    put_into_effect(made[0].pk, by=second, now=recorded + timedelta(hours=3))
    enter(REGION)


def _agreement(owner: str, partner: Organisation, day: datetime) -> NewEffect:
    return NewEffect(
        kind=EffectKind.AGREEMENT,
        owner=owner,
        partner=partner,
        terms=TERMS,
        starts=day.date(),
        ends=(day + timedelta(days=365)).date(),
    )

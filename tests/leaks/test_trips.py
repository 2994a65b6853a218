"""Nothing of a carrier's trips, people and craft reaches another carrier or another state (S25)."""

from __future__ import annotations

import pytest
from django.db import transaction

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfCarrierAlone, OfOwnStatesOrCarrier
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common import middleware
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]
PAGES = {
    "trips", "new-trip", "saved", "saved-person", "saved-craft", "trip", "trip-act", "trip-craft", "trip-voyage",
    "trip-people", "trip-new-person", "trip-person", "trip-declare", "trip-check", "voyage",
}  # fmt: skip
ROLES = {"another carrier", "B's officer"}  # test_region.py walks as the centre's people


def cast() -> dict[str, User | None]:
    return {name: person for name, person in people().items() if name in ROLES}


def found(monkeypatch: pytest.MonkeyPatch, *halves: str, brief: bool) -> list[str]:
    """What the walk over the pages of trips finds, without these halves of the isolation."""
    with transaction.atomic(), monkeypatch.context() as patched:
        if "filters" in halves:
            for each in (OfCarrierAlone, OfOwnStatesOrCarrier):
                patched.setattr(each, "visible_to", lambda self, user: self.all())
        if "policies" in halves:
            patched.setattr(middleware, "enter", lambda scope: enter(REGION))
        walks = twice(cast, patched, brief=brief, once=brief, pages=PAGES)
        told = [each for name, there, gone in walks for each in leaks(name, there, gone)]
        transaction.set_rollback(True)
    return told


def test_another_carrier_meets_nothing_of_a_carriers_trips_with_filters_and_policies_together_and_each_alone(
    monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    """Every day either half alone, which shows more than both, with one form of each kind."""
    for halves in ((), ("filters",), ("policies",)) if thorough else (("filters",), ("policies",)):
        told = found(monkeypatch, *halves, brief=not thorough)
        assert not told, f"without {halves}: {len(told)} leaks:\n" + "\n".join(told[:20])


@pytest.mark.long
def test_without_filters_and_policies_the_walk_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told = found(monkeypatch, "filters", "policies", brief=True)
    for address in ("/trips", "/trips/saved", "/people", "/voyages/"):
        assert any(address in each for each in told), f"the walk does not notice what {address} gives away"

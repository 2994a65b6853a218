"""Where a craft has been."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from roadstead.filings.voyages.craft import craft_names, voyages_of_craft
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import REGION, scoped

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


def call(
    name: str, days: int, *, imo: str = "2611802", states: tuple[str, ...] = ("BRB",), mode: str = "sea"
) -> Voyage:
    return Voyage.objects.create(
        key=f"{name}{imo}{days}{states}",
        mode=mode,
        craft_name=name,
        craft_imo=imo,
        number=f"V{days}",
        arrives_at=NOW - timedelta(days=days),
        states=list(states),
    )


def officer(state: str | None) -> User:
    if state:
        State.objects.get_or_create(code=state, defaults={"name": state})
    role = Role.OFFICER if state else Role.ANALYST
    return User.objects.create_user(f"of.{state}", password="x", role=role, state_id=state)


def test_a_ship_is_followed_through_its_names_by_its_imo_number() -> None:
    with scoped(REGION):
        now, before = call("MERRY GULL", 0), call("SAD GULL", 30)
        call("MERRY GULL", 3, imo="2609260")
        found = list(voyages_of_craft(now, officer(None)))
    assert found == [now, before]
    assert [(each.name, each.voyages) for each in craft_names(found)] == [("MERRY GULL", 1), ("SAD GULL", 1)]


def test_a_state_sees_the_voyages_alone_that_concern_it() -> None:
    with scoped(REGION):
        now = call("MERRY GULL", 0, states=("BRB", "LCA"))
        call("MERRY GULL", 5, states=("LCA",))
        found = list(voyages_of_craft(now, officer("BRB")))
    assert found == [now]


def test_without_a_number_the_name_alone_is_followed_and_never_a_craft_that_has_one() -> None:
    with scoped(REGION):
        now, same = call("Idle Hours", 0, imo=""), call("IDLE HOURS", 9, imo="")
        call("IDLE HOURS", 4)
        found = list(voyages_of_craft(now, officer(None)))
    assert found == [now, same]


def test_a_voyage_that_names_no_craft_has_no_history_of_one() -> None:
    with scoped(REGION):
        now = call("", 0, imo="", mode="air")
        call("", 1, imo="", mode="air")
        assert not voyages_of_craft(now, officer(None)).exists()

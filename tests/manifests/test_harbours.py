"""Small harbours that stand in no table: their state sees who comes all the same."""

from __future__ import annotations

from roadstead.manifests.normalise import direction, states_of, timetable
from roadstead.model import Craft, Leg, Mode, Voyage

YACHT = Voyage(
    mode=Mode.SEA,
    craft=Craft(name="SEA BREEZE"),
    legs=(Leg(origin="MQXYZ", destination="Rodney Bay, St Lucia", arrival="2026-11-25T16:20"),),
)


def test_the_state_of_a_harbour_we_do_not_know_sees_the_yacht_that_comes() -> None:
    assert states_of(YACHT, ("BRB", "LCA")) == ["LCA"]
    assert direction(YACHT, "LCA") == "arrival"


def test_the_time_there_is_that_of_its_country() -> None:
    arrives = timetable(YACHT).arrives_at
    assert arrives is not None
    assert arrives.isoformat() == "2026-11-25T20:20:00+00:00"

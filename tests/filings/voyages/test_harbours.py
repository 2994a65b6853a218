"""Small harbours that stand in no table: their state sees who comes all the same."""

from __future__ import annotations

from roadstead.engine.records import Craft, Leg, Mode, Voyage
from roadstead.engine.reference.places import country_of, shorten_place
from roadstead.engine.voyages.normalise import direction, states_of, timetable
from roadstead.web.templatetags.names import port

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


def test_a_column_of_five_characters_keeps_the_country_of_a_name_and_the_whole_of_a_code() -> None:
    assert shorten_place("RODNEY BAY, ST LUCIA") == "LCXXX"
    assert country_of("LCXXX") == "LCA"
    assert shorten_place("BBBGI") == "BBBGI"
    assert shorten_place("SOMEWHERE") == "SOMEW"


def test_an_officer_reads_that_it_is_a_harbour_of_that_country() -> None:
    assert port("LCXXX") == "a harbour in Saint Lucia"
    assert port("QQXXX") == "QQXXX"

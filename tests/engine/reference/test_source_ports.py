"""Source ports are each state's own dated rows; what containers may weigh goes by their length."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.engine.records import Mode
from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.source_ports import SOURCE_PORTS, SourcePort, sources_for
from roadstead.engine.reference.tables import container_size

DAY = date(2026, 11, 25)
HEAD = ",".join(SOURCE_PORTS.cells)
OWN = f"""{HEAD}
BRB,COCTG,drugs,2026-01-01,2026-12-31,yes,P,"Order 1 of 2026",
BRB,USMIA,firearms,2026-01-01,,yes,P,"Order 1 of 2026",
LCA,USMIA,firearms,2026-01-01,,no,D,own,
LCA,USMIA,vehicles,2026-01-01,,no,D,own,
"""


def own(text: str = OWN) -> tuple[SourcePort, ...]:
    return SOURCE_PORTS.rows(SOURCE_PORTS.read(text, "source_ports.csv"))


def test_what_is_shipped_is_unconfirmed_and_of_every_state() -> None:
    assert {row.state for row in SOURCE_PORTS.rows()} == {"*"}
    assert not any(row.verified for row in SOURCE_PORTS.rows())
    assert "USMIA" in sources_for(SOURCE_PORTS.rows(), ["VCT"], DAY, Mode.SEA)


def test_a_state_with_rows_of_its_own_is_asked_by_those_alone_and_on_their_days() -> None:
    rows = own()
    assert set(sources_for(rows, ["BRB"], DAY, Mode.SEA)) == {"COCTG", "USMIA"}
    assert set(sources_for(rows, ["BRB"], date(2027, 1, 1), Mode.SEA)) == {"USMIA"}
    assert "USPEF" in sources_for(rows, ["VCT"], DAY, Mode.SEA)


def test_of_several_states_only_what_all_of_them_list_is_told() -> None:
    """S25: what one state knows of a port, the others are not told by an alert."""
    rows = own()
    assert sources_for(rows, ["BRB", "LCA"], DAY, Mode.SEA) == {"USMIA": frozenset({"firearms"})}
    assert sources_for(rows, ["LCA"], DAY, Mode.SEA) == {"USMIA": frozenset({"firearms", "vehicles"})}
    assert sources_for(rows, [], DAY, Mode.SEA) == {}


def test_a_row_corrected_for_every_state_leaves_the_other_shipped_ones() -> None:
    rows = own(f"{HEAD}\n*,USMIA,firearms,2026-01-01,2026-06-30,yes,P,Order 1,\n")
    assert set(sources_for(rows, ["VCT"], DAY, Mode.SEA)) == {"USPEF"}


@pytest.mark.parametrize("typed", ["Miami", "", "QQQ", "XXABC"])
def test_a_port_is_given_by_code(typed: str) -> None:
    with pytest.raises(BadReference, match=r"column port: .* is not the code of a port"):
        own(f"{HEAD}\nBRB,{typed},firearms,,,no,D,own,\n")


@pytest.mark.parametrize("typed", ["USMIA", "MIA", "us mia"])
def test_a_port_is_met_by_ship_and_by_aircraft_whichever_of_its_codes_a_row_has(typed: str) -> None:
    """The facts of a bill have one code a port: UN/LOCODE by sea, IATA by air."""
    rows = own(f"{HEAD}\nBRB,{typed},firearms,,,no,D,own,\n")
    assert set(sources_for(rows, ["BRB"], DAY, Mode.SEA)) == {"USMIA"}
    assert set(sources_for(rows, ["BRB"], DAY, Mode.AIR)) == {"MIA"}


def test_two_rows_of_one_port_by_two_codes_are_taken_together() -> None:
    rows = own(f"{HEAD}\nBRB,MIA,firearms,,,no,D,own,\nBRB,USMIA,vehicles,,,no,D,own,\n")
    assert sources_for(rows, ["BRB"], DAY, Mode.AIR) == {"MIA": frozenset({"firearms", "vehicles"})}


def test_a_row_that_cannot_be_used_is_named() -> None:
    with pytest.raises(BadReference, match=r"row 2, column goods: 'guns' must be one of firearms"):
        own(f"{HEAD}\nBRB,USMIA,guns,,,no,D,own,\n")


@pytest.mark.parametrize(("code", "feet"), [("22G1", 20), ("45R1", 40), ("L5G1", 45), ("", 0), ("20", 0)])
def test_the_length_is_the_first_sign_of_a_code_of_size_and_type(code: str, feet: int) -> None:
    assert container_size(code).feet == feet
    assert container_size(code).max_tare_kg < container_size(code).max_gross_kg <= 36_000


def test_a_state_that_ended_its_own_row_gets_none_of_ours_instead() -> None:
    ended = f'{HEAD}\nBRB,COCTG,drugs,2026-01-01,2026-06-30,yes,P,"Order 1 of 2026",\n'
    rows = own(ended)
    assert sources_for(rows, ["BRB"], DAY, Mode.SEA) == {}
    assert "USMIA" in sources_for(rows, ["LCA"], DAY, Mode.SEA)

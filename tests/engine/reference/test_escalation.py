"""How long a notice waits for an answer: by hours until arrival, a state's own rows before the shipped ones."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.engine.reference.escalation import ESCALATION, minutes_for
from roadstead.engine.reference.policy import BadReference

ON = date(2026, 11, 25)
HEADING = ",".join(ESCALATION.cells)
END = "yes,P,Order 1,decided"


def given(hours: float | None, *lines: str, state: str = "BRB", on: date = ON) -> int:
    rows = ESCALATION.rows(ESCALATION.read("\n".join([HEADING, *lines]), "escalation.csv"))
    return minutes_for(rows, state=state, hours=hours, on=on)


def test_as_shipped_the_sooner_the_arrival_the_sooner_it_escalates() -> None:
    assert [given(hours) for hours in (-3, 0.5, 1, 3, 20, 50, None)] == [5, 5, 5, 15, 60, 240, 240]


def test_a_row_of_the_state_that_fits_goes_before_a_nearer_one_of_every_state() -> None:
    own = f"BRB,12,,,8,{END}"
    assert [given(hours, own) for hours in (0.5, 3, 12, 20, None)] == [8, 8, 8, 60, 240]
    assert given(3, own, f"*,3,,,20,{END}") == 8
    assert given(3, own, f"*,3,,,20,{END}", state="LCA") == 20


def test_of_a_states_own_rows_the_one_for_the_fewest_hours_holds_and_of_one_case_the_latest() -> None:
    own = (f"BRB,12,,,8,{END}", f"BRB,2,2026-01-01,,3,{END}", f"BRB,2,2026-11-26,,4,{END}", f"BRB,*,,,90,{END}")
    assert [given(hours, *own) for hours in (1, 3, 20, None)] == [3, 8, 90, 90]
    assert given(1, *own, on=date(2026, 11, 26)) == 4


def test_when_a_row_has_ended_the_shipped_ones_hold_again() -> None:
    assert given(3, f"BRB,*,2026-01-01,2026-11-24,99,{END}") == 15


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"BRB,0,,,5,{END}", "column hours: '0' must be a number from 1 to 720, or [*] for any arrival"),
        (f"BRB,soon,,,5,{END}", "column hours: 'soon' must be a whole number"),
        (f"BRB,1.5,,,5,{END}", "column hours: '1.5' must be a whole number"),
        (f"BRB,1,,,0,{END}", "column minutes: '0' must be a number from 1 to 1440"),
        (f"BRB,1,,,-5,{END}", "column minutes"),
    ],
)
def test_a_row_that_makes_no_sense_is_named(line: str, fault: str) -> None:
    with pytest.raises(BadReference, match=fault):
        given(1, line)

"""Settings that are policy: by state, dated, the strictest of several states; not in the environment any more."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.config import NotConfigured, read
from roadstead.config.variables import POLICY_VARIABLES
from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.settings import SETTINGS, VALUES, Setting, SettingName, strictest_value, value_for

ON = date(2026, 11, 25)
HEADING = ",".join(SETTINGS.cells)


def rows(*lines: str) -> tuple[Setting, ...]:
    return SETTINGS.rows(SETTINGS.read("\n".join([HEADING, *lines]), "settings.csv"))


def test_every_setting_is_shipped_for_every_state_with_a_value_that_can_be_used() -> None:
    assert {row["setting"] for row in SETTINGS.shipped} == set(SettingName) == set(VALUES)
    assert SETTINGS.read(SETTINGS.write(SETTINGS.shipped), "settings.csv") == SETTINGS.shipped


def test_as_shipped_nobody_is_referred_and_small_numbers_are_kept_back() -> None:
    assert value_for(rows(), SettingName.ANSWER_REFER, on=ON) == "never"
    assert value_for(rows(), SettingName.SMALL_CELLS, on=ON) == "5"


def test_a_state_sets_its_own_from_its_day_on() -> None:
    own = rows("BRB,confirm_second,always,2026-12-01,,yes,P,Order 1,")
    assert value_for(own, SettingName.CONFIRM_SECOND, state="BRB", on=ON) == "lists"
    assert value_for(own, SettingName.CONFIRM_SECOND, state="BRB", on=date(2026, 12, 1)) == "always"
    assert value_for(own, SettingName.CONFIRM_SECOND, state="LCA", on=date(2026, 12, 1)) == "lists"


def test_of_several_states_the_strictest_holds() -> None:
    own = rows("BRB,confirm_second,stop,,,yes,P,Order 1,", "BRB,answer_refer,open,,,yes,P,Order 1,")
    assert strictest_value(own, SettingName.CONFIRM_SECOND, states=["LCA", "BRB"], on=ON) == "stop"
    assert strictest_value(own, SettingName.ANSWER_REFER, states=["LCA", "BRB"], on=ON) == "never"
    assert strictest_value(own, SettingName.ANSWER_REFER, states=["BRB"], on=ON) == "open"
    assert strictest_value(own, SettingName.ANSWER_REFER, states=[], on=ON) == "never"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("*,confirm_second,sometimes,,,no,D,s,", "column value: 'sometimes' must be one of always, stop, lists"),
        ("*,small_cells,1,,,no,D,s,", "column value: '1' must be a number from 2 to 100"),
        ("*,small_cells,2.5,,,no,D,s,", "column value: '2.5' must be a whole number"),
        ("*,rule_disparity,0.5,,,no,D,s,", "column value"),
        ("BRB,purge_share,50,,,no,D,s,", "column state: 'BRB' must be *"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(line: str, fault: str) -> None:
    with pytest.raises(BadReference) as error:
        rows(line)
    assert fault in str(error.value)


@pytest.mark.parametrize("name", POLICY_VARIABLES)
def test_a_variable_that_has_become_policy_is_not_passed_over(name: str) -> None:
    with pytest.raises(NotConfigured, match=f"{name} is no longer read"):
        read({"ROADSTEAD_HOME": "/tmp/home", name: "1"})

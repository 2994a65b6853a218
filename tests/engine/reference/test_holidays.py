"""A state's corrections of its public holidays, and periods in working days that go by them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.deadlines import TIMERS, timer_for
from roadstead.engine.reference.holidays import HOLIDAYS, corrections_for
from roadstead.engine.reference.policy import BadReference

HEADING = ",".join(HOLIDAYS.cells)
BARBADOS = ZoneInfo("America/Barbados")
WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 10:00 in Barbados; Independence Day is Monday the 30th


def calendar(*lines: str, state: str = "BRB") -> Calendar:
    """With these rows approved, the newest first."""
    rows = HOLIDAYS.rows(HOLIDAYS.read("\n".join([HEADING, *lines]), "holidays.csv"))
    return Calendar(state=state, zone=BARBADOS, corrections=corrections_for(rows, state))


def due(of: Calendar, within: str = "3 working days") -> str:
    row = {**TIMERS.shipped[0], "within": within}
    timer = timer_for(TIMERS.rows([row]), state="BRB", matter="request", on=WEDNESDAY.date())
    return timer.ends(WEDNESDAY, of).astimezone(BARBADOS).isoformat(" ", "minutes")[:16]


def test_working_days_pass_over_the_weekend_and_the_states_holiday() -> None:
    assert due(calendar()) == "2026-12-01 10:00"


def test_an_added_holiday_makes_it_due_a_day_later_and_a_removed_one_a_day_earlier() -> None:
    assert due(calendar("BRB,2026-11-27,added,Day of mourning,yes,P,Proclamation 2,")) == "2026-12-02 10:00"
    assert due(calendar("BRB,2026-11-30,removed,Moved to Tuesday,yes,P,Order 3,")) == "2026-11-30 10:00"


def test_another_states_correction_changes_nothing() -> None:
    assert due(calendar("LCA,2026-11-27,added,Feast,yes,P,Proclamation 2,")) == due(calendar())


def test_a_row_of_the_state_goes_before_one_for_every_state() -> None:
    of_all = "*,2026-11-27,added,Day of the region,yes,P,Decision 1,"
    assert due(calendar(of_all)) == "2026-12-02 10:00"
    assert due(calendar("BRB,2026-11-27,usual,Not here,yes,P,Order 1,", of_all)) == due(calendar())


def test_a_newer_row_takes_a_correction_back() -> None:
    """`removed` would make a working day of a Saturday; `usual` leaves it what it was."""
    added = "BRB,2026-11-28,added,Feast,yes,P,Order 1,"
    found = calendar("BRB,2026-11-28,usual,Feast,yes,P,Order 2,", added)
    assert found.corrections == ()
    assert calendar(added).holiday(date(2026, 11, 28)) == "Feast"
    assert not found.is_working(date(2026, 11, 28))


def test_days_and_hours_run_through_holidays_as_before() -> None:
    assert due(calendar(), "30 days") == "2026-12-25 10:00"
    assert due(calendar(), "72 hours") == "2026-11-28 10:00"


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("BRB,,added,Feast,yes,P,Order 1,", "column day"),
        ("BRB,27.11.2026,added,Feast,yes,P,Order 1,", "column day"),
        ("BRB,2026-11-27,holiday,Feast,yes,P,Order 1,", "column kind"),
        ("BRB,2026-11-27,added,,yes,P,Order 1,", "column name"),
        ("BRB,2026-11-27,added,Feast,yes,P,,", "column source"),
    ],
)
def test_a_row_without_a_day_a_kind_a_name_or_a_source_is_refused(line: str, where: str) -> None:
    with pytest.raises(BadReference, match=where):
        calendar(line)

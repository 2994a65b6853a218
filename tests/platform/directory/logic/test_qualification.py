"""What an expired, revoked or missing qualification closes, and until when live alerts stay open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.required_courses import REQUIRED_COURSES, ROLES, Gap, GapReason, Work
from roadstead.platform.accounts.models import Role
from roadstead.platform.directory.logic.qualification import HeldQualification, Status, gaps

TODAY = date(2026, 11, 29)
HEADING = ",".join(REQUIRED_COURSES.cells)
ALL = frozenset(Work)
OFFICERS = "BRB,officer,BORDER-1,2026-01-01,,yes,P,Order 1,"


def lacking(
    *held: HeldQualification, rows: tuple[str, ...] = (OFFICERS,), role: str = "officer", on: date = TODAY
) -> list[Gap]:
    required = REQUIRED_COURSES.rows(REQUIRED_COURSES.read("\n".join([HEADING, *rows]), "test.csv"))
    return list(gaps(required, held, state="BRB", role=role, today=on))


def held(days: int | None, **more: bool) -> HeldQualification:
    """Valid for so many days after today."""
    return HeldQualification(course="BORDER-1", until=None if days is None else TODAY + timedelta(days=days), **more)


def test_nothing_is_required_without_rows() -> None:
    assert REQUIRED_COURSES.shipped == ()
    assert lacking(rows=()) == []


def test_every_role_but_those_that_run_the_system_and_carriers_can_need_a_course() -> None:
    assert set(ROLES) == set(Role) - {Role.CARRIER, Role.OPERATOR, Role.ADMINISTRATOR}
    assert not set(ROLES) & set(Work)


@pytest.mark.parametrize("days", [0, 400, None])
def test_a_valid_qualification_closes_nothing_up_to_its_last_day(days: int | None) -> None:
    assert lacking(held(days)) == []


def test_one_that_has_expired_closes_all_but_live_alerts_for_thirty_days() -> None:
    (gap,) = lacking(held(-1))
    assert (gap.reason, gap.on, gap.alerts_until) == (GapReason.EXPIRED, date(2026, 11, 28), date(2026, 12, 28))
    assert gap.closed == ALL - {Work.ALERTS}
    assert lacking(held(-30))[0].closed == ALL - {Work.ALERTS}
    (over,) = lacking(held(-31))
    assert (over.closed, over.alerts_until) == (ALL, None)


def test_an_extension_keeps_live_alerts_open_for_thirty_days_more_and_nothing_else() -> None:
    assert lacking(held(-60, is_extended=True))[0].closed == ALL - {Work.ALERTS}
    assert lacking(held(-61, is_extended=True))[0].closed == ALL


def test_one_that_was_revoked_closes_live_alerts_at_once_unless_another_is_valid() -> None:
    (gap,) = lacking(held(400, is_revoked=True))
    assert (gap.reason, gap.closed) == (GapReason.REVOKED, ALL)
    assert lacking(held(400, is_revoked=True), held(10)) == []


def test_a_missing_one_leaves_live_alerts_open_for_thirty_days_from_when_it_is_required() -> None:
    row = OFFICERS.replace("2026-01-01", "2026-11-20")
    (gap,) = lacking(rows=(row,))
    assert (gap.reason, gap.on, gap.alerts_until) == (GapReason.MISSING, date(2026, 11, 20), date(2026, 12, 20))
    assert lacking(rows=(row,), on=date(2026, 12, 21))[0].closed == ALL
    assert lacking(rows=(row,), on=date(2026, 11, 19)) == []


def test_another_course_does_not_count() -> None:
    assert len(lacking(HeldQualification(course="BORDER-2"))) == 1


def test_a_row_for_a_kind_of_work_closes_that_work_alone_whatever_the_role() -> None:
    row = "BRB,export,EXPORT-1,2026-01-01,,yes,P,Order 1,"
    for role in ROLES:
        (gap,) = lacking(rows=(row,), role=role)
        assert (gap.closed, gap.alerts_until) == (frozenset({Work.EXPORT}), None)


def test_rows_of_other_states_and_roles_do_not_count_and_one_for_every_state_does() -> None:
    assert lacking(rows=(OFFICERS.replace("BRB", "LCA"),)) == []
    assert lacking(role="supervisor") == []
    assert len(lacking(rows=(OFFICERS.replace("BRB", "*"),))) == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (OFFICERS.replace("officer", "carrier"), "needed_for"),
        (OFFICERS.replace("BORDER-1", "border 1"), "course"),
        (OFFICERS.replace("2026-01-01", ""), "valid_from"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_column(row: str, column: str) -> None:
    with pytest.raises(BadReference, match=column):
        lacking(rows=(row,))


@pytest.mark.parametrize(
    ("days", "status"),
    [(61, Status.VALID), (60, Status.ENDS_SOON), (0, Status.ENDS_SOON), (-1, Status.EXPIRED), (None, Status.VALID)],
)
def test_the_status_warns_from_sixty_days_before_the_last_day(days: int | None, status: Status) -> None:
    assert held(days).status(TODAY) == status
    assert held(days, is_revoked=True).status(TODAY) == Status.REVOKED


@given(st.lists(st.builds(held, st.integers(-100, 100) | st.none()), max_size=4), st.integers(-100, 100) | st.none())
def test_another_qualification_never_closes_more(before: list[HeldQualification], days: int | None) -> None:
    closed = lacking(*before)[0].closed if lacking(*before) else frozenset()
    after = lacking(*before, held(days))
    assert (after[0].closed if after else frozenset()) <= closed


@pytest.mark.parametrize("role", sorted(set(Role) - set(ROLES)))
def test_what_every_state_requires_closes_nothing_to_carriers_and_to_those_who_run_the_system(role: str) -> None:
    row = "*,export,BORDER-1,2026-01-01,,yes,P,Order 1,"
    assert lacking(rows=(row,), role=role) == []
    assert len(lacking(rows=(row,))) == 1

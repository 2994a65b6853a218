"""The contact points that routing reads are those of the directory, with freshness, holders, hours and duty of now."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.engine.rules.routing import Freshness, Mark, RoutingQuestion, Step
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.scope import enter
from roadstead.platform.directory.editing import add_competence, add_method, add_point, end_competence, name_holder
from roadstead.platform.directory.models import ContactPoint, Duty
from roadstead.platform.directory.routing import contact_points, load_points
from tests.platform.directory.conftest import NOW, TODAY, Cast

ASKED = RoutingQuestion(state="BRB", measure="financial_intelligence", at=NOW)
LOAD_STATEMENTS = 5


def held(point: ContactPoint, by: User, name: str = "Coralie Best", kind: str = "holder") -> None:
    name_holder(point, by=by, now=NOW, name=name, kind=kind)


@pytest.fixture
def fiu(cast: Cast) -> Cast:
    State.objects.filter(pk="BRB").update(zone="America/Barbados")
    add_competence(cast.point, ASKED.measure, "Act of 2011", by=cast.fiu, today=TODAY)
    held(cast.point, cast.fiu)
    enter(cast.centre.scope)
    desk = add_point(cast.centre.organisation, "Watch room", ["duty_desk"], by=cast.centre, today=TODAY)  # type: ignore[arg-type]
    add_method(desk, "telephone", "+1 246 555 0190", by=cast.centre, now=NOW)
    held(desk, cast.centre, "Gail Bartholomew")
    return cast


def test_another_state_gets_the_contact_points_of_a_state_in_order(fiu: Cast) -> None:
    enter(fiu.other_state.scope)
    found = contact_points(ASKED, fiu.other_state)
    assert [(each.point.title, each.step, each.mark) for each in found] == [
        ("FIU duty desk", Step.COMPETENT, Mark.NONE),
        ("Watch room", Step.CENTRE, Mark.NONE),
    ]
    assert str(found[0].reason) == "Barbados names it for financial intelligence; confirmed today"


def test_a_competence_that_was_ended_is_not_used(fiu: Cast) -> None:
    enter(fiu.fiu.scope)
    end_competence(fiu.point.competences.get(), by=fiu.fiu, today=TODAY)
    assert [each.step for each in contact_points(ASKED, fiu.fiu)] == [Step.CENTRE]


def test_it_grows_old_with_its_contact_methods(fiu: Cast) -> None:
    enter(fiu.other_state.scope)
    later = RoutingQuestion(state="BRB", measure=ASKED.measure, at=NOW + timedelta(days=110))
    assert [each.mark for each in contact_points(later, fiu.other_state)] == [Mark.STALE, Mark.STALE]
    assert {each.freshness for each in load_points(fiu.other_state, NOW)} == {Freshness.FRESH}


def test_all_states_are_loaded_in_as_many_statements_as_one(fiu: Cast) -> None:
    enter(fiu.centre.scope)
    for states in (None, ["BRB"]):
        with CaptureQueriesContext(
            connection,
        ) as found:
            load_points(fiu.centre, NOW, states=states)
        statements = [each["sql"] for each in found if "roadstead_policies" not in each["sql"]]
        assert len(statements) <= LOAD_STATEMENTS, "\n".join(statements)


@pytest.mark.parametrize(("hours", "is_open"), [("08:00 to 16:00", True), ("20:00 to 06:00", False), ("ask", None)])
def test_its_hours_are_those_of_its_own_clock(fiu: Cast, hours: str, is_open: bool | None) -> None:
    """It is 08:00 in Barbados and 12:00 UTC."""
    enter(fiu.fiu.scope)
    fiu.point.methods.update(hours=hours)
    enter(fiu.other_state.scope)
    (found,) = (each for each in load_points(fiu.other_state, NOW, states=["BRB"]) if each.pk == fiu.point.pk)
    assert found.is_open is is_open


def test_somebody_on_duty_there_is_open_whatever_the_hours_for_people_of_the_state(fiu: Cast) -> None:
    enter(fiu.fiu.scope)
    fiu.point.methods.update(hours="20:00 to 06:00")
    enter(fiu.border.scope)
    Duty.objects.create(
        state="BRB",
        contact_point=fiu.point,
        person=fiu.officer,
        days=list(range(7)),
        begins=time(6),
        ends=time(18),
        made_by=fiu.border,
        made_at=NOW,
        states=["BRB"],
    )
    assert [each.is_open for each in load_points(fiu.border, NOW) if each.pk == fiu.point.pk] == [True]
    night = datetime(2026, 11, 28, 23, tzinfo=UTC)
    assert [each.is_open for each in load_points(fiu.border, night) if each.pk == fiu.point.pk] == [False]
    enter(fiu.other_state.scope)  # a roster is its state's alone
    assert [each.is_open for each in load_points(fiu.other_state, NOW) if each.pk == fiu.point.pk] == [False]

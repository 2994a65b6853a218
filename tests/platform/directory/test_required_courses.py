"""What is closed to a person without a course that the state requires, and what stays open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention import holds
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory import sharing
from roadstead.platform.directory.backend import PeopleBackend
from roadstead.platform.directory.logic.qualification import day_at
from roadstead.platform.directory.models import Qualification
from tests.conftest import Approve, make_user
from tests.platform.directory.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
OFFICERS = "BRB,officer,BORDER-1,2026-01-01,,yes,P,Order 1,"
CHIEFS = "BRB,supervisor,BORDER-1,2026-01-01,,yes,P,Order 1,"


def qualified_for(cast: Cast, days: int | None) -> None:
    """The officer, for so many days from today, by the clock of the machine: it is the one asked at sign-in."""
    enter(cast.border.scope)
    Qualification.objects.create(
        user=cast.officer,
        owner="BRB",
        course="BORDER-1",
        issued_on=date(2020, 1, 1),
        until=None if days is None else day_at(timezone.now()) + timedelta(days=days),
        issuer_id="BRB-BA",
        recorded_by=cast.border,
        recorded_at=NOW,
    )


def signed_in(user: User) -> User:
    found = PeopleBackend().get_user(user.pk)
    assert found is not None
    return found


def test_where_nothing_is_required_nothing_is_asked_and_nothing_is_closed(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        user = signed_in(cast.officer)
    assert len(asked) == 1
    assert "roadstead_qualifications" not in asked[0]["sql"]
    assert user.missing_courses == ()
    assert permissions.may_write_rules(user)


def test_a_page_costs_no_statement_more_where_a_course_is_required(cast: Cast, approved: Approve) -> None:
    approved(REQUIRED_COURSES, OFFICERS)
    with CaptureQueriesContext(connection) as asked:
        assert len(signed_in(cast.officer).missing_courses) == 1
    assert len(asked) == 1


def test_a_valid_qualification_opens_everything_and_other_states_are_not_asked(cast: Cast, approved: Approve) -> None:
    qualified_for(cast, None)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    assert signed_in(cast.officer).missing_courses == ()
    assert signed_in(make_user("officer-b", Role.OFFICER, state="LCA")).missing_courses == ()


def test_an_expired_one_closes_proposing_exporting_and_lists_and_leaves_live_alerts_open(
    cast: Cast, approved: Approve
) -> None:
    qualified_for(cast, -3)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    user = signed_in(cast.officer)
    closed = (permissions.may_write_rules, permissions.may_nominate, permissions.may_export_cases)
    assert [may(user) for may in closed] == [False, False, False]
    assert not permissions.may_export(user)
    assert permissions.may_decide_alerts(user)
    assert permissions.may_record_outcomes(user)
    assert permissions.may_see_alerts(user)


def test_after_thirty_days_live_alerts_are_closed_too(cast: Cast, approved: Approve) -> None:
    qualified_for(cast, -31)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    user = signed_in(cast.officer)
    assert not permissions.may_decide_alerts(user)
    assert permissions.may_see_alerts(user)


def test_whoever_approves_without_the_course_is_refused_with_its_name(cast: Cast, approved: Approve) -> None:
    approved(REQUIRED_COURSES, CHIEFS)
    partner = cast.border.organisation
    assert partner is not None
    with pytest.raises(NotAllowed, match=r"requires the course BORDER-1.*Take the course"):
        sharing.propose(partner, reason="r", by=signed_in(cast.border), now=NOW)
    with pytest.raises(NotAllowed, match=r"requires the course BORDER-1"):
        sharing.decide(1, True, by=signed_in(cast.border), now=NOW)


def test_a_page_that_is_closed_says_which_course_is_missing_and_a_page_to_read_says_it_too(
    cast: Cast, approved: Approve, client: Client
) -> None:
    qualified_for(cast, -3)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    client.force_login(cast.officer)
    refused = client.get(reverse("new-rule"))
    assert refused.status_code == 403
    assert "requires the course BORDER-1, and your qualification expired on" in refused.content.decode()
    page = client.get(reverse("arrivals"))
    assert page.status_code == 200
    assert "valid qualification for the course BORDER-1" in page.content.decode()
    assert "You can work on live alerts until" in page.content.decode()
    assert client.get(reverse("arrivals"), {"as": "csv"}).status_code == 403


def test_what_a_person_without_the_course_does_is_marked_in_the_audit(
    cast: Cast, approved: Approve, client: Client
) -> None:
    qualified_for(cast, -3)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    client.force_login(cast.officer)
    client.get(reverse("arrivals"))
    enter(REGION)
    assert Record.objects.filter(as_whom="officer BRB without BORDER-1", subject="arrivals").exists()


def test_the_last_day_of_a_qualification_is_over_when_it_is_over_in_the_region(
    cast: Cast, approved: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    qualified_for(cast, 0)
    enter(REGION)
    approved(REQUIRED_COURSES, OFFICERS)
    last = Qualification.objects.get().until
    assert last
    evening = datetime.combine(last, time(22), ZoneInfo("America/Barbados"))
    monkeypatch.setattr(timezone, "now", lambda: evening)
    assert signed_in(cast.officer).missing_courses == ()
    monkeypatch.setattr(timezone, "now", lambda: evening + timedelta(hours=6))
    assert len(signed_in(cast.officer).missing_courses) == 1


def test_the_rules_are_not_taken_away_as_a_file_without_the_course(
    cast: Cast, approved: Approve, client: Client
) -> None:
    approved(REQUIRED_COURSES, "BRB,export,BORDER-1,2026-01-01,,yes,P,Order 1,")
    client.force_login(cast.officer)
    assert client.get(reverse("rules")).status_code == 200
    assert client.get(reverse("export-rules")).status_code == 403


def test_a_voyage_is_held_without_the_course_before_it_is_deleted_and_not_lifted(cast: Cast, approved: Approve) -> None:
    approved(REQUIRED_COURSES, CHIEFS)
    voyage = Voyage.objects.create(key="V", flight_key="V", mode="air", states=["BRB"])
    border, until = signed_in(cast.border), (timezone.now() + timedelta(days=30)).date().isoformat()
    enter(border.scope)
    held = holds.place(voyage, holds.NewHold(reason="Order 9", until=until), by=border, now=timezone.now())
    with pytest.raises(NotAllowed, match="requires the course BORDER-1"):
        holds.propose_to_lift(held.pk, "w", by=border, now=timezone.now())

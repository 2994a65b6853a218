"""Qualifications: who records and reads them, what stays of them, and who is notified."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.expiry import delete_old
from roadstead.platform.directory.models import Qualification
from roadstead.platform.directory.qualifications import extend, notify_of_expiry, qualifications_of, record, revoke
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.outbox.queue import handle
from tests.conftest import make_user
from tests.platform.directory.conftest import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def passed(cast: Cast, days: int | None = 400, *, of: User | None = None, by: User | None = None) -> Qualification:
    """Valid for so many days after the day of the test; recorded by the supervisor of the border agency."""
    by = by or cast.border
    enter(by.scope)
    last = None if days is None else TODAY + timedelta(days=days)
    return record(of or cast.officer, "BORDER-1", date(2025, 1, 1), last, cast.border.organisation, by=by, now=NOW)


# ── recording ───────────────────────────────────────────────────────────────────────────────


def test_a_supervisor_records_a_course_of_the_own_people_and_the_audit_says_so(cast: Cast) -> None:
    row = passed(cast)
    assert (row.owner, row.course, row.recorded_by) == ("BRB", "BORDER-1", cast.border)
    enter(REGION)
    line = Record.objects.get(action="qualification recorded")
    assert (line.subject, line.purpose, line.basis) == (f"qualification {row.pk}", "training", "duty-to-train")
    assert (line.states, line.detail) == (["BRB"], f"user {cast.officer.pk}, BORDER-1")


def test_an_administrator_records_those_of_supervisors_and_of_the_centre(cast: Cast) -> None:
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    assert passed(cast, of=cast.border, by=administrator).owner == "BRB"
    assert passed(cast, of=cast.centre, by=administrator).owner == "REGION"
    assert [row.owner for row in qualifications_of(cast.centre, administrator)] == ["REGION"]


def test_nobody_records_their_own_nor_that_of_another_states_or_of_another_supervisor(cast: Cast) -> None:
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    for by, of in (
        (cast.border, cast.border),
        (administrator, administrator),
        (cast.border, cast.fiu),
        (cast.other_state, cast.officer),
        (cast.officer, cast.fiu),
    ):
        with pytest.raises(NotAllowed, match="manages it"):
            passed(cast, of=of, by=by)


def test_the_database_refuses_one_that_somebody_recorded_of_themselves(cast: Cast) -> None:
    enter(cast.border.scope)
    with pytest.raises(IntegrityError, match="nobody_qualifies_themselves"), transaction.atomic():
        Qualification.objects.create(
            user=cast.border,
            owner="BRB",
            course="BORDER-1",
            issued_on=TODAY,
            issuer_id="BRB-BA",
            recorded_by=cast.border,
            recorded_at=NOW,
        )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"course": "border one"}, "a course code"),
        ({"issued_on": None}, "the day of issue"),
        ({"issued_on": TODAY + timedelta(days=1)}, "cannot be in the future"),
        ({"until": date(2024, 12, 31)}, "before the day of issue"),
        ({"issuer": None}, "Choose the organisation"),
        ({"evidence_sha256": "abc"}, "SHA-256"),
    ],
)
def test_what_cannot_be_right_is_refused(cast: Cast, wrong: dict[str, Any], says: str) -> None:
    enter(cast.border.scope)
    right = {"course": "BORDER-1", "issued_on": TODAY, "until": None, "issuer": cast.border.organisation}
    with pytest.raises(NotAllowed, match=says):
        record(cast.officer, **{**right, **wrong}, by=cast.border, now=NOW)


def test_what_was_recorded_is_never_changed(cast: Cast) -> None:
    row = passed(cast)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Qualification.objects.filter(pk=row.pk).update(until=None)


# ── who reads them ──────────────────────────────────────────────────────────────────────────


def test_the_holder_supervisors_and_auditors_of_the_state_read_it_and_nobody_else(cast: Cast) -> None:
    passed(cast)
    colleague = make_user("colleague", Role.OFFICER, state="BRB")
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    of_the_centre = make_user("auditor", Role.AUDITOR)
    for person, count in (
        (cast.officer, 1),
        (cast.border, 1),
        (auditor, 1),
        (colleague, 0),
        (cast.other_state, 0),
        (cast.centre, 0),
        (of_the_centre, 0),
    ):
        enter(person.scope)
        assert Qualification.objects.visible_to(person).count() == count, person
    for person in (cast.other_state, cast.centre, of_the_centre, make_user("administrator", Role.ADMINISTRATOR)):
        enter(person.scope)  # and the database's policy alone
        assert Qualification.objects.count() == 0, person


def test_reading_somebody_elses_is_in_the_audit_reading_the_own_is_not(cast: Cast) -> None:
    passed(cast)
    enter(cast.border.scope)
    assert len(qualifications_of(cast.officer, cast.border)) == 1
    enter(cast.officer.scope)
    assert len(qualifications_of(cast.officer, cast.officer)) == 1
    enter(REGION)
    (line,) = Record.objects.filter(action="read", purpose="training")
    assert (line.who, line.subject) == (cast.border, f"qualifications of user {cast.officer.pk}")


# ── revoking and extending ──────────────────────────────────────────────────────────────────


def test_revoking_needs_a_reason_and_stays_in_the_audit(cast: Cast) -> None:
    row = passed(cast)
    with pytest.raises(NotAllowed, match="Enter a reason"):
        revoke(row.pk, " ", account=cast.officer, by=cast.border, now=NOW)
    revoke(row.pk, "The certificate was forged.", account=cast.officer, by=cast.border, now=NOW)
    with pytest.raises(NotAllowed, match="Record a new one"):
        revoke(row.pk, "Once more", account=cast.officer, by=cast.border, now=NOW)
    row.refresh_from_db()
    assert (row.revoked_by, row.revocation_reason) == (cast.border, "The certificate was forged.")
    enter(REGION)
    assert Record.objects.filter(action="qualification revoked", subject=f"qualification {row.pk}").count() == 1


def test_another_states_supervisor_finds_none_to_revoke(cast: Cast) -> None:
    row = passed(cast)
    enter(cast.other_state.scope)
    with pytest.raises(Qualification.DoesNotExist):
        revoke(row.pk, "w", account=cast.officer, by=cast.other_state, now=NOW)


def test_an_expired_one_is_extended_once_with_a_reason_and_the_auditors_are_notified(cast: Cast) -> None:
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    row = passed(cast, 10)
    with pytest.raises(NotAllowed, match="Only an expired"):
        extend(row.pk, "The course is full", account=cast.officer, by=cast.border, now=NOW)
    later = NOW + timedelta(days=11)
    with pytest.raises(NotAllowed, match="Enter a reason"):
        extend(row.pk, "", account=cast.officer, by=cast.border, now=later)
    extend(row.pk, "The course is full", account=cast.officer, by=cast.border, now=later)
    with pytest.raises(NotAllowed, match="extended before"):
        extend(row.pk, "Still full", account=cast.officer, by=cast.border, now=later)
    (notice,) = AccountNotice.objects.filter(kind="course extended")
    assert notice.person == auditor
    assert notice.places["until"] == f"{TODAY + timedelta(days=70)}"


# ── notices before it expires ───────────────────────────────────────────────────────────────


def notices(cast: Cast, days: int) -> dict[str, int]:
    """How many each person has been sent, once everything was handled that is due so many days from now."""
    for day in range(days + 1):
        handle({EventKind.QUALIFICATION: notify_of_expiry}, now=NOW + timedelta(days=day))
    found = AccountNotice.objects.filter(kind="course ends").values_list("person__username", flat=True)
    return {name: list(found).count(name) for name in found}


def test_holder_and_supervisors_are_notified_sixty_thirty_and_seven_days_before_once_each(cast: Cast) -> None:
    passed(cast, 90)
    assert notices(cast, 29) == {}
    assert notices(cast, 30) == {"officer": 1, "border": 1, "fiu": 1}
    assert notices(cast, 60)["officer"] == 2
    assert notices(cast, 120) == {"officer": 3, "border": 3, "fiu": 3}
    text = AccountNotice.objects.filter(kind="course ends")[0].places
    assert text == {"account": "officer", "course": "BORDER-1", "by": f"{TODAY + timedelta(days=90)}"}
    enter(REGION)
    assert not OutboxEvent.objects.filter(kind=EventKind.QUALIFICATION).exists()


def test_of_a_supervisors_own_the_administrators_are_notified(cast: Cast) -> None:
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    passed(cast, 20, of=cast.border, by=administrator)
    assert notices(cast, 20) == {"border": 1, "administrator": 1}


def test_nobody_is_notified_of_one_that_was_renewed_or_revoked_or_whose_account_is_closed(cast: Cast) -> None:
    passed(cast, 20)
    passed(cast, 400)
    other = make_user("other-officer", Role.OFFICER, state="BRB")
    row = passed(cast, 20, of=other)
    revoke(row.pk, "w", account=other, by=cast.border, now=NOW)
    gone = make_user("gone", Role.OFFICER, state="BRB")
    passed(cast, 20, of=gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert notices(cast, 20) == {}


# ── how long it is kept ─────────────────────────────────────────────────────────────────────


def test_what_expired_or_was_revoked_or_is_of_a_closed_account_is_deleted_once_the_policy_is_over(cast: Cast) -> None:
    passed(cast, None)
    passed(cast, 10)
    row = passed(cast, 400)
    revoke(row.pk, "w", account=cast.officer, by=cast.border, now=NOW)
    gone = make_user("gone", Role.OFFICER, state="BRB")
    passed(cast, None, of=gone)
    User.objects.filter(pk=gone.pk).update(is_active=False, opened_at=NOW, last_login=None)
    enter(REGION)
    assert delete_old("12 months", NOW + timedelta(days=364)) == 0
    assert delete_old("12 months", NOW + timedelta(days=367)) == 2
    assert delete_old("12 months", NOW + timedelta(days=378)) == 1
    (left,) = Qualification.objects.all()
    assert (left.user, left.until) == (cast.officer, None)

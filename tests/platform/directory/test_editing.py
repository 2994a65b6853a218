"""The directory is kept by each state's own people, and nobody lets themselves, or a friend, into an organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import NOBODY, REGION, Scope, enter
from roadstead.platform.directory import editing, sharing
from roadstead.platform.directory.contacts import freshness_of, record_contact
from roadstead.platform.directory.logic.freshness import Freshness
from roadstead.platform.directory.models import (
    Contact,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    SharingAgreement,
)
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from tests.conftest import make_user
from tests.platform.directory.conftest import NOW, TODAY, Cast, belongs

pytestmark = pytest.mark.django_db


def test_every_member_reads_the_directory_and_a_carrier_does_not(cast: Cast) -> None:
    carrier = make_user("x9", Role.CARRIER, carrier="X9")
    for user in (cast.border, cast.officer, cast.other_state, cast.centre):
        enter(user.scope)
        assert ContactPoint.objects.visible_to(user).count() == ContactPoint.objects.count() == 1
    for scope in (carrier.scope, NOBODY):
        enter(scope)
        assert ContactPoint.objects.count() == 0
    enter(REGION)
    assert ContactPoint.objects.visible_to(carrier).count() == 0


def test_only_supervisors_and_focal_points_of_the_own_state_change_it(cast: Cast) -> None:
    organisation = cast.point.organisation
    focal = make_user("focal", Role.FOCAL_POINT, state="BRB")
    for user in (cast.officer, cast.other_state, cast.centre):
        enter(user.scope)
        with pytest.raises(NotAllowed, match="its part"):
            editing.add_point(organisation, "Desk", ["duty_desk"], by=user, today=TODAY)
    enter(focal.scope)
    assert editing.add_point(organisation, "Desk", ["duty_desk"], by=focal, today=TODAY).owner == "BRB"
    line = Record.objects.filter(subject="organisation BRB-FIU").order_by("-pk")[0]
    assert (line.user, line.action, line.states, line.purpose) == ("focal", "added", ["BRB"], "cooperation")


@pytest.mark.parametrize("scope", [Scope(states=("LCA",)), Scope(states=("*",), people=True)])
def test_the_database_lets_nobody_change_the_rows_of_another_state(cast: Cast, scope: Scope) -> None:
    enter(scope)
    assert ContactPoint.objects.update(title="ours now") == 0
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ContactPoint.objects.create(organisation_id="BRB-FIU", owner="BRB", title="Desk", since=TODAY)


def test_an_organisation_is_added_for_the_own_state_with_the_states_code(cast: Cast) -> None:
    enter(cast.border.scope)
    made = editing.add_organisation("PO", "Police", "police", by=cast.border)
    assert (made.pk, made.state_id, str(made)) == ("BRB-PO", "BRB", "Police")
    with pytest.raises(NotAllowed, match="Choose another"):
        editing.add_organisation("PO", "Police", "police", by=cast.border)
    with pytest.raises(NotAllowed, match="capital letters"):
        editing.add_organisation("p,o", "Police", "police", by=cast.border)
    enter(cast.centre.scope)
    assert editing.add_organisation("CO", "Council", "council", by=cast.centre).owner == "REGION"


@pytest.mark.parametrize(
    ("measure", "more"),
    [
        ("surrenders", {}),
        ("", {}),
        ("surrender", {"crimes": ["jaywalking"]}),
        ("surrender", {"stage": "later"}),
    ],
)
def test_a_competence_is_for_a_measure_crimes_and_a_stage_of_the_lists(
    cast: Cast, measure: str, more: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed, match="from the list"):
        editing.add_competence(cast.point, measure, "Act", by=cast.fiu, today=TODAY, **more)
    whole = {"crimes": ["drugs"], "stage": "trial"}
    made = editing.add_competence(cast.point, "surrender", "Act", by=cast.fiu, today=TODAY, **whole)
    assert (made.crimes, made.stage) == (["drugs"], "trial")


def test_nobody_names_themselves_not_even_past_the_code(cast: Cast) -> None:
    enter(cast.fiu.scope)
    with pytest.raises(NotAllowed, match="cannot name yourself"):
        editing.name_holder(cast.point, by=cast.fiu, now=NOW, user=cast.fiu)
    with pytest.raises(IntegrityError, match="nobody_names_themselves"), transaction.atomic():
        ContactPointHolder.objects.create(
            contact_point=cast.point, owner="BRB", user=cast.fiu, named_by=cast.fiu, named_at=NOW, valid_from=TODAY
        )


def test_a_supervisor_of_one_organisation_lets_nobody_into_another(cast: Cast) -> None:
    enter(cast.border.scope)
    with pytest.raises(NotAllowed, match="give others access"):
        editing.name_holder(cast.point, by=cast.border, now=NOW, user=cast.officer)
    assert editing.name_holder(cast.point, by=cast.border, now=NOW, user=cast.fiu).user == cast.fiu  # one of its own
    assert editing.name_holder(cast.point, by=cast.border, now=NOW, kind="deputy", name="Ada Test").name == "Ada Test"


def test_an_organisation_without_people_gets_its_first_from_whoever_keeps_the_directory(cast: Cast) -> None:
    enter(cast.border.scope)
    court = editing.add_organisation("CT", "Court", "court", by=cast.border)
    point = editing.add_point(court, "Clerk", ["judge"], by=cast.border, today=TODAY)
    assert editing.name_holder(point, by=cast.border, now=NOW, user=cast.officer).user == cast.officer


def test_an_organisation_whose_accounts_were_all_closed_still_has_people(cast: Cast) -> None:
    User.objects.filter(organisation="BRB-FIU").update(is_active=False)
    enter(cast.border.scope)
    with pytest.raises(NotAllowed, match="give others access"):
        editing.name_holder(cast.point, by=cast.border, now=NOW, kind="deputy", user=cast.officer)


def test_only_the_first_is_let_into_an_organisation_by_somebody_of_another(cast: Cast) -> None:
    enter(cast.border.scope)
    court = editing.add_organisation("CT", "Court", "court", by=cast.border)
    point = editing.add_point(court, "Clerk", ["judge"], by=cast.border, today=TODAY)
    friend = make_user("friend", Role.OFFICER, state="BRB")
    first, second = (
        editing.name_holder(point, by=cast.border, now=NOW, kind="deputy", user=user) for user in (cast.officer, friend)
    )
    editing.accept(first, by=cast.officer, now=NOW)
    with pytest.raises(NotAllowed, match="give others access"):
        editing.accept(second, by=friend, now=NOW)
    editing.end_holder(first, by=cast.border, today=TODAY)
    with pytest.raises(NotAllowed, match="give others access"):
        editing.name_holder(point, by=cast.border, now=NOW, user=friend)


def test_somebody_of_another_state_holds_no_post(cast: Cast) -> None:
    enter(cast.fiu.scope)
    with pytest.raises(NotAllowed, match="same state"):
        editing.name_holder(cast.point, by=cast.fiu, now=NOW, user=cast.other_state)


def test_one_person_holds_a_post_and_any_number_are_deputies(cast: Cast) -> None:
    enter(cast.fiu.scope)
    for name in ("First", "Second"):
        editing.name_holder(cast.point, by=cast.fiu, now=NOW, name=name)
        editing.name_holder(cast.point, by=cast.fiu, now=NOW, kind="deputy", name=f"{name}'s deputy")
    there = cast.point.holders.filter(editing.in_force(TODAY))
    assert [each.name for each in there] == ["Second", "First's deputy", "Second's deputy"]


def test_only_the_person_who_was_named_accepts(cast: Cast) -> None:
    enter(cast.fiu.scope)
    holder = editing.name_holder(cast.point, by=cast.fiu, now=NOW, user=cast.officer)
    with pytest.raises(NotAllowed, match="who was named"):
        editing.accept(holder, by=cast.fiu, now=NOW)


def call(cast: Cast, result: str, by: User, hours: float) -> Freshness:
    """What the contact point is after this contact, `hours` after it was written down."""
    at = NOW + timedelta(hours=hours)
    enter(by.scope)
    record_contact(cast.telephone, result, by=by, now=at)
    return freshness_of(ContactMethod.objects.all(), at)


def test_three_contacts_of_two_callers_without_an_answer_make_it_stale_and_one_answer_fresh(cast: Cast) -> None:
    assert call(cast, "unanswered", cast.other_state, 0) == Freshness.FRESH
    assert call(cast, "unanswered", cast.centre, 0) == Freshness.FRESH
    assert call(cast, "unanswered", cast.other_state, 2) == Freshness.STALE
    assert call(cast, "answered", cast.centre, 2) == Freshness.FRESH
    found = ContactMethod.objects.get()
    assert (found.tested_at, found.test_result, found.unanswered) == (NOW + timedelta(hours=2), "answered", 0)
    assert call(cast, "unanswered", cast.other_state, 4) == Freshness.FRESH


def test_nobody_from_outside_makes_a_contact_point_stale_alone_and_its_owner_does(cast: Cast) -> None:
    for hours in range(0, 10, 2):
        assert call(cast, "unanswered", cast.other_state, hours) == Freshness.FRESH
    assert call(cast, "unanswered", cast.fiu, 10) == Freshness.STALE


def test_of_one_caller_contacts_count_once_an_hour_and_all_are_kept(cast: Cast) -> None:
    for minutes in range(5):
        assert call(cast, "unanswered", cast.fiu, minutes / 60) == Freshness.FRESH
    enter(REGION)
    assert (Contact.objects.count(), ContactMethod.objects.get().unanswered) == (5, 1)
    assert call(cast, "unanswered", cast.officer, 1) == Freshness.FRESH
    assert call(cast, "unanswered", cast.border, 1) == Freshness.STALE
    assert call(cast, "answered", cast.border, 1.5) == Freshness.STALE  # the same caller, who may not turn it at once


def test_a_way_is_removed_with_what_other_organisations_recorded_of_it(cast: Cast) -> None:
    enter(cast.other_state.scope)
    record_contact(cast.telephone, "unanswered", by=cast.other_state, now=NOW)
    enter(cast.border.scope)
    editing.remove_method(cast.telephone, by=cast.border)
    connection.check_constraints()
    assert not Contact.objects.exists()
    enter(REGION)
    assert (Contact.objects.count(), ContactMethod.objects.count()) == (0, 0)


def test_auditors_record_no_contact(cast: Cast) -> None:
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    enter(auditor.scope)
    with pytest.raises(NotAllowed, match="officers and focal points"):
        record_contact(cast.telephone, "answered", by=auditor, now=NOW)


TERMS = {
    "categories": ["voyage"],
    "purpose": "Relief after a hurricane",
    "strictest_tlp": "green",
    "retention": "6 months",
    "reference": "Decision 4/2026",
    "valid_from": TODAY,
}


def test_an_agreement_with_a_partner_is_in_force_once_a_second_supervisor_approves(cast: Cast) -> None:
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    enter(cast.fiu.scope)
    made = sharing.propose(partner, reason="Agreed in June", by=cast.fiu, now=NOW, **TERMS)
    assert not sharing.agreements(cast.fiu, TODAY)
    with pytest.raises(NotAllowed, match="second person"):
        sharing.decide(made.pk, True, by=cast.fiu, now=NOW)
    enter(cast.other_state.scope)
    with pytest.raises(SharingAgreement.DoesNotExist):
        sharing.decide(made.pk, True, by=cast.other_state, now=NOW)
    enter(cast.border.scope)
    sharing.decide(made.pk, True, by=cast.border, now=NOW)
    assert [(each, each.owner) for each in sharing.agreements(cast.border, TODAY)] == [(made, "BRB")]


def test_an_agreement_that_has_ended_or_not_begun_is_not_in_force(cast: Cast) -> None:
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    enter(cast.fiu.scope)
    made = sharing.propose(partner, reason="", by=cast.fiu, now=NOW, **TERMS | {"valid_to": TODAY})
    enter(cast.border.scope)
    sharing.decide(made.pk, True, by=cast.border, now=NOW)
    days = [TODAY + timedelta(days=days) for days in (-1, 0, 1)]
    assert [bool(sharing.agreements(cast.border, day)) for day in days] == [False, True, False]


def test_a_focal_point_proposes_an_agreement_and_only_a_supervisor_approves_it(cast: Cast) -> None:
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    first, second = (make_user(name, Role.FOCAL_POINT, state="BRB") for name in ("focal", "focal-2"))
    enter(cast.officer.scope)
    with pytest.raises(NotAllowed, match="supervisors and focal points can propose"):
        sharing.propose(partner, reason="", by=cast.officer, now=NOW, **TERMS)
    enter(first.scope)
    made = sharing.propose(partner, reason="", by=first, now=NOW, **TERMS)
    for refused in (second, cast.officer):
        with pytest.raises(NotAllowed):
            sharing.decide(made.pk, True, by=refused, now=NOW)
        with pytest.raises(NotAllowed, match="supervisor"):
            sharing.decide(made.pk, False, by=refused, now=NOW)
    sharing.decide(made.pk, False, by=first, now=NOW)
    made.refresh_from_db()
    assert made.decision == "withdrawn"
    enter(REGION)
    assert OutboxEvent.objects.filter(kind=EventKind.PROPOSAL, subject=made.pk, codes={"of": "agreement"}).exists()


def test_the_database_holds_an_agreement_to_two_people(cast: Cast) -> None:
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    enter(cast.fiu.scope)
    made = sharing.propose(partner, reason="", by=cast.fiu, now=NOW, **TERMS)
    rows = SharingAgreement.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        rows.update(decision="approved", decided_by=cast.fiu)


def test_the_database_takes_no_agreement_that_is_approved_already_and_changes_no_terms(cast: Cast) -> None:
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    enter(cast.border.scope)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        SharingAgreement.objects.create(
            partner=partner, owner="BRB", decision="approved", decided_by=cast.fiu, proposed_by=cast.border, **TERMS
        )
    made = sharing.propose(partner, reason="", by=cast.fiu, now=NOW, **TERMS)
    sharing.decide(made.pk, True, by=cast.border, now=NOW)
    rows = SharingAgreement.objects.filter(pk=made.pk)
    changes: list[dict[str, Any]] = [{"strictest_tlp": "amber"}, {"valid_to": TODAY}, {"partner_id": "BRB-FIU"}]
    for changed in changes:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.update(**changed)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows.delete()
    assert rows.update(decision="rejected") == 0


def test_red_is_shared_with_no_partner_and_a_ministry_is_none(cast: Cast) -> None:
    enter(cast.fiu.scope)
    partner = Organisation.objects.create(code="XPA", names={"en": "Partner"}, type="partner")
    with pytest.raises(NotAllowed, match="strictest TLP level"):
        sharing.propose(partner, reason="", by=cast.fiu, now=NOW, **TERMS | {"strictest_tlp": "red"})
    with pytest.raises(NotAllowed, match="Choose a partner"):
        sharing.propose(cast.point.organisation, reason="", by=cast.fiu, now=NOW, **TERMS)


def test_people_of_the_machine_see_no_directory(cast: Cast) -> None:
    operator: User = belongs(make_user("operator", Role.OPERATOR), "XRC")
    enter(operator.scope)
    assert ContactPoint.objects.count() == 0

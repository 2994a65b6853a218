"""A decision of a body opens nothing until two people have recorded it and the owner has put its effect into effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.registers import acts
from roadstead.oversight.registers.models import BodyDecision, DecisionEffect, EffectEnd, EffectKind, EffectStart
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.approvals.models import Decision
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import SharingAgreement
from roadstead.platform.directory.sharing import agreements
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
TERMS: dict[str, Any] = {
    "categories": ["cases"],
    "purpose": "health at the border",
    "strictest_tlp": "green",
    "retention": "6 months",
    "onward_transfer": False,
}


@pytest.fixture
def council(region: None) -> Organisation:
    return Organisation.objects.create(code="COUNCIL", names={"en": "Council"}, type=OrganisationType.COUNCIL)


@pytest.fixture
def partner(region: None) -> Organisation:
    return Organisation.objects.create(code="PARTNER", names={"en": "Health agency"}, type=OrganisationType.PARTNER)


@pytest.fixture
def secretary(region: None) -> User:
    return make_user("secretary", Role.SUPERVISOR)


@pytest.fixture
def new(council: Organisation) -> acts.NewDecision:
    return acts.NewDecision(
        body=council, reference="12/2026", decided_on=date(2026, 11, 2), title="Health", text="The council decides …"
    )


def agreement_of(partner: Organisation, owner: str = "BRB") -> acts.NewEffect:
    return acts.NewEffect(
        kind=EffectKind.AGREEMENT, owner=owner, partner=partner, terms=TERMS, starts=TODAY, ends=TODAY + timedelta(90)
    )


def approved(
    new: acts.NewDecision, secretary: User, second: User, *effects: acts.NewEffect
) -> tuple[BodyDecision, list[DecisionEffect]]:
    row = acts.record(new, by=secretary, now=NOW)
    made = [acts.add_effect(row.pk, each, by=secretary) for each in effects]
    acts.send(row.pk, by=secretary, now=NOW)
    return acts.decide(row.pk, True, by=second, now=NOW), made


def test_an_agreement_is_in_force_when_its_owner_puts_it_into_effect_and_not_before(
    new: acts.NewDecision, partner: Organisation, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    row, (effect,) = approved(new, secretary, supervisor, agreement_of(partner))
    assert row.decision == Decision.APPROVED
    assert not SharingAgreement.objects.exists()
    enter(supervisor_a.scope)
    assert [each.pk for each in acts.waiting_effects(supervisor_a, TODAY)] == [effect.pk]
    acts.put_into_effect(effect.pk, by=supervisor_a, now=NOW)
    assert not acts.waiting_effects(supervisor_a, TODAY)
    (agreement,) = agreements(supervisor_a, TODAY)
    assert (agreement.owner, agreement.partner, agreement.valid_to) == ("BRB", partner, TODAY + timedelta(90))
    assert agreement.reference == "Council, 12/2026, 2026-11-02"
    assert (agreement.proposed_by, agreement.decided_by) == (secretary, supervisor_a)
    assert not agreements(supervisor_a, TODAY + timedelta(91))  # it ends by itself


def test_nobody_but_the_owner_puts_it_into_effect(
    new: acts.NewDecision, partner: Organisation, secretary: User, supervisor: User, officer_a: User
) -> None:
    _, (effect,) = approved(new, secretary, supervisor, agreement_of(partner))
    other = make_user("supervisor-lca", Role.SUPERVISOR, state="LCA")
    for person in (supervisor, other, officer_a):
        enter(person.scope)
        with pytest.raises(DecisionEffect.DoesNotExist):
            acts.put_into_effect(effect.pk, by=person, now=NOW)
        for owner in ("BRB", "LCA", "REGION"):
            if (person, owner) == (officer_a, "BRB"):
                continue  # whether an officer may is the application's to say
            refused = pytest.raises((ProgrammingError, IntegrityError), match=r"row-level security|by its owner")
            with refused, transaction.atomic():
                EffectStart.objects.create(effect_id=effect.pk, owner=owner, put_by=person, put_at=NOW)
    enter(REGION)
    assert not EffectStart.objects.exists()


def test_what_the_centre_itself_opens_needs_somebody_who_did_not_record_the_decision(
    new: acts.NewDecision, partner: Organisation, secretary: User, supervisor: User
) -> None:
    _, (effect,) = approved(new, secretary, supervisor, agreement_of(partner, "REGION"))
    with pytest.raises(NotAllowed, match="your own proposal"):
        acts.put_into_effect(effect.pk, by=secretary, now=NOW)
    assert not SharingAgreement.objects.exists()
    acts.put_into_effect(effect.pk, by=supervisor, now=NOW)
    assert SharingAgreement.objects.get().owner == "REGION"


def test_who_records_a_decision_does_not_approve_it(new: acts.NewDecision, secretary: User, supervisor: User) -> None:
    row = acts.record(new, by=secretary, now=NOW)
    acts.send(row.pk, by=secretary, now=NOW)
    with pytest.raises(NotAllowed, match="your own proposal"):
        acts.decide(row.pk, True, by=secretary, now=NOW)
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        BodyDecision.objects.filter(pk=row.pk).update(decision="approved", decided_by=secretary, decided_at=NOW)
    assert acts.decide(row.pk, True, by=supervisor, now=NOW).decided_by == supervisor


def test_states_read_a_decision_once_it_is_approved_and_nobody_changes_it_then(
    new: acts.NewDecision, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    row = acts.record(new, by=secretary, now=NOW)
    acts.send(row.pk, by=secretary, now=NOW)
    enter(supervisor_a.scope)
    assert not BodyDecision.objects.exists()
    enter(REGION)
    acts.decide(row.pk, True, by=supervisor, now=NOW)
    enter(supervisor_a.scope)
    assert BodyDecision.objects.visible_to(supervisor_a).get().title == "Health"
    enter(REGION)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        BodyDecision.objects.update(text="other words")
    with pytest.raises(NotAllowed, match="no longer a draft"):
        acts.add_effect(row.pk, other_effect(), by=secretary)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        DecisionEffect.objects.create(decision=row, kind=EffectKind.OTHER, owner="BRB", starts=TODAY)


def other_effect(**more: Any) -> acts.NewEffect:
    terms = {"what": "name a contact point"}
    plain = acts.NewEffect(kind=EffectKind.OTHER, owner="BRB", terms=terms, starts=TODAY, ends=None)
    return replace(plain, **more)


def test_what_an_owner_carries_out_is_recorded_with_who_said_so(
    new: acts.NewDecision, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    _, (effect,) = approved(new, secretary, supervisor, other_effect())
    enter(supervisor_a.scope)
    start = acts.put_into_effect(effect.pk, by=supervisor_a, now=NOW)
    assert (start.agreement, start.put_by, start.put_at) == (None, supervisor_a, NOW)
    with pytest.raises(DecisionEffect.DoesNotExist):
        acts.put_into_effect(effect.pk, by=supervisor_a, now=NOW)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        EffectStart.objects.update(put_at=NOW)


def test_an_owner_ends_an_effect_early_and_nothing_is_sent_under_it_from_then_on(
    new: acts.NewDecision, partner: Organisation, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    _, (effect, other) = approved(new, secretary, supervisor, agreement_of(partner), other_effect())
    enter(supervisor_a.scope)
    with pytest.raises(DecisionEffect.DoesNotExist):  # it was not put into effect
        acts.end_effect(effect.pk, "w", by=supervisor_a, now=NOW)
    for each in (effect, other):
        acts.put_into_effect(each.pk, by=supervisor_a, now=NOW)
    assert agreements(supervisor_a, TODAY)
    with pytest.raises(NotAllowed, match="Write the reason"):
        acts.end_effect(effect.pk, " ", by=supervisor_a, now=NOW)
    enter(supervisor.scope)
    with pytest.raises(DecisionEffect.DoesNotExist):  # the centre does not own it
        acts.end_effect(effect.pk, "w", by=supervisor, now=NOW)
    for owner in ("BRB", "REGION"):
        refused = pytest.raises((ProgrammingError, IntegrityError), match=r"row-level security|by its owner")
        with refused, transaction.atomic():
            EffectEnd.objects.create(effect=effect, owner=owner, reason="w", ended_by=supervisor, ended_at=NOW)
    enter(supervisor_a.scope)
    for each in (effect, other):
        made = acts.end_effect(each.pk, "the partner passed it on", by=supervisor_a, now=NOW)
        assert (made.ended_by, made.ended_at, made.reason) == (supervisor_a, NOW, "the partner passed it on")
        with pytest.raises(DecisionEffect.DoesNotExist):
            acts.end_effect(each.pk, "again", by=supervisor_a, now=NOW)
    assert not agreements(supervisor_a, TODAY)
    assert SharingAgreement.objects.get().is_approved  # the record of it stays
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        EffectEnd.objects.all().delete()


def test_an_effect_that_has_ended_is_not_put_into_effect(
    new: acts.NewDecision, secretary: User, supervisor: User, supervisor_a: User
) -> None:
    _, (effect,) = approved(new, secretary, supervisor, other_effect(ends=TODAY))
    enter(supervisor_a.scope)
    with pytest.raises(DecisionEffect.DoesNotExist):
        acts.put_into_effect(effect.pk, by=supervisor_a, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "lies in the future"),
        ({"raw": b"<html>", "name": "a.pdf"}, "web page"),
        ({"reference": "11/2026"}, "recorded already"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_with_what_to_do(
    change: dict[str, Any], words: str, new: acts.NewDecision, secretary: User
) -> None:
    acts.record(replace(new, reference="11/2026"), by=secretary, now=NOW)
    with pytest.raises(NotAllowed, match=words):
        acts.record(replace(new, **change), by=secretary, now=NOW)


def test_only_a_body_decides_and_only_the_centre_records(
    new: acts.NewDecision, partner: Organisation, secretary: User, supervisor_a: User
) -> None:
    with pytest.raises(NotAllowed, match="the body that decided"):
        acts.record(replace(new, body=partner), by=secretary, now=NOW)
    with pytest.raises(NotAllowed, match="of the regional centre record"):
        acts.record(new, by=supervisor_a, now=NOW)


def test_an_agreement_without_its_terms_is_refused(
    new: acts.NewDecision, council: Organisation, partner: Organisation, secretary: User
) -> None:
    row = acts.record(new, by=secretary, now=NOW)
    for effect, words in (
        (replace(agreement_of(partner), terms={**TERMS, "categories": []}), "what may be shared"),
        (replace(agreement_of(council)), "Choose a partner"),
        (replace(agreement_of(partner), ends=TODAY - timedelta(days=1)), "last day"),
        (other_effect(terms={}), "what the owner is to do"),
    ):
        with pytest.raises(NotAllowed, match=words):
            acts.add_effect(row.pk, effect, by=secretary)
    added = acts.add_effect(row.pk, agreement_of(partner), by=secretary)
    acts.remove_effect(row.pk, added.pk, by=secretary)
    assert not row.effects.exists()

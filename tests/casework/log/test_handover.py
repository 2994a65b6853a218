"""Handover of a shift: two people sign, and until the second has it stays open for both."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from roadstead.casework.items import Item
from roadstead.casework.log.handover import hand_over, open_handovers, possible_successors, take_over, withdraw
from roadstead.casework.log.models import LogEntry, ShiftHandover
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.casework.log.test_log import colleague, officer
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, states

pytestmark = pytest.mark.django_db
__all__ = ["colleague", "officer", "states"]


def signed(by: User, to: User, note: str = "QZXNOTE") -> ShiftHandover:
    enter(by.scope)
    try:
        return hand_over(to.pk, note, [Item("case", 7)], by=by)
    finally:
        enter(REGION)


def texts() -> list[str]:
    return [row.content["text"] for row in LogEntry.objects.filter(act="handover").order_by("at")]


def test_it_stays_open_until_the_incoming_person_signs_and_each_signature_is_an_entry(
    officer: User, colleague: User
) -> None:
    row = signed(officer, colleague)
    for person in (officer, colleague):
        enter(person.scope)
        assert [each.pk for each in open_handovers(person)] == [row.pk]
    with pytest.raises(NotAllowed, match="Only the person to whom"):
        take_over(row.pk, by=officer)
    enter(colleague.scope)
    take_over(row.pk, by=colleague)
    assert not open_handovers(officer).exists()
    enter(REGION)
    row.refresh_from_db()
    assert row.signed_in_at is not None
    assert row.signed_out_at < row.signed_in_at
    assert [text.split()[1] for text in texts()] == ["hands", "has"]
    acts = Record.objects.filter(subject=f"handover {row.pk}").order_by("pk")
    assert [line.action for line in acts] == ["handover signed out", "handover signed in"]


def test_the_outgoing_person_may_withdraw_it_and_hand_over_to_another(officer: User, colleague: User) -> None:
    row = signed(officer, colleague)
    with pytest.raises(NotAllowed, match="handed over already"):
        signed(officer, colleague)
    with pytest.raises(NotAllowed, match="Only the person who handed over"):
        withdraw(row.pk, by=colleague)
    withdraw(row.pk, by=officer)
    with pytest.raises(NotAllowed, match="has ended"):
        take_over(row.pk, by=colleague)
    assert signed(officer, colleague).pk != row.pk


def test_only_those_who_write_in_the_same_log_can_take_over(officer: User, colleague: User) -> None:
    police = member("police", Role.OFFICER, state="BRB", organisation=other("BRB-PO", "BRB"))
    auditor = member("auditor-o", Role.AUDITOR, state="BRB")
    assert list(possible_successors(officer)) == [colleague]
    for wrong in (officer, police, auditor):
        with pytest.raises(FieldRefused, match="another person of your organisation"):
            signed(officer, wrong)
    with pytest.raises(NotAllowed, match="Shorten the note"):
        signed(officer, colleague, "x" * 2001)
    row = signed(officer, colleague)
    enter(police.scope)
    assert not ShiftHandover.objects.exists()
    with pytest.raises(NotAllowed, match="has ended"):
        take_over(row.pk, by=police)


def test_somebody_of_no_organisation_is_told_of_nobody_else_without_one(officer: User) -> None:
    enter(REGION)
    alone, _elsewhere = (make_user(f"alone-{state}", Role.OFFICER, state=state) for state in ("BRB", "LCA"))
    enter(alone.scope)
    assert list(possible_successors(alone)) == []


@pytest.mark.parametrize("statement", ["update log_shifthandover set note = ''", "delete from log_shifthandover"])
def test_the_application_changes_nothing_of_it_but_the_signature(
    officer: User, colleague: User, statement: str
) -> None:
    signed(officer, colleague)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

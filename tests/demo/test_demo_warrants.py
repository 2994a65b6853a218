"""The demo's warrants: one in force about a traveller of a flight, one that waits, a draft; each by two people."""

from __future__ import annotations

import pytest

from demo.by_hand import on_board
from demo.directory import make_organisations
from demo.users import USERS
from demo.warrants import FLIGHT, issue_warrants, traveller_of
from roadstead.cooperation.warrants.models import SignatureCheck, Warrant
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.platform.accounts.models import Organisation, Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Entry
from tests.conftest import make_user
from tests.demo.test_demo_region import NOW, region

pytestmark = pytest.mark.django_db
JUSTICE = [user for user in USERS if user.role in {"central_authority", "court"}]


def made() -> None:
    enter(REGION)
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    make_organisations()
    for each in JUSTICE:
        user = make_user(each.username, Role(each.role), state=each.state)
        user.organisation = Organisation.objects.get(pk=each.organisation)
        user.save()
    issue_warrants(region(1), NOW)


def test_each_state_has_a_central_authority_and_a_court_in_organisations_of_their_own() -> None:
    assert {(user.state, user.role, user.organisation) for user in JUSTICE} == {
        ("BRB", "central_authority", "BRB-CA"),
        ("BRB", "court", "BRB-CT"),
        ("LCA", "central_authority", "LCA-CA"),
        ("LCA", "court", "LCA-CT"),
    }


def test_one_is_in_force_about_a_traveller_one_waits_for_its_second_person_and_one_is_a_draft() -> None:
    made()
    rows = {row.status: row for row in Warrant.objects.all()}
    assert {status: row.owner for status, row in rows.items()} == {
        "in force": "LCA", "signed": "LCA", "drafted": "BRB"
    }  # fmt: skip
    entry, person = Entry.objects.get(), traveller_of(region(1), NOW.date())
    assert (entry.entry_id, entry.listed["action"]) == (rows["in force"].reference, "stop")
    assert entry.listed["documents"][0]["number"] == person.documents[0].number
    assert person.documents[0].number not in on_board(region(1))["documents"]
    assert any(
        person.documents[0].number.encode() in message.raw.replace(b"\r\n", b"")
        for message in region(1).messages
        if f"_{FLIGHT}_" in message.file_name
    )
    second = User.objects.get(username="lca.authority")
    assert [row.warrant for row in KINDS["warrant"].rows(second, None)] == [rows["signed"]]


def test_their_files_are_scans_that_say_that_they_are_invented() -> None:
    made()
    for row in Warrant.objects.exclude(status="drafted"):
        file = row.files.get()
        assert (file.check_result, file.kind) == (SignatureCheck.SCAN, "png")
        assert "of the demo" in row.basis
        assert "invented" in row.content.decision.court

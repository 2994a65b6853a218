"""The register of processing says what the system does, of today, and to each state its own (S31)."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.engine.reference.retention import Category
from roadstead.outbound.notifications.models import Channel
from roadstead.oversight.retention.register import DATA, LIST, PURPOSE, RECIPIENT, RETAINED, register
from roadstead.platform.accounts.models import Role, State, User
from roadstead.targeting.watchlists.models import WatchList
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def privacy(region: None) -> User:
    State.objects.get_or_create(code="CYM", defaults={"name": "Cayman Islands"})
    WatchList.objects.create(name="National", owner="BRB", tlp="amber", may_share_with=["CYM"])
    WatchList.objects.create(name="Regional")
    made = {"way": "mail", "made_at": timezone.now()}
    Channel.objects.create(state="BRB", states=["BRB"], target="desk@brb.example", **made)
    Channel.objects.create(state="CYM", states=["CYM"], target="desk@cym.example", **made)
    return make_user("privacy", Role.DATA_PROTECTION, state="BRB")


def test_every_kind_of_data_is_told_with_whose_it_is(privacy: User) -> None:
    assert set(DATA) == set(Category)
    kept = [line for line in register(privacy, on=TODAY) if line.part == RETAINED]
    assert {line.name.split(" (")[0] for line in kept} == {each.value for each in Category}
    assert {line.controller for line in kept} == {"BRB"}
    assert all(line.kept and line.basis for line in kept)


def test_a_law_counts_from_its_day(privacy: User) -> None:
    watcher = make_user("cym", Role.AUDITOR, state="CYM")
    before, after = (
        {line.basis for line in register(watcher, on=day) if line.part == PURPOSE}
        for day in (date(2019, 12, 9), date(2019, 12, 10))
    )
    assert not any("Law 4 of 2018" in basis for basis in before)
    assert any("Law 4 of 2018" in basis for basis in after)
    assert all("not verified" in basis for basis in after)


def test_a_state_reads_its_own_lists_and_recipients_and_the_centre_none_of_them(privacy: User) -> None:
    centre = make_user("centre", Role.AUDITOR)
    of_state, of_centre = ([*register(user, on=TODAY)] for user in (privacy, centre))
    lists = {line.name: line.what for line in of_state if line.part == LIST}
    assert lists["National (BRB)"].endswith("named: CYM")
    assert "National (BRB)" not in str(of_centre)
    assert [line.controller for line in of_state if line.part == RECIPIENT] == ["Regional centre", "BRB"]
    assert "example" not in str(of_state)
    by_whom = {line.controller for line in of_centre if line.part == PURPOSE}
    assert by_whom == {"BRB", "Cayman Islands", "BRB, Cayman Islands"}  # the last: no law of their own is known


def test_page_and_file_say_the_same_and_name_the_day(privacy: User, client: Client) -> None:
    client.force_login(privacy)
    page = client.get("/data-protection/register").content.decode()
    assert f"{timezone.now():%-d %B %Y}" in page
    answer = client.get("/data-protection/register?as=csv")
    assert f"register-of-processing-{timezone.now():%Y-%m-%d}" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(register(privacy, on=timezone.now().date()))
    assert all(row["Processing"] in page for row in rows)
    client.force_login(make_user("officer", Role.OFFICER, state="BRB"))
    assert client.get("/data-protection/register").status_code == 403


def test_the_workspace_names_states_and_categories_in_words(privacy: User, client: Client) -> None:
    client.force_login(privacy)
    page = client.get("/data-protection").content.decode()
    assert "<span>All states</span>" in page
    assert "<span>Crew</span>" in page
    assert "crew_api" not in page

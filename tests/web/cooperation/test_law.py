"""Law on pages: bases for a pair with what is missing, conflicts side by side, and each date with its source."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.platform.accounts.models import Role, State
from tests.conftest import Approve, make_user

pytestmark = pytest.mark.django_db
NAMES = {"BRB": "Barbados", "GUY": "Guyana", "JAM": "Jamaica", "LCA": "Saint Lucia"}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def officer(region: None, client: Client) -> Client:
    for code, name in NAMES.items():
        State.objects.create(code=code, name=name)
    client.force_login(make_user("officer", Role.OFFICER, state="BRB"))
    return client


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def parts(page: str) -> tuple[str, str]:
    """What stands under "complete", and under "Something is missing"."""
    _, _, after = page.partition(">Legal bases that are complete on ")
    usable, _, others = after.partition(">Something is missing<")
    return usable, others.partition(">By state<")[0]


PAIR = "/law?requesting={}&requested={}&measure={}&day={}"


def test_what_is_usable_stands_before_what_is_missing_and_on_which_side(officer: Client) -> None:
    usable, others = parts(read(officer, PAIR.format("JAM", "LCA", "surrender", "2026-11-28")))
    assert "Backing of Warrants Act, as in Saint Lucia" in usable
    assert usable.startswith("28 November 2026</h2>")
    assert "The act of the requested state says to which states it applies: read it." in usable
    assert "CARICOM Arrest Warrant Treaty" not in usable
    assert "Jamaica: ratification or accession: not found; enter what the act says." in others


def test_conflicting_sources_are_shown_beside_each_other(officer: Client) -> None:
    _usable, others = parts(read(officer, PAIR.format("JAM", "LCA", "surrender", "")))
    assert "Sources disagree. Saint Lucia, act passed: 2019-08 (" in others
    assert "; 2025-08-21 (" in others


def test_a_date_has_its_source_and_how_good_it_is(officer: Client) -> None:
    usable, _others = parts(read(officer, PAIR.format("JAM", "LCA", "surrender", "")))
    assert "Saint Lucia: act in force (no day given)" in usable
    assert "read at the source: <a href=" in usable


def test_grounds_for_refusal_are_listed_for_surrender_alone(officer: Client) -> None:
    assert "The person was a child" in read(officer, PAIR.format("JAM", "LCA", "surrender", ""))
    assert "Grounds for refusal" not in read(officer, PAIR.format("JAM", "LCA", "hearing", ""))


def test_a_ground_that_nobody_read_in_the_act_is_shown_as_one_of_comparable_law(officer: Client) -> None:
    usable, _others = parts(read(officer, PAIR.format("JAM", "LCA", "surrender", "")))
    assert "real risk of torture or inhuman treatment. Effect: in comparable law surrender must be refused." in usable
    assert "no corresponding offence in the requested state. Effect: surrender must be refused." in usable


def test_what_two_people_of_a_state_approved_is_used_and_marked(officer: Client, approved: Approve) -> None:
    approved(
        ADHERENCE,
        "GUY,cawt,act_in_force,yes,2026-01-01,,yes,P,Gazette 3 of 2026,in force",
        "BRB,cawt,act_in_force,yes,2026-02-01,,yes,P,Gazette 4 of 2026,in force",
    )
    before, _others = parts(read(officer, PAIR.format("GUY", "BRB", "surrender", "2026-01-31")))
    usable, _others = parts(read(officer, PAIR.format("GUY", "BRB", "surrender", "2026-02-01")))
    assert "CARICOM Arrest Warrant Treaty" not in before
    assert "CARICOM Arrest Warrant Treaty" in usable
    assert "entered and approved by the state: Gazette 4 of 2026" in usable


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/law", "Choose the state that asks, the state that is asked, and a measure."),
        ("/law?requesting=BRB&requested=BRB&measure=surrender", "Choose two different states."),
        ("/law?requesting=XX&requested=BRB&measure=surrender", "Choose one of the answers offered"),
        ("/law?requesting=GUY&requested=BRB&measure=surrender&day=soon", "is not a day"),
        ("/law?requesting=LCA&requested=JAM&measure=surrender", "No legal basis is complete on this day."),
    ],
)
def test_what_cannot_be_shown_is_said(officer: Client, address: str, said: str) -> None:
    assert said in read(officer, address)


def test_the_page_of_a_state_lists_facts_sources_conflicts_and_articles(officer: Client) -> None:
    page = read(officer, "/law/LCA")
    assert "signature 2018-" not in page
    assert "signature 2017-07-06" in page
    assert "act in force: not found; enter what the act says" in page
    assert "Sources disagree. Saint Lucia, act passed" in page
    assert "XII grounds for refusal" in page
    assert "s10 consent and committal" in page
    assert "Nothing is recorded of these" in page
    assert "s10 consent and committal" not in read(officer, "/law/GUY")
    assert officer.get("/law/XXX").status_code == 404


def test_only_supervisors_of_the_state_are_offered_to_propose_a_fact(officer: Client) -> None:
    assert "Propose or approve a fact" not in read(officer, "/law/BRB")
    officer.force_login(make_user("supervisor", Role.SUPERVISOR, state="BRB"))
    assert "Propose or approve a fact" in read(officer, "/law/BRB")
    assert "Propose or approve a fact" not in read(officer, "/law/LCA")


def test_a_pair_takes_few_queries(officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    officer.get("/law")
    with django_assert_max_num_queries(12):
        read(officer, PAIR.format("JAM", "LCA", "surrender", ""))


def test_a_new_request_leads_to_the_page_of_law(officer: Client) -> None:
    assert 'href="/law"' in read(officer, "/requests/new")

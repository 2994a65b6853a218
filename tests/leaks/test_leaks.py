"""Nothing of state A's reaches anybody else: not a value, not a count, not that it exists (S25).

Every address is asked twice, with all parameters, forms and numbers: once while A's things are there, once when they
are not. The two answers must be the same to the last character of body, headers and cookies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from roadstead.cooperation.requests.models import OfOrganisationsOrGuest
from roadstead.platform.accounts import visibility
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models.qualifications import OfHolders
from roadstead.platform.directory.visibility import OfOrganisations
from roadstead.web.arrivals import arrivals
from roadstead.web.common import middleware
from tests.leaks.cases import CASES, url_names
from tests.leaks.daily import DAILY, UNREAD
from tests.leaks.directory import PAGES, of_the_same_state
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people, tables_read
from tests.leaks.world import World, isolated_models, of_a, of_a_alone, settle
from tests.leaks.world import _has_canary as has_canary

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]  # the longest of all


def test_every_address_has_its_case() -> None:
    """A new view without a line in CASES fails here; a line whose view is gone as well."""
    assert url_names() == set(CASES)


def test_every_isolated_table_takes_part(region: None) -> None:
    world = World()
    voyage = settle(world)
    enter(REGION)
    of_a(world)
    of_a_alone(world, voyage)
    assert not [each.__name__ for each in isolated_models() if not has_canary(each)]


# ── the walk can fail ───────────────────────────────────────────────────────────────────────

QUERYSETS = [
    visibility.OfStates,
    visibility.OfStatesAndOwner,
    visibility.OfStatesOrCarrier,
    visibility.OfOwner,
    visibility.OfStateAlone,
    visibility.OfOwnerAlone,
    OfOrganisations,
    OfOrganisationsOrGuest,
    OfHolders,
]
ROLES = {"B's supervisor", "another carrier"}


def some_people() -> dict[str, User | None]:
    return {name: person for name, person in people().items() if name in ROLES}


def without_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in QUERYSETS:
        monkeypatch.setattr(each, "visible_to", lambda self, user: self.all())


def without_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "enter", lambda scope: enter(REGION))


@pytest.mark.long
def test_with_neither_filters_nor_policies_the_walk_finds_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    without_filters(monkeypatch)
    without_policies(monkeypatch)
    pages = {"voyage", "arrivals", "queue", "cleared", "message", "inbox", "list", "lists"}
    found = [
        each
        for name, there, gone in twice(some_people, monkeypatch, brief=True, once=True, pages=pages)
        for each in leaks(name, there, gone)
    ]
    for address in ("/voyages/", "/arrivals", "/alerts", "/cleared", "/messages", "/lists", "as=csv"):
        assert any(address in each for each in found), f"the walk does not notice what {address} gives away"


def found_by_half(monkeypatch: pytest.MonkeyPatch, pages: Collection[str]) -> list[str]:
    walks = twice(some_people, monkeypatch, brief=True, once=True, pages=pages)
    return [each for name, there, gone in walks for each in leaks(name, there, gone)]


def test_the_policies_alone_hold_at_addresses_that_read_every_isolated_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view whose filter was forgotten still shows nothing of another state."""
    without_filters(monkeypatch)
    assert not (found := found_by_half(monkeypatch, DAILY)), "\n".join(found[:20])
    assert {each._meta.db_table for each in isolated_models()} - tables_read == UNREAD


@pytest.mark.long
def test_the_filters_alone_hold_at_the_same_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database without policies would still be asked for nothing of another state."""
    without_policies(monkeypatch)
    assert not (found := found_by_half(monkeypatch, DAILY)), "\n".join(found[:20])


@pytest.mark.long
@pytest.mark.parametrize("without", [without_filters, without_policies])
def test_either_half_alone_holds_at_every_address(
    without: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch)
    assert not (found := found_by_half(monkeypatch, ())), "\n".join(found[:20])


# ── organisations of one state ──────────────────────────────────────────────────────────────


@pytest.mark.long
def test_a_second_officer_of_the_same_state_meets_nothing_of_another_organisation(
    monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    """The policies and the filters each hold alone, and without both the walk finds what they hide. Every day with one
    form of each kind, and without one half after the other, which shows more than both."""

    def found() -> list[str]:
        walks = twice(
            of_the_same_state, monkeypatch, brief=True, once=not thorough, pages=PAGES, of_an_organisation=True
        )
        return [each for name, there, gone in walks for each in leaks(name, there, gone)]

    def walk_without(*halves: Callable[[pytest.MonkeyPatch], None]) -> list[str]:
        with transaction.atomic(), monkeypatch.context() as patched:
            for half in halves:
                half(patched)
            told = found()
            transaction.set_rollback(True)
        return told

    if thorough:
        assert not (told := walk_without()), "\n".join(told[:20])
    assert not (told := walk_without(without_filters)), "\n".join(told[:20])
    assert not (told := walk_without(without_policies)), "\n".join(told[:20])
    assert any("/directory/BRB-FIU" in each for each in walk_without(without_filters, without_policies))


# ── faults on our side ──────────────────────────────────────────────────────────────────────


def test_a_fault_of_ours_says_nothing_of_what_it_was_about(
    region: None, officer_b: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Any:
        raise RuntimeError("QZXFAULT")

    monkeypatch.setattr(arrivals, "_board_context", fails)
    client = Client(raise_request_exception=False)
    client.force_login(officer_b)
    answer = client.get("/arrivals?q=QZXTYPED")
    assert answer.status_code == 500
    assert "QZX" not in answer.content.decode()
    assert "QZX" not in str(answer.headers)


def test_a_form_without_its_token_says_nothing(region: None, officer_b: User) -> None:
    world = World()
    voyage = settle(world)
    enter(REGION)
    of_a(world)
    of_a_alone(world, voyage)
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer_b)
    theirs = client.post(f"/alerts/{world.first('alert')}/act", {"act": "take"})
    nobodys = client.post("/alerts/987654321/act", {"act": "take"})
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert theirs.status_code == 403

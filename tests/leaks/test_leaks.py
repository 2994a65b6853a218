"""Nothing of state A's reaches anybody else: not a value, not a count, not that it exists (S25).

Every address is asked twice, with all parameters, forms and numbers: once while A's things are there, once when they
are not. The two answers must be the same to the last character of body, headers and cookies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.utils import timezone

from roadstead.accounts import visibility
from roadstead.accounts.models import User
from roadstead.audit.models import Record
from roadstead.database.scope import REGION, enter
from roadstead.web import middleware
from roadstead.web.views import arrivals, protection
from tests.leaks.cases import CASES, Ask, asks, url_names
from tests.leaks.walk import Answer, people, regions_people, walk
from tests.leaks.world import World, isolated_models, of_a, of_a_alone, settle
from tests.leaks.world import _has_canary as has_canary

pytestmark = pytest.mark.django_db(databases=["default"])
Walked = dict[Ask, Answer]

# What a person may see of another state all the same, and why.
KNOWN = {
    ("people", "B's administrator"): "accounts are one table for all states; who keeps them sees the names of all",
    ("switch-account", "B's administrator"): "the same",
    ("person", "B's administrator"): "the same: an administrator looks after everybody's account",
    ("certify", "B's administrator"): "the same",
    ("new-link", "B's administrator"): "the same",
    ("audit", "the region's auditor"): "oversight of all states: references in lines, never what they stand for",
    ("data-protection", "the region's auditor"): "the same: how many clocks run, and lines of the audit",
    ("issue-token", "B's administrator"): "carriers and their tokens are the region's",
    ("invite", "B's administrator"): "the same: an invitation chooses among all carriers and states",
}


def test_every_address_has_its_case() -> None:
    """A new view without a line in CASES fails here; a line whose view is gone as well."""
    assert url_names() == set(CASES)


def newest(user: User) -> list[Record]:
    """In place of lines of the audit by chance."""
    return list(Record.objects.visible_to(user).select_related("who")[:20])


@contextmanager
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands, and chance with it, so that no "in 4 hours" and no sample differs between two walks."""
    now = timezone.now()
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: now)
        patched.setattr(protection, "by_chance", newest)
        yield


def twice(
    cast: Callable[[], dict[str, User | None]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    alone: bool = False,
    brief: bool = False,
    once: bool = False,
) -> Iterator[tuple[str, Walked, Walked]]:
    """Of each person the walk with A's things there, and the one without. `alone`: only what is A's alone differs.
    `brief`: parameters are left out but for one search and the export. `once`: of several forms the first is sent."""
    with one_moment(monkeypatch):
        enter(REGION)
        world = World()
        persons, voyage = cast(), settle(world)
        enter(REGION)
        if alone:
            of_a(world)
        there = transaction.savepoint()
        if not alone:
            of_a(world)
        of_a_alone(world, voyage)
        kept = ("as=csv", f"q={world.words[0]}")
        wanted = [
            ask for ask in asks(world) if not brief or not ask.is_more or any(each in ask.address for each in kept)
        ]
        wanted = [ask for ask in wanted if not once or ask.method != "POST" or not ask.is_another]
        after = {name: walk(person, wanted, world) for name, person in persons.items()}
        transaction.savepoint_rollback(there)
        enter(REGION)
        for name, person in persons.items():
            yield name, after[name], walk(person, wanted, world)


def leaks(name: str, there: Walked, gone: Walked, *, may_see: bool = False) -> list[str]:
    """What betrays A: a canary, or an answer that is another when A's things are there.

    `may_see`: canaries that were met without A's own things as well are of voyages that this person may see.
    """
    seen = frozenset(one for answer in gone.values() for one in answer.found) if may_see else frozenset()
    told = []
    for ask, answer in there.items():
        if (ask.name, name) in KNOWN:
            continue
        without = gone.get(ask)
        if more := answer.found - (seen & without.found if without else frozenset()):
            told.append(f"{name}: {ask.words}: holds {sorted(more)[:3]}")
        if without is None:
            told.append(f"{name}: {ask.words}: refused only where A has nothing")
        elif (without.status, without.headers, without.cookies, without.body) != (
            answer.status, answer.headers, answer.cookies, answer.body
        ):  # fmt: skip
            told.append(f"{name}: {ask.words}: {difference(answer, without)}")
    return told


def difference(one: Answer, other: Answer) -> str:
    if one.status != other.status:
        return f"status {one.status} with A's things there, {other.status} without"
    if one.headers != other.headers:
        return f"headers differ: {set(one.headers) ^ set(other.headers)}"
    if one.cookies != other.cookies:
        return f"cookies differ: {one.cookies} / {other.cookies}"
    at = next((at for at, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), -1)
    return f"bodies differ: …{one.body[max(at - 60, 0) : at + 60]!r} / …{other.body[max(at - 60, 0) : at + 60]!r}"


def test_state_b_another_carrier_and_nobody_meet_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [each for name, there, gone in twice(people, monkeypatch) for each in leaks(name, there, gone)]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


def test_the_regions_people_meet_nothing_that_state_a_keeps_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    walks = twice(regions_people, monkeypatch, alone=True, brief=True)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone, may_see=True)]
    found = [each for each in found if "administrator" not in each]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


def test_every_isolated_table_takes_part(region: None) -> None:
    world = World()
    voyage = settle(world)
    enter(REGION)
    of_a(world)
    of_a_alone(world, voyage)
    assert not [each.__name__ for each in isolated_models() if not has_canary(each)]


def test_the_walk_types_into_every_parameter_that_a_view_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[tuple[str, str]] = set()
    asked: list[HttpRequest] = []
    get = QueryDict.get

    def recorded(self: QueryDict, key: str, default: Any = None) -> Any:
        if asked and self is getattr(asked[-1], "GET", None) and asked[-1].resolver_match:
            read.add((asked[-1].resolver_match.view_name, key))
        return get(self, key, default)

    def remembering(self: Any, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        asked.append(request)

    monkeypatch.setattr(QueryDict, "get", recorded)
    monkeypatch.setattr(middleware.NoNul, "process_view", remembering)
    enter(REGION)
    world = World()
    cast, voyage = people(), settle(world)
    enter(REGION)
    of_a(world)
    of_a_alone(world, voyage)
    for person in cast.values():
        walk(person, [ask for ask in asks(world) if "?" not in ask.address or "=csv" in ask.address], world)
    assert len(read) > 20
    assert not {(name, key) for name, key in read if key not in CASES[name].query}


# ── the walk can fail ───────────────────────────────────────────────────────────────────────

QUERYSETS = [visibility.OfStates, visibility.OfStatesAndOwner, visibility.OfStatesOrCarrier, visibility.OfOwner]
ROLES = {"B's supervisor", "another carrier"}


def some_people() -> dict[str, User | None]:
    return {name: person for name, person in people().items() if name in ROLES}


def without_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in QUERYSETS:
        monkeypatch.setattr(each, "visible_to", lambda self, user: self.all())


def without_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "enter", lambda scope: enter(REGION))


def test_with_neither_filters_nor_policies_the_walk_finds_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    without_filters(monkeypatch)
    without_policies(monkeypatch)
    found = [
        each
        for name, there, gone in twice(some_people, monkeypatch, brief=True, once=True)
        for each in leaks(name, there, gone)
    ]
    for address in ("/voyages/", "/arrivals", "/alerts", "/cleared", "/messages", "/lists", "as=csv"):
        assert any(address in each for each in found), f"the walk does not notice what {address} gives away"


def test_the_policies_alone_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view whose filter was forgotten still shows nothing of another state."""
    without_filters(monkeypatch)
    found = [
        each
        for name, there, gone in twice(some_people, monkeypatch, brief=True, once=True)
        for each in leaks(name, there, gone)
    ]
    assert not found, "\n".join(found[:20])


def test_the_filters_alone_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database without policies would still be asked for nothing of another state."""
    without_policies(monkeypatch)
    found = [
        each
        for name, there, gone in twice(some_people, monkeypatch, brief=True, once=True)
        for each in leaks(name, there, gone)
    ]
    assert not found, "\n".join(found[:20])


# ── faults on our side ──────────────────────────────────────────────────────────────────────


def test_a_fault_of_ours_says_nothing_of_what_it_was_about(
    region: None, officer_b: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Any:
        raise RuntimeError("QZXFAULT")

    monkeypatch.setattr(arrivals, "_frame", fails)
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

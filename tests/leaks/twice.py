"""The same walk twice: with A's things there, and without them; and what differs between the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.oversight import data_protection
from tests.leaks.cases import CASES, Ask, asks
from tests.leaks.directory import kept_by_its_fiu, vetted_by_its_fiu
from tests.leaks.walk import Answer, signed_in, walk, watched
from tests.leaks.world import World, of_a, of_a_alone, settle

Walked = dict[Ask, Answer]

# What a person may see of another state all the same, and why.
KNOWN = {
    ("people", "B's administrator"): "accounts are one table for all states; who keeps them sees the names of all",
    ("switch-account", "B's administrator"): "the same",
    ("person", "B's administrator"): "the same: an administrator looks after everybody's account",
    ("certify", "B's administrator"): "the same",
    ("record-qualification", "B's administrator"): "the same",
    ("change-qualification", "B's administrator"): "the same",
    ("new-link", "B's administrator"): "the same",
    ("confirm-link", "B's administrator"): "the same: a second administrator confirms a link to anybody's account",
    ("confirm-token", "B's administrator"): "the same: and a carrier's token",
    ("home", "B's administrator"): "the same: links and tokens that wait for approval",
    ("second-approvals", "B's administrator"): "the same: links and tokens that wait, for whoever's account",
    ("audit", "the region's auditor"): "oversight of all states: references in lines, never what they stand for",
    ("data-protection", "the region's auditor"): "the same: how many clocks run, and lines of the audit",
    ("audit", "the region's data_protection"): "the same oversight",
    ("data-protection", "the region's data_protection"): "the same oversight",
    ("self-registered", "B's administrator"): "accounts that registered themselves belong to no state",
    ("self-registered-account", "B's administrator"): "the same",
    ("issue-token", "B's administrator"): "carriers and their tokens are the region's",
    ("invite", "B's administrator"): "the same: an invitation chooses among all carriers and states",
}


def newest(user: User) -> list[Record]:
    """In place of lines of the audit by chance."""
    return list(Record.objects.visible_to(user).select_related("who")[:20])


@contextmanager
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands, and chance with it, so that no "in 4 hours" and no sample differs between two walks."""
    now = timezone.now()
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: now)
        patched.setattr(settings, "SELF_REGISTRATION", True)
        patched.setattr(data_protection, "sample_audit_lines", newest)
        with watched(patched) as parameters:
            yield
    assert parameters, "no view was seen to read a parameter"
    unnamed = sorted((view, key) for view, keys in parameters.items() for key in keys if key not in CASES[view].query)
    assert not unnamed, f"name these in tests/leaks/cases.py, so that the walk types something into them: {unnamed}"


def twice(
    cast: Callable[[], dict[str, User | None]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    alone: bool = False,
    brief: bool = False,
    once: bool = False,
    pages: Collection[str] = (),
    of_an_organisation: bool = False,
    prove: bool = False,
) -> Iterator[tuple[str, Walked, Walked]]:
    """Of each person the walk with A's things there, and the one without. `alone`: only what is A's alone differs.
    `brief`: parameters are left out but for one search and the export. `once`: of several forms the first is sent.
    `pages`: only these, by the names of their addresses. `of_an_organisation`: what A's FIU keeps for itself differs,
    and nothing else. `prove`: what is told the same is asked again as well."""
    with one_moment(monkeypatch):
        enter(REGION)
        world = World()
        persons, voyage = cast(), settle(world)
        enter(REGION)
        clients = {name: signed_in(person) for name, person in persons.items()}
        if of_an_organisation:
            there = transaction.savepoint()
            kept_by_its_fiu(world, User.objects.get(username="lca.officer"))
            vetted_by_its_fiu(world, User.objects.get(username="lca.officer"))
        else:
            if alone:
                of_a(world)
            there = transaction.savepoint()
            if not alone:
                of_a(world)
            of_a_alone(world, voyage)
        kept = ("as=csv", f"q={world.words[0]}")
        wanted = [
            ask
            for ask in asks(world, pages)
            if not brief or not ask.is_more or any(each in ask.address for each in kept)
        ]
        wanted = [ask for ask in wanted if not once or ask.method != "POST" or not ask.is_another]
        after = {name: walk(client, wanted, world) for name, client in clients.items()}
        transaction.savepoint_rollback(there)
        enter(REGION)
        for name, client in clients.items():
            yield name, after[name], walk(client, wanted, world, after[name], prove=prove)


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
            told.append(f"{name}: {ask.words}: holds {sorted(more)[:3]}: {_around(answer.body, min(more))}")
        if without is None:
            told.append(f"{name}: {ask.words}: refused only where A has nothing")
        elif (without.status, without.headers, without.cookies, without.body) != (
            answer.status,
            answer.headers,
            answer.cookies,
            answer.body,
        ):
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


def _around(body: str, word: str) -> str:
    """Where it stands, for whoever reads the failure."""
    at = body.find(word)
    return body[max(at - 200, 0) : at + 100] if at >= 0 else "not in the body"

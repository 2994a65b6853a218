"""Requests by whom they wait for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import F, Prefetch, Q, QuerySet

from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.sides import reads_as_court
from roadstead.engine.deadlines.due import Kind
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.directory.visibility import organisations_of

Requests = QuerySet[Request, Request]
OF_JUSTICE: Final = sorted(code for code, each in TYPES.items() if each.is_of_justice)


def requests_of(user: User) -> Requests:
    """Return the requests that this person may see, the newest first. Organisations are loaded for the rows of a page,
    not joined to all rows before these are sorted.
    """
    own = organisations_of(user)  # of the two sides there are indexes, of what `visible_to` asks none
    sides = Q(asking__in=own) | Q(asked__in=own)
    if let_in := list(_let_in(user, own)):
        sides |= Q(pk__in=let_in)
    return _seen(user).filter(sides).order_by("-pk")


def _let_in(user: User, own: Collection[str]) -> QuerySet[Request, int]:
    """Return the requests of justice on which the person's offices act without being one of the two sides."""
    rows = Request.objects.visible_to(user).filter(type__in=OF_JUSTICE, organisations__overlap=list(own))
    return rows.exclude(asking__in=own).exclude(asked__in=own).values_list("pk", flat=True)


def requests_waiting_for(user: User) -> Requests:
    """Return the requests that wait for the person's organisations, the first due first."""
    # Nothing more is asked: the planner then reads the first few by the index, instead of sorting thousands.
    return _by_due_time(_seen(user).filter(turn__in=organisations_of(user)))


def requests_waiting_for_others(user: User) -> Requests:
    """Return the requests of the person's organisations that wait for somebody else, the first due first."""
    return _by_due_time(_waiting_for_others(requests_of(user), user))


def first_waiting_for_others(user: User, number: int) -> list[Request]:
    """Return the first of `requests_waiting_for_others`. Each side is read by its index in the order of due times:
    to sort what an organisation has on both takes a hundred times as long.
    """
    own = organisations_of(user)
    rows = _waiting_for_others(Request.objects.visible_to(user), user)
    asking, asked = (
        _by_due_time(side)[:number]
        for side in (rows.filter(asking__in=own), rows.filter(asked__in=own).exclude(asking__in=own))
    )
    return list(_by_due_time(asking.union(asked, all=True))[:number])


def load_sides(requests: Collection[Request]) -> None:
    """Load the organisations of these requests, in one query for both sides."""
    codes = {code for each in requests for code in (each.asking_id, each.asked_id)}
    found = Organisation.objects.select_related("state").in_bulk(codes) if codes else {}
    for each in requests:
        each.asking, each.asked = found[each.asking_id], found[each.asked_id]


def hide_targets(requests: Iterable[Request], user: User) -> None:
    """Take targets off the rows that a court reads: a target is our own aim, and a court could read it as law."""
    if not reads_as_court(user):
        return
    for each in requests:
        if each.due_kind == Kind.TARGET:
            each.due_at, each.due_code, each.due_kind = None, "", ""


def _seen(user: User) -> Requests:
    organisations = Organisation.objects.select_related("state")
    rows = Request.objects.visible_to(user)
    return rows.prefetch_related(Prefetch("asking", organisations), Prefetch("asked", organisations))


def _waiting_for_others(rows: Requests, user: User) -> Requests:
    return rows.exclude(turn="").exclude(turn__in=organisations_of(user))


def _by_due_time(rows: Requests) -> Requests:
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")

"""What every page knows: who is signed in, where they may go, and which version this is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from roadstead import __version__
from roadstead.accounts import permissions
from roadstead.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the navigation."""

    name: str
    href: str
    here: bool


# name on the page, its address, who may go there
PLACES = (
    ("Possible matches", "queue", permissions.may_see_alerts),
    ("Arrivals", "arrivals", permissions.may_see_arrivals),
    ("Messages", "inbox", permissions.may_see_messages),
    ("File a list", "submit", permissions.may_submit_messages),
    ("Lists", "lists", permissions.may_see_lists),
    ("Rules", "rules", permissions.may_see_rules),
    ("Audit", "audit", permissions.may_see_audit),
    ("People", "people", permissions.may_look_after_people),
)


def who_and_what(request: HttpRequest) -> dict[str, Any]:
    """Context processor for every template."""
    user = getattr(request, "user", None)
    places = [_place(request, name, view) for name, view, may in PLACES if isinstance(user, User) and may(user)]
    return {"version": __version__, "places": places}


def _place(request: HttpRequest, name: str, view: str) -> Place:
    href = reverse(view)
    return Place(name=name, href=href, here=request.path.startswith(href))

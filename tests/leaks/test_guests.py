"""A guest meets the one request of their link: nothing of state A's, not even what A asks the same people (S25)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from roadstead.cooperation.requests.acts import send
from roadstead.cooperation.requests.guests import guest_user, make_link
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.requests import guest_pages
from tests.cooperation.requests.test_acts import member, new
from tests.leaks.test_leaks import without_filters, without_policies
from tests.leaks.twice import leaks, twice
from tests.leaks.world import B

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]
PAGES = {
    *("guest", "guest-act", "add-guest-file", "guest-file", "guest-link", "guest-leave"),
    *("home", "requests", "request", "request-act", "request-file", "request-guest", "queue", "directory", "lookout"),
}


def guest() -> dict[str, User | None]:
    """Asked by B, at the very organisation that A asks too."""
    now = timezone.now()
    State.objects.get_or_create(code="GRD", defaults={"name": "GRD"})
    asker = member("lca.asker", Role.OFFICER, state=B)
    enter(asker.scope)
    request = send(new("GRD"), by=asker, now=now)[0]
    link = make_link(request.pk, name="Ada", mail="ada@grd.example", language="en", by=asker, now=now)
    enter(REGION)
    return {"a guest": guest_user(link)}


def found(monkeypatch: pytest.MonkeyPatch, *, brief: bool = False) -> list[str]:
    told = []
    for name, there, gone in twice(guest, monkeypatch, brief=brief, pages=PAGES):
        assert [each.status for ask, each in there.items() if ask.name == "guest"][:1] == [200]
        told += leaks(name, there, gone)
    return told


@pytest.mark.long
def test_a_guest_meets_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    told = found(monkeypatch)
    assert not told, "\n".join(told[:20])


@pytest.mark.long
def test_the_policies_alone_hold_for_a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    without_filters(monkeypatch)
    told = found(monkeypatch, brief=True)
    assert not told, "\n".join(told[:20])


@pytest.mark.long
def test_the_filters_alone_hold_for_a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    without_policies(monkeypatch)
    monkeypatch.setattr(guest_pages, "enter", lambda scope: enter(REGION))
    told = found(monkeypatch, brief=True)
    assert not told, "\n".join(told[:20])

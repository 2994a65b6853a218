"""What was typed survives an expired sign-in, for the same person on the same page."""

from __future__ import annotations

import pytest
from django.test import Client

from roadstead.platform.accounts.models import Role, User
from tests.conftest import make_user
from tests.web.trips.captain import CRAFT, Captain

pytestmark = pytest.mark.django_db


def test_what_was_typed_survives_an_expired_sign_in(captain: Captain, carrier_user: User) -> None:
    carrier_user.set_password("a long enough password")
    carrier_user.save()
    captain.client.force_login(carrier_user)
    captain.post("/trips/new", {})
    page = captain.client.get(f"{captain.at}?craft=another").content.decode()
    token = page.partition('name="unsent" value="')[2].partition('"')[0]
    captain.client.session.flush()
    answer = captain.client.post(f"{captain.at}?craft=another", {**CRAFT, "unsent": token})
    assert "/sign-in?next=" in answer["Location"]
    assert "what you typed is kept" in captain.client.get(answer["Location"]).content.decode()
    signed = captain.client.post(answer["Location"], {"login": "carrier", "password": "a long enough password"})
    shown = captain.client.get(signed["Location"]).content.decode()
    assert "Nothing was lost" in shown
    assert 'value="Sea Breeze"' in shown
    assert 'value="Sea Breeze"' not in captain.client.get(f"{captain.at}?craft=another").content.decode()  # once


@pytest.mark.parametrize("token", ["", "forged", "page of another person"])
def test_nothing_is_kept_without_the_pages_own_token(
    captain: Captain, client: Client, supervisor: User, token: str
) -> None:
    captain.post("/trips/new", {})
    if token.startswith("page"):
        page = captain.client.get(f"{captain.at}?craft=another").content.decode()
        token = page.partition('name="unsent" value="')[2].partition('"')[0]
        client.force_login(supervisor)
    answer = client.post(f"{captain.at}?craft=another", {**CRAFT, "unsent": token})
    assert answer.status_code in (302, 403)
    assert "unsent" not in client.session


def test_a_page_of_an_earlier_sign_in_loses_nothing_either(carrier_user: User) -> None:
    """Signing in anew changes the form's token: a page that is still open elsewhere is refused, and shown again."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(carrier_user)
    begun = Captain(carrier_user)
    begun.post("/trips/new", {})
    address = f"{begun.at}?craft=another"
    page = client.get(address).content.decode()
    fields = {"unsent": page.partition('name="unsent" value="')[2].partition('"')[0], "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(address, {**CRAFT, **fields})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert 'value="Sea Breeze"' in client.get(address).content.decode()
    assert client.post(address, {**CRAFT, "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_another_person_at_the_same_browser_sees_nothing_of_it(captain: Captain, supervisor: User) -> None:
    captain.post("/trips/new", {})
    address = f"{captain.at}?craft=another"
    page = captain.client.get(address).content.decode()
    captain.client.logout()
    token = page.partition('name="unsent" value="')[2].partition('"')[0]
    captain.client.post(address, {**CRAFT, "unsent": token})
    other = Captain(make_user("other", Role.CARRIER, carrier="X9"))
    captain.client.force_login(other.user)
    shown = captain.client.get(address).content.decode()
    assert "Sea Breeze" not in shown
    assert "Nothing was lost" not in shown
    assert "unsent" not in captain.client.session


def test_more_than_a_form_holds_is_not_kept(captain: Captain) -> None:
    captain.post("/trips/new", {})
    address = f"{captain.at}?craft=another"
    page = captain.client.get(address).content.decode()
    captain.client.logout()
    token = page.partition('name="unsent" value="')[2].partition('"')[0]
    captain.client.post(address, {**CRAFT, "home_port": "x" * 20_000, "unsent": token})
    assert "unsent" not in captain.client.session

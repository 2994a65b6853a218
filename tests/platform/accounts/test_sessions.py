"""Where one is signed in, and signing out there."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import User
from roadstead.web.admin.sessions import device
from tests.platform.accounts.conftest import acts, inside, password

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"


@pytest.fixture(autouse=True)
def no_ceremony(in_service: None, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def two(officer: User) -> tuple[Client, Client]:
    """The same officer at a desk and somewhere else."""
    desk, elsewhere = Client(), Client(HTTP_USER_AGENT=FIREFOX)
    password(desk, officer)
    password(elsewhere, officer)
    return desk, elsewhere


def test_both_are_listed_with_their_device(two: tuple[Client, Client]) -> None:
    text = two[0].get("/account/sessions").content.decode()
    assert "Firefox on Windows" in text
    assert text.count("This session") == 1


def test_one_is_ended(two: tuple[Client, Client]) -> None:
    desk, elsewhere = two
    other = UserSession.objects.get(user_agent=FIREFOX)
    desk.post(f"/account/sessions/{other.pk}/end")
    assert (inside(desk), inside(elsewhere)) == (True, False)
    assert acts()[-1] == "sessions ended"


def test_all_others_are_ended(two: tuple[Client, Client]) -> None:
    desk, elsewhere = two
    elsewhere.post("/account/sessions/others/end")
    assert (inside(desk), inside(elsewhere)) == (False, True)


def test_nobody_ends_the_session_of_somebody_else(two: tuple[Client, Client], officer_b: User) -> None:
    stranger = Client()
    stranger.force_login(officer_b)
    mine = UserSession.objects.get(user_agent=FIREFOX)
    assert stranger.post(f"/account/sessions/{mine.pk}/end").status_code == 404
    assert inside(two[1])


def test_another_password_ends_the_others(two: tuple[Client, Client]) -> None:
    desk, elsewhere = two
    new = "quiet-lantern-over-reef"
    answer = desk.post("/account/password", {"oldpassword": "wide-harbour-at-noon", "password1": new, "password2": new})
    assert answer.status_code == 302
    assert (inside(desk), inside(elsewhere)) == (True, False)
    assert "password changed" in acts()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Linux"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_is_told_in_words(agent: str, said: str) -> None:
    assert device(agent) == said

"""From the invitation to the second factor in a real browser: an app, recovery codes, a passkey, sessions, the lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser.conftest import sign_in
from tests.platform.accounts.conftest import code
from tests.shared import live_system

pytestmark = [pytest.mark.browser, pytest.mark.long]
PASSWORD = "quiet-lantern-over-reef"


@dataclass(slots=True)
class Person:
    """Somebody who was invited and has an app."""

    username: str
    secret: str = ""
    codes: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    """The house with its people; nobody has filed anything."""
    with live_system("roadstead_accounts", workers=0) as system:
        yield system


def confirm(browser: Browser, system: Live) -> None:
    """The second person: the supervisor of the state the account is of."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/people")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("now works").wait_for()
    context.close()


def invite(browser: Browser, system: Live, username: str) -> str:
    """The link that the administrator's page shows, by the name localhost (passkeys need a name)."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, system, "administrator")
    page.goto(f"{system.url}/invitations/new")
    page.get_by_label("Name", exact=True).fill("Ada Test")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Role").select_option("officer")
    page.get_by_label("State (optional)").select_option("BRB")
    page.get_by_role("button", name="Create link").click()
    link = page.locator("#link").inner_text()
    context.close()
    confirm(browser, system)
    return link.replace("127.0.0.1", "localhost")


def accept(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Repeat the password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set password and continue").click()
    expect(page.locator("main")).to_contain_text("You need a second factor before you can go on")


def set_up_app(page: Page, username: str) -> Person:
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("I cannot scan the QR code").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(code(secret=secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return Person(username=username, secret=secret, codes=page.locator(".rs-codes code").all_inner_texts())


def come(page: Page, system: Live, username: str) -> None:
    page.goto(f"{by_name(system)}/sign-in")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def expect_home(page: Page) -> None:
    """Check that an officer begins at the page of today."""
    expect(page).to_have_url(re.compile(r"^https?://[^/]+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My work today")


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def by_name(system: Live) -> str:
    return system.url.replace("127.0.0.1", "localhost")


def test_an_invited_officer_sets_up_an_app_and_signs_in_with_it_and_with_a_recovery_code(
    page: Page, browser: Browser, system: Live
) -> None:
    accept(page, invite(browser, system, "new.by-app"))
    page.goto(f"{by_name(system)}/alerts")
    expect(page).to_have_url(re.compile("/account/second-factor$"))
    person = set_up_app(page, "new.by-app")
    assert len(person.codes) == 10
    page.get_by_role("button", name="I have saved the codes").click()
    expect_home(page)
    leave(page)
    for second in (code(secret=person.secret), person.codes[0]):
        come(page, system, person.username)
        page.get_by_label("Code", exact=True).fill("000000")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
        page.get_by_label("Code", exact=True).fill(second)
        page.get_by_role("button", name="Continue").click()
        expect_home(page)
        leave(page)


@pytest.mark.long
def test_a_passkey_is_set_up_and_opens_with_and_without_the_password(
    page: Page, browser: Browser, system: Live
) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    accept(page, invite(browser, system, "new.by-passkey"))
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Set up a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="I have saved the codes").click()
    leave(page)
    come(page, system, "new.by-passkey")
    page.get_by_role("button", name="Use your passkey").click()
    expect_home(page)
    leave(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect_home(page)
    assert said == []


def test_a_passkey_needs_a_name_and_the_page_says_where_it_is(page: Page, system: Live) -> None:
    page.goto(f"{system.url}/sign-in")
    expect(page.get_by_role("button", name="Use a passkey instead")).to_be_hidden()
    page.get_by_role("link", name="Open this page as localhost").click()
    expect(page.get_by_role("button", name="Use a passkey instead")).to_be_visible()


@pytest.mark.long
def test_somebody_signs_out_elsewhere(page: Page, browser: Browser, system: Live) -> None:
    sign_in(page, system, "lca.officer")
    elsewhere = browser.new_context().new_page()
    sign_in(elsewhere, system, "lca.officer")
    page.goto(f"{system.url}/account/sessions")
    assert page.get_by_text("This session").count() == 1
    page.get_by_role("button", name="Sign out of all other sessions").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    elsewhere.reload()
    expect(elsewhere.get_by_label("User name")).to_be_visible()
    elsewhere.context.close()


@pytest.mark.long
def test_ten_wrong_passwords_are_told_in_words(page: Page, system: Live) -> None:
    for _ in range(11):
        page.goto(f"{system.url}/sign-in")
        page.get_by_label("User name").fill("region.privacy")
        page.get_by_label("Password", exact=True).fill("wrong")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many attempts")

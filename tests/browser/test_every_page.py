"""Every page at desktop and phone width: nothing overflows, nothing is loaded from elsewhere, nothing complains."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import picture, sign_in

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": 1280, "phone": 390}
# who looks, at which pages; {alert}, {voyage}, {receipt} become one of theirs
PAGES = {
    "region.analyst": (
        "/arrivals", "/arrivals/map", "/voyages/{voyage}", "/alerts", "/alerts/{alert}/alike", "/alerts/{alert}",
        "/messages", "/messages/{receipt}", "/lists",
        "/rules", "/rules/{rule}", "/rules/new", "/rules/{rule}/edit",
    ),
    "region.supervisor": ("/lists/1", "/messages?status=not_understood", "/messages/{aside}"),
    "carrier.2x": ("/messages", "/messages/{own}", "/file"),
    "brb.supervisor": (
        "/lists/quality", "/lists/{kept}/entries", "/lists/{kept}/entries/{entry}", "/lists/{kept}/nominate",
        "/nominations/{waits}?preview=yes",
    ),
    "region.auditor": ("/audit",),
    "administrator": (
        "/people", "/people/{officer}", "/invitations/new", "/account/second-factor", "/account/second-factor/app",
        "/account/second-factor/passkey", "/account/sessions", "/account/password",
    ),
}  # fmt: skip
# What the region's own lists raised: a state's list is that state's alone.
STRONGEST = "from casework_alert where kind = 'name' and owner = 'REGION' order by score desc limit 1"


@pytest.fixture(scope="module")
def examples(system: Live) -> dict[str, str]:
    queries = {
        "alert": f"select id::text {STRONGEST}",
        "voyage": f"select voyage_id::text {STRONGEST}",
        "receipt": "select m.receipt from intake_message m join manifests_manifest f on f.message_id = m.id"
        " where f.problems::text like '%birth-date%' limit 1",
        "kept": "select id::text from watchlists_watchlist where by_hand",
        "entry": "select id::text from watchlists_entry where name = 'Ferdinand Osric QUILLIMANE'",
        "waits": "select id::text from watchlists_nomination where standing = 'waiting'",
        "aside": "select receipt from intake_message where status = 'not_understood' limit 1",
        "officer": "select id::text from accounts_user where username = 'brb.officer'",
        "rule": "select id::text from rulebook_rule order by id limit 1",
        "own": "select receipt from intake_message where carrier = '2X' order by id limit 1",
    }
    return {name: system.value(query) for name, query in queries.items()}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", PAGES)
def test_pages_fit_load_only_our_own_and_log_nothing(
    username: str, width: str, browser: Browser, system: Live, examples: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, system, username)
    for path in PAGES[username]:
        response = page.goto(system.url + path.format(**examples))
        assert response
        assert response.status == 200, path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], f"{path} overflows at {width}"
        picture(page, f"{username.partition('.')[0]}-{path.strip('/').split('/')[0].split('?')[0]}"
                f"{'-one' if '{' in path else ''}-{width}")  # fmt: skip
    assert said == []
    assert all(url.startswith(system.url) for url in asked)
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", PAGES)
def test_axe_finds_nothing_by_day_or_by_night(
    username: str, width: str, browser: Browser, system: Live, examples: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    sign_in(page, system, username)
    for path in PAGES[username]:
        page.goto(system.url + path.format(**examples))
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            if faults := axe.violations(page):
                found[f"{path} {light}"] = faults
    context.close()
    assert found == {}, "\n".join(f"{where}\n  " + "\n  ".join(faults) for where, faults in found.items())


def test_the_pages_work_without_scripts(browser: Browser, system: Live, examples: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts/{examples['alert']}")
    page.get_by_role("button", name="Take this alert").click()
    assert page.get_by_role("button", name="Not the same: clear").count() == 1
    page.get_by_role("button", name="Release it to others").click()
    context.close()

"""Every page at desktop and phone width: nothing overflows, nothing is loaded from elsewhere, nothing complains."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import a_case, picture, sign_in

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": 1280, "phone": 390}
# who looks, at which pages; {alert}, {voyage}, {receipt} become one of theirs
PAGES = {
    "region.analyst": (
        "/arrivals", "/arrivals/map", "/voyages/{voyage}", "/alerts", "/alerts/{alert}/similar", "/alerts/{alert}",
        "/messages", "/messages/{receipt}", "/lists",
        "/statistics", "/lanes", "/voyages/{voyage}/links", "/alerts/{alert}/links",
        "/cases?show=all", "/cases/new", "/cases/tasks?whose=all", "/cases/{case}",
        "/rules", "/rules/{rule}", "/rules/new", "/rules/{rule}/edit",
    ),
    "region.supervisor": (
        "/second-approvals", "/lists/1", "/lists/1?show=versions", "/lists/1?show=settings", "/lists/1?show=outcomes",
        "/messages?status=not_understood", "/messages/{aside}"),
    "carrier.2x": ("/messages", "/messages/{own}", "/file"),
    "brb.supervisor": (
        "/holds", "/incidents", "/second-approvals",
        "/lists/quality", "/lists/{kept}/entries", "/lists/{kept}/entries/{entry}", "/lists/{kept}/nominate",
        "/nominations/{waits}?preview=yes",
    ),
    "region.auditor": ("/audit",),
    "operator": ("/jobs",),
    "administrator": (
        "/people", "/people/{officer}", "/invitations/new", "/account/second-factor", "/account/second-factor/app",
        "/account/second-factor/passkey", "/account/sessions", "/account/password",
    ),
}  # fmt: skip
# What the region's own lists raised: a state's list is that state's alone.
STRONGEST = "from alerts_alert where kind = 'name' and owner = 'REGION' order by score desc limit 1"


@pytest.fixture(scope="module")
def examples(browser: Browser, system: Live) -> dict[str, str]:
    queries = {
        "alert": f"select id::text {STRONGEST}",
        "voyage": f"select voyage_id::text {STRONGEST}",
        "receipt": "select m.receipt from intake_message m join voyages_manifest f on f.message_id = m.id"
        " where f.problems::text like '%birth-date%' limit 1",
        "kept": "select id::text from watchlists_watchlist where is_manual",
        "entry": "select id::text from watchlists_entry where name = 'Ferdinand Osric QUILLIMANE'",
        "waits": "select id::text from watchlists_nomination where status = 'waiting'",
        "aside": "select receipt from intake_message where status = 'not_understood' limit 1",
        "officer": "select id::text from accounts_user where username = 'brb.officer'",
        "rule": "select id::text from rulebook_rule order by id limit 1",
        "own": "select receipt from intake_message where carrier = '2X' order by id limit 1",
    }
    context = browser.new_context(locale="en-GB")
    case = a_case(context.new_page(), system, "region.analyst")
    context.close()
    return {"case": case, **{name: system.value(query) for name, query in queries.items()}}


def name_of(path: str) -> str:
    """ "/alerts/{alert}/links" is alerts-one-links: no two pages are drawn under one name."""
    parts = path.strip("/").partition("?")[0].split("/")
    return "-".join("one" if part.startswith("{") else part for part in parts)


MAX_HEIGHT = 6000  # pixels, on a phone
KB = 1000
LEAST, MOST = 5 * KB, 200 * KB  # of a page with all that it brings, at the first visit


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", PAGES)
def test_pages_fit_are_light_load_only_our_own_log_nothing_and_axe_finds_nothing_by_day_or_by_night(
    username: str, width: str, browser: Browser, system: Live, examples: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """One visit of each page for all of it: drawing a page takes longer than any of the questions. axe looks at the
    desktop by day and, for colours, at the phone by night; with `--long` at both by both."""
    by_both = request.config.getoption("--long")
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, system, username)
    weigh = scales(page) if width == "desktop" else None  # the weight is the same at both
    faults: list[str] = []
    for path in PAGES[username]:
        if weigh:
            weigh.clear()
        address = system.url + path.format(**examples)
        response = page.goto(address, wait_until="load" if weigh is None else "networkidle")
        assert response
        assert response.status == 200, path
        assert page.locator("h1").count() == 1, path
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[width]:
            faults.append(f"{path}: overflows")
        if weigh is not None and not LEAST < (weight := sum(weigh)) <= MOST:
            faults.append(f"{path}: weighs {weight:.0f} bytes")
        picture(page, f"{username.partition('.')[0]}-{name_of(path)}-{width}")
        if by_both or width == "desktop":
            faults += [f"{path}: {fault}" for fault in axe.violations(page)]
        if by_both or width == "phone":
            page.emulate_media(color_scheme="dark")
            faults += [f"{path}, dark: {fault}" for fault in axe.violations(page, axe.OF_COLOURS)]
            page.emulate_media(color_scheme="light")
    context.close()
    assert faults == [], "\n".join(faults)
    assert said == []
    assert all(url.startswith(system.url) for url in asked)


def scales(page: Page) -> list[float]:
    """The sizes, in bytes, of what comes for the page from now on, with nothing from the browser's cache."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    came: list[float] = []
    network.on("Network.loadingFinished", lambda each: came.append(each["encodedDataLength"]))
    return came


def test_on_a_phone_the_guide_is_its_contents_and_the_part_in_the_address_is_open(
    browser: Browser, system: Live
) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 844}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{system.url}/guide/officers#forty-alerts")
    opened = page.locator(".rs-part[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator("#forty-alerts")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollHeight") < MAX_HEIGHT
    context.close()


def test_the_pages_work_without_scripts(browser: Browser, system: Live, examples: dict[str, str]) -> None:
    """The analyst's story on a phone: menu, filter, alert, taking, comparing, clearing; then language and light."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": WIDTHS["phone"], "height": 800}, locale="en-GB"
    )
    page = context.new_page()
    sign_in(page, system, "region.analyst")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Arrivals", exact=True).click()
    page.get_by_label("Arrives", exact=True).select_option("all")
    page.get_by_role("button", name="Apply filters", exact=True).click()
    page.wait_for_url("**when=all**")
    page.locator("tbody tr").first.wait_for()
    page.goto(f"{system.url}/alerts?kind=name")
    page.locator("tbody th a").first.click()
    number = page.url.partition("?")[0].rsplit("/", 1)[1]
    page.get_by_role("button", name="Take this alert").click()
    for what in ("Name", "Born", "Documents", "Sex", "Nationality"):
        page.get_by_label(f"You find: {what}").select_option("different")
    page.get_by_label("Evidence that it is the same person").fill("the surname is spelt alike")
    page.get_by_label("Evidence that it is not").fill("everything else")
    page.get_by_label("Note: why you decide this way").fill("compared all of it")
    page.get_by_role("button", name="Not a match").click()
    assert f"Alert {number}: Not a match: cleared by an officer." in page.inner_text("main")
    page.get_by_role("button", name="Nederlands").click()
    page.get_by_role("button", name="Donker").click()
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("html").get_attribute("data-look") == "night"
    page.goto(f"{system.url}/alerts/{number}")
    assert "Geen overeenkomst: vrijgegeven" in page.inner_text("main")
    context.close()

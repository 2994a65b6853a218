"""Every page at desktop and phone width: nothing overflows, nothing is loaded from elsewhere, nothing complains."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import a_case, picture, sign_in
from tests.everyday import daily

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": 1280, "phone": 390}
# who looks, at which pages; {alert}, {voyage}, {receipt} become one of theirs
PAGES = {
    "region.analyst": (
        "/arrivals", "/arrivals/map", "/voyages/{voyage}", "/alerts", "/alerts/{alert}/similar", "/alerts/{alert}",
        "/messages", "/messages/{receipt}", "/lists",
        "/statistics", "/lanes", "/voyages/{voyage}/links", "/alerts/{alert}/links",
        "/cases?show=all", "/cases/new", "/cases/tasks?whose=all", "/cases/{case}",
        "/rules", "/rules/{rule}", "/rules/new", "/rules/{rule}/edit", "/counter?code=x", "/voyages/{voyage}/print",
        "/vetting/{sheet}", "/vetting/matches/{vetted}",
    ),
    "region.supervisor": (
        "/log/situation", "/log/situation/{report}",
        "/second-approvals", "/lists/1", "/lists/1?show=versions", "/lists/1?show=settings", "/lists/1?show=outcomes",
        "/messages?status=not_understood", "/messages/{aside}"),
    "carrier.2x": (
        "/messages", "/messages/{own}", "/file", "/my-voyages?show=all", "/my-voyages/{own}/1",
        "/my-voyages/{own}/1/people/1", "/my-voyages/{own}/1/people/1/leave-out", "/my-voyages/{own}/1/add",
        "/confirmations/{own}", "/account/mails", "/your-system", "/test-lists", "/api/docs",
    ),
    "captain.starfish": (
        "/trips", "/trips/{trip}", "/trips/saved", "/trips/saved/people/{saved_person}",
        "/trips/saved/craft/{saved_craft}",
    ),
    "brb.supervisor": (
        "/", "/directory", "/directory/measures", "/directory/measures?state=all",
        "/holds", "/incidents", "/second-approvals",
        "/lists/quality", "/lists/{kept}/entries", "/lists/{kept}/entries/{entry}", "/lists/{kept}/nominate",
        "/nominations/{waits}?preview=yes", "/systems", "/systems/webhooks", "/api/docs/state",
        "/log/situation/{report_draft}", "/account/mails",
    ),
    "brb.officer": (
        "/", "/desk", "/response-times", "/requests?show=all", "/requests/{exchange}", "/requests/new",
        "/law?requesting=BRB&requested=LCA&measure=surrender", "/law/LCA",
        "/lookouts", "/lookouts/{lookout}", "/voyages/{voyage}/brief",
        "/lookouts/new", "/lookouts/new?kind=vehicle", "/log", "/log/handover", "/rooms", "/rooms/{room}",
        "/vetting", "/vetting/new", "/vetting/check", "/vetting/{answered}",
    ),
    "region.auditor": ("/audit",),
    "operator": ("/jobs",),
    "administrator": (
        "/people", "/people/{officer}", "/invitations/new", "/account/second-factor", "/account/second-factor/app",
        "/account/second-factor/passkey", "/account/sessions", "/account/password", "/people/self-registered",
    ),
}  # fmt: skip
# Every day some pages of each area; with `--long` all.
DAILY = {
    *("/arrivals/map", "/voyages/{voyage}", "/alerts", "/alerts/{alert}", "/statistics", "/alerts/{alert}/links"),
    *("/cases/{case}", "/rules/{rule}", "/lists/1", "/file", "/my-voyages/{own}/1", "/confirmations/{own}"),
    *("/your-system", "/trips/{trip}", "/directory", "/incidents", "/lists/{kept}/entries/{entry}", "/systems"),
    *("/nominations/{waits}?preview=yes", "/desk", "/requests/{exchange}", "/lookouts/{lookout}", "/audit", "/jobs"),
    *("/people/{officer}", "/invitations/new", "/account/second-factor/passkey"),
}
VISITORS = {"region.analyst", "brb.officer", "carrier.2x"}  # every day; with `--long` everybody
HEIGHT, HIGHEST = "document.documentElement.scrollHeight", 6000  # pixels on a phone
LONG = ("/api/docs", "/api/docs/state", "/print")  # to look things up in, and to print
# Rows with another number of cells than their table's head: a cell that was lost moves all others.
UNLIKE_THEIR_HEAD = """() => {
  const wide = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
  return [...document.querySelectorAll("table:not(:has([rowspan]))")].flatMap((table) =>
    table.tHead ? [...table.tBodies].flatMap((body) => [...body.rows])
      .filter((row) => wide(row) !== wide(table.tHead.rows[0]))
      .slice(0, 1).map((row) => `row "${row.innerText.slice(0, 40)}" has not the cells of its head`) : []);
}"""
# What the region's own lists raised: a state's list is that state's alone.
STRONGEST = "from alerts_alert where kind = 'name' and owner = 'REGION' order by score desc limit 1"


@pytest.fixture(scope="module")
def examples(browser: Browser, system: Live) -> dict[str, str]:
    queries = {
        "alert": f"select id::text {STRONGEST}",
        "voyage": f"select voyage_id::text {STRONGEST}",
        "receipt": "select m.receipt from intake_message m join voyages_manifest f on f.message_id = m.id"
        " where f.problems::text like '%birth-date%' limit 1",
        "lookout": "select reference from lookouts_lookout where owner = 'LCA'",
        "answered": "select id::text from vetting_vettingsheet where letters > 0 limit 1",
        "sheet": "select id::text from vetting_vettingsheet where letters = 0 limit 1",
        "vetted": "select id::text from vetting_vettingmatch limit 1",
        "kept": "select id::text from watchlists_watchlist where is_manual and not is_lookouts",
        "entry": "select id::text from watchlists_entry where name = 'Ferdinand Osric QUILLIMANE'",
        "waits": "select id::text from watchlists_nomination where status = 'waiting'",
        "aside": "select receipt from intake_message where status = 'not_understood' limit 1",
        "officer": "select id::text from accounts_user where username = 'brb.officer'",
        "rule": "select id::text from rulebook_rule order by id limit 1",
        "trip": "select id::text from trips_trip order by id limit 1",
        "report": "select id::text from situation_situationreport where issued_at is not null",
        "report_draft": "select id::text from situation_situationreport where issued_at is null",
        "room": "select id::text from rooms_room limit 1",
        "exchange": "select reference from requests_request where status = 'replied' limit 1",
        "saved_person": "select id::text from trips_savedperson order by id limit 1",
        "saved_craft": "select id::text from trips_savedcraft order by id limit 1",
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


@pytest.mark.parametrize("username", daily(PAGES, VISITORS))
def test_pages_fit_are_light_load_only_our_own_log_nothing_and_axe_finds_nothing_by_day_or_by_night(
    username: str, browser: Browser, system: Live, examples: dict[str, str], thorough: bool
) -> None:
    """One visit of each page for all of it: drawing a page takes longer than any of the questions. Every day pages take
    turns, some of each area: one at a desktop and by day, the next on a phone and, for colours, by night too; with
    `--long` all do both."""
    pages = [path for path in PAGES[username] if thorough or path in DAILY]
    turns = (pages, pages) if thorough else (pages[::2], pages[1::2])
    for width, paths in zip(WIDTHS, turns, strict=True):
        if paths:
            visit(paths, username, width, browser, system, examples, at_night=thorough or width == "phone")


def visit(
    paths: Sequence[str], username: str, width: str, browser: Browser, system: Live, examples: dict[str, str],
    *, at_night: bool,
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, system, username)
    weigh = scales(page)
    faults: list[str] = []
    for path in paths:
        weigh.clear()
        response = page.goto(system.url + path.format(**examples), wait_until="networkidle")
        assert response
        assert response.status == 200, path
        assert page.locator("h1").count() == 1, path
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[width]:
            faults.append(f"{path}: overflows")
        if width == "phone" and not path.endswith(LONG) and (height := page.evaluate(HEIGHT)) > HIGHEST:
            faults.append(f"{path}: is {height} pixels high")
        faults += [f"{path}: {fault}" for fault in page.evaluate(UNLIKE_THEIR_HEAD)]
        if not LEAST < (weight := sum(weigh)) <= MOST:
            faults.append(f"{path}: weighs {weight:.0f} bytes")
        picture(page, f"{username.partition('.')[0]}-{name_of(path)}-{width}")
        faults += [f"{path}: {fault}" for fault in axe.violations(page)]
        if at_night:
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
        page.get_by_label(f"Your finding: {what}").select_option("different")
    page.get_by_label("Evidence that it is the same person").fill("the surname is spelt alike")
    page.get_by_label("Evidence that it is someone or something else").fill("everything else")
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

"""Whole stories in a real browser: what an agent, an analyst, two states and a supervisor do with Roadstead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live, until
from tests.browser.conftest import sign_in
from tests.samples import Person, paxlst

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    yield page
    context.close()


def test_an_analyst_clears_a_namesake_without_touching_the_mouse(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?kind=name")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "possible" in page.inner_text("main").lower()
    press(page, "Take this alert")
    for what, found in (("Name", "partly"), ("Born", "different"), ("Documents", "different"), ("Sex", "unknown"),
                        ("Nationality", "unknown")):  # fmt: skip
        page.get_by_label(f"You find: {what}").select_option(found)
    page.get_by_label("then open the next most urgent one").uncheck()
    page.get_by_label("What speaks for the same person").fill("the surname is spelt alike")
    page.get_by_label("What speaks against it").fill("born in another year, another document")
    page.get_by_label("Note: why you decide so").fill("compared name, birth date, document, sex and nationality")
    press(page, "Not the same: clear")
    expect(page.locator("main")).to_contain_text("cleared")
    expect(page.locator("main")).to_contain_text("born in another year")


def press(page: Page, name: str) -> None:
    """Find the button by its words, press it with the keyboard as one would after tabbing to it, see the next page."""
    button = page.get_by_role("button", name=name).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_nothing_is_decided_without_words(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/alerts/*")
    press(page, "Take this alert")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    press(page, "The same: confirm")
    expect(page.get_by_role("alert").first).to_contain_text("write down")
    expect(page.locator("main")).to_contain_text("Possible match")


def test_two_states_see_their_own_arrivals_and_neither_the_others(page: Page, browser: Browser, system: Live) -> None:
    seen = {}
    for user in ("brb.officer", "lca.officer", "region.analyst"):
        context = browser.new_context()
        own = context.new_page()
        sign_in(own, system, user)
        own.goto(f"{system.url}/arrivals?when=all")
        links = own.locator("tbody th a").all()
        seen[user] = {href for link in links if (href := link.get_attribute("href"))}
        context.close()
    assert seen["brb.officer"] - seen["lca.officer"]
    assert seen["lca.officer"] - seen["brb.officer"]
    assert seen["brb.officer"] | seen["lca.officer"] <= seen["region.analyst"]
    sign_in(page, system, "lca.officer")
    for href in sorted(seen["brb.officer"] - seen["lca.officer"])[:3]:
        response = page.goto(f"{system.url}{href}")
        assert response
        assert response.status == 404


def test_an_agent_pastes_a_list_and_is_told_what_is_wrong_with_it(page: Page, system: Live) -> None:
    sign_in(page, system, "carrier.2x")
    page.goto(f"{system.url}/file")
    damaged = paxlst(Person(surname="AGENTTEST", born="809901"), Person(surname="SECOND"), reference="77")
    page.locator("textarea").fill(damaged.decode())
    page.get_by_role("button", name="Send the list").click()
    page.wait_for_url("**/messages/*")
    number = page.url.rsplit("/", 1)[1]
    until(lambda: system.count(f"select count(*) from intake_message where receipt = '{number}' and status = 'read'"),
          "the list is not read")  # fmt: skip
    page.reload()
    text = page.inner_text("main")
    assert number in text
    assert "809901" in text
    assert "AGENTTEST" in text
    assert "Possible match" not in text  # a carrier never learns what screening made of it (C13)


def test_a_supervisor_repairs_a_message_that_was_not_understood(page: Page, system: Live) -> None:
    sign_in(page, system, "region.supervisor")
    page.goto(f"{system.url}/messages?status=not_understood")
    page.locator("tbody a").first.click()
    page.locator("textarea").fill(paxlst(Person(surname="REPAIRED"), flight="2X888", reference="88").decode())
    page.get_by_role("button", name="Resubmit in my name").click()
    until(lambda: system.count("select count(*) from manifests_traveller where surname = 'REPAIRED'"), "not read")
    page.reload()
    expect(page.locator("main")).to_contain_text("Read")


def test_a_supervisor_approves_an_entry_and_a_voyage_already_on_its_way_lights_up(page: Page, system: Live) -> None:
    waits = "select id::text from watchlists_nomination where standing = 'waiting'"
    raised = "select count(*) from casework_alert where list_name = 'Barbados notices (BRB)'"
    assert system.count(raised) == 0
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/lists")
    page.get_by_role("link", name="entries, kept by hand").click()
    page.locator(f"a[href='/nominations/{system.value(waits)}']").click()
    page.get_by_role("button", name="Show whom it would have raised").click()
    expect(page.locator("main")).to_contain_text("1 traveller of")
    who = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Why").fill("compared with the warrant, name, year of birth and passport")
    press(page, "Agree: put in force")
    expect(page.locator("main")).to_contain_text("In force. Voyages on their way are being looked at.")
    until(lambda: system.count(raised) == 1, "nobody on the way is met", 15)
    page.goto(f"{system.url}/alerts")
    page.locator("tbody tr", has_text=who).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("Possible match, nobody has looked yet")
    expect(page.locator("main")).to_contain_text("Stop and call")


def test_while_one_types_a_nomination_the_lists_are_searched(page: Page, system: Live) -> None:
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/lists")
    page.get_by_role("link", name="entries, kept by hand").click()
    expect(page.locator("main")).not_to_contain_text("ABERNETHY-SOLAIS")  # silent: not for an officer at a border
    page.get_by_role("button", name="Nominate an entry").click()
    page.get_by_label("Surname").press_sequentially("Quillimain")
    page.get_by_label("Given names").press_sequentially("Ferdinand")
    expect(page.locator("#alike")).to_contain_text("Ferdinand Osric QUILLIMANE")
    page.get_by_label("Surname").fill("Abernethy-Solais")
    page.get_by_label("Given names").fill("Marguerite")
    expect(page.locator("#alike")).to_contain_text("Nobody on the lists you see")


def test_wrong_passwords_are_told_so_and_lock_the_door_after_a_while(page: Page, system: Live) -> None:
    for _ in range(11):
        page.goto(f"{system.url}/sign-in")
        page.get_by_label("Your user name").fill("lca.auditor")
        page.get_by_label("Your password", exact=True).fill("wrong")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
    page.goto(f"{system.url}/sign-in")
    page.get_by_label("Your user name").fill("lca.auditor")
    page.get_by_label("Your password", exact=True).fill(system.accounts["lca.auditor"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="Sign out").count() == 0

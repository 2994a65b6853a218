"""An officer at a quay: keeps the brief, loses the connection, records an outcome, and it arrives once."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
HOUR: Final = 3600_000
# A voyage to Barbados with an alert that may leave in a file and that nobody has dealt with.
VOYAGE: Final = (
    "select v.id from voyages_voyage v join alerts_alert a on a.voyage_id = v.id where v.mode = 'air' and"
    " a.states @> '{BRB}' and a.owner = 'REGION' and a.state = 'new' and a.action <> 'discreet' and a.tlp <> 'red' and"
    " a.dealt_at is null and a.traveller_id is not null and not v.cancelled and not exists (select 1 from"
    " alerts_outcome o where o.alert_id = a.id) order by v.id limit 1"
)
OUTCOMES: Final = "select count(*) from alerts_outcome where alert_id = {}"


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    context.set_default_timeout(30_000)
    axe.bring(context)
    return context


@pytest.fixture
def kept(phone: BrowserContext, system: Live) -> Page:
    """A telephone that keeps the brief of a voyage, its page open."""
    page = phone.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/voyages/{system.value(VOYAGE)}/brief")
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.get_by_text("Kept on this device until")).to_be_visible()
    return page


def record(page: Page) -> str:
    """Record the first outcome that is offered, and return the number of the alert."""
    page.locator("summary", has_text="Record outcome").first.click()
    form = page.locator("form[data-outcome]").first
    form.get_by_role("button", name="Record outcome").click()
    expect(form.get_by_role("alert")).to_have_text("Choose what happened.")
    form.get_by_label("What happened").select_option("referred")
    form.get_by_label("Note").fill("Taken to the second desk QZXNOTE")
    if form.get_by_label("Why you record it before the declared arrival").count():
        form.get_by_label("Why you record it before the declared arrival").fill("It landed early")
    number = form.get_attribute("data-outcome")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe.violations(page) == []
    form.get_by_role("button", name="Record outcome").click()
    expect(page.get_by_text("Recorded on this device.").first).to_be_visible()
    assert number
    return number


def in_store(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_a_kept_brief_opens_without_a_connection_and_its_outcome_is_sent_once(
    phone: BrowserContext, kept: Page, system: Live
) -> None:
    assert axe.violations(kept) == []
    phone.set_offline(True)
    kept.reload()
    expect(kept.get_by_role("heading", level=1)).to_contain_text("Arrival brief")
    expect(kept.get_by_text("Valid until")).to_be_visible()
    assert axe.violations(kept) == []
    assert kept.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    alert = record(kept)
    expect(kept.locator("[data-outbox]")).to_contain_text("Waiting for a connection")
    assert axe.violations(kept) == []
    assert system.count(OUTCOMES.format(alert)) == 0
    kept.reload()  # what was recorded outlasts the page
    expect(kept.locator("[data-outbox]")).to_contain_text("Waiting for a connection")
    phone.set_offline(False)
    expect(kept.locator("[data-outbox]")).to_contain_text("Sent.")
    assert system.count(OUTCOMES.format(alert)) == 1
    assert "QZXNOTE" not in in_store(kept)
    kept.reload()
    expect(kept.locator("[data-outbox]")).to_contain_text("Sent.")
    assert system.count(OUTCOMES.format(alert)) == 1


def test_an_alert_that_a_colleague_dealt_with_meanwhile_is_not_recorded_and_the_device_says_so(
    phone: BrowserContext, kept: Page, system: Live
) -> None:
    phone.set_offline(True)
    kept.reload()
    alert = record(kept)
    system.value(f"update alerts_alert set dealt_at = now() where id = {alert} returning id")
    system.value(f"update alerts_statedecision set dealt_at = now() where alert_id = {alert} returning id")
    phone.set_offline(False)
    outbox = kept.locator("[data-outbox]")
    expect(outbox).to_contain_text("Not recorded. The alert was decided or dealt with meanwhile")
    assert system.count(OUTCOMES.format(alert)) == 0
    expect(outbox.get_by_role("link", name="Open alert")).to_have_attribute("href", f"/alerts/{alert}")
    outbox.get_by_role("button", name="Remove from this device").click()
    expect(outbox).to_be_hidden()
    assert "QZXNOTE" not in in_store(kept)


def test_after_its_hour_the_brief_is_gone_from_the_screen_and_from_the_device(
    phone: BrowserContext, kept: Page
) -> None:
    phone.set_offline(True)
    kept.reload()
    expect(kept.get_by_text("Valid until")).to_be_visible()
    kept.evaluate(f"Date.now = (now => () => now() + {HOUR})(Date.now)")
    expect(kept.get_by_role("heading", level=1)).to_have_text("No valid brief on this device", timeout=15_000)
    assert axe.violations(kept) == []
    assert kept.evaluate("caches.open('kept-briefs').then((kept) => kept.keys()).then((all) => all.length)") == 0
    kept.reload()  # by the worker, whose clock is right: there is none any more
    expect(kept.get_by_role("heading", level=1)).to_have_text("No valid brief on this device")
    assert axe.violations(kept) == []


def test_the_worker_deletes_a_brief_whose_hour_is_over(phone: BrowserContext, kept: Page) -> None:
    kept.evaluate("""async () => {
        const pages = await caches.open("kept-briefs");
        const [request] = await pages.keys();
        const old = await pages.match(request);
        const headers = new Headers(old.headers);
        headers.set("X-Brief-Until", String(Date.now() - 1000));
        await pages.put(request, new Response(await old.text(), { headers }));
    }""")
    phone.set_offline(True)
    kept.reload()
    expect(kept.get_by_role("heading", level=1)).to_have_text("No valid brief on this device")
    assert kept.evaluate("caches.open('kept-briefs').then((kept) => kept.keys()).then((all) => all.length)") == 0


def test_signing_out_deletes_the_brief(phone: BrowserContext, kept: Page) -> None:
    address = kept.url
    kept.get_by_role("button", name="Sign out").click()
    kept.get_by_label("User name").wait_for()
    kept.wait_for_function("caches.has('kept-briefs').then((has) => !has)")
    phone.set_offline(True)
    kept.goto(address)
    expect(kept.get_by_role("heading", level=1)).to_have_text("No valid brief on this device")
    assert re.search(r"QZX", in_store(kept)) is None

"""Requests in a real browser: a duty officer at night, a focal point, and a guest without an account."""

from __future__ import annotations

import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bench.browsing.counted import Hand
from bench.live import Live, until
from roadstead.cli.console import say
from tests.browser import axe
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS: Final = True  # the sender mails links
MOST_FIELDS: Final = 12  # from an alert to a sent request
MOST_PRESSES: Final = 3  # from the first page to "nothing held"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# An alert of the region about somebody bound for Barbados alone, with a birth date.
AN_ALERT: Final = """
select a.id || '|' || t.surname || '|' || t.given || '|' || t.born from alerts_alert a
join voyages_traveller t on t.id = a.traveller_id where a.states = '{BRB}' and a.owner = 'REGION' and a.state = 'new'
and a.kind = 'name' and length(t.born) = 10 and not exists (select from alerts_alert b where b.id < a.id
and b.traveller_id = a.traveller_id) order by a.id desc limit 1
"""
ASKED_BY_MAIL: Final = "select reference from requests_request where asked_id like 'VCT%' order by id limit 1"


def opened(browser: Browser, size: ViewportSize) -> Page:
    context = browser.new_context(viewport=size, locale="en-GB")
    context.set_default_timeout(30_000)
    axe.bring(context)
    return context.new_page()


def test_a_duty_officer_at_night_asks_from_an_alert_and_the_other_desk_answers_by_telephone(
    browser: Browser, system: Live
) -> None:
    number, surname, given, born = system.value(AN_ALERT).split("|")
    page = opened(browser, DESK)
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/alerts/{number}")
    hand = Hand(page)
    link = page.get_by_role("link", name="Ask another state")
    if not link.is_visible():
        hand.press(page.locator("summary", has=page.get_by_text("Case")).first)
    hand.link("Ask another state")
    for label, text in (("Name or number", surname), ("Name or number", given)):
        expect(page.get_by_label(label)).to_have_value(re.compile(re.escape(text), re.IGNORECASE))
    assert born[:4] in page.locator("main").inner_html()
    hand.press(page.get_by_label(re.compile("^Saint Lucia")).first)
    hand.effort.fields += 1
    hand.fill("What do you want to know?", "Does he live where he says?")
    for label, text in (("Legal basis", "Immigration Act, s. 12"), ("Purpose", "Admission at the border")):
        if not page.get_by_label(label, exact=True).input_value():
            hand.fill(label, text)
    if not page.get_by_label("Title").input_value():
        hand.fill("Title", "Address of one traveller")
    hand.fill("Why it is urgent", "He is at the counter.")
    hand.button("Send", exact=True)
    hand.must_see("Sent. The reference is")
    reference = page.url.rpartition("/")[2]
    say(f"from an alert to a sent request: {hand.effort}")
    assert hand.effort.fields <= MOST_FIELDS
    page.context.close()

    page = opened(browser, PHONE)
    sign_in(page, system, "lca.officer")
    expect(page.locator("main")).to_contain_text("Address of one traveller")
    hand = Hand(page)
    hand.press(page.locator(f"a[href='/requests/{reference}']").first, leads_on=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    hand.press(page.get_by_label("nothing held"))
    hand.button("Reply", exact=True)
    hand.must_see("Sent. The other side is notified.")
    say(f"nothing held: {hand.effort}")
    assert hand.effort.presses <= MOST_PRESSES
    page.context.close()


def test_a_focal_point_answers_a_question_gives_feedback_and_proves_what_was_said(
    browser: Browser, system: Live, tmp_path: Path
) -> None:
    page = opened(browser, DESK)
    sign_in(page, system, "brb.focal")
    page.get_by_role("link", name="Registration of one person").first.click()
    expect(page.locator("main")).to_contain_text("We have two people of that name.")
    page.get_by_role("button", name="Answer the question").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("form", has=page.get_by_role("button", name="Answer the question")).get_by_role("textbox").first.fill(
        "His passport is R0550114."
    )
    page.get_by_role("button", name="Answer the question").click()
    expect(page.locator("main")).to_contain_text("Sent. The other side is notified.")
    page.goto(f"{system.url}/requests?show=all")
    page.get_by_role("link", name="Address of one traveller").last.click()
    page.get_by_label("useful", exact=True).check()
    page.get_by_role("button", name="Give feedback and close").click()
    expect(page.locator("main")).to_contain_text("Sent. The other side is notified.")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Export with proof").click()
    with ZipFile(kept.value.path()) as archive:
        archive.extractall(tmp_path)
    told = subprocess.run([sys.executable, "verify_request.py"], cwd=tmp_path, capture_output=True, text=True)
    assert told.stdout.startswith("OK: RQ-"), told.stdout + told.stderr
    page.context.close()


def test_a_guest_opens_the_link_with_the_pin_replies_and_adds_a_file(browser: Browser, system: Live) -> None:
    desk = opened(browser, DESK)
    sign_in(desk, system, "brb.officer")
    address = f"{system.url}/requests/{system.value(ASKED_BY_MAIL)}"
    desk.goto(address)
    desk.locator("summary", has_text="Send a new link").click()
    desk.get_by_label("Name", exact=True).fill("Corporal Ollivierre")
    desk.get_by_label("E-mail address").fill("night@vct.example")
    desk.get_by_role("button", name="Send link").click()
    expect(desk.locator("main")).to_contain_text("Now telephone, and read out the PIN.")
    pin = re.search(r"PIN (\d{6})", desk.locator("main").inner_text())
    assert pin
    faults = axe.violations(desk)
    until(lambda: link_in_mail(system) is not None, "no mail has come")
    guest = opened(browser, PHONE)
    guest.goto(link_in_mail(system) or "")
    faults += axe.violations(guest)
    expect(guest.locator("main")).not_to_contain_text("yacht")
    guest.get_by_label("PIN").fill("000000" if pin[1] != "000000" else "000001")
    guest.get_by_role("button", name="Open").click()
    expect(guest.locator(".govuk-error-summary")).to_contain_text("Attempts left: 4.")
    guest.get_by_label("PIN").fill(f"{pin[1][:3]} {pin[1][3:]}")
    guest.get_by_role("button", name="Open").click()
    expect(guest.locator("main")).to_contain_text("You read this as Corporal Ollivierre")
    expect(guest.locator("main")).to_contain_text("Grey Heron")
    faults += axe.violations(guest)
    assert guest.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    guest.locator("summary", has_text="Add a file").click()
    guest.get_by_label("What the file shows").fill("Page of the harbour register")
    file = {"name": "register.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 register"}
    guest.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    guest.get_by_role("button", name="Add file").click()
    expect(guest.locator("main")).to_contain_text("The file is added.")
    guest.get_by_label("everything that was asked").check()
    guest.get_by_label("What you hold").fill("It cleared in at Bequia on Sunday with two people on board.")
    guest.get_by_role("button", name="Reply", exact=True).click()
    expect(guest.locator("main")).to_contain_text("Sent. The other side is notified.")
    guest.goto(f"{system.url}/requests")
    assert "/sign-in" in guest.url
    guest.goto(f"{system.url}/guest")
    guest.get_by_role("button", name="Leave").click()
    expect(guest.locator("main")).to_contain_text("You have left.")
    desk.goto(address)
    expect(desk.locator("main")).to_contain_text("by Corporal Ollivierre (guest)")
    expect(desk.locator("main")).to_contain_text("two people on board")
    expect(desk.locator("main")).to_contain_text("opened the request with the PIN")
    desk.set_viewport_size(PHONE)
    faults += axe.violations(desk)
    assert not faults, "\n".join(faults)


def link_in_mail(system: Live) -> str | None:
    """The link of the newest mail to the guest; the mail says nothing of the request."""
    for path in sorted((system.home / "mail").glob("*.eml"), key=lambda each: each.stat().st_mtime, reverse=True):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        if mail["To"] == "night@vct.example":
            text = mail.get_content()
            assert "yacht" not in f"{text}{mail['Subject']}"
            found = re.search(r"https?://\S+/guest/link/\S+", text)
            assert found
            return f"{system.url}/{found[0].split('/', 3)[3]}"
    return None

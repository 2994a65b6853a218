"""A captain registers, files and shows the confirmation; the officer at the counter opens the voyage by its code.

With a real mail server, a worker and a sender. Fields and presses are counted, and may not become more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.browsing.counted import Effort, Hand
from bench.live import Live, until
from tests.browser import axe
from tests.browser.conftest import ONE, picture, sign_in
from tests.everyday import daily
from tests.outbound.notifications.receivers import Got, receivers
from tests.platform.accounts.conftest import code
from tests.shared import live_system

pytestmark = [pytest.mark.browser, pytest.mark.long]
PASSWORD = "quiet-lantern-over-reef"
WIDTHS = {"desktop": 1280, "phone": 390}
SHEET = """Vessel,Registration,From,To,Departure,Arrival
Sea Grape,{registration},"Rodney Bay, St Lucia",BBBGI,{departs},{arrives}

Family name,Given name,Date of birth,Sex,Nationality,Document type,Document number,Document issuer,Document expires
Bonny,Ann,1980-01-01,F,GBR,P,123456789,GBR,2035-01-01
Núñez,Íñigo,1979-05-06,M,ESP,P,AAB123456,ESP,2034-01-01
"""


@pytest.fixture(scope="module")
def post() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture(scope="module")
def system(post: Got) -> Iterator[Live]:
    settings = ONE | {"ROADSTEAD_SELF_REGISTRATION": "yes", "ROADSTEAD_SMTP_URL": post.smtp}
    with live_system("roadstead_register", workers=1, settings=settings) as system:
        yield system


@dataclass(slots=True)
class Look:
    """What was looked at on the way: faults of axe, pages wider than the screen, words on the console."""

    name: str
    faults: list[str] = field(default_factory=list)

    def at(self, page: Page, what: str) -> None:
        """Look at the page as it stands."""
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[self.name]:
            self.faults.append(f"{what}: overflows")
        self.faults += [f"{what}: {fault}" for fault in axe.violations(page)]
        picture(page, f"register-{what}-{self.name}")


def desk(browser: Browser, width: str, look: Look) -> Page:
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    axe.bring(context)
    page = context.new_page()
    page.on("console", lambda message: look.faults.append(f"console: {message.text}"))
    return page


def mail_to(post: Got, address: str, subject: str) -> str:
    """The text of the mail, once it has come."""
    found: list[str] = []

    def has_come() -> bool:
        mails = [message_from_bytes(raw, policy=policy.default) for raw in post.mails]
        found[:] = [each.get_content() for each in mails if each["To"] == address and subject in each["Subject"]]
        return bool(found)

    until(has_come, f"no mail “{subject}” came to {address}", 60)
    return found[-1]


def set_up_app(hand: Hand) -> None:
    hand.link("Set up an app")
    hand.page.get_by_text("I cannot scan the QR code").click()
    secret = hand.page.locator("#secret").inner_text().replace(" ", "")
    hand.fill("Code", code(secret=secret))
    hand.button("Set up", exact=True)
    hand.button("I have saved the codes")


def sheet(width: str) -> bytes:
    """A list that comes tomorrow."""
    arrives = datetime.now(UTC) + timedelta(days=1)
    times = {"departs": f"{arrives - timedelta(hours=9):%Y-%m-%d %H:%M}", "arrives": f"{arrives:%Y-%m-%d %H:%M}"}
    return SHEET.format(registration=f"J8-{len(width)}", **times).encode()


def register(hand: Hand, system: Live, post: Got, look: Look) -> Effort:
    """From the sign-in page to an open account with a second factor."""
    page, address = hand.page, f"mary.{look.name}@example.org"
    page.goto(f"{system.url}/sign-in")
    hand.link("Register as a captain or small agent")
    hand.button("Send me the link")
    expect(page.get_by_role("alert")).to_contain_text("Fill in “E-mail address”.")
    look.at(page, "form")
    hand.effort = Effort()
    page.goto(f"{system.url}/sign-in")
    hand.link("Register as a captain or small agent")
    hand.fill("Your name, or the name of your firm", "Mary Read")
    hand.fill("E-mail address", address)
    hand.tick("A yacht or another small vessel")
    hand.button("Send me the link")
    hand.must_see("We have sent you a mail with a link")
    look.at(page, "sent")
    link = re.search(r"http://\S+/register/\S+", mail_to(post, address, "confirm your e-mail address"))
    assert link
    page.goto(link[0])
    look.at(page, "confirm")
    hand.fill("Password", PASSWORD)
    hand.fill("Repeat the password", PASSWORD)
    hand.button("Open my account")
    hand.must_see("You need a second factor before you can go on")
    set_up_app(hand)
    return hand.effort


def file(hand: Hand, look: Look) -> tuple[str, Effort]:
    """From the account to the confirmation; return the receipt number."""
    hand.effort = Effort()
    page = hand.page
    if look.name == "phone":
        page.get_by_text("Menu", exact=True).first.click()
    page.locator("a:visible", has_text="File a list").first.click()
    hand.effort.presses += 1
    hand.attach("list.csv", sheet(look.name), "text/csv")
    hand.button("Send the list")
    hand.link("Confirmation with a code for the counter")
    receipt = page.locator(".rs-receipt__number").inner_text()
    look.at(page, "confirmation")
    for words in ("Sea Grape", "Bonny Ann", "Núñez Íñigo", "2 people", "Nothing to correct.", "Valid until"):
        hand.must_see(words)
    return receipt, hand.effort


def counter(hand: Hand, look: Look, receipt: str) -> Effort:
    """From the officer's first page to the voyage and its list on paper."""
    hand.effort = Effort()
    hand.link("Enter the code of a confirmation")
    expect(hand.page.get_by_label("Code of the confirmation")).to_be_focused()
    look.at(hand.page, "counter")
    hand.write(receipt.lower())
    hand.effort.fields += 1
    hand.key("Enter", leads_on=True)
    for words in ("Filing shown at the counter", receipt, "Mary Read (self-registered)", "address confirmed on"):
        hand.must_see(words)
    look.at(hand.page, "voyage")
    hand.link("Print the list")
    hand.must_see("123456789")
    look.at(hand.page, "print")
    return hand.effort


@pytest.mark.parametrize("width", daily(WIDTHS, ["phone"]))
def test_a_captain_registers_and_files_and_the_officer_opens_the_voyage_by_its_code(
    width: str, browser: Browser, system: Live, post: Got
) -> None:
    look = Look(width)
    hand = Hand(desk(browser, width, look))
    registered = register(hand, system, post, look)
    receipt, filed = file(hand, look)
    address = hand.page.get_by_role("button", name="Open as PDF").get_attribute("href")
    raw = hand.page.context.request.get(f"{system.url}{address}").body()
    assert raw.startswith(b"%PDF-")
    text = mail_to(post, f"mary.{width}@example.org", "your list was read")
    assert f"/confirmations/{receipt}" in text
    assert "Bonny" not in text
    hand.page.context.close()

    officer = desk(browser, width, look)
    sign_in(officer, system, "brb.officer")
    shown = counter(Hand(officer), look, receipt)
    officer.context.close()
    assert look.faults == [], "\n".join(look.faults)
    # fields and presses: name, address, kind, password twice, code of the app · one file · one code
    assert (registered.fields, filed.fields, shown.fields) == (6, 1, 1)
    assert (registered.presses, filed.presses, shown.presses, shown.keys) == (6, 3, 2, 1)


def test_a_phone_that_is_not_signed_in_comes_from_the_code_to_the_voyage(browser: Browser, system: Live) -> None:
    receipt = system.value("select receipt from intake_message where status = 'read' order by id desc limit 1")
    look = Look("phone")
    page = desk(browser, "phone", look)
    page.goto(f"{system.url}/counter?code={receipt}")
    page.get_by_label("User name").fill("brb.officer")
    page.get_by_label("Password", exact=True).fill(system.accounts["brb.officer"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("Filing shown at the counter")
    expect(page.locator("main")).to_contain_text(receipt)
    page.goto(f"{system.url}/counter?code={receipt[:-1]}{'0' if receipt[-1] != '0' else '1'}")
    expect(page.get_by_role("alert")).to_contain_text("its last character does not fit")
    page.context.close()


def test_an_administrator_closes_the_account(browser: Browser, system: Live) -> None:
    look = Look("phone")
    page = desk(browser, "phone", look)
    sign_in(page, system, "administrator")
    page.goto(f"{system.url}/people/self-registered?q=phone")
    look.at(page, "accounts")
    page.get_by_role("link", name="Mary Read").click()
    page.get_by_label("Reason").fill("False lists")
    look.at(page, "account")
    page.get_by_role("button", name="Close account").click()
    expect(page.locator("main")).to_contain_text("Nothing more can be filed with it")
    assert look.faults == [], "\n".join(look.faults)
    page.context.close()

"""A border officer at the desk: a zone is typed or read from a picture, and the outcome takes two presses."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live, until
from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Zone
from tests.browser import axe
from tests.browser.conftest import picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
FIELD: Final = "Machine-readable zone, or document number"
WORKS = True  # the approved entry is screened
PHOTOGRAPHED: Final = Path(__file__).parent / "data" / "zone.jpg"  # drawn by bench.zone_scan: nobody
ITS_LINES: Final = "P<BRBBRATHWAITE<<MARIA<ELENA<<<<<<<<<<<<<<<<\nX045120795BRB8511021F3304189<<<<<<<<<<<<<<04"
COMING: Final = (
    "from voyages_traveller t join voyages_document d on d.traveller_id = t.id join voyages_voyage v on v.id ="
    " t.voyage_id where v.states @> '{BRB}' and t.states @> '{BRB}' and not v.cancelled and v.arrives_at between now()"
    " - interval '20 hours' and now() + interval '70 hours' and d.number ~ '^[A-Z0-9]{6,9}$' and length(t.born) = 10"
    " and t.surname ~ '^[A-Z ]+$'"
)
OF_THE_REGION: Final = (
    "exists (select 1 from alerts_alert a where a.traveller_id = t.id and a.owner = 'REGION' and a.state = 'new'"
    " and a.action <> 'discreet' and a.dealt_at is null and a.states @> '{BRB}')"
)
COLUMNS: Final = "t.surname || '|' || t.given || '|' || d.number || '|' || t.born || '|' || t.nationality"


class Holder(NamedTuple):
    """A traveller of the demo, as a document would name them."""

    surname: str
    given: str
    number: str
    born: str
    nationality: str

    def zone(self) -> str:
        return mrz.write(Zone(
            kind="TD3", type="P", issuer=self.nationality, surname=self.surname, given=self.given, number=self.number,
            nationality=self.nationality, born=self.born, sex="M", expires="2034-05-06",
        ))  # fmt: skip


def a_holder(system: Live, condition: str) -> Holder:
    found = system.value(f"select {COLUMNS} {COMING} and {condition} order by t.id limit 1")
    assert found, condition
    return Holder(*found.split("|"))


@pytest.fixture
def desk(page: Page, system: Live) -> Page:
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/desk")
    expect(page.get_by_label(FIELD)).to_be_focused()  # a key that is pressed before is lost
    return page


def type_as_a_reader(page: Page, zone: str) -> None:
    """Keys alone, wherever the page has its focus, each line ended by Enter."""
    for line in zone.split("\n"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def test_a_reader_types_a_zone_and_the_outcome_takes_two_presses(desk: Page, system: Live) -> None:
    holder = a_holder(system, OF_THE_REGION)
    with desk.expect_navigation():
        type_as_a_reader(desk, holder.zone())
    expect(desk.get_by_role("heading", name="Alert")).to_be_focused()
    expect(desk.locator("main")).to_contain_text(holder.surname)
    picture(desk, "desk-alert-1280")
    saved = "select count(*) from alerts_outcome where type = 'admitted' and recorded_at > now() - interval '5 minutes'"
    before = system.count(saved)
    desk.get_by_label("Admitted", exact=True).check()
    if desk.get_by_label("Why you record it before the declared arrival").count():
        desk.get_by_label("Why you record it before the declared arrival").fill("It landed early")
    desk.get_by_role("button", name="Record outcome").click()
    expect(desk.locator("main")).to_contain_text("Outcome saved")
    assert system.count(saved) > before
    expect(desk.get_by_label(FIELD)).to_be_focused()
    with desk.expect_navigation():
        type_as_a_reader(desk, holder.zone())
    expect(desk.locator("main")).to_contain_text("Dealt with at the border")


def test_a_wrong_check_digit_is_named_and_a_clean_traveller_gives_no_alert(desk: Page, system: Live) -> None:
    none = "not exists (select 1 from alerts_alert a where a.traveller_id = t.id)"
    holder = a_holder(system, none)
    with desk.expect_navigation():
        desk.keyboard.type(holder.number)
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="No alert")).to_be_focused()
    expect(desk.locator("main")).to_contain_text(holder.surname)
    first, second = holder.zone().split("\n")
    wrong = str((int(second[19]) + 1) % 10)  # the check digit of the birth date
    with desk.expect_navigation():
        type_as_a_reader(desk, f"{first}\n{second[:19]}{wrong}{second[20:]}")
    expect(desk.locator("main")).to_contain_text("Line 2, position 20:")
    expect(desk.locator("main")).to_contain_text("check digit of the birth date")
    expect(desk.locator("main")).to_contain_text(holder.surname)


def test_a_picture_is_read_in_the_browser_and_is_not_sent(desk: Page, system: Live) -> None:
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    desk.locator("input[type=file]").set_input_files(PHOTOGRAPHED)
    expect(desk.get_by_label(FIELD)).to_have_value(ITS_LINES, timeout=20_000)
    expect(desk.locator("[data-scan-status]")).to_contain_text("check digits are right")
    expect(desk.get_by_role("button", name="Check document")).to_be_focused()
    assert [each for each in sent if each.startswith("POST")] == []
    assert {each.partition("/static/roadstead/")[2] for each in sent} >= {
        "scan/scan.js",
        "scan/worker.js",
        "scan/zone.js",
    }
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_contain_text("on no list of travellers")


def test_a_picture_without_a_zone_says_what_to_do(desk: Page, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    desk.screenshot(path=empty)
    desk.locator("input[type=file]").set_input_files(empty)
    expect(desk.locator("[data-scan-status]")).to_contain_text("could not be read", timeout=20_000)
    expect(desk.get_by_label(FIELD)).to_have_value("")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk_fits_and_axe_finds_nothing_by_day_or_by_night(width: int, browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/desk")
    assert axe.violations(page) == []
    picture(page, f"desk-{width}")
    field = page.get_by_label(FIELD)
    for text in (a_holder(system, "true").zone(), "P<GUYQUILLI"):
        field.fill(text)
        page.get_by_role("button", name="Check document").click()
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.violations(page, axe.OF_COLOURS) == []
        page.emulate_media(color_scheme="light")
        picture(page, f"desk-{'answer' if text.startswith('P<') and chr(10) in text else 'error'}-{width}")
    assert [each for each in said if "400" not in each] == []
    context.close()


def test_the_desk_works_without_scripts(browser: Browser, system: Live) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/desk")
    expect(page.get_by_text("Scan with the camera")).to_be_hidden()
    page.get_by_label(FIELD).fill("X0000000")
    page.get_by_role("button", name="Check document").click()
    expect(page.get_by_role("heading", name="No alert")).to_be_visible()
    context.close()


def test_a_photo_is_approved_with_its_nomination_and_seen_on_the_alert_at_a_desk_and_on_a_phone(
    page: Page, browser: Browser, system: Live
) -> None:
    """The waiting nomination of the demo has a drawn portrait, and is about somebody who is on the way."""
    sign_in(page, system, "brb.supervisor")
    waits = system.value("select id::text from watchlists_nomination where status = 'waiting' and photo_id is not null")
    page.goto(f"{system.url}/nominations/{waits}")
    shown = page.get_by_role("img", name="Photo of the listed person")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    picture(page, "nomination-photo-1280")
    page.get_by_label("Reason").last.fill("Compared the portrait with the order")
    page.get_by_role("button", name="Approve and put in force").click()
    raised = "select count(*) from alerts_alert where list_name = 'Barbados notices (BRB)'"
    until(lambda: system.count(raised) > 0, "the entry raises no alert")
    alert = system.value("select id::text from alerts_alert where list_name = 'Barbados notices (BRB)'")
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
        axe.bring(context)
        other = context.new_page()
        sign_in(other, system, "brb.officer")
        other.goto(f"{system.url}/alerts/{alert}")
        photo = other.get_by_role("img", name="Photo of the listed person")
        photo.scroll_into_view_if_needed()
        assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
        expect(other.locator("figcaption")).to_contain_text("Photo of the listed person, from Barbados notices (BRB)")
        assert other.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.violations(other) == []
        picture(other, f"alert-photo-{width}")
        context.close()

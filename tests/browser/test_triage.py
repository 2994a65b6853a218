"""The officer's day in a real browser: a namesake in under ten key strokes, two people at one alert, many at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live, until
from roadstead.cli.send import post
from tests.browser.conftest import picture, sign_in
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS = True  # a list of namesakes is screened

LIST = (
    "id,surname,given,born,nationality,sex,documents,action,reason\n"
    "N-1,Quillimane,Tobias,1975,GUY,M,P:GUY:R7777777,stop,asked for by a court\n"
)
NAMESAKE = Person(surname="QUILLIMANE", given="TOBIAS", born="750304", document="G7654321", nationality="GUY")
RAISED = "select count(*) from alerts_alert where list_name = 'Namesakes'"
FEW = 10  # key strokes
MOST = 40  # key strokes, beside the sentences
MAX_PIXELS = 6000  # height of a page on a phone


@pytest.fixture(scope="module")
def namesakes(system: Live) -> int:
    """Six flights with the same traveller, whose document and sex are not the listed ones."""
    path = system.home / "namesakes.csv"
    path.write_text(LIST)
    assert system.run("lists", "load", str(path), "--name", "Namesakes").wait() == 0
    for number in range(6):
        raw = paxlst(NAMESAKE, flight=f"2X61{number}", reference=f"61{number}")
        status, answer = post(system.url, system.tokens["2X"], raw, f"namesake{number}.txt")
        assert status == 202, answer
    until(lambda: system.count(RAISED) == 6, "the namesakes are not raised")
    return 6


class Keys:
    """The keyboard, and how often it was struck."""

    def __init__(self, page: Page) -> None:
        self.page, self.struck = page, 0

    def press(self, key: str, *, leads_on: bool = False) -> None:
        self.struck += 1
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


@pytest.mark.usefixtures("namesakes")
def test_an_analyst_clears_a_namesake_in_under_ten_key_strokes_and_the_next_one_opens(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?list=Namesakes")
    picture(page, "queue-filtered-desktop")
    keys = Keys(page)
    keys.press("j")
    keys.press("t", leads_on=True)  # take it, and see it
    expect(page.get_by_role("button", name="Not a match")).to_be_visible()
    first = page.url.partition("?")[0].rsplit("/", 1)[1]
    keys.press("u", leads_on=True)  # the usual reasons for a namesake, to be read
    expect(page.get_by_label("Your finding: Documents")).to_have_value("different")
    expect(page.get_by_label("Note: why you decide this way")).to_have_value("A namesake: document, sex differ.")
    picture(page, "alert-reasons-desktop")
    keys.press("c", leads_on=True)
    assert keys.struck < FEW
    assert f"/alerts/{first}" not in page.url
    assert "list=Namesakes" in page.url  # the next one is of the same filter
    expect(page.locator("main")).to_contain_text(f"Alert {first}: Not a match: cleared by an officer.")
    kept = f"select compared->>'document' from alerts_event where act = 'clear' and alert_id = {int(first)}"
    assert system.value(kept) == "different"


@pytest.mark.usefixtures("namesakes")
def test_letters_in_a_field_stay_letters_and_what_is_missing_is_shown(page: Page, system: Live) -> None:
    sign_in(page, system, "region.supervisor")
    page.goto(f"{system.url}/alerts?list=Namesakes&show=new")
    keys = Keys(page)
    keys.press("j")
    keys.press("t", leads_on=True)
    note = page.get_by_label("Note: why you decide this way")
    note.fill("")
    note.type("cut short")
    expect(note).to_have_value("cut short")
    page.locator("h1").click()
    keys.press("c")  # nothing is chosen in the table: the browser leads to the first field that is missing
    expect(page.get_by_label("Your finding: Name")).to_be_focused()
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    keys.press("?")
    expect(page.get_by_text("fill in the usual reasons for a namesake", exact=True)).to_be_visible()
    keys.press("t", leads_on=True)
    expect(page.get_by_role("button", name="Take this alert")).to_be_visible()


@pytest.mark.usefixtures("namesakes")
def test_a_match_is_confirmed_with_few_keys_beside_the_sentences(page: Page, system: Live) -> None:
    sign_in(page, system, "region.supervisor")
    page.goto(f"{system.url}/alerts?list=Namesakes&show=new")
    keys = Keys(page)
    keys.press("j")
    keys.press("t", leads_on=True)
    keys.press("s", leads_on=True)  # take over the comparison
    expect(page.get_by_label("Your finding: Name")).to_have_value("same")
    expect(page.get_by_label("Your finding: Documents")).to_have_value("different")
    keys.press("f")  # the note is missing: the browser leads to it
    expect(page.get_by_label("Note: why you decide this way")).to_be_focused()
    # slower than the second for which a button refuses to be pressed twice
    page.keyboard.type("compared the face with the photograph of the entry", delay=30)
    number = page.url.partition("?")[0].rsplit("/", 1)[1]
    while not page.evaluate("document.activeElement.value === 'confirm'"):
        keys.press("Tab")
        assert keys.struck < MOST
    keys.press("Enter", leads_on=True)
    assert keys.struck < MOST
    expect(page.locator("main")).to_contain_text(f"Alert {number}: Match confirmed by an officer.")
    machine = f"select compared->>'as_compared' from alerts_event where act = 'confirm' and alert_id = {int(number)}"
    assert "document" in system.value(machine)


def test_at_a_desk_twenty_rows_of_two_lines_are_on_the_screen(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 1080}, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?show=all")
    boxes = [row.bounding_box() for row in page.locator("tbody tr").all()]
    assert sum(box is not None and box["y"] + box["height"] <= 1080 for box in boxes) == 20
    expect(page.get_by_label("Port")).to_be_hidden()
    page.get_by_text("Filters (in use)", exact=True).click()
    expect(page.get_by_label("Port")).to_be_visible()
    context.close()


def test_on_a_phone_the_queue_and_an_alert_are_short(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "region.analyst")
    height = "document.documentElement.scrollHeight"
    page.goto(f"{system.url}/alerts")
    assert page.locator("tbody tr").count() == 20
    assert page.evaluate(height) < MAX_PIXELS
    expect(page.get_by_label("Port")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_label("Port")).to_be_visible()
    card = page.locator("tbody tr").first
    assert card.get_by_role("link").count() == 1
    card.click(position={"x": 300, "y": 10})  # the whole card leads to the alert
    page.wait_for_url("**/alerts/*")
    page.get_by_role("button", name="Take this alert").click()
    expect(page.get_by_role("link", name="Your decision")).to_be_visible()
    assert page.evaluate(height) < MAX_PIXELS
    context.close()


def open_too(name: str) -> re.Pattern[str]:
    """The sentence that names this person, alone or with others, among those who have the alert open."""
    return re.compile(rf"\b{re.escape(name)}\b[^.]* ha(s|ve) this alert open too\.")


@pytest.mark.usefixtures("namesakes")
def test_two_people_at_one_alert_see_each_other_and_the_second_is_told_who_has_it(
    page: Page, browser: Browser, system: Live
) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?list=Namesakes&show=new")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/alerts/*")
    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    sign_in(other, system, "brb.supervisor")
    other.goto(page.url)
    # Whoever left the alert less than 45 seconds ago may be named beside them.
    expect(other.locator("main")).to_contain_text(open_too("Indrani Ramjattan"))  # written by the server
    page.bring_to_front()
    expect(page.locator("[data-presence]")).to_contain_text(open_too("Vernon Skeete"), timeout=40_000)
    with page.expect_navigation():
        page.keyboard.press("t")
    other.get_by_role("button", name="Take this alert").click()
    expect(other.get_by_role("alert").first).to_contain_text("has taken this alert already")
    with page.expect_navigation():
        page.keyboard.press("t")
    context.close()


@pytest.mark.usefixtures("namesakes")
def test_the_rest_of_them_is_cleared_with_one_reason(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?list=Namesakes&show=new")
    left = page.locator("tbody tr").count()
    assert left > 2
    keys = Keys(page)
    keys.press("j")
    keys.press("Enter", leads_on=True)
    keys.press("b", leads_on=True)
    keys.press("a", leads_on=True)
    expect(page.locator("input[name=alert]:checked")).to_have_count(left)
    picture(page, "alike-desktop")
    keys.press("c", leads_on=True)
    assert keys.struck < FEW
    expect(page.locator("main")).to_contain_text(f"{left} alerts cleared, each in your name.")
    events = "select count(*) from alerts_event where act = 'clear' and note like '%Decided together%'"
    assert system.count(events) == left


@pytest.mark.usefixtures("namesakes")
def test_an_officer_at_the_border_says_what_came_of_it(page: Page, system: Live) -> None:
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/alerts?list=Namesakes&show=all")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Record the outcome").click()
    page.get_by_label("What happened").select_option("admitted")
    picture(page, "outcome-desktop")
    page.get_by_role("button", name="Record outcome").click()
    if page.get_by_label("Record it before arrival", exact=True).count():  # the voyage of the test lands on a fixed day
        expect(page.get_by_role("alert").first).to_contain_text("This voyage has not arrived yet")
        page.get_by_label("Record it before arrival", exact=True).check()
        page.get_by_label("Why you record it before arrival").fill("came with an earlier flight")
        page.get_by_role("button", name="Record outcome").click()
    expect(page.locator("main")).to_contain_text("Admitted")
    assert system.value("select type from alerts_outcome") == "admitted"

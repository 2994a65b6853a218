"""A duty officer at night finds whom to call in another state, on a telephone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import ONE, sign_in
from tests.everyday import daily
from tests.shared import live_system

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
PAGES = (
    "/directory", "/directory?q=ballistics+Grenada+night", "/directory?q=balistics+vetting", "/directory/measures",
    "/directory/measures?state=all", "/directory/measures?state=all&measure=surrender", "/directory/GRD-PO", "/duty",
)  # fmt: skip


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    """The demo region before anything is filed."""
    with live_system("roadstead_who_answers", workers=0, settings=ONE) as system:
        yield system


@pytest.mark.parametrize("width", daily(WIDTHS, ["phone"]))
def test_the_first_answer_is_seen_without_scrolling_and_its_number_can_be_pressed(
    browser: Browser, system: Live, width: str
) -> None:
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/directory")
    page.get_by_label("Who answers?").fill("ballistics Grenada night")
    page.get_by_label("Who answers?").press("Enter")
    answers = page.locator("ol > li")
    expect(answers.first).to_contain_text("Firearms officer on call")
    number = answers.first.get_by_role("link", name="+1 473 555 0105")
    expect(number).to_have_attribute("href", "tel:+14735550105")
    box = number.bounding_box()
    assert box
    assert box["y"] + box["height"] <= high
    expect(answers.last).to_contain_text("The regional centre asks Grenada for a reply")
    for path in PAGES:
        page.goto(f"{system.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, path
        assert not axe.violations(page), path
    context.close()


def test_without_a_script_the_link_of_the_own_duty_is_made_and_read(browser: Browser, system: Live) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/duty")
    page.get_by_role("button", name="Create calendar link").click()
    link = page.locator("code").inner_text()
    context.close()
    stranger = browser.new_context()
    answer = stranger.request.get(link)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    stranger.close()

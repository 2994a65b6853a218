"""A situation report in a real browser: written at a desk, issued on a telephone without JavaScript, read by another
state.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import sign_in
from tests.browser.test_log_story import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDTHS: Final = (1280, 390)
HEADLINE: Final = "One late ferry, otherwise a quiet evening"


def test_a_report_is_prepared_written_issued_and_read_by_a_recipient(browser: Browser, system: Live) -> None:
    officer = _at_a_desk(browser)
    sign_in(officer, system, "brb.officer")
    officer.goto(f"{system.url}/log")
    officer.get_by_role("link", name="Situation reports").click()
    officer.get_by_role("button", name="Prepare a report").click()
    officer.get_by_role("textbox", name="Headline").fill(HEADLINE)
    officer.get_by_role("checkbox", name="Ferry Grey Heron").check()
    officer.get_by_role("checkbox", name="Saint Lucia: Border agency").check()
    for width in WIDTHS:
        officer.set_viewport_size({"width": width, "height": 900})
        looked_at(officer, f"situation-draft-{width}")
    officer.get_by_role("button", name="Save draft").click()
    expect(officer.get_by_role("alert")).to_contain_text("The draft is saved.")
    address = officer.url

    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    sign_in(phone, system, "brb.supervisor")
    phone.goto(system.url)
    phone.get_by_role("link", name=HEADLINE).click()
    phone.get_by_role("button", name="Issue report").click()
    expect(phone.get_by_role("link", name="confirm that it names no traveller")).to_be_visible()
    phone.get_by_role("checkbox", name="I have read it").check()
    phone.get_by_role("button", name="Issue report").click()
    expect(phone.get_by_role("alert")).to_contain_text("The report is issued.")
    phone.context.close()

    reader = _at_a_desk(browser)
    sign_in(reader, system, "lca.supervisor")
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text(HEADLINE)
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 900})
        for path in (address, f"{system.url}/log/situation", f"{system.url}/account/mails"):
            reader.goto(path)
            looked_at(reader, f"{path.removeprefix(system.url).strip('/').replace('/', '-')}-{width}")
    with reader.expect_download() as saved:
        reader.goto(address)
        reader.get_by_role("link", name="Save as PDF").click()
    assert saved.value.suggested_filename.startswith("situation-report-")
    for each in (officer, reader):
        each.context.close()


def _at_a_desk(browser: Browser) -> Page:
    context = browser.new_context(locale="en-GB")
    axe.bring(context)
    return context.new_page()

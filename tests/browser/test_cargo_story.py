"""The story of a customs officer in a real browser: from the manifest of a ship to the report of a seizure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from demo.cargo.region import make_cargo
from demo.settle import SEED
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
# Numbers of bills hang on the seed alone.
QUAYLE = next(
    one.bill for one in make_cargo(SEED, datetime(2026, 11, 25, tzinfo=UTC)).planted if one.kind == "listed_consignee"
)


def open_the_bill(page: Page, system: Live) -> None:
    page.goto(f"{system.url}/alerts?about=cargo&show=all")
    page.get_by_role("link", name=QUAYLE).first.click()
    page.wait_for_url("**/alerts/*")


def test_a_customs_officer_goes_from_the_manifest_to_the_report_of_a_seizure(page: Page, system: Live) -> None:
    sign_in(page, system, "brb.customs")
    page.goto(f"{system.url}/arrivals?mode=sea&when=all")
    page.get_by_role("link", name="SMCL SM412N").first.click()
    page.get_by_role("link", name="Cargo: 111 bills").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cargo of")
    open_the_bill(page, system)
    expect(page.locator("main")).to_contain_text("Quayle Meridian Holdings Limited")
    page.get_by_role("button", name="Take this alert").click()
    for what in ("Name", "Country"):
        page.get_by_label(f"Your finding: {what}").select_option("same")
    for what in ("Address", "Numbers"):
        page.get_by_label(f"Your finding: {what}").select_option("unknown")
    page.get_by_label("Then open the next alert").uncheck()
    page.get_by_label("Evidence that it is the same firm").fill(
        "name and country agree, the register has one firm of it"
    )
    page.get_by_label("Evidence that it is someone or something else").fill("no number was declared")
    page.get_by_label("Note: why you decide this way").fill("asked the registrar of companies")
    page.get_by_role("button", name="Match", exact=True).click()
    expect(page.locator("main")).to_contain_text("asked the registrar of companies")
    page.get_by_role("link", name="Record the outcome").click()
    page.get_by_label("What happened").select_option("seized")
    page.get_by_label("Item 1", exact=True).select_option("ammunition")
    page.get_by_label("Quantity 1").fill("a few")
    page.get_by_label("Unit 1").select_option("rounds")
    page.get_by_role("button", name="Record outcome").click()
    expect(page.get_by_role("alert").first).to_contain_text("Enter the quantity as a number")
    page.get_by_label("Quantity 1").fill("350")
    page.get_by_label("How it was hidden").fill("inside the foam of two boxes of lamps")
    page.get_by_label("Where in the container").fill("third pallet from the doors")
    page.get_by_label("Record it before arrival", exact=True).check()  # the ship of the demo is still at sea
    page.get_by_label("Why you record it before arrival").fill("opened on board, at anchor")
    page.get_by_role("button", name="Record outcome").click()
    expect(page.locator("main")).to_contain_text("350")
    expect(page.locator("main")).to_contain_text("inside the foam of two boxes of lamps")
    expect(page.locator(".rs-banner")).to_contain_text("Dealt with at the border")
    expect(page.locator("main")).to_contain_text("Complete the seizure record and open a case.")


@pytest.mark.long
def test_customs_order_an_examination_and_find_it_in_the_list_of_the_port(page: Page, system: Live) -> None:
    sign_in(page, system, "brb.customs")
    page.goto(f"{system.url}/alerts?about=cargo&kind=rule")
    bill = page.locator("tbody th a").first.inner_text()
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/alerts/*")
    expect(page.locator("#decision")).not_to_contain_text("Evidence")
    page.get_by_label("Then open the next alert").uncheck()
    page.get_by_label("What you checked and why").fill("the invoice and the code disagree")
    page.get_by_role("button", name="Select for physical examination").click()
    expect(page.locator(".rs-banner")).to_contain_text("Selected for a physical examination")
    page.goto(f"{system.url}/alerts")
    page.get_by_role("link", name="Selected for examination").click()
    expect(page.locator("tbody")).to_contain_text(bill)
    page.get_by_role("link", name="Examination list by port and day").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Examinations")


@pytest.mark.long
def test_on_a_telephone_the_outcome_is_within_the_first_screen(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/alerts")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/alerts/*")
    box = page.get_by_role("link", name="Record the outcome").bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
    context.close()


@pytest.mark.long
def test_a_state_where_the_goods_are_not_on_board_any_more_knows_nothing_of_it(page: Page, system: Live) -> None:
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/alerts?about=cargo&show=all")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts")
    expect(page.locator("main")).not_to_contain_text(QUAYLE)
    number = system.value(
        "select a.id::text from alerts_alert a join cargo_bill b on b.id = a.bill_id"
        f" where b.number = '{QUAYLE}' order by a.id limit 1"
    )
    answer = page.goto(f"{system.url}/alerts/{number}")
    assert answer
    assert answer.status == 404

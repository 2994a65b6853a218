"""A notice in a real browser: the right state is told, answers or does not, and no other state sees it (S25)."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench.live import Live, until
from tests.browser.conftest import picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS = True  # lists are screened and notices sent meanwhile
# Of one alert that concerns Barbados alone, sent, and not yet answered; it may have escalated by its age.
OF_BARBADOS = """
select notice.id, notice.reference, notice.alert_id from notifications_notice notice
join alerts_alert alert on alert.id = notice.alert_id
where notice.state = 'BRB' and alert.states = '{BRB}' and alert.owner = 'REGION'
  and notice.kind = 'new' and notice.acknowledged_at is null
  and alert.state = 'new'
  and (select count(*) from notifications_noticealert item where item.notice_id = notice.id) = 1
  and exists (select 1 from notifications_delivery sent where sent.notice_id = notice.id and sent.status = 'sent')
order by notice.id limit 1
"""

GOES_ON_TO_SAINT_LUCIA = """
update alerts_alert set states = '{BRB,LCA}' where id = (
  select max(id) from alerts_alert where states = '{BRB}' and owner = 'REGION' and state = 'new' and kind = 'name')
returning id, voyage_id
"""


def asked(system: Live, statement: str, *values: object) -> Any:
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        ran = connection.execute(statement, values)
        return ran.fetchone() if ran.description else None


def a_notice(system: Live) -> tuple[int, str, int]:
    until(lambda: asked(system, OF_BARBADOS) is not None, "no notice for Barbados has been sent")
    number, reference, alert = asked(system, OF_BARBADOS)
    return number, reference, alert


def who_was_notified(page: Page) -> Locator:
    """What an alert's page shows of its notices, unfolded."""
    page.get_by_text("Who was notified").click()
    shown = page.locator("details", has_text="Who was notified").get_by_role("list")
    expect(shown).to_be_visible()
    return shown


def test_the_officer_on_duty_sees_the_notice_with_its_receipt_and_answers_it(page: Page, system: Live) -> None:
    _, reference, alert = a_notice(system)
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/notices?ref={reference}")
    row = page.locator("tbody tr")
    row.get_by_text("Recipients and channels").click()
    expect(row).to_contain_text("E-mail: Sent (stored (")
    picture(page, "notices-desktop")
    row.get_by_role("button", name="Acknowledge").click()
    page.wait_for_url(f"**/alerts/{alert}")
    expect(who_was_notified(page)).to_contain_text("Acknowledged by Thea Greenidge")
    mails = [message_from_bytes(path.read_bytes()) for path in (system.home / "mail").glob("*.eml")]
    mine = [mail for mail in mails if f"ref {reference}" in re.sub("[\r\n]", "", str(mail["Subject"]))]
    assert "duty@brb.example" in [mail["To"] for mail in mine]


NOT_OF_SAINT_LUCIA = """
select notice.reference, notice.alert_id from notifications_notice notice
join alerts_alert alert on alert.id = notice.alert_id
where notice.state = 'BRB' and alert.states = '{BRB}' order by notice.id limit 1
"""
OF_SEVERAL = """
select notice.reference, array_agg(item.alert_id) from notifications_notice notice
join notifications_noticealert item on item.notice_id = notice.id
where notice.state = 'BRB' and notice.audience = 'duty'
  and notice.acknowledged_at is null and notice.acted_by_id is null
group by notice.id having count(*) > 1 order by notice.id limit 1
"""
NOT_ACKNOWLEDGED = """
select count(*) from notifications_notice
where state = 'LCA' and audience = 'duty' and acknowledged_at is null and on_duty = '{}'
"""


def test_a_notice_of_several_alerts_names_them_and_leads_to_the_voyages_alerts(page: Page, system: Live) -> None:
    until(lambda: asked(system, OF_SEVERAL) is not None, "no notice of several alerts")
    reference, alerts = asked(system, OF_SEVERAL)
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/notices?ref={reference}")
    row = page.locator("tbody tr")
    for alert in alerts:
        expect(row.get_by_role("link", name=f"alert {alert}", exact=True)).to_be_visible()
    row.get_by_role("link", name="All alerts of this voyage").click()
    page.wait_for_url("**/alerts?voyage=*")
    for alert in alerts:
        expect(page.locator(f"a[href^='/alerts/{alert}']").first).to_be_attached()


def test_all_notices_are_acknowledged_by_keyboard_on_a_telephone(browser: Browser, system: Live) -> None:
    until(lambda: asked(system, NOT_ACKNOWLEDGED)[0] > 1, "no notices for Saint Lucia")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/notices?show=waiting")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "notices-phone")
    button = page.get_by_role("button", name=re.compile(r"Acknowledge (all )?\d+ notification"))
    while button.count():  # one page after the other
        button.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("acknowledged.")
    assert asked(system, NOT_ACKNOWLEDGED)[0] == 0
    context.close()


def test_what_nobody_answers_is_shown_as_gone_to_the_supervisor(page: Page, system: Live) -> None:
    number, reference, alert = a_notice(system)
    asked(system, "update notifications_notice set escalates_at = now(), level = 0 where id = %s", number)
    found = "select 1 from notifications_notice where id = %s and level = 1"
    until(lambda: asked(system, found, number) is not None, "it does not escalate")
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/notices?ref={reference}")
    page.get_by_text("Recipients and channels").click()
    expect(page.locator("tbody tr")).to_contain_text("reached the supervisor")
    page.goto(f"{system.url}/alerts/{alert}")
    notified = who_was_notified(page)
    expect(notified).to_contain_text("Not acknowledged. Sent to the supervisor.")
    expect(notified).to_contain_text("Escalates to the regional centre at")


def test_another_state_sees_nothing_of_it(page: Page, system: Live) -> None:
    until(lambda: asked(system, NOT_OF_SAINT_LUCIA) is not None, "no notice of Barbados alone")
    reference, alert = asked(system, NOT_OF_SAINT_LUCIA)
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/notices?ref={reference}")
    expect(page.locator("main")).to_contain_text("No notifications")
    response = page.goto(f"{system.url}/alerts/{alert}")
    assert response
    assert response.status == 404
    page.goto(f"{system.url}/notices")
    expect(page.locator("main")).not_to_contain_text(reference)


def test_a_supervisor_puts_somebody_on_the_roster_and_reads_when_nobody_is_on_duty(page: Page, system: Live) -> None:
    sign_in(page, system, "lca.supervisor")
    page.goto(f"{system.url}/duty")
    expect(page.locator("main")).to_contain_text("No roster yet")
    turn = page.locator("form", has_text="Add a weekly turn")
    turn.get_by_label("Officer").select_option(label="Octavia Charlery")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        turn.get_by_label(day).check()
    turn.get_by_label("From").fill("06:00")
    turn.get_by_label("Until", exact=True).fill("18:00")
    turn.get_by_role("button", name="Add turn").click()
    expect(page.locator(".govuk-warning-text")).to_contain_text("nobody is on duty")
    expect(page.locator("table").first).to_contain_text("Octavia Charlery")
    picture(page, "duty-desktop")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "duty-phone")


def test_two_states_decide_about_one_alert_and_each_reads_its_own(browser: Browser, system: Live) -> None:
    number, voyage = asked(system, GOES_ON_TO_SAINT_LUCIA)
    for table, column in (("voyages_voyage", "id"), ("voyages_traveller", "voyage_id")):
        asked(system, f"update {table} set states = '{{BRB,LCA}}' where {column} = %s", voyage)
    address = f"{system.url}/alerts/{number}"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(address)
    page.get_by_role("button", name="Take this alert").click()
    page.get_by_label("Then open the next alert").uncheck()
    page.get_by_label("Note: why you decide this way").fill("a colleague knows the papers")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.get_by_role("button", name="Refer to a colleague").click()
    expect(page.locator(".rs-banner").first).to_contain_text("referred to a colleague")
    picture(page, "alert-each-state-desktop")
    context.close()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, system, "lca.officer")
    page.goto(address)
    expect(page.locator(".rs-banner")).to_contain_text("not reviewed yet")
    expect(page.locator("main")).not_to_contain_text("a colleague knows the papers")
    picture(page, "alert-each-state-phone")
    context.close()

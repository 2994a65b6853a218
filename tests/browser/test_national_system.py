"""A national system fetches the alerts of its state and posts what an officer did; the officer's page shows it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


def call(system: Live, token: str, path: str, body: dict[str, Any] | None = None, key: str = "") -> tuple[int, Any]:
    """One call over HTTP: status and JSON."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    data = json.dumps(body).encode() if body is not None else None
    asked = urllib.request.Request(f"{system.url}/api/v1/state{path}", data=data, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_an_outcome_posted_by_a_national_system_is_on_the_page_and_closes_the_alert_for_its_state_alone(
    browser: Browser, system: Live
) -> None:
    context = browser.new_context(viewport=DESK, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/systems")
    page.get_by_label("Name of the system").fill("Border management")
    page.get_by_label("Read alerts").check()
    page.get_by_label("Post outcomes and checks made elsewhere").check()
    page.get_by_role("button", name="Issue token").click()
    token = page.locator("code.rs-secret").inner_text()
    faults = axe.violations(page)
    assert call(system, token, "/alerts")[0] == 401  # nobody has confirmed it
    page.goto(f"{system.url}/systems/webhooks")
    page.get_by_label("Address").fill("https://systems.example.com/roadstead")
    page.get_by_label("An alert is new or has changed").check()
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_text("shown this once")).to_be_visible()
    faults += axe.violations(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()

    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "administrator")
    page.goto(f"{system.url}/people")
    page.get_by_role("button", name="Confirm").filter(has_text="Border management").click()
    context.close()

    status, changes = call(system, token, "/alerts?limit=100")
    assert status == 200, changes
    known = [each for each in changes["alerts"] if each["about"] == "people" and not each["dealt_at"]]
    alert = known[0]
    status, found = call(system, token, f"/voyages/{alert['voyage']['key']}/alerts")
    assert alert["ref"] in {each["ref"] for each in found["voyages"][0]["alerts"]}
    body = {"officer": "brb.officer", "what": "referred", "note": "To the police", "early_reason": "met at the jetty"}
    path = f"/alerts/{alert['ref']}/outcome"
    status, done = call(system, token, path, body, key="story-1")
    assert status == 201, done
    assert call(system, token, path, body, key="story-1") == (201, done)
    check = {"officer": "brb.officer", "system": "interpol", "result": "waiting", "asked": "NCB Bridgetown"}
    assert call(system, token, f"/alerts/{alert['ref']}/checks", check, key="story-2")[0] == 201
    assert call(system, token, f"/alerts/{alert['ref']}")[1]["dealt_at"]

    context = browser.new_context(viewport=PHONE, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/alerts/{alert['ref']}")
    expect(page.locator("#outcome + ul")).to_contain_text("through Border management")
    expect(page.get_by_text("To the police")).to_be_visible()
    checks = page.get_by_role("region", name="Checks made elsewhere")
    expect(checks).to_contain_text("Asked, waiting for the reply")
    checks.get_by_text("Record a check").click()
    checks.get_by_label("Is it the reply to a check that waits?").select_option(index=1)
    checks.get_by_label("Result").select_option("nothing")
    faults += axe.violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    checks.get_by_role("button", name="Record check").click()
    expect(page.get_by_text("Check recorded.")).to_be_visible()
    expect(page.get_by_role("region", name="Checks made elsewhere")).to_contain_text("(answered)")
    context.close()
    assert faults == []


def test_the_page_of_the_api_is_read_on_a_telephone(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    page.goto(f"{system.url}/api/docs/state")
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()

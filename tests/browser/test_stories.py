"""Whole stories in a real browser: what an agent, an analyst, two states and a supervisor do with Roadstead."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import ROOT, Live, until
from tests.browser.conftest import sign_in
from tests.samples import Person, paxlst

pytestmark = pytest.mark.browser
WORKS = True  # lists are screened and notices sent meanwhile


def test_an_analyst_clears_a_namesake_without_touching_the_mouse(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?kind=name")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "possible" in page.inner_text("main").lower()
    press(page, "Take this alert")
    for what, found in (
        ("Name", "partly"),
        ("Born", "different"),
        ("Documents", "different"),
        ("Sex", "unknown"),
        ("Nationality", "unknown"),
    ):
        page.get_by_label(f"Your finding: {what}").select_option(found)
    page.get_by_label("Then open the next alert").uncheck()
    page.get_by_label("Evidence that it is the same person").fill("the surname is spelt alike")
    page.get_by_label("Evidence that it is someone or something else").fill("born in another year, another document")
    page.get_by_label("Note: why you decide this way").fill("compared name, birth date, document, sex and nationality")
    press(page, "Not a match")
    expect(page.locator("main")).to_contain_text("cleared")
    expect(page.locator("main")).to_contain_text("born in another year")


def press(page: Page, name: str, *, exact: bool = False) -> None:
    """Find the button by its words, press it with the keyboard as one would after tabbing to it, see the next page."""
    button = page.get_by_role("button", name=name, exact=exact).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.long
def test_nothing_is_decided_without_words(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/alerts/*")
    press(page, "Take this alert")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    press(page, "Match", exact=True)
    expect(page.get_by_role("alert").first).to_contain_text("Write down")
    expect(page.locator("main")).to_contain_text("Possible match")


@pytest.mark.long
def test_two_states_see_their_own_arrivals_and_neither_the_others(page: Page, browser: Browser, system: Live) -> None:
    seen = {}
    for user in ("brb.officer", "lca.officer", "region.analyst"):
        context = browser.new_context()
        own = context.new_page()
        sign_in(own, system, user)
        own.goto(f"{system.url}/arrivals?when=all&way=all")
        links = own.locator("tbody th a").all()
        seen[user] = {href for link in links if (href := link.get_attribute("href"))}
        context.close()
    assert seen["brb.officer"] - seen["lca.officer"]
    assert seen["lca.officer"] - seen["brb.officer"]
    assert seen["brb.officer"] | seen["lca.officer"] <= seen["region.analyst"]
    sign_in(page, system, "lca.officer")
    for href in sorted(seen["brb.officer"] - seen["lca.officer"])[:3]:
        response = page.goto(f"{system.url}{href}")
        assert response
        assert response.status == 404


def test_an_agent_pastes_a_list_and_is_told_what_is_wrong_with_it(page: Page, system: Live) -> None:
    sign_in(page, system, "carrier.2x")
    page.goto(f"{system.url}/file")
    damaged = paxlst(Person(surname="AGENTTEST", born="809901"), Person(surname="SECOND"), reference="77")
    page.locator("textarea").fill(damaged.decode())
    page.get_by_role("button", name="Send the list").click()
    page.wait_for_url("**/messages/*")
    number = page.url.rsplit("/", 1)[1]
    until(
        lambda: system.count(f"select count(*) from intake_message where receipt = '{number}' and status = 'read'"),
        "the list is not read",
    )
    page.reload()
    text = page.inner_text("main")
    assert number in text
    assert "809901" in text
    assert "AGENTTEST" in text
    assert "Possible match" not in text  # a carrier never learns what screening made of it (C13)


def test_a_receipt_shows_by_itself_that_the_list_was_read(page: Page, system: Live) -> None:
    sign_in(page, system, "carrier.2x")
    page.goto(f"{system.url}/file")
    for worker in system.workers:
        worker.send_signal(signal.SIGSTOP)
    try:
        page.locator("textarea").fill(paxlst(Person(surname="WAITS"), reference="78", flight="2X878").decode())
        page.get_by_role("button", name="Send the list").click()
        page.wait_for_url("**/messages/*")
        expect(page.locator("main")).to_contain_text("This takes a few seconds.")
        expect(page.get_by_role("link", name="Refresh")).to_have_attribute("href", urlsplit(page.url).path)
    finally:
        for worker in system.workers:
            worker.send_signal(signal.SIGCONT)
    expect(page.locator("[data-receipt-announcement]")).to_contain_text("Read", timeout=30_000)
    expect(page.locator("main")).not_to_contain_text("This takes a few seconds.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert not asked  # what was read is not asked for again


@pytest.mark.long
def test_on_a_phone_every_mark_of_the_map_is_seen_without_moving_it_and_in_the_font_of_the_page(
    browser: Browser, system: Live
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/arrivals/map")
    marks = page.locator(".rs-map__port:visible")
    assert marks.count() > 3
    boxes = [mark.bounding_box() for mark in marks.all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('.rs-map'))")
    font = "element => getComputedStyle(element).fontFamily"
    of_page = page.locator("h1").evaluate(font)
    assert page.locator(".rs-map text:visible").first.evaluate(font) == of_page
    page.goto(f"{system.url}/statistics")
    assert page.locator("svg text").first.evaluate(font) == of_page
    context.close()


@pytest.mark.long
def test_a_supervisor_repairs_a_message_that_was_not_understood(page: Page, system: Live) -> None:
    sign_in(page, system, "region.supervisor")
    page.goto(f"{system.url}/messages?status=not_understood")
    page.locator("tbody a").first.click()
    page.locator("textarea").fill(paxlst(Person(surname="REPAIRED"), flight="2X888", reference="88").decode())
    page.get_by_role("button", name="Resubmit in my name").click()
    until(lambda: system.count("select count(*) from voyages_traveller where surname = 'REPAIRED'"), "not read")
    page.reload()
    expect(page.locator("main")).to_contain_text("Read")


def test_a_supervisor_approves_an_entry_and_a_voyage_already_on_its_way_lights_up(page: Page, system: Live) -> None:
    waits = "select id::text from watchlists_nomination where status = 'waiting'"
    raised = "select count(*) from alerts_alert where list_name = 'Barbados notices (BRB)'"
    assert system.count(raised) == 0
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/lists")
    page.get_by_role("link", name="Entries of the manual list").click()
    page.locator(f"a[href='/nominations/{system.value(waits)}']").click()
    page.get_by_role("button", name="Show similar entries and alerts").click()
    expect(page.locator("main")).to_contain_text("1 traveller of")
    who = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Reason for your decision").fill("compared with the warrant, name, year of birth and passport")
    press(page, "Approve and put in force")
    expect(page.locator("main")).to_contain_text("In force. Voyages on their way are being rescreened.")
    until(lambda: system.count(raised) == 1, "nobody on the way is met")
    page.goto(f"{system.url}/alerts")
    page.locator("tbody tr", has_text=who).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("Possible match: not reviewed yet")
    expect(page.locator("main")).to_contain_text("Stop and call")


@pytest.mark.long
def test_while_one_types_a_nomination_the_lists_are_searched(page: Page, system: Live) -> None:
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/lists")
    page.get_by_role("link", name="Entries of the manual list").click()
    expect(page.locator("main")).not_to_contain_text("ABERNETHY-SOLAIS")  # silent: not for an officer at a border
    page.get_by_role("button", name="Nominate an entry").click()
    page.get_by_label("Surname").press_sequentially("Quillimain")
    page.get_by_label("Given names").press_sequentially("Ferdinand")
    expect(page.locator("#similar")).to_contain_text("Ferdinand Osric QUILLIMANE")
    page.get_by_label("Surname").fill("Abernethy-Solais")
    page.get_by_label("Given names").fill("Marguerite")
    expect(page.locator("#similar")).to_contain_text("No similar person on the lists you can see")


@pytest.mark.long
def test_an_officer_of_another_state_sees_nothing_of_a_state_s_own_alert(
    page: Page, browser: Browser, system: Live
) -> None:
    """Neither page, nor queue nor file tells Saint Lucia of whom Barbados' list has raised (S27)."""
    of_barbados = (
        "from alerts_alert where owner = 'BRB' and kind = 'name' and action <> 'discreet'"
        " order by alerts_alert.id limit 1"
    )
    number, voyage, name = (
        system.value(f"select {what} {of_barbados}") for what in ("id::text", "voyage_id::text", "declared->>'surname'")
    )
    assert seen_of(browser, system, "brb.supervisor", number, voyage, name) == {
        "alert": 200,
        "voyage": 200,
        "queue": True,
        "csv": True,
    }
    assert seen_of(browser, system, "lca.supervisor", number, voyage, name) == {
        "alert": 404,
        "voyage": 404,
        "queue": False,
        "csv": False,
    }


def seen_of(browser: Browser, system: Live, username: str, number: str, voyage: str, name: str) -> dict[str, object]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, system, username)
    alert, of_voyage = (page.goto(f"{system.url}/{path}") for path in (f"alerts/{number}", f"voyages/{voyage}"))
    file = context.request.get(f"{system.url}/alerts?show=all&voyage={voyage}&as=csv").text()
    page.goto(f"{system.url}/alerts?show=all&voyage={voyage}")
    assert alert
    assert of_voyage
    found: dict[str, object] = {
        "alert": alert.status,
        "voyage": of_voyage.status,
        "queue": page.locator(f"main a[href*='/alerts/{number}']").count() > 0,
        "csv": name in file,
    }
    context.close()
    return found


@pytest.mark.long
def test_an_auditor_verifies_the_chain_on_the_page_and_with_the_outsider_s_program(
    page: Page, system: Live, tmp_path: Path
) -> None:
    """The program of docs/handbook/audit.md, alone and without our environment, against a checkpoint kept (S29)."""
    kept, export = tmp_path / "kept.json", tmp_path / "audit.jsonl"
    (tmp_path / "audit.pub").write_text(audit(system, "key"))
    kept.write_text(audit(system, "checkpoint"))
    size = json.loads(kept.read_text())["size"]
    sign_in(page, system, "region.auditor")
    page.goto(f"{system.url}/audit")
    expect(page.locator("main")).to_contain_text(f"Chain verified and signed up to line {size}")
    expect(page.locator("main")).not_to_contain_text("The audit log was changed")
    export.write_text(audit(system, "export"))
    code, said = verified_outside(tmp_path, export, kept)
    assert (code, "verified:" in said) == (0, True), said
    lines = export.read_text().splitlines()
    changed = json.loads(lines[3])
    changed["line"]["action"] = "never happened"
    export.write_text("\n".join([*lines[:3], json.dumps(changed), *lines[4:]]) + "\n")
    code, said = verified_outside(tmp_path, export, kept)
    assert (code, f"line {changed['n']} was changed after it was sealed" in said) == (1, True), said


def audit(system: Live, what: str) -> str:
    """What `roadstead audit …` prints."""
    command = [sys.executable, "-m", "roadstead.cli", "audit", what]
    return subprocess.run(command, env=system.env, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def verified_outside(folder: Path, export: Path, kept: Path) -> tuple[int, str]:
    program = [sys.executable, "-I", str(ROOT / "docs/verify_audit.py"), "--key", str(folder / "audit.pub")]
    done = subprocess.run([*program, str(export), str(kept)], capture_output=True, text=True, timeout=60, env={})
    return done.returncode, done.stdout + done.stderr


@pytest.mark.long
def test_wrong_passwords_are_told_so_and_lock_the_door_after_a_while(page: Page, system: Live) -> None:
    for _ in range(11):
        page.goto(f"{system.url}/sign-in")
        page.get_by_label("User name").fill("lca.auditor")
        page.get_by_label("Password", exact=True).fill("wrong")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
    page.goto(f"{system.url}/sign-in")
    page.get_by_label("User name").fill("lca.auditor")
    page.get_by_label("Password", exact=True).fill(system.accounts["lca.auditor"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="Sign out").count() == 0

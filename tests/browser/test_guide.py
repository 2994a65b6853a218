"""Each page of the guide at a desk and on a telephone, in a region whose officers have worked.

`ROADSTEAD_TEST_PICTURES=yes ./roadstead test tests/browser/test_guide.py` draws the pictures of docs/guide: the same
people and the same work each time, and the times of the day on which they are drawn.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from bench.live import ROOT, Live
from tests.browser.conftest import sign_in

# test_every_page looks at every page each time; here they are only drawn, which takes minutes.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("ROADSTEAD_TEST_PICTURES" not in os.environ, reason="no pictures are wanted"),
]

WORKS: Final = True  # with a worker, a sender and a scheduler, or pages would show a service problem
FOLDER: Final = Path(__file__).parents[2] / "docs" / "guide" / "pictures"
WIDTHS: Final = {1280: 960, 390: 844}  # and heights
COLOURS: Final = 32
# name of the picture: who looks, where, and the heading there ("" where it is a name)
PAGES: Final = {
    "home": ("brb.supervisor", "/", "My work today"),
    "arrivals": ("region.analyst", "/arrivals", "Arrivals"),
    "map": ("region.analyst", "/arrivals/map", "Map of arrivals"),
    "voyage": ("region.analyst", "/voyages/{voyage}", ""),
    "queue": ("region.analyst", "/alerts", "Alerts"),
    "alert": ("region.analyst", "/alerts/{alert}", ""),
    "decided": ("region.analyst", "/alerts/{decided}", ""),
    "cleared": ("region.analyst", "/cleared", "Cleared matches"),
    "cargo": ("brb.customs", "/voyages/{ship}/cargo", ""),
    "bill": ("brb.customs", "/bills/{bill}", ""),
    "bill-alert": ("brb.customs", "/alerts/{bill_alert}", ""),
    "seizure": ("brb.customs", "/alerts/{seizure}", ""),
    "links": ("brb.customs", "/bills/{bill}/links", ""),
    "craft": ("brb.customs", "/voyages/{ship}/craft", ""),
    "lanes": ("brb.customs", "/lanes", ""),
    "examinations": ("brb.customs", "/examinations", ""),
    "notices": ("brb.officer", "/notices", "Notifications"),
    "desk": ("brb.officer", "/desk", "Check a document"),
    "exchanges": ("brb.officer", "/requests?show=all", "Requests"),
    "exchange": ("brb.officer", "/requests/{exchange}", ""),
    "channels": ("brb.supervisor", "/channels", "Channels"),
    "cases": ("region.analyst", "/cases", "Cases"),
    "lists": ("region.supervisor", "/lists", "Lists"),
    "list": ("region.supervisor", "/lists/{list}", ""),
    "kept": ("brb.supervisor", "/lists/{kept}/entries", ""),
    "entry": ("brb.supervisor", "/lists/{kept}/entries/{entry}", ""),
    "nominate": ("brb.officer", "/lists/{kept}/nominate", ""),
    "nomination": ("brb.supervisor", "/nominations/{waits}?preview=yes", ""),
    "list-quality": ("region.supervisor", "/lists/quality", ""),
    "rules": ("region.analyst", "/rules", "Rules"),
    "rule": ("region.analyst", "/rules/{rule}", ""),
    "rule-edit": ("region.analyst", "/rules/{rule}/edit", ""),
    "figures": ("region.supervisor", "/statistics", "Statistics"),
    "requests": ("region.privacy", "/subject-requests", "Data subject requests"),
    "data-protection": ("region.privacy", "/data-protection", "Data protection"),
    "register": ("region.privacy", "/data-protection/register", ""),
    "audit": ("region.auditor", "/audit", "Audit"),
    "people": ("administrator", "/people", "People"),
    "person": ("administrator", "/people/{officer}", ""),
    "messages": ("carrier.2x", "/messages", ""),
    "submit": ("carrier.2x", "/file", ""),
    "receipt": ("carrier.2x", "/messages/{own}", ""),
    "filed": ("carrier.2x", "/my-voyages/{own}/1", ""),
    "trips": ("captain.starfish", "/trips", ""),
    "trip": ("captain.starfish", "/trips/{trip}", ""),
}  # fmt: skip
# In a process of its own, set up for that database.
WORK: Final = """
from datetime import UTC, datetime
from roadstead.cli.django_setup import set_up
set_up()
from demo.decisions import decide_past
print(decide_past(datetime.now(UTC)))
"""
RIFLE: Final = "SMBB412N0059"  # declared as parts of cars
STRONGEST: Final = "from alerts_alert where kind = 'name' and owner = 'REGION' and state = 'new' order by score desc"


@pytest.fixture(scope="module")
def worked(system: Live) -> int:
    """How many alerts the demo's officers have decided."""
    done = subprocess.run(
        [sys.executable, "-c", WORK], env=system.env, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return int(done.stdout)


@pytest.fixture(scope="module")
def examples(system: Live, worked: int) -> dict[str, str]:
    queries = {
        "alert": f"select id::text {STRONGEST} limit 1",
        "voyage": f"select voyage_id::text {STRONGEST} limit 1",
        "decided": "select a.id::text from alerts_alert a join alerts_outcome o on o.alert_id = a.id"
        " where a.owner = 'REGION' order by a.id limit 1",
        "ship": "select id::text from voyages_voyage where craft_name = 'SALTMARSH EXPRESS'",
        "bill": f"select id::text from cargo_bill where number = '{RIFLE}'",
        "bill_alert": "select a.id::text from alerts_alert a join cargo_bill b on b.id = a.bill_id"
        f" where b.number = '{RIFLE}' order by a.id limit 1",
        "seizure": "select alert_id::text from alerts_outcome where type = 'seized' order by alert_id limit 1",
        "list": "select id::text from watchlists_watchlist where owner = 'REGION' and name like 'Regional%'",
        "kept": "select id::text from watchlists_watchlist where is_manual and not is_lookouts",
        "entry": "select id::text from watchlists_entry where name = 'Ferdinand Osric QUILLIMANE'",
        "waits": "select id::text from watchlists_nomination where status = 'waiting'",
        "officer": "select id::text from accounts_user where username = 'brb.officer'",
        "rule": "select id::text from rulebook_rule order by id limit 1",
        "exchange": "select reference from requests_request where status = 'clarification' limit 1",
        "trip": "select id::text from trips_trip order by id limit 1",
        "own": "select receipt from intake_message where carrier = '2X' order by id limit 1",
    }
    return {name: system.value(query) for name, query in queries.items()}


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width = request.node.callspec.params["width"]
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale="en-GB")
    page = context.new_page()
    yield page
    context.close()


def test_the_demo_s_officers_have_decided_in_their_own_names_and_left_the_rest(system: Live, worked: int) -> None:
    """S13: each decision has its person; S14: and its reasons. Silent ones are nobody's but their owner's."""
    decided = "select count(*) from alerts_alert where state in ('cleared', 'confirmed', 'closed', 'examine')"
    events = "alerts_event where act in ('clear', 'confirm', 'agree', 'examine')"
    assert system.count(decided) == worked >= 20
    assert system.count(f"select count(*) from {events} and who_id is not null and note <> ''") == worked
    assert system.count("select count(*) from alerts_event where act = 'agree'") >= 5
    assert system.count("select count(distinct type) from alerts_outcome") >= 4
    assert system.count("select count(*) from alerts_clearedpair") >= 3
    assert system.count("select count(*) from alerts_alert where state = 'new'") >= 30
    assert system.count("select count(*) from alerts_alert where action = 'discreet' and state <> 'new'") == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_guide_are_there_and_fit(
    page: Page, width: int, system: Live, examples: dict[str, str]
) -> None:
    said, found = "", {}
    for name, (who, path, _) in PAGES.items():
        if who != said:
            page.context.clear_cookies()
            sign_in(page, system, who)
            page.set_default_timeout(60_000)  # the preview screens the travellers of a month
            said = who
        response = page.goto(system.url + path.format(**examples), wait_until="networkidle")
        assert response
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[name] = (response.status, page.locator("h1").first.inner_text(), wide <= width)
        keep(page, f"{name}-{width}")
    assert {name: (status, fits) for name, (status, _, fits) in found.items()} == dict.fromkeys(PAGES, (200, True))
    assert {name: heading for name, (_, heading, _) in found.items() if PAGES[name][2]} == {
        name: heading for name, (_, _, heading) in PAGES.items() if heading
    }


def keep(page: Page, name: str) -> None:
    """What the window shows, in few colours, when asked to."""
    if os.environ.get("ROADSTEAD_TEST_PICTURES") != "yes":
        return
    FOLDER.mkdir(exist_ok=True)
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few = shown.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    few.convert("RGB").save(FOLDER / f"{name}.webp", lossless=True)

"""How long the pages of an officer's day take with a full house: 100,000 travellers on board, 10,000 alerts to decide.

From the request to the whole answer over a local connection, one person at a time: `python -m bench.pages`. `--part
carriers`: the pages of a carrier that has filed lists of 900 and of 5,000 people.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import time
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench.house import fill
from bench.live import Live, live, until
from roadstead.cli.send import post
from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.formats.passengers.paxlst.write import write

TIMES: Final = 25  # each page, after two that warm it up
WANTED_MS: Final = 200
WHO: Final = "region.analyst"
CARRIER, LISTS, CARRIER_WANTED_MS = "2X", (900, 5_000), 300


def run() -> dict[str, Any]:
    """Both parts."""
    return {**officers(), "carriers": carriers()}


def carriers() -> dict[str, Any]:
    """Milliseconds of a carrier's pages, by the number of people on its list; `first_ms`: nothing is kept yet."""
    found: dict[str, Any] = {"wanted_ms": CARRIER_WANTED_MS, "load": os.getloadavg()[0]}
    with live(config(), "roadstead_carrier_pages", workers=1, settings={"ROADSTEAD_WEB_WORKERS": "1"}) as system:
        browser = signed_in(system, "carrier.2x")
        for number in LISTS:
            _, filed = post(system.url, system.tokens[CARRIER], _list_of(number), f"{number}.edi")
            receipt = filed["receipt"]
            waits = f"select count(*) from intake_message where receipt = '{receipt}' and status = 'received'"
            until(lambda waits=waits: system.count(waits) == 0, "the list is not read")
            paths = {
                "list of voyages": "/my-voyages?show=all",
                "voyage": f"/my-voyages/{receipt}/1",
                "voyage, last page": f"/my-voyages/{receipt}/1?page={-(-number // 100)}",
                "voyage, searched": f"/my-voyages/{receipt}/1?q=A1000007",
                "answers": f"/messages/{receipt}/responses",
                "correction": f"/my-voyages/{receipt}/1/people/7",
            }
            found[f"{number} people"] = {name: _with_first(browser, system.url + path) for name, path in paths.items()}
    return found


def _with_first(browser: OpenerDirector, address: str) -> dict[str, float]:
    first = once(browser, address)
    return {"first_ms": first, **timed(browser, address)}


def _list_of(number: int) -> bytes:
    """A list of so many passengers of one voyage, two days from now."""
    now = datetime.now(UTC)
    times = [f"{now + timedelta(days=days):%Y-%m-%dT%H:%M}" for days in (2, 2.2)]
    leg = model.Leg(origin="MIA", destination="BGI", departure=times[0], arrival=times[1], number=f"2X{number}")
    people = tuple(
        model.Traveller(
            surname=f"BENCH{chr(65 + at % 26)}{chr(65 + at // 26 % 26)}{chr(65 + at // 676)}",
            given="ADA",
            born=f"{1940 + at % 70}-{1 + at % 12:02}-{1 + at % 28:02}",
            sex="F",
            nationality="BRB",
            references=model.References(passenger=f"P-{at}"),
            documents=(model.Document(type="P", number=f"A{1_000_000 + at}", issuer="BRB", expires="2035-01-01"),),
        )
        for at in range(number)
    )
    head = model.MessageHeader(
        type="PAXLST",
        function=model.Function.PASSENGERS,
        reference=str(number),
        sender=CARRIER,
        recipient="APIS",
        interchange=str(number),
        sent_at=now.isoformat()[:16],
    )
    voyage = model.Voyage(mode=model.Mode.AIR, carrier=CARRIER, number=f"2X{number}", legs=(leg,))
    return write(model.Manifest(message=head, voyage=voyage, travellers=people), with_group=False)


def officers() -> dict[str, Any]:
    """Milliseconds by page, the median and the 95th of a hundred, and whether each is within what is wanted."""
    with live(config(), "roadstead_pages", workers=0) as system:
        fill(system)
        browser = signed_in(system)
        counted = count_statistics(browser, system)
        pages = {name: timed(browser, system.url + path) for name, path in addresses(system).items()}
        return {
            "travellers": system.count("select count(*) from voyages_traveller"),
            "alerts_open": system.count("select count(*) from alerts_alert where state = 'new'"),
            "wanted_ms": WANTED_MS,
            "counting_statistics_ms": counted,
            "load": os.getloadavg()[0],
            "pages": pages,
            "within": all(page["p95_ms"] <= WANTED_MS for page in pages.values()),
        }


def addresses(system: Live) -> dict[str, str]:
    alert = system.value("select max(id) from alerts_alert")
    voyage = system.value(f"select voyage_id from alerts_alert where id = {int(alert)}")
    ship = system.value("select max(voyage_id) from cargo_bill")
    return {
        "/alerts": "/alerts",
        "/alerts, narrowed": "/alerts?whose=unassigned&within=24h&list=Bench",
        "/alerts, last page": "/alerts?page=200",
        "/alerts/N": f"/alerts/{alert}",
        "/alerts/N/similar": f"/alerts/{alert}/similar",
        "/arrivals": "/arrivals",
        "/voyages/N": f"/voyages/{voyage}",
        "/lists": "/lists",
        "/statistics": "/statistics",  # counted before: see count_statistics
        "/statistics, not yet counted": "/statistics?days=90",
        "/statistics, by sea": "/statistics?mode=sea",  # of whom there are few: counted while the page is made
        "/lanes": "/lanes",
        "/lanes, second page": "/lanes?page=2",
        "/lanes, by what a container weighs": "/lanes?sort=-container",
        "/lanes, by the value of a kg": "/lanes?sort=-value",
        "/voyages/N/cargo": f"/voyages/{ship}/cargo",
        "/voyages/N/cargo, searched": f"/voyages/{ship}/cargo?q=bench+imports",
        "/bills/N": f"/bills/{system.value('select max(id) from cargo_bill')}",
        "/firms/N": f"/firms/{system.value('select max(id) from cargo_firm')}",
    }


def count_statistics(browser: OpenerDirector, system: Live) -> float:
    """What a worker does every few minutes, by the button of the page: how long the count itself takes, at first."""
    page = browser.open(f"{system.url}/statistics").read().decode()
    (token,) = re.findall(r'action="/statistics/count".*?name="csrfmiddlewaretoken" value="([^"]+)"', page)
    began = time.perf_counter()
    browser.open(f"{system.url}/statistics/count", urlencode({"csrfmiddlewaretoken": token}).encode()).read()
    return 1000 * (time.perf_counter() - began)


def signed_in(system: Live, who: str = WHO) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{system.url}/sign-in").read().decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    form = {"login": who, "password": system.accounts[who], "csrfmiddlewaretoken": token}
    browser.open(f"{system.url}/sign-in", urlencode(form).encode()).read()
    return browser


def timed(browser: OpenerDirector, address: str) -> dict[str, float]:
    took = [once(browser, address) for _ in range(TIMES + 2)][2:]
    return {"p50_ms": statistics.median(took), "p95_ms": statistics.quantiles(took, n=20)[-1], "max_ms": max(took)}


def once(browser: OpenerDirector, address: str) -> float:
    began = time.perf_counter()
    with browser.open(address) as response:
        response.read()
        assert response.status == 200, address
        assert response.url == address, f"{address} led to {response.url}"
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    parts = {"officers": officers, "carriers": carriers}
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--part", choices=parts, help="default: both")
    print(json.dumps(parts.get(parser.parse_args().part, run)(), indent=1))

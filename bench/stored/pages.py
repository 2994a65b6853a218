"""Pages opened by users of a state and of the centre: milliseconds, statements and database pages."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.request import OpenerDirector

import psycopg

from bench.live import Live
from bench.pages import once, signed_in
from bench.stored.counted import counted

TIMES: Final = 20  # each page, after two warm-up visits
OFFICER, ANALYST = "brb.officer", "region.analyst"
# Name and address by user. `{voyage}`, `{traveller}`, `{alert}`: ids that concern Barbados and arrive soon.
OF_A_DAY: Final[Mapping[str, str]] = {
    "/arrivals": "/arrivals",
    "/arrivals, all": "/arrivals?when=all",
    "/arrivals/news": "/arrivals/news",
    "/voyages/N": "/voyages/{voyage}",
    "/voyages/N, searched": "/voyages/{voyage}?q=SMITH",
    "/voyages/N/versions": "/voyages/{voyage}/versions",
    "/alerts": "/alerts",
    "/alerts, all": "/alerts?show=all",
    "/alerts/N": "/alerts/{alert}",
    "/messages": "/messages",
    "/lanes": "/lanes",
    "/statistics": "/statistics",
}
OF_OVERSIGHT: Final[Mapping[str, str]] = {
    "/audit": "/audit",
    "/audit, of a voyage": "/audit?what=voyage+{voyage}",
    "/audit, page 100": "/audit?page=100",
    "/data-protection": "/data-protection",
}
PAGES: Final[Mapping[str, Mapping[str, str]]] = {
    OFFICER: {**OF_A_DAY, "/voyages/N/travellers/N": "/voyages/{voyage}/travellers/{traveller}"},
    ANALYST: OF_A_DAY,
    "region.auditor": OF_OVERSIGHT,
    "brb.auditor": OF_OVERSIGHT,
    "region.privacy": {"/data-protection": "/data-protection"},
    "administrator": {"/people": "/people"},
    "region.supervisor": {"/people": "/people"},
}
VOYAGE: Final = """
select v.id, (select min(id) from voyages_traveller where voyage_id = v.id), min(a.id) from voyages_voyage v
join alerts_alert a on a.voyage_id = v.id and a.traveller_id is not null
where v.arrives_at > now() and v.states @> '{BRB}' and a.owner = 'REGION'
group by v.id order by v.arrives_at limit 1
"""


def measured(system: Live, times: int = TIMES) -> dict[str, dict[str, Any]]:
    """Return the figures by page and user. Only the web server runs, so that every statement is the page's."""
    return {name: timed(system, browser, address, times) for name, browser, address in opened(system)}


def timed(system: Live, browser: OpenerDirector, address: str, times: int) -> dict[str, Any]:
    """Return the figures of one page."""
    for _ in range(2):
        once(browser, address)
    with counted(system.admin_url) as took:
        each = [once(browser, address) for _ in range(times)]
    p95 = statistics.quantiles(each, n=20)[-1]
    return {"p50_ms": statistics.median(each), "p95_ms": p95, **took.figures(times), "dearest": took.dearest[:2]}


def opened(system: Live) -> Iterator[tuple[str, OpenerDirector, str]]:
    """Yield each page with its user, a signed-in browser, and its address."""
    with psycopg.connect(system.admin_url) as connection:
        row = connection.execute(VOYAGE.encode()).fetchone()
    assert row, "no voyage to Barbados has an alert"
    numbers = dict(zip(("voyage", "traveller", "alert"), row, strict=True))
    for who, pages in PAGES.items():
        browser = signed_in(system, who)
        for name, address in pages.items():
            yield f"{name} as {who}", browser, system.url + address.format(**numbers)

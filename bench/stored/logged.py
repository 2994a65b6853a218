"""Watch log: a year of one desk's entries filled by SQL, and searches in it as a person makes them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import OpenerDirector

import psycopg

from bench.live import Live
from bench.pages import signed_in
from bench.stored.counted import counted
from bench.stored.searched import OFFICER, TOKEN
from bench.stored.system import database, served

ENTRIES: Final = 1_000_000
TIMES: Final = 15  # each search, after two warm-up searches
DAYS: Final = 365
ORGANISATION: Final = "BRB-BA"
PAGE_OF_LOG: Final = "<title>Watch log"
DAYS_SQL: Final = """
insert into log_logday (organisation_id, states, organisations, day, edition, head)
select %(organisation)s::varchar, '{BRB}', array[%(organisation)s::varchar], current_date - day, 0, ''
from generate_series(1, %(days)s::int) day on conflict do nothing
"""
# Every entry is a call; a tenth is about a ferry; 5,000 words come equally often; each entry has a number of its own.
ENTRIES_SQL: Final = """
insert into log_logentry (organisation_id, states, organisations, log_id, number, at, who_id, act, content, sha256,
                          previous, hash)
select %(organisation)s::varchar, '{BRB}', array[%(organisation)s::varchar], d.id, %(stored)s::int + 1000 + i,
  d.day + interval '1 minute' * mod(i, 1440),
  (select id from accounts_user where username = %(who)s::varchar),
  (array['call', 'message', 'decision', 'fault'])[1 + mod(i, 4)],
  jsonb_build_object('text', concat_ws(' ', 'Call about', case when mod(i, 10) = 0 then 'ferry' else 'flight' end,
    'w' || mod(i::bigint * 7919, 5000), 'n' || i, 'at gate', mod(i, 40), 'answered by the desk'), 'salt', md5(i::text)),
  '', '', ''
from generate_series(1, %(missing)s::int) i
join log_logday d on d.organisation_id = %(organisation)s::varchar and d.day = current_date - 1 - mod(i, %(days)s)::int
on conflict do nothing
"""
SEARCHES: Final[Mapping[str, str]] = {
    "one entry has it": "n77777",
    "one in 5,000": "w4321",
    "one in ten": "ferry",
    "every entry": "call",
    "two frequent words": "ferry answered",
    "a frequent and a rare word": "call w4321",
    "nothing found": "zzyzx",
}


def measured(system: Live, number: int = ENTRIES) -> dict[str, Any]:
    """Return milliseconds from the words to the whole page, and those of the log without words."""
    with database(system):
        stored = _filled(system, number)
        with served(system):
            browser = signed_in(system, OFFICER)
            found: dict[str, Any] = {"stored": {"entries": stored}}
            for name, words in {"no words": "", **SEARCHES}.items():
                found[name] = _timed(system, browser, words)
    return found


def _timed(system: Live, browser: OpenerDirector, words: str) -> dict[str, Any]:
    for _ in range(2):
        _search(system, browser, words)
    with counted(system.admin_url) as took:
        each = [_search(system, browser, words) for _ in range(TIMES)]
    p95 = statistics.quantiles(each, n=20)[-1]
    return {"p50_ms": statistics.median(each), "p95_ms": p95, **took.figures(TIMES)}


def _search(system: Live, browser: OpenerDirector, words: str) -> float:
    """Search once, or open the log without words; return milliseconds. The form is read before the clock starts."""
    address = f"{system.url}/log"
    form = None
    if words:
        page = browser.open(f"{system.url}/search").read().decode()
        form = urlencode({"q": words, "csrfmiddlewaretoken": TOKEN.findall(page)[0]}).encode()
    began = time.perf_counter()
    with browser.open(address, form) as response:
        text = response.read().decode()
    took = 1000 * (time.perf_counter() - began)
    assert PAGE_OF_LOG in text, text[:2000]
    return took


def _filled(system: Live, number: int) -> int:
    """Add entries until the organisation has so many; return their number."""
    told: dict[str, Any] = {"organisation": ORGANISATION, "days": DAYS, "who": OFFICER}
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        stored = system.count("select count(*) from log_logentry")
        if stored < number:
            connection.execute(DAYS_SQL.encode(), told)
            connection.execute(ENTRIES_SQL.encode(), {**told, "stored": stored, "missing": number - stored})
            connection.execute("vacuum analyze log_logentry")
    return system.count("select count(*) from log_logentry")

"""Searches as a person makes them: the term posted, the purpose chosen before, and the page of results."""

from __future__ import annotations

import re
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
from bench.stored.drawn import COMMON

TIMES: Final = 15  # each term, after two warm-up searches
OFFICER, ANALYST = "brb.officer", "region.analyst"
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RESULTS: Final = "<title>Search results"
# Somebody who arrives in Barbados soon, with document and booking, and somebody whom Barbados does not see.
SOMEBODY: Final = """
select t.surname, t.given, d.key, t.booking from voyages_traveller t join voyages_voyage v on v.id = t.voyage_id
join voyages_document d on d.traveller_id = t.id
where ('BRB' = any (t.states)) = %s and v.arrives_at > now() and t.booking <> '' and t.surname <> %s
order by v.arrives_at, t.id limit 1
"""
CONTAINER: Final = "select number from cargo_voyagecontainer order by id limit 1"
# The limit of searches a minute would end the bench; its lines are not sealed, since no scheduler runs.
FORGET: Final = "delete from audit_record where subject_kind = 'search' and sequence is null"
TIMED: Final = 40  # searches for a term that another state has, and for one that nobody has, in turn


def measured(system: Live) -> dict[str, dict[str, Any]]:
    """Return milliseconds from the term to the whole page of results, with the statements of the application."""
    terms, elsewhere = _terms(system)
    found = {}
    for who in (OFFICER, ANALYST):
        browser = signed_in(system, who)
        for name, term in terms.items():
            _forget(system)
            for _ in range(2):
                search(browser, system, term)
            with counted(system.admin_url) as took:
                each = [search(browser, system, term) for _ in range(TIMES)]
            p95 = statistics.quantiles(each, n=20)[-1]
            found[f"{name} as {who}"] = {
                "p50_ms": statistics.median(each),
                "p95_ms": p95,
                **took.figures(TIMES),
                "dearest": took.dearest[:3],
            }
    return found | _compared(system, elsewhere)


def search(browser: OpenerDirector, system: Live, term: str) -> float:
    """Search once; return milliseconds. The form is read before the clock starts."""
    page = browser.open(f"{system.url}/search").read().decode()
    form = {"q": term, "purpose": "border", "csrfmiddlewaretoken": TOKEN.findall(page)[0]}
    began = time.perf_counter()
    with browser.open(f"{system.url}/search", urlencode(form).encode()) as response:
        text = response.read().decode()
    took = 1000 * (time.perf_counter() - began)
    assert RESULTS in text, text[:2000]
    return took


def _terms(system: Live) -> tuple[Mapping[str, str], Mapping[str, tuple[str, str]]]:
    """Return terms to search for; and by kind a term that only other states have, and one that nobody has."""
    with psycopg.connect(system.admin_url) as connection:
        here, there = (connection.execute(SOMEBODY.encode(), [mine, COMMON]).fetchone() for mine in (True, False))
        box = connection.execute(CONTAINER.encode()).fetchone()
    assert here, "nobody with a booking arrives in Barbados"
    assert there, "nobody with a booking arrives elsewhere"
    surname, given, document, booking = here
    terms = {
        "name": f"{given} {surname}",
        "name misspelt": f"{given} {surname[0]}X{surname[1:]}",
        "surname alone, misspelt": f"{surname[0]}X{surname[1:]}",
        "common surname": COMMON,
        "common surname and given name": f"{COMMON} {given}",
        "document": document,
        "booking": booking,
        "container": str(box[0]) if box else "CSQU3054383",
        "nothing found, number": "Q99999999",
        "nothing found, name": "Zzyzx Qwertolomew Vandersnoot",
    }
    theirs = {"document": there[2], "booking": there[3]}
    return terms, {name: (term, _of_nobody(system, term)) for name, term in theirs.items()}


def _of_nobody(system: Live, term: str) -> str:
    """Return a term of the same letters and digits in another order, which nobody has: it is recognised as the same,
    and as many numbers are easily misread for it.
    """
    turned = [term[0] + term[at:] + term[1:at] for at in range(2, len(term))]
    known = "select (select count(*) from voyages_document where key = '{0}')"
    known += " + (select count(*) from voyages_searchkeys where booking = '{0}')"
    return next(each for each in turned if each != term and not system.count(known.format(each)))


def _compared(system: Live, pairs: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return for each kind how long a state's officer waits for a term that only other states have, and for one that
    nobody has, searched in turn.
    """
    browser = signed_in(system, OFFICER)
    found = {}
    for name, terms in pairs.items():
        took: dict[int, list[float]] = {0: [], 1: []}
        for number in range(TIMED + 2):
            if number % 10 == 0:
                _forget(system)
            for at in (0, 1) if number % 2 else (1, 0):
                took[at].append(search(browser, system, terms[at]))
        theirs, nobodys = (sorted(took[at][2:]) for at in (0, 1))
        found[f"{name} of another state, and of nobody"] = {
            "theirs_ms": statistics.median(theirs),
            "nobodys_ms": statistics.median(nobodys),
            "spread_ms": statistics.stdev(nobodys),
        }
    return found


def _forget(system: Live) -> None:
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(FORGET.encode())

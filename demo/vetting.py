"""Two vetting sheets of a unit of Barbados: one has its letter, one waits with a possible match. All of it invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.vetting.decide import open_matches
from roadstead.casework.vetting.letter import send_letter
from roadstead.casework.vetting.logic.sheet import sheet_of
from roadstead.casework.vetting.models import VettingSheet
from roadstead.casework.vetting.receive import SentSheet, receive
from roadstead.config import config
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.pipeline.vetting import screen_sheets
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Entry, WatchList

LIST: Final = "Regional watchlist"
CONTACT: Final = "Watch room of the centre, +1 246 555 0190"
PEOPLE: Final = (
    ("Ashgrove", "Perpetua", "F", "1979-02-11", "GBR"),
    ("Brandvold", "Halvard", "M", "1968-07-30", "NOR"),
    ("Cavendale", "Rosalind Joy", "F", "1985", "CAN"),
    ("Dunstervale", "Ignatius", "M", "1991-04", "GBR"),
    ("Eastmarch", "Wilhelmina", "F", "1974-12-05", "USA"),
    ("Fenwickson", "Barnaby", "M", "1988-10-19", "AUS"),
)
NEW: Final = (
    ("Greywater", "Constance", "F", "1982-05-23", "IRL"),
    ("Hallowdene", "Mortimer", "M", "1959-09-14", "GBR"),
    ("Inglenorth", "Beatrix", "F", "1996", "NZL"),
)
COLUMNS: Final = ("surname", "given", "sex", "born", "nationality")


def vet_applicants(now: datetime) -> None:
    """Let the regional list be searched, and send both sheets. Needs accounts and lists."""
    WatchList.objects.filter(owner="REGION", name=LIST).update(handling_purpose="vetting")
    unit, analyst = (User.objects.get(username=name) for name in ("brb.officer", "region.analyst"))
    answered = _sent("october-visas.csv", _rows(PEOPLE), unit, now - timedelta(days=2))
    screen_sheets(ScreeningSetCache(), now=now - timedelta(days=2), limit=5)
    enter(analyst.scope)
    if not open_matches(answered):  # else it waits as well
        send_letter(answered.pk, CONTACT, by=analyst, now=now - timedelta(days=1), settings=config())
    enter(REGION)
    _sent("citizenship-november.csv", [*_rows(NEW), _namesake()], unit, now - timedelta(hours=3))
    screen_sheets(ScreeningSetCache(), now=now - timedelta(hours=3), limit=5)


def _rows(people: Sequence[tuple[str, ...]]) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, each, strict=True)) for each in people]


def _sent(name: str, rows: list[dict[str, str]], by: User, at: datetime) -> VettingSheet:
    enter(by.scope)
    raw = sheet_of({**row, "reference": f"CIU-{number:03d}"} for number, row in enumerate(rows, 1))
    made = receive(SentSheet(name=name, raw=raw), by=by, now=at)
    enter(REGION)
    return made


def _namesake() -> dict[str, str]:
    """Return somebody with the name of a listed person, of whom only the year of birth is stated."""
    rows = Entry.objects.filter(owner="REGION", kind="person", removed_in=None, watch_list__name=LIST)
    named = (row.listed for row in rows.order_by("entry_id") if " " in row.name)
    listed = next(each for each in named if each.get("born") and each.get("action") != "discreet")
    given, _, surname = listed["names"][0]["text"].rpartition(" ")
    nationality = (listed.get("nationalities") or [""])[0]
    return {"surname": surname, "given": given, "born": listed["born"][0][:4], "nationality": nationality}

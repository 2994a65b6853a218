"""A vetting desk for tests: a unit of Barbados, a list that may be searched, and a sheet of invented people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from roadstead.casework.vetting.models import VettingMatch, VettingSheet
from roadstead.casework.vetting.receive import SentSheet, receive
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.pipeline.vetting import screen_sheets
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from tests.pipeline.test_rescreen_jobs import HEAD, put

NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LISTED = HEAD + b"R-1,Quillimane,Tobias,1975-03-04,GUY,refer,asked for by a court\n"
HEADINGS = (
    "Customer reference,Family name,Given names,Date of birth,Sex,Nationality,Document type,Document number,"
    "Issuing country"
)
TOBIAS = "C-1,Quillimane,Tobias,1975-03-04,M,GUY,P,G7654321,GUY"
ANNA = "C-2,Tester,Anna,1980-11-03,F,BRB,P,T0000001,BRB"
WRONG = "C-3,Vanterpool,Hesketh,1961-13-45,M,GUY,P,G1,GUY"


def sheet_of(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows, ""]).encode()


def listed(raw: bytes = LISTED, *, purpose: str = "vetting", name: str = "Test list") -> WatchList:
    """A list of the region's in force, with a purpose."""
    put(raw, name=name)
    WatchList.objects.filter(name=name).update(handling_purpose=purpose)
    found: WatchList = WatchList.objects.get(name=name)
    return found


def sent(by: User, *rows: str, **more: Any) -> VettingSheet:
    enter(by.scope)
    try:
        told = {"name": "applicants.csv", "raw": sheet_of(*(rows or (TOBIAS, ANNA))), **more}
        return receive(SentSheet(**told), by=by, now=NOW)
    finally:
        enter(REGION)


def screened(now: datetime = NOW, *, most: int = 50) -> int:
    """As a worker does."""
    done = screen_sheets(ScreeningSetCache(), now=now, limit=most)
    enter(REGION)
    return done


def the_match(sheet: VettingSheet) -> VettingMatch:
    return VettingMatch.objects.get(applicant__sheet=sheet)


def fresh(sheet: VettingSheet) -> VettingSheet:
    found: VettingSheet = VettingSheet.objects.get(pk=sheet.pk)
    return found

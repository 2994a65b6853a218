"""A captain at the pages of the form: what is typed, sent and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.test import Client

from roadstead.filings.intake import queue
from roadstead.filings.trips.models import Trip
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.scope import REGION, enter

CRAFT: Final = {"mode": "sea", "name": "Sea Breeze", "registration": "J8-1234", "flag": "VCT"}
ANNA: Final = {
    "role": "captain", "surname": "Brown", "given": "Anna María", "born": "1980-11-03", "sex": "F",
    "nationality": "GBR", "document_number": "512345678", "expires": "2031-05-31", "document_type": "P",
}  # fmt: skip
ZOE: Final = {
    **ANNA, "role": "passenger", "surname": "O’Neill", "given": "Zoë", "born": "2015-02-01",
    "document_number": "600000001",
}  # fmt: skip
RUM: Final = {"what": "Rum", "quantity": "12 bottles"}


def ahead(days: float, hour: int = 16) -> str:
    """A local time some days from now."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}T{hour:02}:00"


def route(**other: str) -> dict[str, str]:
    told = {"origin": "Rodney Bay", "departs": ahead(2, 8), "destination": "Bridgetown", "arrives": ahead(3)}
    return told | other


def read_all() -> None:
    """Read what waits, as a worker does."""
    enter(REGION)
    for code in ("BRB", "LCA", "VCT"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    live = ScreeningSetCache()
    live.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=live, now=datetime.now(UTC))
        enter(REGION)


class Captain:
    """Somebody signed in who fills in the form. `at`: the address of the page that the last act led to."""

    def __init__(self, user: User) -> None:
        self.user, self.client, self.at = user, Client(), "/trips"
        self.client.force_login(user)

    def page(self, address: str = "") -> str:
        """The text of a page, the present one if none is named."""
        return " ".join(self.client.get(address or self.at).content.decode().split())

    def post(self, address: str, data: dict[str, Any]) -> Any:
        answer = self.client.post(address, data)
        self.at = answer.get("Location", address)
        return answer

    def fill_in(self, *people: dict[str, str], craft: dict[str, str] = CRAFT, **told: str) -> Trip:
        """Fill in a whole trip, up to the page where it is checked."""
        self.post("/trips/new", {})
        begun = self.at
        self.post(f"{begun}?craft=another", craft)
        self.post(f"{begun.removesuffix('/craft')}/voyage", route(**told))
        for person in people or (ANNA, ZOE):
            self.post(f"{begun.removesuffix('/craft')}/people/new", {**person, "act": "another"})
        enter(REGION)
        trip: Trip = Trip.objects.get(pk=int(begun.split("/")[2]))
        for kind in ("weapons", "goods"):
            self.post(f"/trips/{trip.pk}/declare/{kind}", {"act": "none"})
        return self.again(trip)

    def again(self, trip: Trip) -> Trip:
        """The trip as it is stored now."""
        enter(REGION)
        return Trip.objects.get(pk=trip.pk)

    def send(self, trip: Trip) -> Trip:
        """Send it, or what has changed, and have it read."""
        answer = self.post(f"/trips/{trip.pk}/check", {})
        assert answer.status_code == 302, answer.content.decode()
        read_all()
        return self.again(trip)

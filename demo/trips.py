"""What the captain of the demo's yacht has saved: the yacht, those who sail on it, and a trip of last month.

The list of that trip is no longer there: its states have deleted it in time, and the captain's own record stays.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from roadstead.engine import records as model
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import SavedCraft, SavedPerson, Trip, TripPerson
from roadstead.filings.trips.sending import build, people_of
from roadstead.platform.accounts.models import User

CAPTAIN: Final = "captain.starfish"
YACHT: Final = {"name": "Little Starfish", "registration": "J8-4471", "flag": "VCT", "kind": "sailing yacht",
                "call_sign": "J8ZQ4", "home_port": "Bequia"}  # fmt: skip
# surname, given names, born, sex, nationality, document, part
PEOPLE: Final = (
    ("Gumbs", "Zane", "1971-08-14", "M", "VCT", "S7100814", OnBoard.CAPTAIN),
    ("Gumbs", "Philomène", "1974-02-27", "F", "VCT", "S7400227", OnBoard.CREW),
    ("Lindqvist", "Signe", "1989-11-05", "F", "SWE", "AA8911050", OnBoard.PASSENGER),
    ("Lindqvist", "Otto", "2016-06-19", "M", "SWE", "AA1606190", OnBoard.PASSENGER),
)
LAST_TRIP: Final = timedelta(days=26)


def save_a_trip(now: datetime) -> None:
    """Save the yacht, its people and the last trip. Needs the demo's accounts."""
    captain = User.objects.get(username=CAPTAIN)
    carrier, then = captain.carrier_id or "", now - LAST_TRIP
    craft = SavedCraft.objects.create(carrier=carrier, mode=model.Mode.SEA, used_at=then, **YACHT)
    trip = Trip.objects.create(
        carrier=carrier,
        by=captain,
        craft=craft,
        origin="VCBQU",
        origin_name="Admiralty Bay",
        departs=f"{then:%Y-%m-%d}T07:30",
        destination="LCCAS",
        destination_name="Rodney Bay",
        arrives=f"{then:%Y-%m-%d}T16:00",
        phone="+1 784 555 0147",
        declared={"weapons": [], "animals": [], "goods": [{"what": "Rum", "quantity": "6 bottles"}]},
        used_at=then,
        sent_at=then - timedelta(days=1),
    )
    for number, (surname, given, born, sex, nationality, document, role) in enumerate(PEOPLE, 1):
        person = SavedPerson.objects.create(
            carrier=carrier,
            surname=surname,
            given=given,
            born=born,
            sex=sex,
            nationality=nationality,
            document_type="P",
            document_number=document,
            issuer=nationality,
            expires=f"{now.year + 4}-05-31",
            role=role,
            used_at=then,
        )
        TripPerson.objects.create(carrier=carrier, trip=trip, person=person, number=number, role=role)
    trip.sent = msgspec.to_builtins(build(trip, people_of(trip)))
    trip.save(update_fields=["sent"])

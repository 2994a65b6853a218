"""A manual list of Barbados with one nomination or entry in each state: draft, waiting, live, silent, overdue.

The live entry and the waiting one have a drawn portrait.

The waiting nomination is about a person on board a voyage that is already on its way: approving it raises an alert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from demo.portraits import ON_BOARD, QUILLIMANE, Face, portrait
from demo.records import Region
from roadstead.engine import records as model
from roadstead.engine.formats.registry import read
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.agree import approve
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Nomination, WatchList
from roadstead.targeting.watchlists.nominate import propose, save_draft
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange

PORT: Final = "BGI"
NAME: Final = "Barbados notices"
WHY: Final = "Asked for by the magistrates' court"
AGREED: Final = "Compared with the order of the court"
LONG_AGO: Final = timedelta(days=400)  # so that a yearly review is overdue
ORDER: Final = {"action": "stop", "priority": "normal", "reason": "Order 14/2026 of the magistrates' court", "sex": "M"}
LIVE: Final = {**ORDER, "surname": "QUILLIMANE", "given": "Ferdinand Osric", "aliases": "~Ferdy", "born": "1968-02-11",
               "nationality": "GUY", "documents": "P:GUY:R0990001", "evidence": "Registry 14/2026"}  # fmt: skip
SILENT: Final = {**ORDER, "surname": "ABERNETHY-SOLAIS", "given": "Marguerite", "born": "1983", "sex": "F",
                 "nationality": "SUR", "action": "silent", "evidence": "Box 8", "priority": "high"}  # fmt: skip
OVERDUE: Final = {**ORDER, "surname": "VANTERPOLLE", "given": "Hesketh", "born": "1951-09", "nationality": "VCT",
                  "evidence": "Registry 3/2025", "reason": "Order 3/2025 of the magistrates' court"}  # fmt: skip
DRAFT: Final = {"surname": "TREVELLICK", "given": "Augustine", "born": "1990"}


def make_manual_list(region: Region, now: datetime) -> None:
    """Create the list and its entries; the officer nominates and the supervisor approves. Needs the demo's accounts."""
    officer, supervisor = (User.objects.get(username=f"brb.{role}") for role in ("officer", "supervisor"))
    kept = create_list(NAME, 12, 6, by=supervisor)
    _live(kept, OVERDUE, officer, supervisor, now - LONG_AGO, days=720)
    _live(kept, LIVE, officer, supervisor, now - timedelta(days=20), face=QUILLIMANE)
    _live(kept, SILENT, officer, supervisor, now - timedelta(days=5))
    _wait(kept, on_board(region), officer, now, face=ON_BOARD)
    save_draft(kept, DRAFT, why="", by=officer, now=now)


def on_board(region: Region) -> Mapping[str, str]:
    """Return a person with a document on a voyage to the state, about whom nothing else in the demo is."""
    for person in unplanted(region, PORT):
        return _as_known_to_court(person)
    raise LookupError(f"the demo has nobody on the way to {PORT}")


def unplanted(region: Region, port: str, number: str = "") -> Iterator[model.Traveller]:
    """Yield people on flights to the port who are not planted, with a document and a whole date of birth. `number`: of
    the one flight that counts; "" for all.
    """
    planted = {one.document for one in region.planted}
    for message in region.messages:
        is_asked = message.voyage and f"_{number}" in message.file_name
        for each in (reading.manifest for reading in read(message.raw)) if is_asked else ():
            legs = each.voyage.legs
            if legs and legs[-1].destination == port and each.voyage.mode is model.Mode.AIR:
                for person in each.travellers:
                    if person.documents and person.documents[0].number not in planted and len(person.born) == 10:
                        yield person


def _as_known_to_court(person: model.Traveller) -> Mapping[str, str]:
    """Return the data that a court may know of the person: name, year of birth and passport."""
    paper = person.documents[0]
    return {
        **ORDER,
        "surname": person.surname,
        "given": person.given,
        "born": person.born[:4],
        "sex": person.sex,
        "nationality": person.nationality,
        "documents": f"{paper.type}:{paper.issuer}:{paper.number}",
        "evidence": "Registry 21/2026",
        "reason": "Warrant 21/2026; call the duty officer",
    }


def _live(
    kept: WatchList,
    cells: Mapping[str, str],
    by: User,
    second: User,
    now: datetime,
    days: int = 300,
    face: Face | None = None,
) -> None:
    approve([_wait(kept, cells, by, now, days, face).pk], why=AGREED, by=second, now=now)


def _wait(
    kept: WatchList, cells: Mapping[str, str], by: User, now: datetime, days: int = 300, face: Face | None = None
) -> Nomination:
    expires = (now.date() + timedelta(days=days)).isoformat()
    photo = PhotoChange(portrait(face)) if face else UNCHANGED
    draft = save_draft(kept, {**cells, "expires": expires}, why=WHY, by=by, now=now, photo=photo)
    return propose(draft, by=by, now=now)

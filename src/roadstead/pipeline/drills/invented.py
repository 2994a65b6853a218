"""The invented person of a drill: an entry by two people of its owner, on board an invented yacht to the asking state.

Name, yacht, list and carrier all say DRILL, and the nationality is Utopia, which ICAO keeps for specimens.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from roadstead.engine.records import Craft, Document, Leg, Manifest, Mode, ReportingParty, Role, Traveller
from roadstead.engine.reference.places import by_locode, seaports
from roadstead.filings.intake.receive import ALPHABET, receive
from roadstead.filings.trips.logic.notice import notice, read_back, write_notice
from roadstead.pipeline.drills.cast import CannotRun, Cast
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.targeting.watchlists import agree
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.nominate import propose, save_draft

MARK: Final = "DRILL"  # in names, and as the carrier
CHANNEL: Final = "drill"
FILE_NAME: Final = "drill.csv"
LIST: Final = "DRILL, invented people"
WHY: Final = "DRILL: an exercise about an invented person"
REVIEW_MONTHS: Final = 1
FROM: Final = "MQFDF"  # Fort-de-France: in neither state, so that the owner of the entry learns of it by the request
LEAVES, ARRIVES = timedelta(hours=48), timedelta(hours=51)  # from now: filed in time, and met by nobody
SPECIMEN: Final = "UTO"
BORN: Final = "1970-01-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """The person and the yacht. `number`: of this drill, in both."""

    number: str
    surname: str = MARK
    given: str = "INVENTED PERSON"

    @property
    def document(self) -> str:
        return f"{MARK}{self.number}"

    @property
    def craft(self) -> str:
        return f"{MARK} {self.number}"


def invent() -> Invented:
    """Return a person whom no drill had before, so that an earlier clearance does not spare them."""
    return Invented(number="".join(secrets.choice(ALPHABET) for _ in range(4)))


def put_on_list(who: Invented, cast: Cast, now: datetime) -> str:
    """Put an entry about the person in force, by the officer and the supervisor of its owner; return its id. Only the
    asking state may know of it.
    """
    cells = {
        "surname": who.surname,
        "given": who.given,
        "born": BORN,
        "sex": "F",
        "nationality": SPECIMEN,
        "documents": f"P:{SPECIMEN}:{who.document}",
        "action": "stop",
        "priority": "normal",
        "reason": WHY,
        "evidence": WHY,
        "expires": (now + timedelta(days=2)).date().isoformat(),
    }
    kept = _list_of(cast)
    with scoped(cast.answerer.scope):
        row = save_draft(kept, cells, why=WHY, by=cast.answerer, now=now)
        propose(row, by=cast.answerer, now=now)
    with scoped(cast.head.scope):
        agree.approve([row.pk], why=WHY, by=cast.head, now=now)
    return row.entry_id


def _list_of(cast: Cast) -> WatchList:
    """Return the owner's list for drills, which is empty between them."""
    with scoped(cast.head.scope):
        found = WatchList.objects.filter(owner=cast.owner, name=LIST).first()
        kept = found or create_list(LIST, REVIEW_MONTHS, REVIEW_MONTHS, by=cast.head)
        if kept.tlp == Tlp.AMBER and kept.may_share_with == [cast.asking]:
            return kept
        return set_handling(kept, NewHandling(tlp=Tlp.AMBER, share=(cast.asking,)), why=WHY, by=cast.head)


def list_title(owner: str) -> str:
    """Return the title of the owner's list for drills, as alerts name it."""
    return WatchList(owner=owner, name=LIST).title


def file_voyage(who: Invented, cast: Cast, now: datetime) -> None:
    """File the yacht with the person on board, as every list is filed."""
    raw = write_notice(_notice(who, cast.asking, now))
    with scoped(REGION):
        receive(raw, carrier=MARK, channel=CHANNEL, now=now, filename=FILE_NAME)


def as_sent(raw: bytes, now: datetime) -> Manifest:
    """Return the notice as it was filed, with the number that stands for its voyage, so that it can be cancelled."""
    return read_back(raw, now.date().isoformat())[0]


def _notice(who: Invented, state: str, now: datetime) -> Manifest:
    person = Traveller(
        surname=who.surname,
        given=who.given,
        sex="F",
        born=BORN,
        nationality=SPECIMEN,
        role=Role.CREW,
        employment="Captain",
        documents=(
            Document(
                type="P",
                number=who.document,
                issuer=SPECIMEN,
                expires=(now + timedelta(days=900)).date().isoformat(),
            ),
        ),
    )
    port = port_of(state)
    leg = Leg(origin=FROM, destination=port, departure=_local(now + LEAVES, FROM), arrival=_local(now + ARRIVES, port))
    craft = Craft(name=who.craft, flag=SPECIMEN, kind="sailing yacht", call_sign=who.document)
    return notice(mode=Mode.SEA, craft=craft, leg=leg, filed_by=ReportingParty(name=MARK), people=[person])


def port_of(state: str) -> str:
    """Return the code of a seaport of the state. Raise CannotRun if no port of it is known."""
    found = min((code for code, port in seaports().items() if port.country == state), default="")
    if not found:
        raise CannotRun(f"no seaport of {state} is known, to which the invented yacht could sail. Name another state.")
    return found


def _local(at: datetime, code: str) -> str:
    place = by_locode(code)
    assert place is not None
    return at.astimezone(ZoneInfo(place.zone)).strftime("%Y-%m-%dT%H:%M")

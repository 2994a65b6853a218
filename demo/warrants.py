"""Warrants of the demo: one of Saint Lucia in force, one that waits for its second person, a draft of Barbados.

The one in force names a traveller of a demo flight to Barbados. People, courts and files are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from demo.by_hand import PORT, unplanted
from demo.records import Region
from roadstead.cooperation.warrants import decide
from roadstead.cooperation.warrants.draft import NewWarrant, draft
from roadstead.cooperation.warrants.logic.content import DecisionType, JudicialDecision, Offence, Purpose
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.records import Traveller
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent

FLIGHT: Final = "7X830"  # to Barbados
ADULT: Final = 30  # years, so that nobody was a child at the time of the offence
HOUR: Final = timedelta(hours=1)
DAYS: Final = 300  # until the last day in force
BASIS: Final = "Backing of Warrants Act of the demo, section 4"
SEEN: Final = "Compared the scan with the register of the court, and called its clerk."
PAGE: Final = (620, 877)  # pixels of the scan
LINES: Final = (
    (24, "INVENTED FOR THE DEMO"),
    (24, "WARRANT OF ARREST"),
    (15, "No court has issued this. The person, the offence and the court are invented."),
)
WAITING: Final = {
    "surname": "OSTERVALD",
    "given": "Lucretia Jane",
    "born": "1979-12-02",
    "sex": "F",
    "nationality": "LCA",
    "documents": "P:LCA:R0995520",
    "marks": "Tattoo of an anchor on the right forearm",
}
DRAFT: Final = {"surname": "PELLINGTON", "given": "Everard", "born": "1966", "nationality": "BRB"}
THEFT: Final = Offence(
    law="Theft Act of the demo, section 8",
    what="Robbery of a jeweller's shop",
    when="2026-03-14",
    where="Castries",
    part="principal",
    maximum_months=168,
)
FRAUD: Final = Offence(
    law="Criminal Code of the demo, section 211",
    what="Obtained the savings of a pensioner by deception",
    when="2025-11",
    where="Vieux Fort",
    part="principal",
    remaining_months=22,
)


def issue_warrants(region: Region, now: datetime) -> None:
    """Draft all, validate the first. Needs accounts and the states that screen against the list."""
    clerk, second, neighbour = (User.objects.get(username=name) for name in ("lca.court", "lca.authority", "brb.court"))
    wanted = _known_to_court(traveller_of(region, now.date()))
    live = signed(warrant(wanted, THEFT, now), THEFT, clerk, now - 26 * HOUR)
    decide.decide(live.pk, True, SEEN, by=second, now=now - 20 * HOUR)
    signed(warrant(WAITING, FRAUD, now), FRAUD, clerk, now - 2 * HOUR)
    draft(warrant(DRAFT, None, now), by=neighbour, now=now - HOUR)
    enter(REGION)
    # What is older than a few minutes has long been notified.
    OutboxEvent.objects.filter(kind=EventKind.PROPOSAL, codes__of="warrant").delete()
    AccountNotice.objects.filter(person=clerk, kind="approved").delete()


def traveller_of(region: Region, today: date) -> Traveller:
    """Return an adult on the flight about whom nothing else in the demo is."""
    return next(each for each in unplanted(region, PORT, FLIGHT) if int(each.born[:4]) <= today.year - ADULT)


def scan(reference: str, name: str) -> bytes:
    """Return a page that looks scanned and says that it is invented, as PNG."""
    drawn = Image.new("L", PAGE, 246)
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((24, 24, PAGE[0] - 24, PAGE[1] - 24), outline=150, width=2)
    for at, (size, text) in enumerate((*LINES, (15, name), (15, reference))):
        draw.text((56, 70 + 60 * at), text, fill=40, font=ImageFont.load_default(size))
    draw.line([(60 + 9 * step, 740 - (step * 37) % 46) for step in range(24)], fill=60, width=3, joint="curve")
    draw.text((56, 770), "Signed by hand: an invented judge", fill=70, font=ImageFont.load_default(15))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def _known_to_court(person: Traveller) -> Mapping[str, str]:
    paper = person.documents[0]
    return {
        "surname": person.surname,
        "given": person.given,
        "born": person.born,
        "sex": person.sex,
        "nationality": person.nationality,
        "documents": f"{paper.type}:{paper.issuer}:{paper.number}",
        "marks": "Scar above the left eye",
    }


def warrant(cells: Mapping[str, str], offence: Offence | None, now: datetime) -> NewWarrant:
    """Return a warrant of an invented court for a person; with `offence` None a draft that says little."""
    last = (now + timedelta(days=DAYS)).date()
    is_sentence = offence is not None and offence.remaining_months is not None
    return NewWarrant(
        purpose=Purpose.SERVE if is_sentence else Purpose.PROSECUTE,
        cells=cells,
        basis=BASIS,
        until=last,
        review_by=last,
        decision=JudicialDecision(
            court="High Court (invented)",
            reference="HC-2026-0042" if not is_sentence else "HC-2026-0017",
            date=(now - timedelta(days=40)).date().isoformat(),
            type=DecisionType.JUDGMENT if is_sentence else DecisionType.WARRANT,
            in_absentia=False if is_sentence else None,
        ),
    )


def signed(new: NewWarrant, offence: Offence, clerk: User, at: datetime) -> Warrant:
    """Draft a warrant and add its scan."""
    row = draft(new, by=clerk, now=at, offences=(offence,))
    raw = scan(row.reference, row.name)
    return decide.add_signed_file(row.pk, f"{row.reference}.png", raw, by=clerk, now=at + HOUR)

"""Requests between the demo's states, in several statuses: all people in them are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from roadstead.cooperation.requests.acts import Addressee, NewRequest, act, send
from roadstead.cooperation.requests.addressees import candidates
from roadstead.cooperation.requests.drafts import save_draft
from roadstead.cooperation.requests.guests import make_link
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.receipts import record_read
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent

HOUR: Final = timedelta(hours=1)
PERSON: Final = {
    "about": "person",
    "name": "MARCHETTE Delphine",
    "born": "1983-05",
    "question": "Does she live at the address that she gave, and since when?",
    "why": "She told the desk that she has lived in Castries since 2021.",
}
VESSEL: Final = {
    "about": "craft",
    "name": "Grey Heron, J8-5520",
    "question": "When did it last clear in, and who was on board?",
    "why": "Its captain named Rodney Bay as the last port.",
}
TOLD: Final = {
    "about": "goods",
    "name": "TGHU5550190",
    "text": "The seal of this container was replaced at sea, the crew says. It is discharged in your port next.",
    "why": "Its bill of lading names a consignee in your state.",
}
CORRECTED: Final = {
    "what": "The birth date in our message of last week",
    "wanted": "correct",
    "right": "1983-05-17",
    "why": "We have seen the passport.",
}
WITHOUT_ACCOUNTS: Final = "VCT"  # a state that nobody of the demo signs in for
BASIS: Final = "Immigration Act of the demo, section 12"


def exchange_requests(now: datetime) -> None:
    """Make one request of each status that a visitor should see, and a draft. Needs accounts and contact points."""
    ask, answer = User.objects.get(username="brb.officer"), User.objects.get(username="lca.officer")
    _replied(ask, answer, now - 50 * HOUR)
    _questioned(ask, answer, now - 30 * HOUR)
    _promised(answer, ask, now - 28 * HOUR)
    _sent(ask, answer, now - 20 * HOUR, "information_request", "Voyages of one yacht", VESSEL)
    _sent(
        answer,
        ask,
        now - HOUR / 2,
        "information_request",
        "Voyages of one yacht",
        VESSEL,
        urgency="It is about to sail.",
    )
    _refused(answer, ask, now - 70 * HOUR)
    _sent(answer, ask, now - 3 * HOUR, "spontaneous_information", "Seal of one container", TOLD)
    _sent(ask, answer, now - 2 * HOUR, "correction", "Correction of a birth date", CORRECTED)
    _asked_by_mail(ask, now - HOUR)
    enter(ask.scope)
    save_draft("information_request", {**PERSON, "title": "Employer of one traveller"}, by=ask, now=now)
    enter(REGION)
    # What is older than a few minutes has long been notified.
    OutboxEvent.objects.filter(kind=EventKind.REQUEST).delete()


def _sent(by: User, to: User, at: datetime, type: str, title: str, content: dict[str, str], **more: Any) -> Request:
    organisation = Organisation.objects.get(pk=to.organisation_id or first_organisation(to.state).pk)
    told: dict[str, Any] = {"basis": BASIS, "purpose": "Control at the border", **more}
    enter(by.scope)
    new = NewRequest(type=type, to=[Addressee(organisation=organisation)], title=title, content=content, **told)
    made = send(new, by=by, now=at)[0]
    enter(REGION)
    return made


def _asked_by_mail(ask: User, at: datetime) -> None:
    """Ask a state without accounts: its duty desk gets a link by mail and a PIN by telephone."""
    enter(ask.scope)
    to = next(each for each in candidates(ask, at) if each.organisation.state_id == WITHOUT_ACCOUNTS)
    told: dict[str, Any] = {"basis": BASIS, "purpose": "Control at the border", "content": VESSEL}
    new = NewRequest(type="information_request", to=[to.addressee], title="Last port of one yacht", **told)
    request = send(new, by=ask, now=at)[0]
    desk = {"name": "Duty officer", "mail": f"duty@{WITHOUT_ACCOUNTS.lower()}.example", "language": "en"}
    make_link(request.pk, **desk, by=ask, now=at)
    enter(REGION)


def _then(request: Request, by: User, at: datetime, action: str, content: dict[str, str] | None = None) -> None:
    enter(by.scope)
    record_read(request, request.events.all(), by=by, now=at)
    act(request.pk, action, content or {}, by=by, now=at)
    enter(REGION)


def _replied(ask: User, answer: User, at: datetime) -> None:
    request = _sent(ask, answer, at, "information_request", "Address of one traveller", PERSON)
    _then(request, answer, at + HOUR, "acknowledge")
    text = "She is registered there since June 2021. No other record is held."
    _then(request, answer, at + 9 * HOUR, "reply", {"held": "all", "text": text})


def _questioned(ask: User, answer: User, at: datetime) -> None:
    content = {**PERSON, "name": "OKONJO-BAPTISTE Marius", "born": "1979"}
    request = _sent(ask, answer, at, "information_request", "Registration of one person", content)
    _then(request, answer, at + 2 * HOUR, "ask", {"text": "We have two people of that name. Do you know his document?"})


def _promised(ask: User, answer: User, at: datetime) -> None:
    request = _sent(ask, answer, at, "information_request", "Crew of one vessel", VESSEL)
    day = f"{at + timedelta(days=4):%Y-%m-%d}"
    _then(request, answer, at + 3 * HOUR, "promise", {"until": day, "text": "The harbour office opens on that day."})


def _refused(ask: User, answer: User, at: datetime) -> None:
    content = {**PERSON, "name": "Account 550-114-77", "about": "number", "born": ""}
    request = _sent(ask, answer, at, "information_request", "Holder of one account", content)
    _then(
        request, answer, at + 5 * HOUR, "refuse", {"code": "no_basis", "text": "Ask our financial intelligence unit."}
    )

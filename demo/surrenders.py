"""A surrender of the demo that is before the court: Barbados asks Saint Lucia for an invented person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from demo.warrants import SEEN, THEFT, signed, warrant
from roadstead.casework.items import Item
from roadstead.cooperation.requests.acts import Addressee, NewRequest, act, send
from roadstead.cooperation.requests.facts import state_facts
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.warrants import decide
from roadstead.cooperation.warrants.surrender import surrender_draft
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent

OWNER, ASKED, INSTRUMENT = "BRB", "LCA", "backing"
DAY: Final = timedelta(days=1)
SOUGHT: Final = {
    "surname": "QUENNELL",
    "given": "Barnaby Oswin",
    "born": "1984-09-17",
    "sex": "M",
    "nationality": "BRB",
    "documents": "P:BRB:B9938817",
}
AFFIDAVIT: Final = "He took the ferry to Castries on the day after the robbery. Scar on the left hand."
ARREST: Final = {
    "when": "Three days ago, 10:40 in Saint Lucia",
    "where": "Port Castries",
    "power": "Backing of Warrants Act, section 3",
}
HEARING: Final = {"court": "First District Court (invented)", "when": "Yesterday, 9:00 in Saint Lucia"}
FACTS: Final[Mapping[str, bool | int]] = {
    "offence.crime_in_both": True,
    "case.judged_before": False,
    "person.asylum": False,
}
DONE: Final = {"consular": "done", "counsel": "done", "guardian": "not needed"}


def bring_before_court(now: datetime) -> Request:
    """Validate the warrant, ask for the surrender, and take it as far as the hearing. Needs accounts and warrants."""
    names = ("brb.court", "brb.authority", "lca.authority", "lca.court")
    clerk, asking, asked, court = (User.objects.select_related("organisation").get(username=name) for name in names)
    row = signed(warrant(SOUGHT, THEFT, now), THEFT, clerk, now - 9 * DAY)
    decide.decide(row.pk, True, SEEN, by=asking, now=now - 8 * DAY)
    row.refresh_from_db()
    draft = surrender_draft(row, ASKED, INSTRUMENT, by=asking, now=now - 5 * DAY)
    content = {**draft.content, "affidavit": AFFIDAVIT}
    request = _sent(content, row.pk, asking, asked, now - 5 * DAY)
    draft.delete()
    steps: tuple[tuple[Action, Mapping[str, Any], timedelta], ...] = (
        (Action.ACKNOWLEDGE, {}, 4.9 * DAY),
        (Action.ADMIT, {"text": "The original warrant and the affidavit are here."}, 4 * DAY),
        (Action.ARREST, ARREST, 3 * DAY),
        (Action.BRING, HEARING, 1.2 * DAY),
    )
    for action, told, ago in steps:
        to = court.organisation if action is Action.BRING else None
        enter(asked.scope)
        act(request.pk, action.value, told, by=asked, now=now - ago, to=to)
    note = "Register of the court, and the interview (invented)."
    state_facts(request.pk, FACTS, note, by=asked, now=now - DAY, done=DONE)
    enter(REGION)
    # What is older than a few minutes has long been notified.
    OutboxEvent.objects.filter(kind=EventKind.REQUEST, subject__in=request.events.values("pk")).delete()
    OutboxEvent.objects.filter(kind=EventKind.PROPOSAL, codes__of="warrant").delete()
    AccountNotice.objects.filter(person=clerk, kind="approved").delete()
    return request


def _sent(content: Mapping[str, Any], warrant: int, by: User, asked: User, now: datetime) -> Request:
    of = TYPES["surrender_backing"]
    assert asked.organisation is not None
    new = NewRequest(
        type=of.code,
        to=[Addressee(organisation=asked.organisation)],
        title=content["title"],
        basis=content["basis"],
        purpose=content["purpose"],
        measure="surrender",
        content={each.name: content.get(each.name, "") for each in of.asks},
        items=[Item("warrant", warrant)],
    )
    enter(by.scope)
    (made,) = send(new, by=by, now=now)
    return made

"""Two lookouts of the demo, both live: an escaped prisoner and a missing child. Both people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from demo.portraits import Face, portrait
from roadstead.cooperation.lookouts.issue import NewLookout, decide, propose
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.targeting.watchlists.photos import PhotoChange

HOUR: Final = timedelta(hours=1)
ESCAPED_FACE: Final = Face("#7a4f35", "#2b2320", "#5b5b5b", 215)
CHILD_FACE: Final = Face("#a9714f", "#151515", "#c9a227", 170)
SEEN_ORDER: Final = "Compared with the order"


def issue_lookouts(now: datetime) -> None:
    """Issue both, each by two people of its state. Needs accounts and contact points."""
    _issue("lca", _escaped(), now - 5 * HOUR, ESCAPED_FACE)
    _issue("brb", _child(now), now - 2 * HOUR, CHILD_FACE)
    # What is older than a few minutes has long been notified.
    OutboxEvent.objects.filter(kind=EventKind.LOOKOUT).delete()


def _escaped() -> NewLookout:
    return NewLookout(
        kind="person",
        cells={
            "surname": "THISTLEWRAY",
            "given": "Barnabas Ignatius",
            "born": "1984-07-19",
            "sex": "M",
            "nationality": "LCA",
            "documents": "P:LCA:R0994411",
        },
        why="Invented: left the prison in a laundry van this morning. May try to leave by a small craft."
        " Not armed as far as is known; do not approach alone.",
        basis="Correctional Services Act of the demo, section 31; warrant 88/2026",
        chosen=["BRB"],
        hours=72,
    )


def _child(now: datetime) -> NewLookout:
    return NewLookout(
        kind="person",
        cells={
            "surname": "MONTBRETTE",
            "given": "Solveig Ines",
            "born": f"{now.year - 9}-04",
            "sex": "F",
            "nationality": "BRB",
        },
        why="Invented: not collected from school yesterday. May travel with an adult of another name, by ferry.",
        basis="Child Protection Act of the demo, section 12",
        chosen=["LCA"],
        hours=48,
        is_child=True,
    )


def _issue(state: str, new: NewLookout, at: datetime, face: Face) -> None:
    officer, supervisor = (User.objects.get(username=f"{state}.{role}") for role in ("officer", "supervisor"))
    point = ContactPoint.objects.filter(owner=officer.state_id, until=None).order_by("pk").first()
    made = propose(replace(new, contact_point=point, photo=PhotoChange(portrait(face))), by=officer, now=at)
    decide(made.pk, True, SEEN_ORDER, by=supervisor, now=at + HOUR / 4)
    enter(REGION)
    AccountNotice.objects.filter(person=officer, kind="approved", made_at=at + HOUR / 4).delete()

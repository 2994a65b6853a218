"""Notification channels of the demo: a mailbox for each desk, and a duty roster with a gap at night in one state."""

from __future__ import annotations

from datetime import datetime

from roadstead.engine.reference.caricom import CENTRE
from roadstead.outbound.notifications.channels import add
from roadstead.outbound.notifications.models import Channel, Transport
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.directory.roster import add_turn

NIGHT_ENDS, NIGHT_BEGINS = "05:00", "23:00"


def add_channels(now: datetime) -> None:
    """Add the channels through the functions of the pages; a state without users has only its desk's mailbox."""
    for state in State.objects.order_by("pk"):
        keeper = User.objects.filter(state=state, role=Role.SUPERVISOR).first()
        if keeper:
            add(Transport.MAIL, _desk(state.pk), 0, by=keeper, now=now)
        else:
            _without_people(state.pk, now)
    _without_people(CENTRE, now)
    officer, supervisor = (User.objects.get(username=f"brb.{role}") for role in ("officer", "supervisor"))
    add_turn(str(officer.pk), range(7), NIGHT_ENDS, NIGHT_BEGINS, by=supervisor, now=now)


def _without_people(state: str, now: datetime) -> None:
    Channel.objects.create(state=state, way=Transport.MAIL, target=_desk(state), made_at=now, states=[state])


def _desk(state: str) -> str:
    return f"duty@{state.lower()}.example"

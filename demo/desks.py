"""Who is told of alerts in the demo: a mailbox for each desk, and a roster with a gap at night in one state."""

from __future__ import annotations

from datetime import datetime

from roadstead.engine.reference.caricom import CENTRE
from roadstead.outbound.notifications.channels import add
from roadstead.outbound.notifications.models import Channel, Way
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.directory.roster import add_turn

NIGHT_ENDS, NIGHT_BEGINS = "05:00", "23:00"


def told_of_alerts(now: datetime) -> None:
    """By the acts of the pages where there is somebody to do them; a state without people has its desk alone."""
    for state in State.objects.order_by("pk"):
        keeper = User.objects.filter(state=state, role=Role.SUPERVISOR).first()
        if keeper:
            add(Way.MAIL, _desk(state.pk), 0, by=keeper, now=now)
        else:
            _without_people(state.pk, now)
    _without_people(CENTRE, now)
    officer, supervisor = (User.objects.get(username=f"brb.{role}") for role in ("officer", "supervisor"))
    add_turn(str(officer.pk), range(7), NIGHT_ENDS, NIGHT_BEGINS, by=supervisor, now=now)


def _without_people(state: str, now: datetime) -> None:
    Channel.objects.create(state=state, way=Way.MAIL, target=_desk(state), made_at=now, states=[state])


def _desk(state: str) -> str:
    return f"duty@{state.lower()}.example"

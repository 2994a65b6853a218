"""A hit confirmation of the demo that waits for its reply: Barbados asks Saint Lucia about one traveller.

Saint Lucia lets Barbados read its list first. All people are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.apply_handling import apply_handling
from roadstead.casework.alerts.logic.protection import Protection
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.protection import answer_protection
from roadstead.cooperation.hits.ask import ask
from roadstead.cooperation.requests.models import Request
from roadstead.engine.records import Action
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.models import WatchList

LIST, OWNER, ASKING = "Saint Lucia watchlist", "LCA", "BRB"
WHY: Final = "Barbados meets the same flights first"


def ask_about_one(people: Mapping[str, User], now: datetime) -> Request | None:
    """Request a confirmation for the first alert on the list that Barbados may see and nobody has taken; None if there
    is none. Called in the region's scope.
    """
    kept = WatchList.objects.get(name=LIST, owner=OWNER)
    before = copy(kept)
    supervisor, officer = people["lca.supervisor"], people["brb.officer"]
    wanted = NewHandling(tlp=Tlp.AMBER, purpose="police", share=(ASKING,))
    apply_handling(before, set_handling(kept, wanted, why=WHY, by=supervisor), by=supervisor)
    enter(officer.scope)
    try:
        return _ask(kept, officer, now)
    finally:
        enter(REGION)


def _ask(kept: WatchList, officer: User, now: datetime) -> Request | None:
    known = Alert.objects.visible_to(officer).filter(list_name=kept.title, owner=OWNER, state=AlertState.NEW)
    open_ones = known.filter(traveller__isnull=False, voyage__states__contains=[ASKING])
    alert = open_ones.exclude(action=Action.DISCREET).order_by("pk").first()
    if alert is None:
        return None
    answer_protection(alert.pk, Protection.NO, by=officer, now=now)
    return ask(alert.pk, is_waiting=False, by=officer, now=now)

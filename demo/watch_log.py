"""An evening in the watch logs of Barbados' desk and of the centre, with a handover that waits. All of it invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry, write
from roadstead.casework.log.handover import hand_over
from roadstead.casework.log.models import EntryType
from roadstead.cooperation.lookouts.models import Lookout
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter

MINUTE: Final = timedelta(minutes=1)
# Minutes ago, who, type, text, who rang or wrote
BARBADOS: Final = (
    (410, "brb.officer", EntryType.CALL, "Ferry Grey Heron will be two hours late, engine fault.", "Harbour master"),
    (372, "brb.focal", EntryType.MESSAGE, "Passport office is closed for maintenance until 20:00.", "Passport office"),
    (318, "brb.officer", EntryType.FAULT, "Document reader of lane 3 does not read chips. Lane closed.", ""),
    (255, "brb.supervisor", EntryType.DECISION, "Two more officers to arrivals from 19:00.", ""),
    (
        190,
        "brb.officer",
        EntryType.CALL,
        "Crew list of the Starfish comes by telephone, captain has no network.",
        "Agent",
    ),
    (
        131,
        "brb.officer",
        EntryType.MESSAGE,
        "School asks if the missing child was seen. Answered: not so far.",
        "School",
    ),
    (64, "brb.focal", EntryType.FAULT, "Reader of lane 3 works again after a restart.", ""),
    (22, "brb.officer", EntryType.CALL, "Coast guard will meet the Grey Heron at the pier.", "Coast guard"),
)
CENTRE: Final = (
    (395, "region.analyst", EntryType.MESSAGE, "Saint Lucia has sent its list for the evening late.", "Saint Lucia"),
    (287, "region.deputy", EntryType.CALL, "Test call to the duty desk of Grenada, answered in one minute.", "Grenada"),
    (118, "region.analyst", EntryType.FAULT, "One carrier sends each list twice. The carrier was told.", "Carrier"),
    (41, "region.deputy", EntryType.DECISION, "Barbados is telephoned about the lookout at 21:00.", ""),
)
NOTE: Final = "The Grey Heron comes at 23:10 with 61 people; two alerts of it are still open. Lane 3 was restarted."


def keep_watch(now: datetime) -> None:
    """Write both logs, and sign Barbados' shift over to its focal point. Needs accounts and lookouts."""
    child = Lookout.objects.filter(owner="BRB").order_by("-pk").first()
    for minutes, username, type, text, counterpart in (*BARBADOS, *CENTRE):
        by = User.objects.select_related("organisation").get(username=username)
        items = (Item("lookout", child.pk),) if child and "child" in text else ()
        assert by.organisation is not None
        entry = NewEntry(type=type, text=text, counterpart=counterpart, items=items)
        write(entry, by.organisation, by=by, at=now - minutes * MINUTE)
    outgoing = User.objects.get(username="brb.officer")
    enter(outgoing.scope)
    hand_over(
        User.objects.get(username="brb.focal").pk, NOTE, [Item("lookout", child.pk)] if child else [], by=outgoing
    )
    enter(REGION)

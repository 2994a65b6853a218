"""An incident room for a storm, all of it invented: Barbados has opened it, the centre is a member, and Saint Lucia has
not answered yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.log.append import NewEntry
from roadstead.casework.log.models import EntryType
from roadstead.casework.rooms import members, tasks
from roadstead.casework.rooms.entries import write_entry
from roadstead.casework.rooms.files import add_file
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.attachments import Upload

# Who, type, text, who rang or wrote
ENTRIES: Final = (
    ("brb.officer", EntryType.MESSAGE, "Ferries stop at 18:00. The last one is the Grey Heron.", "Harbour master"),
    ("region.deputy", EntryType.CALL, "Weather office: the eye passes south of the island at 04:00.", "Weather office"),
    ("brb.supervisor", EntryType.DECISION, "Arrivals by sea go to the deep water harbour until Thursday.", ""),
    ("region.analyst", EntryType.FAULT, "One carrier cannot send lists since 15:10. It telephones them.", "Carrier"),
    ("brb.officer", EntryType.CALL, "Two yachts asked for shelter, both have sent their crew lists.", "Coast guard"),
)
PLAN: Final = b"Shelters, in this order: school hall, church hall, sports hall. Keys at the harbour office.\n"


def open_storm_room(now: datetime) -> None:
    """Open the room and write in it, each person in their own scope. Needs accounts."""
    opener = _enter("brb.supervisor")
    asked = members.NewRoom(
        title="Storm Odalys",
        incident="storm",
        purpose="Keep ports and airports informed of each other until the storm has passed. Send no ship to a closed"
        " port.",
        tlp="amber",
        place="Bridgetown and the channel to Saint Lucia",
        ends_on=(now + timedelta(days=6)).date(),
        invited=["XRC", "LCA-BA"],
    )
    room = members.open_room(asked, by=opener)
    centre = _enter("region.supervisor")
    members.accept(members.invitations_for(centre).get().pk, by=centre)
    for username, type, text, counterpart in ENTRIES:
        by = _enter(username)
        write_entry(room.pk, NewEntry(type=type, text=text, counterpart=counterpart), by=by)
    opener = _enter("brb.supervisor")
    task = tasks.NewRoomTask(
        what="Telephone every carrier that is due tomorrow, and say which ports are closed.",
        organisation="XRC",
        day=f"{now + timedelta(days=1):%Y-%m-%d}",
        clock="11:00",
        zone="UTC",
    )
    tasks.set_task(room.pk, task, by=opener, now=now)
    plan = Upload(title="Shelters at the harbour", what="document", name="shelters.txt", raw=PLAN)
    add_file(room.pk, plan, by=opener, now=now)
    enter(REGION)


def _enter(username: str) -> User:
    found = User.objects.select_related("organisation__state").get(username=username)
    enter(found.scope)
    return found

"""Handlers of outbox events, in the order of priority: alerts first.

The sender runs all of them; the scheduler also runs those of alerts (`update_notices`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from roadstead.casework.rooms.notify import notify_of_rooms
from roadstead.casework.vetting.notify import notify_of_vetting
from roadstead.cooperation.hits.replies import record_replies
from roadstead.cooperation.lookouts.end import end_due
from roadstead.cooperation.lookouts.notify import notify_of_lookouts
from roadstead.cooperation.requests.notify import chase_replies, notify_of_due_times, notify_of_messages
from roadstead.cooperation.warrants import end as warrants_end
from roadstead.cooperation.warrants.notify import notify_of_warrants
from roadstead.outbound.notifications import fan_out
from roadstead.outbound.notifications.list_read import notify_of_read_lists
from roadstead.outbound.notifications.reminders import notify_of_missing_lists, notify_of_tasks
from roadstead.outbound.notifications.state_events import notify_systems_of_containers, notify_systems_of_requests
from roadstead.oversight.approvals.notify import notify_of_proposals
from roadstead.oversight.retention.due_notices import notify_of_breaches, notify_of_requests
from roadstead.oversight.situation.notify import notify_of_reports
from roadstead.platform.directory.qualifications import notify_of_expiry
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.outbox.queue import Handler


def _notify_of_messages(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Notify the people of the other side of a request, and its system. A reply of an owner is evidence on an alert."""
    record_replies(events, now)
    notify_of_messages(events, now)
    notify_systems_of_requests(events, now)


def _notify_of_due_times(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Notify whoever is late with a request, and whoever chases the reply to a hit confirmation."""
    notify_of_due_times(events, now)
    chase_replies(events, now)


HANDLERS: Final[Mapping[EventKind, Handler]] = {
    **fan_out.HANDLERS,
    EventKind.LOOKOUT_ENDS: end_due,
    EventKind.LOOKOUT: notify_of_lookouts,
    EventKind.WARRANT_ENDS: warrants_end.end_due,
    EventKind.WARRANT: notify_of_warrants,
    EventKind.ROOM: notify_of_rooms,
    EventKind.REQUEST: _notify_of_messages,
    EventKind.VETTING: notify_of_vetting,
    EventKind.CONTAINER: notify_systems_of_containers,
    EventKind.REQUEST_DUE: _notify_of_due_times,
    EventKind.PROPOSAL: notify_of_proposals,
    EventKind.LIST_READ: notify_of_read_lists,
    EventKind.MISSING_LIST: notify_of_missing_lists,
    EventKind.TASK_DUE: notify_of_tasks,
    EventKind.SITUATION: notify_of_reports,
    EventKind.BREACH: notify_of_breaches,
    EventKind.SUBJECT_REQUEST: notify_of_requests,
    EventKind.QUALIFICATION: notify_of_expiry,
}

"""Handlers of outbox events, in the order of priority: alerts first.

The sender runs all of them; the scheduler also runs those of alerts (`update_notices`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.outbound.notifications import fan_out
from roadstead.outbound.notifications.reminders import notify_of_missing_lists, notify_of_tasks
from roadstead.oversight.approvals.notify import notify_of_proposals
from roadstead.oversight.retention.due_notices import notify_of_breaches, notify_of_requests
from roadstead.platform.directory.qualifications import notify_of_expiry
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.outbox.queue import Handler

HANDLERS: Final[Mapping[EventKind, Handler]] = {
    **fan_out.HANDLERS,
    EventKind.PROPOSAL: notify_of_proposals,
    EventKind.MISSING_LIST: notify_of_missing_lists,
    EventKind.TASK_DUE: notify_of_tasks,
    EventKind.BREACH: notify_of_breaches,
    EventKind.SUBJECT_REQUEST: notify_of_requests,
    EventKind.QUALIFICATION: notify_of_expiry,
}

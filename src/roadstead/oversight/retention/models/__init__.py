"""Tables of retention: schedules and purges, data subject requests, incidents."""

from roadstead.oversight.retention.models.incidents import Incident, NotificationDuty, OfIncidents
from roadstead.oversight.retention.models.schedules import (
    COMMAND,
    DAILY,
    DECIDE_WITHIN,
    WHY,
    Batch,
    ChangedItem,
    ClockReading,
    Hold,
    HoldLifting,
    JournalMark,
    OfReceivingState,
    RetentionSchedule,
    Run,
    StoppedPurge,
    StopReason,
)
from roadstead.oversight.retention.models.subject_requests import (
    Correction,
    RequestType,
    Restriction,
    SubjectAction,
    SubjectRequest,
)

__all__ = [
    "Batch",
    "COMMAND",
    "ChangedItem",
    "RetentionSchedule",
    "ClockReading",
    "Correction",
    "DAILY",
    "DECIDE_WITHIN",
    "NotificationDuty",
    "Hold",
    "Incident",
    "JournalMark",
    "RequestType",
    "HoldLifting",
    "SubjectAction",
    "OfIncidents",
    "OfReceivingState",
    "SubjectRequest",
    "Restriction",
    "Run",
    "StopReason",
    "StoppedPurge",
    "WHY",
]

"""Tables of retention: schedules and purges, data subject requests, incidents."""

from roadstead.oversight.retention.models.clocks import (
    COMMAND,
    DAILY,
    DECIDE_WITHIN,
    WHY,
    Batch,
    Changed,
    Clock,
    ClockReading,
    Hold,
    JournalMark,
    Lifting,
    OfWhoTookIn,
    Run,
    StoppedPurge,
    StopReason,
)
from roadstead.oversight.retention.models.incidents import Duty, Incident, OfIncidents
from roadstead.oversight.retention.models.requests import Correction, Kind, Measure, Request, Restriction

__all__ = [
    "Batch",
    "COMMAND",
    "Changed",
    "Clock",
    "ClockReading",
    "Correction",
    "DAILY",
    "DECIDE_WITHIN",
    "Duty",
    "Hold",
    "Incident",
    "JournalMark",
    "Kind",
    "Lifting",
    "Measure",
    "OfIncidents",
    "OfWhoTookIn",
    "Request",
    "Restriction",
    "Run",
    "StopReason",
    "StoppedPurge",
    "WHY",
]

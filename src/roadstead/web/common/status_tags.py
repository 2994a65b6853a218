"""Statuses as a sign, a colour and words: a status is never shown by colour alone (WCAG 1.4.1)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tag(NamedTuple):
    """A status as shown: one of the colours of `_tags.scss`, a sign that differs by shape, and its words."""

    colour: str
    sign: str
    words: str | Promise


TAGS: dict[str, dict[str, Tag]] = {
    "alert": {
        "new": Tag("orange", "○", _("Possible: not reviewed")),
        "reviewing": Tag("blue", "◐", _("Possible: in review")),
        "referred": Tag("blue", "➜", _("Possible: referred")),
        "proposed": Tag("blue", "◑", _("Possible: waits for a second officer")),
        "cleared": Tag("green", "✓", _("Not a match: cleared")),
        "freed": Tag("green", "✓", _("Goods released")),
        "doc_check": Tag("orange", "▤", _("Documentary check")),
        "scan": Tag("orange", "▥", _("Scan")),
        "examine": Tag("orange", "▣", _("Physical examination")),
        "confirmed": Tag("red", "●", _("Match confirmed")),
        "closed": Tag("grey", "■", _("Closed")),
        "dealt": Tag("grey", "■", _("Dealt with at the border")),
        "lapsed": Tag("grey", "–", _("No longer a match")),
    },
    "message": {
        "received": Tag("blue", "○", _("Waiting to be read")),
        "read": Tag("green", "✓", _("Read and screened")),
        "not_understood": Tag("orange", "?", _("Not understood")),
        "set_aside": Tag("red", "!", _("Set aside")),
        "repaired": Tag("grey", "■", _("Replaced by a repaired message")),
    },
    "decision": {
        "draft": Tag("grey", "◌", pgettext_lazy("record of a decision", "Draft")),
        "waiting": Tag("orange", "◑", _("Waiting for approval")),
        "approved": Tag("green", "✓", pgettext_lazy("record of a decision", "Approved")),
        "rejected": Tag("red", "✕", pgettext_lazy("record of a decision", "Rejected")),
        "withdrawn": Tag("grey", "–", pgettext_lazy("record of a decision", "Withdrawn")),
    },
    "effect": {
        "planned": Tag("grey", "◌", _("Planned")),
        "waiting": Tag("orange", "○", _("Not yet put into effect")),
        "later": Tag("blue", "◔", _("Put into effect: begins later")),
        "started": Tag("green", "✓", _("In effect")),
        "ended": Tag("grey", "■", pgettext_lazy("effect of a decision", "Ended")),
    },
    "exchange": {
        "waiting": Tag("orange", "○", _("Waiting for a reply")),
        "working": Tag("blue", "◐", _("Receipt confirmed")),
        "clarification": Tag("blue", "?", _("Question asked")),
        "court": Tag("blue", "➜", _("Waiting for a court")),
        "replied": Tag("green", "✓", _("Replied")),
        "refused": Tag("red", "✕", _("Refused")),
        "withdrawn": Tag("grey", "–", _("Withdrawn")),
        "closed": Tag("grey", "■", _("Closed")),
        "admitted": Tag("blue", "◑", _("Complete")),
        "located": Tag("blue", "◔", _("Located")),
        "provisional": Tag("orange", "!", _("Provisionally arrested: documents awaited")),
        "arrested": Tag("orange", "●", _("Arrested")),
        "hearing": Tag("orange", "◐", _("Before the court")),
        "consented": Tag("orange", "◕", _("Consents: to be decided")),
        "contested": Tag("orange", "◕", _("Contests: to be decided")),
        "decided": Tag("blue", "◕", _("Surrender ordered")),
        "review": Tag("blue", "↺", _("Under review")),
        "final": Tag("blue", "●", _("Final: handover to be set")),
        "postponed": Tag("grey", "–", _("Handover postponed")),
        "handover": Tag("blue", "➜", _("Handover set")),
        "surrendered": Tag("green", "✓", _("Handed over")),
        "released": Tag("grey", "–", _("The person was released")),
    },
    "room": {
        "open": Tag("blue", "◐", _("Open")),
        "ended": Tag("grey", "–", _("Ended: read only")),
        "closed": Tag("grey", "■", _("Closed: read only")),
    },
    "lookout": {
        "waiting": Tag("orange", "○", _("Waits for second approval")),
        "live": Tag("red", "●", _("Live")),
        "ended": Tag("grey", "■", _("Ended")),
        "acknowledged": Tag("green", "✓", _("Acknowledged")),
        "unacknowledged": Tag("orange", "!", _("Not acknowledged")),
    },
    "warrant": {
        "drafted": Tag("blue", "○", _("Draft")),
        "signed": Tag("orange", "○", _("Waits for validation")),
        "validated": Tag("orange", "!", _("Validated, not in force")),
        "in force": Tag("red", "●", _("In force")),
        "suspended": Tag("grey", "–", _("Suspended")),
        "executed": Tag("grey", "✓", _("Executed")),
        "withdrawn": Tag("grey", "■", _("Withdrawn")),
        "expired": Tag("grey", "■", _("Expired")),
    },
    "situation": {
        "draft": Tag("blue", "○", _("Draft")),
        "issued": Tag("green", "✓", pgettext_lazy("report", "Issued")),
        "replaced": Tag("grey", "■", pgettext_lazy("report", "Replaced")),
    },
    "vetting": {
        "received": Tag("blue", "○", _("Being searched")),
        "open": Tag("blue", "◐", _("Being checked")),
        "answered": Tag("green", "✓", _("Letter sent")),
        "closed": Tag("grey", "■", _("Closed")),
    },
    "vetted": {  # what the letter says: no record is no clearance, so it is not green
        "none": Tag("grey", "–", _("No record found")),
        "checks": Tag("orange", "?", _("Further checks advised")),
        "held": Tag("blue", "●", _("Information held")),
    },
    "vetting_finding": {
        "": Tag("orange", "○", _("Possible: not decided")),
        "waiting": Tag("blue", "◑", _("Possible: waits for a second person")),
        "not_same": Tag("green", "✓", _("Not the same person")),
        "checks": Tag("orange", "?", _("Further checks advised")),
        "same": Tag("red", "●", _("Same person")),
    },
    "state_outcome": {
        "granted": Tag("green", "✓", _("Granted")),
        "refused": Tag("grey", "✕", _("Refused")),
        "withdrawn": Tag("grey", "–", _("Application withdrawn")),
    },
    "due": {
        "deadline": Tag("red", "!", _("Overdue")),
        "target": Tag("orange", "!", _("Past target")),
    },
    "trip": {
        "draft": Tag("grey", "○", _("Not sent")),
        "waiting": Tag("blue", "◐", _("Waiting to be read")),
        "read": Tag("green", "✓", _("Sent and read")),
        "aside": Tag("orange", "!", _("Waits for an operator")),
        "cancelled": Tag("grey", "✕", _("Cancelled")),
    },
    "test": {
        "received": Tag("blue", "○", _("Test: waiting to be read")),
        "read": Tag("grey", "✓", _("Test: read, not filed")),
        "not_understood": Tag("orange", "?", _("Test: not understood")),
        "set_aside": Tag("red", "!", _("Test: could not be read, our fault")),
    },
    "job": {
        "done": Tag("green", "✓", _("Done")),
        "running": Tag("blue", "◐", _("Running")),
        "failed": Tag("red", "!", _("Failed")),
        "new": Tag("grey", "○", _("Not run yet")),
    },
    "verdict": {
        "ok": Tag("green", "✓", _("OK")),
        "not_ok": Tag("red", "✕", _("Not OK")),
        "insufficient": Tag("orange", "!", _("Insufficient data")),
        "refer": Tag("orange", "➜", _("Contact the authority first")),
    },
    "filing": {
        "on_time": Tag("green", "✓", _("On time")),
        "late": Tag("orange", "!", _("Late")),
        "missing": Tag("red", "✕", _("No list yet")),
        "unknown": Tag("grey", "–", _("No deadline")),
    },
    "filed": {  # codes of filing_state.FilingStatus
        "on_time": Tag("green", "✓", _("On time")),
        "late": Tag("orange", "!", _("Late")),
        "parts_missing": Tag("orange", "◔", _("Parts missing")),
        "due": Tag("blue", "○", _("Not filed yet")),
        "overdue": Tag("red", "✕", _("Not filed, overdue")),
        "filed": Tag("grey", "✓", _("Filed, no deadline known")),
        "not_filed": Tag("grey", "○", _("Not filed, no deadline known")),
    },
    "problem": {
        "error": Tag("red", "✕", _("Error")),
        "warning": Tag("orange", "!", _("Warning")),
        "note": Tag("grey", "i", _("Note")),
    },
    "quality": {
        "good": Tag("green", "✓", _("No problems found")),
        "note": Tag("grey", "i", _("With notes")),
        "warning": Tag("orange", "!", _("With warnings")),
        "error": Tag("red", "✕", _("With errors")),
        "unknown": Tag("grey", "–", _("Not assessed")),
    },
    "urgency": {
        "now": Tag("red", "▲▲", _("Now")),
        "soon": Tag("orange", "▲", _("Soon")),
        "later": Tag("grey", "▽", _("Later")),
        "arrived": Tag("red", "■", _("Arrived")),  # people or goods can still be found
        "past": Tag("grey", "■", _("Arrived")),
    },
    "agreement": {
        "same": Tag("green", "=", _("Same")),
        "partly": Tag("blue", "≈", _("Partly")),
        "different": Tag("orange", "≠", _("Different")),
        "unknown": Tag("grey", "–", _("Cannot be compared")),
    },
    "desk": {
        "alert": Tag("red", "✕", _("Alert")),
        "clear": Tag("green", "✓", _("No alert")),
        "differs": Tag("orange", "≠", _("Compare")),
        "unlisted": Tag("grey", "–", _("Not declared")),
        "declared": Tag("green", "✓", _("Declared")),
    },
    "outcome": {
        "found": Tag("blue", "●", _("Found at the border")),
        "not_found": Tag("grey", "○", _("Not found on arrival")),
        "admitted": Tag("green", "✓", _("Admitted")),
        "refused": Tag("red", "✕", _("Refused entry")),
        "referred": Tag("orange", "➜", _("Referred to another authority")),
        "missed": Tag("red", "!", _("Missed: entered before anyone acted")),
        "seized": Tag("red", "■", _("Examined: something found")),
        "nothing": Tag("green", "✓", _("Examined: nothing found")),
        "released": Tag("blue", "➜", _("Released without examination")),
        "not_landed": Tag("grey", "○", _("Not landed, or not found in the port")),
        "sent_back": Tag("red", "✕", _("Refused entry or sent back")),
    },
    "selection": {
        "selected": Tag("orange", "○", _("Selected")),
        "started": Tag("blue", "◐", _("In progress")),
        "examined": Tag("green", "✓", _("Examined")),
        "cancelled": Tag("grey", "–", _("Cancelled")),
        "expired": Tag("grey", "–", _("Not examined")),
        "overdue": Tag("red", "▲", _("Overdue")),
    },
    "detention": {
        "open": Tag("red", "■", _("Detained: do not release")),
        "released": Tag("green", "✓", _("Released")),
    },
    "pair": {
        "holds": Tag("green", "✓", _("In force")),
        "waiting": Tag("orange", "!", _("Waits for second approval")),
        "expired": Tag("grey", "■", _("Expired")),
        "withdrawn": Tag("grey", "✕", _("Withdrawn")),
    },
    "rule": {
        "draft": Tag("grey", "○", _("Draft")),
        "proposed": Tag("orange", "◐", _("Waits for second approval")),
        "active": Tag("green", "✓", _("Active")),
        "expired": Tag("grey", "■", _("Expired")),
        "declined": Tag("grey", "✕", _("Rejected")),
        "superseded": Tag("grey", "–", _("Replaced")),
        "withdrawn": Tag("grey", "✕", _("Withdrawn")),
    },
    "severity": {
        "high": Tag("red", "▲▲", _("High")),
        "medium": Tag("orange", "▲", _("Medium")),
        "low": Tag("grey", "▽", _("Low")),
    },
    "action": {
        "stop": Tag("red", "■", _("Stop and call")),
        "refer": Tag("orange", "➜", _("Refer to an officer")),
        "discreet": Tag("grey", "◌", _("Silent: owner only")),
    },
    "nomination": {
        "draft": Tag("grey", "◌", _("Draft")),
        "waiting": Tag("orange", "!", _("Waits for second approval")),
        "live": Tag("green", "✓", _("In force")),
        "declined": Tag("grey", "✕", _("Rejected")),
        "dropped": Tag("grey", "–", _("Withdrawn")),
        "overtaken": Tag("grey", "■", _("Out of date: the entry has changed")),
        "overdue": Tag("red", "▲", _("Overdue: raises no alerts")),
        "ended": Tag("grey", "■", _("No longer in force")),
    },
    "task": {
        "open": Tag("blue", "○", _("To do")),
        "overdue": Tag("red", "▲", _("Overdue")),
        "done": Tag("green", "✓", _("Done")),
        "dropped": Tag("grey", "–", _("Dropped")),
    },
    "presence": {
        "booked": Tag("grey", "◌", _("Booked")),
        "expected": Tag("grey", "○", _("Expected")),
        "on_board": Tag("green", "✓", _("On board")),
        "not_on_board": Tag("orange", "✕", _("Not on board")),
        "withdrawn": Tag("grey", "–", _("Withdrawn")),
    },
}

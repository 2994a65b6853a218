"""Limits of the API for states. Each is the constant that holds."""

from __future__ import annotations

from typing import Final

from roadstead.casework.alerts.checks import MAX_CHECKS
from roadstead.casework.vetting.logic.sheet import MAX_PEOPLE
from roadstead.config import config
from roadstead.platform.accounts.answered_calls import KEPT
from roadstead.platform.invitations.system_tokens import MAX_TOKENS
from roadstead.web.api.answered import MAX_KEY_CHARS
from roadstead.web.api.limits import Limit
from roadstead.web.systems.access import MAX_BODY_BYTES, MAX_SHEET_BYTES
from roadstead.web.systems.alerts import FIRST_CHANGES, MAX_OF_VOYAGE, MAX_ON_PAGE, MAX_VOYAGES, SETTLED
from roadstead.web.systems.containers import MAX_CONTAINERS
from roadstead.web.systems.requests import MAX_REQUESTS

LIMITS: Final = (
    Limit("body", MAX_BODY_BYTES, "bytes", "Body of a call"),
    Limit("sheet", MAX_SHEET_BYTES, "bytes", "Body of a call with a vetting sheet"),
    Limit("applicants", MAX_PEOPLE, "applicants", "In one vetting sheet"),
    Limit("calls", None, "calls", "Number of calls; a busy server answers 503 and keeps nothing"),
    Limit("alerts-on-page", MAX_ON_PAGE, "alerts", "In one answer of /alerts"),
    Limit("alerts-of-voyage", MAX_OF_VOYAGE, "alerts", "In one answer of /voyages/{key}/alerts"),
    Limit("voyages-of-key", MAX_VOYAGES, "voyages", "That one number and day may name"),
    Limit("first-changes", FIRST_CHANGES, "changes", "With which /alerts begins without a cursor"),
    Limit("repeated", round(SETTLED.total_seconds()), "seconds", "Of which changes are given again by /alerts"),
    Limit("containers", MAX_CONTAINERS, "containers", "In one answer of /containers"),
    Limit("requests", MAX_REQUESTS, "requests", "In one answer of /requests"),
    Limit("key", MAX_KEY_CHARS, "characters", "Length of an Idempotency-Key"),
    Limit("key-kept", KEPT.days, "days", "Within which the same key means the same call"),
    Limit("checks", MAX_CHECKS, "checks", "On one alert by one state"),
    Limit("tokens", MAX_TOKENS, "tokens", "Of one organisation"),
    Limit("token", config().carrier_unused_days, "days", "Without use, after which a token is no longer accepted"),
)

"""Limits of the carriers' API, for its OpenAPI document (`x-limits`) and its page. Each is the constant that holds."""

from __future__ import annotations

from typing import Final

from roadstead.config import config
from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category
from roadstead.engine.reference.settings import SETTINGS, SettingName
from roadstead.filings.intake import sandbox
from roadstead.outbound.notifications.breaker import FIRST_PAUSE, MAX_FAILURES, MAX_PAUSE
from roadstead.outbound.notifications.carrier_webhooks import MAX_WEBHOOKS
from roadstead.outbound.notifications.retries import MAX_ATTEMPTS, retry_after
from roadstead.outbound.notifications.wire import DELIVERY_SECONDS, MAX_RESPONSE_BYTES
from roadstead.web.api.limits import Limit
from roadstead.web.carriers.answer_pages import MAX_ON_PAGE
from roadstead.web.carriers.response_views import MAX_ON_RECEIPT
from roadstead.web.carriers.waiting import MAX_WAIT_SECONDS, MAX_WAITERS

SELF_REGISTERED: Final = "of an account that registered itself; the operator may change it. Other accounts: no limit"


def _setting(name: SettingName) -> int:
    """Return the shipped value for any state."""
    return next(int(row.value) for row in SETTINGS.rows() if row.setting == name and row.state == ANY)


def _kept() -> str:
    """Return how long a list is kept where a state has no law of its own: "96 hours"."""
    return next(row.keep for row in RETENTION.rows() if row.state == ANY and row.category == Category.API)


def _pause(attempts: int) -> int:
    return round(retry_after(attempts).total_seconds())


LIMITS: Final = (
    Limit("body", config().max_body, "bytes", "Body of a filing, also after gzip is unpacked"),
    Limit("calls", None, "calls", "Number of calls; a busy server answers 503 and keeps nothing"),
    Limit("filings", _setting(SettingName.FILINGS_A_DAY), "lists in 24 hours", f"Filings {SELF_REGISTERED}"),
    Limit(
        "filing-size",
        _setting(SettingName.FILING_KILOBYTES),
        "kilobytes",
        f"Body of a filing {SELF_REGISTERED}",
    ),
    Limit(
        "filing-people",
        _setting(SettingName.FILING_PEOPLE),
        "people or bills",
        f"In a list that is read without a supervisor, {SELF_REGISTERED}",
    ),
    Limit("wait", MAX_WAIT_SECONDS, "seconds", "The greatest wait; more counts as this"),
    Limit("waiters", MAX_WAITERS, "requests", "That wait at a time in one web process; others are answered at once"),
    Limit("answers-on-receipt", MAX_ON_RECEIPT, "answers", "On a receipt; all of them are at /answers"),
    Limit("answers-on-page", MAX_ON_PAGE, "answers", "In one page of /answers, asked for with limit"),
    Limit(
        "answers-kept",
        _kept(),
        "",
        "Receipt and answers are kept with the list: so long where the state has no law of its own, else as it says",
    ),
    Limit("token", config().carrier_unused_days, "days", "Without use, after which a token is no longer accepted"),
    Limit("test-body", sandbox.MAX_BYTES, "bytes", "Body of a test list"),
    Limit("tests", sandbox.MAX_IN_A_DAY, "lists in 24 hours", "Test lists of one carrier"),
    Limit("test-kept", sandbox.MAX_KEPT.days, "days", "After which a test list is deleted, at the latest"),
    Limit("webhooks", MAX_WEBHOOKS, "addresses", "Webhooks of one carrier"),
    Limit("webhook-answer", round(DELIVERY_SECONDS), "seconds", "Until your whole response must have arrived"),
    Limit("webhook-answer-size", MAX_RESPONSE_BYTES, "bytes", "Of your response"),
    Limit("webhook-attempts", MAX_ATTEMPTS, "attempts", "To send one message; then it is failed"),
    Limit("webhook-first-retry", _pause(1), "seconds", "From the first attempt to the second; the pause then doubles"),
    Limit("webhook-last-retry", _pause(MAX_ATTEMPTS - 1), "seconds", "From the last attempt but one to the last"),
    Limit("webhook-failures", MAX_FAILURES, "failures", "In a row, after which a webhook is paused"),
    Limit("webhook-first-pause", FIRST_PAUSE.seconds, "seconds", "The first pause; it then doubles"),
    Limit("webhook-longest-pause", MAX_PAUSE.seconds, "seconds", "The longest pause"),
)

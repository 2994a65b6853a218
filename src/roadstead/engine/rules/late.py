"""T05. The deadline is law of the state of arrival, so it comes with the filing; none known, none missed."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.rules.rule import Facts, Finding


def filed_late(facts: Facts) -> Iterator[Finding]:
    """The list was filed after its deadline."""
    filing = facts.filing
    if filing is None or filing.due_at is None or filing.received_at <= filing.due_at:
        return
    minutes = round((filing.received_at - filing.due_at).total_seconds() / 60)
    text = f"Received {minutes:,} minutes after the deadline of {filing.due_at:%d %B %Y, %H:%M %Z}"
    yield Finding(traveller=None, text=f"{text} ({filing.rule_source}).")

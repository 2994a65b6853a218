"""Why somebody reads or does a thing: a short fixed table (S25, S28). Mostly what is read says it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """The code that stands in a line of the audit."""

    BORDER = "border"
    MATCH = "match"
    FILING = "filing"
    LISTS = "lists"
    REDRESS = "redress"
    OVERSIGHT = "oversight"
    OPERATION = "operation"
    SCREENING = "screening"


WORDS: Final[dict[str, str]] = {
    Purpose.BORDER: "Preparing an arrival",
    Purpose.MATCH: "Deciding about a possible match",
    Purpose.FILING: "What a carrier filed, and its receipt",
    Purpose.LISTS: "Keeping lists and rules",
    Purpose.REDRESS: "A person who was taken for somebody else",
    Purpose.OVERSIGHT: "Oversight",
    Purpose.OPERATION: "Accounts and running the service",
    Purpose.SCREENING: "Screening, by the system",
}
# The first word of a subject ("alert 17") says in what work it was read. What is not here is running the service.
BY_SUBJECT: Final[dict[str, Purpose]] = {
    "arrivals": Purpose.BORDER,
    "voyage": Purpose.BORDER,
    "traveller": Purpose.BORDER,
    "booking": Purpose.BORDER,
    "alert": Purpose.MATCH,
    "case": Purpose.MATCH,
    "cases": Purpose.MATCH,
    "notice": Purpose.MATCH,
    "notices": Purpose.MATCH,
    "meetings": Purpose.REDRESS,
    "cleared": Purpose.REDRESS,
    "redress": Purpose.REDRESS,
    "messages": Purpose.FILING,
    "receipt": Purpose.FILING,
    "answers": Purpose.FILING,
    "lists": Purpose.LISTS,
    "list": Purpose.LISTS,
    "rule": Purpose.LISTS,
    "rules": Purpose.LISTS,
    "entry": Purpose.LISTS,
    "nomination": Purpose.LISTS,
    "quality": Purpose.LISTS,
    "dry": Purpose.LISTS,  # "dry run 7", of a rule
    "request": Purpose.REDRESS,  # of the person concerned (S34)
    "requests": Purpose.REDRESS,
    "hold": Purpose.OVERSIGHT,
    "holds": Purpose.OVERSIGHT,
    "incident": Purpose.OVERSIGHT,
    "incidents": Purpose.OVERSIGHT,
    "deletion": Purpose.OVERSIGHT,
    "data": Purpose.OVERSIGHT,  # "data protection"
    "audit": Purpose.OVERSIGHT,
    "figures": Purpose.OVERSIGHT,
}
# People whose reading is oversight whatever they read, and work that no person does.
BY_ROLE: Final[dict[str, Purpose]] = {"auditor": Purpose.OVERSIGHT}
ABOUT_TRAVELLERS: Final = frozenset({Purpose.BORDER, Purpose.MATCH, Purpose.REDRESS, Purpose.FILING, Purpose.SCREENING})


def implied(subject: str, role: str) -> Purpose:
    """The purpose that the context gives: `role` is "" where the system acts."""
    word = subject.split(" ", 1)[0]
    if not role and BY_SUBJECT.get(word) in {Purpose.BORDER, Purpose.MATCH}:
        return Purpose.SCREENING
    return BY_ROLE.get(role) or BY_SUBJECT.get(word, Purpose.OPERATION)

"""Why somebody reads or does a thing: a short fixed table (S25, S28). Mostly what is read says it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from roadstead.config import config
from roadstead.engine.reference.legal_bases import Basis, basis_for, legal_bases
from roadstead.engine.reference.overlay import FOLDER
from roadstead.platform.accounts.models import Role, User


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


# ── On what legal basis a line of the audit stands: of the person's own state, as the operator's table says (S28).


def basis_of(who: User | None, purpose: Purpose, states: list[str]) -> str:
    """The code, or "" where nobody reads travellers' data: accounts, lists, a carrier's own filing.

    Somebody of the regional centre reads for the state concerned, where that is one alone.
    """
    reads = purpose in ABOUT_TRAVELLERS or purpose is Purpose.OVERSIGHT
    if not reads or (who is not None and who.role == Role.CARRIER):
        return ""
    state = (who.state_id if who else None) or (states[0] if len(states) == 1 else "")
    found = _basis(state, purpose, datetime.now(UTC).date())
    return found.code if found else ""


@lru_cache(maxsize=1000)
def _basis(state: str, purpose: str, on: date) -> Basis | None:
    return basis_for(legal_bases(config().home / FOLDER), state=state, purpose=purpose, on=on)

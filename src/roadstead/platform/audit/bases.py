"""On what legal basis a line of the audit stands: of the person's own state, as the operator's table says (S28)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from roadstead.config import config
from roadstead.engine.reference.legal_bases import Basis, basis_for, legal_bases
from roadstead.engine.reference.overlay import FOLDER
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.purposes import ABOUT_TRAVELLERS, Purpose


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
